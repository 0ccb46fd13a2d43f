// Under the header of every view: which return is checked, and whatever is not as it usually is, with a link to where it is
// set. Beside results it tells how these were made, elsewhere how a check would be made now. The words come from Python.
import { useEffect, useState } from "preact/hooks";
import { goTo } from "../ui/errors.js";
import { html } from "../ui/html.js";
import { useRedraw, useWatched } from "../ui/watched.js";

/**
 * @import { ShownSettings } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

// Setting -> what sets it, by its id.
/** @type {Record<string, string>} */
const FIELDS = {
  as_at: "as_at",
  authority: "authority",
  postcodes: "postcodes",
  rules: "choose-rules",
  own_checks: "own-checks",
  local_rules: "local-rules",
  last_year: "last_year",
  providers: "providers",
  earlier: "earlier",
};

// Those of several years are set beside what they are about.
const SEVERAL_YEARS = ["repairs", "ids", "keys", "extra"];

/** @param {{ stores: Stores }} props */
export function Strip({ stores }) {
  const redraw = useRedraw();
  useWatched(...stores.all);
  const [answer, setAnswer] = useState(/** @type {ShownSettings | null} */ (null));
  useEffect(() => {
    addEventListener("hashchange", redraw);
    return () => removeEventListener("hashchange", redraw);
  }, []);
  const { stage } = stores.python.state;
  const { files, localRules, postcodes } = stores.files.state;
  const { summary, stale, running } = stores.check.state;
  const { settings, choice } = stores.settings.state;
  const known = Object.values(files).flat();
  const anything = known.length > 0 && stage === "ready" && !known.some(({ waiting }) => waiting) && !postcodes.reading;
  const asked = JSON.stringify([anything, settings, choice && [...choice.codes], localRules.used?.name, postcodes.used?.name, known.map(({ name }) => name)]);
  useEffect(() => {
    if (!anything) return undefined;
    let over = false;
    stores.python.ask("settings", stores.settings.ofCheck()).then((answer) => answer && !over && setAnswer(answer));
    return () => {
      over = true;
    };
  }, [asked]);
  const ofResults = summary && (!stale || (!running && location.hash.startsWith("#/results")));
  const shown = ofResults ? summary.strip : known.length ? answer : null;
  if (!shown) return null;
  const set = [...shown.settings, ...stores.years.state.settings];
  return html`
    <section class="app-strip" aria-label="What is checked, and how">
      <p class="govuk-width-container">
        ${shown.what}${set.map(({ name, words }, at) => html`${at === 0 && name === "as_at" ? ", " : " · "}<${Setting} name=${name} words=${words} results=${summary !== null} />`)}
      </p>
    </section>
  `;
}

/** @param {{ name: string, words: string, results: boolean }} props */
function Setting({ name, words, results }) {
  if (FIELDS[name]) return html`<a class="govuk-link" href=${`#/?set=${name}`} onClick=${() => goToSetting(name)}>${words}</a>`;
  return SEVERAL_YEARS.includes(name) && results ? html`<a class="govuk-link" href="#/results/years">${words}</a>` : words;
}

/**
 * Goes to what sets a setting, where the page that has it is open.
 * @param {string | null} name
 */
export function goToSetting(name) {
  if (name !== null && Object.hasOwn(FIELDS, name)) goTo(FIELDS[name]);
}
