// Reads the zip files that our build makes: plain local headers one after another, members deflated or stored.

const HEADER = 0x04034b50;
const DEFLATED = 8;

/** @typedef {{ name: string, stored: boolean, bytes: Uint8Array<ArrayBuffer> }} Member `bytes` as they are in the file. */

/**
 * The members of a zip file in their order.
 * @param {Uint8Array<ArrayBuffer>} zip
 * @returns {Member[]}
 */
export function members(zip) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const text = new TextDecoder();
  const found = [];
  let at = 0;
  while (at + 30 <= zip.length && view.getUint32(at, true) === HEADER) {
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    found.push({
      name: text.decode(zip.subarray(at + 30, at + 30 + view.getUint16(at + 26, true))),
      stored: view.getUint16(at + 8, true) !== DEFLATED,
      bytes: zip.subarray(start, start + view.getUint32(at + 18, true)),
    });
    at = start + view.getUint32(at + 18, true);
  }
  return found;
}

/**
 * A member's content as a stream; the browser unpacks it outside this thread.
 * @param {Pick<Member, "stored" | "bytes">} member
 */
export const stream = ({ stored, bytes }) => {
  const body = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (new Response(bytes).body);
  return stored ? body : body.pipeThrough(new DecompressionStream("deflate-raw"));
};

/**
 * A member's content as bytes.
 * @param {Member} member
 */
export const content = async (member) =>
  member.stored ? member.bytes : new Uint8Array(await new Response(stream(member)).arrayBuffer());
