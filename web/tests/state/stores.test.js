// What the page knows and does (src/state/), without a page: workers answer as the test says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ended } from "../../src/python/faults.js";
import { anythingUnsaved, changes, nothingLoaded, notesAndMarks } from "../../src/state/at_stake.js";
import { changesInWords } from "../../src/state/corrections.js";
import { allDrafts, keyOf, keyOfAll } from "../../src/state/drafts.js";
import { checked, DONE, inputs, page, quiet, saved, SUMMARY } from "./page.js";

const file = (name) => ({ name, file: new Blob(["CHILD"]) });
const names = (stores, box = "this_year") => stores.files.state.files[box].map(({ name, waiting }) => (waiting ? `${name}…` : name));
const STEP = { number: 1, title: "Dates", kind: "safe", changes: 3, rows_removed: 0, time: "10:00" };
const PREVIEW = { changes: 3, rows_removed: 0, children: 2, resolved: 2, resolves: [], added: 0, adds: [], to_light: 0, lights: [], total: 3, shown: [] };

test("files wait until they were read, and point to a year until one is chosen", async () => {
  const { stores } = page({ add: inputs({ this_year: ["a.csv"] }, { year: "2024-25", authority: "" }), choose: inputs({ this_year: ["a.csv"] }, { year: "2024-25", authority: "" }) });
  const adding = stores.files.add("this_year", [file("a.csv")]);
  assert.deepEqual(names(stores), ["a.csv…"]);
  await adding;
  assert.deepEqual(names(stores), ["a.csv"]);
  assert.equal(stores.settings.state.settings.year, "2024-25");
  await stores.settings.choose("year", "2025-26");
  assert.equal(stores.settings.state.settings.year, "2025-26");
});

test("a check waits for the files that are being read", async () => {
  const { stores, asked } = page();
  stores.files.add("this_year", [file("a.csv")]);
  assert.equal(await stores.check.check(), true);
  assert.deepEqual(asked[0].slice(0, 3), ["start", "add", "check"]);
  assert.equal(stores.check.state.summary, SUMMARY);
  assert.equal(stores.check.state.checks, 1);
});

test("settings go to Python as words, a day only where one was begun", () => {
  const { stores } = page();
  assert.deepEqual(stores.settings.ofCheck(), { year: "", authority: "", as_at: "", own_checks: false, rules: undefined });
  stores.settings.choose("as_at", { day: "30", month: "9", year: "" });
  stores.settings.chooseRules({ name: "Some", codes: new Set(["101"]) });
  assert.deepEqual(stores.settings.ofCheck(), { year: "", authority: "", as_at: "30/9/", own_checks: false, rules: { name: "Some", rules: ["101"] } });
});

test("what keeps a check from being made is told beside its setting until that is chosen", async () => {
  const { stores } = page({ check: { errors: [{ field: "year", problem: "Choose a collection year.", remedy: "" }] } });
  assert.equal(await stores.check.check(), false);
  assert.deepEqual(stores.settings.state.errors.map(({ field }) => field), ["year"]);
  await stores.settings.choose("year", "2025-26");
  assert.deepEqual(stores.settings.state.errors, []);
});

test("results are out of date once files or choices change", async () => {
  const { stores } = await checked();
  assert.equal(stores.check.state.stale, false);
  stores.settings.chooseRules(null);
  assert.equal(stores.check.state.stale, true);
  await stores.check.check();
  assert.equal(stores.check.state.stale, false);
  await stores.files.remove("this_year", "header.csv");
  assert.equal(stores.check.state.stale, true);
});

