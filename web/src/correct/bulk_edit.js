// Changing one column of many rows at once: of the rows that a rule flagged in a table, or of those found there.
import { useMemo, useState } from "preact/hooks";
import { useAnswer, usePage } from "../state/answer.js";
import { Choice } from "../ui/choice.js";
import { ErrorMessage, ErrorSummary } from "../ui/errors.js";
import { asked as askedOfFind } from "../results/find.js";
import { CheckAgain, SeeWhat, Tick, canChange, ofRule } from "./fix_parts.js";
import { html } from "../ui/html.js";
import { Radios } from "../ui/radios.js";
import { Pagination } from "../ui/pagination.js";
import { Child, Values, Where } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { IssueShown, LookedFor, Meaning, RowsFound, RowsOfRule } from "../python/answers"
 * @import { Mistake } from "../ui/errors.js"
 * @import { ViewProps } from "../results/results.js"
 * @import { BulkForm } from "../state/corrections.js"
 * @import { Stores } from "../state/stores.js"
 */

const ROWS_A_PAGE = 50;
// A longer list of codes is typed from, with suggestions, rather than folded out.
const MOST_OPTIONS = 60;

const ACTIONS = [
  ["set", "Set all of them to one value"],
  ["clear", "Clear them"],
  ["replace", "Replace one value by another, and leave the rest"],
];

/** @type {BulkForm} */
const NEW = { which: "all", ticked: new Set(), field: "", action: "set", value: "", find: "" };

/**
 * "#/results/bulk/rule/103/Header/2": the second page of the rows of rule 103 to tick; "#/results/bulk/find/2?table=…".
 * @param {ViewProps} props
 */
