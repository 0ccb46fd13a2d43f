// What the page knows of correcting the return: the steps taken, what is being chosen, and the preview before anything is
// done. Python proposes, previews and makes the changes (validator/clean_bridge.py).
import { useEffect, useReducer } from "preact/hooks";
import { Watched } from "./watched.js";
import { count, number } from "./words.js";

export const PREVIEW = "#/results/preview";
export const ROWS_A_PAGE = 50;

const NOTHING_DONE = { steps: [], changes: 0, rows_removed: 0 };

/** What is chosen of the proposals and typed for many rows: numbers and places hold for the results on screen only. */
const nothingChosen = () => ({ chosen: new Set(), values: {}, bulk: null, asked: null, preview: null });

let cleaning;

/** The one CleanDesk of the page; whoever calls this is drawn again when it changes. */
export function useCleaning(desk) {
  cleaning ??= new CleanDesk(desk);
  const [, redraw] = useReducer((times) => times + 1, 0);
  useEffect(() => cleaning.subscribe(redraw), []);
  return cleaning;
}

class CleanDesk extends Watched {
  #desk;
  #summary;

  state = {
    // What Python answers of the steps taken: {steps, changes, rows_removed, form, about}.
    done: NOTHING_DONE,
    // What Python is working on, in words; nothing else can be asked for meanwhile.
    busy: "",
    // The kinds of safe change that the user does not want.
    unwanted: new Set(),
    // Numbers of the proposals that the user ticked, and number -> the value chosen in place of the one proposed.
    // `bulk` is what is filled in for many rows (bulk_edit.js). `asked` is what the preview is of, `preview` the beginning
    // of Python's answer, `from` the address that it was asked for at, `onward` where to go when the changes are made.
    ...nothingChosen(),
    from: "",
    onward: "",
    // What was done last, {title, words}, shown at the address `at` until that is left.
    outcome: null,
  };

  constructor(desk) {
    super();
    this.#desk = desk;
    this.#summary = desk.state.summary;
    desk.subscribe(() => this.#follow());
    addEventListener("hashchange", () => {
      if (this.state.outcome && this.state.outcome.at !== location.hash) this.set({ outcome: null });
    });
  }

  /** After another check nothing chosen holds any more, and Python tells which steps it has kept. */
  async #follow() {
    const { summary } = this.#desk.state;
    if (summary === this.#summary) return;
    this.#summary = summary;
    this.set({ ...nothingChosen(), outcome: null, ...(!summary && { done: NOTHING_DONE, busy: "" }) });
    if (summary && this.state.done.steps.length) {
      const done = await this.#desk.ask("cleaning.state");
      if (!done) return;
      this.set({ done });
      this.#desk.set({ corrected: done.steps.length > 0 });
    }
  }

  choose(change) {
    this.set(change);
  }

  /** Asks Python while it is said what it works on; undefined when the question was cut short. */
  async #during(busy, question, ...given) {
    if (this.state.busy) return undefined;
    this.set({ busy });
    const answer = await this.#desk.ask(`cleaning.${question}`, ...given);
    this.set({ busy: "" });
    return answer;
  }

  /**
   * Opens the preview of what is asked for; when the changes are made the page goes `onward`, or back here. Returns the
   * sentence on what keeps it from being done, if anything does.
   */
  async look(asked, onward) {
    const from = location.hash;
    const preview = await this.#during("Working out the changes", "preview", asked, 0, ROWS_A_PAGE);
    if (!preview || preview.problem) return preview?.problem;
    this.set({ asked, preview, from, onward: onward ?? from });
    // Whoever went elsewhere meanwhile is left there.
    if (location.hash === from) location.hash = PREVIEW;
    return undefined;
  }

  cancel() {
    location.hash = this.state.from;
    this.set({ asked: null, preview: null });
  }

  /** Makes the changes previewed and goes on from there. */
  async apply() {
    const { asked, preview, onward } = this.state;
    const answer = await this.#during("Making the changes", "apply", asked);
    if (this.#took(answer, "The changes are made", inWords(preview), onward)) location.hash = onward;
  }

  async undo() {
    const { steps } = this.state.done;
    const last = steps.at(-1);
    const answer = await this.#during("Taking the last step back", "undo");
    this.#took(answer, "The last step is taken back", `${last.title}.`);
  }

  async undoAll() {
    const answer = await this.#during("Taking everything back", "undo_all");
    this.#took(answer, "Everything is taken back", "The results are those of your files as they came.");
  }

  /** Takes over what came of a change; false when nothing did. */
  #took(answer, title, words, at = location.hash) {
    if (!answer?.summary) return false;
    const { summary, state: done } = answer;
    this.#summary = summary;
    const issues = `The return has ${count(summary.issues, "issue")} now.`;
    this.set({ ...nothingChosen(), done, outcome: { title, words: `${words} ${issues}`, at } });
    this.#desk.takeSummary(summary, done.steps.length > 0);
    return true;
  }
}

/** What a preview says that would be done, and what came of it. */
const inWords = ({ changes, rows_removed, resolved, added, to_light }) =>
  [`${changed({ changes, rows_removed })}.`, resolved > 0 && `${count(resolved, "issue is", "issues are")} gone.`, added > 0 && `${count(added, "issue is", "issues are")} new.`, to_light > 0 && `${count(to_light, "issue has", "issues have")} come to light.`].filter(Boolean).join(" ");

/** "1,204 cells were changed and 3 rows taken out", without what there is none of. */
const changed = ({ changes, rows_removed }) => {
  const cells = `${count(changes, "cell")} ${changes === 1 ? "was" : "were"} changed`;
  if (!rows_removed) return cells;
  if (!changes) return `${count(rows_removed, "row")} ${rows_removed === 1 ? "was" : "were"} taken out`;
  return `${cells} and ${count(rows_removed, "row")} taken out`;
};

/** How many changes there are, as the list of them counts. */
export const changesIn = ({ changes, rows_removed }) => changes + rows_removed;

/** The same in words: "5 cells, 1 row taken out". */
export const changesInWords = ({ changes, rows_removed }) =>
  [changes > 0 && count(changes, "cell"), rows_removed > 0 && `${count(rows_removed, "row")} taken out`].filter(Boolean).join(", ") || number(0);
