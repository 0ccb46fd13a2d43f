// From what was dropped or chosen to a list of files. A file of a folder is named by its path in it, as on the command line.

/** @typedef {{ name: string, file: Blob }} Chosen A file that the user chose. */

/**
 * The files of an `<input type="file">`; those of a folder are named from inside it, or with `folders` from the folder on.
 * @param {{ files: ArrayLike<File> }} input
 * @returns {Chosen[]}
 */
export const fromInput = (input, folders = false) =>
  Array.from(input.files, ({ webkitRelativePath: path, name }, at) => ({ name: (folders ? path : inside(path)) || name, file: input.files[at] })).filter(isOfInterest);

/**
 * The files of a drop, folders opened, named as by `fromInput`. Must be called while the event is being handled.
 * @param {DataTransfer} transfer
 * @returns {Promise<Chosen[]>}
 */
export async function fromDrop(transfer, folders = false) {
  /** @type {FileSystemEntry[]} */
  const entries = Array.from(transfer.items, (item) => /** @type {any} */ (item.kind === "file" && item.webkitGetAsEntry?.())).filter(Boolean);
  if (!entries.length) return Array.from(transfer.files, (file) => ({ name: file.name, file }));
  /** @type {Chosen[]} */
  const found = [];
  for (const entry of entries) await collect(entry, found);
  // Of several folders at once each file keeps its folder's name, or files of one name could not be told apart.
  if (!folders && entries.length === 1 && entries[0].isDirectory) for (const chosen of found) chosen.name = inside(chosen.name);
  return found.filter(isOfInterest);
}

/**
 * @param {FileSystemEntry} entry
 * @param {Chosen[]} found
 */
async function collect(entry, found) {
  if (entry.isFile) {
    /** @type {File} */
    const file = await new Promise((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed));
    found.push({ name: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  // A reader gives a folder in portions and ends with an empty one.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const portion = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!portion.length) return;
    for (const child of portion) await collect(child, found);
  }
}

/** @param {string} path */
const inside = (path) => path.slice(path.indexOf("/") + 1);

// Files that systems put into folders by themselves (.DS_Store, Thumbs.db, Excel's ~$ locks): nobody chose them.
/** @param {Chosen} chosen */
const isOfInterest = ({ name }) => !/(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(name);
