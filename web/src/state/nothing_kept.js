// After the page was loaded again nothing is there any more. The browser itself tells that it was, so nothing need be stored.

/** What to say of it; null when the page was opened for the first time. */
export function nothingKept() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const again = ["reload", "back_forward"].includes(navigation?.type) || document.wasDiscarded || location.hash.startsWith("#/results");
  if (!again) return null;
  return {
    title: "The page was loaded again, so nothing is here any more",
    words:
      "Files, results, changes and notes are kept only while the page is open. Choose your files again; corrected files that you saved can take the place of the old ones. " +
      "A run that you saved brings back your notes: load it under Progress after the check.",
  };
}
