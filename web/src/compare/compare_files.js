// The profiles to compare: drop or choose them, see what each holds, take them away.
import { useRef, useState } from "preact/hooks";
import { useDropZone, whenChosen } from "../ui/drop_zone.js";
import { html } from "../ui/html.js";
import { Progress } from "../ui/progress.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Listing } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { Chosen } from "../ui/chosen.js"
 */

const SHOWN = 25;

/** @param {{ stores: Stores, start: string }} props */
export function CompareFiles({ stores, start }) {
  const { stage, starting } = stores.python.state;
  const { listing, reading } = stores.profiles.state;
  const files = listing?.files ?? [];
  return html`
    <a class="govuk-back-link" href="#/">Back to the files</a>
    <h1 class="govuk-heading-l">Compare error profiles</h1>
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <p class="govuk-body-l">See how your errors compare with other councils’, and with your own earlier ones.</p>
        <p class="govuk-body">
          An error profile is a small file that says how many issues each rule found, and nothing about any child. Save one from your results, ask other councils for theirs, and add them all here. You can add profiles of several years and of several days in a year.
        </p>
        <div class="govuk-inset-text">The profiles stay on this computer. They are compared inside this page.</div>
        ${stage === "starting" && html`<${Progress} label="Getting the checker ready" ...${starting} words=${`${starting.words}. You can choose profiles meanwhile.`} />`}
        <div class="app-actions">
          ${files.length === 0 && html`<button type="button" class="govuk-button govuk-button--secondary" disabled=${stage !== "ready"} onClick=${() => stores.profiles.demo()}>Try it with made-up councils</button>`}
          ${files.length > 0 && html`<button type="button" class="app-link-button" onClick=${() => stores.profiles.clear()}>Remove all profiles</button>`}
        </div>
        <${Drop} stores=${stores} />
        <p class="govuk-body" role="status">${said(files, reading)}</p>
        ${start && !reading && html`<a class="govuk-button" role="button" draggable="false" href=${start}>Compare</a>`}
      </div>
    </div>
    ${files.length > 0 && html`<${Files} stores=${stores} files=${files} />`}
  `;
}

/**
 * @param {Listing["files"]} files
 * @param {number} reading
 */
function said(files, reading) {
  if (reading) return `Reading ${count(reading, "file")}`;
  const bad = files.filter(({ problem }) => problem).length;
  if (!files.length) return "";
  return `${count(files.length - bad, "profile")}${bad ? `, and ${count(bad, "file")} that cannot be used` : ""}`;
}

/** @param {{ stores: Stores }} props */
function Drop({ stores }) {
  const input = useRef();
  const folder = useRef();
  const add = (/** @type {Chosen[]} */ chosen) => stores.profiles.add(chosen);
  const zone = useDropZone(add);
  return html`
    <section class="app-box" aria-labelledby="profiles-title">
      <h2 class="govuk-heading-m" id="profiles-title">Profiles</h2>
      <div ...${zone}>
        <div class="app-drop__buttons">
          <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => input.current.click()}>Choose files</button>
          <button type="button" class="app-link-button" onClick=${() => folder.current.click()}>Choose a folder</button>
          <p class="govuk-body">or drop them here</p>
        </div>
        <input type="file" multiple hidden ref=${input} onChange=${whenChosen(add)} data-box="profiles" />
        <input type="file" webkitdirectory hidden ref=${folder} onChange=${whenChosen(add)} />
      </div>
    </section>
  `;
}

/** @param {{ stores: Stores, files: Listing["files"] }} props */
function Files({ stores, files }) {
  const [most, setMost] = useState(SHOWN);
  const [open, setOpen] = useState(/** @type {{ name: string, text: string } | null} */ (null));
  const heading = useRef();
  const remove = (/** @type {string} */ name) => {
    heading.current.focus();
    stores.profiles.remove(name);
  };
  const look = async (/** @type {string} */ name) => setOpen(open?.name === name ? null : { name, text: (await stores.python.ask("comparison.content", name)) ?? "" });
  return html`
    <h2 class="govuk-heading-m" tabindex="-1" ref=${heading}>What you have added</h2>
    <ul class="app-files" aria-label="Profiles">
      ${files.slice(0, most).map(
        (file) => html`<li key=${file.name} class=${`app-file ${file.problem ? "app-file--problem" : ""}`}>
          <span class="app-file__name">${file.council === undefined ? file.name : `${file.council}, ${file.year}, as at ${file.as_at}`}</span>
          <button type="button" class="app-link-button" onClick=${() => remove(file.name)}>
            Remove<span class="govuk-visually-hidden"> ${file.name}</span>
          </button>
          ${file.council === undefined
            ? html`<p class="app-file__said govuk-error-message"><span class="govuk-visually-hidden">Problem: </span>${file.problem}</p>`
            : html`
                <p class="app-file__said">${file.children} children, ${count(file.rules, "rule")} run, ${number(file.not_run)} not run. ${file.name}</p>
                <p class="app-file__said">
                  <button type="button" class="app-link-button" aria-expanded=${open?.name === file.name} onClick=${() => look(file.name)}>
                    See all that is in it<span class="govuk-visually-hidden">: ${file.name}</span>
                  </button>
                </p>
                ${open?.name === file.name && html`<${Content} ...${open} />`}
              `}
        </li>`,
      )}
    </ul>
    ${files.length > most &&
    html`<p class="govuk-body">
      <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setMost(most + 4 * SHOWN)}>Show more of ${number(files.length)}</button>
    </p>`}
  `;
}

/**
 * All that a profile says, as it stands in its file.
 * @param {{ name: string, text: string }} props
 */
export const Content = ({ name, text }) => html`<pre class="app-content" tabindex="0" role="region" aria-label=${`Content of ${name}`}>${text}</pre>`;
