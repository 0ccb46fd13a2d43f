// Starts Python in the worker: fetches the bundle's parts side by side, unpacks them with the browser's own means, puts the
// packages where Python looks for them, and imports the engine.
import { loadPyodide } from "pyodide";
import { address, AssetError, assets, fetchAsset } from "./assets.js";
import { content, members, stream } from "./unzip.js";

/** What is fetched for the start: the interpreter with its library, others' packages, our own. */
const ARCHIVES = ["python", "packages", "check903"];
// Shares of the bar: measured on localhost, where fetching is short; elsewhere it is the longer part.
const FETCHED = 0.5;
const STARTED = 0.7;

/**
 * @typedef {import("./unzip.js").Member} Member
 * @typedef {Record<string, Promise<Member[]>>} Fetching By role.
 */

/**
 * Starts Python and imports `validator.page.questions`. Resolves to Pyodide. Rejects with an AssetError that names the file where
 * one is missing or altered.
 * @param {{ onProgress: (progress: import("./engine.js").Progress) => void }} told how far it is
 */
export async function boot({ onProgress }) {
  const report = (/** @type {number} */ done, /** @type {string} */ words) => onProgress({ done, total: 1, words });
  const fetching = fetchArchives((share) => report(FETCHED * share, "Fetching the checks"));
  fetchingPostcodes = fetchPostcodes(fetching);
  // Waited for in loadPostcodes; a failure before that must not be reported as nobody's.
  fetchingPostcodes.catch(() => {});
  const [{ default: createPyodideModule }] = await Promise.all([interpreter(), fetching.python]);
  report(FETCHED, "Starting the checks");
  const pyodide = await start(createPyodideModule, fetching);
  report(STARTED, "Loading the rules");
  // What is imported now stays to the end: looking for garbage in it, now or later, is time lost.
  pyodide.runPython("import gc; gc.disable()");
  pyodide.pyimport("validator.page.questions").destroy();
  pyodide.runPython("gc.enable(); gc.freeze()");
  performance.mark("check903:ready");
  report(1, "Ready");
  return pyodide;
}

/**
 * Hands the postcode reference, which `boot` has begun to fetch, to the engine.
 * @param {import("pyodide").PyodideAPI} pyodide
 */
export async function loadPostcodes(pyodide) {
  const view = pyodide.toPy(await fetchingPostcodes);
  const packed = view.tobytes();
  const module = pyodide.pyimport("validator.places.postcodes");
  module.keep_postcodes(packed);
  for (const proxy of [view, packed, module]) proxy.destroy();
  fetchingPostcodes = undefined;
}

/**
 * The unpacked reference: fetched after all that the start needs, while Python starts.
 * @type {Promise<Uint8Array> | undefined}
 */
let fetchingPostcodes;

/** @param {Fetching} fetching */
async function fetchPostcodes(fetching) {
  await Promise.all(Object.values(fetching));
  const [member] = members(await fetchAsset("postcodes"));
  return content(member);
}

/**
 * Role -> promise of its members; all are under way at once.
 * @param {(share: number) => void} onShare
 */
function fetchArchives(onShare) {
  const total = ARCHIVES.reduce((sum, role) => sum + assets[role].size, 0);
  let done = 0;
  const onBytes = (/** @type {number} */ count) => {
    done += count;
    onShare(Math.min(1, done / total));
  };
  /** @type {Fetching} */
  const fetching = {};
  for (const role of ARCHIVES) {
    fetching[role] = fetchAsset(role, onBytes).then(members);
    // Waited for later, as above.
    fetching[role].catch(() => {});
  }
  return fetching;
}

/** Pyodide's own module, which the browser fetches as a script; only when that fails is it looked at as a file. */
async function interpreter() {
  if (SINGLE_FILE) {
    const script = new Blob([await fetchAsset("interpreter")], { type: "text/javascript" });
    return import(URL.createObjectURL(script));
  }
  try {
    return await import(address("interpreter"));
  } catch (error) {
    await fetchAsset("interpreter");
    throw new AssetError(
      `The file ${assets.interpreter.file} is as published but did not start (${/** @type {Error} */ (error).message}). The server may give it a ` +
        "wrong type (it must be text/javascript), or the browser is too old.",
    );
  }
}

/**
 * @param {any} createPyodideModule
 * @param {Fetching} fetching
 */
async function start(createPyodideModule, fetching) {
  const python = new Map((await fetching.python).map((member) => [member.name, member]));
  const real = self.fetch;
  // Pyodide fetches its two files by name. It gets them from what is here already, with the type that lets the browser
  // compile while it unpacks, whatever type the server would have given.
  self.fetch = async (url, options) => {
    const name = String(url).split("/").pop();
    const member = python.get(name ?? "");
    if (!member) return real(url, options);
    return new Response(stream(member), { headers: { "Content-Type": TYPES[member.name] } });
  };
  try {
    const loading = loadPyodide({
      createPyodideModule,
      // Nothing is fetched from there, see above.
      indexURL: SINGLE_FILE ? "file:///" : new URL(".", import.meta.url).href,
      lockFileContents: LOCK,
    });
    const [pyodide, files] = await Promise.all([loading, installed(fetching)]);
    write(pyodide.FS, files);
    pyodide.runPython("import importlib; importlib.invalidate_caches()");
    return pyodide;
  } finally {
    self.fetch = real;
  }
}

const SITE_PACKAGES = "/lib/python3.14/site-packages";
/** @type {Record<string, string>} */
const TYPES = { "pyodide.asm.wasm": "application/wasm", "python_stdlib.zip": "application/zip" };

/**
 * The files of all packages.
 * @param {Fetching} fetching
 */
async function installed(fetching) {
  const archives = await Promise.all(ARCHIVES.slice(1).map((role) => fetching[role]));
  const packages = await Promise.all(archives.flat().map(content));
  return packages.flatMap(members);
}

/** @param {Member[]} files @param {any} FS */
function write(FS, files) {
  const made = new Set();
  for (const { name, bytes } of files) {
    const path = `${SITE_PACKAGES}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    // The file system keeps the bytes themselves: they are slices of one unpacked package and nobody else's.
    FS.writeFile(path, bytes, { canOwn: true });
  }
}
