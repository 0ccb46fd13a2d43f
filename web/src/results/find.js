// All issues in one list: searched, filtered, sorted, page by page.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../ui/choice.js";
import { canChange, ofFind } from "../correct/fix_parts.js";
import { html } from "../ui/html.js";
import { Marks } from "../progress/notes.js";
import { Pagination, pageOf } from "../ui/pagination.js";
import { Child, RuleLink, Values, Where, Whose } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { FoundIssues, IssueShown, LookedFor } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

const ISSUES_A_PAGE = 50;
const PAUSE = 300;

const SORTS = [
  ["", "As in the report"],
  ["child", "Child"],
  ["rule", "Rule number"],
  ["category", "Kind"],
  ["table", "Table"],
  ["line", "File and line"],
];

// What can be looked for, besides the order, by kind of value.
const TEXTS = /** @type {const} */ (["category", "table", "rule", "status", "state"]);
const NUMBERS = /** @type {const} */ (["file", "fewer_than", "cause"]);
const SWITCHES = /** @type {const} */ (["descending", "unseen"]);

/** The part of the address that says what is shown. What somebody types may be a child’s id, so it is never put there. */
const address = (/** @type {URLSearchParams} */ query, /** @type {Record<string, string>} */ change) => {
  const changed = new URLSearchParams(query);
  // What was on another page of the list may not be on one of the new list.
  changed.delete("page");
  for (const [name, value] of Object.entries(change)) {
    if (value === "") changed.delete(name);
    else changed.set(name, value);
  }
  const words = changed.toString();
  return `#/results/find${words && `?${words}`}`;
};

/**
 * What the address asks for; what makes no sense there is left out.
 * @param {URLSearchParams} query
 * @param {string} text
 */
export function asked(query, text) {
  /** @type {LookedFor} */
  const wanted = { text };
  for (const name of TEXTS) {
    const value = query.get(name);
    if (value !== null) wanted[name] = value;
  }
  for (const name of NUMBERS) {
    if (/^\d{1,9}$/.test(query.get(name) ?? "")) wanted[name] = Number(query.get(name));
  }
  const sort = query.get("sort");
  if (sort && SORTS.some(([known]) => known === sort)) wanted.sort = sort;
  for (const name of SWITCHES) wanted[name] = query.has(name);
  return wanted;
}

/** @typedef {FoundIssues & { page: number, text: string }} Found Of a page, for a text. */

