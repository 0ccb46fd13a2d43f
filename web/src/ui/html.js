// Markup as tagged templates. Values are set as text and properties, never parsed as markup.
import htm from "htm";
import { h, options } from "preact";

export const html = htm.bind(h);

// What is typed or chosen may be a child's value. Without these a browser writes it to disk with the open tabs, offers it
// again later, or sends it away to have its spelling checked.
/** @type {Record<string, object>} */
const KEPT_NOWHERE = {
  input: { autocomplete: "off", spellcheck: false },
  textarea: { autocomplete: "off", spellcheck: false },
  select: { autocomplete: "off" },
};

// A button that is disabled while it has the focus would lose it: it says so instead, and does nothing.
/** @param {import("preact").JSX.IntrinsicElements["button"]} button */
const idle = (button) => Object.assign(button, { disabled: false, "aria-disabled": "true", onClick: undefined });

const made = options.vnode;
options.vnode = (/** @type {import("preact").VNode<any>} */ vnode) => {
  if (vnode.type === "button" && vnode.props.disabled) idle(vnode.props);
  if (typeof vnode.type === "string" && Object.hasOwn(KEPT_NOWHERE, vnode.type)) Object.assign(vnode.props, KEPT_NOWHERE[vnode.type]);
  made?.(vnode);
};
