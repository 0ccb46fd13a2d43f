// The worker: Python lives here, and so do the files' contents. The page talks to it through comlink.
import * as Comlink from "comlink";
import { boot, loadPostcodes } from "./boot.js";
import { where } from "./faults.js";
import { watchRequests } from "../site/requests.js";

/** @type {import("pyodide").PyodideAPI} */
let pyodide;
/** @type {import("pyodide/ffi").PyProxy} */
let session;
/**
 * validator.checking.faults.guarded
 * @type {import("pyodide/ffi").PyCallable}
 */
let guarded;

/** Stands for whatever is to be answered in place of an answer, see `outcome`. */
class Failed extends Error {
  /** @param {import("./faults.js").Failure} fault */
  constructor(fault) {
    super(fault.trace);
    this.fault = fault;
  }
}

/**
 * What came of a question: {answer}, {fault: {words, trace}} when it failed and Python is as it was before, or {ended: why}
 * when Python can do nothing any more, for want of memory say.
 * @param {() => unknown} work
 * @returns {Promise<import("./link.js").Outcome>}
 */
async function outcome(work) {
  try {
    return { answer: await work() };
  } catch (thrown) {
    const error = /** @type {Error & { type?: string }} */ (thrown);
    if (error instanceof Failed) return { fault: error.fault };
    if (pyodide && (error.type === "MemoryError" || !alive())) return { ended: `Python stopped (${error.type ?? error.name}). It may have run out of memory.` };
    return { fault: { words: "", trace: where(error) } };
  }
}

const alive = () => {
  try {
    return pyodide.runPython("True");
  } catch {
    return false;
  }
};

/** What Python answers through `guarded` (validator/checking/faults.py), as plain objects and arrays; None is undefined. */
const plain = (/** @type {any} */ told) => {
  const { answer, fault } = told.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  told.destroy();
  if (fault) throw new Failed(fault);
  return answer;
};

// What answers questions besides the session itself: the part before the dot -> module and class, made of the session.
// Imported when first asked, since most never compare or correct.
/** @type {Record<string, [module: string, className: string]>} */
const BRIDGES = {
  comparison: ["validator.page.comparing", "Comparing"],
  cleaning: ["validator.page.correcting", "Cleaning"],
  runs: ["validator.page.tracking", "Runs"],
};
const bridges = new Map();

/**
 * What answers a question, and the question's name there: the session, or for "comparison.view" the comparison of profiles.
 * @param {string} question
 */
const target = (question) => {
  const [name, method] = question.split(".");
  if (!method) return [session, question];
  if (!bridges.has(name)) {
    const [path, className] = BRIDGES[name];
    const module = pyodide.pyimport(path);
    bridges.set(name, module[className](session));
    module.destroy();
  }
  return [bridges.get(name), method];
};

/** @type {(question: string, ...given: any[]) => any} */
const call = (question, ...given) => {
  const [answers, method] = target(question);
  // Python's None; a null would arrive as an object of its own.
  const sent = given.map((value) => pyodide.toPy(value ?? undefined));
  try {
    return plain(guarded(answers, method, ...sent));
  } finally {
    for (const value of sent) value?.destroy?.();
  }
};

// The postcodes' share of the bar, next to 1 for everything else.
const POSTCODES = 0.1;
const BEGINNING = 4096;

/** @typedef {import("../ui/chosen.js").Chosen} Chosen */
/** @typedef {(progress: import("./engine.js").Progress) => void} OnProgress Is told how far it is. */

/**
 * The bytes of a file for Python: all, or the beginning of one that is too large; null where the disk does not give them.
 * @param {Chosen} chosen
 */
const content = async ({ name, file }) => {
  const bytes = async (/** @type {Blob} */ part) => new Uint8Array(await part.arrayBuffer());
  try {
    const beginning = await bytes(file.slice(0, BEGINNING));
    return call("wanted", name, file.size, beginning) ? await bytes(file) : beginning;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

/** @param {OnProgress} onProgress */
async function begin(onProgress) {
  const started = await boot({ onProgress: (progress) => onProgress({ ...progress, total: 1 + POSTCODES }) });
  onProgress({ done: 1, total: 1 + POSTCODES, words: "Loading the postcodes" });
  // All of them, and before any file is read: no request may follow from what the files hold.
  await loadPostcodes(started);
  pyodide = started;
  const faults = pyodide.pyimport("validator.checking.faults");
  // What is had of a module goes with it, unless it is copied.
  guarded = faults.guarded.copy();
  const bridge = pyodide.pyimport("validator.page.bridge");
  session = bridge.Session();
  for (const module of [faults, bridge]) module.destroy();
}

const questions = {
  /**
   * Starts Python. Returns what the page needs to know to begin.
   * @param {OnProgress} onProgress
   */
  async start(onProgress) {
    try {
      await begin(onProgress);
    } catch (error) {
      // There is no data yet that its message could hold.
      throw new Failed({ words: /** @type {Error} */ (error).message.trim().split("\n").at(-1) ?? "", trace: where(error) });
    }
    // After the answer is on its way: whoever chooses files takes longer than this.
    setTimeout(() => outcome(() => call("prepare")));
    return call("start");
  },

  /**
   * Adds files to a box, all or none. Returns the state of all boxes.
   * @param {string} box
   * @param {Chosen[]} files
   */
  async add(box, files) {
    try {
      for (const chosen of files) call("add", box, chosen.name, chosen.file.size, await content(chosen));
      return call("inputs");
    } catch (error) {
      if (error instanceof Failed) call("let_go", box, files.map(({ name }) => name));
      throw error;
    }
  },

  /**
   * Gives one file to a method of the session.
   * @param {string} method
   * @param {Chosen} chosen
   */
  give: async (method, chosen) => call(method, chosen.name, chosen.file.size, await content(chosen)),

  /**
   * Takes a newer list of postcodes, which may be larger than memory, or with null the built-in one again.
   * @param {File | null} file
   */
  usePostcodes(file) {
    if (!file) return call("use_postcodes", null);
    /** @type {any} */
    const { FS } = pyodide;
    const folder = "/postcodes";
    FS.mkdirTree(folder);
    FS.mount(FS.filesystems.WORKERFS, { files: [file] }, folder);
    try {
      return call("use_postcodes", `${folder}/${file.name}`);
    } finally {
      FS.unmount(folder);
    }
  },

  /**
   * Runs the rules.
   * @param {object} settings
   * @param {OnProgress} onProgress is told about each
   */
  check(settings, onProgress) {
    const progress = (/** @type {number} */ done, /** @type {number} */ total, /** @type {string} */ words) => onProgress({ done, total, words });
    return call("check", settings, progress);
  },

  /**
   * Any other question to the session (validator/page/bridge.py) by its name; see also `target`.
   * @type {typeof call}
   */
  ask: (method, ...given) => call(method, ...given),
};

Comlink.expose({
  /**
   * Takes a lock and keeps it for as long as the worker lives, so that the page notices its end (link.js).
   * @param {string} name
   * @returns {Promise<void>}
   */
  hold: (name) =>
    new Promise((held, refused) => {
      const holding = () => {
        held();
        return new Promise(() => {});
      };
      navigator.locks.request(name, holding).catch(refused);
    }),

  watchRequests,

  ...Object.fromEntries(Object.entries(questions).map(([name, work]) => [name, (/** @type {any[]} */ ...given) => outcome(() => /** @type {any} */ (work)(...given))])),
});
