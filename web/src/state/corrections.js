// Correcting the return: the steps taken, what is being chosen, and the preview before anything is done. Python proposes,
// previews and makes the changes (validator/page/correcting.py).
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";
import { count, number } from "../ui/words.js";

export const PREVIEW = "#/results/preview";
export const ROWS_A_PAGE = 50;

/**
 * @import { Answer, Corrections as Done, Given, Preview, Question } from "../python/answers"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {Given<"cleaning.preview">[0]} Asked What changes are asked for.
 * @typedef {{ changes: number, rows_removed: number }} Changed
 * @typedef {{ which: string, ticked: Set<number>, field: string, action: string, value: string, find: string }} BulkForm What is
 *   filled in for many rows (correct/bulk_edit.js).
 *
 * @typedef {object} CorrectionsState
 * @property {Done} done the steps taken
 * @property {boolean} saved whether the corrected files or the list of changes were saved since the last change
 * @property {number} givenUp how many changes will go with files that the user has removed or replaced all the same
 * @property {string} busy what Python is working on, in words; nothing else can be asked for meanwhile
 * @property {Set<string>} unwanted the kinds of safe change that the user does not want
 * @property {Set<number>} chosen numbers of the suggestions that the user ticked
 * @property {Record<number, string>} values number -> the value chosen in place of the one proposed
 * @property {Asked | null} asked what the preview is of
 * @property {Preview | null} preview the beginning of Python's answer
 * @property {Map<string, BulkForm>} forms by the rows that they are for
 * @property {string} bulk the form that the preview is of, if it is of one
 * @property {string} from the address that the preview was asked for at
 * @property {string} onward where to go when the changes are made
 * @property {{ title: string, words: string, at: string } | null} outcome what was done last, shown at the address `at` until
 *   that is left
 */

/** @type {Done} */
const NOTHING_DONE = { steps: [], changes: 0, rows_removed: 0, form: "", files: {}, about: "" };

/**
 * What is chosen of the suggestions: their numbers hold for the results on screen only.
 * @returns {Pick<CorrectionsState, "chosen" | "values" | "asked" | "preview">}
 */
const nothingChosen = () => ({ chosen: new Set(), values: {}, asked: null, preview: null });

/** @extends {Watched<CorrectionsState>} */
export class Corrections extends Watched {
  #stores;
  #summary;
  #checks;
  // Whether Python may hold steps that are not in `done`, since it has been started anew or the results were gone.
  #unknown = false;

  /** @type {CorrectionsState} */
  state = {
    done: NOTHING_DONE,
    saved: true,
    givenUp: 0,
    busy: "",
    unwanted: new Set(),
    ...nothingChosen(),
    forms: new Map(),
    bulk: "",
    from: "",
    onward: "",
    outcome: null,
  };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
    this.#summary = stores.check.state.summary;
    this.#checks = stores.check.state.checks;
    stores.check.subscribe(() => this.#follow());
    addEventListener("hashchange", () => {
      if (this.state.outcome && this.state.outcome.at !== location.hash) this.set({ outcome: null });
    });
  }

  /**
   * After another check nothing chosen holds any more, and Python tells which steps it has kept. The same check made again by
   * a Python started anew changes nothing.
   */
  async #follow() {
    const { check, python } = this.#stores;
    const { summary, checks } = check.state;
    if (summary === this.#summary) return;
    this.#summary = summary;
    this.#unknown ||= this.state.done.steps.length > 0;
    if (!summary || checks !== this.#checks) this.set({ ...nothingChosen(), forms: this.#withoutTicks(), givenUp: 0, outcome: null, ...(!summary && { done: NOTHING_DONE, busy: "" }) });
    this.#checks = checks;
    if (!summary || !this.#unknown) return;
    const done = await python.ask("cleaning.state");
    if (!done) return;
    this.#unknown = false;
    this.set({ done });
    check.ofCorrected(done.steps.length > 0);
  }

  /** @param {Partial<CorrectionsState>} change */
  choose(change) {
    this.set(change);
  }

  /**
   * Keeps what was filled in for many rows; `of` says which rows.
   * @param {string} of
   * @param {BulkForm} form
   */
  fill(of, form) {
    this.set({ forms: new Map(this.state.forms).set(of, form) });
  }

  /** The forms without the rows ticked, which were places in results that are others now. */
  #withoutTicks() {
    return new Map(Array.from(this.state.forms, ([of, form]) => [of, { ...form, ticked: new Set() }]));
  }

  /**
   * Saves what came of the changes. Returns {name} of the file, {problem: a sentence}, or undefined when the question was cut
   * short.
   * @template {"cleaning.corrected" | "cleaning.originals" | "cleaning.log"} Q
   * @param {Q} question
   * @param {Given<Q>} given
   * @returns {Promise<{ name?: string, problem?: string | undefined } | undefined>}
   */
  async save(question, ...given) {
    const { done } = this.state;
    /** @type {Answer<"cleaning.corrected">} */
    const file = await this.#stores.python.ask(question, ...given);
    if (!file?.content) return file && { problem: file.problem };
    download(file.name, file.type, file.content);
    // What was changed while the file was made is not in it.
    if (question !== "cleaning.originals" && done === this.state.done) this.set({ saved: true });
    return { name: file.name };
  }

  /**
   * Asks Python while it is said what it works on; undefined when the question was cut short.
   * @template {Question} Q
   * @param {string} busy
   * @param {Q} question
   * @param {Given<Q>} given
   */
  async #during(busy, question, ...given) {
    if (this.state.busy) return undefined;
    this.set({ busy });
    const answer = await this.#stores.python.ask(question, ...given);
    this.set({ busy: "" });
    return answer;
  }

