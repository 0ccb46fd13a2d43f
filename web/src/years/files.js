// All years as one set of tables to save: in which form, with or without identifiers, with the same numbers as before.
import { useState } from "preact/hooks";
import { ListFile } from "./given.js";
import { html } from "../ui/html.js";
import { Radios } from "../ui/radios.js";
import { listed } from "../ui/words.js";

/** @typedef {import("../python/answers").Given<"years.write">[0]} Form */

/** @param {{ stores: import("../state/stores.js").Stores, about: string, aboutIds: string }} props */
export function Files({ stores, about, aboutIds }) {
  const [form, setForm] = useState(/** @type {Form} */ ("csv"));
  const [ids, setIds] = useState(/** @type {"without" | "with"} */ ("without"));
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  const write = async () => {
    setBusy(true);
    say("Writing the tables. With many children this takes some seconds.");
    const { names, problem } = await stores.years.write(form, ids === "with", keep);
    setBusy(false);
    say(problem ? `${problem.problem} ${problem.remedy}` : names ? `${listed(names)} ${names.length > 1 ? "are" : "is"} in your downloads.` : "");
  };
  return html`
    <h2 class="govuk-heading-m">Save all years as one set of tables</h2>
    <p class="govuk-body">Children, periods of care, placements, legal statuses, reviews and more, one fact a row, with keys and plain words beside the codes. It is made in this page, and nothing leaves this computer.</p>
    <${Radios} name="model-form" legend="As what" chosen=${form} onChoose=${setForm}
      options=${[["csv", "Data package: CSV files with a description for programs (ZIP)"], ["xlsx", "Excel workbook, a sheet a table"], ["sqlite", "SQLite database, one file"]]} />
    <${Radios} name="model-ids" legend="Who is in it" chosen=${ids} onChoose=${setIds}
      options=${[["without", "Without identifiers: children by a number that says nothing"], ["with", "With identifiers: adds children’s identifiers, dates of birth, postcodes, workers, files and lines"]]} />
    <div class="govuk-inset-text">${ids === "with" ? aboutIds : about}</div>
    <div class="govuk-form-group">
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" id="keep-keys" type="checkbox" checked=${keep} aria-describedby="keep-keys-hint" onChange=${(/** @type {OfInput} */ event) => setKeep(event.target.checked)} />
          <label class="govuk-label govuk-checkboxes__label" for="keep-keys">Keep the children’s numbers for the next time</label>
          <div class="govuk-hint govuk-checkboxes__hint" id="keep-keys-hint">Saves a key file beside it, which says who is who: keep it like the return, apart from the tables. Otherwise the numbers are new each time.</div>
        </div>
      </div>
    </div>
    <details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Use the numbers of last time</span></summary>
      <div class="govuk-details__text">
        <${ListFile} stores=${stores} list="keys" title="Key file" hint="The key file (model-keys.csv) that was saved with an earlier set of tables." />
      </div>
    </details>
    <button type="button" class="govuk-button" disabled=${busy} onClick=${write}>Download the tables</button>
    <div role="status" class="app-making">${said && html`<p class="govuk-body app-making__words app-wrap">${said}</p>`}</div>
  `;
}
