// Error profiles. Python holds and compares them; here are the files, in case it must be started anew.
import { Watched } from "../ui/watched.js";

// A file of more bytes than this is no profile (LARGEST in validator/insight/benchmarking/profile.py, and one): so much is enough to refuse it.
const ENOUGH = 256 * 1024 + 1;

/**
 * @import { Given, Listing } from "../python/answers"
 * @import { Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {object} ProfilesState
 * @property {Listing | null} listing what Python answers of the files; null until it was asked
 * @property {number} reading how many files are being read
 * @property {number} version changes with whatever is held, so that views know when to ask again
 */

/** @extends {Watched<ProfilesState>} */
export class Profiles extends Watched {
  #stores;
  /** @type {Map<string, Chosen>} */
  #files = new Map();

  /** @type {ProfilesState} */
  state = { listing: null, reading: 0, version: 0 };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  /**
   * What a Python that was just started is to be given.
   * @returns {Item[]}
   */
  toLay() {
    const files = [...this.#files.values()];
    /** @type {Item} */
    const item = {
      label: "profiles",
      words: "Reading your profiles again",
      give: async (ask) => this.#listed(await ask("ask", "comparison.add", await contents(files))),
      drop: () => {
        this.#files.clear();
        this.set({ listing: null, reading: 0 });
        this.#stores.news.lose("The error profiles have been taken off the list: they could not be read again.");
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
    const listing = await this.#stores.python.ask("comparison.add", await contents(files));
    // Files that stop Python are not given again.
    if (listing) for (const chosen of files) this.#files.set(chosen.name, chosen);
    this.set({ reading: 0 });
    this.#listed(listing);
  }

  async demo() {
    const made = await this.#stores.python.ask("comparison.demo");
    if (made) await this.add(made.map(([name, bytes]) => ({ name, file: new Blob([bytes]) })));
  }

  /** @param {string} name */
  async remove(name) {
    this.#files.delete(name);
    this.#listed(await this.#stores.python.ask("comparison.remove", name));
  }

  async clear() {
    this.#files.clear();
    this.#listed(await this.#stores.python.ask("comparison.clear"));
  }

  /** @param {Listing | undefined} listing */
  #listed(listing) {
    if (listing) this.set({ listing, reading: 0, version: this.state.version + 1 });
  }
}

/** @returns {Promise<Given<"comparison.add">[0]>} */
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
