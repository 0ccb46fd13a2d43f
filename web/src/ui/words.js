// Numbers and lists in words, as they stand on screen.
const grouped = new Intl.NumberFormat("en-GB");

/** @param {number} value */
export const number = (value) => grouped.format(value);

/**
 * "1,204 cells"; `many` where an "s" at the end would not do.
 * @param {number} value
 * @param {string} one
 */
export const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

const list = new Intl.ListFormat("en-GB");

/**
 * "a, b and c".
 * @param {string[]} words
 */
export const listed = (words) => list.format(words);
