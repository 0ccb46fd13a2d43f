// The page's end of the worker that holds Python: start it, ask it, stop it.
import * as Comlink from "comlink";
import { spawn } from "./spawn.js";

/** Thrown by whatever was under way when the worker was stopped on purpose. */
export class Stopped extends Error {}

export class Engine {
  #worker;
  #remote;
  #stop;

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
  }

  /** Calls a method of the worker (see worker.js); functions among the arguments may be called back. */
  ask(method, ...given) {
    const sent = given.map((value) => (typeof value === "function" ? Comlink.proxy(value) : value));
    return Promise.race([this.#remote[method](...sent), this.stopped]);
  }

  stop() {
    this.#worker.terminate();
    this.#stop(new Stopped());
  }
}
