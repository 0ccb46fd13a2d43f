// What happened by itself, failed, or was asked for elsewhere: on top of every view, read out at once.
import { useEffect } from "preact/hooks";
import { html } from "../ui/html.js";

/** @param {{ stores: import("../state/stores.js").Stores }} props */
export function News({ stores }) {
  const { news } = stores.news.state;
  const { stage } = stores.python.state;
  useEffect(() => {
    if (!news?.passing) return undefined;
    const close = () => stores.news.close();
    addEventListener("hashchange", close);
    return () => removeEventListener("hashchange", close);
  }, [news]);
  const close = () => {
    // The button goes.
    document.getElementById("main")?.focus({ preventScroll: true });
    stores.news.close();
  };
  return html`<div role="status">
    ${news &&
    html`<div class="govuk-notification-banner" aria-labelledby="news-title">
      <div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="news-title">Important</h2></div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">${news.title}</p>
        <p class="govuk-body app-wrap">${news.words}</p>
        ${news.details &&
        html`<details class="govuk-details">
          <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Details for whoever looks after this page</span></summary>
          <div class="govuk-details__text">
            <p class="govuk-body app-wrap">${news.details}</p>
            <p class="govuk-body">Nothing from your files is in these details. The <a class="govuk-link" href="#self-check">self-check</a> keeps them.</p>
          </div>
        </details>`}
        ${stage === "broken"
          ? html`<p class="govuk-body"><a class="govuk-notification-banner__link" href="#self-check">See which part of the page is missing or altered</a></p>
              <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => stores.python.again()}>Try again</button>`
          : html`<button type="button" class="app-link-button" onClick=${close}>Close<span class="govuk-visually-hidden"> this message</span></button>`}
      </div>
    </div>`}
  </div>`;
}
