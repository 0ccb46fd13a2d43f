// A type-ahead box for the authority, after the ARIA pattern "editable combobox with list autocomplete".
import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorMessage } from "../ui/errors.js";
import { html } from "../ui/html.js";
import { count } from "../ui/words.js";

/**
 * @import { NamedAuthority } from "../python/answers"
 * @import { Stores } from "../state/stores.js"
 */

const MOST_SHOWN = 12;

/** @param {{ stores: Stores, authorities: NamedAuthority[] }} props */
export function AuthorityField({ stores, authorities }) {
  const { settings, errors, touched } = stores.settings.state;
  const { proposal } = stores.files.state;
  const error = errors.find(({ field }) => field === "authority");
  const chosen = authorities.find(({ code }) => code === settings.authority);
  const [text, setText] = useState("");
  // "" is closed; "all" lists every authority, "typed" those that fit what was typed.
  const [open, setOpen] = useState("");
  const [active, setActive] = useState(-1);
  const list = useRef();
  useEffect(() => setText(chosen?.name ?? settings.authority), [chosen, settings.authority]);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: "nearest" }), [active]);

  const found = open === "all" ? authorities : matching(authorities, text);
  /** Nothing new typed since the last choice: offer them all, for another choice. */
  const show = () => setOpen(text === (chosen?.name ?? "") ? "all" : "typed");
  const close = () => {
    setOpen("");
    setActive(-1);
  };
  const pick = (/** @type {NamedAuthority} */ authority) => {
    close();
    setText(authority.name);
    stores.settings.choose("authority", authority.code);
  };
  const type = (/** @type {OfInput} */ event) => {
    setText(event.target.value);
    setOpen("typed");
    setActive(-1);
  };
  /** Leaving the box: what was typed counts when it is an authority's whole name or code, nothing when it is empty. */
  const leave = () => {
    close();
    const typed = text.trim().toLowerCase();
    const meant = authorities.find(({ name, code }) => [name.toLowerCase(), code.toLowerCase()].includes(typed));
    const settled = meant ? meant.code : text.trim();
    if (settled !== settings.authority) stores.settings.choose("authority", settled);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((Math.max(active, step < 0 ? 0 : -1) + step + found.length) % found.length || 0);
    } else if (event.key === "Enter" && open && found[active]) {
      event.preventDefault();
      pick(found[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (open) close();
      else setText("");
    }
  };

  const proposed = !touched.authority && proposal?.authority;
  return html`
    <div class=${`govuk-form-group ${error ? "govuk-form-group--error" : ""}`}>
      <label class="govuk-label" for="authority">Local authority (optional)</label>
      <div class="govuk-hint" id="authority-hint">
        ${proposed
          ? "Worked out from the home postcodes in your files. Change it if it is wrong."
          : "Start typing its name. Without it, rules about placements inside and outside your authority are not run."}
      </div>
      <${ErrorMessage} id="authority-error" error=${error} />
      <div class="app-combobox">
        <input class=${`govuk-input ${error ? "govuk-input--error" : ""}`} id="authority" type="text" role="combobox"
          aria-autocomplete="list" aria-expanded=${Boolean(open)} aria-controls="authority-list"
          aria-activedescendant=${open && found[active] ? `authority-${found[active].code}` : undefined}
          aria-describedby=${`authority-hint${error ? " authority-error" : ""}`}
          value=${text} onInput=${type} onKeyDown=${key} onClick=${show} onBlur=${leave} />
        <ul id="authority-list" role="listbox" aria-label="Local authorities" hidden=${!open || !found.length} ref=${list}>
          ${open && found.map(
            (authority, at) => html`<li key=${authority.code} id=${`authority-${authority.code}`} role="option" aria-selected=${at === active}
              onMouseDown=${(/** @type {MouseEvent} */ event) => event.preventDefault()} onClick=${() => pick(authority)}>${authority.name}</li>`,
          )}
        </ul>
        <p class="govuk-visually-hidden" role="status">
          ${open && (found.length ? `${count(found.length, "authority", "authorities")} listed` : "No authority has that in its name")}
        </p>
      </div>
    </div>
  `;
}

/**
 * Authorities whose name has what was typed in it, those that begin with it first.
 * @param {NamedAuthority[]} authorities
 * @param {string} text
 */
function matching(authorities, text) {
  const wanted = text.trim().toLowerCase();
  const place = (/** @type {NamedAuthority} */ { name, code }) => (code.toLowerCase() === wanted ? 0 : name.toLowerCase().indexOf(wanted));
  return authorities
    .filter((authority) => place(authority) >= 0)
    .sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0))
    .slice(0, MOST_SHOWN);
}
