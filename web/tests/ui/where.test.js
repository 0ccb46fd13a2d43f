// What is said of rows and cells wherever they are listed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Changed, Child, RuleLink, Value, Values, Where, Whose } from "../../src/ui/where.js";
import { html } from "../../src/ui/html.js";
import { markup } from "../markup.js";

test("a child is a link by its number where it has issues, and told where it is blank", () => {
  assert.equal(markup(html`<${Child} child="A7" child_number=${3} />`), '<a class="govuk-link" href="#/results/child/3">A7</a>');
  assert.equal(markup(html`<${Child} child="A7" />`), "A7");
  assert.equal(markup(html`<${Child} child="" />`), '<span class="app-blank">blank</span>');
});

test("a row is told by file and line, and whether it is new", () => {
  assert.equal(markup(html`<${Where} file="a.csv" line=${1204} status="" />`), "a.csv, line 1,204");
  assert.match(markup(html`<${Where} file="a.csv" line=${2} status="new" />`), /^a\.csv, line 2.*app-status--new">New<\/span>$/);
});

test("a value is told with its code spelt out, a blank one only where that is asked for", () => {
  const told = markup(html`<${Value} value="V2" meaning="Single period" />`);
  assert.match(told, /app-value">V2<\/span>/);
  assert.match(told, /app-meaning">Single period<\/span>/);
  assert.equal(markup(html`<${Value} value="" />`).trim(), "");
  assert.match(markup(html`<${Value} value="" blank />`), /blank<\/span>/);
});

test("a cell that was changed says what the file says, blank too", () => {
  assert.match(markup(html`<${Value} value="" before="V2" />`), /app-blank">blank<\/span>.*In your file: <span class="app-value">V2/s);
  assert.match(markup(html`<${Changed} before="" />`), /In your file: <span class="app-blank">blank/);
  assert.equal(markup(html`<${Changed} />`), "");
});

test("the cells in question are told with their columns, blank ones too", () => {
  const told = markup(html`<${Values} values=${[{ field: "DECOM", title: "Start date", value: "", meaning: "" }]} />`);
  assert.match(told, /<dt>DECOM<span class="app-column-title">Start date<\/span><\/dt>.*blank/s);
});

test("whose a rule is shows unless it is the Department’s, whatever an address makes up", () => {
  assert.match(markup(html`<${Whose} origin="own" />`), /Our additional check/);
  assert.match(markup(html`<${Whose} origin="council" />`), /Rule of your own/);
  assert.equal(markup(html`<${Whose} origin="department" />`), "");
});

test("a rule's code may hold what an address may not", () => {
  assert.equal(markup(html`<${RuleLink} rule="A/1" title="Dates" />`), '<a class="govuk-link" href="#/results/rule/A%2F1">A/1: Dates</a>');
});
