// What this thread asked of the network, by the browser's own account. Used in the page, its worker and its service worker.

// Browsers note 250 requests and then no more, unless told otherwise.
performance.setResourceTimingBufferSize(100_000);

/**
 * Tells of each thing asked for, those so far first.
 * @param {(request: import("../python/link.js").Request) => void} tell
 */
export function watchRequests(tell) {
  const observer = new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (counts(name)) tell({ name, time: performance.timeOrigin + startTime });
  });
  observer.observe({ type: "resource", buffered: true });
}

/** What comes from memory is no request. */
const counts = (/** @type {string} */ name) => !/^(blob|data):/.test(name);

/**
 * The addresses asked for since a time.
 * @param {number} time milliseconds since 1970
 */
export const requestsSince = (time) =>
  performance
    .getEntriesByType("resource")
    .filter(({ name, startTime }) => counts(name) && performance.timeOrigin + startTime >= time)
    .map(({ name }) => name);
