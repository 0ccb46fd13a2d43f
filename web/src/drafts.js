// Notes that are half written: they are there again when their editor is opened the next time. In memory only.

/** What a draft is of (`keyOf`) -> {state, note}. */
export const drafts = new Map();

/** What tells an issue's draft from others', over another check too, which gives issues other places. */
export const keyOf = ({ rule, file, line, child }) => JSON.stringify([rule, file, line, child]);

/** The same for the note on a rule, and for the one on all its issues. */
export const keyOfRule = (code) => JSON.stringify([code]);
export const keyOfAll = (code) => JSON.stringify([code, "all"]);

/** The codes of the rules that drafts are about. */
export const rulesWithDrafts = () => Array.from(new Set(Array.from(drafts.keys(), (key) => JSON.parse(key)[0])));
