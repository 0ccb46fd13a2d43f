// The rows that one kind of repair touched, each with the line of its file.
import { usePage } from "../state/answer.js";
import { Notices, Trouble } from "./notices.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { Child, Where } from "../ui/where.js";
import { count } from "../ui/words.js";

const ROWS_A_PAGE = 50;

/** @param {{ stores: import("../state/stores.js").Stores, name: string, asked?: string }} props */
export function Repaired({ stores, name, asked }) {
  const [page, answer] = usePage(stores, asked, ROWS_A_PAGE, "years.repaired", name);
  if (!answer) return html`<p class="govuk-body">Fetching the rows</p>`;
  if (answer.problem) return html`<${Trouble} ...${answer.problem} />`;
  const { title, words, notices, total, rows } = answer;
  return html`
    <p class="govuk-body"><a class="govuk-link" href="#/results/years">Back to all years and repairs</a></p>
    <h2 class="govuk-heading-m" data-asked-for=${asked !== undefined || undefined}>${title ? `${title}: ${count(total, "row")}` : "There is no such repair"}</h2>
    <p class="govuk-body">${words}</p>
    <${Notices} notices=${notices} />
    ${total > 0 &&
    html`<table class="govuk-table app-stack">
      <caption class="govuk-visually-hidden">${title}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Child</th>
          <th scope="col" class="govuk-table__header">Return</th>
          <th scope="col" class="govuk-table__header">Table and column</th>
          <th scope="col" class="govuk-table__header">In the file</th>
          <th scope="col" class="govuk-table__header">Taken for</th>
          <th scope="col" class="govuk-table__header">Where</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rows.map(
          (row) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header app-wrap"><${Child} child=${row.child} child_number=${row.number} /></th>
            <td class="govuk-table__cell" data-label="Return">${row.year}</td>
            <td class="govuk-table__cell" data-label="Table and column">${row.table_title}${row.column && html`<span class="app-meaning">${row.column}</span>`}</td>
            <td class="govuk-table__cell app-wrap" data-label="In the file"><${Said} words=${row.old} /></td>
            <td class="govuk-table__cell app-wrap" data-label="Taken for"><${Said} words=${row.new} /></td>
            <td class="govuk-table__cell app-wrap" data-label="Where">${row.line === undefined ? row.file : html`<${Where} file=${row.file} line=${row.line} />`}</td>
          </tr>`,
        )}
      </tbody>
    </table>`}
    <${Pagination} page=${page} pages=${Math.ceil(total / ROWS_A_PAGE)} label=${title} href=${(/** @type {number} */ at) => `#/results/years/${name}/${at}`} />
  `;
}

/** @param {{ words: string }} props */
const Said = ({ words }) => (words ? html`<span class="app-value">${words}</span>` : html`<span class="app-blank">blank</span>`);
