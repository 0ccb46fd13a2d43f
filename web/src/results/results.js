// The frame of the results: what was checked, the ways into it, and the view that the address asks for.
import { ask } from "../ui/asking.js";
import { BulkEdit } from "../correct/bulk_edit.js";
import { Causes } from "./causes.js";
import { Changes } from "../correct/changes.js";
import { Child } from "./child.js";
import { Children } from "./children.js";
import { changesIn } from "../state/corrections.js";
import { Contradictions } from "../start/contradictions.js";
import { allDrafts } from "../state/drafts.js";
import { Find } from "./find.js";
import { Fix } from "../correct/fix.js";
import { Group, Groups } from "./groups.js";
import { Downloads } from "./downloads.js";
import { html } from "../ui/html.js";
import { useRedraw } from "../ui/watched.js";
import { NoticeList } from "./notices.js";
import { NotRun } from "./not_run.js";
import { Outcome } from "./outcome.js";
import { Overview } from "./overview.js";
import { Preview } from "../correct/preview.js";
import { Rule } from "./rule.js";
import { RuleList } from "./rule_list.js";
import { Runs } from "../progress/runs.js";
import { Table, Tables } from "./tables.js";
import { Years } from "../years/years.js";
import { RuleLink } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { Beyond as RunBeyond, Summary } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { CorrectionsState } from "../state/corrections.js"
 */

/**
 * @typedef {object} ViewProps What each view of the results is given.
 * @property {Stores} stores
 * @property {Summary} summary
 * @property {string[]} path what follows in the address
 * @property {URLSearchParams} query
 *
 * @typedef {(props: ViewProps) => unknown} View
 */

/** @type {{ path: string, title: (summary: Summary, corrections: CorrectionsState) => string, view: View }[]} */
const VIEWS = [
  { path: "", title: () => "Overview", view: Overview },
  { path: "rules", title: () => "By rule", view: RuleList },
  { path: "children", title: () => "By child", view: Children },
  { path: "groups", title: () => "By social worker or team", view: Groups },
  { path: "tables", title: () => "By table", view: Tables },
  { path: "find", title: () => "Find", view: Find },
  { path: "causes", title: () => "Likely causes", view: Causes },
  { path: "fix", title: () => "Fix", view: Fix },
  { path: "changes", title: (_, { done }) => `Changes (${number(changesIn(done))})`, view: Changes },
  { path: "progress", title: () => "Progress", view: Runs },
  { path: "years", title: () => "Several years", view: Years },
  { path: "download", title: () => "Download and share", view: Downloads },
  { path: "not-run", title: ({ rules_not_run }) => `Not run (${number(rules_not_run)})`, view: NotRun },
  { path: "notices", title: ({ notices }) => `Notices (${number(notices.length)})`, view: NoticeList },
];

// What a view leads to: one of the things that it lists, or a step on the way to correcting them.
/** @type {Record<string, View>} */
const SINGLE = { rule: Rule, child: Child, group: Group, table: Table, bulk: BulkEdit, preview: Preview };

