// A live room: what is said arrives by itself, nothing moves under its reader's eyes, and what is typed is never lost.
// The same page reads and posts without this script. Words come from the page's data-* attributes.
const place = document.querySelector('[data-live]');
const find = (selector, from = place) => from.querySelector(selector), all = (selector, from = place) => from.querySelectorAll(selector);
const parse = html => new DOMParser().parseFromString(html, 'text/html');
const post = async (url, form, name, value) => {
  const body = new URLSearchParams(new FormData(form));
  if (name) body.set(name, value);
  const reply = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  dispatchEvent(new Event('awake')); // kith.js listens: whoever talks isn't resting
  return reply;
};

function start() {
  const on = (name, heard) => place.addEventListener(name, heard), said = place.dataset, room = said.live.replace(/\/live.*/, ''), { act } = document.forms;
  const list = find('.msgs'), log = list.parentNode, end = find('#end');
  const ahead = Date.now() - said.now; // this device's clock before the server's
  const { classList, style } = document.documentElement;
  classList.add('live');
  style.overflowAnchor = 'none'; // settled() does it, also where browsers don't

  // ---- the list ----

  // Changes the page without moving what is being read: the list's end where it is in sight, else what stands in the upper part.
  const top = item => item.getBoundingClientRect().top, inSight = () => top(end) < innerHeight + 60, same = item => item.id && find('#' + item.id);
  const look = item => item?.focus({ preventScroll: true }), last = () => list.lastElementChild;
  const settled = change => {
    const follows = inSight(), at = follows ? end : [...all('div>[data-part],.msgs>li')].findLast(item => top(item) < innerHeight / 3) || place, was = top(at);
    change(follows);
    const now = at.isConnected ? at : same(at);
    if (now) scrollBy(0, top(now) - was);
    return follows;
  };
  // Whether a message follows on from the one above it.
  const join = item => {
    const above = item?.previousElementSibling?.dataset;
    item?.classList.toggle('next', above?.by > 0 && above.by === item.dataset.by && item.dataset.at - above.at < 6e5);
  };
  const own = item => {
    const mine = item.dataset.by === said.me;
    item.classList.toggle('me', mine);
    all(mine ? '.other' : '.own', item).forEach(tool => tool.remove()); // they came for all readers
    if (!item.dataset.for.split(' ').includes(said.me)) return;
    item.classList.add('named');
    find('.foryou', item).hidden = false;
  };
  // As open and as pressed as it was. Answers with what has the focus then.
  const alike = (there, item) => {
    const parts = of => [...all('details,summary,a,button', of)], old = parts(there), now = parts(item);
    old.forEach((part, n) => {
      if (part.open && now[n]?.className === part.className) now[n].open = true;
      if (part.ariaPressed === 'true') find(`[value=${part.value}]`, item)?.setAttribute('aria-pressed', true);
    });
    return now[old.indexOf(document.activeElement)];
  };
  const unheard = change => { // not read out again
    log.ariaLive = 'off';
    settled(change);
    setTimeout(() => { log.ariaLive = 'polite'; }, 500);
  };
  const fresh = find('.fresh');
  fresh.onclick = () => {
    end.scrollIntoView({ block: 'end' });
    last().tabIndex = -1;
    look(last());
  };
  new IntersectionObserver(([seen]) => { fresh.hidden ||= seen.isIntersecting; }).observe(end);

  const before = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1); // ids are too long for numbers
  function take(html) {
    const item = find('li', parse(html)), there = same(item);
    own(item);
    if (there) return unheard(() => {
      const focus = alike(there, item);
      there.replaceWith(item);
      join(item);
      look(focus);
    });
    find('.empty', list)?.remove();
    let above = last();
    while (above && (!above.dataset.by || before(item, above) < 0)) above = above.previousElementSibling;
    if (!above && find('[rel=prev]')) return; // it belongs to an older page
    const followed = settled(follows => {
      above ? above.after(item) : list.prepend(item);
      join(item);
      join(item.nextElementSibling);
      if (list.children.length > 300 && follows) list.firstElementChild.remove();
    });
    fresh.hidden &&= followed || item.matches('.me');
  }
  setInterval(() => all('.msg').forEach(item => item.dataset.until < Date.now() - ahead && settled(() => item.remove())), 3e4);

  // ---- the stream ----

  let source, address = said.live, waiting, resting, over;
  const hint = find('.offline'), field = () => find('[name=body]'), typed = () => field()?.value;
  const close = () => { source = source?.close(); };
  // This room's page, asked for by itself. Where there's another instead, or none, it's over here: that page says why.
  async function page(query = '?part=all') {
    if (over) throw over;
    const reply = await fetch(room + query).catch(() => ({})), now = parse(await reply.text?.());
    if (reply.ok && !reply.redirected) return now;
    if (reply.ok || reply.status === 404) {
      over = true;
      close();
      if (!typed()) location.replace(room);
      hint.textContent = find('h1', now).textContent;
      hint.hidden = false;
    }
    throw reply.status || 503;
  }
  // A busy server, or none in reach, is asked again.
  const insist = ask => ask().catch(why => why > 499 && setTimeout(insist, 3000 + Math.random() * 5000, ask));
  // Many may be told at once: each asks a little later than the others, and once.
  const soon = (least, most, ask) => {
    let asked;
    return () => {
      asked ||= setTimeout(() => {
        asked = 0;
        insist(ask);
      }, least + Math.random() * most);
    };
  };

  function open() {
    close();
    if (over) return;
    source = new EventSource(address);
    source.onopen = () => {
      hint.hidden = true;
      waiting = clearTimeout(waiting);
    };
    source.onerror = () => {
      waiting ||= setTimeout(() => { hint.hidden = false; }, 4000);
      if (source?.readyState !== 2) return;
      close();
      back();
    };
    for (const [name, heard] of Object.entries({ message: take, letter: sealed, typing: writes, here: round, room: anew, reload: anew }))
      source.addEventListener(name, ({ data, lastEventId }) => {
        if (lastEventId) address = said.live.replace(/after=\d*/, `after=${lastEventId}`);
        heard(data);
      });
  }
  // What is sealed comes as a number: the page it belongs to opens it for its reader.
  const sealed = number => insist(() => page('?part=' + number).then(now => take(now.body.innerHTML)));
  // A stream that was refused: the page knows more.
  const back = soon(4000, 8000, () => page('?part=round').catch(() => {}).then(() => source || document.hidden || open()));
  addEventListener('visibilitychange', () => {
    clearTimeout(resting);
    if (!document.hidden) return source || open();
    if (inSight()) fetch(`${room}?seen=${last().id.slice(1)}`, { method: 'HEAD', keepalive: true });
    resting = setTimeout(close, 3e4);
  });
  addEventListener('online', open);
  addEventListener('rest', () => { // kith.js: signed out
    over = true;
    close();
  });

  // ---- who is here, who is writing, how the room is ----

  const swap = (now, name) => {
    const there = find(`[data-part=${name}]`), part = find(`[data-part=${name}]`, now);
    if (there.innerHTML !== part.innerHTML) there.replaceChildren(...part.childNodes);
  };
  const round = soon(1000, 4000, async () => {
    const now = await page('?part=round');
    settled(() => swap(now, 'round'));
  });
  const anew = soon(0, 3000, async () => {
    const now = await page(), items = [...find('.msgs', now).children], hold = typed() || document.activeElement === field();
    unheard(() => {
      let focus;
      items.forEach(item => {
        const there = same(item);
        if (there) focus ||= alike(there, item);
      });
      list.replaceChildren(...items);
      look(focus);
      all('[data-part]').forEach(({ dataset: { part } }) => hold && part === 'say' || swap(now, part));
    });
    delete said.changeAt;
    Object.assign(said, find('[data-live]', now).dataset);
    address = said.live;
    expect();
    open();
  });
  // What time alone changes: hours begin or end, somebody may write again.
  let changes;
  const expect = () => {
    clearTimeout(changes);
    if (said.changeAt) changes = setTimeout(anew, Math.min(said.changeAt - Date.now() + ahead + 500, 2e9));
  };
  expect();
  let silence, told = 0;
  function writes(name) {
    end.textContent = said.writes.replace('%', parse(name).body.textContent);
    clearTimeout(silence);
    silence = setTimeout(() => { end.textContent = ''; }, 5000);
  }
  on('input', ({ target }) => {
    if (!said.typing || target.name !== 'body' || !target.value || Date.now() - told < 3000) return;
    told = Date.now();
    post(said.typing, act);
  });

  // ---- saying something ----

  const wrong = text => {
    const line = find('.wrong');
    line.textContent = text;
    line.hidden = !text;
  };
  const answer = (id, note = '') => {
    find('[data-answering]')?.remove();
    find('[name=answer]').value = id;
    find('.say-form .field').before(note);
    field().focus();
  };
  let sending;
  async function send(form) {
    const { body, once } = form.elements, words = body.value;
    body.focus();
    if (sending || !words.trim()) return;
    sending = true;
    try {
      const reply = await post(form.action, form, 'by', 'script'), { status } = reply;
      if (!status || status === 401) return form.submit(); // to a page that asks for something first, or to sign in: it keeps the words
      if (status !== 204) return wrong(find('.err:not(.wrong)', parse(await reply.text()))?.textContent || said.failed);
      const more = body.value === words ? '' : body.value; // typed while it was being sent
      all('textarea,select,[name=note_own]', form).forEach(part => { part.value = part.defaultValue = ''; }); // a draft is sent, too
      all('.note,.err:not(.wrong)', form).forEach(line => line.remove());
      find('details', form)?.removeAttribute('open'); // the content note is of one message
      body.value = more;
      once.value = Math.random(); // the same words once more are meant
      body.ariaInvalid = null;
      wrong('');
      answer('');
    } catch {
      wrong(said.failed);
    } finally {
      sending = false;
    }
  }
  on('submit', event => {
    if (!event.target.matches('.say-form') || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    send(event.target);
  });
  on('keydown', ({ key, ctrlKey, target }) => key === 'Enter' && ctrlKey && target.form?.requestSubmit());

  // ---- answering, with words and without ----

  async function press(button) {
    const turn = () => { if (button.ariaPressed) button.ariaPressed = button.ariaPressed !== 'true'; };
    turn();
    const reply = await post(button.formAction, act, button.name, button.value).catch(() => ({}));
    if (reply.type === 'opaqueredirect') return;
    turn();
    if (reply.ok === false && !typed()) act.requestSubmit(button); // that page says why
    else wrong(said.failed);
  }
  const answerTo = async ({ search }) => answer(new URLSearchParams(search).get('answer'), find('[data-answering]', await page(search)) || '');
  on('click', event => {
    const pressed = event.target.closest('button[form=act],[data-answer],[data-unanswer]');
    if (!pressed || !field()) return;
    event.preventDefault();
    const menu = pressed.closest('details');
    if (menu) menu.open = false;
    if (pressed.form) press(pressed);
    else if (menu) answerTo(pressed).catch(() => wrong(said.failed));
    else answer('');
  });

  open();
}
if (place) location.search.includes('refresh=') ? location.replace(location.pathname) : start();
