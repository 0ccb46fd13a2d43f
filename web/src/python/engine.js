// What stands between the page's questions and the worker that answers them: a worker is started, what it must know is laid
// before it, and then questions are asked one at a time in the order in which they were put. When a worker ends, another one
// is started and goes through the same. So no question meets a worker that does not know what it is about.
import { Cancelled, Ended, Fault, NotAsked, where } from "./faults.js";
import { Watched } from "../ui/watched.js";

// How often one thing that is laid again, or the time before the first question, may end the worker.
const TRIES = 2;
const IDLE = "";

/**
 * @typedef {{ done: number, total: number, words: string }} Progress
 * @typedef {(progress: Progress | null) => void} Say
 * @typedef {import("../ui/chosen.js").Chosen} Chosen
 * @typedef {import("./answers").Given<"remove">[0]} Box
 * @typedef {{
 *   <Q extends import("./answers").Question>(method: "ask", question: Q, ...given: import("./answers").Given<Q>): Promise<import("./answers").Answer<Q>>,
 *   <Q extends import("./answers").FileQuestion>(method: "give", question: Q, chosen: Chosen): Promise<import("./answers").Answer<Q>>,
 *   (method: "add", box: Box, files: Chosen[]): Promise<import("./answers").Inputs>,
 *   (method: "usePostcodes", file: File | null): Promise<import("./answers").Answer<"use_postcodes">>,
 *   (method: "check", settings: import("./answers").CheckSettings, say: Say): Promise<import("./answers").Answer<"check">>,
 * }} Ask Calls a method of the worker (worker.js).
 * @typedef {Pick<import("./link.js").Link, "ask" | "ended" | "stop">} Worker The page's end of one.
 *
 * @typedef {object} Question
 * @property {string} method of the worker
 * @property {unknown[]} given
 * @property {string} words what the worker does, as in "Reading your files"
 * @property {() => boolean} [wanted] when it is its turn: whether the answer is still waited for
 * @property {(progress: Progress) => void} [onProgress]
 *
 * @typedef {Question & { resolve: (answer: any) => void, reject: (why: unknown) => void }} Waiting A question not asked yet.
 *
 * @typedef {object} Item A thing that is laid before a worker when it has been started.
 * @property {string} label
 * @property {string} words
 * @property {(ask: Ask, say: Say) => Promise<unknown>} give
 * @property {(error: unknown) => void} drop
 *
 * @typedef {object} EngineState
 * @property {"starting" | "ready" | "broken"} stage "starting" until all that the worker must know is laid before it, then
 *   "ready"; "broken" when it cannot be started
 * @property {Progress} starting
 * @property {import("./answers").Facts | null} facts what the worker answered at its start
 * @property {{ method?: string, words: string, progress: Progress | null } | null} work what it works on, which can be
 *   cancelled, `method` of a question; null for nothing, and for the start itself
 * @property {string} problem why it could not be started
 */

/** @extends {Watched<EngineState>} */
export class Engine extends Watched {
  #open;
  #lay;
  #onEnd;
  /** @type {Worker | null} */
  #link = null;
  /** @type {Waiting[]} */
  #queue = [];
  /**
   * Wakes whoever waits for the next question, or for another try.
   * @type {(value?: any) => void}
   */
  #wake = () => {};
  /**
   * How often the worker ended at what, by label, since that last went well.
   * @type {Map<string, number>}
   */
  #ends = new Map();

  /** @type {EngineState} */
  state = { stage: "starting", starting: { done: 0, total: 1, words: "Starting" }, facts: null, work: null, problem: "" };

  /**
   * @param {object} around
   * @param {() => Worker} around.open starts a worker
   * @param {() => Item[]} around.lay lists what it must know, in order. It is asked anew after each thing, by label; what fails,
   *   is cancelled, or ends the worker time after time is dropped and must not be listed again
   * @param {(error: Error) => void} around.onEnd is told when a worker ended, before the next is started
   */
  constructor({ open, lay, onEnd }) {
    super();
    this.#open = open;
    this.#lay = lay;
    this.#onEnd = onEnd;
    this.#run();
  }

  /**
   * Puts a question. Resolves to the answer. Rejects with a Fault, Ended, Cancelled or NotAsked.
   * @param {Question} question
   * @returns {Promise<any>}
   */
  ask(question) {
    return new Promise((resolve, reject) => {
      if (this.state.stage === "broken") reject(new NotAsked());
      else this.#queue.push({ ...question, resolve, reject });
      this.#wake();
    });
  }

  /** Lets go of what the worker works on; it is started anew, and the questions that wait are asked then. */
  cancel() {
    if (this.state.work) this.#link?.stop(new Cancelled());
  }

  /** Tries once more to start a worker, after none could be started. */
  again() {
    if (this.state.stage !== "broken") return;
    this.#ends.clear();
    this.set({ stage: "starting" });
    this.#wake();
  }

