// Progress from run to run: save this run, load earlier ones, and see what is new, still there and fixed since.
import { useRef, useState } from "preact/hooks";
import { useAnswer, usePage } from "../state/answer.js";
import { ask } from "../ui/asking.js";
import { notesAndMarks } from "../state/at_stake.js";
import { BarChart, LineChart } from "../ui/chart.js";
import { useDropZone, whenChosen } from "../ui/drop_zone.js";
import { html } from "../ui/html.js";
import { Noted } from "./notes.js";
import { Pagination } from "../ui/pagination.js";
import { count, number } from "../ui/words.js";

/**
 * @import { HeldRun, NotesAndMarks, Progress, RuleProgress, Summary } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { Held as RunsHeld } from "../state/runs.js"
 * @import { ViewProps } from "../results/results.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Point } from "../ui/chart.js"
 */

const RULES = 15;
const FIXED_A_PAGE = 50;
const DAY = 24 * 60 * 60 * 1000;

/** @param {ViewProps} props */
export function Runs({ stores, summary, path }) {
  const { runs } = stores.runs.state;
  if (!runs) return html`<p class="govuk-body">Fetching the runs</p>`;
  return html`
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-one-half"><${Save} stores=${stores} /></div>
      <div class="govuk-grid-column-one-half"><${Earlier} stores=${stores} runs=${runs} /></div>
    </div>
    ${runs.progress && html`<${Compared} key=${runs.compared} stores=${stores} summary=${summary} progress=${runs.progress} page=${path[0]} paged=${path.length > 0} />`}
  `;
}

// -- saving

