// While the rules run.
import { html } from "../ui/html.js";
import { Progress } from "../ui/progress.js";
import { number } from "../ui/words.js";

/**
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export function Checking({ stores }) {
  const { stage, starting } = stores.python.state;
  const { running } = stores.check.state;
  const { done, total, words } = (stage === "ready" && running) || starting;
  const rule = stage === "ready" && total > 1 && done < total ? `Rule ${number(done + 1)} of ${number(total)}. ` : "";
  return html`
    <h1 class="govuk-heading-l">Checking your return</h1>
    <${Progress} label="The check" done=${done} total=${total} words=${rule + words} />
    <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => stores.check.cancel()}>Cancel the check</button>
  `;
}
