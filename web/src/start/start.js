// The start: choose files, say which return it is, check it.
import { useEffect, useRef } from "preact/hooks";
import { ask } from "../ui/asking.js";
import { changes, nothingLoaded } from "../state/at_stake.js";
import { AuthorityField } from "./authority.js";

import { Beyond } from "./beyond.js";
import { ChooseRules } from "./choose_rules.js";
import { Contradictions } from "./contradictions.js";
import { ErrorMessage, ErrorSummary } from "../ui/errors.js";
import { EarlierYears } from "./earlier_years.js";
import { FileBox } from "./file_box.js";
import { html } from "../ui/html.js";
import { PostcodeBox } from "./postcode_box.js";
import { Progress } from "../ui/progress.js";
import { goToSetting } from "./strip.js";
import { count, listed } from "../ui/words.js";

/**
 * @import { CollectionYear } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { Made } from "../state/settings.js"
 */

/** @param {{ stores: Stores, query: URLSearchParams }} props */
export function Start({ stores, query }) {
  const { stage, starting, facts } = stores.python.state;
  const { files, warnings } = stores.files.state;
  const { errors } = stores.settings.state;
  const { summary, stale } = stores.check.state;
  const anyFiles = Object.values(files).some((box) => box.length);
  const wanted = query.get("set");
  // After the heading of a view that opens had the focus.
  useEffect(() => goToSetting(wanted), [wanted]);
  const submit = async () => {
    if ((await mayCheck(stores)) && (await stores.check.check())) location.hash = "#/results";
  };
  const removeAll = async () => {
    if (await mayRemoveAll(stores)) stores.files.clear();
  };
  return html`
    <${ErrorSummary} errors=${errors} />
    <h1 class="govuk-heading-l">Check your SSDA903 return</h1>
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <p class="govuk-body-l">
          Find the errors in your return on children looked after by your authority, before you send it to the Department for Education.
        </p>
        <div class="govuk-inset-text">
          <p class="govuk-body"><strong>Your files stay on this computer.</strong> The check runs inside this page. Nothing is sent anywhere, and nothing is kept when you close the page.</p>
        </div>
        ${stage === "ready" && html`<p class="govuk-body">The checker is ready. You can disconnect from the network now if you wish.</p>`}
        ${stage === "starting" && !facts && html`<${Progress} label="Getting the checker ready" ...${starting} words=${`${starting.words}. You can choose your files meanwhile.`} />`}
        ${summary &&
        html`<p class="govuk-body">
          <a class="govuk-link" href="#/results">${stale ? "See the results of your last check" : "Go back to the results"}</a>
          ${stale && " – your files or choices have changed since"}
        </p>`}
        <div class="app-actions">
          ${nothingLoaded(stores) &&
          html`<button type="button" class="govuk-button govuk-button--secondary" disabled=${stage === "broken"} onClick=${() => stores.files.sample()}>
            Try it with made-up data
          </button>`}
          ${anyFiles && html`<button type="button" class="app-link-button" onClick=${removeAll}>Remove all files</button>`}
        </div>

        <${FileBox} stores=${stores} box="this_year" title="This year’s files"
          hint="CSV files, one for each table, XML files, an Excel workbook, or a ZIP or folder of these. The files may have any name. You do not need all the tables." />
        <${FileBox} stores=${stores} box="last_year" title="Last year’s files (optional)"
          hint="The return you sent last year. With it, this year’s entries are compared with last year’s." />
        <${EarlierYears} stores=${stores} />
        <${FileBox} stores=${stores} box="providers" title="Ofsted provider list (optional)"
          hint="The list of children’s social care providers that Ofsted gives to authorities. With it, provider numbers (URN) are checked." />
        <${PostcodeBox} stores=${stores} />

        <h2 class="govuk-heading-m">About the return</h2>
        <${YearField} stores=${stores} years=${facts?.years ?? []} />
        <${AuthorityField} stores=${stores} authorities=${facts?.authorities ?? []} />
        <${AsAtField} stores=${stores} />
        <${ChooseRules} stores=${stores} />
        <${Beyond} stores=${stores} />

        <${Contradictions} stores=${stores} warnings=${warnings} />
        <button type="button" class="govuk-button" disabled=${stage === "broken"} onClick=${submit}>Check the return</button>
      </div>
    </div>
  `;
}

