// One rule: its words, and the rows it flagged, table by table.
import { useAnswer } from "../state/answer.js";
import { canChange, ofRule } from "../correct/fix_parts.js";
import { FlaggedTable } from "./flagged.js";
import { html } from "../ui/html.js";
import { RuleLookedAt } from "../progress/looked_at.js";
import { RuleNotes } from "../progress/notes.js";
import { Pagination, pageOf } from "../ui/pagination.js";
import { Whose } from "../ui/where.js";
import { count } from "../ui/words.js";

/**
 * @import { IssuesInTable, SummaryRule } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

const ROWS_A_PAGE = 50;

/** @param {ViewProps} props */
export function Rule({ stores, summary, path }) {
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
    ${rule.origin !== "department" && html`<p class="govuk-body"><${Whose} ...${rule} /></p>`}
    <dl class="govuk-summary-list">
      ${[
        ["What is wrong", rule.message],
        ["What to do", rule.fix],
        ["Fields", rule.fields.join(", ")],
        ...(rule.stage ? [["Stage", `${rule.stage}. ${summary.stages}`]] : []),
        ["Found", `${count(rule.issues, "issue")}, ${count(rule.children, "child", "children")}`],
      ].map(
        ([key, value]) => html`<div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">${key}</dt>
          <dd class="govuk-summary-list__value">${value}</dd>
        </div>`,
      )}
    </dl>
    ${rule.origin !== "council" && html`<p class="govuk-body"><a class="govuk-link" href=${`#rule-${rule.code}`}>Rule ${rule.code} in the list of all rules</a></p>`}
    <${RuleNotes} key=${rule.code} stores=${stores} rule=${rule} />
    <${RuleLookedAt} stores=${stores} code=${rule.code} issues=${rule.issues} />
    <p class="govuk-body">The cells in question come first and are marked <span class="app-key">like this</span>. All values are as they stand in your files, unless it says that you changed them.</p>
    ${rule.tables.map(
      (found) => html`<${FlaggedRows} key=${`${code} ${found.name}`} stores=${stores} rule=${rule} table=${found} askedFor=${found.name === table}
        page=${found.name === table ? page : undefined} />`,
    )}
  `;
}

/** @param {{ stores: Stores, rule: SummaryRule, table: IssuesInTable, page?: string, askedFor: boolean }} props */
function FlaggedRows({ stores, rule, table, page, askedFor }) {
  const pages = Math.ceil(table.issues / ROWS_A_PAGE);
  const shown = pageOf(page, pages);
  const answer = useAnswer(stores, "results.rule_rows", rule.code, table.name, (shown - 1) * ROWS_A_PAGE, ROWS_A_PAGE);
  const title = `${table.title}: ${count(table.issues, "row")}`;
  return html`
    <div data-table=${table.name}>
      <h2 class="govuk-heading-m" data-asked-for=${askedFor || undefined}>${title}</h2>
      ${canChange(table.name) && html`<p class="govuk-body"><a class="govuk-link" href=${ofRule(rule.code, table.name)}>Change many rows<span class="govuk-visually-hidden"> of ${table.title} at once</span></a></p>`}
      ${answer?.columns ? html`<${FlaggedTable} stores=${stores} rule=${rule} answer=${answer} label=${title} />` : html`<p class="govuk-body">Fetching the rows</p>`}
      <${Pagination} page=${shown} pages=${pages} label=${table.title}
        href=${(/** @type {number} */ number) => `#/results/rule/${encodeURIComponent(rule.code)}/${table.name}/${number}`} />
    </div>
  `;
}
