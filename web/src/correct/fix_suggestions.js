// Suggestions that somebody must look at: each with its reason and what else it could be, none chosen at first.
import { useState } from "preact/hooks";
import { usePage } from "../state/answer.js";
import { Row } from "./change_table.js";
import { Choice } from "../ui/choice.js";
import { ErrorSummary } from "../ui/errors.js";
import { SeeWhat, Tick } from "./fix_parts.js";
import { html } from "../ui/html.js";
import { Pagination } from "../ui/pagination.js";
import { Child, Value } from "../ui/where.js";
import { count, number } from "../ui/words.js";

/**
 * @import { ChangeShown, Meaning, Suggestion } from "../python/answers"
 * @import { ViewProps } from "../results/results.js"
 * @import { Mistake } from "../ui/errors.js"
 */

const PROPOSALS_A_PAGE = 20;

/** The address of a page of the suggestions of a kind, for a rule and with a reason ("" for any). */
const address = (/** @type {string} */ kind, /** @type {string} */ rule, reason = "", page = 1) => {
  const query = new URLSearchParams(Object.entries({ kind, rule, reason }).filter(([, value]) => value)).toString();
  return `#/results/fix/suggestions${page > 1 ? `/${page}` : ""}${query && `?${query}`}`;
};

/** @param {Pick<ViewProps, "stores" | "path" | "query">} props */
export function Suggestions({ stores, path, query }) {
  const kind = query.get("kind") ?? "";
  const rule = query.get("rule") ?? "";
  const reason = query.get("reason") ?? "";
  const [page, answer] = usePage(stores, path[0], PROPOSALS_A_PAGE, "cleaning.suggestions", kind, rule, reason);
  const [errors, setErrors] = useState(/** @type {Mistake[]} */ ([]));
  const { chosen, values } = stores.corrections.state;
  if (!answer) return html`<p class="govuk-body" role="status">Looking for what could be changed</p>`;
  const { total, numbers: found, kinds, rules, reasons, proposals, crowded } = answer;
  const leftOut = crowded.map((sentence) => html`<p class="govuk-body app-wrap">${sentence}</p>`);
  if (kinds.length === 0) return html`<p class="govuk-body" role="status">There is nothing to suggest for these results.</p>${leftOut}`;
  const choose = (/** @type {number[]} */ numbers, /** @type {boolean} */ yes) => {
    const changed = new Set(chosen);
    for (const one of numbers) yes ? changed.add(one) : changed.delete(one);
    setErrors([]);
    stores.corrections.choose({ chosen: changed });
  };
  const take = (/** @type {number} */ one, /** @type {string} */ value) => {
    setErrors([]);
    stores.corrections.choose({ values: { ...values, [one]: value } });
  };
  const see = async () => {
    const ticked = [...chosen].sort((a, b) => a - b);
    const wanted = Object.fromEntries(ticked.filter((one) => one in values).map((one) => [one, values[one]]));
    const problem = ticked.length ? await stores.corrections.look({ proposals: ticked, values: wanted }) : "Tick at least one of the suggestions.";
    setErrors(problem ? [{ field: `proposal-${proposals[0]?.number}`, problem }] : []);
  };
  const atOnce = new Set(found);
  const here = proposals.map((proposal) => proposal.number).filter((one) => atOnce.has(one));
  const rowsApart = reasons.length > 1 && !reason;
  return html`
    <${ErrorSummary} errors=${errors} />
    <p class="govuk-body">Each of these may be right or wrong: only somebody who knows the child’s record can tell. Tick what is to be changed. Nothing is ticked for you.</p>
    ${leftOut}
    <div class="app-filters">
      <${Choice} id="proposals-kind" label="Kind of change" value=${kind} onChoose=${(/** @type {string} */ value) => (location.hash = address(value, rule))}
        options=${[["", "All kinds"], ...kinds.map((one) => [one.kind, `${one.title} (${number(one.proposals)})`])]} />
      <${Choice} id="proposals-rule" label="Rule" value=${rule} onChoose=${(/** @type {string} */ value) => (location.hash = address(kind, value))}
        options=${[["", "All rules"], ...rules.map(({ code, title, proposals: some }) => [code, `${code}: ${title} (${number(some)})`])]} />
      ${reasons.length > 0 &&
      html`<${Choice} id="proposals-reason" label="Reason for deleting rows" value=${reason} onChoose=${(/** @type {string} */ value) => (location.hash = address(kind, rule, value))}
        options=${[["", "All reasons"], ...reasons.map((one) => [one.reason, `${one.reason} (${number(one.proposals)})`])]} />`}
    </div>
    <div role="status">
      <h2 class="govuk-heading-m" data-asked-for=${path.length > 0 || undefined}>${count(total, "suggestion")}</h2>
      <p class="govuk-body">${total === 0 ? "Nothing is as you ask. Choose another kind or rule." : `${number(chosen.size)} ticked on all pages.`}</p>
    </div>
    ${total > 0 &&
    html`
      <div class="app-actions">
        ${here.length > 0 && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => choose(here, true)}>${here.length === proposals.length ? "Tick all on this page" : `Tick ${number(here.length)} on this page`}</button>`}
        ${kind && found.length > here.length && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => choose(found, true)}>Tick all ${number(found.length)}</button>`}
        ${chosen.size > 0 && html`<button type="button" class="app-link-button" onClick=${() => choose([...chosen], false)}>Take all ticks away</button>`}
      </div>
      ${rowsApart && html`<p class="govuk-body">Rows to be deleted can be ticked together only for one reason: choose it above.</p>`}
      ${proposals.some(({ open }) => open) && html`<p class="govuk-body">Where nothing says which value is right none is suggested: choose one, and tick it.</p>`}
      <${ProposalTable} proposals=${proposals} chosen=${chosen} values=${values} choose=${choose} take=${take} />
      <${Pagination} page=${page} pages=${Math.ceil(total / PROPOSALS_A_PAGE)} label="Suggestions" href=${(/** @type {number} */ at) => address(kind, rule, reason, at)} />
      <${SeeWhat} stores=${stores} onClick=${see} />
    `}
  `;
}

