// The parts of a comparison as Python gives them: words, tables, charts.
import { useState } from "preact/hooks";
import { BarChart, LineChart } from "../ui/chart.js";
import { html } from "../ui/html.js";
import { number } from "../ui/words.js";

/**
 * @import { ComparisonView, TablePart } from "../python/answers"
 */

const SHOWN = 15;

/** @typedef {(code: string) => string} Link The address of a rule. */

/** @param {{ part: ComparisonView["parts"][number], link: Link }} props */
export function Part({ part, link }) {
  if (part.kind === "words") return html`<p class="govuk-body app-wrap">${part.words}</p>`;
  if (part.kind === "table") return html`<${Table} ...${part} link=${link} />`;
  if (part.kind === "lines") return html`<${LineChart} ...${part} />`;
  return html`<${BarChart} ...${part} bars=${part.bars.map((bar) => ({ ...bar, href: bar.link && link(bar.link) }))} />`;
}

/** @param {TablePart & { link: Link }} props */
function Table({ title, columns, rows, links, link }) {
  const [most, setMost] = useState(SHOWN);
  const cell = (/** @type {string} */ kind, /** @type {boolean} */ numeric) => `govuk-table__${kind} ${numeric ? `govuk-table__${kind}--numeric` : ""}`;
  return html`
    <h2 class="govuk-heading-m">${title}</h2>
    <div class="app-scroll" tabindex="0" role="region" aria-label=${title}>
      <table class="govuk-table app-figures">
        <caption class="govuk-visually-hidden">${title}</caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            ${columns.map(({ title, numeric }) => html`<th scope="col" class=${cell("header", numeric)}>${title}</th>`)}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          ${rows.slice(0, most).map(
            ([first, ...others], at) => html`<tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header">${links[at] ? html`<a class="govuk-link" href=${link(links[at])}>${first}</a>` : first}</th>
              ${others.map((words, place) => html`<td class=${cell("cell", columns[place + 1].numeric)}>${words}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > most &&
    html`<p class="govuk-body">
      <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setMost(rows.length)}>
        Show all ${number(rows.length)} rows<span class="govuk-visually-hidden">: ${title}</span>
      </button>
    </p>`}
  `;
}
