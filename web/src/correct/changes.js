// What was changed, step by step and cell by cell; taking it back, and saving what came of it.
import { useState } from "preact/hooks";
import { usePage } from "../state/answer.js";
import { ask } from "../ui/asking.js";
import { changes } from "../state/at_stake.js";
import { ChangeTable } from "./change_table.js";
import { ROWS_A_PAGE, changesIn, changesInWords } from "../state/corrections.js";
import { Busy, CheckAgain, Tick } from "./fix_parts.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { number } from "../ui/words.js";

/**
 * @import { Corrections } from "../python/answers"
 * @import { ViewProps } from "../results/results.js"
 * @import { Stores } from "../state/stores.js"
 */

/** @type {Record<string, string>} */
const KINDS = { safe: "Safe", suggestion: "Suggestion", "by hand": "Many rows" };

/** @type {Record<string, string>} */
const FORMS = { csv: "CSV files", xml: "XML files" };

/** How the corrected files come out: in the form in which they came, or as Python says (`about`). */
const aboutFiles = (/** @type {Corrections} */ { form, about }) => about || `The corrected files are ${FORMS[form]}, as you gave them: nothing in them differs but what is listed on this page.`;

/**
 * "#/results/changes/2": the second page of the changes.
 * @param {ViewProps} props
 */
export function Changes({ stores, path }) {
  const { done } = stores.corrections.state;
  if (stores.check.state.stale) return html`<${CheckAgain} />`;
  if (done.steps.length === 0) {
    return html`<p class="govuk-body">You have not changed anything. See what can be <a class="govuk-link" href="#/results/fix">changed at once</a>.</p>`;
  }
  return html`
    <p class="govuk-body-l">How your return differs from the files that you chose: ${changesInWords(done)}.</p>
    <${Steps} stores=${stores} done=${done} />
    <${Save} stores=${stores} done=${done} />
    <${List} stores=${stores} done=${done} asked=${path[0]} />
  `;
}

/** @param {{ stores: Stores, done: Corrections }} props */
function Steps({ stores, done: { steps } }) {
  const { busy } = stores.corrections.state;
  const undoAll = async () => {
    const title = `Take back ${steps.length === 1 ? "the only step" : `all ${number(steps.length)} steps`}?`;
    const words = "The return will be as in your files again. To have the changes after all, you would have to make them again.";
    if (await ask({ title, words, lost: () => changes(stores), always: true, go: "Yes, take everything back", stay: "No, keep the changes" })) stores.corrections.undoAll();
  };
  return html`
    <table class="govuk-table app-stack">
      <caption class="govuk-table__caption govuk-table__caption--m">Steps</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Step</th>
          <th scope="col" class="govuk-table__header">What was changed</th>
          <th scope="col" class="govuk-table__header">Kind</th>
          <th scope="col" class="govuk-table__header">Time</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Changes</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${steps.map(
          (step) => html`<tr class="govuk-table__row" key=${step.number}>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Step">${number(step.number)}</td>
            <th scope="row" class="govuk-table__header app-wrap">${step.title}</th>
            <td class="govuk-table__cell" data-label="Kind">${KINDS[step.kind]}</td>
            <td class="govuk-table__cell" data-label="Time">${step.time}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Changes">${changesInWords(step)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <div class="app-actions">
      <button type="button" class="govuk-button govuk-button--secondary" disabled=${Boolean(busy)} onClick=${() => stores.corrections.undo()}>Take back the last step</button>
      <button type="button" class="app-link-button" disabled=${Boolean(busy)} onClick=${undoAll}>Take back everything</button>
    </div>
    <${Busy} stores=${stores} />
  `;
}

/** @param {{ stores: Stores, done: Corrections }} props */
function Save({ stores, done }) {
  const [grouped, group] = useState(false);
  // What is being made or was made last, in words; nothing else can be asked for meanwhile.
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  const [problem, setProblem] = useState("");
  const save = async (/** @type {ReturnType<Stores["corrections"]["save"]>} */ saving) => {
    setBusy(true);
    say("Making the file");
    setProblem("");
    const file = await saving;
    setBusy(false);
    setProblem(file?.problem ?? "");
    say(file?.name ? `${file.name} is in your downloads.` : "");
  };
  const button = (/** @type {string} */ title, /** @type {() => ReturnType<Stores["corrections"]["save"]>} */ making, kind = "govuk-button--secondary") => html`
    <button type="button" class=${`govuk-button ${kind}`} disabled=${busy} onClick=${() => save(making())}>${title}</button>
  `;
  return html`
    <h2 class="govuk-heading-m">Save what you corrected</h2>
    <p class="govuk-body">${aboutFiles(done)}</p>
    <p class="govuk-body">All of these files hold data on children: keep them only where your authority allows.</p>
    <div class="app-actions">
      ${button("Download the corrected files", () => stores.corrections.save("cleaning.corrected"), "")}
      ${button("Download the files as they came", () => stores.corrections.save("cleaning.originals"))}
    </div>
    <h3 class="govuk-heading-s">The list of changes</h3>
    <p class="govuk-body">For whoever corrects the case-management system, so that the next extract is right: child, row, field, what it said, what it says now, and why.</p>
    <${Tick} id="log-grouped" checked=${grouped} onChange=${group}>Grouped by social worker<//>
    <div class="app-actions app-actions--below">
      ${button("Download the list as a workbook", () => stores.corrections.save("cleaning.log", "xlsx", grouped))}
      ${button("Download the list as CSV", () => stores.corrections.save("cleaning.log", "csv", grouped))}
    </div>
    <div role="status">
      ${said && html`<p class="govuk-body app-wrap">${said}</p>`}
      ${problem && html`<p class="govuk-error-message app-wrap"><span class="govuk-visually-hidden">Error:</span> ${problem}</p>`}
    </div>
  `;
}

/** @param {{ stores: Stores, done: Corrections, asked?: string }} props */
function List({ stores, done, asked }) {
  const [page, answer] = usePage(stores, asked, ROWS_A_PAGE, "cleaning.changes");
  const first = (page - 1) * ROWS_A_PAGE + 1;
  return html`
    <h2 class="govuk-heading-m" data-asked-for=${asked !== undefined || undefined}>Every change: ${number(changesIn(done))}</h2>
    ${answer?.total === 0 && html`<p class="govuk-body">The steps together leave everything as it was.</p>`}
    ${answer &&
    answer.total > 0 &&
    html`
      ${answer.changes.length < answer.total && html`<p class="govuk-body">Shown here: ${number(first)} to ${number(first + answer.changes.length - 1)}.</p>`}
      <${ChangeTable} changes=${answer.changes} caption="Every change" before="In your file" after="Now" />
      <${Pagination} page=${page} pages=${Math.ceil(answer.total / ROWS_A_PAGE)} label="Changes" href=${(/** @type {number} */ at) => `#/results/changes/${at}`} />
    `}
  `;
}
