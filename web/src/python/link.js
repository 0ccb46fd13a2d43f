// The page's end of one worker: start it, ask it, notice its end, stop it.
import * as Comlink from "comlink";
import { Ended } from "./faults.js";
import { spawn } from "./spawn.js";

const BY_ITSELF = "The browser ended the part of the page that runs the checks. It may have run out of memory.";

/**
 * @typedef {{ name: string, time: number }} Request An address that was asked for, and when (milliseconds since 1970).
 *
 * @typedef {object} Outcome What came of a question: one of these.
 * @property {any} [answer]
 * @property {import("./faults.js").Failure} [fault]
 * @property {string} [ended] why Python can answer nothing any more
 */

export class Link {
  #worker = spawn();
  /** @type {any} */
  #remote = Comlink.wrap(this.#worker);
  /** @type {(why: Error) => void} */
  #end = /** @type {any} */ (undefined);

  /**
   * Rejects when the worker is stopped or ends by itself.
   * @type {Promise<never>}
   */
  ended = new Promise((_, reject) => (this.#end = reject));

  /** @param {(request: Request) => void} onRequest is told of what the worker asks of the network */
  constructor(onRequest) {
    // Nobody need be waiting for it.
    this.ended.catch(() => {});
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.stop(new Ended(event.message || "The part of the page that runs the checks could not be loaded."));
    });
    this.#send("watchRequests", [onRequest]).catch(() => {});
    this.#watch().catch(() => {});
  }

  /**
   * A worker that the browser ends, for want of memory say, sends no error; but a lock that it holds becomes free. Where a
   * page may not use locks, on plain http, the user sees that nothing goes on and cancels.
   */
  async #watch() {
    const name = `check903-${crypto.randomUUID()}`;
    await this.#send("hold", [name]);
    await navigator.locks.request(name, () => {});
    this.stop(new Ended(BY_ITSELF));
  }

  /**
   * Calls a method of the worker (see worker.js); functions among the arguments may be called back. Rejects with `ended`.
   * @param {string} method
   * @param {unknown[]} given
   * @returns {Promise<Outcome>}
   */
  ask(method, given) {
    return Promise.race([this.#send(method, given), this.ended]);
  }

  /**
   * @param {string} method
   * @param {unknown[]} given
   */
  #send(method, given) {
    return this.#remote[method](...given.map((value) => (typeof value === "function" ? Comlink.proxy(value) : value)));
  }

  /**
   * Ends the worker; whoever waits for it is told why.
   * @param {Error} why
   */
  stop(why) {
    this.#worker.terminate();
    this.#end(why);
  }
}
