// The question that is put before work would be lost: it says what would go, and offers to save it first.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { listed } from "./words.js";
import { Watched, useWatched } from "./watched.js";

/**
 * @typedef {{ title: string, save: () => Promise<{ name?: string, problem?: string | undefined } | undefined> }} Saving A way to save it first.
 * @typedef {{ words: string, one: boolean, saved: boolean, saves: Saving[] }} Loss What would be lost, kind by kind: see state/at_stake.js.
 *
 * @typedef {object} Asked
 * @property {string} title the question
 * @property {string} [words] says more
 * @property {() => Loss[]} lost what would be lost now; when that is nothing there is no question,
 * @property {boolean} [always] but for one that is put all the same
 * @property {string} go the answer that goes on
 * @property {string} [stay] the one that does not
 */

/** @extends {Watched<{ question: Asked | null }>} */
class Asking extends Watched {
  /** @type {(yes: boolean) => void} */
  #resolve = () => {};

  // Null while nothing is asked.
  state = { question: /** @type {Asked | null} */ (null) };

  /**
   * Resolves to whether to go on.
   * @param {Asked} question
   * @returns {Promise<boolean>}
   */
  ask(question) {
    this.answer(false);
    if (!question.always && question.lost().length === 0) return Promise.resolve(true);
    this.set({ question });
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** @param {boolean} yes */
  answer(yes) {
    const resolve = this.#resolve;
    this.#resolve = () => {};
    if (this.state.question) this.set({ question: null });
    resolve(yes);
  }
}

const asking = new Asking();

/**
 * Resolves to whether to go on.
 * @param {Omit<Asked, "lost"> & { lost?: Asked["lost"] }} question
 */
export const ask = (question) => asking.ask({ lost: () => [], ...question });

/**
 * The dialog for all questions, drawn once beside the page. `subjects` change when something is saved.
 * @param {{ subjects: Pick<Watched<object>, "subscribe">[] }} props
 */
export function Question({ subjects }) {
  useWatched(asking, ...subjects);
  useEffect(() => {
    const stay = () => asking.answer(false);
    addEventListener("hashchange", stay);
    return () => removeEventListener("hashchange", stay);
  }, []);
  const { question } = asking.state;
  return question && html`<${Dialog} question=${question} />`;
}

/** @param {{ question: Asked }} props */
function Dialog({ question }) {
  const { title, words, lost, go, stay = "No, keep everything" } = question;
  const dialog = useRef();
  const staying = useRef();
  const [said, say] = useState("");
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => {
    dialog.current.showModal();
    staying.current.focus();
  }, [question]);
  const answer = (/** @type {boolean} */ yes) => {
    // Gives the focus back to what had it.
    dialog.current.close();
    asking.answer(yes);
  };
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    answer(false);
  };
  const save = async (/** @type {Saving["save"]} */ saving) => {
    setBusy(true);
    say("Making the file");
    const { name, problem } = (await saving()) ?? {};
    setBusy(false);
    say(problem ?? (name ? `${name} is in your downloads.` : "The file could not be made. Try again."));
  };
  const parts = lost();
  const saves = parts.flatMap((part) => part.saves);
  return html`
    <dialog class="app-question" ref=${dialog} aria-labelledby="question-title" aria-describedby="question-words"
      onCancel=${cancel} onClose=${() => asking.answer(false)}>
      <h2 class="govuk-heading-m" id="question-title">${title}</h2>
      <div id="question-words">
        ${parts.length > 0 && html`<p class="govuk-body">${wouldBeLost(parts)}</p>`}
        ${parts.length === 0 && said && html`<p class="govuk-body">Everything that would be lost is saved now.</p>`}
        ${words && html`<p class="govuk-body app-wrap">${words}</p>`}
      </div>
      ${saves.length > 0 &&
      html`<div class="app-question__saves">
        ${saves.map(
          (one) => html`<button type="button" class="govuk-button govuk-button--secondary" key=${one.title} disabled=${busy} onClick=${() => save(one.save)}>${one.title}</button>`,
        )}
      </div>`}
      <div role="status">${said && html`<p class="govuk-body app-wrap">${said}</p>`}</div>
      <div class="app-actions">
        <button type="button" class="govuk-button govuk-button--secondary" ref=${staying} onClick=${() => answer(false)}>${stay}</button>
        <button type="button" class="govuk-button govuk-button--warning" disabled=${busy} onClick=${() => answer(true)}>${go}</button>
      </div>
    </dialog>
  `;
}

/**
 * "You would lose 4,403 changes and 12 notes that are not saved."
 * @param {Loss[]} parts
 */
const wouldBeLost = (parts) => {
  const one = parts.length === 1 && parts[0].one;
  return `You would lose ${listed(parts.map(({ words }) => words))}${parts.some(({ saved }) => saved) ? "" : ` that ${one ? "is" : "are"} not saved`}.`;
};
