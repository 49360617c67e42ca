/**
 * An optional service worker that keeps Ecco's files, its models and the pages that use it for times without network.
 *
 *     navigator.serviceWorker.register("/dist/ecco-sw.js")
 *
 * It answers for pages below its own address only. A copy at the root of a site answers for all of it when it is told
 * where Ecco lies: `register("/ecco-sw.js?at=/dist/")`. Nothing of another origin is touched.
 */
const build = "__ECCO_BUILD__";
const home = new URL(new URL(location.href).searchParams.get("at") ?? "./", location.href).href;
const names = {code: `ecco-code-${build}`, models: "ecco-models", pages: "ecco-pages"};
/** A name with a hash never means anything else. */
const isFixed = (path) => /-[\w-]{8}\.(js|wasm|css|json)$/.test(path);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));

/** Forgets the code of other builds; models and pages stay. */
async function begin() {
  const kept = new Set(Object.values(names));
  for (const name of await caches.keys())
    if (name.startsWith("ecco-") && !kept.has(name)) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const {request} = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (url.origin !== location.origin) return;
  const isOwn = request.url.startsWith(home);
  const isPage = request.mode === "navigate";
  if (!isOwn && !isPage) return;
  const isModel = isOwn && request.url.startsWith(`${home}models/`);
  const name = isPage ? names.pages : isModel ? names.models : names.code;
  event.respondWith(isFixed(url.pathname) ? kept(event, name) : fresh(event, name));
});

/** What is kept comes at once. */
async function kept(event, name) {
  return (await (await caches.open(name)).match(event.request)) ?? fresh(event, name);
}

/** What the network has comes first; what is kept when there is none. */
async function fresh(event, name) {
  const cache = await caches.open(name);
  try {
    const response = await fetch(event.request);
    if (response.status === 200 && response.type === "basic") {
      const copy = response.clone();
      // A full disk or a reader who goes away costs the copy, not the answer.
      event.waitUntil(cache.put(event.request, copy).catch(() => undefined));
    }
    return response;
  } catch (error) {
    const found = await cache.match(event.request, {
      ignoreSearch: event.request.mode === "navigate"
    });
    if (found) return found;
    throw error;
  }
}
