// The files that the user chose, and what was made of them: those of the return, and the lists that they are checked with. Of each
// the page keeps the browser's handle, not its contents, in case Python must be started anew.
import { Cancelled, Ended, Fault, isNoAnswer, NotAsked } from "../python/faults.js";
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";
import { listed } from "../ui/words.js";
import { nothingLoaded } from "./at_stake.js";

/**
 * The boxes whose files are checked, and those of which several years together make use.
 * @type {Box[]}
 */
const CHECKED = ["this_year", "last_year", "providers"];
/** @type {Box[]} */
const BOXES = [...CHECKED, "earlier", "extra"];

/**
 * @import { EarlierYears, FileReport, Given, Inputs, Problem, Proposed, RuleTitle, Warned } from "../python/answers"
 * @import { Box, Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {(FileReport & { waiting?: undefined }) | { name: string, waiting: true }} Reported What was made of a file; `waiting`
 *   until it was read.
 *
 * @typedef {object} FilesState
 * @property {Record<Box, Reported[]>} files
 * @property {string[]} convertible boxes whose tables did not come as CSV files and can be saved as such
 * @property {Proposed | null} proposal
 * @property {Warned[]} warnings
 * @property {EarlierYears | null} earlier which returns the files of earlier years are; null where there are none
 * @property {{ used: { name: string, count: number } | null, reading: string, problem: (Problem & { name: string }) | null }} postcodes
 *   the list of postcodes in place of the built-in one; `reading` is the name of a file being read, `problem` that of the file
 *   chosen last
 * @property {{ used: { name: string, rules: RuleTitle[] } | null, reading: string, problem: Problem | null }} localRules the
 *   council's own rules
 */

/**
 * Box -> what there is of it.
 * @template T
 * @param {(box: Box) => T} made
 * @returns {Record<Box, T>}
 */
const ofBoxes = (made) => ({ this_year: made("this_year"), last_year: made("last_year"), providers: made("providers"), earlier: made("earlier"), extra: made("extra") });

const noFiles = () => ofBoxes(() => /** @type {Reported[]} */ ([]));

const noPostcodes = { used: null, reading: "", problem: null };

const noLocalRules = { used: null, reading: "", problem: null };

/** @extends {Watched<FilesState>} */
export class Files extends Watched {
  #stores;
  /**
   * Settles when the files added have been read, or cannot be.
   * @type {Promise<unknown> | undefined}
   */
  #adding;
  /**
   * Box -> name -> the browser's handle to a file, and whether Python has read it.
   * @type {Record<Box, Map<string, { file: Blob, read: boolean }>>}
   */
  #files = ofBoxes(() => new Map());
  /**
   * Boxes of which each file is given by itself, since one of them stops Python.
   * @type {Set<Box>}
   */
  #singly = new Set();
  // Of these only what Python has taken.
  /** @type {File | null} */
  #postcodes = null;
  /** @type {Chosen | null} */
  #localRules = null;

  /** @type {FilesState} */
  state = { files: noFiles(), convertible: [], proposal: null, warnings: [], earlier: null, postcodes: noPostcodes, localRules: noLocalRules };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  /** Settles when the files added have been read, or cannot be. */
  get adding() {
    return this.#adding;
  }

