// What can be saved and passed on: the whole report, and letters to those who can put records right.
import { useState } from "preact/hooks";
import { useAnswer } from "../state/answer.js";
import { html } from "../ui/html.js";
import { Radios } from "../ui/radios.js";

/**
 * @import { GroupedBy } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 * @import { ViewProps } from "./results.js"
 */

/** @typedef {(words: string, making: () => Promise<string | undefined>) => Promise<void>} Make Has a file made. */

/** @param {ViewProps} props */
export function Downloads({ stores }) {
  const grouped = useAnswer(stores, "results.grouped_by");
  // What is being made or was made last, in words; nothing else can be asked for meanwhile.
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  /** @type {Make} */
  const make = async (words, making) => {
    setBusy(true);
    say(words);
    const name = await making();
    setBusy(false);
    say(name ? `${name} is in your downloads.` : "");
  };
  return html`
    <p class="govuk-body">The files are made in this page and saved by your browser as downloads. They hold data on children: pass them on only in the ways your authority allows.</p>
    <div role="status" class="app-making">${said && html`<p class="govuk-body app-making__words">${said}</p>`}</div>
    <h2 class="govuk-heading-m">The whole report</h2>
    <p class="govuk-body">The workbook has a summary, the rules, the children, all issues, and each table with the cells in question coloured and commented. The CSV files have all issues, one a line: one in words, to open in Excel; the other just as the command line writes it, for programs. Do not open that one in Excel: what begins like a formula would be taken for one.</p>
    <div class="app-actions">
      <button type="button" class="govuk-button" disabled=${busy}
        onClick=${() => make("Making the workbook. With thousands of issues this takes some seconds.", () => stores.results.workbook())}>Download the Excel workbook</button>
      <button type="button" class="govuk-button govuk-button--secondary" disabled=${busy} onClick=${() => make("Making the list", () => stores.results.issueList())}>Download all issues as CSV</button>
      <button type="button" class="govuk-button govuk-button--secondary" disabled=${busy} onClick=${() => make("Making the list", () => stores.results.forPrograms())}>Download all issues for programs</button>
    </div>
    <h2 class="govuk-heading-m">Letters</h2>
    <p class="govuk-body">One page for each person or team, in plain words: what is wrong with each child’s record, what it says now, and how it can be put right.</p>
    ${grouped && html`<${Letters} stores=${stores} grouped=${grouped} busy=${busy} make=${make} />`}
  `;
}

/** @param {{ stores: Stores, grouped: GroupedBy, busy: boolean, make: Make }} props */
function Letters({ stores, grouped, busy, make }) {
  const own = grouped.file && !grouped.problem;
  const [kind, setKind] = useState(/** @type {"list" | "worker"} */ (own ? "list" : "worker"));
  const [form, setForm] = useState(/** @type {"html" | "text"} */ ("html"));
  return html`
    <${Radios} name="letters-to" legend="To whom" chosen=${kind} onChoose=${setKind}
      options=${[["worker", "Social workers"], ...(own ? [["list", `${grouped.title}, from ${grouped.file}`]] : [])]} />
    ${!own && html`<p class="govuk-body">For letters to teams, give a <a class="govuk-link" href="#/results/groups/list">list of your own</a> first.</p>`}
    <${Radios} name="letters-form" legend="As what" chosen=${form} onChoose=${setForm}
      options=${[["html", "Pages to print or attach (HTML)"], ["text", "Text to paste into an e-mail or document"]]} />
    <button type="button" class="govuk-button" disabled=${busy} onClick=${() => make("Writing the letters", () => stores.results.letters(kind, form))}>Download the letters</button>
  `;
}
