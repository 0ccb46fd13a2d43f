// Rows that a rule flagged, and those that it compared them with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FlaggedTable, placesToCompare } from "../../src/results/flagged.js";
import { html } from "../../src/ui/html.js";
import { markup } from "../markup.js";

const cell = (value, marked = false) => ({ field: "", title: "", value, meaning: "", marked });

test("the cells in question come before the notes, all others after them", () => {
  const columns = ["DECOM", "DEC", "LS"].map((name) => ({ name, title: name }));
  const row = { position: 7, child: "A7", file: "a.csv", line: 2, cells: [cell("1", true), cell("2", true), cell("3")] };
  const table = html`<${FlaggedTable} stores=${{}} rule=${{ code: "101" }} answer=${{ columns, rows: [row] }} label="Episodes" />`;
  const drawn = table.type(table.props);
  const head = markup(drawn, ["FlaggedRow"]).match(/<thead.*<\/thead>/s)[0];
  assert.deepEqual(
    Array.from(head.matchAll(/<th [^>]*>([^<]*)/g), ([, words]) => words),
    ["Child", "File and line", "Other rows", "DECOM", "DEC", "Notes and marks", "LS"],
  );
  const rows = [];
  const find = (node) => {
    if (Array.isArray(node)) node.forEach(find);
    else if (node?.type?.name === "FlaggedRow") rows.push(node.props);
    else if (node?.props) find(node.props.children);
  };
  find(drawn);
  assert.deepEqual(rows.map(({ row, columns }) => [row.position, columns]), [[7, 7]]);
});

test("of compared rows the columns in question come first, and those that are blank in all are left out", () => {
  const rows = [
    { cells: [cell("A7"), cell("", true), cell(""), cell("x"), cell("")] },
    { cells: [cell("A7"), cell("", true), cell(""), cell(""), cell("y")] },
  ];
  assert.deepEqual(placesToCompare(rows), [1, 0, 3, 4]);
});
