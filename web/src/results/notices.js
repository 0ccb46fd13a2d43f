// What reading the files changed or ignored.
import { html } from "../ui/html.js";
import { number } from "../ui/words.js";

/**
 * @import { ViewProps } from "./results.js"
 */

/** @param {ViewProps} props */
export const NoticeList = ({ summary }) =>
  summary.notices.length === 0
    ? html`<p class="govuk-body">Nothing in your files had to be read differently from how it is written.</p>`
    : html`
        <table class="govuk-table app-stack">
          <caption class="govuk-table__caption govuk-table__caption--m">What was read differently from how it is written</caption>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">File</th>
              <th scope="col" class="govuk-table__header govuk-table__header--numeric">Line</th>
              <th scope="col" class="govuk-table__header">What was read as what</th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            ${summary.notices.map(
              ({ file, line, message }) => html`<tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header app-wrap">${file || "The whole return"}</th>
                <td class="govuk-table__cell govuk-table__cell--numeric" data-label=${line === undefined ? undefined : "Line"}>${line === undefined ? "" : number(line)}</td>
                <td class="govuk-table__cell">${message}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      `;
