// The worker: Python lives here, and so do the files' contents. The page talks to it through comlink.
import * as Comlink from "comlink";
import { boot } from "./boot.js";

let pyodide;
let session;
let largest;

/** A Python answer as plain objects and arrays. */
const plain = (answer) => {
  if (!answer?.toJs) return answer;
  const value = answer.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  answer.destroy();
  return value;
};

const call = (method, ...given) => {
  const sent = given.map((value) => pyodide.toPy(value));
  try {
    return plain(session[method](...sent));
  } finally {
    for (const value of sent) value?.destroy?.();
  }
};

/** The bytes of a file for Python, or null where they are too many or the disk does not give them. */
const content = async (file) => {
  if (file.size > largest) return null;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
};

const api = {
  /** Starts Python. `onProgress({done, total, words})` is told how far it is. Returns what the page needs to know to begin. */
  async start(onProgress) {
    pyodide = await boot({ onProgress });
    const bridge = pyodide.pyimport("validator.bridge");
    session = bridge.Session();
    bridge.destroy();
    const facts = call("start");
    largest = facts.largest_file;
    return facts;
  },

  /** Adds files ({name, file}) to a box. Returns the state of all boxes. */
  async add(box, files) {
    const sources = [];
    for (const { name, file } of files) sources.push([name, file.size, await content(file)]);
    return call("add", box, sources);
  },

  /** Runs the rules. `onProgress({done, total, words})` is told about each. */
  check(settings, onProgress) {
    const progress = (done, total, words) => onProgress({ done, total, words });
    return call("check", settings, progress);
  },

  /** Any other question to the session (validator/bridge.py) by its name. */
  ask: (method, ...given) => call(method, ...given),
};

Comlink.expose(api);
