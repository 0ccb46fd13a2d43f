// The rules that were not run, by what would enable them.
import { html } from "../ui/html.js";
import { count } from "../ui/words.js";

/**
 * @import { ViewProps } from "./results.js"
 */

/** @param {ViewProps} props */
export const NotRun = ({ summary }) => html`
  ${summary.not_run.length === 0
    ? html`<p class="govuk-body">All rules of this year were run.</p>`
    : html`<p class="govuk-body">A rule that was not run has found nothing and has cleared nothing. Here is what each needs.</p>`}
  ${summary.not_run.map(
    ({ reason, rules }) => html`
      <h2 class="govuk-heading-s">${reason}</h2>
      <details class="govuk-details">
        <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${count(rules.length, "rule")}<span class="govuk-visually-hidden"> ${reason}</span></span></summary>
        <div class="govuk-details__text">
          <ul class="govuk-list">
            ${rules.map(({ code, title }) => html`<li><a class="govuk-link" href=${`#rule-${code}`}>${code}</a> ${title}</li>`)}
          </ul>
        </div>
      </details>
    `,
  )}
`;
