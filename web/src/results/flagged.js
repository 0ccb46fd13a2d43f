// Rows that a rule flagged, the cells in question first and marked, and on request what the rule compared a row with.
import { Fragment } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { html } from "../ui/html.js";
import { Marks } from "../progress/notes.js";
import { Child, Value, Where } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Answer, CellColumn, ComparedRow, FlaggedRow as Row, FlaggedRows, ShownCell, SummaryRule } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores, rule: SummaryRule, answer: FlaggedRows, label: string }} props */
export const FlaggedTable = ({ stores, rule, answer: { columns, rows }, label }) => {
  const marked = rows[0].cells.filter((cell) => cell.marked).length;
  return html`
    <div class="app-scroll" role="region" aria-label=${label} tabindex="0">
      <table class="govuk-table app-rows">
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            <th scope="col" class="govuk-table__header">Child</th>
            <th scope="col" class="govuk-table__header">File and line</th>
            <th scope="col" class="govuk-table__header">Other rows</th>
            ${columns.slice(0, marked).map((column) => html`<${ColumnHeader} ...${column} />`)}
            <th scope="col" class="govuk-table__header">Notes and marks</th>
            ${columns.slice(marked).map((column) => html`<${ColumnHeader} ...${column} />`)}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          ${rows.map((row) => html`<${FlaggedRow} key=${row.position} stores=${stores} rule=${rule} row=${row} columns=${columns.length + 4} />`)}
        </tbody>
      </table>
    </div>
  `;
};

/** @param {CellColumn} props */
const ColumnHeader = ({ name, title }) => html`<th scope="col" class="govuk-table__header">${name}<span class="app-column-title">${title}</span></th>`;

/** @param {{ stores: Stores, rule: SummaryRule, row: Row, columns: number }} props */
function FlaggedRow({ stores, rule, row, columns }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const what = `line ${number(row.line)}${row.child && `, child ${row.child}`}`;
  return html`
    <${Fragment}>
      <tr class="govuk-table__row">
        <th scope="row" class="govuk-table__header"><${Child} ...${row} /></th>
        <td class="govuk-table__cell app-rows__where"><${Where} ...${row} /></td>
        <td class="govuk-table__cell">
          ${row.child &&
          html`<button type="button" class="app-link-button" aria-expanded=${open} aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)}>
            Compare with<span class="govuk-visually-hidden">: ${what}</span>
          </button>`}
        </td>
        ${row.cells.filter(({ marked }) => marked).map((cell) => html`<${Cell} ...${cell} />`)}
        <td class="govuk-table__cell app-noted-cell"><${Marks} stores=${stores} issue=${{ ...row, rule: rule.code }} what=${`rule ${rule.code}, ${what}`} /></td>
        ${row.cells.filter(({ marked }) => !marked).map((cell) => html`<${Cell} ...${cell} />`)}
      </tr>
      ${open && html`<tr class="govuk-table__row" id=${id}><td class="govuk-table__cell" colspan=${columns}><${Context} stores=${stores} position=${row.position} what=${what} /></td></tr>`}
    <//>
  `;
}

/** @param {ShownCell} props */
const Cell = ({ value, meaning, marked, before }) => html`
  <td class=${`govuk-table__cell ${marked ? "app-marked" : ""}`}>
    ${marked && html`<span class="govuk-visually-hidden">In question: </span>`}
    <${Value} value=${value} meaning=${meaning} before=${before} blank=${marked} />
  </td>
`;

/**
 * The rows that the rule looked at beside the flagged one: header, neighbouring episodes, last year’s, Ofsted’s list.
 * @param {{ stores: Stores, position: number, what: string }} props
 */
function Context({ stores, position, what }) {
  const [found, setFound] = useState(/** @type {Answer<"results.context"> | null} */ (null));
  useEffect(() => {
    let wanted = true;
    stores.python.ask("results.context", position).then((answer) => wanted && answer && setFound(answer));
    return () => {
      wanted = false;
    };
  }, [position]);
  if (!found) return html`<p class="govuk-body" role="status">Fetching the rows</p>`;
  return html`
    <div class="app-context">
      ${found.length === 0 && html`<p class="govuk-body" role="status">The rule looks at nothing but this row, or the child has no row where it looks.</p>`}
      ${found.map(
        ({ relation, title, rows, left_out }) => html`
          <h3 class="govuk-heading-s">${relation}<span class="govuk-visually-hidden">: ${what}</span></h3>
          ${rows.length > 0 && html`<${ContextTable} title=${title} rows=${rows} />`}
          ${left_out > 0 && html`<p class="govuk-body">${count(left_out, "more row")} not shown here.</p>`}
        `,
      )}
    </div>
  `;
}

/**
 * The places of the columns to be shown of rows that are compared with a flagged one: what the rule asks for comes first, as in the
 * flagged row, and a column that is blank in every row has nothing to compare.
 * @param {Pick<ComparedRow, "cells">[]} rows
 */
export function placesToCompare(rows) {
  const places = rows[0].cells.map((_, place) => place);
  const marked = (/** @type {number} */ place) => rows[0].cells[place].marked;
  const filled = (/** @type {number} */ place) => !marked(place) && rows.some(({ cells }) => cells[place].value);
  return [...places.filter(marked), ...places.filter(filled)];
}

/** @param {{ title: string, rows: ComparedRow[] }} props */
function ContextTable({ title, rows }) {
  const shown = placesToCompare(rows);
  return html`
    <div class="app-scroll" role="region" aria-label=${title} tabindex="0">
      <table class="govuk-table app-rows">
        <caption class="govuk-visually-hidden">${title}</caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            <th scope="col" class="govuk-table__header">File and line</th>
            ${shown.map((place) => html`<${ColumnHeader} name=${rows[0].cells[place].field} title=${rows[0].cells[place].title} />`)}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          ${rows.map(
            ({ file, line, cells }) => html`<tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header"><${Where} file=${file} line=${line} /></th>
              ${shown.map((place) => html`<${Cell} ...${cells[place]} />`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
