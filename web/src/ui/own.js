/** What a record holds under a key that comes from data or from the address; undefined for "constructor", unless it holds that. */
export const own = (record, key) => (Object.hasOwn(record, key) ? record[key] : undefined);
