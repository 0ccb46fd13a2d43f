// From what was dropped or chosen to a list of {name, file}. A file of a folder is named by its path in it, as on the command line.

/** The files of an `<input type="file">`; those of a folder are named from inside it. */
export const fromInput = (input) =>
  Array.from(input.files, (file) => ({ name: inside(file.webkitRelativePath) || file.name, file })).filter(isOfInterest);

/** The files of a drop, folders opened. Must be called while the event is being handled. */
export async function fromDrop(transfer) {
  const entries = Array.from(transfer.items, (item) => item.kind === "file" && item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return Array.from(transfer.files, (file) => ({ name: file.name, file }));
  const found = [];
  for (const entry of entries) await collect(entry, found);
  // Of several folders at once each file keeps its folder's name, or files of one name could not be told apart.
  if (entries.length === 1 && entries[0].isDirectory) for (const chosen of found) chosen.name = inside(chosen.name);
  return found.filter(isOfInterest);
}

async function collect(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ name: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = entry.createReader();
  // A reader gives a folder in portions and ends with an empty one.
  for (;;) {
    const portion = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!portion.length) return;
    for (const child of portion) await collect(child, found);
  }
}

const inside = (path) => path.slice(path.indexOf("/") + 1);

// Files that systems put into folders by themselves (.DS_Store, Thumbs.db, Excel's ~$ locks): nobody chose them.
const isOfInterest = ({ name }) => !/(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(name);
