// The check, and the summary of its results.
import { Cancelled, Fault, isNoAnswer } from "../python/faults.js";
import { Watched } from "../ui/watched.js";

/**
 * @import { CheckSettings, Summary } from "../python/answers"
 * @import { Item, Progress } from "../python/engine.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {object} CheckState
 * @property {Progress | null} running
 * @property {Summary | null} summary
 * @property {number} checks how many checks there were; the results of the last may be worked out again for a Python started anew
 * @property {boolean} stale whether files or choices have changed since
 * @property {boolean} corrected whether the results are of the files with changes made on the page
 */

const noResults = { summary: null, stale: false, corrected: false };

const RESULTS_GONE = "The results are gone: check the return again to see them. The changes and notes that you made will be there again.";

/** @extends {Watched<CheckState>} */
export class Check extends Watched {
  #stores;
  /**
   * The settings of the last check, and whether other files were chosen since.
   * @type {CheckSettings | null}
   */
  #checked = null;
  #otherFiles = false;
  /**
   * The check under way; another one, or none, when it is not wanted any more.
   * @type {object | null}
   */
  #checking = null;

  /** @type {CheckState} */
  state = { running: null, ...noResults, checks: 0 };

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
    stores.python.subscribe(() => {
      if (stores.python.state.stage === "broken" && this.state.running) this.set({ running: null });
    });
  }

  /** @returns {Item[]} */
  toLay() {
    const checked = this.#checked;
    if (!this.state.summary || !checked) return [];
    /** @type {Item["give"]} */
    const give = async (ask, say) => {
      const summary = await ask("check", checked, say);
      if (summary.errors) throw new Fault({ words: "", trace: "" });
      this.set({ summary });
    };
    return [{ label: "check", words: "Checking again, with your changes", give, drop: () => this.#lose() }];
  }

  /** Python ended: results of files that are others now cannot be worked out again. */
  ended() {
    if (this.state.summary && this.#otherFiles) this.#lose();
  }

  #lose() {
    this.set(noResults);
    this.#stores.news.lose(RESULTS_GONE);
  }

  /** Other files were chosen than those that were checked. */
  otherFiles() {
    this.#otherFiles = true;
  }

  /** Files or choices have changed since the check, if there was one. */
  outdate() {
    this.set({ stale: this.state.summary !== null });
  }

  clear() {
    this.set(noResults);
  }

  /** Runs the check; true when there are results to look at. */
  async check() {
    const { files, news, python, results, settings } = this.#stores;
    settings.refuse([]);
    news.close();
    this.set({ running: { done: 0, total: 1, words: "Reading the files" } });
    const checking = {};
    this.#checking = checking;
    // Files chosen just before are read first: they are to be checked, and may tell the year.
    await files.adding;
    if (checking !== this.#checking) return false;
    const given = settings.ofCheck();
    try {
      const summary = await python.engine.ask({
        method: "check",
        given: [given],
        words: "Checking your return",
        wanted: () => checking === this.#checking,
        onProgress: (running) => {
          if (checking === this.#checking) this.set({ running });
        },
      });
      if (summary.errors) {
        this.set({ running: null });
        settings.refuse(summary.errors);
        return false;
      }
      this.#checked = given;
      this.#otherFiles = false;
      results.nothingLookedAt();
      this.set({ running: null, summary, checks: this.state.checks + 1, stale: false });
      results.remember();
      return true;
    } catch (error) {
      if (checking === this.#checking) this.set({ running: null });
      if (error instanceof Cancelled) news.tellCancelled("The check was cancelled");
      if (error instanceof Fault) {
        news.tellFault("Checking your return", error);
        await this.#again();
      }
      if (!isNoAnswer(error)) throw error;
      return false;
    }
  }

  /** Has the results of before again, which went to make room for those of a check that failed. */
  async #again() {
    if (!this.state.summary) return;
    const { news, python, results } = this.#stores;
    await results.workAgain();
    const check = { method: "check", given: [this.#checked], words: "Checking again as before" };
    const summary = this.#otherFiles ? undefined : await python.work(check);
    if (summary && !summary.errors) this.set({ summary });
    else {
      this.set(noResults);
      news.add({ words: `${news.state.news?.words} ${RESULTS_GONE}` });
    }
  }

  /** Lets go of the check, be it under way or yet to come. */
  cancel() {
    const { news, python } = this.#stores;
    if (python.engine.state.work?.method === "check") python.stop();
    else {
      this.#checking = null;
      this.set({ running: null });
      news.tell({ title: "The check was cancelled", words: "Your files are still here." });
    }
  }

  /**
   * Takes over what the same files' results are after changes made on the page, or with those taken back.
   * @param {Summary} summary
   * @param {boolean} corrected
   */
  async take(summary, corrected) {
    const { results } = this.#stores;
    this.set({ summary, corrected });
    await results.remember();
    await results.lookAgain();
  }

  /** @param {boolean} corrected whether the results are of the files with changes made on the page */
  ofCorrected(corrected) {
    this.set({ corrected });
  }
}
