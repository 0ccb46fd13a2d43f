// The catalogue: every rule of a collection year, whether or not anything has been checked. "#rule-503D" opens at a rule.
import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../ui/choice.js";
import { html } from "../ui/html.js";
import { Progress } from "../ui/progress.js";
import { Whose } from "../ui/where.js";
import { count } from "../ui/words.js";

/**
 * @import { CatalogueRule } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

const ANY = "";

/** Whether every word that is looked for is somewhere in the rule. */
const matches = (/** @type {CatalogueRule} */ rule, /** @type {string[]} */ words) => {
  const text = [rule.code, rule.title, rule.message, rule.fix, ...rule.tables, ...rule.fields].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

const DEPARTMENT = "department";
const OWN = "own";
const ORIGINS = [
  [DEPARTMENT, "Department’s rules"],
  [OWN, "Our additional checks"],
];

/**
 * `origin` is whose rules the address asks for, if it does.
 * @param {{ stores: Stores, code?: string, origin?: string }} props
 */
export function Catalogue({ stores, code, origin: asked }) {
  const { stage, starting, facts } = stores.python.state;
  const { settings } = stores.settings.state;
  const [rules, setRules] = useState(/** @type {CatalogueRule[] | null} */ (null));
  const [year, setYear] = useState(ANY);
  const [origin, setOrigin] = useState(ANY);
  const [category, setCategory] = useState(ANY);
  const [subject, setSubject] = useState(ANY);
  const [looked, setLooked] = useState("");
  useEffect(() => {
    if (!rules && stage !== "broken") stores.python.ask("catalogue").then((found) => found && setRules(found));
  }, [stage === "broken"]);
  const wanted = rules?.find((rule) => rule.code === code);
  // The year chosen, unless the rule asked for is of another.
  const chosen = settings.year || (facts?.years[0].value ?? "");
  const shownYear = year || (wanted && !wanted.years.includes(chosen) ? (wanted.years.at(-1) ?? chosen) : chosen);
  const shownOrigin = origin || (wanted?.origin ?? (asked === OWN ? OWN : DEPARTMENT));
  useOpenAt(wanted && year === ANY && origin === ANY ? wanted.code : null);

  return html`
    <a class="govuk-back-link" href="#/">Back to the files</a>
    <h1 class="govuk-heading-l">All rules</h1>
    ${!rules && stage !== "broken" && html`<${Progress} label="Getting ready" ...${starting} />`}
    ${rules &&
    facts &&
    html`
      <p class="govuk-body">What the check looks for. The rules follow the Department for Education’s list as of ${facts.rule_set}. Our additional checks go beyond it, and run only when you ask for them.</p>
      <p class="govuk-body">${facts.stages}</p>
      <div class="app-filters">
        <${Choice} id="catalogue-year" label="Collection year" value=${shownYear} onChoose=${setYear}
          options=${facts.years.map(({ value, title }) => [value, title])} />
        <${Choice} id="catalogue-origin" label="Whose" value=${shownOrigin} onChoose=${setOrigin} options=${ORIGINS} />
        <${Choice} id="catalogue-category" label="Kind" value=${category} onChoose=${setCategory}
          options=${[[ANY, "All kinds"], ...distinct(rules, "category", "category_title")]} />
        <${Choice} id="catalogue-subject" label="Subject" value=${subject} onChoose=${setSubject}
          options=${[[ANY, "All subjects"], ...distinct(rules, "subject", "subject")]} />
        <div class="govuk-form-group">
          <label class="govuk-label" for="catalogue-words">Find</label>
          <input class="govuk-input" id="catalogue-words" type="search" value=${looked}
            onInput=${(/** @type {OfInput} */ event) => setLooked(event.target.value)} />
        </div>
      </div>
      <${RulesOf} rules=${rules.filter(
        (rule) =>
          rule.years.includes(shownYear) &&
          rule.origin === shownOrigin &&
          (category === ANY || rule.category === category) &&
          (subject === ANY || rule.subject === subject) &&
          matches(rule, looked.toLowerCase().split(/\s+/).filter(Boolean)),
      )} />
    `}
  `;
}

/** @type {(rules: CatalogueRule[], value: "category" | "subject", title: "category_title" | "subject") => [string, string][]} */
const distinct = (rules, value, title) => Array.from(new Map(rules.map((rule) => [rule[value], rule[title]])));

/** @param {{ rules: CatalogueRule[] }} props */
const RulesOf = ({ rules }) => html`
  <p class="govuk-body" role="status">${count(rules.length, "rule")}</p>
  ${rules.map((rule) => html`<${Entry} key=${rule.code} rule=${rule} />`)}
`;

/** @param {{ rule: CatalogueRule }} props */
const Entry = ({ rule }) => html`
  <div class="app-rule">
    <h2 class="govuk-heading-s" id=${`rule-${rule.code}`} tabindex="-1">
      <a class="govuk-link govuk-link--no-visited-state" href=${`#rule-${rule.code}`}>${rule.code}</a>: ${rule.title}
    </h2>
    ${rule.origin === OWN && html`<p class="govuk-body"><${Whose} ...${rule} /></p>`}
    <p class="govuk-body">${rule.message}</p>
    <p class="govuk-body">What to do: ${rule.fix}</p>
    ${rule.why && html`<p class="govuk-body">Why we look for it: ${rule.why}</p>`}
    ${rule.takes && html`<p class="govuk-body">How it is worked out: ${rule.takes}</p>`}
    <p class="govuk-body-s">${rule.facts.join(". ")}.</p>
  </div>
`;

/**
 * Brings a rule into sight and gives it the focus, once it is there.
 * @param {string | null} code
 */
function useOpenAt(code) {
  const opened = useRef();
  useEffect(() => {
    if (!code || opened.current === code) return;
    const heading = document.getElementById(`rule-${code}`);
    if (!heading) return;
    opened.current = code;
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
}
