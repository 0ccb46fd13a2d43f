// Around each view: what is shown in its place when a question of it was not answered, or when it fails itself.
import { useEffect, useErrorBoundary, useRef } from "preact/hooks";
import { Cancelled, isNoAnswer, where } from "../python/faults.js";
import { html } from "../ui/html.js";

/** @param {{ stores: import("../state/stores.js").Stores, children?: unknown }} props */
export function Boundary({ stores, children }) {
  const [error, reset] = useErrorBoundary((error) => {
    if (!isNoAnswer(error)) stores.news.tellFault("Showing this part of the page", { words: "", trace: where(error) });
  });
  useEffect(() => {
    if (!error) return undefined;
    addEventListener("hashchange", reset);
    return () => removeEventListener("hashchange", reset);
  }, [error]);
  const heading = useRef();
  useEffect(() => {
    if (error) heading.current.focus();
  }, [error]);
  const again = () => {
    // The button goes.
    document.getElementById("main")?.focus({ preventScroll: true });
    reset();
  };
  if (!error) return children;
  return html`
    <a class="govuk-back-link" href=${stores.check.state.summary ? "#/results" : "#/"}>${stores.check.state.summary ? "Back to the results" : "Back to the files"}</a>
    <h1 class="govuk-heading-l" tabindex="-1" ref=${heading}>${error instanceof Cancelled ? "You cancelled this" : "This cannot be shown"}</h1>
    <p class="govuk-body">${error instanceof Cancelled ? "It was not worked out any further." : "Something went wrong when it was worked out."} You can look at everything else.</p>
    <button type="button" class="govuk-button govuk-button--secondary" onClick=${again}>Try again</button>
  `;
}
