// Rows of a table as they stand in the file: the cells in question marked, the issues of each row beside it.
import { html } from "../ui/html.js";
import { Changed, RuleLink, Value } from "../ui/where.js";
import { number } from "../ui/words.js";

/**
 * @import { IssueInBrief, RowCell, ShownColumn } from "../python/answers"
 */

/**
 * @typedef {{ line: number, child_number?: number, cells: RowCell[], issues: IssueInBrief[] }} Row
 */

/** @param {{ label: string, columns: ShownColumn[], rows: Row[] }} props */
export const RecordTable = ({ label, columns, rows }) => html`
  <div class="app-scroll" role="region" aria-label=${label} tabindex="0">
    <table class="govuk-table app-rows">
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Line</th>
          <th scope="col" class="govuk-table__header">Issues</th>
          ${columns.map(
            ({ field, title }) => html`<th scope="col" class="govuk-table__header">${field}<span class="app-column-title">${title}</span></th>`,
          )}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rows.map(
          (row) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">${number(row.line)}</th>
            <td class="govuk-table__cell"><${Issues} issues=${row.issues} /></td>
            ${row.cells.map((cell) => html`<${Cell} cell=${cell} child_number=${row.child_number} />`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** @param {{ cell: RowCell, child_number?: number }} props */
const Cell = ({ cell, child_number }) => html`
  <td class=${`govuk-table__cell ${cell.marked ? "app-marked" : ""}`}>
    ${cell.marked && html`<span class="govuk-visually-hidden">In question: </span>`}
    ${cell.field === "CHILD" && child_number
      ? html`<a class="govuk-link app-value" href=${`#/results/child/${child_number}`}>${cell.value}</a><${Changed} before=${cell.before} />`
      : html`<${Value} value=${cell.value} meaning=${cell.meaning} before=${cell.before} blank=${cell.marked} />`}
  </td>
`;

/** @param {{ issues: IssueInBrief[] }} props */
const Issues = ({ issues }) =>
  issues.length > 0 &&
  html`<ul class="app-row-issues">
    ${issues.map(
      (issue) => html`<li key=${issue.position}>
        <${RuleLink} ...${issue} />
        ${issue.looked_at && html` <span class="app-looked-at">Looked at</span>`}
      </li>`,
    )}
  </ul>`;
