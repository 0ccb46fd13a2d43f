// One of several, each in sight.
import { html } from "./html.js";

/**
 * `onChoose` is told the value chosen.
 * @param {{
 *   name: string, legend: string, options: [value: string, title: string][], chosen: string,
 *   onChoose: (value: string) => void,
 * }} props
 */
export const Radios = ({ name, legend, options, chosen, onChoose }) => html`
  <div class="govuk-form-group">
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${legend}</legend>
      <div class="govuk-radios govuk-radios--small">
        ${options.map(
          ([value, title]) => html`<div class="govuk-radios__item" key=${value}>
            <input class="govuk-radios__input" id=${`${name}-${value}`} name=${name} type="radio" checked=${value === chosen} onChange=${() => onChoose(value)} />
            <label class="govuk-label govuk-radios__label app-wrap" for=${`${name}-${value}`}>${title}</label>
          </div>`,
        )}
      </div>
    </fieldset>
  </div>
`;
