// What may come of a question in place of an answer, and how a fault is told.

/** The worker ended while it worked on this. */
export class Ended extends Error {}

/** The user did not want to wait for this any longer. */
export class Cancelled extends Ended {}

/** A question was not asked: nobody waits for it any more, or there is no worker to be had. */
export class NotAsked extends Error {}

/** @typedef {{ words: string, trace: string }} Failure What failed: `words` for the user, if any, `trace` for us. */

/** Python failed at this question, and is as it was before. */
export class Fault extends Error {
  /** @param {Failure} failure */
  constructor({ words, trace }) {
    super(words || trace);
    this.words = words;
    this.trace = trace;
  }
}

/**
 * Whether an error is one of these, and no fault of the page itself.
 * @param {unknown} error
 * @returns {error is Fault | Ended | NotAsked}
 */
export const isNoAnswer = (error) => error instanceof Fault || error instanceof Ended || error instanceof NotAsked;

const FRAME = /^(at .*|\S*@\S*):\d+:\d+\)?$/;

/**
 * An error of this language as Python’s are told (validator/checking/faults.py): of which kind and where, without its message.
 * @param {any} error whatever was thrown
 * @returns {string}
 */
export const where = ({ name = "Error", stack = "" }) =>
  [name, ...stack.split("\n").map((/** @type {string} */ line) => line.trim()).filter((/** @type {string} */ line) => FRAME.test(line))].join(" < ");
