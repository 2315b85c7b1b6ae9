// What pages do better with a script. Every task works without it. Words come from the page's data-* attributes.
const root = document.documentElement, body = document.body, said = body.dataset;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// ---- drafts: a form with [data-draft] inside is kept while it is written ----

const drafts = all('[data-draft]').map((status) => {
  const form = status.closest('form');
  const words = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString();
  let kept = words(), timer;
  const keep = async (leaving) => {
    clearTimeout(timer);
    const now = words();
    if (now === kept) return;
    const before = kept;
    kept = now;
    try {
      const answer = await fetch(status.dataset.draft, {
        method: 'POST', body: new URLSearchParams(now), redirect: 'manual', keepalive: leaving && now.length < 6e4,
      });
      if (!answer.ok && answer.type !== 'opaqueredirect') throw 0;
      status.textContent = status.dataset.kept;
      awake();
    } catch {
      kept = before;
      status.textContent = status.dataset.lost;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 2000, false);
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    kept = words();
  });
  return { form, keep };
});
const keepDrafts = (leaving) => drafts.forEach((draft) => draft.keep(leaving));
document.addEventListener('visibilitychange', () => document.hidden && keepDrafts(true));
addEventListener('pagehide', () => keepDrafts(true));

// ---- leaving: the screen is blank before anything else happens ----

const leave = () => {
  root.hidden = true;
  document.title = said.neutral;
  keepDrafts(true);
  location.replace('/exit');
};
all('a.leave').forEach((link) => link.addEventListener('click', (event) => {
  event.preventDefault();
  leave();
}));
let shifts = 0, shiftAt = 0;
addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') shifts = 0;
  else if (!event.repeat) {
    shifts = event.timeStamp - shiftAt < 5000 ? shifts + 1 : 1;
    shiftAt = event.timeStamp;
    if (shifts === 3) leave();
  }
}, true);

// ---- rest: a warning three minutes before a session ends, in every open page ----

const minutes = Number(said.rest), lasts = minutes * 6e4, warns = lasts - Math.min(18e4, lasts / 2);
const others = minutes && 'BroadcastChannel' in window ? new BroadcastChannel('rest') : null;
let awakeAt = Date.now(), toast;
function rested() {
  awakeAt = Date.now();
  toast?.remove();
  toast = null;
}
function awake() {
  rested();
  others?.postMessage(0);
}
const changed = () => all('main textarea, main input[type=text]').some((field) =>
  field.value !== field.defaultValue && !drafts.some((draft) => draft.form === field.form));
function say(text, action) {
  toast?.remove();
  toast = document.createElement('div');
  toast.className = 'toast rest';
  toast.setAttribute('role', 'alert');
  const line = document.createElement('p');
  line.textContent = text;
  toast.append(line, action);
  body.append(toast);
}
function restSoon() {
  const stay = document.createElement('button');
  stay.className = 'btn sm';
  stay.textContent = said.restStay;
  stay.onclick = () => fetch(location.href, { method: 'HEAD' }).then(awake, () => {});
  say(said.restSoon, stay);
  keepDrafts(false);
}
function restOver() {
  const back = document.createElement('a');
  back.className = 'btn sm';
  back.textContent = said.restBack;
  back.href = location.href;
  // Unsent words of a form without a draft stay on the screen; everything else is covered.
  if (changed()) back.target = '_blank';
  else document.querySelector('main').hidden = true;
  all('.menu').forEach((menu) => menu.remove());
  say(said.restOver, back);
  clearInterval(resting);
}
let resting;
if (minutes) {
  others?.addEventListener('message', rested);
  awake();
  const look = () => {
    const rest = Date.now() - awakeAt;
    if (rest >= lasts) restOver();
    else if (rest >= warns && !toast) restSoon();
  };
  resting = setInterval(look, 5000);
  document.addEventListener('visibilitychange', () => document.hidden || look());
}

// ---- forms: passwords can be read, a double press sends once, the first mistake has the focus ----

all('input[data-show]').forEach((field) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn sm';
  button.textContent = field.dataset.show;
  button.onclick = () => {
    const hidden = field.type === 'password';
    field.type = hidden ? 'text' : 'password';
    button.textContent = hidden ? field.dataset.hide : field.dataset.show;
  };
  field.form?.addEventListener('submit', () => { field.type = 'password'; });
  field.after(button);
});
const sent = new Set();
const open = (form) => {
  sent.delete(form);
  [...form.elements].forEach((part) => { if (part.type === 'submit') part.disabled = false; });
};
addEventListener('submit', (event) => {
  const form = event.target;
  if (sent.has(form)) event.preventDefault();
  if (event.defaultPrevented) return;
  sent.add(form);
  // After the browser has read the pressed button's value; a download leaves the page standing, so it opens again.
  setTimeout(() => [...form.elements].forEach((part) => { if (part.type === 'submit') part.disabled = true; }));
  setTimeout(open, 8000, form);
});
addEventListener('pageshow', () => sent.forEach(open));
document.querySelector('[aria-invalid=true]')?.focus();

// ---- menus close by Escape and by pressing beside them ----

const menus = () => all('details.menu[open]');
addEventListener('click', (event) => menus().forEach((menu) => menu.contains(event.target) || (menu.open = false)));
addEventListener('keydown', (event) => event.key === 'Escape' && menus().forEach((menu) => {
  menu.open = false;
  menu.querySelector('summary').focus();
}));

// ---- Help now opens offline once it was visited: this page alone, without anything about its reader ----

if (location.pathname === '/help-now' && navigator.serviceWorker) {
  navigator.serviceWorker.register('/sw-help.js', { scope: '/help-now' }).catch(() => {});
  navigator.serviceWorker.ready.then((ready) => ready.active.postMessage(new URLSearchParams(location.search).get('country')));
}
