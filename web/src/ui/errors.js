// GOV.UK's error summary and error message.
import { useEffect, useRef } from "preact/hooks";
import { html } from "./html.js";

/** @typedef {{ field: string, problem: string, remedy?: string }} Mistake What is to be corrected; `field` is the id of where. */

/** @param {Pick<Mistake, "problem" | "remedy">} mistake */
const sentence = ({ problem, remedy }) => [problem, remedy].filter(Boolean).join(" ");

/**
 * Brings a field, given by its id, into view and gives it the focus.
 * @param {string} field
 */
export function goTo(field) {
  const target = document.getElementById(field);
  target?.closest("details")?.setAttribute("open", "");
  target?.scrollIntoView();
  target?.focus();
}

/** @param {{ errors: Mistake[] }} props */
export function ErrorSummary({ errors }) {
  const box = useRef();
  useEffect(() => {
    if (!errors.length) return;
    box.current.focus();
    document.title = `Error: ${document.title.replace(/^Error: /, "")}`;
    return () => (document.title = document.title.replace(/^Error: /, ""));
  }, [errors]);
  if (!errors.length) return null;
  /** @type {(event: Event, field: string) => void} */
  const go = (event, field) => {
    event.preventDefault();
    goTo(field);
  };
  return html`
    <div class="govuk-error-summary" ref=${box} tabindex="-1">
      <div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            ${errors.map((error) => html`<li><a href=${`#${error.field}`} onClick=${(/** @type {Event} */ event) => go(event, error.field)}>${sentence(error)}</a></li>`)}
          </ul>
        </div>
      </div>
    </div>
  `;
}

/** @param {{ id: string, error?: Mistake | null }} props */
export const ErrorMessage = ({ id, error }) =>
  error && html`<p class="govuk-error-message" id=${id}><span class="govuk-visually-hidden">Error:</span> ${sentence(error)}</p>`;
