// A live room: what is said arrives by itself, nothing moves under its reader's eyes, and what is typed is never lost.
// The same page reads and posts without this script. Words come from the page's data-* attributes.
const place = document.querySelector('[data-live]'), root = document.documentElement;
const find = (selector, from = place) => from.querySelector(selector), all = (selector, from = place) => from.querySelectorAll(selector);
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
const page = async (query = '') => parse(await (await fetch(location.pathname + query)).text());
const post = (url, form, more) => {
  const body = new URLSearchParams(new FormData(form));
  if (more) body.set(more.name, more.value);
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
};

function start() {
  const on = (name, heard) => place.addEventListener(name, heard), said = place.dataset, list = find('.msgs'), log = list.parentNode, end = find('#end'), act = document.getElementById('act');
  const ahead = Date.now() - said.now; // this device's clock before the server's
  root.classList.add('live');
  root.style.overflowAnchor = 'none'; // settled() does it, also where browsers don't

  // ---- the list ----

  // Changes the page without moving what is being read: where the list's end is in sight, all below it stays where it is.
  const settled = (change) => {
    const before = end.getBoundingClientRect().top, follows = before < innerHeight + 60;
    change();
    if (follows) scrollBy(0, end.getBoundingClientRect().top - before);
    return follows;
  };
  // Whether a message follows on from the one above it.
  const join = (item) => {
    const above = item?.previousElementSibling?.dataset;
    item?.classList.toggle('next', above?.by > 0 && above.by === item.dataset.by && item.dataset.at - above.at < 6e5);
  };
  const own = (item) => {
    item.classList.toggle('me', item.dataset.by === said.me);
    if (!item.dataset.for.split(' ').includes(said.me)) return;
    item.classList.add('named');
    find('.foryou', item).hidden = false;
  };
  const unheard = (change) => { // not read out again
    log.ariaLive = 'off';
    settled(change);
    setTimeout(() => { log.ariaLive = 'polite'; }, 500);
  };
  const fresh = find('.fresh');
  fresh.onclick = () => end.scrollIntoView({ block: 'end' });
  new IntersectionObserver(([seen]) => { fresh.hidden ||= seen.isIntersecting; }).observe(end);

  const before = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1); // ids are too long for numbers
  function take(html) {
    const item = find('li', parse(html)), there = document.getElementById(item.id);
    own(item);
    if (there) {
      all('[aria-pressed=true]', there).forEach((button) => find(`[value=${button.value}]`, item)?.setAttribute('aria-pressed', true));
      return unheard(() => {
        there.replaceWith(item);
        join(item);
      });
    }
    find('.empty', list)?.remove();
    let above = list.lastElementChild;
    while (above && (!above.dataset.by || before(item, above) < 0)) above = above.previousElementSibling;
    if (!above && find('[rel=prev]')) return; // it belongs to an older page
    const follows = settled(() => {
      above ? above.after(item) : list.prepend(item);
      join(item);
      join(item.nextElementSibling);
      if (list.children.length > 300 && !fresh.hidden) list.firstElementChild.remove();
    });
    fresh.hidden &&= follows || item.matches('.me');
  }
  setInterval(() => all('.msg').forEach((item) => item.dataset.until < Date.now() - ahead && settled(() => item.remove())), 3e4);

  // ---- the stream ----

  let source, address = said.live, waiting, resting;
  const hint = find('.offline');
  const away = () => { waiting ||= setTimeout(() => { hint.hidden = false; }, 4000); };

  const close = () => { source = source?.close(); };
  function open() {
    close();
    if (!place.isConnected) return; // signed out after a rest
    source = new EventSource(address);
    source.onopen = () => {
      hint.hidden = true;
      waiting = clearTimeout(waiting);
    };
    source.onerror = () => {
      away();
      if (source?.readyState !== 2) return;
      close();
      setTimeout(() => source || document.hidden || open(), 4000 + Math.random() * 8000);
    };
    for (const [name, heard] of Object.entries({ message: take, typing: writes, here: round, room: renew, reload: () => renew().then(open) }))
      source.addEventListener(name, ({ data, lastEventId }) => {
        if (lastEventId) address = said.live.replace(/after=\d*/, `after=${lastEventId}`);
        place.isConnected ? heard(data) : close();
      });
  }
  document.addEventListener('visibilitychange', () => {
    clearTimeout(resting);
    if (!document.hidden) return source || open();
    fetch(location.pathname, { method: 'HEAD', keepalive: true }).catch(() => {}); // remembers what was seen till now
    resting = setTimeout(close, 3e4);
  });
  addEventListener('online', open);

  // ---- who is here, who is writing, how the room is ----

  const swap = (now, name) => {
    const part = find(`[data-part=${name}]`, now);
    if (part) find(`[data-part=${name}]`).replaceWith(part);
  };
  let asked;
  function round() { // many may come at once: each asks a little later than the others
    asked ||= setTimeout(async () => {
      asked = 0;
      const now = await page('?part=round');
      settled(() => swap(now, 'round'));
    }, 1000 + Math.random() * 4000);
  }
  async function renew() {
    const now = await page(), field = find('[name=body]'), hold = field && (field.value || field === document.activeElement);
    if (!find('[data-live]', now)) return location.reload();
    unheard(() => {
      list.replaceChildren(...find('.msgs', now).children);
      ['top', 'round', 'note'].forEach((name) => swap(now, name));
      if (!hold) swap(now, 'say');
    });
    address = find('[data-live]', now).dataset.live;
  }
  let silence, told = 0;
  function writes(name) {
    end.textContent = said.writes.replace('%', parse(name).body.textContent);
    clearTimeout(silence);
    silence = setTimeout(() => { end.textContent = ''; }, 5000);
  }
  on('input', ({ target }) => {
    if (!said.typing || target.name !== 'body' || !target.value || Date.now() - told < 3000) return;
    told = Date.now();
    post(said.typing, act).catch(away);
  });

  // ---- saying something ----

  const wrong = (form, text) => {
    const line = find('.wrong', form);
    line.textContent = text;
    line.hidden = !text;
    form.elements.body.focus();
  };
  const answer = (form, id, note = '') => {
    find('[data-answering]', form)?.remove();
    form.elements.answer.value = id;
    find('.field', form).before(note);
    form.elements.body.focus();
  };
  let sending;
  async function send(form) {
    const { body, once } = form.elements, words = body.value;
    if (sending || !words.trim()) return body.focus();
    sending = true;
    try {
      const reply = await post(form.action, form);
      if (reply.status === 401) return form.submit(); // signed out meanwhile: the sign-in page keeps the words
      if (reply.type !== 'opaqueredirect') return wrong(form, find('.err:not(.wrong)', parse(await reply.text()))?.textContent || said.failed);
      const more = body.value === words ? '' : body.value; // typed while it was being sent
      form.reset();
      find('details', form).open = false; // the content note is of one message
      body.value = more;
      once.value = `${Date.now()}-${Math.random()}`; // the same words once more are meant
      wrong(form, '');
      answer(form, '');
    } catch {
      wrong(form, said.failed);
    } finally {
      sending = false;
    }
  }
  on('submit', (event) => {
    if (!event.target.matches('.say-form') || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    send(event.target);
  });
  on('keydown', ({ key, ctrlKey, target }) => key === 'Enter' && ctrlKey && target.form?.requestSubmit());

  // ---- answering, with words and without ----

  async function press(button) {
    if (button.ariaPressed) button.ariaPressed = button.ariaPressed !== 'true';
    if ((await post(button.formAction, act, button)).type !== 'opaqueredirect') act.requestSubmit(button);
  }
  async function answerTo(link) {
    answer(find('.say-form'), new URLSearchParams(link.search).get('answer'), find('[data-answering]', await page(link.search)) || '');
  }
  on('click', (event) => {
    const pressed = event.target.closest('button[form=act],[data-answer],[data-unanswer]');
    if (!pressed || !find('.say-form')) return;
    event.preventDefault();
    const menu = pressed.closest('details');
    if (menu) menu.open = false;
    if (pressed.form) press(pressed).catch(away);
    else if (menu) answerTo(pressed).catch(away);
    else answer(find('.say-form'), '');
  });

  open();
}
if (place && window.EventSource) start();
