// What the user made on this page and would lose, kind by kind, in words and with the ways to save it.
import { changesIn } from "./corrections.js";
import { count } from "../ui/words.js";

/**
 * @import { Loss } from "../ui/asking.js"
 * @import { Stores } from "./stores.js"
 */

/** @type {(how_many: number, one: string, saves?: Loss["saves"], saved?: boolean) => Loss} */
const part = (how_many, one, saves = [], saved = false) => ({ words: count(how_many, one), one: how_many === 1, saves, saved });

/**
 * Changes that are not saved: all of them, or as many as are told. `log` leaves saving to the list of changes.
 * @param {Stores} stores
 * @param {number} [some]
 * @returns {Loss[]}
 */
export function changes({ corrections }, some, { log = false } = {}) {
  const { done, saved } = corrections.state;
  const all = changesIn(done);
  const how_many = some === undefined ? all : Math.min(some, all);
  if (saved || !how_many) return [];
  const files = { title: "Save the corrected files", save: () => corrections.save("cleaning.corrected") };
  const list = { title: "Save the list of changes", save: () => corrections.save("cleaning.log", "xlsx", false) };
  return [part(how_many, "change", log ? [list] : [files, list])];
}

/**
 * Notes and marks. Saving the run saves them.
 * @param {Stores} stores
 * @param {{ notes: number, marks: number }} how_many
 * @returns {Loss[]}
 */
export function notesAndMarks(stores, { notes, marks }, saved = false) {
  const run = {
    title: notes ? "Save this run with its notes" : "Save this run with its marks",
    save: async () => {
      const name = await stores.runs.save(false);
      return name ? { name } : undefined;
    },
  };
  return [...(notes ? [part(notes, "note", [run], saved)] : []), ...(marks ? [part(marks, "mark", notes ? [] : [run], saved)] : [])];
}

/** Whether closing the page would lose anything that was made on it. */
export const anythingUnsaved = (/** @type {Stores} */ stores) => {
  const { notes, marks } = stores.results.state.looked.unsaved;
  return changes(stores).length > 0 || notes + marks > 0 || stores.drafts.size > 0;
};

/** Whether the page holds nothing of the user's: only then made-up data can take its place. */
export const nothingLoaded = (/** @type {Stores} */ stores) => {
  const { check, files, results, runs, years } = stores;
  const { notes, runs: earlier } = runs.state.runs ?? { notes: { issues: 0, rules: 0 }, runs: [] };
  const held = [...Object.values(files.state.files), earlier].some((list) => list.length > 0);
  return !(held || years.anything || check.state.summary || files.state.localRules.used || notes.issues || notes.rules || results.state.looked.total || anythingUnsaved(stores));
};
