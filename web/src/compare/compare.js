// Comparing error profiles: saving one, choosing them, and the views of the comparison. The address says which view, year and council.
import { useEffect, useRef, useState } from "preact/hooks";
import { CompareFiles } from "./compare_files.js";
import { SaveProfile } from "./compare_save.js";
import { Part } from "./compare_parts.js";
import { Choice } from "../ui/choice.js";
import { download } from "../ui/download.js";
import { html } from "../ui/html.js";

/**
 * @import { Answer, NamedView } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

/** @type {{ suffix: import("../python/answers").Given<"comparison.export">[0], title: string, type: string }[]} */
const EXPORTS = [
  { suffix: ".html", title: "Download a report", type: "text/html" },
  { suffix: ".xlsx", title: "Download the workbook", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { suffix: ".csv", title: "Download the figures (CSV)", type: "text/csv" },
];

/** @typedef {{ year: string, council: string }} Chosen */

/** What distinguishes one view from the next for the focus: another year or council is the same view. */
export const compareView = (/** @type {string[]} */ [, view = "", , , code = ""]) => ["compare", view, code].join("/");

const address = (/** @type {string[]} */ ...path) => `#/compare/${path.map(encodeURIComponent).join("/")}`;

/** @param {{ stores: Stores, path: string[] }} props */
export function Compare({ stores, path }) {
  const { listing } = stores.profiles.state;
  const [name = "", year = "", council = "", code = ""] = path;
  // Of no prototype, so that an address can name none of its parts.
  /** @type {Record<string, string[]>} */
  const years = Object.assign(Object.create(null), listing?.years);
  const shownYear = years[year] ? year : (Object.keys(years).sort().at(-1) ?? "");
  const chosen = { year: shownYear, council: years[shownYear]?.includes(council) ? council : (years[shownYear]?.[0] ?? "") };
  const views = listing?.views ?? [];
  if (name === "save") return html`<${SaveProfile} stores=${stores} />`;
  const known = name === "rule" ? code : views.some((view) => view.name === name);
  if (!chosen.year || !known) return html`<${CompareFiles} stores=${stores} start=${chosen.year && address("side-by-side", chosen.year, chosen.council)} />`;
  return html`<${Comparison} key=${name} stores=${stores} name=${name} code=${code} chosen=${chosen} years=${years} views=${views} />`;
}

/** @param {{ stores: Stores, name: string, code: string, chosen: Chosen, years: Record<string, string[]>, views: NamedView[] }} props */
function Comparison({ stores, name, code, chosen, years, views }) {
  const { year, council } = chosen;
  const [shown, setShown] = useState(/** @type {Answer<"comparison.view"> | null} */ (null));
  const { version } = stores.profiles.state;
  useEffect(() => {
    let wanted = true;
    stores.python.ask("comparison.view", name, year, council, code).then((answer) => wanted && answer && setShown(answer));
    return () => {
      wanted = false;
    };
  }, [name, year, council, code, version]);
  // The latest choice, which a second one may follow before the address has been taken up.
  const latest = useRef();
  latest.current = chosen;
  const choose = (/** @type {Partial<Chosen>} */ change) => {
    latest.current = { ...latest.current, ...change };
    location.hash = address(name, latest.current.year, latest.current.council, ...(code ? [code] : []));
  };
  const save = async (/** @type {typeof EXPORTS[number]} */ { suffix, type }) => {
    const bytes = await stores.python.ask("comparison.export", suffix, year, council);
    if (bytes) download(`comparison-${year}${suffix}`, type, bytes);
  };
  const link = (/** @type {string} */ code) => address("rule", year, council, code);
  return html`
    <a class="govuk-back-link" href=${code ? address("types", year, council) : "#/compare"}>${code ? "Back to the error types" : "Back to the profiles"}</a>
    <h1 class="govuk-heading-l">${code ? `Comparison: rule ${code}` : `Comparison: ${views.find((view) => view.name === name)?.title.toLowerCase()}`}</h1>
    <div class="app-choices">
      <${Choice} id="compare-year" label="Collection year" value=${year} options=${untitled(Object.keys(years))} onChoose=${(/** @type {string} */ value) => choose({ year: value })} />
      <${Choice} id="compare-council" label="Your council" value=${council} options=${untitled(years[year])} onChoose=${(/** @type {string} */ value) => choose({ council: value })} />
    </div>
    <div role="status">
      ${shown?.error && html`<p class="govuk-error-message">${shown.error}</p>`}
      ${shown?.summary && html`<p class="govuk-body">${shown.summary}</p>`}
    </div>
    ${shown?.cautions &&
    shown.cautions.length > 0 &&
    html`<details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">What to bear in mind with these profiles</span></summary>
      <div class="govuk-details__text">
        <ul class="govuk-list govuk-list--bullet">${shown.cautions.map((words) => html`<li>${words}</li>`)}</ul>
      </div>
    </details>`}
    <div class="app-actions">
      ${EXPORTS.map((format) => html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => save(format)}>${format.title}</button>`)}
    </div>
    <nav class="app-views" aria-label="Comparison">
      <ul>
        ${views.map(
          (view) => html`<li class=${view.name === name ? "app-views__current" : ""}>
            <a class="govuk-link govuk-link--no-underline" href=${address(view.name, year, council)} aria-current=${view.name === name ? "page" : undefined}>${view.title}</a>
          </li>`,
        )}
      </ul>
    </nav>
    ${code && shown?.title && html`<h2 class="govuk-heading-m">${shown.title}</h2>`}
    ${shown?.parts?.map((part, at) => html`<${Part} key=${`${at}-${"title" in part ? part.title : ""}`} part=${part} link=${link} />`)}
    ${!shown && html`<p class="govuk-body">Comparing</p>`}
  `;
}

// Years and councils are shown as they are.
const untitled = (/** @type {string[]} */ values) => values.map((value) => [value, value]);