  /**
   * Opens the preview of what is asked for; when the changes are made the page goes `onward`, or back here. `bulk` says
   * which form it was filled in, if in one. Returns the sentence on what keeps it from being done, if anything does.
   * @param {Asked} asked
   * @param {string} [onward]
   * @returns {Promise<string | undefined>}
   */
  async look(asked, onward, bulk = "") {
    const from = location.hash;
    const preview = await this.#during("Working out the changes", "cleaning.preview", asked, 0, ROWS_A_PAGE);
    if (!preview || preview.problem !== undefined) return preview?.problem;
    this.set({ asked, preview, bulk, from, onward: onward ?? from });
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
    const { asked, preview, bulk, onward } = this.state;
    if (!asked || !preview) return;
    const answer = await this.#during("Making the changes", "cleaning.apply", asked);
    if (!this.#took(answer, "The changes are made", inWords(preview), onward)) return;
    this.state.forms.delete(bulk);
    location.hash = onward;
  }

  async undo() {
    const { steps } = this.state.done;
    const last = steps[steps.length - 1];
    const answer = await this.#during("Taking the last step back", "cleaning.undo");
    this.#took(answer, "The last step is taken back", `${last.title}.`);
  }

  async undoAll() {
    const answer = await this.#during("Taking everything back", "cleaning.undo_all");
    this.#took(answer, "Everything is taken back", "The results are those of your files as they came.");
  }

  /**
   * Takes over what came of a change; false when nothing did.
   * @param {Answer<"cleaning.apply"> | undefined} answer
   * @param {string} title
   * @param {string} words
   */
  #took(answer, title, words, at = location.hash) {
    if (!answer?.summary) return false;
    const { summary, state: done } = answer;
    this.#summary = summary;
    const issues = `The return has ${count(summary.issues, "issue")} now.`;
    this.set({ ...nothingChosen(), forms: this.#withoutTicks(), done, saved: false, outcome: { title, words: `${words} ${issues}`, at } });
    this.#stores.check.take(summary, done.steps.length > 0);
    return true;
  }
}

/**
 * What a preview says that would be done, and what came of it.
 * @param {Changed & { resolved: number, added: number, to_light: number }} preview
 */
const inWords = ({ changes, rows_removed, resolved, added, to_light }) =>
  [`${changed({ changes, rows_removed })}.`, resolved > 0 && `${count(resolved, "issue is", "issues are")} gone.`, added > 0 && `${count(added, "issue is", "issues are")} new.`, to_light > 0 && `${count(to_light, "issue has", "issues have")} come to light.`].filter(Boolean).join(" ");

/** "1,204 cells were changed and 3 rows deleted", without what there is none of. */
const changed = (/** @type {Changed} */ { changes, rows_removed }) => {
  const cells = `${count(changes, "cell")} ${changes === 1 ? "was" : "were"} changed`;
  if (!rows_removed) return cells;
  if (!changes) return `${count(rows_removed, "row")} ${rows_removed === 1 ? "was" : "were"} deleted`;
  return `${cells} and ${count(rows_removed, "row")} deleted`;
};

/** How many changes there are, as the list of them counts. */
export const changesIn = (/** @type {Changed} */ { changes, rows_removed }) => changes + rows_removed;

/** The same in words: "5 cells, 1 row deleted". */
export const changesInWords = (/** @type {Changed} */ { changes, rows_removed }) =>
  [changes > 0 && count(changes, "cell"), rows_removed > 0 && `${count(rows_removed, "row")} deleted`].filter(Boolean).join(", ") || number(0);
