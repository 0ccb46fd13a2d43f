// The site's large files: fetched from beside this module, each checked against the size and hash that the build noted.
// In the one-file edition the page carries them and hands them to the worker.
import { sha256 } from "../site/sha256.js";

/** By role. */
export const assets = ASSETS;

/** Says in words which file is missing or altered, and what to do. */
export class AssetError extends Error {}

/** @type {Promise<Record<string, string>> | null} */
const carried = SINGLE_FILE
  ? new Promise((resolve) => {
      addEventListener("message", function take({ data }) {
        if (!data?.carried) return;
        removeEventListener("message", take);
        resolve(data.carried);
      });
    })
  : null;

/**
 * Where an asset is.
 * @param {string} role
 */
export const address = (role) => new URL(assets[role].file, import.meta.url).href;

/**
 * The bytes of an asset, whole and unaltered.
 * @param {string} role
 * @param {(count: number) => void} onBytes is told of each piece as it arrives
 */
export async function fetchAsset(role, onBytes = () => {}) {
  const asset = assets[role];
  const bytes = SINGLE_FILE ? fromBase64(/** @type {Record<string, string>} */ (await carried)[role]) : await fetched(asset.file, address(role), asset.size, onBytes);
  if (bytes.length !== asset.size || (await sha256(bytes)) !== asset.sha256) {
    const size = bytes.length === asset.size ? "its content differs" : `it has ${bytes.length} bytes instead of ${asset.size}`;
    throw new AssetError(
      `The file ${asset.file} is not as it was published: ${size}. Something between this page and its server may have ` +
        "changed it, or the site was not copied whole. Reload the page; if this comes back, tell whoever looks after the site.",
    );
  }
  return bytes;
}

/** @type {(text: string) => Uint8Array<ArrayBuffer>} */
const fromBase64 = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @type {(file: string, url: string, size: number, onBytes: (count: number) => void) => Promise<Uint8Array<ArrayBuffer>>} */
async function fetched(file, url, size, onBytes) {
  const missing = (/** @type {string} */ why) =>
    new AssetError(`The file ${file} could not be fetched: ${why}. Reload the page; if this comes back, tell whoever looks after the site.`);
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw missing("the server cannot be reached, or something on the network blocks it");
  }
  if (!response.ok) throw missing(`the server answered ${response.status} ${response.statusText}`.trim());
  // One buffer of the size expected, so that the pieces need no second copy.
  let bytes = new Uint8Array(size);
  let length = 0;
  try {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (length + piece.value.length > bytes.length) {
        const larger = new Uint8Array(2 * (length + piece.value.length));
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(piece.value, length);
      length += piece.value.length;
      onBytes(piece.value.length);
    }
  } catch {
    throw missing("the connection broke off");
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}
