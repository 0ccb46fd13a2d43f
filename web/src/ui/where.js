// What is said of rows and cells wherever they are listed: whose they are, where they stand, what is in them.
import { html } from "./html.js";
import { number } from "./words.js";

/**
 * @typedef {object} Cell A cell of a row, as it stands in the file.
 * @property {string} field
 * @property {string} [title] of its column, in words
 * @property {string} value
 * @property {string} [meaning] its code spelt out
 * @property {string} [before] what the file says, where it was changed on the page
 */

/**
 * The child of a row, as a link to all about it where it has issues; addresses hold its number alone.
 * @param {{ child?: string, child_number?: number }} props
 */
export const Child = ({ child, child_number }) => {
  if (!child) return html`<span class="app-blank">blank</span>`;
  return child_number ? html`<a class="govuk-link" href=${`#/results/child/${child_number}`}>${child}</a>` : child;
};

/** @param {{ file: string, line: number, status?: keyof typeof STATUSES | "" }} props */
export const Where = ({ file, line, status }) => html`${file}, line ${number(line)}<${Status} status=${status} />`;

const STATUSES = { new: "New", still: "Still there" };

/**
 * Whether an issue is new since the run compared with.
 * @param {{ status?: keyof typeof STATUSES | "" }} props
 */
const Status = ({ status }) => status && html` <span class=${`app-status app-status--${status}`}>${STATUSES[status]}</span>`;

/**
 * A cell’s value as it stands in the file, with its code spelt out; or where it was changed, as it is now and was before.
 * @param {Pick<Cell, "value" | "meaning" | "before"> & { blank?: boolean }} props `blank`: whether to say so of a blank cell
 */
export const Value = ({ value, meaning, blank, before }) => html`
  ${value ? html`<span class="app-value">${value}</span>` : (blank || before !== undefined) && html`<span class="app-blank">blank</span>`}
  ${meaning && html`<span class="app-meaning">${meaning}</span>`}
  <${Changed} before=${before} />
`;

/**
 * That a cell was changed on the page, and on request what the file says.
 * @param {Pick<Cell, "before">} props
 */
export const Changed = ({ before }) =>
  before !== undefined &&
  html`<details class="app-changed">
    <summary>Changed</summary>
    In your file: ${before ? html`<span class="app-value">${before}</span>` : html`<span class="app-blank">blank</span>`}
  </details>`;

/** @type {Record<string, string>} */
const ORIGINS = { own: "Our additional check", council: "Rule of your own" };

/**
 * Whose a rule is, unless it is the Department’s.
 * @param {{ origin: string }} props
 */
export const Whose = ({ origin }) => ORIGINS[origin] && html`<strong class="govuk-tag app-whose">${ORIGINS[origin]}</strong>`;

/**
 * The cells that a rule points to.
 * @param {{ values: Cell[] }} props
 */
export const Values = ({ values }) => html`
  <dl class="app-values">
    ${values.map(
      ({ field, title, value, meaning, before }) => html`<div>
        <dt>${field}<span class="app-column-title">${title}</span></dt>
        <dd><${Value} value=${value} meaning=${meaning} before=${before} blank /></dd>
      </div>`,
    )}
  </dl>
`;

/** @param {{ rule: string, title: string }} props */
export const RuleLink = ({ rule, title }) => html`<a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(rule)}`}>${rule}: ${title}</a>`;
