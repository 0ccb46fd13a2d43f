// The focus is never lost. When what has it goes from the page, as a button that has done its work, whatever stood around it
// has the focus then, so that the next step by keyboard goes on from there and screen readers stay where they were.

/** Called once, for the whole page. */
export function keepFocus() {
  // What had the focus last, and all that it stood in, from inside out.
  /** @type {HTMLElement[]} */
  let path = [];
  addEventListener("focusin", ({ target }) => {
    path = [];
    for (let element = /** @type {HTMLElement | null} */ (target); element && element !== document.body; element = element.parentElement) path.push(element);
  });
  new MutationObserver(() => {
    if (document.activeElement !== document.body || !path.length || path[0].isConnected) return;
    const around = path.find((element) => element.isConnected);
    path = [];
    if (!around) return;
    around.tabIndex = -1;
    around.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
