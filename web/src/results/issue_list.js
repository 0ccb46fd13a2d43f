// Issues one by one: the rule in words, where, what the record says now, the notes on it, and whether it was looked at.
import { html } from "../ui/html.js";
import { Marks } from "../progress/notes.js";
import { RuleLink, Values, Where, Whose } from "../ui/where.js";
import { number } from "../ui/words.js";

/**
 * @import { IssueShown, SummaryRule } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/**
 * Issues of one rule that follow each other share its words.
 * @param {{ stores: Stores, issues: IssueShown[], caption: string }} props
 */
export function IssueList({ stores, issues, caption }) {
  const rules = new Map(stores.check.state.summary?.rules.map((rule) => [rule.code, rule]));
  return html`
    <table class="govuk-table app-stack app-stack--early app-wrong">
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">What is wrong and what to do</th>
          <th scope="col" class="govuk-table__header">Where</th>
          <th scope="col" class="govuk-table__header">Values in question</th>
          <th scope="col" class="govuk-table__header">Notes and marks</th>
        </tr>
      </thead>
      ${together(issues).map(
        (group) => html`<tbody class="govuk-table__body" key=${group[0].position}>
          ${group.map(
            (issue, place) => html`<tr class="govuk-table__row" key=${issue.position}>
              ${place === 0 && html`<${Words} rule=${rules.get(issue.rule)} rows=${group.length} />`}
              <td class="govuk-table__cell app-wrap" data-label="Where">${issue.table_title}<br /><${Where} ...${issue} /></td>
              <td class="govuk-table__cell"><${Values} values=${issue.values} /></td>
              <td class="govuk-table__cell app-noted-cell">
                <${Marks} stores=${stores} issue=${issue} what=${`rule ${issue.rule}, ${issue.table_title}, line ${number(issue.line)}`} />
              </td>
            </tr>`,
          )}
        </tbody>`,
      )}
    </table>
  `;
}

/** The issues in groups of one rule that follow each other. */
const together = (/** @type {IssueShown[]} */ issues) =>
  issues.reduce((groups, issue) => {
    const last = groups.at(-1);
    if (last?.[0].rule === issue.rule) last.push(issue);
    else groups.push([issue]);
    return groups;
  }, /** @type {IssueShown[][]} */ ([]));

/** @param {{ rule: SummaryRule, rows: number }} props */
const Words = ({ rule, rows }) => html`
  <th scope="rowgroup" rowspan=${rows} class="govuk-table__header app-wrong__words">
    <${RuleLink} rule=${rule.code} title=${rule.title} />
    <${Whose} ...${rule} />
    <span>${rule.message}</span>
    <span class="app-meaning">What to do: ${rule.fix}</span>
  </th>
`;
