// What the user made on this page and would lose, kind by kind, in words and with the ways to save it.
import { changesIn, cleaningOf } from "./clean_desk.js";
import { drafts } from "./drafts.js";
import { count } from "../ui/words.js";

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("../ui/asking.js").Loss} Loss
 */

/** @type {(how_many: number, one: string, saves?: Loss["saves"], saved?: boolean) => Loss} */
const part = (how_many, one, saves = [], saved = false) => ({ words: count(how_many, one), one: how_many === 1, saves, saved });

/**
 * Changes that are not saved: all of them, or as many as are told. `log` leaves saving to the list of changes.
 * @param {Desk} desk
 * @param {number} [some]
 * @returns {Loss[]}
 */
export function changes(desk, some, { log = false } = {}) {
  const cleaning = cleaningOf(desk);
  const { done, saved } = cleaning.state;
  const all = changesIn(done);
  const how_many = some === undefined ? all : Math.min(some, all);
  if (saved || !how_many) return [];
  const files = { title: "Save the corrected files", save: () => cleaning.save("cleaning.corrected") };
  const list = { title: "Save the list of changes", save: () => cleaning.save("cleaning.log", "xlsx", false) };
  return [part(how_many, "change", log ? [list] : [files, list])];
}

/**
 * Notes and marks. Saving the run saves them.
 * @param {Desk} desk
 * @param {{ notes: number, marks: number }} how_many
 * @returns {Loss[]}
 */
export function notesAndMarks(desk, { notes, marks }, saved = false) {
  const run = {
    title: notes ? "Save this run with its notes" : "Save this run with its marks",
    save: async () => {
      const name = await desk.runs.save(false);
      return name ? { name } : undefined;
    },
  };
  return [...(notes ? [part(notes, "note", [run], saved)] : []), ...(marks ? [part(marks, "mark", notes ? [] : [run], saved)] : [])];
}

/** Whether closing the page would lose anything that was made on it. */
export const anythingUnsaved = (/** @type {Desk} */ desk) => {
  const { notes, marks } = desk.state.looked.unsaved;
  return changes(desk).length > 0 || notes + marks > 0 || drafts.size > 0;
};

/** Whether the page holds nothing of the user's: only then made-up data can take its place. */
export const nothingLoaded = (/** @type {Desk} */ desk) => {
  const { files, summary, runs, localRules } = desk.state;
  const { notes, runs: earlier } = runs ?? { notes: { issues: 0, rules: 0 }, runs: [] };
  const held = [...Object.values(files), earlier].some((list) => list.length > 0);
  return !(held || summary || localRules.used || notes.issues || notes.rules || desk.state.looked.total || anythingUnsaved(desk));
};
