// What the page knows of earlier runs and of notes. Python holds and compares them (validator/run_bridge.py); here are the
// files, in case it must be started anew. What Python answers stands in the desk's state as `runs`.
import { download } from "./download.js";

const KEPT_AFTER = 3_000;

/** Why a note is not there, when Python did not answer. */
export const STOPPED = "The note could not be saved, because the checker stopped. Try again.";

export class RunDesk {
  #desk;
  // The files of runs that Python holds, by name, in the order added.
  #files = new Map();
  // Python's facts at its last start: other facts, another start.
  #facts = null;
  #summary = null;
  // What a note can say of an issue: [{code, title}].
  #states = [];
  // The last check with its notes and marks, {name, file}, kept for a Python that must be started anew; the name of the one
  // that was given so before; whether there are newer notes, and the timer that will keep these.
  #kept = null;
  #givenAgain = "";
  #unkept = false;
  #keeping = null;
  // The latest question after how things stand; an answer to an earlier one is out of date.
  #asking = null;

  constructor(desk) {
    this.#desk = desk;
    desk.subscribe(() => this.#follow());
  }

  /** Gives a Python that was just started the files, and asks how each check's issues stand to the runs. */
  async #follow() {
    const { stage, facts } = this.#desk.state;
    const anew = stage === "ready" && facts !== this.#facts;
    if (anew) {
      this.#facts = facts;
      await this.#giveAgain();
    }
    const { summary } = this.#desk.state;
    if (summary === this.#summary && !anew) return;
    this.#summary = summary;
    if (summary) await this.#refresh();
  }

  async #giveAgain() {
    const desk = this.#desk;
    const before = desk.state.runs;
    if (this.#kept) {
      // It has all that the one before had.
      this.#files.delete(this.#givenAgain);
      this.#givenAgain = this.#kept.name;
      this.#files.set(this.#kept.name, this.#kept);
      this.#kept = null;
    }
    if (!this.#files.size) return;
    for (const chosen of this.#files.values()) await desk.give("runs.add", chosen);
    // As it was: what was kept brings its notes, and is compared with only when the user asks for it.
    const compared = before?.runs.find(({ number }) => number === before.compared);
    const state = await desk.ask("runs.state");
    await desk.ask("runs.compare_with", state?.runs.find(({ name }) => name === compared?.name)?.number);
  }

  async #refresh() {
    const asking = (this.#asking = {});
    const desk = this.#desk;
    if (!this.#states.length) this.#states = (await desk.ask("runs.states")) ?? [];
    const state = await desk.ask("runs.state");
    const progress = state && (await desk.ask("runs.progress"));
    const looked = desk.state.summary && (await desk.look("looked"));
    if (asking !== this.#asking || !state || !looked) return;
    desk.set({ runs: { ...state, progress, states: this.#states }, looked });
  }

  /** How many {notes, marks} would go with a run, or if one, {name, file}, were loaded. */
  lostWithout({ number }) {
    return this.#desk.ask("runs.lost_without", number);
  }

  lostTo(chosen) {
    return this.#desk.give("runs.lost_to", chosen);
  }

  /** Loads runs, [{name, file}]. */
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

  async remove({ number, name }) {
    this.#files.delete(name);
    await this.#desk.ask("runs.remove", number);
    await this.#refresh();
  }

  async compareWith(number) {
    await this.#desk.ask("runs.compare_with", number);
    await this.#refresh();
  }

  /** Saves the last check as a run file; returns the file's name. */
  async save(hashed) {
    const file = await this.#desk.ask("runs.save", hashed);
    if (!file) return undefined;
    download(file.name, file.type, file.content);
    await this.#desk.ask("runs.saved");
    await this.#refresh();
    return file.name;
  }

  /** Puts a state and a note on issues, {positions}, or on a rule, {rule}. Returns what keeps it from being done, if anything does. */
  async annotate(what, noted) {
    const answer = await this.#desk.ask("runs.annotate", what, noted);
    if (!answer) return STOPPED;
    if (answer.problem) return answer.problem;
    this.changed();
    await this.#refresh();
    return undefined;
  }

  // -- what is put down must outlive the worker

  /** Whether notes or marks are kept that a Python started anew will be given. */
  get keeps() {
    return this.#kept !== null;
  }

  /** Notes or marks were changed. */
  changed() {
    this.#unkept = true;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.keep(), KEPT_AFTER);
  }

  /** Keeps the notes and marks, so that none is lost when the worker is ended. */
  async keep() {
    clearTimeout(this.#keeping);
    if (!this.#unkept || !this.#desk.state.summary) return;
    this.#unkept = false;
    const file = await this.#desk.ask("runs.save", false);
    if (file) this.#kept = { name: file.name, file: new Blob([file.content]) };
  }
}
