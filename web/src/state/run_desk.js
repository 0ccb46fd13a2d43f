// What the page knows of earlier runs and of notes. Python holds and compares them (validator/page/tracking.py); here are the
// files, in case it must be started anew. What Python answers stands in the desk's state as `runs`.
import { download } from "../ui/download.js";

/** Why a note is not there, when Python did not answer. */
export const STOPPED = "The note could not be saved, because the checker stopped. Try again.";

/**
 * @typedef {import("../ui/chosen.js").Chosen} Chosen
 * @typedef {import("../python/answers").HeldRun} Run An earlier run that was loaded.
 */

export class RunDesk {
  #desk;
  /**
   * The files of runs that Python holds, by name, in the order added.
   * @type {Map<string, Chosen>}
   */
  #files = new Map();
  /** @type {import("../python/answers").Summary | null} */
  #summary = null;
  /**
   * What a note can say of an issue.
   * @type {import("../python/answers").NoteState[]}
   */
  #states = [];
  /**
   * The latest question after how things stand; an answer to an earlier one is out of date.
   * @type {object | null}
   */
  #asking = null;

  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    desk.subscribe(() => this.#follow());
  }

  /** Asks how each check's issues stand to the runs. */
  async #follow() {
    const { summary } = this.#desk.state;
    if (summary === this.#summary) return;
    this.#summary = summary;
    if (summary) await this.#refresh();
  }

  /**
   * What a Python that was just started is to be given.
   * @returns {import("../python/engine.js").Item[]}
   */
  toLay() {
    const { runs } = this.#desk.state;
    const compared = runs?.runs.find(({ number }) => number === runs.compared)?.name;
    const items = Array.from(this.#files.values(), /** @returns {import("../python/engine.js").Item} */ (chosen) => ({
      label: `run\n${chosen.name}`,
      words: "Reading your earlier runs again",
      give: (ask) => ask("give", "runs.add", chosen),
      drop: () => {
        this.#files.delete(chosen.name);
        this.#desk.lose(`The run in ${chosen.name} is not used any more: it could not be read again.`);
      },
    }));
    if (!items.length) return items;
    const compare = async (/** @type {import("../python/engine.js").Ask} */ ask) => {
      const { runs } = await ask("ask", "runs.state");
      await ask("ask", "runs.compare_with", runs.find(({ name }) => name === compared)?.number);
    };
    return [...items, { label: "run compared with", words: "Comparing with the earlier run again", give: compare, drop: () => {} }];
  }

  async #refresh() {
    const asking = {};
    this.#asking = asking;
    const desk = this.#desk;
    if (!this.#states.length) this.#states = (await desk.ask("runs.states")) ?? [];
    const state = await desk.ask("runs.state");
    const progress = state && (await desk.ask("runs.progress"));
    const looked = desk.state.summary && (await desk.ask("results.looked"));
    if (asking !== this.#asking || !state || !looked) return;
    desk.set({ runs: { ...state, progress, states: this.#states }, looked });
  }

  /**
   * How many {notes, marks} would go with a run.
   * @param {Run} run
   */
  lostWithout({ number }) {
    return this.#desk.ask("runs.lost_without", number);
  }

  /**
   * How many {notes, marks} would go if a run were loaded.
   * @param {Chosen} chosen
   */
  lostTo(chosen) {
    return this.#desk.give("runs.lost_to", chosen);
  }

  /**
   * Loads runs.
   * @param {Chosen[]} files
   */
  async add(files) {
    for (const chosen of files) {
      // A file that stops Python is not given again.
      if (!(await this.#desk.give("runs.add", chosen))) return;
      // In place of one of the same name, and last.
      this.#files.delete(chosen.name);
      this.#files.set(chosen.name, chosen);
    }
    await this.#refresh();
  }

  /** @param {Run} run */
  async remove({ number, name }) {
    this.#files.delete(name);
    await this.#desk.ask("runs.remove", number);
    await this.#refresh();
  }

  /** @param {number} number */
  async compareWith(number) {
    await this.#desk.ask("runs.compare_with", number);
    await this.#refresh();
  }

  /**
   * Saves the last check as a run file; returns the file's name.
   * @param {boolean} hashed
   * @returns {Promise<string | undefined>}
   */
  async save(hashed) {
    const file = await this.#desk.ask("runs.save", hashed);
    if (!file) return undefined;
    download(file.name, file.type, file.content);
    await this.#desk.ask("runs.saved");
    await this.#desk.remember();
    await this.#refresh();
    return file.name;
  }

  /**
   * Puts a state and a note on issues or on a rule. Returns what keeps it from being done, if anything does.
   * @param {import("../python/answers").Given<"runs.annotate">[0]} what
   * @param {import("../python/answers").NoteGiven} noted
   * @returns {Promise<string | undefined>}
   */
  async annotate(what, noted) {
    const answer = await this.#desk.ask("runs.annotate", what, noted);
    if (!answer) return STOPPED;
    if (answer.problem) return answer.problem;
    await this.#desk.remember();
    await this.#refresh();
    return undefined;
  }
}