test("a worker started anew is given everything again, in order, and nothing is lost", async () => {
  const { stores, asked, links, answers } = await checked();
  answers["runs.add"] = { runs: [] };
  answers["comparison.add"] = { files: [], years: {}, views: [] };
  answers.group_by = { file: "list.csv", title: "Team", problem: undefined };
  answers.use_local_rules = { name: "rules.toml", rules: [] };
  answers.usePostcodes = { postcodes: 3 };
  answers["runs.state"] = { runs: [{ name: "run.json", number: 4 }], compared: 4, notes: { issues: 1, rules: 0 }, salted: false };
  await stores.settings.choose("year", "2025-26");
  await stores.files.useLocalRules(file("rules.toml"));
  await stores.files.usePostcodes({ name: "postcodes.csv" });
  await stores.runs.add([file("run.json")]);
  await stores.profiles.add([file("other.json")]);
  await stores.results.groupBy(file("list.csv"));
  await stores.results.mark([0], true);
  await quiet();
  links[0].stop(new Ended("out of memory"));
  await quiet();
  assert.deepEqual(asked[1].slice(0, 12), [
    ...["start", "usePostcodes", "use_local_rules", "choose", "add", "runs.add", "runs.state", "runs.compare_with"],
    ...["work_on", "check", "group_by", "comparison.add"],
  ]);
  assert.equal(stores.python.state.stage, "ready");
  assert.equal(stores.check.state.summary, SUMMARY);
  assert.deepEqual(names(stores), ["header.csv"]);
  assert.match(stores.news.state.news.title, /started again/);
  assert.match(stores.news.state.news.words, /the changes and notes that you made\. .*out of memory/);
});

test("results of files that are others now go with the worker, and the user is told", async () => {
  const { stores, links, answers } = await checked();
  answers.add = inputs({ this_year: ["header.csv", "b.csv"] });
  await stores.files.add("this_year", [file("b.csv")]);
  links[0].stop(new Ended("out of memory"));
  await quiet();
  assert.equal(stores.check.state.summary, null);
  assert.match(stores.news.state.news.words, /^Your files are still here\. The results are gone/);
});

test("a file that stops Python time after time is taken off the list by name, and the others stay", async () => {
  const read = (_box, files) => (files.some(({ name }) => name === "bad.csv") ? new Error("stopped") : inputs({ this_year: files.map(({ name }) => name) }));
  const { stores } = page({ add: read });
  await stores.files.add("this_year", [file("good.csv"), file("bad.csv")]);
  await quiet();
  assert.deepEqual(names(stores), ["good.csv"]);
  assert.match(stores.news.state.news.words, /bad\.csv has been taken off the list: the checker stopped each time/);
});

test("a fault costs one answer and is told without being passed on", async () => {
  const { stores } = await checked({ "results.mark": { fault: { words: "", trace: "KeyError: x" } } });
  await stores.results.mark([0], true);
  assert.equal(stores.results.state.looked.total, 0);
  assert.match(stores.news.state.news.details, /KeyError/);
  assert.equal(stores.news.state.faults.length, 1);
  assert.equal(stores.check.state.summary, SUMMARY);
});

test("a check that fails leaves the results of before", async () => {
  const { stores, asked, answers } = await checked();
  let times = 0;
  answers.check = () => (times++ ? SUMMARY : { fault: { words: "", trace: "" } });
  assert.equal(await stores.check.check(), false);
  assert.equal(stores.check.state.summary, SUMMARY);
  assert.deepEqual(asked[0].slice(-3), ["check", "work_on", "check"]);
});

test("a check that is cancelled before its turn is not asked", async () => {
  const { stores, asked } = page();
  const checking = stores.check.check();
  stores.check.cancel();
  assert.equal(await checking, false);
  await quiet();
  assert.ok(!asked[0].includes("check"));
  assert.match(stores.news.state.news.title, /cancelled/);
});

test("clearing lets go of files, choices and results, and keeps earlier runs", async () => {
  const { stores, answers } = await checked();
  answers["runs.state"] = { runs: [{ name: "run.json", number: 1 }], compared: 1, notes: { issues: 0, rules: 0 }, salted: false };
  answers["runs.add"] = { runs: [] };
  answers.group_by = { file: "list.csv", title: "Team", problem: undefined };
  await stores.runs.add([file("run.json")]);
  await stores.results.groupBy(file("list.csv"));
  await stores.settings.choose("authority", "Manchester");
  stores.results.lookFor("12");
  await stores.files.clear();
  await quiet();
  assert.deepEqual(names(stores), []);
  assert.equal(stores.check.state.summary, null);
  assert.equal(stores.settings.state.settings.authority, "");
  assert.deepEqual([stores.results.state.lookedFor, stores.results.state.grouped], ["", null]);
  assert.equal(stores.runs.state.runs.runs.length, 1);
});

