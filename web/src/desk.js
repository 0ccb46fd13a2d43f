// What the page knows and what can be done with it: the files chosen, the settings, the check. No logic about the return:
// every answer comes from Python.
import { nothingLoaded } from "./at_stake.js";
import { Engine, Stopped } from "./engine.js";
import { download } from "./download.js";
import { nothingKept } from "./nothing_kept.js";
import { RunDesk } from "./run_desk.js";
import { Watched } from "./watched.js";

export const BOXES = ["this_year", "last_year", "providers"];

// Settings that the remarks on the files depend on.
const CHOSEN_FOR_PYTHON = ["year", "authority"];

const noChoices = () => ({
  settings: { year: "", authority: "", as_at: { day: "", month: "", year: "" }, own_checks: false },
  touched: {},
});


const nothingLookedAt = { total: 0, rules: {} };

const noLocalRules = { used: null, reading: "", problem: null };

const noFiles = () => Object.fromEntries(BOXES.map((box) => [box, []]));

export class Desk extends Watched {
  #engine;
  // Settles when Python is ready and holds the files.
  #ready;
  // Settles when the files added have been read.
  #adding;
  // Whether Python, started anew, is being given the files that it was given before.
  #givingAgain = false;
  // What the worker holds, by box and name. The browser's handles to the files, not their contents.
  #files = Object.fromEntries(BOXES.map((box) => [box, new Map()]));

  // The browser's handle to the list of postcodes chosen, if any.
  #postcodes = null;
  // The file of local rules in use, {name, file}, if any.
  #localRules = null;

  state = {
    // "starting", "ready" or "broken"
    stage: "starting",
    starting: { done: 0, total: 1, words: "Starting" },
    facts: null,
    // Per box the report of each file, as the bridge gives it; `waiting` until it has been read.
    files: noFiles(),
    // Boxes whose tables did not come as CSV files and can be saved as such.
    convertible: [],
    // The list of postcodes chosen in place of the built-in one: {name, waiting}, {name, count} or {name, problem}.
    postcodes: null,
    // The council's own rules: {used: {name, rules: [{code, title}]} or null, reading: the name of a file being read, problem:
    // {place, problem, remedy} of the file chosen last, or null}.
    localRules: noLocalRules,
    proposal: null,
    warnings: [],
    // `settings`, and in `touched` those the user has made, which a proposal must not overwrite.
    ...noChoices(),
    // The rules to run, {name, codes: Set}; null for all.
    choice: null,
    errors: [],
    // What happened that the user should know: {title, words}
    news: nothingKept(),
    running: null,
    summary: null,
    stale: false,
    // Whether the results are of the files with changes made on the page.
    corrected: false,
    // How many issues are marked as looked at: {total, rules: {code: number}}.
    looked: nothingLookedAt,
    // The earlier runs loaded and how the check stands to them, see run_desk.js; null until it was asked for.
    runs: null,
    // What the issues are searched for. It may be a child's id, so it is kept here alone.
    lookedFor: "",
    // The list of children and their groups, as the bridge tells of it.
    grouped: null,
    // What the list of children is searched for.
    childLookedFor: "",
  };

  constructor() {
    super();
    this.runs = new RunDesk(this);
    this.#ready = this.#start();
  }

  // -- Python

