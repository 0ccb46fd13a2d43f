// The worker: Python lives here, and so do the files' contents. The page talks to it through comlink.
import * as Comlink from "comlink";
import { boot, loadPostcodes } from "./boot.js";
import { where } from "./faults.js";
import { watchRequests } from "../site/requests.js";

/** @type {import("pyodide").PyodideAPI} */
let pyodide;
/**
 * validator.page.questions.Page
 * @type {any}
 */
let page;

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

/** What Python answers (validator/checking/faults.py), as plain objects and arrays; None is undefined. */
const answered = (/** @type {any} */ proxy) => {
  const { answer, fault } = proxy.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  proxy.destroy();
  if (fault) throw new Failed(fault);
  return answer;
};

/** @typedef {import("./answers").Question} Question */

/**
 * Asks Python one of its questions.
 * @template {Question} Q
 * @param {Q} question
 * @param {import("./answers").Given<Q>} given
 * @returns {import("./answers").Answer<Q>}
 */
const call = (question, ...given) => {
  // Python's None; a null would arrive as an object of its own.
  const sent = given.map((value) => pyodide.toPy(value ?? undefined));
  try {
    return answered(page.ask(question, ...sent));
  } finally {
    for (const value of sent) value?.destroy?.();
  }
};

// The postcodes' share of the bar, next to 1 for everything else.
const POSTCODES = 0.1;
const BEGINNING = 4096;

/** @typedef {import("../ui/chosen.js").Chosen} Chosen */
/** @typedef {import("./answers").Given<"remove">[0]} Box */
/** @typedef {(progress: import("./engine.js").Progress) => void} OnProgress Is told how far it is. */

/**
 * The bytes of a file for Python: all, or the beginning of one that is too large; undefined where the disk does not give them.
 * @param {Chosen} chosen
 */
const content = async ({ name, file }) => {
  const bytes = async (/** @type {Blob} */ part) => new Uint8Array(await part.arrayBuffer());
  try {
    const beginning = await bytes(file.slice(0, BEGINNING));
    return call("wanted", name, file.size, beginning) ? await bytes(file) : beginning;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
};

/**
 * What Python tells how far it is.
 * @param {OnProgress} onProgress
 */
const told = (onProgress) => (/** @type {number} */ done, /** @type {number} */ total, /** @type {string} */ words) => onProgress({ done, total, words });

/** @param {OnProgress} onProgress */
async function begin(onProgress) {
  const started = await boot({ onProgress: (progress) => onProgress({ ...progress, total: 1 + POSTCODES }) });
  onProgress({ done: 1, total: 1 + POSTCODES, words: "Loading the postcodes" });
  // All of them, and before any file is read: no request may follow from what the files hold.
  await loadPostcodes(started);
  pyodide = started;
  const questions = pyodide.pyimport("validator.page.questions");
  page = questions.Page();
  questions.destroy();
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
   * @param {Box} box
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
   * Asks about one file.
   * @template {import("./answers").FileQuestion} Q
   * @param {Q} question
   * @param {Chosen} chosen
   * @returns {Promise<import("./answers").Answer<Q>>}
   */
  give: async (question, chosen) => call(question, .../** @type {import("./answers").Given<Q>} */ ([chosen.name, chosen.file.size, await content(chosen)])),

  /**
   * Takes a newer list of postcodes, which may be larger than memory, or with null the built-in one again.
   * @param {File | null} file
   */
  usePostcodes(file) {
    if (!file) return call("use_postcodes", undefined);
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
   * Writes the data model of several years.
   * @param {import("./answers").Given<"years.write">[0]} form
   * @param {boolean} withIds
   * @param {boolean} keepKeys
   * @param {OnProgress} onProgress is told about each table
   */
  write: (form, withIds, keepKeys, onProgress) => call("years.write", form, withIds, keepKeys, told(onProgress)),

  /**
   * Runs the rules.
   * @param {import("./answers").CheckSettings} settings
   * @param {OnProgress} onProgress is told about each
   */
  check: (settings, onProgress) => call("check", settings, told(onProgress)),

  /** Any other question. */
  ask: call,
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