test("changes are previewed, made, told and unsaved until they are saved", async () => {
  const { stores, answers } = await checked();
  const { corrections } = stores;
  location.hash = "#/results/fix";
  answers["cleaning.preview"] = PREVIEW;
  answers["cleaning.apply"] = { summary: { ...SUMMARY, issues: 0 }, state: { ...DONE, steps: [STEP], changes: 3 } };
  assert.equal(await corrections.look({ safe: ["dates"] }, "#/results"), undefined);
  assert.equal(location.hash, "#/results/preview");
  await corrections.apply();
  await quiet();
  assert.equal(location.hash, "#/results");
  assert.equal(corrections.state.outcome.words, "3 cells were changed. 2 issues are gone. The return has 0 issues now.");
  assert.deepEqual([stores.check.state.summary.issues, stores.check.state.corrected], [0, true]);
  assert.deepEqual(changes(stores).map(({ words, saves }) => [words, saves.length]), [["3 changes", 2]]);
  assert.deepEqual(changes(stores, 1, { log: true }).map(({ words, saves }) => [words, saves.length]), [["1 change", 1]]);
  assert.ok(anythingUnsaved(stores));
  answers["cleaning.corrected"] = { name: "header.csv", type: "text/csv", content: new Uint8Array([1]) };
  assert.deepEqual(await corrections.save("cleaning.corrected"), { name: "header.csv" });
  assert.equal(saved.at(-1), "header.csv");
  assert.deepEqual(changes(stores), []);
});

test("what keeps changes from being made is the answer, and nothing is opened", async () => {
  const { stores } = await checked({ "cleaning.preview": { problem: "Nothing would change." } });
  location.hash = "#/results/fix";
  assert.equal(await stores.corrections.look({ safe: [] }), "Nothing would change.");
  assert.deepEqual([location.hash, stores.corrections.state.preview], ["#/results/fix", null]);
});

test("after another check nothing chosen holds any more, and Python tells which steps it has kept", async () => {
  const { stores, answers } = await checked();
  const { corrections } = stores;
  answers["cleaning.preview"] = PREVIEW;
  answers["cleaning.apply"] = { summary: { ...SUMMARY }, state: { ...DONE, steps: [STEP], changes: 3 } };
  await corrections.look({ safe: ["dates"] });
  await corrections.apply();
  corrections.choose({ chosen: new Set([1]) });
  corrections.fill("101 Header", { which: "ticked", ticked: new Set([4]) });
  answers.check = { ...SUMMARY };
  await stores.check.check();
  await quiet();
  assert.equal(corrections.state.chosen.size, 0);
  assert.equal(corrections.state.forms.get("101 Header").ticked.size, 0);
  assert.deepEqual(corrections.state.done, DONE);
  assert.equal(stores.check.state.corrected, false);
});

test("a note is kept, or says why it is not", async () => {
  const { stores, answers } = await checked({ "runs.annotate": {} });
  const note = { state: "", note: "seen" };
  assert.equal(await stores.runs.annotate({ positions: [0] }, note), undefined);
  answers["runs.annotate"] = { problem: "The note is too long." };
  assert.equal(await stores.runs.annotate({ rule: "101" }, note), "The note is too long.");
  answers["runs.annotate"] = { fault: { words: "", trace: "" } };
  assert.match(await stores.runs.annotate({ rule: "101" }, note), /could not be saved/);
});

test("notes and marks are at stake one kind at a time, and saving the run saves both", async () => {
  const { stores, answers } = await checked();
  assert.deepEqual(notesAndMarks(stores, { notes: 2, marks: 1 }).map(({ words, saves }) => [words, saves.length]), [["2 notes", 1], ["1 mark", 0]]);
  answers["runs.save"] = { name: "monday.903run.json", type: "application/json", content: new Uint8Array() };
  const [{ saves }] = notesAndMarks(stores, { notes: 0, marks: 1 });
  assert.deepEqual(await saves[0].save(), { name: "monday.903run.json" });
});

test("made-up data takes the place of nothing", async () => {
  const { stores } = page();
  assert.ok(nothingLoaded(stores));
  stores.drafts.set(keyOfAll("101"), { state: "", note: "half" });
  assert.ok(!nothingLoaded(stores));
});

