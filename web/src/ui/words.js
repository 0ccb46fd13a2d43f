// Numbers and lists in words, as they stand on screen.
const grouped = new Intl.NumberFormat("en-GB");

export const number = (value) => grouped.format(value);

export const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

const list = new Intl.ListFormat("en-GB");

/** "a, b and c". */
export const listed = (words) => list.format(words);
