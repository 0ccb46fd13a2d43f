// What can be changed without looking at each case: how something is written, and what the return says elsewhere already.
import { useState } from "preact/hooks";
import { useAnswer } from "../state/answer.js";
import { ErrorSummary } from "../ui/errors.js";
import { SeeWhat, Tick } from "./fix_parts.js";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { SafeKind } from "../python/answers"
 * @import { ViewProps } from "../results/results.js"
 * @import { Mistake } from "../ui/errors.js"
 */

/** @param {Pick<ViewProps, "stores">} props */
export function SafeChanges({ stores }) {
  const answer = useAnswer(stores, "cleaning.safe");
  const [errors, setErrors] = useState(/** @type {Mistake[]} */ ([]));
  const { unwanted } = stores.corrections.state;
  if (!answer) return html`<p class="govuk-body" role="status">Looking for what can be changed safely</p>`;
  const { kinds, held_back } = answer;
  const wanted = kinds.filter(({ kind }) => !unwanted.has(kind)).map(({ kind }) => kind);
  const want = (/** @type {string} */ kind, /** @type {boolean} */ yes) => {
    const changed = new Set(unwanted);
    if (yes) changed.delete(kind);
    else changed.add(kind);
    setErrors([]);
    stores.corrections.choose({ unwanted: changed });
  };
  const see = async () => {
    const problem = wanted.length ? await stores.corrections.look({ safe: wanted }) : "Tick at least one kind of change.";
    setErrors(problem ? [{ field: `safe-${kinds[0].kind}`, problem }] : []);
  };
  return html`
    <${ErrorSummary} errors=${errors} />
    ${kinds.length === 0
      ? html`<p class="govuk-body">There is nothing that can be changed safely.</p>`
      : html`
          <p class="govuk-body">These change only how something is written, or say what the return says elsewhere already. The rules were run with all of them made: none brings a new issue. Issues may come to light, where no rule could read a value before.</p>
          <${KindTable} kinds=${kinds} unwanted=${unwanted} want=${want} />
          <${SeeWhat} stores=${stores} onClick=${see} />
        `}
    ${held_back > 0 &&
    html`<p class="govuk-body">${count(held_back, "more change")} of this sort would bring a new issue, so ${held_back === 1 ? "it is" : "they are"} among the <a class="govuk-link" href="#/results/fix/suggestions">suggestions</a>.</p>`}
  `;
}

/** @param {{ kinds: SafeKind[], unwanted: Set<string>, want: (kind: string, yes: boolean) => void }} props */
const KindTable = ({ kinds, unwanted, want }) => html`
  <table class="govuk-table app-stack">
    <caption class="govuk-visually-hidden">Safe changes</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Change</th>
        <th scope="col" class="govuk-table__header">What it does</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Children</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows deleted</th>
        <th scope="col" class="govuk-table__header govuk-table__header--numeric">Cells</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${kinds.map(
        ({ kind, title, what, changes, rows_removed, children }) => html`<tr class="govuk-table__row" key=${kind}>
          <th scope="row" class="govuk-table__header"><${Tick} id=${`safe-${kind}`} checked=${!unwanted.has(kind)} onChange=${(/** @type {boolean} */ yes) => want(kind, yes)}>${title}<//></th>
          <td class="govuk-table__cell">${what}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Children">${number(children)}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Rows deleted">${number(rows_removed)}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Cells">${number(changes)}</td>
        </tr>`,
      )}
    </tbody>
  </table>
`;