export function BulkEdit({ stores, summary, path, query }) {
  const [by, ...rest] = path;
  const words = query.toString();
  const { lookedFor } = stores.results.state;
  const ofARule = by === "rule";
  const [code, table, page] = ofARule ? rest : ["", query.get("table") ?? "", rest[0]];
  const rule = summary.rules.find((found) => found.code === code);
  const title = (ofARule ? rule : summary)?.tables.find((found) => found.name === table)?.title;
  const asked = useMemo(() => (ofARule ? { rule: code, table } : askedOfFind(query, lookedFor)), [ofARule, code, table, words, lookedFor]);
  const back = ofARule ? `#/results/rule/${encodeURIComponent(code)}` : `#/results/find?${words}`;
  const head = html`
    <a class="govuk-back-link" href=${back}>${ofARule ? "Back to the rule" : "Back to what was found"}</a>
    <h1 class="govuk-heading-l">Change many rows</h1>
  `;
  if (stores.check.state.stale) return html`${head}<${CheckAgain} />`;
  if (!title || !canChange(table)) return html`${head}<p class="govuk-body">Choose a table of this year that has issues, on the page of a rule or in <a class="govuk-link" href="#/results/find">Find</a>.</p>`;
  const key = ofARule ? `${code} ${table}` : `${words} ${lookedFor}`;
  return html`
    ${head}
    <p class="govuk-body app-wrap">${ofARule ? `Rows of ${title} that rule ${code} flags: ${rule?.title}` : `Rows of ${title} with the issues that you found.`}</p>
    <${Form} key=${key} of=${key} stores=${stores} table=${table} asked=${asked} page=${page} onward=${back}
      rows=${ofARule ? asked : { find: asked, table }} href=${(/** @type {number} */ at) => (ofARule ? `${ofRule(code, table)}/${at}` : `#/results/bulk/find/${at}?${words}`)} />
  `;
}

/**
 * @param {{ of: string, stores: Stores, table: string, asked: LookedFor, rows: RowsOfRule | RowsFound, page?: string,
 *   onward: string, href: (page: number) => string }} props
 */
function Form({ of, stores, table, asked, rows, page: askedPage, onward, href }) {
  const [page, found] = usePage(stores, askedPage, ROWS_A_PAGE, "results.find", asked);
  const columns = useAnswer(stores, "cleaning.columns", table);
  const [errors, setErrors] = useState(/** @type {Mistake[]} */ ([]));
  const form = stores.corrections.state.forms.get(of) ?? NEW;
  if (!found || !columns) return html`<p class="govuk-body" role="status">Fetching the rows</p>`;
  if (found.total === 0) return html`<p class="govuk-body" role="status">There are no such rows any more.</p>`;
  const change = (/** @type {Partial<BulkForm>} */ given) => {
    setErrors([]);
    stores.corrections.fill(of, { ...form, ...given });
  };
  const column = columns.find(({ field }) => field === form.field);
  const see = async () => {
    const wrong = missing(form);
    if (wrong.length) {
      setErrors(wrong);
      return;
    }
    const { field, action, value, find } = form;
    const positions = form.which === "all" ? undefined : [...form.ticked];
    const problem = await stores.corrections.look({ bulk: { rows, positions, field, action, value, find } }, onward, of);
    setErrors(problem ? [{ field: action === "set" || action === "replace" ? "bulk-value" : "bulk-field", problem }] : []);
  };
  const errorAt = (/** @type {string} */ field) => errors.find((error) => error.field === field);
  const tick = (/** @type {number[]} */ positions, /** @type {boolean} */ yes) => {
    const ticked = new Set(form.ticked);
    for (const position of positions) yes ? ticked.add(position) : ticked.delete(position);
    change({ ticked });
  };
  return html`
    <${ErrorSummary} errors=${errors} />
    <${Radios} name="bulk-which" legend="Which rows" chosen=${form.which} onChoose=${(/** @type {string} */ which) => change({ which })}
      options=${[["all", `All rows with ${found.total === 1 ? "this issue" : `these ${number(found.total)} issues`}`], ["ticked", "Only the rows that I tick"]]} />
    ${form.which === "ticked" &&
    html`<${Rows} issues=${found.issues} total=${found.total} ticked=${form.ticked} tick=${tick} page=${page} paged=${askedPage !== undefined} href=${href} error=${errorAt("bulk-rows")} />`}
    <h2 class="govuk-heading-m">What to change</h2>
    <${Choice} id="bulk-field" label="Column" value=${form.field} error=${errorAt("bulk-field")} onChoose=${(/** @type {string} */ field) => change({ field, value: "", find: "" })}
      options=${[["", "Choose a column"], ...columns.map(({ field, title }) => [field, `${field}: ${title}`])]} />
    <${Radios} name="bulk-action" legend="What to do with the cells" chosen=${form.action} onChoose=${(/** @type {string} */ action) => change({ action })} options=${ACTIONS} />
    ${form.action === "replace" &&
    html`<${Text} id="bulk-find" label="Value to be replaced" hint="As it stands in the rows now. Leave it empty for cells that are blank." value=${form.find} onInput=${(/** @type {string} */ find) => change({ find })} />`}
    ${form.action !== "clear" && html`<${NewValue} codes=${column?.codes ?? []} value=${form.value} error=${errorAt("bulk-value")} onChoose=${(/** @type {string} */ value) => change({ value })} />`}
    <${SeeWhat} stores=${stores} onClick=${see} />
  `;
}

/** What is not filled in yet, as errors. */
const missing = (/** @type {BulkForm} */ { which, ticked, field, action, value }) =>
  [
    which === "ticked" && ticked.size === 0 && { field: "bulk-rows", problem: "Tick at least one row, or choose all." },
    !field && { field: "bulk-field", problem: "Choose a column." },
    action === "set" && !value.trim() && { field: "bulk-value", problem: "Enter the new value, or choose to clear the cells." },
  ].filter((mistake) => !!mistake);

/** @param {{ codes: Meaning[], value: string, error?: Mistake, onChoose: (value: string) => void }} props */
function NewValue({ codes, value, error, onChoose }) {
  const options = codes.map((code) => [code.value, code.meaning ? `${code.value}: ${code.meaning}` : code.value]);
  if (options.length > 0 && options.length <= MOST_OPTIONS) {
    return html`<${Choice} id="bulk-value" label="New value" value=${value} error=${error} onChoose=${onChoose} options=${[["", "Choose a value"], ...options]} />`;
  }
  const hint = options.length > 0 ? "Begin to type a code or its meaning to see the list." : "As it is to stand in the file. A date like 31/03/2026.";
  return html`<${Text} id="bulk-value" label="New value" hint=${hint} value=${value} error=${error} onInput=${onChoose} options=${options} />`;
}

/**
 * @param {{ id: string, label: string, hint: string, value: string, error?: Mistake, onInput: (value: string) => void,
 *   options?: string[][] }} props
 */
const Text = ({ id, label, hint, value, error, onInput, options = [] }) => html`
  <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
    <label class="govuk-label" for=${id}>${label}</label>
    <div class="govuk-hint" id=${`${id}-hint`}>${hint}</div>
    <${ErrorMessage} id=${`${id}-error`} error=${error} />
    <input class=${`govuk-input govuk-input--width-20 ${error ? "govuk-input--error" : ""}`} id=${id} type="text"
      aria-describedby=${`${id}-hint${error ? ` ${id}-error` : ""}`} list=${options.length > 0 ? `${id}-options` : undefined} value=${value}
      onInput=${(/** @type {OfInput} */ event) => onInput(event.target.value)} />
    ${options.length > 0 && html`<datalist id=${`${id}-options`}>${options.map(([option, title]) => html`<option value=${option}>${title}</option>`)}</datalist>`}
  </div>
`;

/**
 * @param {{ issues: IssueShown[], total: number, ticked: Set<number>, tick: (positions: number[], yes: boolean) => void, page: number,
 *   paged: boolean, href: (page: number) => string, error?: Mistake }} props
 */
const Rows = ({ issues, total, ticked, tick, page, paged, href, error }) => html`
  <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
    <h2 class="govuk-heading-m" id="bulk-rows" tabindex="-1" data-asked-for=${paged || undefined}>Rows to tick: ${number(ticked.size)} of ${number(total)} ticked</h2>
    <${ErrorMessage} id="bulk-rows-error" error=${error} />
    <p class="govuk-visually-hidden" role="status">${count(ticked.size, "row")} ticked</p>
    <div class="app-actions">
      <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => tick(issues.map(({ position }) => position), true)}>Tick all on this page</button>
      ${ticked.size > 0 && html`<button type="button" class="app-link-button" onClick=${() => tick([...ticked], false)}>Take all ticks away</button>`}
    </div>
    <table class="govuk-table app-stack app-found">
      <caption class="govuk-visually-hidden">Rows to tick</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Change?</th>
          <th scope="col" class="govuk-table__header">Child</th>
          <th scope="col" class="govuk-table__header">Where</th>
          <th scope="col" class="govuk-table__header">Values in question</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${issues.map(
          (issue) => html`<tr class="govuk-table__row" key=${issue.position}>
            <td class="govuk-table__cell">
              <${Tick} id=${`row-${issue.position}`} checked=${ticked.has(issue.position)} onChange=${(/** @type {boolean} */ yes) => tick([issue.position], yes)}>
                Change<span class="govuk-visually-hidden">: line ${number(issue.line)}, child ${issue.child}, rule ${issue.rule}</span>
              <//>
            </td>
            <th scope="row" class="govuk-table__header app-wrap"><${Child} ...${issue} /></th>
            <td class="govuk-table__cell app-wrap" data-label="Where"><${Where} ...${issue} /></td>
            <td class="govuk-table__cell"><${Values} values=${issue.values} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
    <${Pagination} page=${page} pages=${Math.ceil(total / ROWS_A_PAGE)} label="Rows" href=${href} />
  </div>
`;
