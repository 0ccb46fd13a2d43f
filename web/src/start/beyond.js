// What is checked beyond the Department's rules: our additional checks, and rules that a council wrote itself.
import { useEffect, useRef } from "preact/hooks";
import { whenChosen } from "../ui/drop_zone.js";
import { html } from "../ui/html.js";
import { count } from "../ui/words.js";

/**
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export function Beyond({ stores }) {
  const { own_checks } = stores.settings.state.settings;
  return html`
    <div class="govuk-form-group">
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m"><h2 class="govuk-fieldset__heading">Additional checks</h2></legend>
        <div class="govuk-checkboxes govuk-checkboxes--small">
          <div class="govuk-checkboxes__item">
            <input class="govuk-checkboxes__input" id="own-checks" type="checkbox" checked=${own_checks} aria-describedby="own-checks-hint"
              onChange=${(/** @type {OfInput} */ event) => stores.settings.choose("own_checks", event.target.checked)} />
            <label class="govuk-label govuk-checkboxes__label" for="own-checks">Run our additional checks too</label>
            <div class="govuk-hint govuk-checkboxes__hint" id="own-checks-hint">
              They look for what the Department’s rules do not, such as overdue reviews. They are ours, and are marked so in the results.
            </div>
          </div>
        </div>
        <p class="govuk-body app-beyond__list"><a class="govuk-link" href="#rules/own">See the list of our additional checks</a></p>
      </fieldset>
    </div>
    <${LocalRules} stores=${stores} />
  `;
}

/** @param {{ stores: Stores }} props */
function LocalRules({ stores }) {
  const { localRules } = stores.files.state;
  const { stage } = stores.python.state;
  const { used, reading, problem } = localRules;
  const input = useRef();
  const button = useRef();
  const details = useRef();
  useEffect(() => {
    if (problem) details.current.open = true;
  }, [problem]);
  const use = (/** @type {import("../ui/chosen.js").Chosen[]} */ [chosen]) => chosen && stores.files.useLocalRules(chosen);
  const drop = () => {
    details.current.querySelector("summary").focus();
    stores.files.useLocalRules(null);
  };
  return html`
    <details class="govuk-details" ref=${details}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Use rules of your own council</span></summary>
      <div class="govuk-details__text">
        <p class="govuk-body" id="local-rules-hint">
          A council can write rules of its own in a small text file (TOML). Choose it here, and its rules are run with the others and marked as yours. The file is read inside this page.
        </p>
        <button type="button" class="govuk-button govuk-button--secondary" id="local-rules" aria-describedby=${`local-rules-hint${problem ? " local-rules-error" : ""}`} ref=${button}
          disabled=${stage !== "ready" || reading !== ""} onClick=${() => input.current.click()}>Choose a file of rules</button>
        <input type="file" hidden accept=".toml" ref=${input} onChange=${whenChosen(use)} data-box="local_rules" />
        <div role="status">
          ${reading && html`<p class="govuk-body app-wrap">Reading ${reading}</p>`}
          ${problem &&
          html`<p class="app-file__problem app-wrap" id="local-rules-error">
            <strong><span class="govuk-visually-hidden">Problem: </span>${problem.place && `${problem.place}: `}${problem.problem}</strong> ${problem.remedy}
          </p>`}
        </div>
      </div>
    </details>
    <div role="status">
      ${used &&
      html`<div class="govuk-inset-text app-wrap">
        <p class="govuk-body">${count(used.rules.length, "rule")} of your own will be run, from ${used.name}:</p>
        <ul class="govuk-list govuk-list--bullet">${used.rules.map(({ code, title }) => html`<li>${code}: ${title}</li>`)}</ul>
        <button type="button" class="app-link-button" onClick=${drop}>Stop using these rules</button>
      </div>`}
    </div>
  `;
}
