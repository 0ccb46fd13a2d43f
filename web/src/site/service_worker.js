// Keeps the page for use without a network. It stores the files of one release, each checked against the hash that the
// build noted, and either all of them or none; it stores nothing else, ever. A newer release is stored beside the older
// one and takes its place when no tab shows that any more, so that no page is made of two releases.
import { requestsSince } from "./requests.js";
import { sha256 } from "./sha256.js";

// Put here by the build: name -> {size, sha256}, and a digest of them all.
const files = FILES;
const release = RELEASE;

const { scope } = registration;
// Other pages of the same server may have caches of their own.
const PREFIX = `check903 ${scope} `;
const CACHE = PREFIX + release;
const HASHED = /-[0-9a-f]{12}\.\w+$/;

const address = (/** @type {string} */ name) => new URL(name, scope).href;

addEventListener("install", (event) => event.waitUntil(store()));

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name) event.respondWith(kept(name).then((response) => response ?? fetch(event.request)));
});

addEventListener("message", ({ data, ports }) => ports[0].postMessage(requestsSince(data.since)));

/**
 * Which of our files is asked for; undefined for anything else, and where the server's own file is wanted.
 * @param {Request} request
 */
function nameOf({ method, mode, url, cache }) {
  if (method !== "GET" || cache === "no-store") return undefined;
  const asked = new URL(url);
  if (mode === "navigate") asked.search = "";
  if (!asked.href.startsWith(scope)) return undefined;
  const name = asked.href.slice(scope.length).split("#")[0] || "index.html";
  return Object.hasOwn(files, name) ? name : undefined;
}

const kept = (/** @type {string} */ name, cacheName = CACHE) => caches.match(address(name), { cacheName });

const olderCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);

async function store() {
  const older = await olderCaches();
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.keys(files).map(async (name) => cache.put(address(name), await unchanged(older, name))));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/**
 * A file from an older release that has it too, else from the server, where it must be as the build made it.
 * @param {string[]} older names of caches
 * @param {string} name
 */
async function unchanged(older, name) {
  if (HASHED.test(name)) {
    for (const cache of older) {
      const found = await kept(name, cache);
      if (found) return found;
    }
  }
  // The browser may have a copy of what holds its hash in its name; the rest is asked for anew.
  const response = await fetch(address(name), { cache: HASHED.test(name) ? "default" : "reload" });
  const copy = response.clone();
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { size, sha256: expected } = files[name];
  if (!response.ok || response.redirected || bytes.length !== size || (await sha256(bytes)) !== expected) {
    throw new Error(`${name} is not as it was published.`);
  }
  return copy;
}

async function takeOver() {
  for (const name of await olderCaches()) await caches.delete(name);
  await clients.claim();
}
