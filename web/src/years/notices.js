// What is to be known on every screen of several years, and what keeps them from being joined.
import { html } from "../ui/html.js";

/** @param {{ notices: string[] }} props */
export const Notices = ({ notices }) =>
  notices.length > 0 &&
  html`<div class="govuk-inset-text app-wrap">
    ${notices.length === 1 ? html`<p class="govuk-body">${notices[0]}</p>` : html`<ul class="govuk-list govuk-list--bullet">${notices.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`}
  </div>`;

/** @param {import("../python/answers").Problem} props */
export const Trouble = ({ place, problem, remedy }) => html`
  <div class="govuk-inset-text app-wrap">
    <p class="govuk-body"><strong>${place && `${place}: `}${problem}</strong> ${remedy}</p>
    <p class="govuk-body"><a class="govuk-link" href="#/?set=earlier">Go to the files</a></p>
  </div>
`;
