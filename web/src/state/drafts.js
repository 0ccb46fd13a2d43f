// Notes that are half written: they are there again when their editor is opened the next time. In memory only.

/** What a draft is of (`keyOf`) -> {state, note}. */
export const drafts = new Map();

/** What tells an issue's draft from others', over another check too, which gives issues other places. */
export const keyOf = ({ rule, file, line, child }) => JSON.stringify([rule, file, line, child]);

/** The same for the note on a rule, and for the one on all its issues. */
export const keyOfRule = (code) => JSON.stringify([code]);
export const keyOfAll = (code) => JSON.stringify([code, "all"]);

/** All drafts: {of, rule, file, line, note}, without file and line where it is not of one issue. */
export const allDrafts = () =>
  Array.from(drafts, ([of, { note }]) => {
    const [rule, file, line] = JSON.parse(of);
    return { of, rule, note, ...(line === undefined ? {} : { file, line }) };
  });
