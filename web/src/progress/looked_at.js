// Marking issues as looked at. The marks are kept with the results, in memory only.
import { ask } from "../ui/asking.js";
import { notesAndMarks } from "../state/at_stake.js";
import { html } from "../ui/html.js";
import { own } from "../ui/own.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Stores } from "../state/stores.js"
 * @import { Marked } from "./notes.js"
 */

/**
 * Of one issue: whether it is marked, and the button to change that. `what` names it to screen readers.
 * @param {{ stores: Stores, issue: Pick<Marked, "position" | "looked_at">, what: string }} props
 */
export const LookedAt = ({ stores, issue, what }) => html`
  ${issue.looked_at && html`<span class="app-looked-at">Looked at</span>`}
  <button type="button" class="app-link-button" onClick=${() => stores.results.mark([issue.position], !issue.looked_at)}>
    ${issue.looked_at ? "Take the mark away" : "Mark as looked at"}<span class="govuk-visually-hidden">: ${what}</span>
  </button>
`;

/**
 * Of all issues of a rule.
 * @param {{ stores: Stores, code: string, issues: number }} props
 */
export function RuleLookedAt({ stores, code, issues }) {
  const marked = own(stores.results.state.looked.rules, code) ?? 0;
  const takeAway = async () => {
    const title = `Take away ${marked === 1 ? "the mark" : `all ${number(marked)} marks`} of this rule?`;
    if (await ask({ title, lost: () => notesAndMarks(stores, { notes: 0, marks: marked }, true), go: "Take away", stay: "No, keep the marks" })) stores.results.markRule(code, false);
  };
  return html`
    <p class="govuk-body" role="status">${marked ? `${number(marked)} of ${count(issues, "issue")} looked at` : "None of these issues is marked as looked at yet."}</p>
    <div class="app-actions">
      ${marked < issues &&
      html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => stores.results.markRule(code, true)}>Mark all ${number(issues)} as looked at</button>`}
      ${marked > 0 && html`<button type="button" class="app-link-button" onClick=${takeAway}>Take all marks of this rule away</button>`}
    </div>
  `;
}
