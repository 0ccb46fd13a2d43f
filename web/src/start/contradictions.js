// What does not fit together in the files and settings, with a button where one move cures it.
import { ask } from "../ui/asking.js";
import { changes } from "../state/at_stake.js";
import { html } from "../ui/html.js";

/**
 * @import { ShownCure, Warned } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/**
 * `then` is done after the move, such as checking again.
 * @param {{ stores: Stores, warnings: Warned[], then?: () => unknown }} props
 */
export function Contradictions({ stores, warnings, then }) {
  const put = async (/** @type {ShownCure} */ { setting, value }) => {
    if (setting === "swap") {
      if (!(await ask({ title: "Swap the files of the two years?", lost: () => changes(stores), go: "Swap them" }))) return;
      await stores.files.swapYears();
    } else await stores.settings.choose(setting, value);
    await then?.();
  };
  return warnings.map(
    ({ words, cure }) => html`
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text app-wrap"><span class="govuk-visually-hidden">Warning</span>${words}</strong>
      </div>
      ${cure && html`<div><button type="button" class="govuk-button govuk-button--secondary" onClick=${() => put(cure)}>${cure.words}${then && " and check again"}</button></div>`}
    `,
  );
}
