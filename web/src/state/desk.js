// What the page knows and what can be done with it: the files chosen, the settings, the check. No logic about the return:
// every answer comes from Python.
import { nothingLoaded } from "./at_stake.js";
import { doing } from "../python/doing.js";
import { download } from "../ui/download.js";
import { Engine } from "../python/engine.js";
import { Cancelled, Ended, Fault, isNoAnswer, NotAsked } from "../python/faults.js";
import { Link } from "../python/link.js";
import { nothingKept } from "./nothing_kept.js";
import { RunDesk } from "./run_desk.js";
import { Watched } from "../ui/watched.js";
import { listed } from "../ui/words.js";

/** @type {Box[]} */
export const BOXES = ["this_year", "last_year", "providers"];

// Settings that the remarks on the files depend on.
/** @type {("year" | "authority")[]} */
const CHOSEN_FOR_PYTHON = ["year", "authority"];

/** @returns {Pick<DeskState, "settings" | "touched">} */
const noChoices = () => ({
  settings: { year: "", authority: "", as_at: { day: "", month: "", year: "" }, own_checks: false },
  touched: {},
});

/** @type {DeskState["looked"]} */
const nothingLookedAt = { total: 0, rules: {}, unsaved: { notes: 0, marks: 0 } };

const noPostcodes = { used: null, reading: "", problem: null };

const noLocalRules = { used: null, reading: "", problem: null };

// As many faults are kept for the self-check.
const MOST_FAULTS = 20;

const noResults = { summary: null, stale: false, corrected: false };

const RESULTS_GONE = "The results are gone: check the return again to see them. The changes and notes that you made will be there again.";

const noFiles = () => ofBoxes(() => /** @type {Reported[]} */ ([]));

/**
 * Box -> what there is of it.
 * @template T
 * @param {(box: Box) => T} made
 * @returns {Record<Box, T>}
 */
const ofBoxes = (made) => ({ this_year: made("this_year"), last_year: made("last_year"), providers: made("providers") });

/**
 * @typedef {import("../python/engine.js").Progress} Progress
 * @typedef {import("../python/engine.js").Ask} Ask
 * @typedef {import("../python/engine.js").Item} Item
 * @typedef {import("../ui/chosen.js").Chosen} Chosen
 * @typedef {import("../ui/errors.js").Mistake} Mistake
 * @typedef {import("../python/answers").Question} Question
 * @typedef {import("../python/answers").FileQuestion} FileQuestion
 * @typedef {import("../python/answers").Summary} Summary
 * @typedef {import("../python/engine.js").Box} Box
 * @typedef {(import("../python/answers").FileReport & { waiting?: undefined }) | { name: string, waiting: true }} Reported What was made
 *   of a file; `waiting` until it was read.
 * @typedef {import("../python/answers").HeldRuns & { progress: import("../python/answers").Progress | undefined, states: import("../python/answers").NoteState[] }} Runs
 * @typedef {{ title: string, words: string, details?: string, passing?: boolean | undefined }} News What happened that the user should know:
 *   `details` for whoever looks after the page, `passing` where another view is not to show it.
 * @typedef {{ name: string, codes: Set<string> }} RuleChoice
 * @typedef {{ year: string, authority: string, as_at: { day: string, month: string, year: string }, own_checks: boolean }} Settings
 *
 * @typedef {object} DeskState
 * @property {"starting" | "ready" | "broken"} stage
 * @property {Progress} starting
 * @property {import("../python/answers").Facts | null} facts what Python answered at its start
 * @property {Record<Box, Reported[]>} files by box
 * @property {string[]} convertible boxes whose tables did not come as CSV files and can be saved as such
 * @property {{ used: { name: string, count: number } | null, reading: string, problem: (import("../python/answers").Problem & { name?: string }) | null }} postcodes the list of postcodes in
 *   place of the built-in one; `reading` is the name of a file being read, `problem` that of the file chosen last:
 *   {name, problem, remedy}
 * @property {{ used: { name: string, rules: { code: string, title: string }[] } | null, reading: string, problem: import("../python/answers").Problem | null }} localRules
 *   the council's own rules; `problem`: {place, problem, remedy}
 * @property {import("../python/answers").Proposed | null} proposal
 * @property {import("../python/answers").Warned[]} warnings
 * @property {Settings} settings
 * @property {Record<string, boolean>} touched the settings that the user has made, which a proposal must not overwrite
 * @property {RuleChoice | null} choice the rules to run; null for all
 * @property {Mistake[]} errors
 * @property {News | null} news
 * @property {{ what: string, trace: string, time: Date }[]} faults what failed so far, the latest last
 * @property {Progress | null} running
 * @property {Summary | null} summary
 * @property {number} checks how many checks there were; the results of the last may be worked out again for a Python started anew
 * @property {boolean} stale
 * @property {boolean} corrected whether the results are of the files with changes made on the page
 * @property {import("../python/answers").LookedAt} looked how many issues are marked as looked at
 * @property {Runs | null} runs the earlier runs loaded and how the check stands to them, see run_desk.js; null until it was asked for
 * @property {string} lookedFor what the issues are searched for. It may be a child's id, so it is kept here alone
 * @property {import("../python/answers").Answer<"group_by"> | null} grouped the list of children and their groups, as the bridge tells of it
 * @property {string} childLookedFor what the list of children is searched for
 */

