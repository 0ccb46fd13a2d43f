// The results at a glance.
import { html } from "./html.js";
import { RuleTable } from "./rule_list.js";
import { count, number } from "./words.js";

const TOP_RULES = 10;

export function Overview({ summary }) {
  const { rules } = summary;
  const numbers = [
    ["Children", summary.children],
    ["Rows this year", summary.rows],
    ["Issues", summary.issues],
    ["Children with an issue", summary.children_affected],
    ["Rules run", summary.rules_run],
    ["Rules not run", summary.rules_not_run],
    ["Rules that failed", summary.crashed.length],
  ];
  return html`
    <dl class="app-numbers">
      ${numbers.map(([title, value]) => html`<div><dt>${title}</dt><dd>${number(value)}</dd></div>`)}
    </dl>
    <${Problems} problems=${summary.problems} />
    <${Crashed} crashed=${summary.crashed} />
    ${summary.issues === 0
      ? html`<p class="govuk-body">The rules that were run found no issue. Look at the <a class="govuk-link" href="#/results/not-run">rules that were not run</a> before you rely on this.</p>`
      : html`
          <h2 class="govuk-heading-m">Issues by kind</h2>
          <table class="govuk-table">
            <caption class="govuk-visually-hidden">Issues by kind</caption>
            <thead class="govuk-table__head">
              <tr class="govuk-table__row">
                <th scope="col" class="govuk-table__header">Kind</th>
                <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rules</th>
                <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
              </tr>
            </thead>
            <tbody class="govuk-table__body">
              ${summary.categories.map(
                (category) => html`<tr class="govuk-table__row">
                  <th scope="row" class="govuk-table__header">${category.title}</th>
                  <td class="govuk-table__cell govuk-table__cell--numeric">${number(rules.filter((rule) => rule.category === category.name).length)}</td>
                  <td class="govuk-table__cell govuk-table__cell--numeric">${number(category.issues)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
          <h2 class="govuk-heading-m">Rules with the most issues</h2>
          <${RuleTable} rules=${rules.slice(0, TOP_RULES)} caption="Rules with the most issues" />
          <p class="govuk-body"><a class="govuk-link" href="#/results/rules">See all ${count(rules.length, "rule")} that found something</a></p>
        `}
  `;
}

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
