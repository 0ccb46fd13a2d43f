// Which rules the next check runs: all, or some, found by kind, table and words; saved as a small file and loaded again.
import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../ui/choice.js";
import { whenChosen } from "../ui/drop_zone.js";
import { ErrorMessage } from "../ui/errors.js";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { CatalogueRule, NamedTable } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { Mistake } from "../ui/errors.js"
 */

const ANY = "";

const matches = (/** @type {CatalogueRule} */ rule, /** @type {string} */ category, /** @type {string} */ table, /** @type {string[]} */ words) => {
  if (category !== ANY && rule.category !== category) return false;
  if (table !== ANY && ![...rule.tables, ...rule.optional_tables].some((name) => name.replace(/_last$/, "") === table)) return false;
  const text = `${rule.code} ${rule.title} ${rule.message}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** @param {{ stores: Stores }} props */
export function ChooseRules({ stores }) {
  const { stage, facts } = stores.python.state;
  const { choice, settings, errors } = stores.settings.state;
  const error = errors.find(({ field }) => field === "rules");
  const [rules, setRules] = useState(/** @type {CatalogueRule[] | null} */ (null));
  const details = useRef();
  // Some 300 rules are drawn only for whoever wants to choose among them.
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!rules && stage !== "broken") stores.python.ask("catalogue").then((found) => found && setRules(found));
  }, [stage === "broken"]);
  useEffect(() => {
    if (error) details.current.open = true;
  }, [error]);
  const year = settings.year || (facts?.years[0].value ?? "");
  const ofYear = rules?.filter((rule) => rule.origin === "department" && rule.years.includes(year)) ?? [];
  const chosen = choice ? ofYear.filter(({ code }) => choice.codes.has(code)).length : ofYear.length;
  return html`
    <details class="govuk-details" ref=${details} onToggle=${(/** @type {{ currentTarget: HTMLDetailsElement }} */ event) => setOpen(event.currentTarget.open)}>
      <summary class="govuk-details__summary" id="choose-rules"><span class="govuk-details__summary-text">Choose which rules to run</span></summary>
      <div class="govuk-details__text">
        ${open && rules && facts
          ? html`<${Chooser} stores=${stores} rules=${ofYear} tables=${facts.tables} chosen=${chosen} error=${error} />`
          : html`<p class="govuk-body">The rules are shown here in a moment.</p>`}
      </div>
    </details>
    <div role="status">
      ${choice &&
      rules &&
      html`<div class="govuk-inset-text">
        Only ${number(chosen)} of ${count(ofYear.length, "rule")} will be run${choice.name && ` (${choice.name})`}. <button type="button" class="app-link-button" onClick=${() => stores.settings.chooseRules(null)}>Run all rules</button>
      </div>`}
    </div>
  `;
}

/** @param {{ stores: Stores, rules: CatalogueRule[], tables: NamedTable[], chosen: number, error?: Mistake }} props */
function Chooser({ stores, rules, tables, chosen, error }) {
  const { choice } = stores.settings.state;
  const [category, setCategory] = useState(ANY);
  const [table, setTable] = useState(ANY);
  const [looked, setLooked] = useState("");
  const words = looked.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rules.filter((rule) => matches(rule, category, table, words));
  const runs = (/** @type {string} */ code) => !choice || choice.codes.has(code);
  const set = (/** @type {string[]} */ codes, /** @type {boolean} */ wanted) => {
    const all = new Set(choice?.codes ?? rules.map(({ code }) => code));
    for (const code of codes) {
      if (wanted) all.add(code);
      else all.delete(code);
    }
    stores.settings.chooseRules({ name: choice?.name ?? "", codes: all });
  };
  const setShown = (/** @type {boolean} */ wanted) => set(shown.map(({ code }) => code), wanted);
  const kinds = Array.from(new Map(rules.map((rule) => [rule.category, rule.category_title])));
  return html`
    <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
      <${ErrorMessage} id="rules-error" error=${error} />
      <div class="app-filters">
        <div class="govuk-form-group">
          <label class="govuk-label" for="rules">Find rules by code or words</label>
          <input class="govuk-input" id="rules" type="search" value=${looked}
            aria-describedby=${error ? "rules-error" : undefined} onInput=${(/** @type {OfInput} */ event) => setLooked(event.target.value)} />
        </div>
        <${Choice} id="rules-kind" label="Kind" value=${category} onChoose=${setCategory} options=${[[ANY, "All kinds"], ...kinds]} />
        <${Choice} id="rules-table" label="Table" value=${table} onChoose=${setTable}
          options=${[[ANY, "All tables"], ...tables.map(({ name, title }) => [name, title])]} />
      </div>
      <p class="govuk-body" role="status">${count(shown.length, "rule")} shown. ${number(chosen)} of ${number(rules.length)} chosen.</p>
      <div class="app-actions">
        <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setShown(true)}>Choose all shown</button>
        <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setShown(false)}>Leave out all shown</button>
      </div>
      ${shown.length > 0 &&
      html`<div class="app-rule-boxes" role="group" aria-label="Rules to run" tabindex="0">
        <div class="govuk-checkboxes govuk-checkboxes--small">
          ${shown.map(
            ({ code, title }) => html`<div class="govuk-checkboxes__item" key=${code}>
              <input class="govuk-checkboxes__input" id=${`run-${code}`} type="checkbox" checked=${runs(code)} onChange=${(/** @type {OfInput} */ event) => set([code], event.target.checked)} />
              <label class="govuk-label govuk-checkboxes__label" for=${`run-${code}`}>${code}: ${title}</label>
            </div>`,
          )}
        </div>
      </div>`}
    </div>
    <${Saved} stores=${stores} />
  `;
}

/**
 * Saving the choice under a name, and loading one.
 * @param {{ stores: Stores }} props
 */
function Saved({ stores }) {
  const { choice } = stores.settings.state;
  const input = useRef();
  const name = useRef();
  // What is wrong: {field: "name" or "file", problem, remedy}
  const [wrong, setWrong] = useState(/** @type {import("../ui/errors.js").Mistake | null} */ (null));
  const rename = (/** @type {OfInput} */ event) => {
    setWrong(null);
    if (choice) stores.settings.chooseRules({ ...choice, name: event.target.value });
  };
  const save = () => {
    if (choice?.name.trim()) return stores.settings.saveRules();
    setWrong({ field: "name", problem: "Write a name for this choice." });
    name.current.focus();
    return undefined;
  };
  const load = async (/** @type {import("../ui/chosen.js").Chosen[]} */ [chosen]) => {
    if (!chosen) return;
    const problem = await stores.settings.loadRules(chosen);
    setWrong(problem ? { field: "file", problem: `${problem.place}: ${problem.problem}`, remedy: problem.remedy } : null);
  };
  const nameError = wrong?.field === "name" ? wrong : undefined;
  const fileError = wrong?.field === "file" ? wrong : undefined;
  return html`
    ${choice &&
    html`<div class=${`govuk-form-group ${nameError ? "govuk-form-group--error" : ""}`}>
      <label class="govuk-label" for="rules-name">Name of this choice</label>
      <div class="govuk-hint" id="rules-name-hint">You can save it as a small file and load it next time. The file has the codes of the rules and nothing from your return.</div>
      <${ErrorMessage} id="rules-name-error" error=${nameError} />
      <input class=${`govuk-input govuk-input--width-20 ${nameError ? "govuk-input--error" : ""}`} id="rules-name" type="text" maxlength="100" ref=${name}
        aria-describedby=${`rules-name-hint${nameError ? " rules-name-error" : ""}`} value=${choice.name} onInput=${rename} />
    </div>`}
    <div role="status"><${ErrorMessage} id="rules-file-error" error=${fileError} /></div>
    <div class="app-actions">
      ${choice && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${save}>Save this choice</button>`}
      <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => input.current.click()}>Load a saved choice</button>
      <input type="file" hidden accept=".json" ref=${input} onChange=${whenChosen(load)} data-box="rules" />
    </div>
  `;
}
