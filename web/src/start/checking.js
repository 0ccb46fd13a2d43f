// While the rules run.
import { html } from "../ui/html.js";
import { Progress } from "../ui/progress.js";
import { number } from "../ui/words.js";

/**
 * @import { Desk } from "../state/desk.js"
 */

/** @param {{ desk: Desk }} props */
export function Checking({ desk }) {
  const { stage, starting, running } = desk.state;
  const { done, total, words } = (stage === "ready" && running) || starting;
  const rule = stage === "ready" && total > 1 && done < total ? `Rule ${number(done + 1)} of ${number(total)}. ` : "";
  return html`
    <h1 class="govuk-heading-l">Checking your return</h1>
    <${Progress} label="The check" done=${done} total=${total} words=${rule + words} />
    <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => desk.cancel()}>Cancel the check</button>
  `;
}
