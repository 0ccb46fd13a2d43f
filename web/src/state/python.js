// Asking Python: whatever the page asks goes through the engine (python/engine.js), and the user is told what came in place of an
// answer.
import { doing } from "../python/doing.js";
import { Engine } from "../python/engine.js";
import { Cancelled, Fault, isNoAnswer } from "../python/faults.js";
import { Watched } from "../ui/watched.js";

/**
 * @import { Answer, Facts, FileQuestion, Given, Question } from "../python/answers"
 * @import { EngineState, Progress, Question as ToWorker, Worker } from "../python/engine.js"
 * @import { Request } from "../python/link.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {(onRequest: (request: Request) => void) => Worker} Open Starts a worker; `onRequest` is told what it asks of the network.
 *
 * @typedef {object} PythonState
 * @property {EngineState["stage"]} stage
 * @property {Progress} starting
 * @property {Facts | null} facts what Python answered at its start
 */

/** @extends {Watched<PythonState>} */
export class Python extends Watched {
  #stores;
  #engine;
  /**
   * What all workers asked of the network so far.
   * @type {Request[]}
   */
  #requests = [];

  /** @type {PythonState} */
  state = { stage: "starting", starting: { done: 0, total: 1, words: "Starting" }, facts: null };

  /**
   * @param {Stores} stores
   * @param {Open} open
   */
  constructor(stores, open) {
    super();
    this.#stores = stores;
    this.#engine = new Engine({
      open: () => open((request) => this.#requests.push(request)),
      lay: () => stores.toLay(),
      onEnd: (error) => this.#ended(error),
    });
    this.#engine.subscribe(() => this.#follow());
  }

  /** What the worker works on at present, for whoever shows it: the engine (python/engine.js). */
  get engine() {
    return this.#engine;
  }

  #follow() {
    const { stage, starting, facts, problem } = this.#engine.state;
    const before = this.state;
    if (stage === before.stage && starting === before.starting && facts === before.facts) return;
    const { news } = this.#stores;
    if (stage === "ready") news.restarted();
    if (stage === "broken") news.tell({ title: facts ? "The checker stopped and could not be started again" : "The checker could not start", words: problem });
    else if (before.stage === "broken") news.close();
    this.set({ stage, starting, facts });
  }

  /** @param {Error} error */
  #ended(error) {
    const { check, files, news } = this.#stores;
    check.ended();
    files.ended();
    news.ended(error);
  }

  /** Tries to start Python once more, after it could not be started. */
  again() {
    this.#engine.again();
  }

  /** Lets go of what Python works on. It is started anew and goes on from where it was. */
  stop() {
    this.#engine.cancel();
  }

  /**
   * The addresses that the workers asked for since a time.
   * @param {number} time milliseconds since 1970
   */
  requests(time) {
    return this.#requests.filter((request) => request.time >= time).map(({ name }) => name);
  }

  /**
   * Asks one of Python's questions (validator/page/questions.py); undefined when nothing came of it, in which case the user has
   * been told.
   * @template {Question} Q
   * @param {Q} question
   * @param {Given<Q>} given
   * @returns {Promise<Answer<Q> | undefined>}
   */
  ask(question, ...given) {
    return this.work({ method: "ask", given: [question, ...given], words: doing(question) });
  }

  /**
   * Asks about one file, which is read in the worker; undefined as with `ask`.
   * @template {FileQuestion} Q
   * @param {Q} question
   * @param {Chosen} chosen
   * @returns {Promise<Answer<Q> | undefined>}
   */
  give(question, chosen) {
    return this.work({ method: "give", given: [question, chosen], words: doing(question) });
  }

  /**
   * As `ask`, as long as it is wanted; throws what came in place of an answer (python/faults.js).
   * @template {Question} Q
   * @param {() => boolean} wanted
   * @param {Q} question
   * @param {Given<Q>} given
   * @returns {Promise<Answer<Q>>}
   */
  askWhile(wanted, question, ...given) {
    return this.#asked({ method: "ask", given: [question, ...given], words: doing(question), wanted });
  }

  /**
   * Has the worker do something; undefined when nothing came of it, in which case the user has been told.
   * @param {ToWorker} question
   */
  async work(question) {
    try {
      return await this.#asked(question);
    } catch (error) {
      if (isNoAnswer(error)) return undefined;
      throw error;
    }
  }

  /** @param {ToWorker} question */
  async #asked(question) {
    try {
      return await this.#engine.ask(question);
    } catch (error) {
      const { news } = this.#stores;
      if (error instanceof Fault) news.tellFault(question.words, error);
      if (error instanceof Cancelled) news.tellCancelled(`Cancelled: ${question.words}`, true);
      throw error;
    }
  }
}
