// The results at a glance: how many issues, of which kinds, by which rules, in which tables. Each bar leads to its list.
import { BarChart } from "../ui/chart.js";
import { html } from "../ui/html.js";
import { ProgressNumbers } from "../progress/runs.js";
import { count, number } from "../ui/words.js";

/**
 * @import { CrashedRule, Problem, Summary, SummaryRule, TableFigures } from "../python/answers"
 * @import { ViewProps } from "./results.js"
 */

const TOP_RULES = 10;
const REASONS = 5;

const share = new Intl.NumberFormat("en-GB", { style: "percent" });
const ratio = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const bar = (/** @type {string} */ label, /** @type {{ issues: number, share: number }} */ { issues, share: part }, /** @type {string | undefined} */ href) => ({ label, values: [{ value: issues, shown: `${number(issues)} (${share.format(part)})` }], href });

/** @param {ViewProps} props */
export function Overview({ stores, summary }) {
  const progress = stores.runs.state.runs?.progress;
  const { rules, categories, top } = summary;
  const numbers = [
    ["Issues", number(summary.issues)],
    ["Children with an issue", number(summary.children_affected)],
    ["Children in the return", number(summary.children)],
    ["Per looked-after child", summary.per_looked_after === undefined ? "–" : ratio.format(summary.per_looked_after)],
    ["Rows this year", number(summary.rows)],
    ["Rules run", number(summary.rules_run)],
    ["Rules not run", number(summary.rules_not_run)],
    ["Rules that failed", number(summary.crashed.length)],
  ];
  return html`
    <dl class="app-numbers">
      ${numbers.map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${summary.looked_after > 0 && html`<p class="govuk-body">${count(summary.looked_after, "child was", "children were")} looked after in the period checked, short breaks (V3 and V4) not counted. ${count(summary.of_looked_after, "issue")} of ${number(summary.issues)} ${summary.of_looked_after === 1 ? "is" : "are"} in records of these children.</p>`}
    <${Beyond} rules=${rules} />
    ${progress &&
    html`
      <h2 class="govuk-heading-m">Since the run of ${progress.label}</h2>
      <${ProgressNumbers} progress=${progress} />
      <p class="govuk-body"><a class="govuk-link" href="#/results/progress">See the progress by rule and over time</a></p>
    `}
    <${Problems} problems=${summary.problems} />
    <${Crashed} crashed=${summary.crashed} />
    ${summary.issues === 0
      ? html`<p class="govuk-body">The rules that were run found no issue. Look at the <a class="govuk-link" href="#/results/not-run">rules that were not run</a> before you rely on this.</p>`
      : html`
          <p class="govuk-body-l">${top.sentence}</p>
          <${BarChart} title="Issues by kind" unit="Issues, and their share of all" series=${["Issues"]}
            bars=${categories.map((category) => bar(category.title, category, category.issues ? `#/results/find?category=${category.name}` : undefined))} />
          <${BarChart} title="Rules with the most issues" unit="Issues, and their share of all" series=${["Issues"]}
            bars=${rules.slice(0, TOP_RULES).map((rule) => bar(`${rule.code}: ${rule.title}`, rule, `#/results/rule/${encodeURIComponent(rule.code)}`))} />
          <p class="govuk-body"><a class="govuk-link" href="#/results/rules">See all ${count(rules.length, "rule")} that found something</a></p>
          <${Tables} tables=${summary.tables} />
        `}
    <${NotChecked} summary=${summary} />
  `;
}

/** @param {{ tables: TableFigures[] }} props */
const Tables = ({ tables }) => html`
  <div class="app-scroll" role="region" aria-label="Issues by table" tabindex="0">
    <table class="govuk-table">
      <caption class="govuk-table__caption govuk-table__caption--m">Issues by table</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Table</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows with an issue</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${tables.map(
          ({ name, title, rows, rows_flagged, issues }) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">${issues ? html`<a class="govuk-link" href=${`#/results/find?table=${name}`}>${title}</a>` : title}</th>
            <td class="govuk-table__cell govuk-table__cell--numeric">${number(rows)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric">${number(rows_flagged)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric">${number(issues)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** @param {{ summary: Summary }} props */
const NotChecked = ({ summary: { not_run, rules_not_run } }) =>
  rules_not_run > 0 &&
  html`
    <h2 class="govuk-heading-m">What could not be checked</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${not_run.slice(0, REASONS).map(({ reason, rules }) => html`<li>${count(rules.length, "rule")}: ${reason}</li>`)}
    </ul>
    <p class="govuk-body"><a class="govuk-link" href="#/results/not-run">See ${rules_not_run === 1 ? "the rule that was" : `all ${number(rules_not_run)} rules that were`} not run</a></p>
  `;

/** @param {{ problems: Problem[] }} props */
const Problems = ({ problems }) =>
  problems.length > 0 &&
  html`
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <div class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">Warning</span>${count(problems.length, "file")} could not be used, so these results are not complete
      </div>
    </div>
    <ul class="govuk-list govuk-list--bullet">
      ${problems.map(({ place, problem, remedy }) => html`<li class="app-wrap"><strong>${place}</strong>: ${problem} ${remedy}</li>`)}
    </ul>
  `;

/** @param {{ crashed: CrashedRule[] }} props */
const Crashed = ({ crashed }) =>
  crashed.length > 0 &&
  html`
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <div class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">Warning</span>${count(crashed.length, "rule")} failed, so what ${crashed.length === 1 ? "it looks" : "they look"} for has not been checked. This is a fault of Check 903, not of your files. Tell whoever looks after this page
      </div>
    </div>
    <ul class="govuk-list govuk-list--bullet">
      ${crashed.map(({ code, title, error }) => html`<li class="app-wrap"><strong>${code}: ${title}</strong> (${error})</li>`)}
    </ul>
  `;

/**
 * How many of the issues are not by the Department’s rules.
 * @param {{ rules: SummaryRule[] }} props
 */
const Beyond = ({ rules }) => {
  const found = (/** @type {string} */ wanted) => rules.reduce((sum, { origin, issues }) => sum + (origin === wanted ? issues : 0), 0);
  const parts = [
    { issues: found("own"), whose: "our additional checks" },
    { issues: found("council"), whose: "rules of your own" },
  ].filter(({ issues }) => issues);
  return parts.length > 0 && html`<p class="govuk-body">Of the issues, ${parts.map(({ issues, whose }) => `${number(issues)} ${issues === 1 ? "is" : "are"} from ${whose}`).join(" and ")}, not from the Department’s rules.</p>`;
};