/** @param {{ stores: Stores }} props */
function Save({ stores }) {
  const [hashed, setHashed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  const save = async () => {
    setBusy(true);
    say("Making the file");
    const name = await stores.runs.save(hashed);
    setBusy(false);
    say(name ? `${name} is in your downloads.` : "");
  };
  return html`
    <h2 class="govuk-heading-m">Save this run</h2>
    <p class="govuk-body">
      A run file keeps what this check found: every issue with its rule and child, your notes, states and marks, and the settings. Load it after a later check to see what has changed.
    </p>
    <div class="govuk-inset-text">
      ${hashed
        ? "The file will hold no child’s identifier. Notes are saved as you wrote them: look whether they name anybody."
        : "The file will hold children’s identifiers. Keep it only where you may keep the return itself, and do not send it by e-mail."}
    </div>
    <div class="govuk-form-group">
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" id="run-hashed" type="checkbox" checked=${hashed} aria-describedby="run-hashed-hint"
            onChange=${(/** @type {OfInput} */ event) => (say(""), setHashed(event.target.checked))} />
          <label class="govuk-label govuk-checkboxes__label" for="run-hashed">Replace children’s identifiers by scrambled codes</label>
          <div class="govuk-hint govuk-checkboxes__hint" id="run-hashed-hint">
            A later check of the same children can still be compared with it. What was fixed is then shown without the child. Somebody who has the file and means to can still find the identifiers out by trying all there can be, so keep it within your authority.
          </div>
        </div>
      </div>
    </div>
    <button type="button" class="govuk-button govuk-!-margin-bottom-3" disabled=${busy} onClick=${save}>Save this run</button>
    <div role="status" class="app-making">${said && html`<p class="govuk-body app-wrap">${said}</p>`}</div>
  `;
}

// -- loading

/** @param {{ stores: Stores, runs: RunsHeld }} props */
function Earlier({ stores, runs }) {
  const [reading, setReading] = useState(0);
  const input = useRef();
  const button = useRef();
  const add = async (/** @type {Chosen[]} */ files) => {
    if (!files.length) return;
    /** @type {Chosen[]} */
    const wanted = [];
    for (const chosen of files) if (await mayTakeOver(stores, runs, chosen)) wanted.push(chosen);
    if (!wanted.length) return;
    setReading(wanted.length);
    await stores.runs.add(wanted);
    setReading(0);
  };
  const zone = useDropZone(add);
  const remove = async (/** @type {HeldRun} */ run) => {
    if (!(await mayRemove(stores, run))) return;
    button.current.focus();
    stores.runs.remove(run);
  };
  const bad = runs.runs.filter(({ problem }) => problem).length;
  const said = reading ? `Reading ${count(reading, "file")}` : runs.runs.length ? `${count(runs.runs.length - bad, "run")} loaded${bad ? `, and ${count(bad, "file")} that cannot be used` : ""}` : "";
  return html`
    <section class="app-box" aria-labelledby="runs-title">
      <h2 class="govuk-heading-m" id="runs-title">Earlier runs</h2>
      <p class="govuk-hint" id="runs-hint">Run files that you saved before (.903run.json). The newest is compared with this check, and its notes, states and marks are taken over.</p>
      <div ...${zone}>
        <div class="app-drop__buttons">
          <button type="button" class="govuk-button govuk-button--secondary" ref=${button} aria-describedby="runs-hint" onClick=${() => input.current.click()}>Load earlier runs</button>
          <p class="govuk-body">or drop them here</p>
        </div>
        <input type="file" multiple hidden accept=".json" ref=${input} onChange=${whenChosen(add)} data-box="runs" />
      </div>
      <p class="govuk-body app-runs__said" role="status">${said}</p>
      <ul class="app-files" aria-label="Earlier runs">
        ${[...runs.runs].reverse().map((run) => html`<${Run} key=${run.number} stores=${stores} run=${run} compared=${run.number === runs.compared} onRemove=${() => remove(run)} />`)}
      </ul>
    </section>
  `;
}

/**
 * @param {NotesAndMarks | undefined | false} lost
 * @returns {lost is NotesAndMarks}
 */
const hasAny = (lost) => !!lost && lost.notes + lost.marks > 0;

/**
 * Whether a run may be loaded whose notes would take the place of others taken over before.
 * @param {Stores} stores
 * @param {RunsHeld} runs
 * @param {Chosen} chosen
 */
async function mayTakeOver(stores, runs, chosen) {
  const lost = runs.runs.length > 0 && (await stores.runs.lostTo(chosen));
  if (!hasAny(lost)) return true;
  const words = "They were taken over from an earlier run. The notes and marks of the newest run take their place.";
  return ask({ title: `Load ${chosen.name}?`, words, lost: () => notesAndMarks(stores, lost, true), go: "Load it", stay: "No, do not load it" });
}

/**
 * @param {Stores} stores
 * @param {HeldRun} run
 */
async function mayRemove(stores, run) {
  const lost = await stores.runs.lostWithout(run);
  if (!hasAny(lost)) return true;
  const words = `They were taken over from this run, and will be there again when you load ${run.name} again.`;
  return ask({ title: "Remove this run?", words, lost: () => notesAndMarks(stores, lost, true), go: "Remove the run" });
}

/** @param {{ stores: Stores, run: HeldRun, compared: boolean, onRemove: () => unknown }} props */
function Run({ stores, run, compared, onRemove }) {
  const { number: place, name, label, year, authority, issues, children, hashed, problem } = run;
  const what = problem ? name : `the run of ${label}`;
  return html`
    <li class=${`app-file app-run ${problem ? "app-file--problem" : ""}`}>
      <span class="app-file__name">${problem ? name : label}</span>
      <button type="button" class="app-link-button" onClick=${onRemove}>Remove<span class="govuk-visually-hidden"> ${what}</span></button>
      ${problem
        ? html`<p class="app-file__problem app-wrap">
            <strong><span class="govuk-visually-hidden">Problem: </span>${problem.place && problem.place !== name && `${problem.place}: `}${problem.problem}</strong> ${problem.remedy}
          </p>`
        : html`
            <p class="app-file__said app-wrap">
              ${[authority, year, count(issues, "issue"), count(children, "child", "children")].filter(Boolean).join(", ")}${hashed && ", identifiers scrambled"}<span class="app-meaning">${name}</span>
            </p>
            <p class="app-file__said">
              ${compared
                ? html`<strong>Compared with this check</strong>`
                : html`<button type="button" class="app-link-button" onClick=${() => stores.runs.compareWith(place)}>
                    Compare with this one<span class="govuk-visually-hidden">: ${what}</span>
                  </button>`}
            </p>
          `}
    </li>
  `;
}

// -- comparing

/**
 * How many issues are new, still there and fixed; each leads to its list.
 * @param {{ progress: Progress }} props
 */
export const ProgressNumbers = ({ progress }) => {
  /** @type {[title: string, value: number, href?: string][]} */
  const shown = [
    ["New", progress.new, "#/results/find?status=new"],
    ["Still there", progress.still, "#/results/find?status=still"],
    ["Fixed", progress.fixed, "#/results/progress/1"],
    ["Not checked this time", progress.not_checked],
  ];
  return html`
    <dl class="app-numbers">
      ${shown.map(
        ([title, value, href]) => html`<div>
          <dt>${title}</dt>
          <dd>${href && value > 0 ? html`<a class="govuk-link govuk-link--no-visited-state" href=${href}>${number(value)}<span class="govuk-visually-hidden"> ${title.toLowerCase()}</span></a>` : number(value)}</dd>
        </div>`,
      )}
    </dl>
  `;
};

/** @param {{ stores: Stores, summary: Summary, progress: Progress, page?: string, paged: boolean }} props */
const Compared = ({ stores, summary, progress, page, paged }) => html`
  <h2 class="govuk-heading-m govuk-!-margin-top-6">Since the run of ${progress.label}</h2>
  ${progress.warnings.map(
    (words) => html`<div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>${words}</strong>
    </div>`,
  )}
  <${ProgressNumbers} progress=${progress} />
  ${progress.rules.length > 0 && html`<${ByRule} summary=${summary} rules=${progress.rules} />`}
  <${OverTime} stores=${stores} />
  <${Fixed} stores=${stores} asked=${page} paged=${paged} />
`;

/** @param {{ summary: Summary, rules: RuleProgress[] }} props */
function ByRule({ summary, rules }) {
  const [all, setAll] = useState(false);
  const found = new Set(summary.rules.map(({ code }) => code));
  const shown = all ? rules : rules.slice(0, RULES);
  return html`
    <table class="govuk-table app-stack">
      <caption class="govuk-table__caption govuk-table__caption--m">By rule</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Rule</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">New</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Still there</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Fixed</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${shown.map((rule) => {
          const { code, title, still, fixed } = rule;
          const words = `${code}: ${title}`;
          return html`<tr class="govuk-table__row" key=${code}>
            <th scope="row" class="govuk-table__header">${found.has(code) ? html`<a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(code)}`}>${words}</a>` : words}</th>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="New"><${Some} code=${code} status="new" value=${rule.new} words="new" /></td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Still there"><${Some} code=${code} status="still" value=${still} words="still there" /></td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Fixed">${number(fixed)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${shown.length < rules.length &&
    html`<p class="govuk-body"><button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setAll(true)}>Show all ${number(rules.length)} rules</button></p>`}
  `;
}