/** @param {ViewProps} props */
export function Results({ stores, summary, path, query }) {
  const { stale, corrected } = stores.check.state;
  const [name = "", ...rest] = path;
  const single = Object.hasOwn(SINGLE, name) && SINGLE[name];
  const again = async () => {
    if (!(await stores.check.check())) location.hash = "#/";
  };
  const warned = html`<${Contradictions} stores=${stores} warnings=${summary.warnings} then=${again} />`;
  if (single) return html`<${Outcome} stores=${stores} path=${path} />${warned}<${single} stores=${stores} summary=${summary} path=${rest} query=${query} />`;
  const shown = VIEWS.find((view) => view.path === name) ?? VIEWS[0];
  const { year_title, authority, start, end, ends_early } = summary.collection;
  return html`
    <a class="govuk-back-link" href="#/">Back to the files</a>
    <${Outcome} stores=${stores} path=${path} />
    <h1 class="govuk-heading-l">${shown.path ? `Results: ${shown.title(summary, stores.corrections.state)}` : "Results"}</h1>
    ${warned}
    <p class="govuk-body">
      ${authority ? `${authority}, ` : ""}${year_title}, checked for ${start} to ${end}${ends_early && " (as at that day)"}. Rules of ${summary.rule_set}.
    </p>
    ${summary.choice &&
    html`<div class="govuk-inset-text">Only ${number(summary.choice.rules)} of the ${number(summary.choice.of)} rules of this year were chosen to run${summary.choice.name && ` (${summary.choice.name})`}.</div>`}
    <${Beyond} ...${summary.beyond} />
    ${corrected &&
    html`<div class="govuk-inset-text">These are the results with the <a class="govuk-link" href="#/results/changes">changes that you made here</a>, not those of your files as they came.</div>`}
    ${stale &&
    html`<div class="govuk-inset-text">Your files or choices have changed since this check. <a class="govuk-link" href="#/">Check again</a> to see what is wrong now.</div>`}
    <${HalfWritten} stores=${stores} summary=${summary} />
    <div class="app-actions">
      <button type="button" class="govuk-button" onClick=${() => stores.results.issueList()}>Download all issues (issues.csv)</button>
      <a class="govuk-link" href="#/compare/save">Save an error profile</a>
    </div>
    <nav class="app-views" aria-label="Results">
      <ul>
        ${VIEWS.map(
          (view) => html`<li class=${view === shown ? "app-views__current" : ""}>
            <a class="govuk-link govuk-link--no-underline" href=${`#/results/${view.path}`} aria-current=${view === shown ? "page" : undefined}>${view.title(summary, stores.corrections.state)}</a>
          </li>`,
        )}
      </ul>
    </nav>
    <${shown.view} stores=${stores} summary=${summary} path=${rest} query=${query} />
  `;
}

/**
 * Notes that were begun, and where to go on with them; of some the issue is not found any more.
 * @param {{ stores: Stores, summary: Summary }} props
 */
function HalfWritten({ stores, summary }) {
  const { drafts } = stores;
  const redraw = useRedraw();
  const titles = new Map(summary.rules.map(({ code, title }) => [code, title]));
  const throwAway = async (/** @type {string} */ of, /** @type {string} */ note) => {
    if (!(await ask({ title: "Throw away what you wrote?", words: note, always: true, go: "Throw it away", stay: "No, keep it" }))) return;
    drafts.delete(of);
    redraw();
  };
  return (
    drafts.size > 0 &&
    html`<div class="govuk-inset-text">
      ${count(drafts.size, "note")} half written and not saved:
      <ul class="govuk-list govuk-list--bullet">
        ${allDrafts(drafts).map(
          ({ of, rule, file, line, note }) => html`<li class="app-wrap" key=${of}>
            ${titles.has(rule) ? html`<${RuleLink} rule=${rule} title=${titles.get(rule)} />` : `Rule ${rule}, which finds nothing now`}${file && line !== undefined && `, ${file}, line ${number(line)}`}${note && `: ${note}`}
            ${" "}<button type="button" class="app-link-button" onClick=${() => throwAway(of, note)}>Throw away<span class="govuk-visually-hidden"> the note on rule ${rule}${file && line !== undefined && `, ${file}, line ${number(line)}`}</span></button>
          </li>`,
        )}
      </ul>
    </div>`
  );
}

/**
 * What was run besides the Department’s rules.
 * @param {RunBeyond} props
 */
const Beyond = ({ own, council }) => {
  const run = [own && `${number(own)} of our additional checks`, council && `${count(council, "rule")} of your own`].filter(Boolean);
  return run.length > 0 && html`<p class="govuk-body">Besides the Department’s rules, this check ran ${run.join(" and ")}.</p>`;
};
