// What happened that the user should know, and what failed so far.
import { Cancelled } from "../python/faults.js";
import { Watched } from "../ui/watched.js";
import { nothingKept } from "./nothing_kept.js";

// As many faults are kept for the self-check.
const MOST_FAULTS = 20;

/**
 * @import { Failure } from "../python/faults.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {object} Told
 * @property {string} title
 * @property {string} words
 * @property {string} [details] for whoever looks after the page
 * @property {boolean | undefined} [passing] where another view is not to show it
 *
 * @typedef {object} NewsState
 * @property {Told | null} news
 * @property {{ what: string, trace: string, time: Date }[]} faults what failed so far, the latest last
 */

/** @extends {Watched<NewsState>} */
export class News extends Watched {
  #stores;
  /**
   * Of a worker that ended, until another is ready: why, and sentences on what was lost.
   * @type {{ error?: Error, lost: string[] } | null}
   */
  #restart = null;
  /** @type {{ title: string, passing?: boolean }} */
  #cancelled = { title: "" };

  /** @type {NewsState} */
  state = { news: nothingKept(), faults: [] };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  /** @param {Told} news */
  tell(news) {
    this.set({ news });
  }

  /**
   * Says something else in what is said, or more.
   * @param {Partial<Told>} more
   */
  add(more) {
    this.set({ news: { .../** @type {Told} */ (this.state.news), ...more } });
  }

  /** Takes away what is said of what happened. */
  close() {
    this.set({ news: null });
  }

  /**
   * Says that something failed, and keeps where it did for the self-check.
   * @param {string} what
   * @param {Failure} failure
   */
  tellFault(what, { words, trace }) {
    const title = "This could not be worked out";
    const why = words || "It is a fault of Check 903, not of yours. If it happens again, tell whoever looks after this page.";
    const kept = "Your files, changes and notes are still here.";
    const faults = [...this.state.faults, { what, trace, time: new Date() }].slice(-MOST_FAULTS);
    this.set({ faults, news: { title, words: `${why} ${kept}`, details: `${what}: ${trace}`, passing: true } });
  }

  // -- workers that ended

  /** @param {Error} error */
  ended(error) {
    this.#restart ??= { lost: [] };
    this.#restart.error ??= error;
    this.#tellRestart();
  }

  /** Another worker is ready. */
  restarted() {
    this.#restart = null;
  }

  /**
   * Says what was lost with a worker that ended.
   * @param {string} sentence
   */
  lose(sentence) {
    this.#restart ??= { lost: [] };
    this.#restart.lost.push(sentence);
    this.#tellRestart();
  }

  /**
   * Says that the user let go of what the worker did.
   * @param {string} title
   * @param {boolean} passing whether another view is not to show it, as long as nothing was lost
   */
  tellCancelled(title, passing = false) {
    this.#cancelled = { title, passing };
    this.#restart ??= { lost: [] };
    this.#tellRestart();
  }

  #tellRestart() {
    const { error, lost } = this.#restart ?? {};
    if (!error || !lost) return;
    const kept = this.#stores.check.state.summary ? "Your files are still here, and so are the changes and notes that you made." : "Your files are still here.";
    const cancelled = error instanceof Cancelled;
    const why = `If it happens again, tell whoever looks after this page. What went wrong: ${lastLine(error.message)}`;
    const { title, passing } = cancelled ? this.#cancelled : { title: "The checker stopped and was started again", passing: false };
    this.tell({ title, words: [kept, ...lost, !cancelled && why].filter(Boolean).join(" "), passing: passing && !lost.length });
  }
}

const lastLine = (/** @type {string} */ text) => text.trim().split("\n").at(-1);
