// Earlier runs, and notes. Python holds and compares them (validator/page/tracking.py); here are the files, in case it must be
// started anew.
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";

/** Why a note is not there, when Python did not answer. */
export const STOPPED = "The note could not be saved, because the checker stopped. Try again.";

/**
 * @import { Given, HeldRun, HeldRuns, NoteGiven, NoteState, Progress, Summary } from "../python/answers"
 * @import { Ask, Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {HeldRuns & { progress: Progress | undefined, states: NoteState[] }} Held The earlier runs loaded, how the check stands to
 *   them, and what a note can say.
 *
 * @typedef {object} RunsState
 * @property {Held | null} runs null until it was asked for
 */

/** @extends {Watched<RunsState>} */
export class Runs extends Watched {
  #stores;
  /**
   * The files of runs that Python holds, by name, in the order added.
   * @type {Map<string, Chosen>}
   */
  #files = new Map();
  /** @type {Summary | null} */
  #summary = null;
  /**
   * What a note can say of an issue.
   * @type {NoteState[]}
   */
  #states = [];
  /**
   * The latest question after how things stand; an answer to an earlier one is out of date.
   * @type {object | null}
   */
  #asking = null;

  /** @type {RunsState} */
  state = { runs: null };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
    stores.check.subscribe(() => this.#follow());
  }

  /** Asks how each check's issues stand to the runs. */
  async #follow() {
    const { summary } = this.#stores.check.state;
    if (summary === this.#summary) return;
    this.#summary = summary;
    if (summary) await this.#refresh();
  }

  /**
   * What a Python that was just started is to be given.
   * @returns {Item[]}
   */
  toLay() {
    const { runs } = this.state;
    const compared = runs?.runs.find(({ number }) => number === runs.compared)?.name;
    const items = Array.from(this.#files.values(), /** @returns {Item} */ (chosen) => ({
      label: `run\n${chosen.name}`,
      words: "Reading your earlier runs again",
      give: (ask) => ask("give", "runs.add", chosen),
      drop: () => {
        this.#files.delete(chosen.name);
        this.#stores.news.lose(`The run in ${chosen.name} is not used any more: it could not be read again.`);
      },
    }));
    if (!items.length) return items;
    const compare = async (/** @type {Ask} */ ask) => {
      const { runs } = await ask("ask", "runs.state");
      await ask("ask", "runs.compare_with", runs.find(({ name }) => name === compared)?.number);
    };
    return [...items, { label: "run compared with", words: "Comparing with the earlier run again", give: compare, drop: () => {} }];
  }

  async #refresh() {
    const asking = {};
    this.#asking = asking;
    const { check, python, results } = this.#stores;
    if (!this.#states.length) this.#states = (await python.ask("runs.states")) ?? [];
    const state = await python.ask("runs.state");
    const progress = state && (await python.ask("runs.progress"));
    const looked = check.state.summary && (await python.ask("results.looked"));
    if (asking !== this.#asking || !state || !looked) return;
    results.take(looked);
    this.set({ runs: { ...state, progress, states: this.#states } });
  }

  /**
   * How many {notes, marks} would go with a run.
   * @param {HeldRun} run
   */
  lostWithout({ number }) {
    return this.#stores.python.ask("runs.lost_without", number);
  }

  /**
   * How many {notes, marks} would go if a run were loaded.
   * @param {Chosen} chosen
   */
  lostTo(chosen) {
    return this.#stores.python.give("runs.lost_to", chosen);
  }

  /**
   * Loads runs.
   * @param {Chosen[]} files
   */
  async add(files) {
    for (const chosen of files) {
      // A file that stops Python is not given again.
      if (!(await this.#stores.python.give("runs.add", chosen))) return;
      // In place of one of the same name, and last.
      this.#files.delete(chosen.name);
      this.#files.set(chosen.name, chosen);
    }
    await this.#refresh();
  }

  /** @param {HeldRun} run */
  async remove({ number, name }) {
    this.#files.delete(name);
    await this.#stores.python.ask("runs.remove", number);
    await this.#refresh();
  }

  /** @param {number} number */
  async compareWith(number) {
    await this.#stores.python.ask("runs.compare_with", number);
    await this.#refresh();
  }

  /**
   * Saves the last check as a run file; returns the file's name.
   * @param {boolean} hashed
   * @returns {Promise<string | undefined>}
   */
  async save(hashed) {
    const file = await this.#stores.python.ask("runs.save", hashed);
    if (!file) return undefined;
    download(file.name, file.type, file.content);
    await this.#stores.python.ask("runs.saved");
    await this.#stores.results.remember();
    await this.#refresh();
    return file.name;
  }

  /**
   * Puts a state and a note on issues or on a rule. Returns what keeps it from being done, if anything does.
   * @param {Given<"runs.annotate">[0]} what
   * @param {NoteGiven} noted
   * @returns {Promise<string | undefined>}
   */
  async annotate(what, noted) {
    const answer = await this.#stores.python.ask("runs.annotate", what, noted);
    if (!answer) return STOPPED;
    if (answer.problem) return answer.problem;
    await this.#stores.results.remember();
    await this.#refresh();
    return undefined;
  }
}
