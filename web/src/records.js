// Rows of a table as they stand in the file: the cells in question marked, the issues of each row beside it.
import { html } from "./html.js";
import { number } from "./words.js";

/** `rows`: [{line, cells: [{field, value, meaning, marked}], issues: [{rule, title, looked_at}], number of the child or null}]. */
export const RecordTable = ({ label, columns, rows }) => html`
  <div class="app-scroll" role="region" aria-label=${label} tabindex="0">
    <table class="govuk-table app-rows">
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Line</th>
          ${columns.map(
            ({ field, title }) => html`<th scope="col" class="govuk-table__header">${field}<span class="app-column-title">${title}</span></th>`,
          )}
          <th scope="col" class="govuk-table__header">Issues</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rows.map(
          (row) => html`<tr class="govuk-table__row" key=${row.line}>
            <th scope="row" class="govuk-table__header">${number(row.line)}</th>
            ${columns.map(({ field }) => html`<${Cell} ...${row.cells.find((cell) => cell.field === field)} number=${field === "CHILD" ? row.number : null} />`)}
            <td class="govuk-table__cell"><${Issues} issues=${row.issues} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

const Cell = ({ value, meaning, marked, number }) => html`
  <td class=${`govuk-table__cell ${marked ? "app-marked" : ""}`}>
    ${marked && html`<span class="govuk-visually-hidden">In question: </span>`}
    ${value
      ? html`<span class="app-value">${number ? html`<a class="govuk-link" href=${`#/results/child/${number}`}>${value}</a>` : value}</span>`
      : marked && html`<span class="app-blank">blank</span>`}
    ${meaning && html`<span class="app-meaning">${meaning}</span>`}
  </td>
`;

const Issues = ({ issues }) =>
  issues.length > 0 &&
  html`<ul class="app-row-issues">
    ${issues.map(
      ({ rule, title, looked_at }) => html`<li>
        <a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(rule)}`}>${rule}<span class="app-meaning">${title}</span></a>
        ${looked_at && html`<span class="app-looked-at">Looked at</span>`}
      </li>`,
    )}
  </ul>`;
