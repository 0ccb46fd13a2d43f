// One of several, chosen from a list that folds out.
import { ErrorMessage } from "./errors.js";
import { html } from "./html.js";

/**
 * `onChoose` is told the value chosen.
 * @param {{
 *   id: string, label: string, value: string, options: [value: string, title: string][],
 *   onChoose: (value: string) => void, error?: import("./errors.js").Mistake | null,
 * }} props
 */
export const Choice = ({ id, label, value, options, onChoose, error }) => html`
  <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
    <label class="govuk-label" for=${id}>${label}</label>
    <${ErrorMessage} id=${`${id}-error`} error=${error} />
    <select class=${`govuk-select ${error ? "govuk-select--error" : ""}`} id=${id} value=${value} aria-describedby=${error ? `${id}-error` : undefined}
      onChange=${(/** @type {{ target: HTMLSelectElement }} */ event) => onChoose(event.target.value)}>
      ${options.map(([option, title]) => html`<option value=${option} selected=${option === value}>${title}</option>`)}
    </select>
  </div>
`;
