// While the rules run.
import { html } from "./html.js";
import { Progress } from "./progress.js";

export const Checking = ({ desk }) => html`
  <h1 class="govuk-heading-l">Checking your return</h1>
  <${Progress} label="The check" ...${desk.state.stage === "ready" ? desk.state.running : desk.state.starting} />
  <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => desk.cancel()}>Cancel the check</button>
`;
