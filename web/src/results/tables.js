// Each table as it stands in its file, page by page, the cells in question marked.
import { useAnswer, usePage } from "../state/answer.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { RecordTable } from "./records.js";
import { count, number } from "../ui/words.js";

/**
 * @import { TableFigures } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

const ROWS_A_PAGE = 50;

/** @param {ViewProps} props */
export function Tables({ stores }) {
  const tables = useAnswer(stores, "results.tables");
  if (!tables) return html`<p class="govuk-body">Fetching the tables</p>`;
  return html`
    <table class="govuk-table app-stack">
      <caption class="govuk-visually-hidden">Tables of the return</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Table</th>
          <th scope="col" class="govuk-table__header">File</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows with issues</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${tables.map(
          (table) => html`<tr class="govuk-table__row" key=${table.name}>
            <th scope="row" class="govuk-table__header"><a class="govuk-link" href=${`#/results/table/${table.name}`}>${table.title}</a></th>
            <td class="govuk-table__cell app-wrap" data-label="File">${table.file}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Rows">${number(table.rows)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Rows with issues">${number(table.rows_flagged)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Issues">${number(table.issues)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/**
 * "#/results/table/Episodes/flagged/2": the second page of the rows with issues.
 * @param {ViewProps} props
 */
export function Table({ stores, summary, path }) {
  const [name, asked, page] = path;
  const table = summary.tables.find((found) => found.name === name);
  const back = html`<a class="govuk-back-link" href="#/results/tables">Back to all tables</a>`;
  if (!table) {
    return html`
      ${back}
      <h1 class="govuk-heading-l">No such table</h1>
      <p class="govuk-body">The files that were checked have no table of this name.</p>
    `;
  }
  const flagged = asked === "flagged";
  const rows = [
    { path: "all", title: `All rows (${number(table.rows)})`, current: !flagged },
    { path: "flagged", title: `Only rows with issues (${number(table.rows_flagged)})`, current: flagged },
  ];
  return html`
    ${back}
    <h1 class="govuk-heading-l">Table: ${table.title}</h1>
    <p class="govuk-body">
      ${count(table.issues, "issue")} in ${number(table.rows_flagged)} of ${count(table.rows, "row")}. Cells in question are marked <span class="app-key">like this</span>. All values are as they stand in your file, unless it says that you changed them.
    </p>
    <nav class="app-views" aria-label="Rows">
      <ul>
        ${rows.map(
          ({ path, title, current }) => html`<li class=${current ? "app-views__current" : ""}>
            <a class="govuk-link govuk-link--no-underline" href=${`#/results/table/${name}/${path}`} aria-current=${current ? "page" : undefined}>${title}</a>
          </li>`,
        )}
      </ul>
    </nav>
    <${Rows} key=${`${name} ${flagged}`} stores=${stores} table=${table} flagged=${flagged} asked=${page} />
  `;
}

/** @param {{ stores: Stores, table: TableFigures, flagged: boolean, asked?: string }} props */
function Rows({ stores, table, flagged, asked }) {
  const [page, answer] = usePage(stores, asked, ROWS_A_PAGE, "results.table_rows", table.name, flagged);
  if (!answer?.rows) return html`<p class="govuk-body">Fetching the rows</p>`;
  if (!answer.total) return html`<p class="govuk-body">${flagged ? "No row has an issue." : "The table has no rows."}</p>`;
  const first = (page - 1) * ROWS_A_PAGE + 1;
  return html`
    <p class="govuk-body">${answer.file}, rows ${number(first)} to ${number(first + answer.rows.length - 1)} of ${number(answer.total)}</p>
    <${RecordTable} label=${table.title} columns=${answer.columns} rows=${answer.rows} />
    <${Pagination} page=${page} pages=${Math.ceil(answer.total / ROWS_A_PAGE)} label=${table.title}
      href=${(/** @type {number} */ at) => `#/results/table/${table.name}/${flagged ? "flagged" : "all"}/${at}`} />
  `;
}
