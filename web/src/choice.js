// One of several, chosen from a list that folds out.
import { html } from "./html.js";

/** `options` are [value, title]; `onChoose(value)` is told. */
export const Choice = ({ id, label, value, options, onChoose }) => html`
  <div class="govuk-form-group">
    <label class="govuk-label" for=${id}>${label}</label>
    <select class="govuk-select" id=${id} value=${value} onChange=${(event) => onChoose(event.target.value)}>
      ${options.map(([option, title]) => html`<option value=${option} selected=${option === value}>${title}</option>`)}
    </select>
  </div>
`;