  /** Starts Python and gives it the files; true when that went well. */
  async #start() {
    const engine = (this.#engine = new Engine((message) => this.#broken(engine, message)));
    this.#givingAgain = false;
    this.set({ stage: "starting", starting: { done: 0, total: 1, words: "Starting" } });
    try {
      const facts = await engine.ask("start", (starting) => this.set({ starting }));
      this.set({ stage: "ready", facts });
      if (this.#postcodes) await this.usePostcodes(this.#postcodes);
      if (this.#localRules) await engine.ask("give", "use_local_rules", this.#localRules);
      for (const name of CHOSEN_FOR_PYTHON) {
        if (this.state.touched[name]) await engine.ask("ask", "choose", name, this.state.settings[name]);
      }
      this.#givingAgain = true;
      for (const box of BOXES) {
        const files = Array.from(this.#files[box], ([name, file]) => ({ name, file }));
        if (files.length) this.#read(await engine.ask("add", box, files));
      }
      this.#givingAgain = false;
      return true;
    } catch (error) {
      this.#broken(engine, error.message, error);
      return false;
    }
  }

  #restart(news) {
    this.#engine.stop();
    // The results went with the worker that could tell more about them.
    const words = [
      this.state.corrected && "The changes that you made on this page are gone.",
      news.words,
      this.runs.keeps && "Your notes and marks are kept, in a run that was loaded for you.",
    ]
      .filter(Boolean)
      .join(" ");
    this.set({ running: null, summary: null, stale: false, corrected: false, news: { ...news, words }, files: this.#unread() });
    this.#ready = this.#start();
  }

  #unread() {
    return Object.fromEntries(BOXES.map((box) => [box, Array.from(this.#files[box].keys(), (name) => ({ name, waiting: true }))]));
  }

  /** Something that must not happen did: while Python starts there is nothing to fall back on, later a new start. */
  #broken(engine, message, error) {
    if (engine !== this.#engine || error instanceof Stopped) return;
    if (this.state.stage !== "ready") {
      engine.stop();
      this.set({ stage: "broken", running: null, news: { title: "The checker could not start", words: lastLine(message) } });
      return;
    }
    const why = `What went wrong: ${lastLine(message)}`;
    if (this.#givingAgain) {
      // Given the same files once more it would stop again, and so on for ever.
      const names = BOXES.flatMap((box) => Array.from(this.#files[box].keys()));
      for (const box of BOXES) this.#files[box].clear();
      this.#restart({
        title: "The checker stopped while it read your files",
        words: `They have been taken off the list: ${names.join(", ")}. Choose them again one at a time to find the one that cannot be read. ${why}`,
      });
      return;
    }
    const results = this.state.summary ? " The results are gone: check the return again to see them." : "";
    this.#restart({
      title: "The checker stopped and was started again",
      words: `Your files are still here.${results} If it happens again, tell whoever looks after this page. ${why}`,
    });
  }

  /** Asks Python; undefined when the question was cut short, in which case the user has been told. */
  async ask(method, ...given) {
    const engine = this.#engine;
    try {
      return await engine.ask("ask", method, ...given);
    } catch (error) {
      this.#broken(engine, error.message, error);
      return undefined;
    }
  }

  /** Asks the results of the last check (class Results in validator/bridge.py); undefined as with `ask`. */
  look(view, ...given) {
    return this.ask("look", view, ...given);
  }

  /** Asks about one file ({name, file}), which is read in the worker; undefined as with `ask`. */
  async give(method, chosen) {
    const engine = this.#engine;
    try {
      return await engine.ask("give", method, chosen);
    } catch (error) {
      this.#broken(engine, error.message, error);
      return undefined;
    }
  }

  /** The addresses that the worker asked for since `time` (requests.js); none once it was stopped. */
  async requests(time) {
    try {
      return await this.#engine.ask("requests", time);
    } catch (error) {
      if (error instanceof Stopped) return [];
      throw error;
    }
  }

  // -- files

  async add(box, files) {
    if (!files.length) return;
    for (const { name, file } of files) this.#files[box].set(name, file);
    const names = new Set(files.map(({ name }) => name));
    const kept = this.state.files[box].filter(({ name }) => !names.has(name));
    const waiting = Array.from(names, (name) => ({ name, waiting: true }));
    this.#changed({ files: { ...this.state.files, [box]: [...kept, ...waiting] } });
    if (this.state.stage !== "ready") return;
    const adding = this.#give(box, files);
    this.#adding = Promise.all([this.#adding, adding]);
    await adding;
  }

  async #give(box, files) {
    const engine = this.#engine;
    try {
      this.#read(await engine.ask("add", box, files));
    } catch (error) {
      this.#broken(engine, error.message, error);
    }
  }

  async remove(box, name) {
    this.#files[box].delete(name);
    this.#changed({ files: { ...this.state.files, [box]: this.state.files[box].filter((file) => file.name !== name) } });
    if (this.state.stage === "ready") this.#read(await this.ask("remove", box, name));
  }

  /** Takes this year's files for last year's, and those for this year's. */
  async swapYears() {
    const { this_year, last_year } = this.#files;
    this.#files = { ...this.#files, this_year: last_year, last_year: this_year };
    const { files } = this.state;
    this.#changed({ files: { ...files, this_year: files.last_year, last_year: files.this_year } });
    if (this.state.stage === "ready") this.#read(await this.ask("swap_years"));
  }

  async clear() {
    for (const box of BOXES) this.#files[box].clear();
    this.#localRules = null;
    this.#changed({ ...noChoices(), choice: null, files: noFiles(), localRules: noLocalRules, proposal: null, warnings: [], summary: null, stale: false, corrected: false, lookedFor: "", childLookedFor: "" });
    if (this.state.stage === "ready") this.#read(await this.ask("clear"));
  }

  #changed(change) {
    this.set({ errors: [], news: null, stale: this.state.summary !== null, ...change });
  }

  #read(inputs) {
    if (!inputs) return;
    // A file added since this answer was asked for is not in it yet.
    const files = Object.fromEntries(
      BOXES.map((box) => {
        const known = new Set(inputs.files[box].map(({ name }) => name));
        const waiting = Array.from(this.#files[box].keys()).filter((name) => !known.has(name));
        return [
          box,
          [
            ...inputs.files[box].filter(({ name }) => this.#files[box].has(name)),
            ...waiting.map((name) => ({ name, waiting: true })),
          ],
        ];
      }),
    );
    const settings = { ...this.state.settings };
    for (const name of CHOSEN_FOR_PYTHON) {
      if (!this.state.touched[name] && inputs.proposal[name]) settings[name] = inputs.proposal[name];
    }
    this.set({ files, settings, convertible: inputs.convertible, proposal: inputs.proposal, warnings: inputs.warnings });
  }

  /** Takes the made-up return, unless files were chosen meanwhile. */
  async sample() {
    if (!(await this.#ready)) return;
    const made = await this.ask("sample");
    if (!made || !nothingLoaded(this)) return;
    await this.clear();
    this.choose("year", made.year);
    this.choose("authority", made.authority);
    for (const box of BOXES) {
      await this.add(box, made[box].map(([name, bytes]) => ({ name, file: new File([bytes], name) })));
    }
  }

  /** Saves the tables in a box as CSV files. */
  async saveAsCsvs(box) {
    const made = await this.ask("as_csvs", box);
    if (made) download(made.name, made.type, made.content);
  }

  /** Looks postcodes up in another list, or with null in the built-in one again. */
  async usePostcodes(file) {
    const before = this.#postcodes;
    this.#postcodes = file;
    if (file) this.#changed({ postcodes: { name: file.name, waiting: true } });
    const engine = this.#engine;
    try {
      const answer = await engine.ask("usePostcodes", file);
      if (answer.problem) this.#postcodes = before;
      this.#changed({ postcodes: file && { name: file.name, count: answer.postcodes, problem: answer.problem } });
    } catch (error) {
      this.#broken(engine, error.message, error);
    }
  }

  /** Takes the council's own rules from a file, {name, file}, or with null lets go of them. */
  async useLocalRules(chosen) {
    if (!chosen) {
      this.#localRules = null;
      this.#changed({ localRules: noLocalRules });
      await this.ask("drop_local_rules");
      return;
    }
    this.set({ localRules: { ...this.state.localRules, reading: chosen.name, problem: null } });
    const answer = await this.give("use_local_rules", chosen);
    const { used } = this.state.localRules;
    if (answer?.rules) {
      this.#localRules = chosen;
      this.#changed({ localRules: { ...noLocalRules, used: answer } });
    } else this.set({ localRules: { ...noLocalRules, used, problem: answer?.problem ?? null } });
  }

  // -- settings and check

  async choose(name, value) {
    this.set({
      settings: { ...this.state.settings, [name]: value },
      touched: { ...this.state.touched, [name]: true },
      errors: this.state.errors.filter((error) => error.field !== name),
      stale: this.state.summary !== null,
    });
    if (this.state.stage === "ready" && CHOSEN_FOR_PYTHON.includes(name)) this.#read(await this.ask("choose", name, value));
  }

  /** The settings as Python takes them. */
  settingsOfCheck() {
    const { settings, choice } = this.state;
    const { day, month, year } = settings.as_at;
    const as_at = day || month || year ? `${day}/${month}/${year}` : "";
    return { ...settings, as_at, rules: choice ? { name: choice.name, rules: [...choice.codes] } : undefined };
  }

  /** Runs the check; true when there are results to look at. */
  async check() {
    this.set({ running: { done: 0, total: 1, words: "Reading the files" }, errors: [], news: null });
    const engine = this.#engine;
    // Files chosen just before are read first: they are to be checked, and may tell the year.
    const ready = await this.#ready;
    await this.#adding;
    if (!ready || !this.state.running || engine !== this.#engine) return false;
    try {
      await this.runs.keep();
      const answer = await engine.ask("check", this.settingsOfCheck(), (running) => {
        if (this.state.running) this.set({ running });
      });
      if (answer.errors) {
        this.set({ running: null, errors: answer.errors });
        return false;
      }
      this.set({ running: null, summary: answer, stale: false, looked: nothingLookedAt });
      return true;
    } catch (error) {
      this.#broken(engine, error.message, error);
      return false;
    }
  }

  cancel() {
    if (this.state.stage === "starting") {
      this.set({ running: null });
      return;
    }
    this.#restart({ title: "The check was cancelled", words: "Your files are still here." });
  }

  // -- which rules to run

  /** {name, codes: Set}, or null for all. */
  chooseRules(choice) {
    this.set({ choice, errors: this.state.errors.filter(({ field }) => field !== "rules"), stale: this.state.summary !== null });
  }

  /** Takes a saved choice. Returns what keeps it from being used, {place, problem, remedy}, if anything does. */
  async loadRules(chosen) {
    const read = await this.give("read_choice", chosen);
    if (read?.rules) this.chooseRules({ name: read.name, codes: new Set(read.rules) });
    return read?.problem;
  }

  async saveRules() {
    const { name, codes } = this.state.choice;
    const file = await this.ask("write_choice", name, [...codes]);
    if (file) download(file.name, "application/json", file.content);
  }

  // -- the results

  /** Takes over what the same files' results are after changes made on the page, or with those taken back (`corrected`). */
  async takeSummary(summary, corrected) {
    this.set({ summary, corrected });
    this.#looked(await this.look("looked"));
  }

  lookFor(lookedFor) {
    this.set({ lookedFor });
  }

  /** Marks issues, given by their positions, as looked at, or takes their marks away. */
  async mark(positions, lookedAt) {
    this.runs.changed();
    this.#looked(await this.look("mark", positions, lookedAt));
  }

  async markRule(code, lookedAt) {
    this.runs.changed();
    this.#looked(await this.look("mark_rule", code, lookedAt));
  }

  #looked(looked) {
    if (looked) this.set({ looked });
  }

  lookForChild(childLookedFor) {
    this.set({ childLookedFor });
  }

  /** Groups children by a list of them and their groups. */
  async groupBy(chosen) {
    const grouped = await this.give("group_by", chosen);
    if (grouped) this.set({ grouped });
  }

  /** Saves the results as a workbook; returns the file's name. */
  async workbook() {
    const bytes = await this.look("workbook");
    if (!bytes) return undefined;
    const name = `check903${this.state.summary.name_ending}.xlsx`;
    download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes);
    return name;
  }

  /** Saves letters to social workers ("worker") or the groups of the list ("list"); returns the file's name. */
  async letters(kind, form) {
    const file = await this.look("letters", kind, form);
    if (file) download(file.name, file.type, file.content);
    return file?.name;
  }

  /** Saves all issues as CSV, in words for people; returns the file's name. */
  async download() {
    const bytes = await this.look("issue_list");
    if (!bytes) return undefined;
    const name = `issues${this.state.summary.name_ending}.csv`;
    download(name, "text/csv", bytes);
    return name;
  }

  /** Saves all issues as CSV just as the command line writes them; returns the file's name. */
  async downloadForPrograms() {
    const bytes = await this.ask("issues_csv");
    if (!bytes) return undefined;
    const name = `issues-for-programs${this.state.summary.name_ending}.csv`;
    download(name, "text/csv", bytes);
    return name;
  }
}

const lastLine = (text) => text.trim().split("\n").at(-1);
