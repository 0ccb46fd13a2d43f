// All rules that found something, by kind, most issues first.
import { useState } from "preact/hooks";
import { Choice } from "../ui/choice.js";
import { html } from "../ui/html.js";
import { Some } from "../progress/runs.js";
import { Whose } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Progress, RuleProgress, SummaryRule } from "../python/answers"
 * @import { ViewProps } from "./results.js"
 */

const ORDERS = [
  ["issues", "Most issues first"],
  ["stage", "Stage 1 first, stage 2 last"],
];

/** Those of stage 1 first and of stage 2 last; each group keeps its order. */
const byStage = (/** @type {SummaryRule[]} */ rules) => [...rules].sort((a, b) => (a.stage ?? 1.5) - (b.stage ?? 1.5));

/** @param {ViewProps} props */
export function RuleList({ stores, summary }) {
  const [order, setOrder] = useState("issues");
  const rules = order === "stage" ? byStage(summary.rules) : summary.rules;
  const staged = rules.some(({ stage }) => stage);
  return html`
    ${summary.issues === 0 && html`<p class="govuk-body">The rules that were run found no issue.</p>`}
    ${staged &&
    html`
      <${Choice} id="rule-order" label="Order" value=${order} options=${ORDERS} onChoose=${setOrder} />
      <p class="govuk-body">${summary.stages}</p>
    `}
    ${summary.categories
      .filter(({ issues }) => issues)
      .map(
        ({ name, title, issues }) => html`
          <h2 class="govuk-heading-m">${title}: ${count(issues, "issue")}</h2>
          <${RuleTable} rules=${rules.filter(({ category }) => category === name)} caption=${title} progress=${stores.runs.state.runs?.progress} />
        `,
      )}
  `;
}

/** @type {{ name: "new" | "still" | "fixed", title: string, leads?: boolean }[]} */
const CHANGES = [
  { name: "new", title: "New", leads: true },
  { name: "still", title: "Still there", leads: true },
  { name: "fixed", title: "Fixed" },
];

/** @param {typeof CHANGES[number] & { rule?: RuleProgress, code: string }} props */
const Change = ({ name, title, leads, rule, code }) => {
  const value = rule?.[name] ?? 0;
  return html`<td class="govuk-table__cell govuk-table__cell--numeric" data-label=${title}>
    ${leads ? html`<${Some} code=${code} status=${name} value=${value} words=${title.toLowerCase()} />` : number(value)}
  </td>`;
};

/**
 * `progress` adds how each rule's issues changed since the run compared with.
 * @param {{ rules: SummaryRule[], caption: string, progress?: Progress }} props
 */
export const RuleTable = ({ rules, caption, progress }) => {
  const changed = new Map(progress?.rules.map((rule) => [rule.code, rule]));
  return html`
    <table class=${`govuk-table app-stack ${progress ? "app-stack--early" : ""}`}>
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Rule</th>
          <th scope="col" class="govuk-table__header">What is wrong and what to do</th>
          <th scope="col" class="govuk-table__header">Fields</th>
          ${progress && CHANGES.map(({ title }) => html`<th scope="col" class="govuk-table__header govuk-table__header--numeric">${title}</th>`)}
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Children</th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">Issues</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rules.map(
          (rule) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">
              <a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(rule.code)}`}>${rule.code}<span class="govuk-visually-hidden"> ${rule.title}</span></a>
            </th>
            <td class="govuk-table__cell">
              <strong>${rule.title}</strong> <${Whose} ...${rule} />${rule.stage && html` (stage ${rule.stage})`}<br />${rule.message}
              <span class="app-meaning">What to do: ${rule.fix}</span>
            </td>
            <td class="govuk-table__cell app-fields" data-label="Fields">${rule.fields.join(", ")}</td>
            ${progress && CHANGES.map((change) => html`<${Change} ...${change} rule=${changed.get(rule.code)} code=${rule.code} />`)}
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Children">${number(rule.children)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Issues">${number(rule.issues)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
};
