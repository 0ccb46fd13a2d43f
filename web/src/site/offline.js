// Whether the page works without a network, in words, and what can be done so that it does.
import { useEffect, useState } from "preact/hooks";

const NOT_SECURE =
  "no, because its address begins with http:// and browsers store pages only from https:// addresses. Your browser may still keep copies of its parts, so that it opens faster next time.";

/**
 * The words after “Works offline:”.
 * @param {boolean} idle Python is ready and no files have been added, so it is the time to store
 */
export function useOffline(idle) {
  const [words, say] = useState(() => withoutService() ?? "not yet. Its parts are stored when you open it without adding files at once.");
  const [asked, ask] = useState(false);
  useEffect(() => {
    if (!withoutService()) navigator.serviceWorker.ready.then(({ active }) => active && say("yes."));
  }, []);
  useEffect(() => {
    // Storing asks the server for parts of the page. Once files have been added nothing is asked of anybody.
    if (!idle || asked || withoutService()) return;
    ask(true);
    register(say);
  }, [idle]);
  return words;
}

/** Why there can be no service worker, or need be none; undefined where there can. */
function withoutService() {
  if (SINGLE_FILE) return "yes, this page is one file.";
  if (!isSecureContext) return NOT_SECURE;
  if (!navigator.serviceWorker) return "no, because this browser does not store pages. A private window or a setting may be the reason.";
  return undefined;
}

/** @param {(words: string) => void} say */
async function register(say) {
  try {
    const registration = await navigator.serviceWorker.register("service-worker.js", { updateViaCache: "none" });
    if (registration.waiting) say(NEWER);
    const follow = (/** @type {ServiceWorker} */ worker) => {
      const updating = Boolean(registration.active);
      if (!updating) say("not yet, its parts are being stored.");
      worker.addEventListener("statechange", () => {
        if (worker.state === "installed" && updating) say(NEWER);
        if (worker.state === "activated") say("yes.");
        if (worker.state === "redundant" && !updating) say("no, because its parts could not be stored unchanged. The self-check tells which.");
      });
    };
    if (registration.installing) follow(registration.installing);
    registration.addEventListener("updatefound", () => registration.installing && follow(registration.installing));
  } catch (error) {
    if (!navigator.serviceWorker.controller) say(`no, because the browser refused to store it (${/** @type {Error} */ (error).message}).`);
  }
}

const NEWER = "yes. A newer version has been fetched: close every tab of this page and open it again to use it.";

/**
 * The service worker's requests since a time; none where there is none.
 * @param {number} time milliseconds since 1970
 * @returns {Promise<string[]>}
 */
export async function serviceRequests(time) {
  const registration = SINGLE_FILE ? undefined : await navigator.serviceWorker?.getRegistration();
  const worker = registration?.installing ?? registration?.waiting ?? registration?.active;
  if (!worker) return [];
  const { port1, port2 } = new MessageChannel();
  /** @type {Promise<string[]>} */
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  worker.postMessage({ since: time }, [port2]);
  return answer;
}
