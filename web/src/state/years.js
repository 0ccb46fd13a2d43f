// Several years together: the years that the user said files are of, the repairs that are switched off, lists of identifiers and of
// children's numbers, and the data model as files. Python joins the years (validator/page/years.py).
import { Fault } from "../python/faults.js";
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";

/**
 * @import { Answer, Given, Problem, ShownSetting } from "../python/answers"
 * @import { Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {"ids" | "keys"} List Changed identifiers, or the children's numbers.
 * @typedef {{ name: string, problem: Problem | null }} InUse The name of a list's file that is used, "" for none, and what keeps
 *   the one chosen last from being used.
 *
 * @typedef {object} YearsState
 * @property {string[]} without the repairs that are switched off
 * @property {Record<List, InUse>} lists
 * @property {ShownSetting[]} settings what is not as it usually is, in words
 * @property {number} version changes with whatever the years are joined from, so that views know when to ask again
 */

/** @type {{ list: List, words: string, lost: string }[]} */
const LISTS = [
  { list: "ids", words: "Reading the list of identifiers again", lost: "The list of changed identifiers is not used any more: it could not be read again." },
  { list: "keys", words: "Reading the key file again", lost: "The key file is not used any more: it could not be read again." },
];

/** @type {InUse} */
const NO_LIST = { name: "", problem: null };

/** @returns {Omit<YearsState, "version">} */
const nothingChosen = () => ({ without: [], lists: { ids: NO_LIST, keys: NO_LIST }, settings: [] });

/** @extends {Watched<YearsState>} */
export class Years extends Watched {
  #stores;
  /**
   * File of an earlier year -> the year that the user said it is of.
   * @type {Map<string, string>}
   */
  #chosen = new Map();
  /**
   * Of these only what Python has taken.
   * @type {Map<List, Chosen>}
   */
  #lists = new Map();

  /** @type {YearsState} */
  state = { ...nothingChosen(), version: 0 };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  /**
   * What a Python that was just started is to be given, once it has the files.
   * @returns {Item[]}
   */
  toLay() {
    const { files, news } = this.#stores;
    const { without } = this.state;
    /** @type {Item[]} */
    const items = [];
    if (this.#chosen.size) {
      /** @type {Item["give"]} */
      const give = async (ask) => {
        for (const [name, year] of this.#chosen) files.take(await ask("ask", "choose_year", [name], year));
      };
      const drop = () => {
        this.#chosen.clear();
        news.lose("The years that you chose for files of earlier years are gone: look at them again.");
      };
      items.push({ label: "years of files", words: "Taking the years of your files again", give, drop });
    }
    if (without.length) {
      /** @type {Item["give"]} */
      const give = async (ask) => this.take(await ask("ask", "years.switch", without));
      const drop = () => {
        this.set({ without: [] });
        news.lose("All repairs are switched on again.");
      };
      items.push({ label: "repairs", words: "Switching repairs off again", give, drop });
    }
    for (const { list, words, lost } of LISTS) {
      const chosen = this.#lists.get(list);
      if (!chosen) continue;
      const drop = () => {
        this.#lists.delete(list);
        this.#listed(list, NO_LIST);
        news.lose(lost);
      };
      /** @type {Item["give"]} */
      const give = async (ask) => {
        const answer = await ask("give", `years.use_${list}`, chosen);
        if (!Array.isArray(answer)) throw new Fault({ words: answer.problem.problem, trace: "" });
        this.take(answer);
      };
      items.push({ label: `list of ${list}`, words, give, drop });
    }
    return items;
  }

  /**
   * Takes over what Python says is not as it usually is: the years are to be joined anew.
   * @param {ShownSetting[] | undefined} settings
   */
  take(settings) {
    if (settings) this.set({ settings, version: this.state.version + 1 });
  }

  /** Lets go of every choice, with the files. */
  clear() {
    this.#chosen.clear();
    this.#lists.clear();
    this.set(nothingChosen());
  }

  /** Whether anything was chosen here. */
  get anything() {
    return this.state.without.length > 0 || this.#lists.size > 0;
  }

  // -- files of earlier years

  /**
   * Takes files for those of a year; "" takes that back.
   * @param {string[]} names
   * @param {string} year
   */
  async chooseYear(names, year) {
    for (const name of names) {
      if (year) this.#chosen.set(name, year);
      else this.#chosen.delete(name);
    }
    this.#stores.files.take(await this.#stores.python.ask("choose_year", names, year));
  }

  /**
   * A file is gone, and with it what was said of it.
   * @param {string} name
   */
  forget(name) {
    this.#chosen.delete(name);
  }

  // -- how the years are joined

  /**
   * @param {string} name of a repair
   * @param {boolean} made
   */
  async switch(name, made) {
    const without = this.state.without.filter((one) => one !== name);
    if (!made) without.push(name);
    this.set({ without });
    this.take(await this.#stores.python.ask("years.switch", without));
  }

  /**
   * Uses a list from a file.
   * @param {List} list
   * @param {Chosen} chosen
   */
  async use(list, chosen) {
    const answer = await this.#stores.python.give(`years.use_${list}`, chosen);
    if (!answer) return;
    if (!Array.isArray(answer)) {
      this.#listed(list, { name: this.state.lists[list].name, problem: answer.problem });
      return;
    }
    this.#lists.set(list, chosen);
    this.#listed(list, { name: chosen.name, problem: null });
    this.take(answer);
  }

  /**
   * Uses the list no more.
   * @param {List} list
   */
  async drop(list) {
    this.#lists.delete(list);
    this.#listed(list, NO_LIST);
    this.take(await this.#stores.python.ask(`years.drop_${list}`));
  }

  /**
   * @param {List} list
   * @param {InUse} inUse
   */
  #listed(list, inUse) {
    this.set({ lists: { ...this.state.lists, [list]: inUse } });
  }

  // -- files

  /**
   * Saves the data model, and with `keepKeys` the key file, which is used from then on. Returns the names of the files, or what
   * keeps them from being made.
   * @param {Given<"years.write">[0]} form
   * @param {boolean} withIds
   * @param {boolean} keepKeys
   * @returns {Promise<{ names?: string[], problem?: Problem }>}
   */
  async write(form, withIds, keepKeys) {
    const words = "Writing the data model";
    /** @type {Answer<"years.write">} */
    const made = await this.#stores.python.work({ method: "write", given: [form, withIds, keepKeys], words, onProgress: () => {} });
    if (!made) return {};
    if (made.problem) return { problem: made.problem };
    const { model, keys } = made;
    const files = keys ? [model, keys] : [model];
    for (const { name, type, content } of files) download(name, type, content);
    if (keys) {
      this.#lists.set("keys", { name: keys.name, file: new Blob([keys.content]) });
      this.#listed("keys", { name: keys.name, problem: null });
    }
    return { names: files.map(({ name }) => name) };
  }

  /** Saves empty tables for costs, outcomes and support; returns the file's name. */
  async templates() {
    const made = await this.#stores.python.ask("years.templates");
    if (made) download(made.name, made.type, made.content);
    return made?.name;
  }
}
