// What this thread asked of the network, by the browser's own account. Used in the page, its worker and its service worker.

// Browsers note 250 requests and then no more, unless told otherwise.
performance.setResourceTimingBufferSize(100_000);

/** The addresses asked for since `time` (milliseconds since 1970); what comes from memory (blob:, data:) is no request. */
export const requestsSince = (time) =>
  performance
    .getEntriesByType("resource")
    .filter(({ name, startTime }) => !/^(blob|data):/.test(name) && performance.timeOrigin + startTime >= time)
    .map(({ name }) => name);
