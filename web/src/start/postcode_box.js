// A newer postcode reference, for placements at postcodes that the built-in one does not know yet.
import { useRef } from "preact/hooks";
import { html } from "../ui/html.js";
import { count } from "../ui/words.js";

/**
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export function PostcodeBox({ stores }) {
  const { postcodes } = stores.files.state;
  const { stage } = stores.python.state;
  const { used, reading, problem } = postcodes;
  const input = useRef();
  const chosen = (/** @type {OfInput} */ event) => {
    const [file] = event.target.files ?? [];
    if (file) stores.files.usePostcodes(file);
    event.target.value = "";
  };
  return html`
    <details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Use a newer list of postcodes</span></summary>
      <div class="govuk-details__text">
        <p class="govuk-body" id="postcodes-hint">
          The list inside this page is of November 2025. If your files have newer postcodes, choose the ONS Postcode Directory or the
          National Statistics Postcode Lookup, as a CSV file or the ZIP it comes in. Reading it takes a minute or more.
        </p>
        <button type="button" class="govuk-button govuk-button--secondary" id="postcodes" aria-describedby="postcodes-hint"
          disabled=${stage !== "ready" || reading !== ""} onClick=${() => input.current.click()}>Choose a list of postcodes</button>
        <input type="file" hidden ref=${input} onChange=${chosen} data-box="postcodes" accept=".csv,.zip" />
        <div role="status">
          ${reading && html`<p class="govuk-body app-wrap">Reading ${reading}. Please wait.</p>`}
          ${problem && html`<p class="app-file__problem app-wrap"><strong>${problem.name}: ${problem.problem}</strong> ${problem.remedy}</p>`}
          ${used && html`<p class="govuk-body app-wrap">${used.name} is in use: ${count(used.count, "postcode")}.</p>`}
        </div>
        ${used &&
        html`<button type="button" class="app-link-button" onClick=${() => stores.files.usePostcodes(null)}>Use the built-in list again</button>`}
      </div>
    </details>
  `;
}
