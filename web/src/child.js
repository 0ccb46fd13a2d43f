// One child: what is wrong, its time in care drawn and in words, and all its rows of both years.
import { useAnswer } from "./answer.js";
import { html } from "./html.js";
import { IssueList } from "./issue_list.js";
import { RecordTable } from "./records.js";
import { Timeline } from "./timeline.js";
import { count } from "./words.js";

/** The heading stays without the child's identifier: it becomes the page's title, which browsers keep in their history. */
export const Child = ({ desk, path }) => html`
  <a class="govuk-back-link" href="#/results/children">Back to all children</a>
  <h1 class="govuk-heading-l">One child’s issues and records</h1>
  <${About} key=${path[0]} desk=${desk} number=${Number.parseInt(path[0], 10) || 0} />
`;

function About({ desk, number }) {
  const answer = useAnswer(desk, "child", number);
  if (!answer) return html`<p class="govuk-body">Fetching the child’s records</p>`;
  if (answer.child === undefined) return html`<p class="govuk-body">No child has this place in the results.</p>`;
  const { child, issues, tables, timeline, sentences } = answer;
  return html`
    <h2 class="govuk-heading-m app-wrap">Child ${child}: ${count(issues.length, "issue")}</h2>
    ${timeline.tracks.length > 0 && html`<${Timeline} child=${child} timeline=${timeline} issues=${issues} />`}
    <${Sentences} sentences=${sentences} />
    <h2 class="govuk-heading-m">What is wrong</h2>
    <${IssueList} desk=${desk} issues=${issues} caption=${`Issues of child ${child}`} />
    <h2 class="govuk-heading-m">All records of this child</h2>
    <p class="govuk-body">Cells in question are marked <span class="app-key">like this</span>. All values are as they stand in your files, unless it says that you changed them.</p>
    ${tables.map((table) => {
      const title = `${table.title}: ${count(table.rows.length, "row")}`;
      return html`<div key=${table.name}>
        <h3 class="govuk-heading-s">${title}<span class="app-meaning app-wrap">${table.file}</span></h3>
        <${RecordTable} label=${title} columns=${table.columns}
          rows=${table.rows.map((row) => ({ ...row, issues: issues.filter(({ position }) => row.issues.includes(position)) }))} />
      </div>`;
    })}
  `;
}

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