  async #run() {
    for (;;) {
      const link = (this.#link = this.#open());
      try {
        await this.#begin(link);
        for (;;) await this.#answer(link, await this.#next(link));
      } catch (thrown) {
        const error = /** @type {Error} */ (thrown);
        link.stop(error);
        // Whatever else it is would come back at once.
        if (!(error instanceof Ended) && this.state.stage !== "broken") this.set({ stage: "broken", problem: where(error) });
        const broken = this.state.stage === "broken";
        this.set({ work: null, ...(broken ? {} : { stage: "starting", starting: { done: 0, total: 1, words: "Starting the checker again" } }) });
        if (broken) {
          this.#refuseAll();
          while (this.state.stage === "broken") await new Promise((wake) => (this.#wake = wake));
        } else this.#onEnd(error);
      }
    }
  }

  /**
   * Starts the worker and lays before it what it must know.
   * @param {Worker} link
   */
  async #begin(link) {
    try {
      const facts = await asked(link, "start", [(/** @type {Progress} */ starting) => this.set({ starting })]);
      this.set({ facts });
    } catch (error) {
      this.set({ stage: "broken", problem: /** @type {Error} */ (error).message });
      throw error;
    }
    const done = new Set();
    for (let item; (item = this.#lay().find(({ label }) => !done.has(label))); ) {
      done.add(item.label);
      await this.#give(link, item);
    }
    this.set({ stage: "ready", work: null });
  }

  /**
   * @param {Worker} link
   * @param {Item} item
   */
  async #give(link, item) {
    const [say, over] = untilOver((progress) => this.set({ starting: progress ?? { done: 0, total: 1, words: item.words }, work: { words: item.words, progress } }));
    say(null);
    try {
      await item.give(/** @type {Ask} */ ((/** @type {string} */ method, /** @type {unknown[]} */ ...given) => asked(link, method, given)), say);
      this.#ends.delete(item.label);
    } catch (error) {
      if (error instanceof Fault || error instanceof Cancelled || this.#isTooMuch(item.label)) item.drop(error);
      if (!(error instanceof Fault)) throw error;
    } finally {
      over();
    }
  }

  /**
   * Counts an end of the worker; whether there have been too many like it.
   * @param {string} label
   */
  #isTooMuch(label) {
    const ends = (this.#ends.get(label) ?? 0) + 1;
    this.#ends.set(label, ends);
    return ends >= TRIES;
  }

  /**
   * The next question that is still wanted.
   * @param {Worker} link
   */
  async #next(link) {
    for (;;) {
      while (!this.#queue.length) {
        try {
          await Promise.race([link.ended, new Promise((wake) => (this.#wake = wake))]);
        } catch (error) {
          if (this.#isTooMuch(IDLE)) this.set({ stage: "broken", problem: /** @type {Error} */ (error).message });
          throw error;
        }
      }
      const question = /** @type {Waiting} */ (this.#queue.shift());
      if (question.wanted?.() ?? true) return question;
      question.reject(new NotAsked());
    }
  }

  /**
   * @param {Worker} link
   * @param {Waiting} question
   */
  async #answer(link, question) {
    const { method, given, words, onProgress, resolve, reject } = question;
    const say = (/** @type {Progress | null} */ progress) => this.set({ work: { method, words, progress } });
    const [report, over] = untilOver((progress) => {
      say(progress);
      onProgress?.(/** @type {Progress} */ (progress));
    });
    say(null);
    try {
      const answer = await asked(link, method, onProgress ? [...given, report] : given);
      over();
      resolve(answer);
    } catch (error) {
      over();
      reject(error);
      if (!(error instanceof Fault)) throw error;
    }
    this.#ends.delete(IDLE);
    this.set({ work: null });
  }

  #refuseAll() {
    for (const { reject } of this.#queue.splice(0)) reject(new NotAsked());
  }
}

/**
 * `report` until it is told that the work is over: how far it is travels apart from the answer, and may arrive after it.
 * @param {Say} report
 * @returns {[Say, () => void]}
 */
function untilOver(report) {
  let isOver = false;
  return [(progress) => isOver || report(progress), () => (isOver = true)];
}

/**
 * The answer to a question; throws what came instead.
 * @param {Worker} link
 * @param {string} method
 * @param {unknown[]} given
 */
async function asked(link, method, given) {
  const { answer, fault, ended } = await link.ask(method, given).catch(/** @returns {import("./link.js").Outcome} */ (error) => {
    if (error instanceof Ended) throw error;
    // It could not even be sent.
    return { fault: { words: "", trace: where(error) } };
  });
  if (fault) throw new Fault(fault);
  if (ended !== undefined) throw new Ended(ended);
  return answer;
}
