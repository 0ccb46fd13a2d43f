// The state machine between questions and workers (src/python/engine.js), with workers that do as the test says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Cancelled, Ended, Fault, NotAsked } from "../../src/python/faults.js";
import { reply, settled, world } from "./worlds.js";

const question = (method, more) => ({ method, given: [], words: method, ...more });

/** What came of a promise so far: "waiting", the answer, or the name of what was thrown. */
function outcome(promise) {
  const found = { is: "waiting" };
  const kinds = { Cancelled, Ended, Fault, NotAsked };
  promise.then(
    (answer) => (found.is = answer),
    (error) => (found.is = Object.keys(kinds).find((name) => error instanceof kinds[name])),
  );
  return found;
}

test("no question meets a worker before it has started and knows what it must", async () => {
  const { engine, links } = world([{ label: "files", words: "", give: (ask) => ask("add"), drop: assert.fail }]);
  const asked = outcome(engine.ask(question("catalogue")));
  await settled();
  assert.deepEqual(links[0].asked.map(({ method }) => method), ["start"]);
  await reply(links, "facts");
  assert.deepEqual(links[0].asked.map(({ method }) => method), ["add"]);
  assert.equal(engine.state.stage, "starting");
  await reply(links, "files");
  assert.equal(engine.state.stage, "ready");
  await reply(links, "rules");
  assert.equal(asked.is, "rules");
});

test("questions are asked one at a time, in order", async () => {
  const { engine, links } = world();
  const asked = ["a", "b", "c"].map((name) => outcome(engine.ask(question(name))));
  await reply(links, "facts");
  for (const [at, name] of ["a", "b", "c"].entries()) {
    assert.deepEqual(links[0].asked.map(({ method }) => method), [name]);
    assert.equal(engine.state.work.words, name);
    await reply(links, at);
  }
  assert.deepEqual(asked.map(({ is }) => is), [0, 1, 2]);
  assert.equal(engine.state.work, null);
});

test("how far a question is arrives too late when it has been answered", async () => {
  const { engine, links } = world();
  const told = [];
  engine.ask(question("check", { onProgress: (progress) => told.push(progress) }));
  await reply(links, "facts");
  const [report] = links[0].asked[0].given;
  report(1);
  assert.equal(engine.state.work.progress, 1);
  await reply(links, "summary");
  report(2);
  assert.deepEqual(told, [1]);
  assert.equal(engine.state.work, null);
});

test("a fault is the answer to one question", async () => {
  const { engine, links, ends } = world();
  const first = engine.ask(question("a"));
  const second = outcome(engine.ask(question("b")));
  await reply(links, "facts");
  const caught = assert.rejects(first, (error) => error instanceof Fault && error.trace === "KeyError: x" && error.words === "");
  await reply(links, { words: "", trace: "KeyError: x" }, "fault");
  await caught;
  await reply(links, 2);
  assert.equal(second.is, 2);
  assert.equal(links.length, 1);
  assert.deepEqual(ends, []);
});

test("cancelling cuts the question short that is worked on; the others are asked of the next worker", async () => {
  const { engine, links, ends } = world();
  const slow = outcome(engine.ask(question("slow")));
  const next = outcome(engine.ask(question("next")));
  await reply(links, "facts");
  engine.cancel();
  await settled();
  assert.equal(slow.is, "Cancelled");
  assert.equal(next.is, "waiting");
  assert.ok(links[0].stopped instanceof Cancelled);
  assert.equal(ends.length, 1);
  assert.equal(links.length, 2);
  await reply(links, "facts");
  await reply(links, "answered");
  assert.equal(next.is, "answered");
});

test("there is nothing to cancel when nothing is worked on", async () => {
  const { engine, links } = world();
  engine.cancel();
  await reply(links, "facts");
  engine.cancel();
  await settled();
  assert.equal(links.length, 1);
});

test("a question that nobody waits for any more is not asked", async () => {
  const { engine, links } = world();
  const left = outcome(engine.ask(question("left", { wanted: () => false })));
  const stays = outcome(engine.ask(question("stays", { wanted: () => true })));
  await reply(links, "facts");
  await reply(links, 1);
  assert.equal(left.is, "NotAsked");
  assert.equal(stays.is, 1);
});

