// The page's end of the worker that holds Python: start it, ask it, stop it.
import * as Comlink from "comlink";
import { spawn } from "./spawn.js";

/** Thrown by whatever was under way when the worker was stopped on purpose. */
export class Stopped extends Error {}

export class Engine {
  #worker;
  #remote;
  #stop;
  #ended = false;

  /** Starts a worker. `onBroken(message)` is told when it fails on its own and must be replaced. */
  constructor(onBroken) {
    this.#worker = spawn();
    this.#remote = Comlink.wrap(this.#worker);
    // A stopped worker never answers, so every question also waits for this.
    this.stopped = new Promise((_, reject) => (this.#stop = reject));
    this.stopped.catch(() => {});
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      onBroken(event.message || "The part of the page that runs the checks could not be loaded.");
    });
    this.#watch(onBroken).catch(() => {});
  }

  /**
   * A worker that the browser ends, for want of memory say, sends no error; but a lock that it holds becomes free. Where a
   * page may not use locks, on plain http, the user sees that nothing goes on and cancels.
   */
  async #watch(onBroken) {
    const name = `check903-${crypto.randomUUID()}`;
    await this.ask("hold", name);
    await navigator.locks.request(name, () => {});
    if (!this.#ended) onBroken("The browser ended the part of the page that runs the checks. It may have run out of memory.");
  }

  /** Calls a method of the worker (see worker.js); functions among the arguments may be called back. */
  ask(method, ...given) {
    const sent = given.map((value) => (typeof value === "function" ? Comlink.proxy(value) : value));
    return Promise.race([this.#remote[method](...sent), this.stopped]);
  }

  stop() {
    this.#ended = true;
    this.#worker.terminate();
    this.#stop(new Stopped());
  }
}
