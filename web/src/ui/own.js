/**
 * What a record holds under a key that comes from data or from the address; undefined for "constructor", unless it holds that.
 * @template Value
 * @param {Record<string, Value>} record
 * @param {string} key
 * @returns {Value | undefined}
 */
export const own = (record, key) => (Object.hasOwn(record, key) ? record[key] : undefined);
