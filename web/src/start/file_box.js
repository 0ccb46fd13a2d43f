// One box of files: drop them here, or choose files or a folder; then what each was recognised as.
import { useRef } from "preact/hooks";
import { ask } from "../ui/asking.js";
import { changes } from "../state/at_stake.js";
import { useDropZone, whenChosen } from "../ui/drop_zone.js";

import { ErrorMessage } from "../ui/errors.js";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Problem as InputProblem, ShownNotice } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { Reported } from "../state/files.js"
 * @import { Box } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 */

/** Whether what goes into a box may be a whole folder. */
const hasFolders = (/** @type {Box} */ box) => box !== "providers" && box !== "extra";

/**
 * `folders`: whether files keep the names of the folders that they come in. `list` draws the files in another way: it is given
 * what draws one.
 * @param {{ stores: Stores, box: Box, title: string, hint: string, folders?: boolean, list?: (one: (file: Reported) => unknown) => unknown }} props
 */
export function FileBox({ stores, box, title, hint, folders = false, list }) {
  const files = stores.files.state.files[box];
  const error = stores.settings.state.errors.find(({ field }) => field === box);
  const input = useRef();
  const folder = useRef();
  const button = useRef();

  const add = async (/** @type {Chosen[]} */ given) => {
    const wanted = await withoutKept(stores, box, given);
    if (wanted.length) stores.files.add(box, wanted);
  };
  const zone = useDropZone(add, folders);
  const remove = async (/** @type {string} */ name) => {
    if (!(await mayGo(stores, box, [name], `Remove ${name}?`, "Remove the file"))) return;
    button.current.focus();
    stores.files.remove(box, name);
  };

  const one = (/** @type {Reported} */ file) => html`<${File} key=${file.name} file=${file} ready=${stores.python.state.stage === "ready"} onRemove=${() => remove(file.name)} />`;
  return html`
    <section class=${`app-box govuk-form-group ${error ? "govuk-form-group--error" : ""}`} aria-labelledby=${`${box}-title`}>
      <h2 class="govuk-heading-m" id=${`${box}-title`}>${title}</h2>
      <p class="govuk-hint" id=${`${box}-hint`}>${hint}</p>
      <${ErrorMessage} id=${`${box}-error`} error=${error} />
      <div ...${zone}>
        <div class="app-drop__buttons">
          <button type="button" class="govuk-button govuk-button--secondary" id=${box} ref=${button}
            aria-describedby=${`${box}-hint${error ? ` ${box}-error` : ""}`} onClick=${() => input.current.click()}>
            Choose files<span class="govuk-visually-hidden"> (${title})</span>
          </button>
          ${hasFolders(box) &&
          html`<button type="button" class="app-link-button" onClick=${() => folder.current.click()}>
            Choose a folder<span class="govuk-visually-hidden"> (${title})</span>
          </button>`}
          <p class="govuk-body">or drop them here</p>
        </div>
        <input type="file" multiple hidden ref=${input} onChange=${whenChosen(add, folders)} data-box=${box} />
        ${hasFolders(box) && html`<input type="file" webkitdirectory hidden ref=${folder} onChange=${whenChosen(add, folders)} data-folder=${box} />`}
      </div>
      <p class="govuk-visually-hidden" role="status">${spoken(files)}</p>
      ${list ? list(one) : html`<ul class="app-files" aria-label=${title}>${files.map(one)}</ul>`}
      ${(box === "this_year" || box === "last_year") &&
      stores.files.state.convertible.includes(box) &&
      html`<button type="button" class="app-link-button" onClick=${() => stores.files.saveAsCsvs(box)}>
        Save these tables as CSV files<span class="govuk-visually-hidden"> (${title})</span>
      </button>`}
    </section>
  `;
}

/**
 * Whether files may go that were changed on this page.
 * @param {Stores} stores
 * @param {Box} box
 * @param {string[]} names
 * @param {string} title
 * @param {string} go
 */
async function mayGo(stores, box, names, title, go) {
  if (box !== "this_year") return true;
  const { files } = stores.corrections.state.done;
  const lost = names.reduce((sum, name) => sum + (Object.hasOwn(files, name) ? files[name] : 0), 0);
  const yes = await ask({ title, lost: () => changes(stores, lost), words: "They were made to what is in this file.", go });
  if (yes && lost) stores.corrections.choose({ givenUp: stores.corrections.state.givenUp + lost });
  return yes;
}

/**
 * Of the files chosen those to be added: not those that would take the place of changed ones, if these are to be kept.
 * @param {Stores} stores
 * @param {Box} box
 * @param {Chosen[]} given
 */
async function withoutKept(stores, box, given) {
  if (box !== "this_year" || !stores.corrections.state.done.steps.length) return given;
  const held = new Set(stores.files.state.files[box].map(({ name }) => name));
  /** @type {string[]} */
  const others = [];
  for (const chosen of given) if (held.has(chosen.name) && !(await stores.python.give("holds", chosen))) others.push(chosen.name);
  if (!others.length) return given;
  const title = others.length === 1 ? `Replace ${others[0]}?` : `Replace ${count(others.length, "file")}?`;
  if (await mayGo(stores, box, others, title, "Replace")) return given;
  return given.filter(({ name }) => !others.includes(name));
}

/** The box in one sentence, read out whenever it changes. */
function spoken(/** @type {Reported[]} */ files) {
  if (!files.length) return "";
  const waiting = files.filter(({ waiting }) => waiting).length;
  const problems = files.filter((file) => !file.waiting && file.problems.length).length;
  return [
    count(files.length, "file"),
    waiting && `${number(waiting)} still to be read`,
    problems && `${number(problems)} with a problem`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** @param {{ file: Reported, ready: boolean, onRemove: () => unknown }} props */
function File({ file, ready, onRemove }) {
  return html`
    <li class=${`app-file ${!file.waiting && file.problems.length ? "app-file--problem" : ""}`} aria-busy=${Boolean(file.waiting)}>
      <span class="app-file__name">${file.name}</span>
      <button type="button" class="app-link-button" onClick=${onRemove}>
        Remove<span class="govuk-visually-hidden"> ${file.name}</span>
      </button>
      ${file.waiting
        ? html`<p class="app-file__said">${ready ? "Reading" : "Waiting for the checker to be ready"}</p>`
        : html`
            ${file.tables.map(({ title, rows }) => html`<p class="app-file__said">${title}${rows !== undefined && `: ${count(rows, "row")}`}</p>`)}
            ${file.problems.map((problem) => html`<${Problem} file=${file.name} ...${problem} />`)}
            ${file.notices.length > 0 && html`<${Notices} notices=${file.notices} />`}
          `}
    </li>
  `;
}

/** @param {InputProblem & { file: string }} props */
const Problem = ({ file, place, problem, remedy }) => html`
  <p class="app-file__problem">
    <strong><span class="govuk-visually-hidden">Problem: </span>${place && place !== file && `${place}: `}${problem}</strong> ${remedy}
  </p>
`;

/** @param {{ notices: ShownNotice[] }} props */
const Notices = ({ notices }) => html`
  <details class="govuk-details">
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">${count(notices.length, "notice")} about how this file was read</span>
    </summary>
    <div class="govuk-details__text">
      <ul class="govuk-list govuk-list--bullet">
        ${notices.map(({ line, message }) => html`<li>${line !== undefined && `Line ${number(line)}: `}${message}</li>`)}
      </ul>
    </div>
  </details>
`;