  /** Python ended: the files are to be read again. */
  ended() {
    this.set({ files: ofBoxes((box) => Array.from(this.#files[box].keys(), waiting)) });
  }

  // -- what a worker started anew is given

  /**
   * The lists that files are read and checked with.
   * @returns {Item[]}
   */
  listsToLay() {
    const { news } = this.#stores;
    const [postcodes, localRules] = [this.#postcodes, this.#localRules];
    /** @type {(Item | null)[]} */
    const items = [
      postcodes && {
        label: "postcodes",
        words: "Reading your list of postcodes again",
        give: async (ask) => {
          const { problem } = await ask("usePostcodes", postcodes);
          if (problem) throw new Fault({ words: problem.problem, trace: "" });
        },
        drop: () => {
          news.lose(`${postcodes.name} is not used any more: it could not be read again. Postcodes are looked up in the built-in list.`);
          this.#postcodes = null;
          this.set({ postcodes: noPostcodes });
        },
      },
      localRules && {
        label: "local rules",
        words: "Reading the rules of your council again",
        give: async (ask) => {
          const { problem } = await ask("give", "use_local_rules", localRules);
          if (problem) throw new Fault({ words: problem.problem, trace: "" });
        },
        drop: () => {
          news.lose(`The rules of ${localRules.name} are not used any more: the file could not be read again.`);
          this.#localRules = null;
          this.set({ localRules: noLocalRules });
        },
      },
    ];
    return items.filter((item) => !!item);
  }

  /** The files of the return. */
  toLay() {
    return BOXES.flatMap((box) => this.#boxToLay(box));
  }

  /**
   * The files of a box as one thing to be laid, or each by itself where it was not to be had so.
   * @param {Box} box
   * @returns {Item[]}
   */
  #boxToLay(box) {
    const read = Array.from(this.#files[box]).filter(([, { read }]) => read).map(([name, { file }]) => ({ name, file }));
    const groups = this.#singly.has(box) ? read.map((one) => [one]) : read.length ? [read] : [];
    return groups.map((files) => ({
      label: [box, ...files.map(({ name }) => name)].join("\n"),
      words: files.length > 1 ? "Reading your files again" : `Reading ${files[0].name} again`,
      give: async (ask) => {
        try {
          this.take(await ask("add", box, files));
        } catch (error) {
          // One at a time from now on, to find the one that cannot be read.
          if (files.length > 1 && !(error instanceof Cancelled)) this.#singly.add(box);
          throw error;
        }
      },
      drop: (error) => {
        if (files.length === 1 || error instanceof Cancelled) this.#takeOff(box, files, error);
      },
    }));
  }

  // -- the files of the return

  /**
   * @param {Box} box
   * @param {Chosen[]} files
   */
  async add(box, files) {
    if (!files.length) return;
    if (box === "earlier") files = files.map((chosen) => this.#underAnotherName(chosen));
    for (const { name, file } of files) this.#files[box].set(name, { file, read: false });
    const names = new Set(files.map(({ name }) => name));
    const kept = this.state.files[box].filter(({ name }) => !names.has(name));
    this.#changedIn(box, [...kept, ...Array.from(names, waiting)]);
    const adding = this.#give(box, files, 1);
    this.#adding = Promise.all([this.#adding, adding]);
    await adding;
  }

  /**
   * Gives files to Python: all at once, and when it cannot get over them one by one, each once more if it ends the worker.
   * @param {Box} box
   * @param {Chosen[]} files
   * @param {number} more
   * @returns {Promise<void>}
   */
  async #give(box, files, more) {
    const wanted = files.filter(({ name, file }) => this.#files[box].get(name)?.file === file);
    if (!wanted.length) return;
    const { news, python } = this.#stores;
    try {
      const inputs = await python.engine.ask({ method: "add", given: [box, wanted], words: wanted.length > 1 ? "Reading your files" : `Reading ${wanted[0].name}` });
      for (const { name, file } of wanted) if (this.#files[box].get(name)?.file === file) this.#files[box].set(name, { file, read: true });
      this.take(inputs);
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      if (error instanceof NotAsked) return;
      if (error instanceof Cancelled) news.tellCancelled("The reading of your files was cancelled");
      if (wanted.length > 1 && !(error instanceof Cancelled)) for (const one of wanted) await this.#give(box, [one], more);
      else if (error instanceof Ended && !(error instanceof Cancelled) && more) await this.#give(box, wanted, more - 1);
      else this.#takeOff(box, wanted, error);
    }
  }

  /**
   * Takes files off the list that could not be read, and says so.
   * @param {Box} box
   * @param {Chosen[]} files
   * @param {unknown} error
   */
  #takeOff(box, files, error) {
    const { news } = this.#stores;
    const names = files.map(({ name }) => name);
    for (const name of names) this.#files[box].delete(name);
    this.set({ files: { ...this.state.files, [box]: this.state.files[box].filter(({ name }) => !names.includes(name)) } });
    const off = `${listed(names)} ${names.length > 1 ? "have" : "has"} been taken off the list`;
    if (error instanceof Cancelled) news.lose(`${off}: you cancelled while it was read.`);
    else if (error instanceof Ended) news.lose(`${off}: the checker stopped each time it read it.`);
    else {
      news.tellFault(`Reading ${listed(names)}`, /** @type {Fault} */ (error));
      news.add({ title: off });
    }
  }

  /**
   * @param {Box} box
   * @param {string} name
   */
  async remove(box, name) {
    this.#files[box].delete(name);
    if (box === "earlier") this.#stores.years.forget(name);
    this.#changedIn(box, this.state.files[box].filter((file) => file.name !== name));
    this.take(await this.#stores.python.ask("remove", box, name));
  }

  /** Takes this year's files for last year's, and those for this year's. */
  async swapYears() {
    this.#files = { ...this.#files, this_year: this.#files.last_year, last_year: this.#files.this_year };
    this.#stores.check.otherFiles();
    const { files } = this.state;
    this.#changed({ files: { ...files, this_year: files.last_year, last_year: files.this_year } });
    this.take(await this.#stores.python.ask("swap_years"));
  }

  /** Lets go of every file, every choice and the results; notes stay. */
  async clear() {
    const { check, python, results, settings, years } = this.#stores;
    for (const box of BOXES) this.#files[box].clear();
    this.#localRules = null;
    settings.clear();
    years.clear();
    this.#changed({ files: noFiles(), localRules: noLocalRules, proposal: null, warnings: [], earlier: null });
    check.clear();
    results.clear();
    this.take(await python.ask("clear"));
    await results.remember();
  }

  /**
   * A loose file of an earlier year that has the name of another one is no newer one of it, unless it is the same: each year's are
   * called alike, and none is to be lost.
   * @param {Chosen} chosen
   * @returns {Chosen}
   */
  #underAnotherName({ name, file }) {
    const stamp = (/** @type {Blob | undefined} */ one) => one && `${one.size} ${/** @type {File} */ (one).lastModified}`;
    const held = this.#files.earlier;
    let other = name;
    for (let at = 2; !name.includes("/") && held.has(other) && stamp(held.get(other)?.file) !== stamp(file); at += 1) other = name.replace(/(\.\w+)?$/, ` (${at})$1`);
    return { name: other, file };
  }

  /**
   * A box has other files.
   * @param {Box} box
   * @param {Reported[]} reported
   */
  #changedIn(box, reported) {
    const files = { ...this.state.files, [box]: reported };
    if (CHECKED.includes(box)) {
      this.#stores.check.otherFiles();
      this.#changed({ files });
    } else {
      this.#stores.news.close();
      this.set({ files });
    }
  }

  /**
   * What was found out does not hold any more.
   * @param {Partial<FilesState>} change
   */
  #changed(change) {
    const { check, news, settings } = this.#stores;
    settings.refuse([]);
    news.close();
    check.outdate();
    this.set(change);
  }

  /**
   * Takes over what Python says of the files.
   * @param {Inputs | undefined} inputs
   */
  take(inputs) {
    if (!inputs) return;
    // A file added since this answer was asked for is not in it yet.
    const files = ofBoxes((box) => {
      const known = new Set(inputs.files[box].map(({ name }) => name));
      const unread = Array.from(this.#files[box].keys()).filter((name) => !known.has(name));
      return [...inputs.files[box].filter(({ name }) => this.#files[box].has(name)), ...unread.map(waiting)];
    });
    this.#stores.settings.propose(inputs.proposal);
    this.#stores.years.take(inputs.several);
    this.set({ files, convertible: inputs.convertible, proposal: inputs.proposal, warnings: inputs.warnings, earlier: inputs.earlier ?? null });
  }

  /** Takes the made-up return, unless files were chosen meanwhile. */
  async sample() {
    const { python, settings } = this.#stores;
    const made = await python.ask("sample");
    if (!made || !nothingLoaded(this.#stores)) return;
    await this.clear();
    settings.choose("year", made.year);
    settings.choose("authority", made.authority);
    for (const box of BOXES) await this.add(box, made[box].map(([name, bytes]) => ({ name, file: new File([bytes], name) })));
  }

  /**
   * Saves the tables in a box as CSV files.
   * @param {Given<"as_csvs">[0]} box
   */
  async saveAsCsvs(box) {
    const made = await this.#stores.python.ask("as_csvs", box);
    if (made) download(made.name, made.type, made.content);
  }

  // -- lists

  /**
   * Looks postcodes up in another list, or with null in the built-in one again.
   * @param {File | null} file
   */
  async usePostcodes(file) {
    const { used } = this.state.postcodes;
    if (file) this.set({ postcodes: { used, reading: file.name, problem: null } });
    const words = file ? `Reading ${file.name}` : "Using the built-in list of postcodes again";
    const answer = await this.#stores.python.work({ method: "usePostcodes", given: [file], words });
    if (!answer || answer.problem) {
      this.set({ postcodes: { used: this.state.postcodes.used, reading: "", problem: answer ? { name: file?.name, ...answer.problem } : null } });
      return;
    }
    this.#postcodes = file;
    this.#changed({ postcodes: { ...noPostcodes, used: file && { name: file.name, count: answer.postcodes } } });
  }

  /**
   * Takes the council's own rules from a file, or with null lets go of them.
   * @param {Chosen | null} chosen
   */
  async useLocalRules(chosen) {
    const { python } = this.#stores;
    if (!chosen) {
      this.#localRules = null;
      this.#changed({ localRules: noLocalRules });
      await python.ask("drop_local_rules");
      return;
    }
    this.set({ localRules: { ...this.state.localRules, reading: chosen.name, problem: null } });
    const answer = await python.give("use_local_rules", chosen);
    const { used } = this.state.localRules;
    if (answer?.rules) {
      this.#localRules = chosen;
      this.#changed({ localRules: { ...noLocalRules, used: answer } });
    } else this.set({ localRules: { ...noLocalRules, used, problem: answer?.problem ?? null } });
  }
}

/** A file that is yet to be read. @returns {Reported} */
const waiting = (/** @type {string} */ name) => ({ name, waiting: true });
