// Issues by the person or team who can put them right: by social worker, or by the groups of the user's own list.
import { useRef } from "preact/hooks";
import { useAnswer, usePage } from "../state/answer.js";
import { useDropZone, whenChosen } from "../ui/drop_zone.js";
import { html } from "../ui/html.js";
import { IssueList } from "./issue_list.js";
import { Pagination, placeOf } from "../ui/pagination.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 * @import { Chosen } from "../ui/chosen.js"
 */

const GROUPS_A_PAGE = 50;
const ISSUES_A_PAGE = 50;

const KINDS = [
  { kind: "worker", title: "By social worker" },
  { kind: "list", title: "By a list of your own" },
];
const known = (/** @type {string | undefined} */ asked) => KINDS.find(({ kind }) => kind === asked)?.kind ?? "worker";

/** @param {ViewProps} props */
export function Groups({ stores, path }) {
  const kind = known(path[0]);
  return html`
    <nav class="app-views" aria-label="Kinds of group">
      <ul>
        ${KINDS.map(
          (one) => html`<li class=${one.kind === kind ? "app-views__current" : ""}>
            <a class="govuk-link govuk-link--no-underline" href=${`#/results/groups/${one.kind}`} aria-current=${one.kind === kind ? "page" : undefined}>${one.title}</a>
          </li>`,
        )}
      </ul>
    </nav>
    ${kind === "worker"
      ? html`<p class="govuk-body">Each child counts for the social worker of its latest social-worker episode this year.</p>`
      : html`<${ListBox} stores=${stores} />`}
    <${GroupTable} key=${kind} stores=${stores} kind=${kind} asked=${path[1]} />
  `;
}

/** @param {{ stores: Stores, kind: string, asked?: string }} props */
function GroupTable({ stores, kind, asked }) {
  const [page, answer] = usePage(stores, asked, GROUPS_A_PAGE, "results.groups", kind);
  if (!answer) return html`<p class="govuk-body">Fetching the groups</p>`;
  if (!answer.title) return null;
  if (!answer.total) return html`<p class="govuk-body">The rules that were run found no issue.</p>`;
  return html`
    <table class="govuk-table app-stack">
      <caption class="govuk-visually-hidden">${answer.title}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">${answer.title}</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Children</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Looked at</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${answer.groups.map(
          (group) => html`<tr class="govuk-table__row" key=${group.number}>
            <th scope="row" class="govuk-table__header app-wrap"><a class="govuk-link" href=${`#/results/group/${kind}/${group.number}`}>${group.name}</a></th>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Children">${number(group.children)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Looked at">${number(group.looked_at)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Issues">${number(group.issues)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <${Pagination} page=${page} pages=${Math.ceil(answer.total / GROUPS_A_PAGE)} label="Groups" href=${(/** @type {number} */ at) => `#/results/groups/${kind}/${at}`} />
  `;
}

/**
 * Where the user gives the list of children and their groups, and what is said of it.
 * @param {{ stores: Stores }} props
 */
function ListBox({ stores }) {
  const grouped = useAnswer(stores, "results.grouped_by");
  const input = useRef();
  const take = (/** @type {Chosen[]} */ chosen) => chosen.length && stores.results.groupBy(chosen[0]);
  const zone = useDropZone(take);
  const problem = grouped?.problem;
  return html`
    <section class=${`app-box govuk-form-group ${problem ? "govuk-form-group--error" : ""}`} aria-labelledby="list-title">
      <h2 class="govuk-heading-m" id="list-title">Your list of children and their teams</h2>
      <p class="govuk-hint" id="list-hint">
        A CSV file of two columns: the child’s identifier, then its team, locality or other group. The heading of the second column says what the groups are.
      </p>
      <div ...${zone}>
        <div class="app-drop__buttons">
          <button type="button" class="govuk-button govuk-button--secondary" id="list" aria-describedby="list-hint" onClick=${() => input.current.click()}>
            Choose a file<span class="govuk-visually-hidden"> (Your list)</span>
          </button>
          <p class="govuk-body">or drop it here</p>
        </div>
        <input type="file" hidden ref=${input} onChange=${whenChosen(take)} data-box="list" />
      </div>
      <div role="status">
        ${grouped?.file && !problem && html`<p class="govuk-body app-wrap">Grouped by ${grouped.file}.</p>`}
        ${problem &&
        html`<p class="govuk-error-message app-list-problem app-wrap"><span class="govuk-visually-hidden">Error:</span> ${problem.place}: ${problem.problem} ${problem.remedy}</p>`}
      </div>
    </section>
  `;
}

/**
 * One group. Its name stays out of the heading, which becomes the page's title and so part of the browser's history.
 * @param {ViewProps} props
 */
export function Group({ stores, path }) {
  const kind = known(path[0]);
  return html`
    <a class="govuk-back-link" href=${`#/results/groups/${kind}`}>Back to all groups</a>
    <h1 class="govuk-heading-l">${kind === "worker" ? "One social worker’s issues" : "One group’s issues"}</h1>
    <${OfGroup} key=${`${kind} ${path[1]}`} stores=${stores} kind=${kind} place=${placeOf(path[1])} asked=${path[2]} />
  `;
}

/** @param {{ stores: Stores, kind: string, place: number, asked?: string }} props */
function OfGroup({ stores, kind, place, asked }) {
  const [page, answer] = usePage(stores, asked, ISSUES_A_PAGE, "results.group", kind, place);
  if (!answer) return html`<p class="govuk-body">Fetching the issues</p>`;
  if (answer.name === undefined) return html`<p class="govuk-body">No group has this place in the results.</p>`;
  return html`
    <h2 class="govuk-heading-m app-wrap">${answer.name}: ${count(answer.total, "issue")}, ${count(answer.children, "child", "children")}</h2>
    ${answer.shown.map(({ child, child_number, total, issues }) => {
      const title = child ? `Child ${child}` : "Rows without a child’s identifier";
      return html`<section key=${child}>
        <h3 class="govuk-heading-s app-wrap">
          ${child ? html`Child <a class="govuk-link" href=${`#/results/child/${child_number}`}>${child}</a>` : title}: ${issues.length < total ? `${number(issues.length)} of ${count(total, "issue")}` : count(total, "issue")}
        </h3>
        <${IssueList} stores=${stores} issues=${issues} caption=${`Issues: ${title}`} />
      </section>`;
    })}
    <${Pagination} page=${page} pages=${Math.ceil(answer.total / ISSUES_A_PAGE)} label="Issues" href=${(/** @type {number} */ at) => `#/results/group/${kind}/${place}/${at}`} />
  `;
}
