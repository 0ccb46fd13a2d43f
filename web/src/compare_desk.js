// What the page knows of error profiles. Python holds and compares them; here are the files, in case it must be started anew.
import { Watched } from "./watched.js";

// A file of more bytes than this is no profile (LARGEST in validator/profile.py, and one): so much is enough to refuse it.
const ENOUGH = 256 * 1024 + 1;

export class CompareDesk extends Watched {
  #desk;
  #files = new Map();
  // Python's facts at its last start: other facts, another start.
  #facts = null;

  state = {
    // What Python answers of the files: {files, years, views}; null until it was asked.
    listing: null,
    // How many files are being read.
    reading: 0,
    // Changes with whatever is held, so that views know when to ask again.
    version: 0,
  };

  constructor(desk) {
    super();
    this.#desk = desk;
    desk.subscribe(() => this.#follow());
    this.#follow();
  }

  /** A question to validator/compare_bridge.py; undefined when it was cut short or Python is being started. */
  async ask(question, ...given) {
    if (this.#desk.state.stage !== "ready") return undefined;
    return this.#desk.ask(`comparison.${question}`, ...given);
  }

  /** Gives a Python that was just started the files. */
  async #follow() {
    const { stage, facts } = this.#desk.state;
    if (stage !== "ready" || facts === this.#facts) return;
    this.#facts = facts;
    if (this.#files.size) await this.#give([...this.#files.values()]);
  }

  /** Adds files, [{name, file}]. */
  async add(files) {
    if (!files.length) return;
    for (const chosen of files) this.#files.set(chosen.name, chosen);
    await this.#give(files);
  }

  async #give(files) {
    if (this.#desk.state.stage !== "ready") {
      this.set({ reading: this.#files.size });
      return;
    }
    this.set({ reading: files.length });
    const contents = await Promise.all(files.map(async ({ name, file }) => [name, await beginning(file)]));
    this.#listed(await this.ask("add", contents));
  }

  async demo() {
    const made = await this.ask("demo");
    if (made) await this.add(made.map(([name, bytes]) => ({ name, file: new Blob([bytes]) })));
  }

  async remove(name) {
    this.#files.delete(name);
    this.#listed(await this.ask("remove", name));
  }

  async clear() {
    this.#files.clear();
    this.#listed(await this.ask("clear"));
  }

  #listed(listing) {
    if (listing) this.set({ listing, reading: 0, version: this.state.version + 1 });
  }
}

/** The bytes of a file as far as they matter; null where the disk does not give them. */
async function beginning(file) {
  try {
    return new Uint8Array(await file.slice(0, ENOUGH).arrayBuffer());
  } catch {
    return null;
  }
}
