// What the ways to correct the return have in common.
import { html } from "../ui/html.js";

/**
 * @import { Stores } from "../state/stores.js"
 */

/** What is offered was worked out for files or choices that are others now. */
export const CheckAgain = () => html`<p class="govuk-body"><a class="govuk-link" href="#/">Check the return again</a> before you correct it. What you have changed so far is kept where its file is the same.</p>`;

/**
 * What Python is working on, and the button to see what the changes chosen would do.
 * @param {{ stores: Stores, disabled?: boolean, onClick: () => unknown }} props
 */
export const SeeWhat = ({ stores, disabled, onClick }) => html`
  <div class="app-actions">
    <button type="button" class="govuk-button" disabled=${disabled || Boolean(stores.corrections.state.busy)} onClick=${onClick}>See what these changes would do</button>
  </div>
  <${Busy} stores=${stores} />
`;

/** @param {{ stores: Stores }} props */
export const Busy = ({ stores }) => html`<div role="status">${stores.corrections.state.busy && html`<p class="govuk-body">${stores.corrections.state.busy}</p>`}</div>`;

/**
 * One tick box; what stands inside is its label.
 * @param {{ id: string, checked: boolean, onChange: (checked: boolean) => void, children?: unknown }} props
 */
export const Tick = ({ id, checked, onChange, children }) => html`
  <div class="govuk-checkboxes govuk-checkboxes--small app-tick">
    <div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" id=${id} type="checkbox" checked=${checked} onChange=${(/** @type {OfInput} */ event) => onChange(event.target.checked)} />
      <label class="govuk-label govuk-checkboxes__label" for=${id}>${children}</label>
    </div>
  </div>
`;

const LAST_YEAR = /_last$/;

/** Whether rows of a table can be changed: last year’s return was sent already. */
export const canChange = (/** @type {string} */ table) => !LAST_YEAR.test(table);

/** Where many rows that a rule flagged in a table are changed. */
export const ofRule = (/** @type {string} */ code, /** @type {string} */ table) => `#/results/bulk/rule/${encodeURIComponent(code)}/${table}`;

/** Where many rows of the table chosen in Find are changed; `query` is that of its address. */
export const ofFind = (/** @type {string} */ query) => `#/results/bulk/find?${query}`;
