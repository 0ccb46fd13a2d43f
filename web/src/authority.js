// A type-ahead box for the authority, after the ARIA pattern "editable combobox with list autocomplete".
import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorMessage } from "./errors.js";
import { html } from "./html.js";
import { count } from "./words.js";

const MOST_SHOWN = 12;

export function AuthorityField({ desk, authorities }) {
  const { settings, errors, proposal, touched } = desk.state;
  const error = errors.find(({ field }) => field === "authority");
  const chosen = authorities.find(({ code }) => code === settings.authority);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef();
  useEffect(() => setText(chosen?.name ?? ""), [chosen]);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: "nearest" }), [active]);

  const found = matching(authorities, text, chosen);
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const pick = (authority) => {
    close();
    setText(authority.name);
    desk.choose("authority", authority.code);
  };
  const type = (event) => {
    setText(event.target.value);
    setOpen(true);
    setActive(-1);
  };
  /** Leaving the box: what was typed counts when it is an authority's whole name or code, nothing when it is empty. */
  const leave = () => {
    close();
    const typed = text.trim().toLowerCase();
    const meant = authorities.find(({ name, code }) => [name.toLowerCase(), code.toLowerCase()].includes(typed));
    if (meant) pick(meant);
    else desk.choose("authority", text.trim());
  };
  const key = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return setOpen(true), setActive(event.key === "ArrowDown" ? 0 : found.length - 1);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + found.length) % found.length || 0);
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
        <input class=${`govuk-input ${error ? "govuk-input--error" : ""}`} id="authority" type="text" role="combobox" autocomplete="off" spellcheck=${false}
          aria-autocomplete="list" aria-expanded=${open} aria-controls="authority-list"
          aria-activedescendant=${open && found[active] ? `authority-${found[active].code}` : undefined}
          aria-describedby=${`authority-hint${error ? " authority-error" : ""}`}
          value=${text} onInput=${type} onKeyDown=${key} onClick=${() => setOpen(true)} onBlur=${leave} />
        <ul id="authority-list" role="listbox" aria-label="Local authorities" hidden=${!open || !found.length} ref=${list}>
          ${open && found.map(
            (authority, at) => html`<li key=${authority.code} id=${`authority-${authority.code}`} role="option" aria-selected=${at === active}
              onMouseDown=${(event) => event.preventDefault()} onClick=${() => pick(authority)}>${authority.name}</li>`,
          )}
        </ul>
        <p class="govuk-visually-hidden" role="status">
          ${open && (found.length ? `${count(found.length, "authority", "authorities")} listed` : "No authority has that in its name")}
        </p>
      </div>
    </div>
  `;
}

/** Authorities whose name has the words typed, those that begin with them first; all of them while nothing new is typed. */
function matching(authorities, text, chosen) {
  const wanted = text.trim().toLowerCase();
  if (!wanted || chosen?.name === text) return authorities;
  const place = ({ name, code }) => (code.toLowerCase() === wanted ? 0 : name.toLowerCase().indexOf(wanted));
  return authorities
    .filter((authority) => place(authority) >= 0)
    .sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0))
    .slice(0, MOST_SHOWN);
}
