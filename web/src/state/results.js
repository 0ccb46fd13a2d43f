// What the user does with the results: marks what was looked at, groups children, searches, saves. And what was worked on them, kept
// in memory in case Python must be started anew.
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";

/**
 * @import { Answer, LookedAt } from "../python/answers"
 * @import { Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {object} ResultsState
 * @property {LookedAt} looked how many issues are marked as looked at
 * @property {string} lookedFor what the issues are searched for. It may be a child's id, so it is kept here alone
 * @property {string} childLookedFor what the list of children is searched for
 * @property {Answer<"group_by"> | null} grouped the list of children and their groups
 */

/** @type {LookedAt} */
const NOTHING_LOOKED_AT = { total: 0, rules: {}, unsaved: { notes: 0, marks: 0 } };

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @extends {Watched<ResultsState>} */
export class Results extends Watched {
  #stores;
  /**
   * The changes, notes and marks made (Session.work in validator/page/bridge.py).
   * @type {Answer<"work"> | null}
   */
  #work = null;
  /**
   * The list of children.
   * @type {Chosen | null}
   */
  #list = null;

  /** @type {ResultsState} */
  state = { looked: NOTHING_LOOKED_AT, lookedFor: "", childLookedFor: "", grouped: null };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  clear() {
    this.#work = this.#list = null;
    this.set({ lookedFor: "", childLookedFor: "", grouped: null });
  }

  // -- work

  /** Keeps the changes, notes and marks made, so that none is lost when the worker ends. */
  async remember() {
    this.#work = (await this.#stores.python.ask("work")) ?? this.#work;
  }

  /** Has Python take the work again. */
  async workAgain() {
    if (this.#work) await this.#stores.python.ask("work_on", this.#work);
  }

  /** @returns {Item[]} */
  workToLay() {
    const work = this.#work;
    if (!work) return [];
    const drop = () => {
      this.#work = null;
      this.#stores.news.lose("The changes and notes that you made here are gone: they could not be made again.");
    };
    return [{ label: "work", words: "Taking your changes and notes again", give: (ask) => ask("ask", "work_on", work), drop }];
  }

  // -- marks

  nothingLookedAt() {
    this.set({ looked: NOTHING_LOOKED_AT });
  }

  async lookAgain() {
    this.take(await this.#stores.python.ask("results.looked"));
  }

  /**
   * Marks issues, given by their positions, as looked at, or takes their marks away.
   * @param {number[]} positions
   * @param {boolean} lookedAt
   */
  async mark(positions, lookedAt) {
    this.take(await this.#stores.python.ask("results.mark", positions, lookedAt));
    await this.remember();
  }

  /**
   * @param {string} code
   * @param {boolean} lookedAt
   */
  async markRule(code, lookedAt) {
    this.take(await this.#stores.python.ask("results.mark_rule", code, lookedAt));
    await this.remember();
  }

  /** @param {LookedAt | undefined} looked */
  take(looked) {
    if (looked) this.set({ looked });
  }

  // -- searching and grouping

  /** @param {string} lookedFor */
  lookFor(lookedFor) {
    this.set({ lookedFor });
  }

  /** @param {string} childLookedFor */
  lookForChild(childLookedFor) {
    this.set({ childLookedFor });
  }

  /**
   * Groups children by a list of them and their groups.
   * @param {Chosen} chosen
   */
  async groupBy(chosen) {
    const grouped = await this.#stores.python.give("group_by", chosen);
    if (!grouped) return;
    this.#list = chosen;
    this.set({ grouped });
  }

  /** @returns {Item[]} */
  listToLay() {
    const list = this.#list;
    if (!list) return [];
    /** @type {Item["give"]} */
    const give = async (ask) => this.set({ grouped: await ask("give", "group_by", list) });
    const drop = () => {
      this.#list = null;
      this.#stores.news.lose("The list of children is not used any more: it could not be read again.");
    };
    return [{ label: "list of children", words: "Reading the list of children again", give, drop }];
  }

  // -- saving

  /** Saves the results as a workbook; returns the file's name. */
  async workbook() {
    return this.#save("check903", ".xlsx", WORKBOOK, await this.#stores.python.ask("results.workbook"));
  }

  /** Saves all issues as CSV, in words for people; returns the file's name. */
  async issueList() {
    return this.#save("issues", ".csv", "text/csv", await this.#stores.python.ask("results.issue_list"));
  }

  /** Saves all issues as CSV just as the command line writes them; returns the file's name. */
  async forPrograms() {
    return this.#save("issues-for-programs", ".csv", "text/csv", await this.#stores.python.ask("issues_csv"));
  }

  /**
   * @param {string} name
   * @param {string} ending
   * @param {string} type
   * @param {Uint8Array<ArrayBuffer> | undefined} bytes
   */
  #save(name, ending, type, bytes) {
    if (!bytes) return undefined;
    const whole = `${name}${this.#stores.check.state.summary?.name_ending}${ending}`;
    download(whole, type, bytes);
    return whole;
  }

  /**
   * Saves letters to social workers or the groups of the list; returns the file's name.
   * @param {"worker" | "list"} kind
   * @param {"html" | "text"} form
   * @returns {Promise<string | undefined>}
   */
  async letters(kind, form) {
    const file = await this.#stores.python.ask("results.letters", kind, form);
    if (file) download(file.name, file.type, file.content);
    return file?.name;
  }
}
