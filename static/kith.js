// What pages do better with a script. Every task works without it. Words come from the page's data-* attributes.
const root = document.documentElement, body = document.body, said = body.dataset;
const find = (selector, from = document) => from.querySelector(selector), on = addEventListener;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// ---- drafts: a form with [data-draft] inside is kept while it is written ----

const drafts = all('[data-draft]').map(status => {
  const form = status.closest('form');
  const words = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString();
  let kept = words(), timer, going;
  const keep = async leaving => {
    clearTimeout(timer);
    const now = words();
    if (now === kept) return;
    const before = kept;
    kept = now;
    going = new AbortController();
    const { signal } = going;
    try {
      const answer = await fetch(status.dataset.draft, {
        method: 'POST', body: new URLSearchParams(now), redirect: 'manual', signal, keepalive: leaving && now.length < 6e4,
      });
      if (!answer.ok && answer.type !== 'opaqueredirect') throw 0;
      status.textContent = status.dataset[answer.status === 202 ? 'beside' : 'kept'];
      awake();
    } catch {
      if (signal.aborted) return;
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
    going?.abort();
    kept = words();
  });
  return { form, keep, isKept: () => words() === kept };
});
const keepDrafts = leaving => drafts.forEach(draft => draft.keep(leaving));
on('visibilitychange', () => document.hidden && keepDrafts(true));
on('pagehide', () => keepDrafts(true));

// ---- leaving: the screen is blank before anything else happens ----

const leave = () => {
  root.hidden = true;
  document.title = said.neutral;
  keepDrafts(true);
  location.replace('/exit');
};
all('a.leave').forEach(link => link.addEventListener('click', event => {
  event.preventDefault();
  leave();
}));
let shifts = 0, shiftAt = 0;
on('keydown', event => {
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
// Words that would be lost with this page: in a form without a draft, or in a draft that couldn't be kept.
const unkept = () => drafts.some(draft => !draft.isKept()) || all('main textarea, main input[type=text]').some(field =>
  field.value !== field.defaultValue && !drafts.some(draft => draft.form === field.form));
const element = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
function say(text, action) {
  toast?.remove();
  toast = element('div', 'toast rest', '');
  toast.setAttribute('role', 'alert');
  toast.append(element('p', '', text), action);
  body.append(toast);
}
function restSoon() {
  const stay = element('button', 'btn sm', said.restStay);
  stay.onclick = () => fetch(`${location.pathname}?stay=1`, { method: 'HEAD' }).then(awake, () => {});
  say(said.restSoon, stay);
  keepDrafts(false);
}
// The page is covered; but unkept words stay where they are.
function restOver() {
  clearInterval(resting);
  dispatchEvent(new Event('rest')); // streams end
  rested();
  const back = element('a', 'btn sm', said.restBack);
  back.href = location.href;
  all('details.menu').forEach(menu => menu.remove());
  if (unkept()) {
    back.target = '_blank';
    say(said.restWords, back);
    return;
  }
  back.className = 'btn go';
  const cover = element('div', 'narrow card', ''), row = element('p', 'row full', '');
  cover.setAttribute('role', 'alert');
  row.append(back);
  cover.append(element('p', 'h2', said.restOver), row);
  find('main').replaceChildren(cover);
}
let resting;
if (minutes) {
  others?.addEventListener('message', rested);
  on('awake', awake); // something was sent
  awake();
  const look = () => {
    const rest = Date.now() - awakeAt;
    if (rest >= lasts) restOver();
    else if (rest >= warns && !toast) restSoon();
  };
  resting = setInterval(look, 5000);
  on('visibilitychange', () => document.hidden || look());
}

// ---- forms: passwords can be read, a double press sends once, the first mistake has the focus ----

all('input[data-show]').forEach(field => {
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
const open = form => {
  sent.delete(form);
  [...form.elements].forEach(part => { if (part.type === 'submit') part.disabled = false; });
};
on('submit', event => {
  const form = event.target;
  if (sent.has(form)) event.preventDefault();
  if (event.defaultPrevented) return;
  sent.add(form);
  // After the browser has read the pressed button's value; a download leaves the page standing, so it opens again.
  setTimeout(() => [...form.elements].forEach(part => { if (part.type === 'submit') part.disabled = true; }));
  setTimeout(open, 8000, form);
});
on('pageshow', () => sent.forEach(open));
find('[aria-invalid=true]')?.focus();

// ---- menus close by Escape and by pressing beside them ----

const menus = () => all('details.menu[open]');
on('click', event => menus().forEach(menu => menu.contains(event.target) || (menu.open = false)));
on('keydown', event => event.key === 'Escape' && menus().forEach(menu => {
  menu.open = false;
  find('summary', menu).focus();
}));

// ---- Help now opens offline once it was visited: this page alone, without anything about its reader ----

if (location.pathname === '/help-now' && navigator.serviceWorker) {
  navigator.serviceWorker.register('/sw-help.js', { scope: '/help-now' }).catch(() => {});
  navigator.serviceWorker.ready.then(ready => ready.active.postMessage(new URLSearchParams(location.search).get('country')));
}

// ---- news, while this page is open: dots at the places they come from, and a button above answers that came. Nothing moves by itself. ----
// Browsers open six connections to a place at most, over all tabs: a page that can't be seen gives its own back.

const answers = find('main [data-news]');
let news = (answers ?? body).dataset.news;
if (news && !find('[data-live]')) {
  let source, closing;
  const dot = ({ type }) => {
    const place = find(`[data-dot=${type}]`);
    if (place.classList.contains('fresh')) return;
    place.classList.add('fresh');
    place.append(element('span', 'sr', `, ${said.new}`));
  };
  const heard = {
    news: dot,
    told: dot,
    topic: () => answers && (answers.hidden = false),
    // Somebody waits, or is waited for: the page comes again, unless there are words on it.
    listening: () => unkept() ? answers.hidden = false : location.replace(answers.firstElementChild.href),
  };
  const listen = () => {
    source = new EventSource(news);
    Object.entries(heard).forEach(([name, act]) => source.addEventListener(name, act));
  };
  const watch = () => {
    clearTimeout(closing);
    if (document.hidden) closing = setTimeout(() => { source = source?.close(); }, 3e4);
    else if (!source || source.readyState === 2) listen();
  };
  on('rest', () => {
    source?.close();
    removeEventListener('visibilitychange', watch);
  });
  on('visibilitychange', watch);
  if (document.readyState === 'complete') watch();
  else on('load', watch);
  answers?.firstElementChild.addEventListener('click', async event => {
    event.preventDefault();
    const link = event.target;
    try {
      // From a few answers earlier: one that was begun before the last may have been kept after it.
      const from = link.href.replace(/\d+$/, all('article.post').slice(-5)[0].id.slice(5));
      const page = new DOMParser().parseFromString(await (await fetch(from)).text(), 'text/html'), more = find('main [data-news] a', page);
      const items = all('.replies>li', page).filter(item => !all('[id]', item).some(({ id }) => document.getElementById(id))); // once is enough
      if (!more) throw 0;
      find('.replies').append(...items);
      link.href = more.href;
      news = more.parentElement.dataset.news;
      answers.hidden = true;
      if (!items[0]) return;
      items[0].tabIndex = -1;
      items[0].focus({ preventScroll: true });
    } catch {
      location.href = link.href;
    }
  });
}
