// One child: what is wrong, its time in care drawn and in words, and all its rows of both years.
import { usePage } from "../state/answer.js";
import { html } from "../ui/html.js";
import { IssueList } from "./issue_list.js";
import { Pagination } from "../ui/pagination.js";
import { placeOf } from "../ui/pagination.js";
import { RecordTable } from "./records.js";
import { Timeline } from "./timeline.js";
import { count, number as inWords } from "../ui/words.js";

/**
 * @import { TimelineSentence } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

// More than a child has in two years, so that paging is for files in which something is wrong with CHILD.
const ROWS_A_PAGE = 200;

/**
 * The heading stays without the child's identifier: it becomes the page's title, which browsers keep in their history.
 * @param {ViewProps} props
 */
export const Child = ({ stores, path }) => html`
  <a class="govuk-back-link" href="#/results/children">Back to all children</a>
  <h1 class="govuk-heading-l">One child’s issues and records</h1>
  <${About} key=${path[0]} stores=${stores} number=${placeOf(path[0])} asked=${path[1]} />
`;

/** @param {{ stores: Stores, number: number, asked?: string }} props */
function About({ stores, number, asked }) {
  const [page, answer] = usePage(stores, asked, ROWS_A_PAGE, "results.child", number);
  if (!answer) return html`<p class="govuk-body">Fetching the child’s records</p>`;
  if (answer.child === undefined) return html`<p class="govuk-body">No child has this place in the results.</p>`;
  const { child, total, total_issues, issues, tables, timeline, sentences } = answer;
  const pages = Math.ceil(total / ROWS_A_PAGE);
  const issueAt = new Map(issues.map((issue) => [issue.position, issue]));
  return html`
    <h2 class="govuk-heading-m app-wrap" data-asked-for=${asked !== undefined || undefined}>Child ${child}: ${count(total_issues, "issue")}</h2>
    ${pages > 1 &&
    html`<p class="govuk-body">The files have ${inWords(total)} rows of this child, more than one child has: CHILD may be wrong in most of them. This is page ${inWords(page)} of ${inWords(pages)}, with at most ${inWords(ROWS_A_PAGE)} rows and their ${count(issues.length, "issue")}.</p>`}
    ${timeline.tracks.length > 0 && html`<${Timeline} child=${child} timeline=${timeline} issues=${issues} />`}
    <${Sentences} sentences=${sentences} />
    <h2 class="govuk-heading-m">What is wrong</h2>
    <${IssueList} stores=${stores} issues=${issues} caption=${`Issues of child ${child}`} />
    <h2 class="govuk-heading-m">All records of this child</h2>
    <p class="govuk-body">Cells in question are marked <span class="app-key">like this</span>. All values are as they stand in your files, unless it says that you changed them.</p>
    ${tables.map((table) => {
      const title = `${table.title}: ${count(table.rows.length, "row")}`;
      return html`<div key=${table.name}>
        <h3 class="govuk-heading-s">${title}<span class="app-meaning app-wrap">${table.file}</span></h3>
        <${RecordTable} label=${title} columns=${table.columns}
          rows=${table.rows.map((row) => ({ ...row, issues: row.issues.flatMap((position) => issueAt.get(position) ?? []) }))} />
      </div>`;
    })}
    <${Pagination} page=${page} pages=${pages} label="Records of this child" href=${(/** @type {number} */ at) => `#/results/child/${number}/${at}`} />
  `;
}

/** @param {{ sentences: TimelineSentence[] }} props */
const Sentences = ({ sentences }) =>
  sentences.length === 0
    ? html`<p class="govuk-body">The return says nothing of when this child was in care.</p>`
    : html`
        <details class="govuk-details">
          <summary class="govuk-details__summary"><span class="govuk-details__summary-text">The time in care in words</span></summary>
          <div class="govuk-details__text">
            <ol class="govuk-list app-sentences">
              ${sentences.map(
                ({ words, issues }) => html`<li>
                  ${words}${issues.length > 0 && html` <strong class="app-sentences__issues">${count(issues.length, "issue")}</strong>`}
                </li>`,
              )}
            </ol>
          </div>
        </details>
      `;
