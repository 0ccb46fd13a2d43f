// A worker for tests that does as it is told, and whatever else they need of a page.
import { Engine } from "../../src/python/engine.js";

/** Lets everything that can go on without the worker go on. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A worker that answers when the test says so. `asked` are the questions it has not answered: {method, given, answer, fault}. */
export class Link {
  asked = [];
  stopped = null;
  #end;
  ended = new Promise((_, reject) => (this.#end = reject));

  constructor() {
    this.ended.catch(() => {});
  }

  ask(method, given) {
    const answer = new Promise((resolve) => {
      this.asked.push({ method, given, answer: (answer) => resolve({ answer }), fault: (fault) => resolve({ fault }), ended: (ended) => resolve({ ended }) });
    });
    return Promise.race([answer, this.ended]);
  }

  stop(why) {
    this.stopped ??= why;
    this.#end(why);
  }
}

/** An engine on such workers: {engine, links, ends: the errors that workers ended with}. `items` is what is laid before each. */
export function world(items = []) {
  const links = [];
  const ends = [];
  const engine = new Engine({
    open: () => {
      links.push(new Link());
      return links.at(-1);
    },
    lay: () => items,
    onEnd: (error) => ends.push(error),
  });
  return { engine, links, ends, items };
}

/** Lets the newest worker answer the question that it is at: `how` is "answer", "fault" or "ended", with `what`. */
export async function reply(links, what, how = "answer") {
  await settled();
  const question = links.at(-1).asked.shift();
  if (!question) throw new Error("The worker was asked nothing.");
  question[how](what);
  await settled();
  return question;
}
