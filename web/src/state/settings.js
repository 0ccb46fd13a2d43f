// Which return it is and which rules are to run: what the user chose, or what the files point to.
import { download } from "../ui/download.js";
import { Watched } from "../ui/watched.js";

// Settings that the remarks on the files depend on.
/** @type {("year" | "authority")[]} */
const CHOSEN_FOR_PYTHON = ["year", "authority"];

/** @returns {SettingsState} */
const noChoices = () => ({
  settings: { year: "", authority: "", as_at: { day: "", month: "", year: "" }, own_checks: false },
  touched: {},
  choice: null,
  errors: [],
});

/**
 * @import { CheckSettings, Proposed } from "../python/answers"
 * @import { Item } from "../python/engine.js"
 * @import { Chosen } from "../ui/chosen.js"
 * @import { Mistake } from "../ui/errors.js"
 * @import { Stores } from "./stores.js"
 *
 * @typedef {{ year: string, authority: string, as_at: { day: string, month: string, year: string }, own_checks: boolean }} Made
 * @typedef {{ name: string, codes: Set<string> }} RuleChoice
 *
 * @typedef {object} SettingsState
 * @property {Made} settings
 * @property {Record<string, boolean>} touched the settings that the user has made, which a proposal must not overwrite
 * @property {RuleChoice | null} choice the rules to run; null for all
 * @property {Mistake[]} errors what keeps a check from being made
 */

/** @extends {Watched<SettingsState>} */
export class Settings extends Watched {
  #stores;

  /** @type {SettingsState} */
  state = noChoices();

  /** @param {Stores} stores */
  constructor(stores) {
    super();
    this.#stores = stores;
  }

  /** @returns {Item[]} */
  toLay() {
    const chosen = CHOSEN_FOR_PYTHON.filter((name) => this.state.touched[name]);
    if (!chosen.length) return [];
    /** @type {Item["give"]} */
    const give = async (ask) => {
      for (const name of chosen) await ask("ask", "choose", name, this.state.settings[name]);
    };
    return [{ label: "settings", words: "Taking your choices again", give, drop: () => {} }];
  }

  clear() {
    this.set(noChoices());
  }

  /**
   * Says what keeps a check from being made.
   * @param {Mistake[]} errors
   */
  refuse(errors) {
    this.set({ errors });
  }

  /**
   * @template {keyof Made} Name
   * @param {Name} name
   * @param {Made[Name]} value
   */
  async choose(name, value) {
    const { check, files, python } = this.#stores;
    this.set({
      settings: { ...this.state.settings, [name]: value },
      touched: { ...this.state.touched, [name]: true },
      errors: this.state.errors.filter((error) => error.field !== name),
    });
    check.outdate();
    if (name === "year" || name === "authority") files.take(await python.ask("choose", name, /** @type {string} */ (value)));
  }

  /**
   * Takes what the files point to, where the user has not chosen.
   * @param {Proposed} proposal
   */
  propose(proposal) {
    const settings = { ...this.state.settings };
    for (const name of CHOSEN_FOR_PYTHON) if (!this.state.touched[name] && proposal[name]) settings[name] = proposal[name];
    this.set({ settings });
  }

  /**
   * The settings as Python takes them.
   * @returns {CheckSettings}
   */
  ofCheck() {
    const { settings, choice } = this.state;
    const { day, month, year } = settings.as_at;
    const as_at = day || month || year ? `${day}/${month}/${year}` : "";
    return { ...settings, as_at, rules: choice ? { name: choice.name, rules: [...choice.codes] } : undefined };
  }

  // -- which rules to run

  /** @param {RuleChoice | null} choice null for all */
  chooseRules(choice) {
    this.set({ choice, errors: this.state.errors.filter(({ field }) => field !== "rules") });
    this.#stores.check.outdate();
  }

  /**
   * Takes a saved choice. Returns what keeps it from being used, if anything does.
   * @param {Chosen} chosen
   */
  async loadRules(chosen) {
    const read = await this.#stores.python.give("read_choice", chosen);
    if (read?.rules) this.chooseRules({ name: read.name, codes: new Set(read.rules) });
    return read?.problem;
  }

  async saveRules() {
    if (!this.state.choice) return;
    const { name, codes } = this.state.choice;
    const file = await this.#stores.python.ask("write_choice", name, [...codes]);
    if (file) download(file.name, "application/json", file.content);
  }
}