/**
 * @param {{ proposals: Suggestion[], chosen: Set<number>, values: Record<number, string>, choose: (numbers: number[], yes: boolean) => void,
 *   take: (one: number, value: string) => void }} props
 */
const ProposalTable = ({ proposals, chosen, values, choose, take }) => html`
  <table class="govuk-table app-stack app-proposals">
    <caption class="govuk-visually-hidden">Suggestions</caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        <th scope="col" class="govuk-table__header">Change?</th>
        <th scope="col" class="govuk-table__header">Why</th>
        <th scope="col" class="govuk-table__header">What would change</th>
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${proposals.map(
        (proposal) => html`<${Proposal} key=${proposal.number} ...${proposal} ticked=${chosen.has(proposal.number)} value=${values[proposal.number]}
          onTick=${(/** @type {boolean} */ yes) => choose([proposal.number], yes)} onTake=${(/** @type {string} */ value) => take(proposal.number, value)} />`,
      )}
    </tbody>
  </table>
`;

/** @param {Suggestion & { ticked: boolean, value?: string, onTick: (yes: boolean) => void, onTake: (value: string) => void }} props */
const Proposal = ({ number: one, title, child, child_number, sentence, ground, rules, changes, open, alternatives, ticked, value, onTick, onTake }) => html`
  <tr class="govuk-table__row">
    <td class="govuk-table__cell">
      <${Tick} id=${`proposal-${one}`} checked=${ticked} onChange=${onTick}>Change<span class="govuk-visually-hidden">: ${title}, child ${child}, suggestion ${number(one + 1)}</span><//>
    </td>
    <td class="govuk-table__cell app-proposals__why">
      <strong>${title}</strong><br />
      <span class="app-wrap">Child <${Child} child=${child} child_number=${child_number} /></span>
      <span class="app-proposals__sentence">${sentence}</span>
      <span class="app-meaning">${ground}</span>
      ${rules.length > 0 && html`<span class="app-meaning">${rules.length === 1 ? "Rule" : "Rules"} ${rules.map((code, at) => html`${at > 0 && ", "}<a class="govuk-link" href=${`#/results/rule/${encodeURIComponent(code)}`}>${code}</a>`)}</span>`}
    </td>
    <td class="govuk-table__cell">
      <ul class="app-plain app-proposals__changes">
        ${changes.map(
          (change, at) => html`<li>
            ${!sameRow(change, changes[at - 1]) && html`<span class="app-wrap"><${Row} ...${change} /></span>`}
            <${Part} change=${change} id=${`value-${one}`} alternatives=${at === 0 ? alternatives : []} open=${open && at === 0} value=${value} onTake=${onTake} />
          </li>`,
        )}
      </ul>
    </td>
  </tr>
`;

const sameRow = (/** @type {ChangeShown} */ one, /** @type {ChangeShown | undefined} */ other) => one.table_title === other?.table_title && one.file === other?.file && one.line === other?.line;

/**
 * @param {{ change: ChangeShown, id: string, alternatives: Meaning[], open: boolean, value?: string, onTake: (value: string) => void }} props
 */
const Part = ({ change, id, alternatives, open, value, onTake }) => html`
  ${!change.field
    ? html`<strong>The row is deleted</strong>`
    : html`<dl class="app-values">
        <div><dt>${change.field}<span class="app-column-title">${change.title}</span></dt><dd><${Value} value=${change.before} meaning=${change.before_meaning} blank /></dd></div>
        <div>
          <dt>${alternatives.length > 0 ? html`<label for=${id}>Change to<span class="govuk-visually-hidden">: ${change.field}, ${change.table_title}, line ${number(change.line)}</span></label>` : "Change to"}</dt>
          <dd>
            ${alternatives.length > 0
              ? html`<select class="govuk-select" id=${id} onChange=${(/** @type {OfInput} */ event) => onTake(event.target.value)}>
                  ${open && html`<option value="" selected=${!value}>Choose a value</option>`}
                  ${[...(open ? [] : [{ value: change.after, meaning: change.after_meaning }]), ...alternatives].map(
                    (option) => html`<option value=${option.value} selected=${option.value === (value ?? (open ? undefined : change.after))}>${inWords(option)}</option>`,
                  )}
                </select>`
              : html`<${Value} value=${change.after} meaning=${change.after_meaning} blank />`}
          </dd>
        </div>
      </dl>`}
`;

const inWords = (/** @type {Meaning} */ { value, meaning }) => (value ? `${value}${meaning && `: ${meaning}`}` : "blank");
