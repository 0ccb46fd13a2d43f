// Saving the last check's error profile: what it will say is shown, to the letter, before it is saved.
import { useEffect, useState } from "preact/hooks";
import { Content } from "./compare_files.js";
import { download } from "../ui/download.js";
import { ErrorMessage } from "../ui/errors.js";
import { html } from "../ui/html.js";

/**
 * @import { Answer } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export function SaveProfile({ stores }) {
  const { summary } = stores.check.state;
  const [options, setOptions] = useState({ council: "", rounded: false, suppressed: true });
  const [preview, setPreview] = useState(/** @type {Answer<"comparison.profile_preview"> | null} */ (null));
  const [added, setAdded] = useState("");
  useEffect(() => {
    if (!summary) return undefined;
    let wanted = true;
    stores.python.ask("comparison.profile_preview", options).then((answer) => wanted && answer && setPreview(answer));
    return () => {
      wanted = false;
    };
  }, [options, summary]);
  const choose = (/** @type {Partial<typeof options>} */ change) => {
    setAdded("");
    setOptions({ ...options, ...change });
  };
  const error = preview?.problem !== undefined ? preview : undefined;
  // Nothing of one's own needs to be hidden from oneself: the comparison here is of exact figures.
  const add = async () => {
    const exact = await stores.python.ask("comparison.profile_preview", { ...options, suppressed: false, rounded: false });
    if (!exact?.text) return;
    await stores.profiles.add([{ name: exact.name, file: new Blob([exact.text]) }]);
    setAdded(exact.name);
  };
  return html`
    <a class="govuk-back-link" href=${summary ? "#/results" : "#/compare"}>${summary ? "Back to the results" : "Back to the profiles"}</a>
    <h1 class="govuk-heading-l">Save an error profile</h1>
    <p class="govuk-body">
      An error profile says how many issues each rule found, so that you can compare with other councils and with yourself later. It holds no child’s data: no identifiers, no dates of a child, no text from your files.
    </p>
    ${!summary
      ? html`<p class="govuk-body">There are no results to make it from. <a class="govuk-link" href="#/">Check your return</a> first.</p>`
      : html`
          <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
            <label class="govuk-label" for="profile-council">Name in the profile (optional)</label>
            <div class="govuk-hint" id="profile-council-hint">A nickname that the others know you by. If you leave this empty, your authority’s name and code are used.</div>
            <${ErrorMessage} id="profile-council-error" error=${error} />
            <input class=${`govuk-input govuk-input--width-20 ${error ? "govuk-input--error" : ""}`} id="profile-council" type="text" maxlength="60"
              aria-describedby=${`profile-council-hint${error ? " profile-council-error" : ""}`} value=${options.council}
              onInput=${(/** @type {OfInput} */ event) => choose({ council: event.target.value })} />
          </div>
          <div class="govuk-form-group">
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Numbers</legend>
              <div class="govuk-checkboxes govuk-checkboxes--small">
                <${Tick} id="profile-suppressed" title="Hide counts from 1 to 5" checked=${options.suppressed} onChange=${(/** @type {boolean} */ suppressed) => choose({ suppressed })} />
                <${Tick} id="profile-rounded" title="Round children and rows to the nearest 10" checked=${options.rounded} onChange=${(/** @type {boolean} */ rounded) => choose({ rounded })} />
              </div>
            </fieldset>
          </div>
          ${preview?.text !== undefined &&
          html`
            <h2 class="govuk-heading-m">What will be saved</h2>
            <p class="govuk-body app-wrap">This is all of the file ${preview.name}.</p>
            <${Content} ...${preview} />
            <div class="app-actions app-actions--below">
              <button type="button" class="govuk-button" onClick=${() => download(preview.name, "application/json", preview.text)}>Save the profile</button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick=${add}>Add it to the comparison</button>
            </div>
          `}
          <p class="govuk-body" role="status">${added && html`The profile was added with exact figures, which stay in this page: ${added}. <a class="govuk-link" href="#/compare">Compare it with others</a>`}</p>
        `}
  `;
}

/** @param {{ id: string, title: string, checked: boolean, onChange: (checked: boolean) => void }} props */
const Tick = ({ id, title, checked, onChange }) => html`
  <div class="govuk-checkboxes__item">
    <input class="govuk-checkboxes__input" id=${id} type="checkbox" checked=${checked} onChange=${(/** @type {OfInput} */ event) => onChange(event.target.checked)} />
    <label class="govuk-label govuk-checkboxes__label" for=${id}>${title}</label>
  </div>
`;
