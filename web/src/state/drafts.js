// Notes that are half written: they are there again when their editor is opened the next time. In memory only, as the stores'
// `drafts`: what a draft is of -> the draft. They are not watched, since one is written letter by letter.

/** @typedef {{ state: string, note: string }} Draft */

/**
 * What tells an issue's draft from others', over another check too, which gives issues other places.
 * @param {{ rule: string, file: string, line: number, child?: string }} issue
 */
export const keyOf = ({ rule, file, line, child }) => JSON.stringify([rule, file, line, child]);

/** The same for the note on a rule, and for the one on all its issues. */
export const keyOfRule = (/** @type {string} */ code) => JSON.stringify([code]);
export const keyOfAll = (/** @type {string} */ code) => JSON.stringify([code, "all"]);

/**
 * All drafts told, without file and line where it is not of one issue.
 * @param {Map<string, Draft>} drafts
 * @returns {{ of: string, rule: string, note: string, file?: string, line?: number }[]}
 */
export const allDrafts = (drafts) =>
  Array.from(drafts, ([of, { note }]) => {
    const [rule, file, line] = JSON.parse(of);
    return { of, rule, note, ...(line === undefined ? {} : { file, line }) };
  });