test("a worker that ends is replaced, whatever it was at, and questions put meanwhile wait", async () => {
  const { engine, links } = world();
  await reply(links, "facts");
  for (let times = 0; times < 20; times++) {
    const cut = outcome(engine.ask(question("cut")));
    await settled();
    links.at(-1).stop(new Ended("out of memory"));
    // As a view does that is open all the time, before the next worker has been started.
    const catalogue = outcome(engine.ask(question("catalogue")));
    await settled();
    assert.equal(cut.is, "Ended");
    assert.deepEqual(links.at(-1).asked.map(({ method }) => method), ["start"]);
    await reply(links, "facts");
    await reply(links, times);
    assert.equal(catalogue.is, times);
  }
  assert.equal(engine.state.stage, "ready");
});

test("when Python says that it can do nothing any more the worker is replaced", async () => {
  const { engine, links } = world();
  const asked = outcome(engine.ask(question("a")));
  await reply(links, "facts");
  await reply(links, "RuntimeError: memory access out of bounds", "ended");
  assert.equal(asked.is, "Ended");
  assert.equal(links.length, 2);
});

test("progress is told to whoever asked, and shown", async () => {
  const { engine, links } = world();
  const told = [];
  engine.ask(question("check", { given: ["settings"], onProgress: (progress) => told.push(progress) }));
  await reply(links, "facts");
  const [{ given }] = links[0].asked;
  assert.equal(given[0], "settings");
  given[1]({ done: 1, total: 2, words: "Rule 101" });
  assert.deepEqual(told, [{ done: 1, total: 2, words: "Rule 101" }]);
  assert.equal(engine.state.work.progress.words, "Rule 101");
});

test("a worker that cannot be started is not tried again until the user says so", async () => {
  const { engine, links } = world();
  const asked = outcome(engine.ask(question("a")));
  await reply(links, { words: "The file x.zip could not be fetched.", trace: "" }, "fault");
  assert.equal(engine.state.stage, "broken");
  assert.equal(engine.state.problem, "The file x.zip could not be fetched.");
  assert.equal(asked.is, "NotAsked");
  const later = outcome(engine.ask(question("b")));
  await settled();
  assert.equal(later.is, "NotAsked");
  assert.equal(links.length, 1);
  engine.again();
  await reply(links, "facts");
  assert.equal(engine.state.stage, "ready");
});

test("a worker that ends each time before it is asked anything is not started for ever", async () => {
  const { engine, links } = world();
  for (let times = 0; times < 2; times++) {
    await reply(links, "facts");
    links.at(-1).stop(new Ended("made to end"));
    await settled();
  }
  assert.equal(engine.state.stage, "broken");
  assert.equal(links.length, 2);
});

/** Something that is laid before each worker until it is dropped. */
function item(label, items) {
  const made = {
    label,
    words: label,
    dropped: 0,
    give: (ask) => ask(label),
    drop: () => {
      made.dropped++;
      items.splice(items.indexOf(made), 1);
    },
  };
  items.push(made);
  return made;
}

test("what ends the worker twice when it is laid before it is dropped, and nothing else is", async () => {
  const items = [];
  const [good, bad, last] = ["good", "bad", "last"].map((label) => item(label, items));
  const { engine, links } = world(items);
  for (let times = 0; times < 2; times++) {
    await reply(links, "facts");
    await reply(links, "taken");
    assert.equal(links.at(-1).asked[0].method, "bad");
    links.at(-1).stop(new Ended("crash"));
    await settled();
  }
  await reply(links, "facts");
  await reply(links, "taken");
  await reply(links, "taken");
  assert.equal(engine.state.stage, "ready");
  assert.deepEqual([good.dropped, bad.dropped, last.dropped], [0, 1, 0]);
  assert.equal(links.length, 3);
});

test("what fails or is cancelled when it is laid is dropped at once", async () => {
  const items = [];
  const [fails, slow, last] = ["fails", "slow", "last"].map((label) => item(label, items));
  const { engine, links } = world(items);
  await reply(links, "facts");
  await reply(links, { words: "", trace: "" }, "fault");
  assert.deepEqual([fails.dropped, links.length], [1, 1]);
  engine.cancel();
  await settled();
  assert.deepEqual([slow.dropped, links.length], [1, 2]);
  await reply(links, "facts");
  await reply(links, "taken");
  assert.equal(last.dropped, 0);
  assert.equal(engine.state.stage, "ready");
});

test("what cannot even be sent is a fault", async () => {
  const { engine, links } = world();
  await reply(links, "facts");
  links[0].ask = () => Promise.reject(new TypeError("a value of the data"));
  await assert.rejects(engine.ask(question("a")), (error) => error instanceof Fault && error.trace.startsWith("TypeError") && !error.trace.includes("value"));
});
