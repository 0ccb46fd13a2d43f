// An issue's or a rule's state and note: shown, and written in place. Python keeps them, and the run file that is saved.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useAnswer } from "../state/answer.js";
import { ask } from "../ui/asking.js";
import { notesAndMarks } from "../state/at_stake.js";
import { Choice } from "../ui/choice.js";
import { keyOf, keyOfAll, keyOfRule } from "../state/drafts.js";
import { ErrorMessage } from "../ui/errors.js";
import { html } from "../ui/html.js";
import { LookedAt } from "./looked_at.js";
import { STOPPED } from "../state/runs.js";
import { number } from "../ui/words.js";

/**
 * @import { IssueShown, NoteGiven, RuleNote, SummaryRule } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/** @typedef {Omit<IssueShown, "title" | "child" | "child_number" | "table_title" | "values"> & { child?: string }} Marked An issue. */

/**
 * The last cell of an issue: its state and note, and whether it was looked at. `what` names it to screen readers.
 * @param {{ stores: Stores, issue: Marked, what: string }} props
 */
export const Marks = ({ stores, issue, what }) => html`
  <${Note} stores=${stores} noted=${issue} what=${what} of=${keyOf(issue)} onSave=${(/** @type {NoteGiven} */ noted) => stores.runs.annotate({ positions: [issue.position] }, noted)} />
  <${LookedAt} stores=${stores} issue=${issue} what=${what} />
`;

/**
 * A state and a note in words.
 * @param {Pick<RuleNote, "state_title" | "note">} props
 */
export const Noted = ({ state_title, note }) =>
  (state_title || note) && html`<p class="app-note">${state_title && html`<strong>${state_title}</strong>`}${state_title && note && ": "}${note}</p>`;

/**
 * @typedef {(written: NoteGiven) => Promise<string | undefined>} OnSave Returns what keeps it from being done, if anything does.
 */

/** That a note was begun and not saved, with what was written. */
const HalfWritten = (/** @type {{ note: string }} */ { note }) => html`<p class="app-note"><strong>Not saved yet</strong>${note && `: ${note}`}</p>`;

/**
 * `of` tells the note's draft from others'; `onSave` keeps what is written.
 * @param {{ stores: Stores, noted: RuleNote, what: string, of: string, add?: string, onSave: OnSave }} props
 */
function Note({ stores, noted, what, of, add = "Add a note", onSave }) {
  const [open, setOpen] = useState(false);
  // Whoever wrote a note hears that it was kept.
  const [said, say] = useState(/** @type {string | null} */ (null));
  const button = useRef();
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current && !open) button.current?.focus();
    opened.current = open;
  }, [open]);
  if (!stores.runs.state.runs) return null;
  const draft = stores.drafts.get(of);
  const words = draft ? "Go on with the note" : noted.state || noted.note ? "Change the note" : add;
  /** @type {OnSave} */
  const save = async (written) => {
    const problem = await onSave(written);
    if (problem !== undefined) return problem;
    say("Saved");
    setOpen(false);
    return undefined;
  };
  return html`
    <div class="app-noted">
      ${!open && html`<${Noted} ...${noted} />`}
      ${!open && draft && html`<${HalfWritten} ...${draft} />`}
      ${said !== null && html`<p class="govuk-visually-hidden" role="status">${said}</p>`}
      ${open
        ? html`<${Editor} stores=${stores} legend=${`Note: ${what}`} of=${of} ...${noted} onSave=${save} onClose=${() => setOpen(false)} />`
        : html`<button type="button" class="app-link-button" ref=${button} onClick=${() => (say(""), setOpen(true))}>
            ${words}<span class="govuk-visually-hidden">: ${what}</span>
          </button>`}
    </div>
  `;
}

/**
 * On a rule's page: the note on the rule itself, and a state and note for all its issues at once.
 * @param {{ stores: Stores, rule: SummaryRule }} props
 */