/** @param {ViewProps} props */
export function Find({ stores, summary, query }) {
  const { lookedFor: text, looked } = stores.results.state;
  const { runs } = stores.runs.state;
  const words = query.toString();
  const [answer, setAnswer] = useState(/** @type {Found | null} */ (null));
  const page = pageOf(query.get("page"), answer ? Math.ceil(answer.total / ISSUES_A_PAGE) : Infinity);
  const heading = useRef();
  const shown = useRef({ page, filters: address(query, {}) });
  useEffect(() => {
    let wanted = true;
    // Whoever types is not done with the first letter.
    const timer = setTimeout(
      async () => {
        const found = await stores.python.ask("results.find", asked(query, text), (page - 1) * ISSUES_A_PAGE, ISSUES_A_PAGE);
        if (wanted && found) setAnswer({ ...found, page, text });
      },
      answer && answer.text !== text ? PAUSE : 0,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [summary, looked, runs, words, text, page]);
  // At once, before the focus that went with an issue is given to what stood around it.
  useLayoutEffect(() => {
    if (!answer) return;
    // Another page of the same list begins at its top; another filter leaves the focus on the filter.
    const filters = address(query, {});
    if (shown.current.page !== answer.page && shown.current.filters === filters) {
      heading.current.focus({ preventScroll: true });
      heading.current.scrollIntoView();
    } else if (document.activeElement === document.body) {
      // What had the focus went with its issue, which is not as asked any more.
      heading.current.focus({ preventScroll: true });
    }
    shown.current = { page: answer.page, filters };
  }, [answer]);

  const set = (/** @type {Record<string, string>} */ change) => (location.hash = address(query, change));
  const chosen = (/** @type {string} */ name) => query.get(name) ?? "";
  return html`
    <div class="app-filters">
      <div class="govuk-form-group">
        <label class="govuk-label" for="find-text">Child, rule, file or value</label>
        <input class="govuk-input" id="find-text" type="search" value=${text}
          onInput=${(/** @type {OfInput} */ event) => stores.results.lookFor(event.target.value)} />
      </div>
      <${Choice} id="find-category" label="Kind" value=${chosen("category")} onChoose=${(/** @type {string} */ category) => set({ category })}
        options=${[["", "All kinds"], ...summary.categories.map(({ name, title }) => [name, title])]} />
      <${Choice} id="find-table" label="Table" value=${chosen("table")} onChoose=${(/** @type {string} */ table) => set({ table })}
        options=${[["", "All tables"], ...summary.tables.filter(({ issues }) => issues).map(({ name, title }) => [name, title])]} />
      <${Choice} id="find-rule" label="Rule" value=${chosen("rule")} onChoose=${(/** @type {string} */ rule) => set({ rule })}
        options=${[["", "All rules"], ...summary.rules.map(({ code, title }) => [code, `${code}: ${title}`])]} />
      <${Choice} id="find-file" label="File" value=${chosen("file")} onChoose=${(/** @type {string} */ file) => set({ file })}
        options=${[["", "All files"], ...summary.files.map((name, place) => [String(place), name])]} />
      ${runs?.progress &&
      html`<${Choice} id="find-status" label="New or still there" value=${chosen("status")} onChoose=${(/** @type {string} */ status) => set({ status })}
        options=${[["", "Both"], ["new", "New"], ["still", "Still there"]]} />`}
      <${Choice} id="find-state" label="State in the note" value=${chosen("state")} onChoose=${(/** @type {string} */ state) => set({ state })}
        options=${[["", "All"], ["none", "No state"], ...(runs?.states ?? []).map(({ code, title }) => [code, title])]} />
      <div class="govuk-form-group">
        <label class="govuk-label" for="find-fewer">Only rules with fewer issues than</label>
        <input class="govuk-input" id="find-fewer" type="text" inputmode="numeric" value=${chosen("fewer_than")}
          onChange=${(/** @type {OfInput} */ event) => set({ fewer_than: event.target.value.replace(/\D/g, "").slice(0, 9) })} />
      </div>
      <${Choice} id="find-sort" label="Sort by" value=${chosen("sort")} onChoose=${(/** @type {string} */ sort) => set({ sort })} options=${SORTS} />
      <${Choice} id="find-order" label="Order" value=${chosen("descending")} onChoose=${(/** @type {string} */ descending) => set({ descending })}
        options=${[["", "First to last"], ["yes", "Last to first"]]} />
    </div>
    <div class="app-filters__more">
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" id="find-unseen" type="checkbox" checked=${query.has("unseen")}
            onChange=${(/** @type {OfInput} */ event) => set({ unseen: event.target.checked ? "yes" : "" })} />
          <label class="govuk-label govuk-checkboxes__label" for="find-unseen">Hide what is marked as looked at</label>
        </div>
      </div>
      <p class="govuk-body"><a class="govuk-link" href="#/results/find" onClick=${() => stores.results.lookFor("")}>Show all issues</a></p>
    </div>
    ${answer?.cause && html`<div class="govuk-inset-text">${answer.cause}</div>`}
    <div role="status">
      <h2 class="govuk-heading-m" ref=${heading} tabindex="-1">${answer ? count(answer.total, "issue") : "Looking"}</h2>
      ${answer && html`<p class="govuk-body">${said(answer)}</p>`}
    </div>
    ${answer &&
    answer.total > 0 &&
    (!chosen("table")
      ? html`<p class="govuk-body">To change many rows at once, choose a table first.</p>`
      : canChange(chosen("table")) && html`<p class="govuk-body"><a class="govuk-link" href=${ofFind(words)}>Change many rows<span class="govuk-visually-hidden"> of those found at once</span></a></p>`)}
    ${answer && answer.total > 0 && html`<${Issues} stores=${stores} issues=${answer.issues} />`}
    ${answer &&
    html`<${Pagination} page=${page} pages=${Math.ceil(answer.total / ISSUES_A_PAGE)} label="Issues"
      href=${(/** @type {number} */ number) => address(query, { page: String(number) })} />`}
  `;
}

const said = (/** @type {Found} */ { total, children, rules, issues, page }) => {
  if (!total) return "Nothing is as you ask. Choose less, or show all issues.";
  const first = (page - 1) * ISSUES_A_PAGE + 1;
  const part = issues.length < total && issues.length > 0 ? ` Shown here: ${number(first)} to ${number(first + issues.length - 1)}.` : "";
  return `${count(children, "child", "children")}, ${count(rules, "rule")}.${part}`;
};

/** @param {{ stores: Stores, issues: IssueShown[] }} props */
const Issues = ({ stores, issues }) => {
  const origins = new Map(stores.check.state.summary?.rules.map(({ code, origin }) => [code, origin]));
  return html`
    <table class="govuk-table app-stack app-stack--early app-found">
      <caption class="govuk-visually-hidden">Issues</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Child</th>
          <th scope="col" class="govuk-table__header">Rule</th>
          <th scope="col" class="govuk-table__header">Where</th>
          <th scope="col" class="govuk-table__header">Values in question</th>
          <th scope="col" class="govuk-table__header">Notes and marks</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${issues.map(
          (issue) => html`<tr class="govuk-table__row" key=${issue.position}>
            <th scope="row" class="govuk-table__header app-wrap"><${Child} ...${issue} /></th>
            <td class="govuk-table__cell" data-label="Rule"><${RuleLink} ...${issue} /> <${Whose} origin=${origins.get(issue.rule)} /></td>
            <td class="govuk-table__cell app-wrap" data-label="Where">${issue.table_title}<br /><${Where} ...${issue} /></td>
            <td class="govuk-table__cell"><${Values} values=${issue.values} /></td>
            <td class="govuk-table__cell app-noted-cell"><${Marks} stores=${stores} issue=${issue} what=${`rule ${issue.rule}, ${issue.table_title}, line ${number(issue.line)}`} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
};