/** @param {Stores} stores */
function mayRemoveAll(stores) {
  const { grouped, looked } = stores.results.state;
  const { runs } = stores.runs.state;
  const { localRules } = stores.files.state;
  const { lists, without } = stores.years.state;
  const notes = (runs?.notes.issues ?? 0) + (runs?.notes.rules ?? 0);
  const kept = [...(notes ? [count(notes, "note")] : []), ...(looked.total ? [count(looked.total, "mark")] : [])];
  const loaded = [
    ...(grouped?.file ? [`your list of children (${grouped.file})`] : []),
    ...(localRules.used ? [`the rules of your own (${localRules.used.name})`] : []),
    ...Object.values(lists).flatMap(({ name }) => (name ? [name] : [])),
  ];
  return ask({
    title: "Remove all files?",
    lost: () => changes(stores),
    words: [loaded.length && `Removed too: ${listed(loaded)}.`, without.length && `Switched on again: ${count(without.length, "repair")}.`, kept.length && `Kept for the next check: ${listed(kept)}.`].filter(Boolean).join(" "),
    go: "Remove all files",
  });
}

/**
 * Changes to files that are others now cannot be made again by the check. Whoever agreed to that before is not asked again.
 * @param {Stores} stores
 */
async function mayCheck(stores) {
  if (!stores.check.state.stale || !stores.corrections.state.done.steps.length) return true;
  const dropped = await stores.python.ask("at_stake");
  if (!dropped || dropped <= stores.corrections.state.givenUp) return true;
  return ask({
    title: "Check the return without these changes?",
    lost: () => changes(stores, dropped, { log: true }),
    words: "The files that they were made to are others now. Choose the same files again to keep them.",
    go: "Check without them",
    stay: "No, do not check yet",
  });
}

/** @param {{ stores: Stores, years: CollectionYear[] }} props */
function YearField({ stores, years }) {
  const { settings, errors, touched } = stores.settings.state;
  const { proposal } = stores.files.state;
  const error = errors.find(({ field }) => field === "year");
  const proposed = !touched.year && proposal?.year;
  return html`
    <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
      <label class="govuk-label" for="year">Collection year</label>
      <div class="govuk-hint" id="year-hint">${proposed ? "Worked out from the dates in your files. Change it if it is wrong." : "From 1 April to 31 March. It decides which rules apply."}</div>
      <${ErrorMessage} id="year-error" error=${error} />
      <select class=${`govuk-select ${error ? "govuk-select--error" : ""}`} id="year" aria-describedby=${`year-hint${error ? " year-error" : ""}`}
        value=${settings.year} onChange=${(/** @type {OfInput} */ event) => stores.settings.choose("year", event.target.value)}>
        <option value="">${years.length ? "Choose a year" : "Loading"}</option>
        ${years.map((year) => html`<option value=${year.value} selected=${settings.year === year.value}>${year.title}</option>`)}
      </select>
    </div>
  `;
}

/** @param {{ stores: Stores }} props */
function AsAtField({ stores }) {
  const { settings, errors } = stores.settings.state;
  const error = errors.find(({ field }) => field === "as_at");
  const details = useRef();
  const field = useRef();
  useEffect(() => {
    if (error) details.current.open = true;
  }, [error]);
  const part = (/** @type {keyof Made["as_at"]} */ name, /** @type {string} */ title, /** @type {number} */ width) => html`
    <div class="govuk-date-input__item">
      <div class="govuk-form-group">
        <label class="govuk-label govuk-date-input__label" for=${name === "day" ? "as_at" : `as_at-${name}`}>${title}</label>
        <input class=${`govuk-input govuk-date-input__input govuk-input--width-${width} ${error ? "govuk-input--error" : ""}`}
          id=${name === "day" ? "as_at" : `as_at-${name}`} type="text" inputmode="numeric" value=${settings.as_at[name]}
          onInput=${(/** @type {OfInput} */ event) => stores.settings.choose("as_at", { ...stores.settings.state.settings.as_at, [name]: event.target.value.trim() })} />
      </div>
    </div>
  `;
  return html`
    <details class="govuk-details" ref=${details}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Check part of the way through the year</span></summary>
      <div class="govuk-details__text">
        <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`} ref=${field}>
          <fieldset class="govuk-fieldset" aria-describedby=${`as_at-hint${error ? " as_at-error" : ""}`}>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Check as at (optional)</legend>
            <div class="govuk-hint" id="as_at-hint">
              The return is checked as it would have been on this day: what begins later is left out, and what ends later is still open. For example, 30 9 2025.
            </div>
            <${ErrorMessage} id="as_at-error" error=${error} />
            <div class="govuk-date-input">${part("day", "Day", 2)}${part("month", "Month", 2)}${part("year", "Year", 4)}</div>
          </fieldset>
        </div>
      </div>
    </details>
  `;
}
