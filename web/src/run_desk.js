// What the page knows of earlier runs and of notes. Python holds and compares them (validator/run_bridge.py); here are the
// files, in case it must be started anew. What Python answers stands in the desk's state as `runs`.
import { download } from "./download.js";

export class RunDesk {
  #desk;
  // The files of runs that Python holds, by name, in the order added.
  #files = new Map();
  // Python's facts at its last start: other facts, another start.
  #facts = null;
  #summary = null;
  // What a note can say of an issue: [{code, title}].
  #states = [];
  // The latest question after how things stand; an answer to an earlier one is out of date.
  #asking = null;

  constructor(desk) {
    this.#desk = desk;
    desk.subscribe(() => this.#follow());
  }

  /** Gives a Python that was just started the files, and asks how each check's issues stand to the runs. */
  async #follow() {
    const { stage, facts } = this.#desk.state;
    if (stage === "ready" && facts !== this.#facts) {
      this.#facts = facts;
      for (const chosen of this.#files.values()) await this.#desk.give("runs.add", chosen);
    }
    const { summary } = this.#desk.state;
    if (summary === this.#summary) return;
    this.#summary = summary;
    if (summary) await this.#refresh();
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

  /** Loads runs, [{name, file}]. */
  async add(files) {
    for (const chosen of files) {
      // In place of one of the same name, and last.
      this.#files.delete(chosen.name);
      this.#files.set(chosen.name, chosen);
      await this.#desk.give("runs.add", chosen);
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
    if (file) download(file.name, file.type, file.content);
    return file?.name;
  }

  /** Puts a state and a note on issues, {positions}, or on a rule, {rule}. */
  async annotate(what, noted) {
    await this.#desk.ask("runs.annotate", what, noted);
    await this.#refresh();
  }
}