/** @extends {Watched<DeskState>} */
export class Desk extends Watched {
  #engine;
  /**
   * Settles when the files added have been read, or cannot be.
   * @type {Promise<unknown> | undefined}
   */
  #adding;
  // What the user chose and Python has taken, in case it must be started anew, in memory only.
  /**
   * Box -> name -> the browser's handle to a file, not its contents, and whether Python has read it.
   * @type {Record<Box, Map<string, { file: Blob, read: boolean }>>}
   */
  #files = ofBoxes(() => new Map());
  /**
   * Boxes of which each file is given by itself, since one of them stops Python.
   * @type {Set<Box>}
   */
  #singly = new Set();
  /**
   * The list of postcodes.
   * @type {File | null}
   */
  #postcodes = null;
  /**
   * The file of local rules.
   * @type {Chosen | null}
   */
  #localRules = null;
  /**
   * The list of children.
   * @type {Chosen | null}
   */
  #list = null;
  /**
   * The settings of the last check, and whether other files were chosen since.
   * @type {import("../python/answers").CheckSettings | null}
   */
  #checked = null;
  #otherFiles = false;
  /**
   * The changes, notes and marks made (Session.work in validator/page/bridge.py).
   * @type {import("../python/answers").Answer<"work"> | null}
   */
  #work = null;
  /**
   * What others want to be laid before a worker started anew.
   * @type {(() => Item[])[]}
   */
  #others = [];
  /**
   * The check under way; another one, or none, when it is not wanted any more.
   * @type {object | null}
   */
  #checking = null;
  /**
   * Of a worker that ended, until another is ready: why, and sentences on what was lost.
   * @type {{ error?: Error, lost: string[] } | null}
   */
  #restart = null;
  /**
   * What all workers asked of the network so far.
   * @type {import("../python/link.js").Request[]}
   */
  #requests = [];

  /** @type {DeskState} */
  state = {
    stage: "starting",
    starting: { done: 0, total: 1, words: "Starting" },
    facts: null,
    files: noFiles(),
    convertible: [],
    postcodes: noPostcodes,
    localRules: noLocalRules,
    proposal: null,
    warnings: [],
    ...noChoices(),
    choice: null,
    errors: [],
    news: nothingKept(),
    faults: [],
    running: null,
    summary: null,
    checks: 0,
    stale: false,
    corrected: false,
    looked: nothingLookedAt,
    runs: null,
    lookedFor: "",
    grouped: null,
    childLookedFor: "",
  };