test("a draft is told by its rule, file and line", () => {
  const { stores } = page();
  stores.drafts.set(keyOf({ rule: "101", file: "a.csv", line: 3, child: "7" }), { state: "", note: "half" });
  stores.drafts.set(keyOfAll("102"), { state: "", note: "" });
  assert.deepEqual(
    allDrafts(stores.drafts).map(({ rule, file, line, note }) => [rule, file, line, note]),
    [["101", "a.csv", 3, "half"], ["102", undefined, undefined, ""]],
  );
});

test("a step is told by its cells and rows", () => {
  assert.equal(changesInWords({ changes: 5, rows_removed: 1 }), "5 cells, 1 row deleted");
  assert.equal(changesInWords({ changes: 0, rows_removed: 0 }), "0");
});

test("files of earlier years leave the check as it is, and of two that are called alike none is lost", async () => {
  const { stores, answers } = await checked();
  const old = (size) => ({ name: "header.csv", file: new Blob(["x".repeat(size)]) });
  answers.add = inputs({ this_year: ["header.csv"], earlier: ["header.csv", "header (2).csv"] });
  await stores.files.add("earlier", [old(1)]);
  await stores.files.add("earlier", [old(2)]);
  await stores.files.add("earlier", [old(2)]);
  assert.deepEqual(names(stores, "earlier"), ["header.csv", "header (2).csv"]);
  assert.equal(stores.check.state.stale, false);
  await stores.files.add("earlier", [{ name: "old/header.csv", file: new Blob(["1"]) }]);
  await stores.files.add("earlier", [{ name: "old/header.csv", file: new Blob(["22"]) }]);
  assert.equal(names(stores, "earlier").length, 3, "in a folder it is the same file, mended");
});

test("a worker started anew is given what was chosen of several years, and what it cannot take is said", async () => {
  const settings = [{ name: "repairs", words: "1 repair switched off", detail: "" }];
  const { stores, asked, links, answers } = await checked({ "years.switch": settings, "years.use_ids": settings, "years.use_keys": settings });
  answers.add = inputs({ this_year: ["header.csv"], earlier: ["old.zip"] });
  answers.choose_year = answers.add;
  await stores.files.add("earlier", [file("old.zip")]);
  await stores.years.chooseYear(["old.zip"], "2021-22");
  await stores.years.switch("gap_bridged", false);
  await stores.years.use("ids", file("ids.csv"));
  await stores.years.use("keys", file("keys.csv"));
  assert.equal(nothingLoaded(stores), false);
  links[0].stop(new Ended("out of memory"));
  await quiet();
  const laid = asked[1].slice(0, asked[1].indexOf("check"));
  assert.deepEqual(laid.filter((name) => name.includes("year")), ["choose_year", "years.switch", "years.use_ids", "years.use_keys"]);
  assert.deepEqual(stores.years.state.without, ["gap_bridged"]);
  assert.deepEqual(stores.years.state.settings, settings);
  await stores.years.switch("gap_bridged", false);
  answers["years.use_keys"] = { problem: { place: "", problem: "This is no key file.", remedy: "" } };
  links[1].stop(new Ended("out of memory"));
  await quiet();
  assert.equal(stores.years.state.lists.keys.name, "");
  assert.equal(stores.years.state.lists.ids.name, "ids.csv");
  assert.match(stores.news.state.news.words, /key file is not used any more/);
});

test("a list that cannot be used leaves the one of before, and a key file that was saved is used", async () => {
  const problem = { place: "x.csv", problem: "This is no key file.", remedy: "" };
  const saving = { model: { name: "model.zip", type: "application/zip", content: "" }, keys: { name: "model-keys.csv", type: "text/csv", content: "" } };
  const { stores, answers } = await checked({ write: saving, "years.use_keys": { problem }, "years.drop_keys": [] });
  assert.deepEqual(await stores.years.write("csv", false, true), { names: ["model.zip", "model-keys.csv"] });
  assert.deepEqual(saved.slice(-2), ["model.zip", "model-keys.csv"]);
  await stores.years.use("keys", file("x.csv"));
  assert.deepEqual(stores.years.state.lists.keys, { name: "model-keys.csv", problem });
  await stores.years.drop("keys");
  assert.equal(stores.years.anything, false);
  answers.write = { problem };
  assert.deepEqual(await stores.years.write("xlsx", true, false), { problem });
});