export function RuleNotes({ stores, rule: { code, issues, tables } }) {
  const noted = useAnswer(stores, "results.rule_note", code);
  const [open, setOpen] = useState(false);
  const [said, say] = useState("");
  const button = useRef();
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current && !open) button.current?.focus();
    opened.current = open;
  }, [open]);
  if (!noted || !stores.runs.state.runs) return null;
  const all = `all ${number(issues)} issues of this rule`;
  const of = keyOfAll(code);
  const draft = stores.drafts.get(of);
  /** @type {OnSave} */
  const save = async (written) => {
    const found = await Promise.all(tables.map(({ name }) => stores.python.ask("results.positions_of", { rule: code, table: name })));
    if (found.includes(undefined)) return STOPPED;
    const positions = found.flatMap((some) => some ?? []);
    const replaced = await stores.python.ask("runs.noted", positions);
    const words = "Each of these issues would have the one note in place of its own.";
    if (replaced && !(await ask({ title: `Write one note on ${all}?`, words, lost: () => notesAndMarks(stores, { notes: replaced, marks: 0 }), go: "Write the one note" }))) return "";
    const problem = await stores.runs.annotate({ positions }, written);
    if (problem !== undefined) return problem;
    say(`Saved for ${all}.`);
    setOpen(false);
    return undefined;
  };
  return html`
    <h2 class="govuk-heading-m">Notes</h2>
    <${Note} stores=${stores} noted=${noted} what=${`rule ${code}`} of=${keyOfRule(code)} add="Add a note on the rule" onSave=${(/** @type {NoteGiven} */ written) => stores.runs.annotate({ rule: code }, written)} />
    ${issues > 1 &&
    html`<div class="app-noted">
      ${open
        ? html`<${Editor} stores=${stores} legend=${`Note on ${all}`} of=${of} state="" note="" save=${`Save for all ${number(issues)}`} onSave=${save} onClose=${() => setOpen(false)} />`
        : html`
            ${draft && html`<${HalfWritten} ...${draft} />`}
            <button type="button" class="app-link-button" ref=${button} onClick=${() => (say(""), setOpen(true))}>${draft ? "Go on with the note" : "Write one note"} on ${all}</button>
          `}
      <p class="app-note" role="status">${said}</p>
    </div>`}
  `;
}

/**
 * What is written is kept as a draft until it is saved or thrown away, wherever the user goes meanwhile.
 * @param {{ stores: Stores, legend: string, of: string, state: string, note: string, save?: string, onSave: OnSave, onClose: () => void }} props
 */
function Editor({ stores, legend, of, state, note, save = "Save", onSave, onClose }) {
  const id = useId();
  const [written, setWritten] = useState(stores.drafts.get(of) ?? { state, note });
  const write = (/** @type {Partial<NoteGiven>} */ change) => {
    const now = { ...written, ...change };
    setWritten(now);
    if (now.state === state && now.note === note) stores.drafts.delete(of);
    else stores.drafts.set(of, now);
  };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => document.getElementById(`${id}-state`)?.focus(), []);
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onClose();
  };
  const cancel = async () => {
    const title = "Throw away what you wrote?";
    if (stores.drafts.has(of) && !(await ask({ title, words: written.note, always: true, go: "Throw it away", stay: "No, go on writing" }))) return;
    stores.drafts.delete(of);
    onClose();
  };
  const keep = async () => {
    setBusy(true);
    const problem = await onSave({ state: written.state, note: written.note.trim() });
    if (problem === undefined) stores.drafts.delete(of);
    setProblem(problem ?? "");
    setBusy(false);
  };
  return html`
    <div class="app-note-form" role="group" aria-label=${legend} onKeyDown=${leave}>
      <${Choice} id=${`${id}-state`} label="State" value=${written.state} onChoose=${(/** @type {string} */ chosen) => write({ state: chosen })}
        options=${[["", "None"], ...(stores.runs.state.runs?.states ?? []).map(({ code, title }) => [code, title])]} />
      <div class=${`govuk-form-group ${problem ? "govuk-form-group--error" : ""}`}>
        <label class="govuk-label" for=${`${id}-note`}>Note</label>
        <div role="status"><${ErrorMessage} id=${`${id}-error`} error=${problem && { problem }} /></div>
        <textarea class="govuk-textarea" id=${`${id}-note`} rows="3" aria-describedby=${problem ? `${id}-error` : undefined} value=${written.note} onInput=${(/** @type {OfInput} */ event) => write({ note: event.target.value })}></textarea>
      </div>
      <div class="app-actions">
        <button type="button" class="govuk-button" disabled=${busy} onClick=${keep}>${save}</button>
        <button type="button" class="app-link-button" onClick=${cancel}>Cancel</button>
      </div>
    </div>
  `;
}