  constructor() {
    super();
    this.runs = new RunDesk(this);
    this.#engine = new Engine({
      open: () => new Link((request) => this.#requests.push(request)),
      lay: () => this.#toLay(),
      onEnd: (error) => this.#ended(error),
    });
    this.#engine.subscribe(() => this.#follow());
  }

  // -- Python

  /** What the worker works on at present, for whoever shows it: the engine (python/engine.js). */
  get engine() {
    return this.#engine;
  }

  #follow() {
    const { stage, starting, facts, problem } = this.#engine.state;
    const { state } = this;
    if (stage === state.stage && starting === state.starting && facts === state.facts) return;
    if (stage === "ready") this.#restart = null;
    const title = facts ? "The checker stopped and could not be started again" : "The checker could not start";
    const news = stage === "broken" ? { title, words: problem } : state.stage === "broken" ? null : state.news;
    this.set({ stage, starting, facts, news, ...(stage === "broken" && { running: null }) });
  }

  /** Tries to start Python once more, after it could not be started. */
  again() {
    this.#engine.again();
  }

  /** Lets go of what Python works on. It is started anew and goes on from where it was. */
  stop() {
    this.#engine.cancel();
  }

  /**
   * Has a list of things laid before a Python that is started anew.
   * @param {() => Item[]} list
   */
  alsoLay(list) {
    this.#others.push(list);
  }

  /** @param {Error} error */
  #ended(error) {
    this.#restart ??= { lost: [] };
    this.#restart.error ??= error;
    if (this.state.summary && this.#otherFiles) this.#loseResults();
    this.set({ files: this.#unread() });
    this.#tellRestart();
  }

  #unread() {
    return ofBoxes((box) => Array.from(this.#files[box].keys(), waiting));
  }

  /**
   * Says what was lost with a worker that ended.
   * @param {string} sentence
   */
  lose(sentence) {
    this.#restart ??= { lost: [] };
    this.#restart.lost.push(sentence);
    this.#tellRestart();
  }

  #loseResults() {
    this.set(noResults);
    this.lose(RESULTS_GONE);
  }

  #tellRestart() {
    const { error, lost } = this.#restart ?? {};
    if (!error || !lost) return;
    const kept = this.state.summary ? "Your files are still here, and so are the changes and notes that you made." : "Your files are still here.";
    const cancelled = error instanceof Cancelled;
    const why = `If it happens again, tell whoever looks after this page. What went wrong: ${lastLine(error.message)}`;
    const { title, passing } = cancelled ? this.#cancelled : { title: "The checker stopped and was started again", passing: false };
    this.set({ news: { title, words: [kept, ...lost, !cancelled && why].filter(Boolean).join(" "), passing: passing && !lost.length } });
  }

  /** @type {{ title: string, passing?: boolean }} */
  #cancelled = { title: "" };

  /**
   * What is laid before a worker when it has been started, see python/engine.js. Python has had all of it before.
   * @returns {Item[]}
   */
  #toLay() {
    const chosen = CHOSEN_FOR_PYTHON.filter((name) => this.state.touched[name]);
    const [postcodes, localRules, work, checked, list] = [this.#postcodes, this.#localRules, this.#work, this.#checked, this.#list];
    /** @type {(Item | null | 0)[]} */
    const items = [
      postcodes && {
        label: "postcodes",
        words: "Reading your list of postcodes again",
        give: async (ask) => {
          const { problem } = await ask("usePostcodes", postcodes);
          if (problem) throw new Fault({ words: problem.problem, trace: "" });
        },
        drop: () => {
          this.lose(`${postcodes.name} is not used any more: it could not be read again. Postcodes are looked up in the built-in list.`);
          this.#postcodes = null;
          this.set({ postcodes: noPostcodes });
        },
      },
      localRules && {
        label: "local rules",
        words: "Reading the rules of your council again",
        give: async (ask) => {
          const { problem } = await ask("give", "use_local_rules", localRules);
          if (problem) throw new Fault({ words: problem.problem, trace: "" });
        },
        drop: () => {
          this.lose(`The rules of ${localRules.name} are not used any more: the file could not be read again.`);
          this.#localRules = null;
          this.set({ localRules: noLocalRules });
        },
      },
      chosen.length && {
        label: "settings",
        words: "Taking your choices again",
        give: async (ask) => {
          for (const name of chosen) await ask("ask", "choose", name, this.state.settings[name]);
        },
        drop: () => {},
      },
      ...BOXES.flatMap((box) => this.#filesToLay(box)),
      ...this.runs.toLay(),
      work && {
        label: "work",
        words: "Taking your changes and notes again",
        give: (ask) => ask("ask", "work_on", work),
        drop: () => {
          this.#work = null;
          this.lose("The changes and notes that you made here are gone: they could not be made again.");
        },
      },
      this.state.summary &&
        checked && {
        label: "check",
        words: "Checking again, with your changes",
        give: async (ask, say) => {
          const summary = await ask("check", checked, say);
          if (summary.errors) throw new Fault({ words: "", trace: "" });
          this.set({ summary });
        },
        drop: () => this.#loseResults(),
      },
      list && {
        label: "list of children",
        words: "Reading the list of children again",
        give: async (ask) => this.set({ grouped: await ask("give", "group_by", list) }),
        drop: () => {
          this.#list = null;
          this.lose("The list of children is not used any more: it could not be read again.");
        },
      },
      ...this.#others.flatMap((list) => list()),
    ];
    return items.filter((item) => !!item);
  }

  /**
   * The files of a box as one thing to be laid, or each by itself where it was not to be had so.
   * @param {Box} box
   * @returns {Item[]}
   */
  #filesToLay(box) {
    const read = Array.from(this.#files[box]).filter(([, { read }]) => read).map(([name, { file }]) => ({ name, file }));
    const groups = this.#singly.has(box) ? read.map((one) => [one]) : read.length ? [read] : [];
    return groups.map((files) => ({
      label: [box, ...files.map(({ name }) => name)].join("\n"),
      words: files.length > 1 ? "Reading your files again" : `Reading ${files[0].name} again`,
      give: async (ask) => {
        try {
          this.#read(await ask("add", box, files));
        } catch (error) {
          // One at a time from now on, to find the one that cannot be read.
          if (files.length > 1 && !(error instanceof Cancelled)) this.#singly.add(box);
          throw error;
        }
      },
      drop: (error) => {
        if (files.length === 1 || error instanceof Cancelled) this.#takeOff(box, files, error);
      },
    }));
  }

  /**
   * Asks one of Python's questions (validator/page/questions.py); undefined when nothing came of it, in which case the user has
   * been told.
   * @template {Question} Q
   * @param {Q} question
   * @param {import("../python/answers").Given<Q>} given
   * @returns {Promise<import("../python/answers").Answer<Q> | undefined>}
   */
  ask(question, ...given) {
    return this.#answered({ method: "ask", given: [question, ...given], words: doing(question) });
  }

  /**
   * Asks about one file, which is read in the worker; undefined as with `ask`.
   * @template {FileQuestion} Q
   * @param {Q} question
   * @param {Chosen} chosen
   * @returns {Promise<import("../python/answers").Answer<Q> | undefined>}
   */
  give(question, chosen) {
    return this.#answered({ method: "give", given: [question, chosen], words: doing(question) });
  }

  /**
   * As `ask`, as long as it is wanted; throws what came in place of an answer (python/faults.js).
   * @template {Question} Q
   * @param {() => boolean} wanted
   * @param {Q} question
   * @param {import("../python/answers").Given<Q>} given
   * @returns {Promise<import("../python/answers").Answer<Q>>}
   */
  askWhile(wanted, question, ...given) {
    return this.#asked({ method: "ask", given: [question, ...given], words: doing(question), wanted });
  }

  /** @param {import("../python/engine.js").Question} question */
  async #answered(question) {
    try {
      return await this.#asked(question);
    } catch (error) {
      if (isNoAnswer(error)) return undefined;
      throw error;
    }
  }

  /** @param {import("../python/engine.js").Question} question */
  async #asked(question) {
    try {
      return await this.#engine.ask(question);
    } catch (error) {
      if (error instanceof Fault) this.tellFault(question.words, error);
      if (error instanceof Cancelled) this.#tellCancelled(`Cancelled: ${question.words}`, true);
      throw error;
    }
  }

  /**
   * @param {string} title
   * @param {boolean} passing whether another view is not to show it, as long as nothing was lost
   */
  #tellCancelled(title, passing = false) {
    this.#cancelled = { title, passing };
    this.#restart ??= { lost: [] };
    this.#tellRestart();
  }

  /**
   * Says that something failed, and keeps where it did for the self-check.
   * @param {string} what
   * @param {import("../python/faults.js").Failure} failure
   */
  tellFault(what, { words, trace }) {
    const title = "This could not be worked out";
    const why = words || "It is a fault of Check 903, not of yours. If it happens again, tell whoever looks after this page.";
    const kept = "Your files, changes and notes are still here.";
    const faults = [...this.state.faults, { what, trace, time: new Date() }].slice(-MOST_FAULTS);
    this.set({ faults, news: { title, words: `${why} ${kept}`, details: `${what}: ${trace}`, passing: true } });
  }

  /** @param {Partial<News>} more */
  #addToNews(more) {
    this.set({ news: { .../** @type {News} */ (this.state.news), ...more } });
  }

  /** Takes away what is said of what happened. */
  closeNews() {
    this.set({ news: null });
  }

  /** Keeps the changes, notes and marks made, so that none is lost when the worker ends. */
  async remember() {
    this.#work = (await this.ask("work")) ?? this.#work;
  }

  /**
   * The addresses that the workers asked for since a time.
   * @param {number} time milliseconds since 1970
   */
  requests(time) {
    return this.#requests.filter((request) => request.time >= time).map(({ name }) => name);
  }

  // -- files

  /**
   * @param {Box} box
   * @param {Chosen[]} files
   */
  async add(box, files) {
    if (!files.length) return;
    for (const { name, file } of files) this.#files[box].set(name, { file, read: false });
    const names = new Set(files.map(({ name }) => name));
    const kept = this.state.files[box].filter(({ name }) => !names.has(name));
    const added = Array.from(names, waiting);
    this.#otherFiles = true;
    this.#changed({ files: { ...this.state.files, [box]: [...kept, ...added] } });
    const adding = this.#give(box, files, 1);
    this.#adding = Promise.all([this.#adding, adding]);
    await adding;
  }

  /**
   * Gives files to Python: all at once, and when it cannot get over them one by one, each once more if it ends the worker.
   * @param {Box} box
   * @param {Chosen[]} files
   * @param {number} more
   * @returns {Promise<void>}
   */
  async #give(box, files, more) {
    const wanted = files.filter(({ name, file }) => this.#files[box].get(name)?.file === file);
    if (!wanted.length) return;
    try {
      const inputs = await this.#engine.ask({ method: "add", given: [box, wanted], words: wanted.length > 1 ? "Reading your files" : `Reading ${wanted[0].name}` });
      for (const { name, file } of wanted) if (this.#files[box].get(name)?.file === file) this.#files[box].set(name, { file, read: true });
      this.#read(inputs);
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      if (error instanceof NotAsked) return;
      if (error instanceof Cancelled) this.#tellCancelled("The reading of your files was cancelled");
      if (wanted.length > 1 && !(error instanceof Cancelled)) for (const one of wanted) await this.#give(box, [one], more);
      else if (error instanceof Ended && !(error instanceof Cancelled) && more) await this.#give(box, wanted, more - 1);
      else this.#takeOff(box, wanted, error);
    }
  }

  /**
   * Takes files off the list that could not be read, and says so.
   * @param {Box} box
   * @param {Chosen[]} files
   * @param {unknown} error
   */
  #takeOff(box, files, error) {
    const names = files.map(({ name }) => name);
    for (const name of names) this.#files[box].delete(name);
    this.set({ files: { ...this.state.files, [box]: this.state.files[box].filter(({ name }) => !names.includes(name)) } });
    const off = `${listed(names)} ${names.length > 1 ? "have" : "has"} been taken off the list`;
    if (error instanceof Cancelled) this.lose(`${off}: you cancelled while it was read.`);
    else if (error instanceof Ended) this.lose(`${off}: the checker stopped each time it read it.`);
    else {
      this.tellFault(`Reading ${listed(names)}`, /** @type {Fault} */ (error));
      this.#addToNews({ title: off });
    }
  }

  /**
   * @param {Box} box
   * @param {string} name
   */
  async remove(box, name) {
    this.#files[box].delete(name);
    this.#otherFiles = true;
    this.#changed({ files: { ...this.state.files, [box]: this.state.files[box].filter((file) => file.name !== name) } });
    this.#read(await this.ask("remove", box, name));
  }

  /** Takes this year's files for last year's, and those for this year's. */
  async swapYears() {
    this.#files = { ...this.#files, this_year: this.#files.last_year, last_year: this.#files.this_year };
    this.#otherFiles = true;
    const { files } = this.state;
    this.#changed({ files: { ...files, this_year: files.last_year, last_year: files.this_year } });
    this.#read(await this.ask("swap_years"));
  }

  async clear() {
    for (const box of BOXES) this.#files[box].clear();
    this.#localRules = this.#list = this.#work = null;
    this.#changed({ ...noChoices(), choice: null, files: noFiles(), localRules: noLocalRules, proposal: null, warnings: [], ...noResults, lookedFor: "", childLookedFor: "" });
    this.#read(await this.ask("clear"));
    // Notes stay.
    await this.remember();
  }

  /** @param {Partial<DeskState>} change */
  #changed(change) {
    this.set({ errors: [], news: null, stale: this.state.summary !== null, ...change });
  }

  /** @param {import("../python/answers").Inputs | undefined} inputs */
  #read(inputs) {
    if (!inputs) return;
    // A file added since this answer was asked for is not in it yet.
    const files = ofBoxes((box) => {
      const known = new Set(inputs.files[box].map(({ name }) => name));
      const unread = Array.from(this.#files[box].keys()).filter((name) => !known.has(name));
      return [...inputs.files[box].filter(({ name }) => this.#files[box].has(name)), ...unread.map(waiting)];
    });
    const settings = { ...this.state.settings };
    for (const name of CHOSEN_FOR_PYTHON) {
      if (!this.state.touched[name] && inputs.proposal[name]) settings[name] = inputs.proposal[name];
    }
    this.set({ files, settings, convertible: inputs.convertible, proposal: inputs.proposal, warnings: inputs.warnings });
  }

  /** Takes the made-up return, unless files were chosen meanwhile. */
  async sample() {
    const made = await this.ask("sample");
    if (!made || !nothingLoaded(this)) return;
    await this.clear();
    this.choose("year", made.year);
    this.choose("authority", made.authority);
    for (const box of BOXES) {
      await this.add(box, made[box].map(([name, bytes]) => ({ name, file: new File([bytes], name) })));
    }
  }

  /**
   * Saves the tables in a box as CSV files.
   * @param {import("../python/answers").Given<"as_csvs">[0]} box
   */
  async saveAsCsvs(box) {
    const made = await this.ask("as_csvs", box);
    if (made) download(made.name, made.type, made.content);
  }

  /**
   * Looks postcodes up in another list, or with null in the built-in one again.
   * @param {File | null} file
   */
  async usePostcodes(file) {
    const { used } = this.state.postcodes;
    if (file) this.set({ postcodes: { used, reading: file.name, problem: null } });
    const words = file ? `Reading ${file.name}` : "Using the built-in list of postcodes again";
    const answer = await this.#answered({ method: "usePostcodes", given: [file], words });
    if (!answer || answer.problem) {
      this.set({ postcodes: { used: this.state.postcodes.used, reading: "", problem: answer ? { name: file?.name, ...answer.problem } : null } });
      return;
    }
    // Only what Python has taken is given to it again.
    this.#postcodes = file;
    this.#changed({ postcodes: { ...noPostcodes, used: file && { name: file.name, count: answer.postcodes } } });
  }

  /**
   * Takes the council's own rules from a file, or with null lets go of them.
   * @param {Chosen | null} chosen
   */
  async useLocalRules(chosen) {
    if (!chosen) {
      this.#localRules = null;
      this.#changed({ localRules: noLocalRules });
      await this.ask("drop_local_rules");
      return;
    }
    this.set({ localRules: { ...this.state.localRules, reading: chosen.name, problem: null } });
    const answer = await this.give("use_local_rules", chosen);
    const { used } = this.state.localRules;
    if (answer?.rules) {
      this.#localRules = chosen;
      this.#changed({ localRules: { ...noLocalRules, used: answer } });
    } else this.set({ localRules: { ...noLocalRules, used, problem: answer?.problem ?? null } });
  }

  // -- settings and check

  /**
   * @template {keyof Settings} Name
   * @param {Name} name
   * @param {Settings[Name]} value
   */
  async choose(name, value) {
    this.set({
      settings: { ...this.state.settings, [name]: value },
      touched: { ...this.state.touched, [name]: true },
      errors: this.state.errors.filter((error) => error.field !== name),
      stale: this.state.summary !== null,
    });
    if (name === "year" || name === "authority") this.#read(await this.ask("choose", name, /** @type {string} */ (value)));
  }

  /** The settings as Python takes them. */
  settingsOfCheck() {
    const { settings, choice } = this.state;
    const { day, month, year } = settings.as_at;
    const as_at = day || month || year ? `${day}/${month}/${year}` : "";
    return { ...settings, as_at, rules: choice ? { name: choice.name, rules: [...choice.codes] } : undefined };
  }

  /** Runs the check; true when there are results to look at. */
  async check() {
    this.set({ running: { done: 0, total: 1, words: "Reading the files" }, errors: [], news: null });
    const checking = {};
    this.#checking = checking;
    // Files chosen just before are read first: they are to be checked, and may tell the year.
    await this.#adding;
    if (checking !== this.#checking) return false;
    const settings = this.settingsOfCheck();
    try {
      const summary = await this.#engine.ask({
        method: "check",
        given: [settings],
        words: "Checking your return",
        wanted: () => checking === this.#checking,
        onProgress: (running) => {
          if (checking === this.#checking) this.set({ running });
        },
      });
      if (summary.errors) {
        this.set({ running: null, errors: summary.errors });
        return false;
      }
      this.#checked = settings;
      this.#otherFiles = false;
      this.set({ running: null, summary, checks: this.state.checks + 1, stale: false, looked: nothingLookedAt });
      this.remember();
      return true;
    } catch (error) {
      if (checking === this.#checking) this.set({ running: null });
      if (error instanceof Cancelled) this.#tellCancelled("The check was cancelled");
      if (error instanceof Fault) {
        this.tellFault("Checking your return", error);
        await this.#checkAgain();
      }
      if (!isNoAnswer(error)) throw error;
      return false;
    }
  }

  /** Has the results of before again, which went to make room for those of a check that failed. */
  async #checkAgain() {
    if (!this.state.summary) return;
    if (this.#work) await this.ask("work_on", this.#work);
    const check = { method: "check", given: [this.#checked], words: "Checking again as before" };
    const summary = this.#otherFiles ? undefined : await this.#answered(check);
    if (summary && !summary.errors) this.set({ summary });
    else {
      this.set(noResults);
      this.#addToNews({ words: `${this.state.news?.words} ${RESULTS_GONE}` });
    }
  }

  /** Lets go of the check, be it under way or yet to come. */
  cancel() {
    if (this.#engine.state.work?.method === "check") this.stop();
    else {
      this.#checking = null;
      this.set({ running: null, news: { title: "The check was cancelled", words: "Your files are still here." } });
    }
  }

  // -- which rules to run

  /** @param {RuleChoice | null} choice null for all */
  chooseRules(choice) {
    this.set({ choice, errors: this.state.errors.filter(({ field }) => field !== "rules"), stale: this.state.summary !== null });
  }

  /**
   * Takes a saved choice. Returns what keeps it from being used, {place, problem, remedy}, if anything does.
   * @param {Chosen} chosen
   */
  async loadRules(chosen) {
    const read = await this.give("read_choice", chosen);
    if (read?.rules) this.chooseRules({ name: read.name, codes: new Set(read.rules) });
    return read?.problem;
  }

  async saveRules() {
    if (!this.state.choice) return;
    const { name, codes } = this.state.choice;
    const file = await this.ask("write_choice", name, [...codes]);
    if (file) download(file.name, "application/json", file.content);
  }

  // -- the results

  /**
   * Takes over what the same files' results are after changes made on the page, or with those taken back.
   * @param {Summary} summary
   * @param {boolean} corrected
   */
  async takeSummary(summary, corrected) {
    this.set({ summary, corrected });
    await this.remember();
    this.#looked(await this.ask("results.looked"));
  }

  /** @param {string} lookedFor */
  lookFor(lookedFor) {
    this.set({ lookedFor });
  }

  /**
   * Marks issues, given by their positions, as looked at, or takes their marks away.
   * @param {number[]} positions
   * @param {boolean} lookedAt
   */
  async mark(positions, lookedAt) {
    this.#looked(await this.ask("results.mark", positions, lookedAt));
    await this.remember();
  }

  /**
   * @param {string} code
   * @param {boolean} lookedAt
   */
  async markRule(code, lookedAt) {
    this.#looked(await this.ask("results.mark_rule", code, lookedAt));
    await this.remember();
  }

  /** @param {import("../python/answers").LookedAt | undefined} looked */
  #looked(looked) {
    if (looked) this.set({ looked });
  }

  /** @param {string} childLookedFor */
  lookForChild(childLookedFor) {
    this.set({ childLookedFor });
  }

  /**
   * Groups children by a list of them and their groups.
   * @param {Chosen} chosen
   */
  async groupBy(chosen) {
    const grouped = await this.give("group_by", chosen);
    if (!grouped) return;
    this.#list = chosen;
    this.set({ grouped });
  }

  /** Saves the results as a workbook; returns the file's name. */
  async workbook() {
    const bytes = await this.ask("results.workbook");
    if (!bytes) return undefined;
    const name = `check903${this.state.summary?.name_ending}.xlsx`;
    download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes);
    return name;
  }

  /**
   * Saves letters to social workers or the groups of the list; returns the file's name.
   * @param {"worker" | "list"} kind
   * @param {"html" | "text"} form
   * @returns {Promise<string | undefined>}
   */
  async letters(kind, form) {
    const file = await this.ask("results.letters", kind, form);
    if (file) download(file.name, file.type, file.content);
    return file?.name;
  }

  /** Saves all issues as CSV, in words for people; returns the file's name. */
  async download() {
    const bytes = await this.ask("results.issue_list");
    if (!bytes) return undefined;
    const name = `issues${this.state.summary?.name_ending}.csv`;
    download(name, "text/csv", bytes);
    return name;
  }

  /** Saves all issues as CSV just as the command line writes them; returns the file's name. */
  async downloadForPrograms() {
    const bytes = await this.ask("issues_csv");
    if (!bytes) return undefined;
    const name = `issues-for-programs${this.state.summary?.name_ending}.csv`;
    download(name, "text/csv", bytes);
    return name;
  }
}

/** A file that is yet to be read. @returns {Reported} */
const waiting = (/** @type {string} */ name) => ({ name, waiting: true });

const lastLine = (/** @type {string} */ text) => text.trim().split("\n").at(-1);
