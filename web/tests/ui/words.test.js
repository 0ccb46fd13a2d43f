// Numbers and lists in words, places in lists, and what charts are drawn by.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scale, wrapped } from "../../src/ui/chart.js";
import { own } from "../../src/ui/own.js";
import { pageOf, placeOf } from "../../src/ui/pagination.js";
import { count, listed } from "../../src/ui/words.js";

test("one thing is one, and any other number are many", () => {
  assert.deepEqual([0, 1, 1204].map((value) => count(value, "cell")), ["0 cells", "1 cell", "1,204 cells"]);
  assert.equal(count(2, "issue is", "issues are"), "2 issues are");
});

test("the last two of a list are joined by a word", () => {
  assert.deepEqual([["a"], ["a", "b"], ["a", "b", "c"]].map(listed), ["a", "a and b", "a, b and c"]);
});

test("a page that an address makes up is the first or the last", () => {
  const asked = ["3", "0", "-1", "1e9", "2x", "", "99999999999999999999"];
  assert.deepEqual(asked.map((text) => pageOf(text, 7)), [3, 1, 1, 1, 1, 1, 7]);
  assert.equal(pageOf("3", 0), 1);
  assert.equal(placeOf("99999999999999999999"), 1_000_000);
});

test("a key from an address finds only what was put there", () => {
  assert.deepEqual([own({ a: 1 }, "a"), own({ a: 1 }, "constructor")], [1, undefined]);
});

test("an axis holds its highest value in two to six steps of 1, 2 or 5", () => {
  for (const most of [0.003, 0.7, 1, 7, 12, 99, 100, 101, 4403, 250_000]) {
    const { top, step } = scale(most);
    assert.ok(top >= most && top - most < step, `${most} below ${top}`);
    assert.ok(Math.round(top / step) >= 2 && Math.round(top / step) <= 6, `${top / step} steps`);
    assert.match(step.toExponential(), /^[125]e/);
  }
  assert.deepEqual(scale(0), { top: 1, step: 0.25 });
});

test("words are wrapped between words, and cut off where there is no room", () => {
  assert.deepEqual(wrapped("one two three", 70), ["one two", "three"]);
  assert.deepEqual(wrapped("one two three four", 70, 1), ["one two t…"]);
});