/**
 * A number of a rule's issues, leading to them.
 * @param {{ code: string, status: string, value: number, words: string }} props
 */
export const Some = ({ code, status, value, words }) =>
  value
    ? html`<a class="govuk-link" href=${`#/results/find?rule=${encodeURIComponent(code)}&status=${status}`}>${number(value)}<span class="govuk-visually-hidden"> ${words}, rule ${code}</span></a>`
    : number(value);

/** @param {{ stores: Stores, asked?: string, paged: boolean }} props */
function Fixed({ stores, asked, paged }) {
  const [page, answer] = usePage(stores, asked, FIXED_A_PAGE, "runs.fixed");
  if (!answer) return html`<p class="govuk-body">Fetching what was fixed</p>`;
  return html`
    <h2 class="govuk-heading-m" data-asked-for=${paged || undefined}>${count(answer.total, "fixed issue")}</h2>
    ${answer.total === 0
      ? html`<p class="govuk-body">Everything that run found is still there, or was not checked this time.</p>`
      : html`
          <table class="govuk-table app-stack">
            <caption class="govuk-visually-hidden">Fixed issues</caption>
            <thead class="govuk-table__head">
              <tr class="govuk-table__row">
                <th scope="col" class="govuk-table__header">Child</th>
                <th scope="col" class="govuk-table__header">Rule</th>
                <th scope="col" class="govuk-table__header">Row</th>
                <th scope="col" class="govuk-table__header">Note</th>
              </tr>
            </thead>
            <tbody class="govuk-table__body">
              ${answer.issues.map(
                (issue) => html`<tr class="govuk-table__row">
                  <th scope="row" class="govuk-table__header app-wrap">${issue.child || html`<span class="app-blank">not in the file</span>`}</th>
                  <td class="govuk-table__cell" data-label="Rule">${issue.rule}: ${issue.title}</td>
                  <td class="govuk-table__cell app-wrap app-fixed__row" data-label="Row">${issue.table_title}<span class="app-meaning">${issue.key}</span></td>
                  <td class="govuk-table__cell app-wrap"><${Noted} ...${issue} /></td>
                </tr>`,
              )}
            </tbody>
          </table>
          <${Pagination} page=${page} pages=${Math.ceil(answer.total / FIXED_A_PAGE)} label="Fixed issues" href=${(/** @type {number} */ at) => `#/results/progress/${at}`} />
        `}
  `;
}

// -- over time

/** @param {{ stores: Stores }} props */
function OverTime({ stores }) {
  const found = useAnswer(stores, "runs.over_time");
  if (!found || found.runs.length < 2) return null;
  const { runs, categories } = found;
  const last = runs.length - 1;
  // The time of day says something only where two runs are of one day.
  const days = runs.slice(0, last).map(({ label }) => label.split(" ")[0]);
  const day = (/** @type {number} */ place) => (place < last && new Set(days).size === last ? days[place] : runs[place].label);
  /** @type {(values: number[]) => Point[]} */
  const points = (values) => values.map((value, place) => ({ at: Date.parse(runs[place].when) / DAY, day: day(place), value, shown: number(value) }));
  const changed = (/** @type {number | undefined} */ value) => (value === undefined ? null : { value, shown: number(value) });
  return html`
    <h2 class="govuk-heading-m">Over time</h2>
    <p class="govuk-body">${count(last, "earlier run")} and this check.</p>
    <${LineChart} title="Issues from run to run" unit="Number"
      lines=${[
        { label: "Children with an issue", kind: "series-1", points: points(runs.map(({ children_affected }) => children_affected)) },
        { label: "Issues", kind: "series-0", points: points(runs.map(({ issues }) => issues)) },
      ]} />
    <${LineChart} title="Issues by kind from run to run" unit="Issues"
      lines=${categories.map(({ title, issues }, place) => ({ label: title, kind: `series-${place}`, points: points(issues) })).reverse()} />
    <${BarChart} title="New and fixed from run to run" unit="Issues, compared with the run before" series=${["New", "Fixed"]}
      bars=${runs.slice(1).map((run) => ({ label: run.label, values: [changed(run.new), changed(run.fixed)] }))} />
  `;
}
