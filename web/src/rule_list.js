// All rules that found something, by kind, most issues first.
import { html } from "./html.js";
import { count, number } from "./words.js";

export const RuleList = ({ summary }) => html`
  ${summary.issues === 0 && html`<p class="govuk-body">The rules that were run found no issue.</p>`}
  ${summary.categories
    .filter(({ issues }) => issues)
    .map(
      ({ name, title, issues }) => html`
        <h2 class="govuk-heading-m">${title}: ${count(issues, "issue")}</h2>
        <${RuleTable} rules=${summary.rules.filter(({ category }) => category === name)} caption=${title} />
      `,
    )}
`;

export const RuleTable = ({ rules, caption }) => html`
  <table class="govuk-table app-stack">
    <caption class="govuk-visually-hidden">${caption}</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Rule</th>
        <th scope="col" class="govuk-table__header">What is wrong and what to do</th>
        <th scope="col" class="govuk-table__header">Fields</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Children</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${rules.map(
        (rule) => html`<tr class="govuk-table__row">
          <th scope="row" class="govuk-table__header">
            <a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(rule.code)}`}>${rule.code}<span class="govuk-visually-hidden"> ${rule.title}</span></a>
          </th>
          <td class="govuk-table__cell">
            <strong>${rule.title}</strong><br />${rule.message}
            <span class="app-meaning">What to do: ${rule.fix}</span>
          </td>
          <td class="govuk-table__cell app-fields" data-label="Fields">${rule.fields.join(", ")}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Children">${number(rule.children)}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Issues">${number(rule.issues)}</td>
        </tr>`,
      )}
    </tbody>
  </table>
`;
