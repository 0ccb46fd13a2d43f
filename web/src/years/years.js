// Several years joined: what there is of each, the repairs that make them fit together, and all of it as a set of tables to save.
import { useAnswer } from "../state/answer.js";
import { Costs, Lists } from "./given.js";
import { Files } from "./files.js";
import { Notices, Trouble } from "./notices.js";
import { Repaired } from "./repaired.js";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Covered, CoveredTable, RepairKind } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "../results/results.js"
 */

/** @param {ViewProps} props */
export const Years = ({ stores, path }) =>
  path[0] ? html`<${Repaired} key=${path[0]} stores=${stores} name=${path[0]} asked=${path[1]} />` : html`<${Joined} stores=${stores} />`;

/** @param {{ stores: Stores }} props */
function Joined({ stores }) {
  const answer = useAnswer(stores, "years.shown");
  if (!answer) return html`<p class="govuk-body">Joining the years</p>`;
  if (answer.problem) return html`<${Trouble} ...${answer.problem} />`;
  const { notices, children, years, tables, repairs, about, about_ids } = answer;
  return html`
    <p class="govuk-body">
      ${count(children, "child", "children")} in ${count(years.length, "year")}, joined into one history each.${" "}
      <a class="govuk-link" href="#/?set=earlier">Add or remove earlier years</a>
    </p>
    <${Notices} notices=${notices} />
    <${Coverage} years=${years} tables=${tables} />
    <${Repairs} stores=${stores} repairs=${repairs} />
    <${Lists} stores=${stores} />
    <${Costs} stores=${stores} />
    <${Files} stores=${stores} about=${about} aboutIds=${about_ids} />
  `;
}

/** @param {{ years: string[], tables: CoveredTable[] }} props */
const Coverage = ({ years, tables }) => html`
  <h2 class="govuk-heading-m" id="coverage-title">What there is of each year</h2>
  <p class="govuk-body">Rows of each table, the days on which the first and the last of them begin, and how many of its children an older return has too.</p>
  <div class="app-scroll" role="region" aria-labelledby="coverage-title" tabindex="0">
    <table class="govuk-table app-rows app-grid">
      <caption class="govuk-visually-hidden">What there is of each year</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Table</th>
          ${years.map((year) => html`<th scope="col" class="govuk-table__header govuk-table__header--numeric">${year}</th>`)}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${tables.map(
          ({ title, years: found }) => html`<tr class="govuk-table__row" key=${title}>
            <th scope="row" class="govuk-table__header">${title}</th>
            ${found.map((covered) => html`<td class="govuk-table__cell govuk-table__cell--numeric">${covered ? html`<${OfYear} ...${covered} />` : html`<span class="app-blank">not given</span>`}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** @param {Covered} props */
const OfYear = ({ rows, first, last, seen_before }) => html`
  ${number(rows)}
  ${first && html`<span class="app-meaning app-grid__days">${first} <br />to ${last}</span>`}
  ${seen_before !== undefined && html`<span class="app-meaning">${number(seen_before)} % seen before</span>`}
`;

/** @param {{ stores: Stores, repairs: RepairKind[] }} props */
const Repairs = ({ stores, repairs }) => html`
  <h2 class="govuk-heading-m">Repairs</h2>
  <p class="govuk-body">Returns of different years do not quite fit together. What is done about it has a name, is listed row by row, and can be switched off. Your files stay as they are.</p>
  <table class="govuk-table app-stack">
    <caption class="govuk-visually-hidden">Repairs by kind</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Repair</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows</th>
        <th scope="col" class="govuk-table__header">Made</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">${repairs.map((repair) => html`<${Repair} key=${repair.name} stores=${stores} repair=${repair} />`)}</tbody>
  </table>
`;

/** @param {{ stores: Stores, repair: RepairKind }} props */
function Repair({ stores, repair }) {
  const { name, title, words, count: rows, made, can_be_off } = repair;
  const id = `repair-${name}`;
  return html`
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header app-repair">${title}<span class="app-meaning">${words}</span></th>
      <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Rows">
        ${rows > 0 ? html`<a class="govuk-link" href=${`#/results/years/${name}`}>${number(rows)}<span class="govuk-visually-hidden"> rows: ${title}</span></a>` : number(rows)}
      </td>
      <td class="govuk-table__cell" data-label="Made">
        ${can_be_off
          ? html`<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" id=${id} type="checkbox" checked=${made} onChange=${(/** @type {OfInput} */ event) => stores.years.switch(name, event.target.checked)} />
              <label class="govuk-label govuk-checkboxes__label" for=${id}>${made ? "On" : "Off"}<span class="govuk-visually-hidden">: ${title}</span></label>
            </div></div>`
          : html`<span class="app-meaning">Listed only</span>`}
      </td>
    </tr>
  `;
}
