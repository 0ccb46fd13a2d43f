// What changes would do, before any of them is made.
import { useAnswer } from "../state/answer.js";
import { ChangeTable } from "./change_table.js";
import { PREVIEW, ROWS_A_PAGE } from "../state/corrections.js";
import { Busy } from "./fix_parts.js";
import { html } from "../ui/html.js";
import { Pagination, pageOf } from "../ui/pagination.js";
import { RuleLink } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { ChangeShown, IssuesOfRule } from "../python/answers"
 * @import { ViewProps } from "../results/results.js"
 * @import { Stores } from "../state/stores.js"
 * @import { Asked } from "../state/corrections.js"
 */

const UNFOLDED = 8;

/**
 * "#/results/preview/2": the second page of the cells that would change.
 * @param {ViewProps} props
 */
export function Preview({ stores, path }) {
  const { preview, asked, from, busy } = stores.corrections.state;
  if (!asked || !preview || stores.check.state.stale) {
    return html`
      <a class="govuk-back-link" href="#/results/fix">Back to fixing</a>
      <h1 class="govuk-heading-l">Nothing to preview</h1>
      <p class="govuk-body">Choose what is to be changed first. What you chose before does not hold any more, because the results have changed since.</p>
    `;
  }
  const { changes, rows_removed, children, resolved, resolves, added, adds, to_light, lights, total } = preview;
  const pages = Math.ceil(total / ROWS_A_PAGE);
  const page = pageOf(path[0], pages);
  /** @type {[title: string, value: number][]} */
  const numbers = [
    ["Cells to be changed", changes],
    ["Rows to be deleted", rows_removed],
    ["Children concerned", children],
    ["Issues that would go", resolved],
    ["Issues that would be new", added],
    ...(to_light > 0 ? [/** @type {[string, number]} */ (["Issues that come to light", to_light])] : []),
  ];
  return html`
    <a class="govuk-back-link" href=${from}>Back without changing anything</a>
    <h1 class="govuk-heading-l">What these changes would do</h1>
    <p class="govuk-body">Nothing has been changed yet.</p>
    <dl class="app-numbers">
      ${numbers.map(([title, value]) => html`<div><dt>${title}</dt><dd>${number(value)}</dd></div>`)}
    </dl>
    ${added > 0 &&
    html`<div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>${count(added, "issue")} would be new. Look at ${added === 1 ? "it" : "them"} before you go on.</strong>
    </div>`}
    ${to_light > 0 && html`<p class="govuk-body">What comes to light was wrong before, but no rule could read the values as they were written.</p>`}
    <${ByRule} title="Issues that would be new, by rule" rules=${adds} />
    <${ByRule} title="Issues that come to light, by rule" rules=${lights} />
    <${ByRule} title="Issues that would go, by rule" rules=${resolves} />
    <div class="app-actions">
      <button type="button" class="govuk-button" disabled=${Boolean(busy)} onClick=${() => stores.corrections.apply()}>Make these changes</button>
      <button type="button" class="govuk-button govuk-button--secondary" disabled=${Boolean(busy)} onClick=${() => stores.corrections.cancel()}>Cancel</button>
    </div>
    <${Busy} stores=${stores} />
    <h2 class="govuk-heading-m" data-asked-for=${path.length > 0 || undefined}>Before and after: ${count(total, "change")}</h2>
    ${page === 1 ? html`<${Shown} shown=${preview.shown} page=${1} pages=${pages} />` : html`<${Later} key=${page} stores=${stores} asked=${asked} page=${page} pages=${pages} />`}
    <${Pagination} page=${page} pages=${pages} label="Changes" href=${(/** @type {number} */ at) => (at === 1 ? PREVIEW : `${PREVIEW}/${at}`)} />
  `;
}

/** @param {{ stores: Stores, asked: Asked, page: number, pages: number }} props */
function Later({ stores, asked, page, pages }) {
  const answer = useAnswer(stores, "cleaning.preview", asked, (page - 1) * ROWS_A_PAGE, ROWS_A_PAGE);
  if (!answer?.shown) return html`<p class="govuk-body">Fetching the changes</p>`;
  return html`<${Shown} shown=${answer.shown} page=${page} pages=${pages} />`;
}

/** @param {{ shown: ChangeShown[], page: number, pages: number }} props */
const Shown = ({ shown, page, pages }) => html`
  ${pages > 1 && html`<p class="govuk-body">Page ${number(page)} of ${number(pages)}</p>`}
  <${ChangeTable} changes=${shown} caption="Before and after" before="Before" after="After" />
`;

/**
 * What would go or be new, by rule; a long list is folded up, so that the buttons stay near.
 * @param {{ title: string, rules: IssuesOfRule[] }} props
 */
function ByRule({ title, rules }) {
  if (rules.length === 0) return null;
  if (rules.length <= UNFOLDED) return html`<${RuleCounts} title=${title} rules=${rules} />`;
  return html`
    <details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${title} (${count(rules.length, "rule")})</span></summary>
      <div class="govuk-details__text"><${RuleCounts} title=${title} rules=${rules} /></div>
    </details>
  `;
}

/** @param {{ title: string, rules: IssuesOfRule[] }} props */
const RuleCounts = ({ title, rules }) => html`
  <table class="govuk-table">
    <caption class="govuk-table__caption govuk-table__caption--s">${title}</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Rule</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${rules.map(
        ({ rule, title: words, issues }) => html`<tr class="govuk-table__row" key=${rule}>
          <th scope="row" class="govuk-table__header app-light"><${RuleLink} rule=${rule} title=${words} /></th>
          <td class="govuk-table__cell govuk-table__cell--numeric">${number(issues)}</td>
        </tr>`,
      )}
    </tbody>
  </table>
`;
