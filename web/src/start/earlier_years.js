// Files of earlier years: a box for all of them, the returns that they are, and which tables there are of which year.
import { useEffect, useRef } from "preact/hooks";
import { FileBox } from "./file_box.js";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { EarlierReturn, Grid as YearsAndTables } from "../python/answers"
 * @import { Reported } from "../state/files.js"
 * @import { Stores } from "../state/stores.js"
 */

/** @typedef {(file: Reported) => unknown} One Draws a file. */

/** @param {{ stores: Stores }} props */
export function EarlierYears({ stores }) {
  const files = stores.files.state.files.earlier;
  const details = useRef();
  // Files that are there are in sight.
  useEffect(() => {
    if (files.length) details.current.open = true;
  }, [files.length > 0]);
  return html`
    <details class="govuk-details" ref=${details}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Add earlier years, to look at several together</span></summary>
      <div class="govuk-details__text">
        <${FileBox} stores=${stores} box="earlier" title="Earlier years’ files (optional)" folders
          hint="The returns of any number of years before, in any form. What comes together is one year’s return: a folder, a ZIP, a workbook, an XML file. They do not change this year’s check: with them, several years are joined and can be saved as one set of tables."
          list=${(/** @type {One} */ one) => html`<${Returns} stores=${stores} files=${files} one=${one} />`} />
      </div>
    </details>
  `;
}

/** @param {{ stores: Stores, files: Reported[], one: One }} props */
function Returns({ stores, files, one }) {
  const { earlier } = stores.files.state;
  const known = new Map(files.map((file) => [file.name, file]));
  const of = (/** @type {string[]} */ names) => names.flatMap((name) => known.get(name) ?? []);
  const waiting = files.filter((file) => file.waiting);
  const { returns, open, offered, grid, warnings } = earlier ?? { returns: [], open: [], offered: [], grid: null, warnings: [] };
  const grouped = new Set([...returns.flatMap(({ files }) => files), ...open]);
  // Those of no return, such as one that cannot be read.
  const others = files.filter((file) => !file.waiting && !grouped.has(file.name));
  return html`<div class="app-years">
    <div role="status">
      ${warnings.map((words) => html`<div class="govuk-warning-text app-warning" key=${words}><span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>${words}</strong></div>`)}
    </div>
    ${open.length > 0 &&
    html`<h3 class="govuk-heading-s">Of which year are these files?</h3>
      <ul class="app-files" aria-label="Files of a year to be chosen">
        ${open.map((name) => html`<li class="app-year" key=${name}><${Year} stores=${stores} names=${[name]} year="" offered=${offered} chosen=${false} /><ul class="app-plain">${of([name]).map(one)}</ul></li>`)}
      </ul>`}
    <ul class="app-files" aria-label="Returns of earlier years">
      ${returns.map((found) => html`<${Return} key=${found.files[0]} stores=${stores} found=${found} files=${of(found.files)} offered=${offered} one=${one} />`)}
    </ul>
    <ul class="app-files" aria-label="Earlier years’ files (optional)">${[...others, ...waiting].map(one)}</ul>
    ${grid && grid.years.length > 0 && html`<${Grid} ...${grid} />`}
  </div>`;
}

/** @param {{ stores: Stores, found: EarlierReturn, files: Reported[], offered: string[], one: One }} props */
function Return({ stores, found, files, offered, one }) {
  const { year, chosen, words } = found;
  const troubled = files.some((file) => !file.waiting && file.problems.length);
  return html`
    <li class="app-year">
      <${Year} stores=${stores} names=${found.files} year=${year} offered=${offered} chosen=${chosen} />
      ${words && html`<p class="govuk-body">${words}</p>`}
      ${files.length === 1
        ? html`<ul class="app-plain">${files.map(one)}</ul>`
        : html`<details class="govuk-details" open=${troubled}>
            <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${count(files.length, "file")}<span class="govuk-visually-hidden"> of ${year || "a year to be chosen"}</span></span></summary>
            <div class="govuk-details__text"><ul class="app-plain">${files.map(one)}</ul></div>
          </details>`}
    </li>
  `;
}

/**
 * The year of some files, which can be changed.
 * @param {{ stores: Stores, names: string[], year: string, offered: string[], chosen: boolean }} props
 */
function Year({ stores, names, year, offered, chosen }) {
  const id = `year-of-${names[0]}`;
  const choose = (/** @type {string} */ to) => stores.years.chooseYear(names, to);
  return html`
    <div class="app-year__choice">
      <label class="govuk-label govuk-label--s" for=${id}>Year<span class="govuk-visually-hidden"> of ${names.length === 1 ? names[0] : `${names[0]} and ${count(names.length - 1, "other file")}`}</span></label>
      <select class="govuk-select" id=${id} value=${year} onChange=${(/** @type {OfInput} */ event) => choose(event.target.value)}>
        ${!year && html`<option value="" selected>Choose</option>`}
        ${offered.map((one) => html`<option value=${one} selected=${one === year}>${one}</option>`)}
      </select>
      ${chosen
        ? html`<button type="button" class="app-link-button" onClick=${() => choose("")}>Use the year that the files tell<span class="govuk-visually-hidden"> (not ${year})</span></button>`
        : html`<span class="govuk-hint">${year ? "as the files tell" : "The files do not tell"}</span>`}
    </div>
  `;
}

/**
 * Which tables there are of which year.
 * @param {YearsAndTables} props
 */
const Grid = ({ years, tables }) => html`
  <h3 class="govuk-heading-s" id="grid-title">What there is of each year</h3>
  <div class="app-scroll" role="region" aria-labelledby="grid-title" tabindex="0">
    <table class="govuk-table app-rows app-grid">
      <caption class="govuk-visually-hidden">Rows of each table and year</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Table</th>
          ${years.map(({ year, box }) => html`<th scope="col" class="govuk-table__header govuk-table__header--numeric">${year}<span class="app-column-title">${box}</span></th>`)}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${tables.map(
          ({ title, rows }) => html`<tr class="govuk-table__row" key=${title}>
            <th scope="row" class="govuk-table__header">${title}</th>
            ${rows.map((value) => html`<td class="govuk-table__cell govuk-table__cell--numeric">${value === undefined ? html`<span class="app-blank">not given</span>` : number(value)}</td>`)}
          </tr>`,
        )}
        <tr class="govuk-table__row">
          <th scope="row" class="govuk-table__header">Notices</th>
          ${years.map(({ notices }) => html`<td class="govuk-table__cell govuk-table__cell--numeric">${number(notices)}</td>`)}
        </tr>
      </tbody>
    </table>
  </div>
`;
