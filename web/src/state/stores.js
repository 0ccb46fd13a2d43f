// All that the page knows and can do, a store for each subject: no logic about the return, every answer comes from Python. They are
// made once (app/page.js) and handed to every view as `stores`. Each store is watched, and knows the others through this.
import { Check } from "./check.js";
import { Corrections } from "./corrections.js";
import { Files } from "./files.js";
import { News } from "./news.js";
import { Profiles } from "./profiles.js";
import { Python } from "./python.js";
import { Results } from "./results.js";
import { Runs } from "./runs.js";
import { Settings } from "./settings.js";
import { Years } from "./years.js";

/**
 * @import { Item } from "../python/engine.js"
 * @import { Draft } from "./drafts.js"
 * @import { Open } from "./python.js"
 */

export class Stores {
  /**
   * What a draft is of -> the draft: see drafts.js.
   * @type {Map<string, Draft>}
   */
  drafts = new Map();

  /** @param {Open} open starts a worker */
  constructor(open) {
    this.news = new News(this);
    this.python = new Python(this, open);
    this.files = new Files(this);
    this.settings = new Settings(this);
    this.check = new Check(this);
    this.results = new Results(this);
    this.corrections = new Corrections(this);
    this.runs = new Runs(this);
    this.years = new Years(this);
    this.profiles = new Profiles(this);
  }

  /** Every store, for whoever is to be drawn again when any changes. */
  get all() {
    const { news, python, files, settings, check, results, corrections, runs, years, profiles } = this;
    return [news, python, files, settings, check, results, corrections, runs, years, profiles];
  }

  /**
   * What is laid before a worker when it has been started, in this order: see python/engine.js. Python has had all of it before.
   * @returns {Item[]}
   */
  toLay() {
    const { files, settings, check, results, runs, years, profiles } = this;
    return [
      ...files.listsToLay(),
      ...settings.toLay(),
      ...files.toLay(),
      ...years.toLay(),
      ...runs.toLay(),
      ...results.workToLay(),
      ...check.toLay(),
      ...results.listToLay(),
      ...profiles.toLay(),
    ];
  }
}
