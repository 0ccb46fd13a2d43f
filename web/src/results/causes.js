// Likely causes: one wrong value for which several rules flag the same child.
import { useEffect, useState } from "preact/hooks";
import { usePage } from "../state/answer.js";
import { Choice } from "../ui/choice.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { Child } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { CauseShown, Summary } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

const CAUSES_A_PAGE = 20;

// The checks whose causes were asked for: Python has kept the answer.
const known = new WeakSet();

const address = (/** @type {string} */ kind, /** @type {number} */ page) => `#/results/causes/${page}${kind && `?kind=${kind}`}`;

/** @param {ViewProps} props */
export function Causes({ stores, summary, path, query }) {
  const [wanted, want] = useState(known.has(summary));
  return html`
    <p class="govuk-body">One wrong value can make several rules flag the same child. Here a correction is tried, and the rules are run again on the child: the issues that are gone then would go with it. Nothing in your files is changed.</p>
    ${wanted
      ? html`<${Found} stores=${stores} summary=${summary} kind=${query.get("kind") ?? ""} page=${path[0]} paged=${path.length > 0} />`
      : html`
          <p class="govuk-body">This can take some seconds.</p>
          <button type="button" class="govuk-button" onClick=${() => want(true)}>Look for likely causes</button>
        `}
  `;
}

/** @param {{ stores: Stores, summary: Summary, kind: string, page?: string, paged: boolean }} props */
function Found({ stores, summary, kind, page, paged }) {
  const [shown, answer] = usePage(stores, page, CAUSES_A_PAGE, "results.causes", kind);
  useEffect(() => {
    if (answer) known.add(summary);
  }, [answer]);
  if (!answer) return html`<p class="govuk-body" role="status">Looking for likely causes. The rules are being run again on the children concerned.</p>`;
  const { total, issues, kinds, causes } = answer;
  if (kinds.length === 0) return html`<p class="govuk-body" role="status">No single value was found that would explain several issues of a child.</p>`;
  return html`
    ${kinds.length > 1 &&
    html`<${Choice} id="causes-kind" label="Kind of cause" value=${kind} onChoose=${(/** @type {string} */ chosen) => (location.hash = address(chosen, 1))}
      options=${[["", "All kinds"], ...kinds.map(({ kind, title, causes }) => [kind, `${title} (${number(causes)})`])]} />`}
    <div role="status"><h2 class="govuk-heading-m" data-asked-for=${paged || undefined}>${count(total, "likely cause")}</h2>
      <p class="govuk-body">${number(issues)} of ${count(summary.issues, "issue")} would go with ${total === 1 ? "it" : "them"}. What resolves most comes first.</p></div>
    ${causes.map((cause) => html`<${Cause} key=${cause.cause} ...${cause} />`)}
    <${Pagination} page=${shown} pages=${Math.ceil(total / CAUSES_A_PAGE)} label="Likely causes" href=${(/** @type {number} */ number) => address(kind, number)} />
  `;
}

/** @param {CauseShown} props */
const Cause = ({ cause, title, sentence, child, child_number, table_title, line, field, value, tried, resolves }) => html`
  <div class="app-rule">
    <h3 class="govuk-heading-s">${title}: child <${Child} child=${child} child_number=${child_number} /></h3>
    <p class="govuk-body">${sentence}</p>
    <dl class="app-facts">
      <div><dt>Where</dt><dd>${table_title}, ${line === undefined ? "a row that is not there" : `line ${number(line)}`}</dd></div>
      <div><dt>Field</dt><dd>${field}</dd></div>
      <div><dt>Value now</dt><dd>${value || html`<span class="app-blank">blank</span>`}</dd></div>
      <div><dt>Value tried</dt><dd>${tried}</dd></div>
    </dl>
    <p class="govuk-body"><a class="govuk-link" href=${`#/results/find?cause=${cause}`}>See the ${count(resolves.length, "issue")} that would go<span class="govuk-visually-hidden">: ${title}, child ${child}</span></a></p>
  </div>
`;
