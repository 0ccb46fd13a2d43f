// One of several, chosen from a list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Choice } from "../../src/ui/choice.js";
import { html } from "../../src/ui/html.js";
import { elements, markup } from "../markup.js";

const choice = (more = {}) => html`<${Choice} id="kind" label="Kind" value="b" options=${[["", "All"], ["b", "Missing"]]} onChoose=${() => {}} ...${more} />`;

test("the value chosen is selected, and no other", () => {
  assert.deepEqual(elements(choice(), "option").map(({ props }) => [props.value, props.selected]), [["", false], ["b", true]]);
  assert.deepEqual(elements(choice({ value: "x" }), "option").filter(({ props }) => props.selected), []);
});

test("whoever chooses is told the value", () => {
  const chosen = [];
  const [select] = elements(choice({ onChoose: (value) => chosen.push(value) }), "select");
  select.props.onChange({ target: { value: "" } });
  assert.deepEqual(chosen, [""]);
});

test("what is wrong is said at the list, which names it", () => {
  assert.doesNotMatch(markup(choice()), /error/);
  const told = markup(choice({ error: { field: "kind", problem: "Choose a kind." } }));
  assert.match(told, /<p[^>]* id="kind-error"[^>]*>.*Choose a kind\./);
  assert.match(told, /<select[^>]* aria-describedby="kind-error"/);
});

test("nothing that is chosen is kept by the browser", () => {
  const [select] = elements(choice(), "select");
  assert.equal(select.props.autocomplete, "off");
});
