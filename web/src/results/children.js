// All children with issues, most issues first.
import { usePage } from "../state/answer.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { count, number } from "../ui/words.js";

/**
 * @import { ChildInBrief } from "../python/answers"
 * @import { ViewProps } from "./results.js"
 */

const CHILDREN_A_PAGE = 50;

/** @param {ViewProps} props */
export function Children({ stores, path }) {
  const { childLookedFor } = stores.results.state;
  const [shown, answer] = usePage(stores, path[0], CHILDREN_A_PAGE, "results.children", childLookedFor);
  return html`
    <div class="app-filters">
      <div class="govuk-form-group">
        <label class="govuk-label" for="children-find">Find a child</label>
        <div class="govuk-hint" id="children-find-hint">The child’s identifier, or part of it</div>
        <input class="govuk-input govuk-input--width-20" id="children-find" type="search"
          aria-describedby="children-find-hint" value=${childLookedFor} onInput=${(/** @type {OfInput} */ event) => stores.results.lookForChild(event.target.value)} />
      </div>
    </div>
    <p class="govuk-body" role="status">
      ${answer && (childLookedFor ? `${count(answer.total, "child", "children")} found.` : `${count(answer.total, "child", "children")} with issues.`)}
    </p>
    ${answer && answer.total > 0 && html`<${ChildTable} children=${answer.children} />`}
    ${answer && html`<${Pagination} page=${shown} pages=${Math.ceil(answer.total / CHILDREN_A_PAGE)} label="Children" href=${(/** @type {number} */ at) => `#/results/children/${at}`} />`}
    ${answer &&
    answer.without_child > 0 &&
    html`<div class="govuk-inset-text">
      ${count(answer.without_child, "issue")} in rows without a child’s identifier ${answer.without_child === 1 ? "is" : "are"} not in this list. Find such rows <a class="govuk-link" href="#/results/tables">by table</a>.
    </div>`}
  `;
}

/** @param {{ children: ChildInBrief[] }} props */
const ChildTable = ({ children }) => html`
  <table class="govuk-table app-stack">
    <caption class="govuk-visually-hidden">Children with issues</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Child</th>
        <th scope="col" class="govuk-table__header">Kinds of issue</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Looked at</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${children.map(
        (child) => html`<tr class="govuk-table__row" key=${child.number}>
          <th scope="row" class="govuk-table__header app-wrap"><a class="govuk-link" href=${`#/results/child/${child.number}`}>${child.child}</a></th>
          <td class="govuk-table__cell">
            <ul class="app-plain">${child.categories.map(({ title, issues }) => html`<li>${title}: ${number(issues)}</li>`)}</ul>
          </td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Looked at">${number(child.looked_at)}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Issues">${number(child.issues)}</td>
        </tr>`,
      )}
    </tbody>
  </table>
`;
