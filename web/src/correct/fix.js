// Correcting many errors at once: what can be changed safely, and what is suggested.
import { Suggestions } from "./fix_suggestions.js";
import { CheckAgain } from "./fix_parts.js";
import { SafeChanges } from "./fix_safe.js";
import { html } from "../ui/html.js";

/**
 * @import { ViewProps } from "../results/results.js"
 */

const PARTS = [
  { name: "", title: "Safe changes", view: SafeChanges },
  { name: "suggestions", title: "Suggestions", view: Suggestions },
];

/**
 * "#/results/fix/suggestions/2?kind=dates": the second page of the suggestions of a kind.
 * @param {ViewProps} props
 */
export function Fix({ stores, path, query }) {
  const shown = PARTS.find(({ name }) => name === path[0]) ?? PARTS[0];
  if (stores.check.state.stale) return html`<${CheckAgain} />`;
  return html`
    <p class="govuk-body">
      Correct many errors at once. You see what would change before anything does, and can take it back. The files on your computer stay as they are: you save corrected ones when you are done.
    </p>
    <nav class="app-views" aria-label="Kinds of change">
      <ul>
        ${PARTS.map(
          ({ name, title }) => html`<li class=${name === shown.name ? "app-views__current" : ""}>
            <a class="govuk-link govuk-link--no-underline" href=${`#/results/fix${name && `/${name}`}`} aria-current=${name === shown.name ? "page" : undefined}>${title}</a>
          </li>`,
        )}
      </ul>
    </nav>
    <${shown.view} key=${shown.name} stores=${stores} path=${path.slice(1)} query=${query} />
    <h2 class="govuk-heading-m">Change many rows yourself</h2>
    <p class="govuk-body">Open <a class="govuk-link" href="#/results/rules">a rule</a>, or choose a table in <a class="govuk-link" href="#/results/find">Find</a>, and then “Change many rows”.</p>
  `;
}
