// One rule: its words, and the rows it flagged, table by table, the cells in question marked.
import { useEffect, useState } from "preact/hooks";
import { html } from "./html.js";
import { Pagination } from "./pagination.js";
import { count, number } from "./words.js";

const ROWS_A_PAGE = 50;

export function Rule({ desk, summary, path }) {
  const [code, table, page] = path;
  const rule = summary.rules.find((found) => found.code === code);
  if (!rule) {
    return html`
      <a class="govuk-back-link" href="#/results/rules">Back to all rules</a>
      <h1 class="govuk-heading-l">Rule ${code} found no issue</h1>
      <p class="govuk-body">The check of these files has no issue for this rule.</p>
    `;
  }
  return html`
    <a class="govuk-back-link" href="#/results/rules">Back to all rules</a>
    <h1 class="govuk-heading-l">Rule ${rule.code}: ${rule.title}</h1>
    <dl class="govuk-summary-list">
      ${[
        ["What is wrong", rule.message],
        ["What to do", rule.fix],
        ["Fields", rule.fields.join(", ")],
        ["Found", `${count(rule.issues, "issue")}, ${count(rule.children, "child", "children")}`],
      ].map(
        ([key, value]) => html`<div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">${key}</dt>
          <dd class="govuk-summary-list__value">${value}</dd>
        </div>`,
      )}
    </dl>
    <p class="govuk-body"><a class="govuk-link" href=${`#rule-${rule.code}`}>Rule ${rule.code} in the list of all rules</a></p>
    <p class="govuk-body">The cells in question come first and are marked <span class="app-key">like this</span>. All values are as they stand in your files.</p>
    ${rule.tables.map(
      (found) => html`<${FlaggedRows} key=${`${code} ${found.name}`} desk=${desk} rule=${rule} table=${found} askedFor=${found.name === table}
        page=${found.name === table ? Math.max(1, Number.parseInt(page, 10) || 1) : 1} />`,
    )}
  `;
}

function FlaggedRows({ desk, rule, table, page, askedFor }) {
  const pages = Math.ceil(table.issues / ROWS_A_PAGE);
  const shown = Math.min(page, pages);
  const [answer, setAnswer] = useState(null);
  useEffect(() => {
    let wanted = true;
    desk.look("rule_rows", rule.code, table.name, (shown - 1) * ROWS_A_PAGE, ROWS_A_PAGE).then((rows) => wanted && setAnswer(rows));
    return () => (wanted = false);
  }, [rule, table.name, shown]);
  const title = `${table.title}: ${count(table.issues, "row")}`;
  return html`
    <div data-table=${table.name}>
      <h2 class="govuk-heading-m" data-asked-for=${askedFor || undefined}>${title}</h2>
      ${answer ? html`<${RowTable} answer=${answer} label=${title} />` : html`<p class="govuk-body">Fetching the rows</p>`}
      <${Pagination} page=${shown} pages=${pages} label=${table.title}
        href=${(number) => `#/results/rule/${encodeURIComponent(rule.code)}/${table.name}/${number}`} />
    </div>
  `;
}

export const RowTable = ({ answer, label }) => html`
  <div class="app-scroll" role="region" aria-label=${label} tabindex="0">
    <table class="govuk-table app-rows">
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Child</th>
          <th scope="col" class="govuk-table__header">File and line</th>
          ${answer.columns.map(
            ({ name, title }) => html`<th scope="col" class="govuk-table__header">${name}<span class="app-column-title">${title}</span></th>`,
          )}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${answer.rows.map(
          (row) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">${row.child || html`<span class="app-blank">blank</span>`}</th>
            <td class="govuk-table__cell app-rows__where">${row.file}, line ${number(row.line)}</td>
            ${row.cells.map((cell) => html`<${Cell} ...${cell} />`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

const Cell = ({ value, meaning, marked }) => html`
  <td class=${`govuk-table__cell ${marked ? "app-marked" : ""}`}>
    ${marked && html`<span class="govuk-visually-hidden">In question: </span>`}
    ${value ? html`<span class="app-value">${value}</span>` : marked && html`<span class="app-blank">blank</span>`}
    ${meaning && html`<span class="app-meaning">${meaning}</span>`}
  </td>
`;
