// The stores of a page for tests, with workers that answer at once by a table: question -> answer.
import { Stores } from "../../src/state/stores.js";
import { Link, settled } from "../python/worlds.js";

/** The files that were saved: {name, type}. */
export const saved = [];

Object.assign(globalThis, {
  location: { hash: "" },
  addEventListener: () => {},
  document: { createElement: () => ({ click: () => {}, set download(name) { saved.push(name); } }) },
});

const NOBODY = { notes: 0, marks: 0 };
const LOOKED = { total: 0, rules: {}, unsaved: NOBODY };
export const SUMMARY = { issues: 2, rules: [], tables: [], name_ending: "-2025-26" };
export const DONE = { steps: [], changes: 0, rows_removed: 0, form: "csv", files: {}, about: "" };

/** What is made of files, by box: their names. */
export const inputs = (names = {}, proposal = { year: "", authority: "" }) => ({
  files: Object.fromEntries(
    ["this_year", "last_year", "providers", "earlier", "extra"].map((box) => [box, (names[box] ?? []).map((name) => ({ name, tables: [], notices: [], problems: [] }))]),
  ),
  convertible: [],
  proposal,
  warnings: [],
  earlier: undefined,
  several: [],
});

const ANSWERS = {
  start: { version: "1" },
  add: inputs(),
  choose: inputs(),
  remove: inputs(),
  clear: inputs(),
  check: SUMMARY,
  work: "the work",
  "results.looked": LOOKED,
  "results.mark": { ...LOOKED, total: 1 },
  "runs.states": [],
  "runs.state": { runs: [], notes: { issues: 0, rules: 0 }, salted: false },
  "cleaning.state": DONE,
};

/**
 * A page: its stores and `asked`, the names of the questions asked so far, worker by worker. `answers` add to those above; a
 * function is given what was given, an Error ends the worker, {fault} is a fault.
 */
export function page(answers = {}) {
  const links = [];
  const asked = [];
  const all = { ...ANSWERS, ...answers };
  const open = () => {
    const link = new Link();
    const names = [];
    links.push(link);
    asked.push(names);
    const { ask } = link;
    link.ask = (method, given) => {
      const name = ["ask", "give"].includes(method) ? given[0] : method;
      names.push(name);
      const coming = ask.call(link, method, given);
      const question = link.asked.shift();
      const told = typeof all[name] === "function" ? all[name](...given) : all[name];
      if (told instanceof Promise) told.then((answer) => question.answer(answer));
      else if (told instanceof Error) question.ended(told.message);
      else if (told?.fault) question.fault(told.fault);
      else question.answer(told);
      return coming;
    };
    return link;
  };
  const stores = new Stores(open);
  return { stores, links, asked, answers: all };
}

/** Everything that can go on without an answer has gone on. */
export const quiet = async () => {
  for (let times = 0; times < 20; times += 1) await settled();
};

/** A page whose return has been checked. */
export async function checked(answers = {}) {
  const world = page({ add: inputs({ this_year: ["header.csv"] }), ...answers });
  await world.stores.files.add("this_year", [{ name: "header.csv", file: new Blob(["CHILD"]) }]);
  await world.stores.check.check();
  await quiet();
  return world;
}
