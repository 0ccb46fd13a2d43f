// Changes one by one: whose record, where it stands, what it said and says.
import { html } from "../ui/html.js";
import { Child, Value, Where } from "../ui/where.js";

/**
 * @import { ChangeMade, ChangeShown } from "../python/answers"
 */

/** @param {{ changes: (ChangeShown & Partial<ChangeMade>)[], caption: string, before: string, after: string }} props */
export const ChangeTable = ({ changes, caption, before, after }) => html`
  <table class="govuk-table app-stack app-changes">
    <caption class="govuk-visually-hidden">${caption}</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header app-changes__child">Child</th>
        <th scope="col" class="govuk-table__header app-changes__where">Where</th>
        <th scope="col" class="govuk-table__header">Field</th>
        <th scope="col" class="govuk-table__header">${before}</th>
        <th scope="col" class="govuk-table__header">${after}</th>
        <th scope="col" class="govuk-table__header app-changes__why">Why</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${changes.map(
        (change) => html`<tr class="govuk-table__row">
          <th scope="row" class="govuk-table__header app-wrap"><${Child} ...${change} /></th>
          <td class="govuk-table__cell app-wrap" data-label="Where"><${Row} ...${change} /></td>
          ${change.field
            ? html`
                <td class="govuk-table__cell app-wrap" data-label="Field">${change.field}<span class="app-meaning">${change.title}</span></td>
                <td class="govuk-table__cell app-wrap" data-label=${before}><${Value} value=${change.before} meaning=${change.before_meaning} blank /></td>
                <td class="govuk-table__cell app-wrap app-changes__after" data-label=${after}><${Value} value=${change.after} meaning=${change.after_meaning} blank /></td>
              `
            : html`<td class="govuk-table__cell" colspan="3"><strong>The row is deleted</strong></td>`}
          <td class="govuk-table__cell app-wrap" data-label="Why">
            ${change.why}
            ${change.ground && html`<span class="app-meaning">${change.ground}</span>`}
            ${change.rule && html`<span class="app-meaning"><a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(change.rule)}`}>Rule ${change.rule}</a></span>`}
            ${change.time && html`<span class="app-meaning">At ${change.time}</span>`}
          </td>
        </tr>`,
      )}
    </tbody>
  </table>
`;

/**
 * The row that a change is in.
 * @param {Pick<ChangeShown, "table_title" | "file" | "line" | "key">} props
 */
export const Row = ({ table_title, file, line, key }) => html`
  ${table_title}<span class="app-meaning"><${Where} file=${file} line=${line} /></span>${key && html`<span class="app-meaning">${key}</span>`}
`;
