// What the page knows of error profiles. Python holds and compares them; here are the files, in case it must be started anew.
import { Watched } from "../ui/watched.js";

// A file of more bytes than this is no profile (LARGEST in validator/insight/benchmarking/profile.py, and one): so much is enough to refuse it.
const ENOUGH = 256 * 1024 + 1;

/**
 * @typedef {import("../ui/chosen.js").Chosen} Chosen
 *
 * @typedef {object} CompareState
 * @property {import("../python/answers").Listing | null} listing what Python answers of the files; null until it was asked
 * @property {number} reading how many files are being read
 * @property {number} version changes with whatever is held, so that views know when to ask again
 */

/** @extends {Watched<CompareState>} */
export class CompareDesk extends Watched {
  #desk;
  /** @type {Map<string, Chosen>} */
  #files = new Map();

  /** @type {CompareState} */
  state = { listing: null, reading: 0, version: 0 };

  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    super();
    this.#desk = desk;
    desk.alsoLay(() => this.#toLay());
  }

  /**
   * Asks Python; undefined when it was cut short.
   * @template {import("../python/answers").Question} Q
   * @param {Q} question
   * @param {import("../python/answers").Given<Q>} given
   */
  ask(question, ...given) {
    return this.#desk.ask(question, ...given);
  }

  /**
   * What a Python that was just started is to be given.
   * @returns {import("../python/engine.js").Item[]}
   */
  #toLay() {
    const files = [...this.#files.values()];
    /** @type {import("../python/engine.js").Item} */
    const item = {
      label: "profiles",
      words: "Reading your profiles again",
      give: async (ask) => this.#listed(await ask("ask", "comparison.add", await contents(files))),
      drop: () => {
        this.#files.clear();
        this.set({ listing: null, reading: 0 });
        this.#desk.lose("The error profiles have been taken off the list: they could not be read again.");
      },
    };
    return files.length ? [item] : [];
  }

  /**
   * Adds files.
   * @param {Chosen[]} files
   */
  async add(files) {
    if (!files.length) return;
    this.set({ reading: files.length });
    const listing = await this.ask("comparison.add", await contents(files));
    // Files that stop Python are not given again.
    if (listing) for (const chosen of files) this.#files.set(chosen.name, chosen);
    this.set({ reading: 0 });
    this.#listed(listing);
  }

  async demo() {
    const made = await this.ask("comparison.demo");
    if (made) await this.add(made.map(([name, bytes]) => ({ name, file: new Blob([bytes]) })));
  }

  /** @param {string} name */
  async remove(name) {
    this.#files.delete(name);
    this.#listed(await this.ask("comparison.remove", name));
  }

  async clear() {
    this.#files.clear();
    this.#listed(await this.ask("comparison.clear"));
  }

  /** @param {import("../python/answers").Listing | undefined} listing */
  #listed(listing) {
    if (listing) this.set({ listing, reading: 0, version: this.state.version + 1 });
  }
}

/** @returns {Promise<import("../python/answers").Given<"comparison.add">[0]>} */
const contents = (/** @type {Chosen[]} */ files) => Promise.all(files.map(async ({ name, file }) => /** @type {[string, Uint8Array<ArrayBuffer> | undefined]} */ ([name, await beginning(file)])));

/**
 * The bytes of a file as far as they matter; undefined where the disk does not give them.
 * @param {Blob} file
 */
async function beginning(file) {
  try {
    return new Uint8Array(await file.slice(0, ENOUGH).arrayBuffer());
  } catch {
    return undefined;
  }
}
