// What was done last, told at the top of the page that it leads back to.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../ui/html.js";

/**
 * @import { Stores } from "../state/stores.js"
 */

/**
 * `path` is that of the view shown, the address may be ahead of it.
 * @param {{ stores: Stores, path: string[] }} props
 */
export function Outcome({ stores, path }) {
  const { outcome } = stores.corrections.state;
  const shown = outcome?.at.split("?")[0] === `#/results/${path.map(encodeURIComponent).join("/")}`;
  const banner = useRef();
  // Whoever pressed the button hears what came of it and goes on from there.
  useEffect(() => banner.current?.focus(), [outcome, shown]);
  if (!outcome || !shown) return null;
  return html`
    <div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="outcome-title" tabindex="-1" ref=${banner}>
      <div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="outcome-title">Done</h2></div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">${outcome.title}</p>
        <p class="govuk-body">${outcome.words}</p>
        <p class="govuk-body"><a class="govuk-notification-banner__link" href="#/results/changes">See all changes, take them back, or save the corrected files</a></p>
      </div>
    </div>
  `;
}
