// Keeps /help-now on this device once it was opened, and nothing else. What is kept is the page as any visitor would get it.
const STORE = 'notes', PAGE = '/help-now';
const keyOf = (country) => PAGE + (country ? '?country=' + encodeURIComponent(country) : '');

async function keep(country) {
  const url = keyOf(country);
  const answer = await fetch(url + (country ? '&' : '?') + 'offline=1', { cache: 'no-store' });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  const files = [...new Set(text.match(/\/s\/[\w.-]+/g))];
  const store = await caches.open(STORE);
  await store.put(url, answer);
  const had = (await store.keys()).map((request) => new URL(request.url).pathname);
  await store.addAll(files.filter((file) => !had.includes(file)));
  await Promise.all(had.filter((path) => path.startsWith('/s/') && !files.includes(path)).map((path) => store.delete(path)));
}

async function kept(request) {
  const store = await caches.open(STORE);
  return await store.match(request, { ignoreVary: true }) || (request.mode === 'navigate' && await store.match(PAGE, { ignoreSearch: true, ignoreVary: true })) || Response.error();
}

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(keep(null).catch(() => {}));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', (event) => event.waitUntil(keep(event.data).catch(() => {})));
addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const ours = pathname === PAGE ? event.request.mode === 'navigate' : pathname.startsWith('/s/');
  if (event.request.method === 'GET' && origin === location.origin && ours)
    event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
