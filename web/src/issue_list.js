// Issues one by one: the rule in words, where, what the record says now, and whether it was looked at.
import { html } from "./html.js";
import { LookedAt } from "./looked_at.js";
import { number } from "./words.js";

/** `issues` as Views.issue in validator/views.py gives them; those of one rule that follow each other share its words. */
export function IssueList({ desk, issues, caption }) {
  const rules = new Map(desk.state.summary.rules.map((rule) => [rule.code, rule]));
  return html`
    <table class="govuk-table app-stack app-issues">
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">What is wrong and what to do</th>
          <th scope="col" class="govuk-table__header">Where</th>
          <th scope="col" class="govuk-table__header">What the record says now</th>
          <th scope="col" class="govuk-table__header">Looked at</th>
        </tr>
      </thead>
      ${together(issues).map(
        (group) => html`<tbody class="govuk-table__body" key=${group[0].position}>
          ${group.map(
            (issue, place) => html`<tr class="govuk-table__row" key=${issue.position}>
              ${place === 0 && html`<${Words} rule=${rules.get(issue.rule)} rows=${group.length} />`}
              <td class="govuk-table__cell" data-label="Where">${issue.table}<span class="app-meaning app-wrap">${issue.file}, line ${number(issue.line)}</span></td>
              <td class="govuk-table__cell" data-label="Now"><${Says} cells=${issue.cells} /></td>
              <td class="govuk-table__cell"><${LookedAt} desk=${desk} issue=${issue} what=${`rule ${issue.rule}, ${issue.table}, line ${number(issue.line)}`} /></td>
            </tr>`,
          )}
        </tbody>`,
      )}
    </table>
  `;
}

const together = (issues) =>
  issues.reduce((groups, issue) => {
    const last = groups.at(-1);
    if (last?.[0].rule === issue.rule) last.push(issue);
    else groups.push([issue]);
    return groups;
  }, []);

const Words = ({ rule, rows }) => html`
  <th scope="rowgroup" rowspan=${rows} class="govuk-table__header app-issues__words">
    <a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(rule.code)}`}>${rule.code}: ${rule.title}</a>
    <span class="app-issues__message">${rule.message}</span>
    <span class="app-meaning">What to do: ${rule.fix}</span>
  </th>
`;

const Says = ({ cells }) => html`
  <ul class="app-says">
    ${cells.map(
      ({ field, title, value, meaning }) => html`<li>
        <span class="app-meaning">${title} (${field})</span>
        ${value ? html`<span class="app-value">${value}</span>` : html`<span class="app-blank">blank</span>`}${meaning && `: ${meaning}`}
      </li>`,
    )}
  </ul>
`;
