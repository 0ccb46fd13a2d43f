// An issue's or a rule's state and note: shown, and written in place. Python keeps them, and the run file that is saved.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useAnswer } from "./answer.js";
import { Choice } from "./choice.js";
import { ErrorMessage } from "./errors.js";
import { html } from "./html.js";
import { LookedAt } from "./looked_at.js";
import { number } from "./words.js";

/** The last cell of an issue: its state and note, and whether it was looked at. `what` names it to screen readers. */
export const Marks = ({ desk, issue, what }) => html`
  <${Note} desk=${desk} noted=${issue} what=${what} onSave=${(noted) => desk.runs.annotate({ positions: [issue.position] }, noted)} />
  <${LookedAt} desk=${desk} issue=${issue} what=${what} />
`;

/** A state and a note in words. */
export const Noted = ({ state_title, note }) =>
  (state_title || note) && html`<p class="app-note">${state_title && html`<strong>${state_title}</strong>`}${state_title && note && ": "}${note}</p>`;

/** `noted`: {state, state_title, note}, blank where there is none; `onSave({state, note})` keeps what is written. */
function Note({ desk, noted, what, add = "Add a note", onSave }) {
  const [open, setOpen] = useState(false);
  // Whoever wrote a note hears that it was kept.
  const [said, say] = useState(null);
  const button = useRef();
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current && !open) button.current?.focus();
    opened.current = open;
  }, [open]);
  if (!desk.state.runs) return null;
  const any = noted.state || noted.note;
  const save = async (written) => {
    const problem = await onSave(written);
    if (problem) return problem;
    say("Saved");
    setOpen(false);
    return undefined;
  };
  return html`
    <div class="app-noted">
      ${!open && html`<${Noted} ...${noted} />`}
      ${said !== null && html`<p class="govuk-visually-hidden" role="status">${said}</p>`}
      ${open
        ? html`<${Editor} desk=${desk} legend=${`Note: ${what}`} ...${noted} onSave=${save} onCancel=${() => setOpen(false)} />`
        : html`<button type="button" class="app-link-button" ref=${button} onClick=${() => (say(""), setOpen(true))}>
            ${any ? "Change the note" : add}<span class="govuk-visually-hidden">: ${what}</span>
          </button>`}
    </div>
  `;
}

/** On a rule's page: the note on the rule itself, and a state and note for all its issues at once. */
export function RuleNotes({ desk, rule: { code, issues, tables } }) {
  const noted = useAnswer(desk, "rule_note", code);
  const [open, setOpen] = useState(false);
  const [said, say] = useState("");
  const button = useRef();
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current && !open) button.current?.focus();
    opened.current = open;
  }, [open]);
  if (!noted || !desk.state.runs) return null;
  const all = `all ${number(issues)} issues of this rule`;
  const save = async (written) => {
    const found = await Promise.all(tables.map(({ name }) => desk.look("positions_of", { rule: code, table: name })));
    if (found.includes(undefined)) return undefined;
    const problem = await desk.runs.annotate({ positions: found.flat() }, written);
    if (problem) return problem;
    say(`Saved for ${all}.`);
    setOpen(false);
    return undefined;
  };
  return html`
    <h2 class="govuk-heading-m">Notes</h2>
    <${Note} desk=${desk} noted=${noted} what=${`rule ${code}`} add="Add a note on the rule" onSave=${(written) => desk.runs.annotate({ rule: code }, written)} />
    ${issues > 1 &&
    html`<div class="app-noted">
      ${open
        ? html`<${Editor} desk=${desk} legend=${`Note on ${all}`} state="" note="" save=${`Save for all ${number(issues)}`} onSave=${save} onCancel=${() => setOpen(false)} />`
        : html`<button type="button" class="app-link-button" ref=${button} onClick=${() => (say(""), setOpen(true))}>Write one note on ${all}</button>`}
      <p class="app-note" role="status">${said}</p>
    </div>`}
  `;
}

function Editor({ desk, legend, state, note, save = "Save", onSave, onCancel }) {
  const id = useId();
  const [chosen, choose] = useState(state);
  const [words, write] = useState(note);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => document.getElementById(`${id}-state`).focus(), []);
  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onCancel();
  };
  const keep = async () => {
    setBusy(true);
    setProblem((await onSave({ state: chosen, note: words.trim() })) ?? "");
    setBusy(false);
  };
  return html`
    <div class="app-note-form" role="group" aria-label=${legend} onKeyDown=${leave}>
      <${Choice} id=${`${id}-state`} label="State" value=${chosen} onChoose=${choose}
        options=${[["", "None"], ...desk.state.runs.states.map(({ code, title }) => [code, title])]} />
      <div class=${`govuk-form-group ${problem ? "govuk-form-group--error" : ""}`}>
        <label class="govuk-label" for=${`${id}-note`}>Note</label>
        <div role="status"><${ErrorMessage} id=${`${id}-error`} error=${problem && { problem }} /></div>
        <textarea class="govuk-textarea" id=${`${id}-note`} rows="3" aria-describedby=${problem ? `${id}-error` : undefined} value=${words} onInput=${(event) => write(event.target.value)}></textarea>
      </div>
      <div class="app-actions">
        <button type="button" class="govuk-button" disabled=${busy} onClick=${keep}>${save}</button>
        <button type="button" class="app-link-button" onClick=${onCancel}>Cancel</button>
      </div>
    </div>
  `;
}
