// What else can be given for several years: a list of changed identifiers, and tables of costs, outcomes and support.
import { useRef, useState } from "preact/hooks";
import { FileBox } from "../start/file_box.js";
import { whenChosen } from "../ui/drop_zone.js";
import { html } from "../ui/html.js";

/**
 * @import { Chosen } from "../ui/chosen.js"
 * @import { List } from "../state/years.js"
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export const Lists = ({ stores }) => html`
  <details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Join children whose identifier changed</span></summary>
    <div class="govuk-details__text">
      <${ListFile} stores=${stores} list="ids" title="List of changed identifiers" hint="A CSV file with the columns old and new: each identifier of earlier years, and the one of now." />
    </div>
  </details>
`;

/**
 * The file of a list: chosen, told of, used no more.
 * @param {{ stores: Stores, list: List, title: string, hint: string }} props
 */
export function ListFile({ stores, list, title, hint }) {
  const { name, problem } = stores.years.state.lists[list];
  const input = useRef();
  const button = useRef();
  const use = (/** @type {Chosen[]} */ [chosen]) => chosen && stores.years.use(list, chosen);
  const drop = () => {
    button.current.focus();
    stores.years.drop(list);
  };
  return html`
    <p class="govuk-body" id=${`${list}-hint`}>${hint}</p>
    <button type="button" class="govuk-button govuk-button--secondary" id=${list} ref=${button} aria-describedby=${`${list}-hint${problem ? ` ${list}-error` : ""}`} onClick=${() => input.current.click()}>
      Choose a file<span class="govuk-visually-hidden"> (${title})</span>
    </button>
    <input type="file" hidden accept=".csv" ref=${input} onChange=${whenChosen(use)} data-box=${list} />
    <div role="status">
      ${problem && html`<p class="app-file__problem app-wrap" id=${`${list}-error`}><strong><span class="govuk-visually-hidden">Problem: </span>${problem.place && `${problem.place}: `}${problem.problem}</strong> ${problem.remedy}</p>`}
      ${name && html`<p class="govuk-body app-wrap">${name} is in use.</p>`}
    </div>
    ${name && html`<p class="govuk-body"><button type="button" class="app-link-button" onClick=${drop}>Stop using it<span class="govuk-visually-hidden"> (${title})</span></button></p>`}
  `;
}

/** @param {{ stores: Stores }} props */
export function Costs({ stores }) {
  const [said, say] = useState("");
  const open = stores.files.state.files.extra.length > 0;
  const templates = async () => {
    const name = await stores.years.templates();
    say(name ? `${name} is in your downloads.` : "");
  };
  return html`
    <details class="govuk-details" open=${open}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Add what placements cost, further outcomes and support</span></summary>
      <div class="govuk-details__text">
        <${FileBox} stores=${stores} box="extra" title="Costs, outcomes and support" hint="What you hold and the 903 does not ask, as CSV files or a workbook. Each table is recognised by its headings, and joined with the child’s placements." />
        <button type="button" class="govuk-button govuk-button--secondary" onClick=${templates}>Download empty tables to fill in</button>
        <div role="status">${said && html`<p class="govuk-body">${said}</p>`}</div>
      </div>
    </details>
  `;
}
