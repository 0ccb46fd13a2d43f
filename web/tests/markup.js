// What a view draws, as text for tests: elements with their attributes, and the parts that it is made of.
import { Fragment } from "preact";

const SHOWN = ["id", "class", "href", "value", "selected", "for", "aria-describedby"];

/** Markup of a vnode. Parts are drawn too, but for those named in `left`, which may need a page: of these the name is told. */
export function markup(node, left = []) {
  if (Array.isArray(node)) return node.map((one) => markup(one, left)).join("");
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node !== "object") return String(node);
  const { type, props } = node;
  if (type === Fragment) return markup(props.children, left);
  if (typeof type === "function") return left.includes(type.name) ? `<${type.name}>` : markup(type(props), left);
  const attributes = SHOWN.filter((name) => props[name] !== undefined && props[name] !== false).map((name) => ` ${name}="${props[name]}"`);
  return `<${type}${attributes.join("")}>${markup(props.children, left)}</${type}>`;
}

/** The elements of a kind in a vnode, parts drawn. */
export function elements(node, type) {
  if (Array.isArray(node)) return node.flatMap((one) => elements(one, type));
  if (node === null || typeof node !== "object") return [];
  if (typeof node.type === "function" && node.type !== Fragment) return elements(node.type(node.props), type);
  return [...(node.type === type ? [node] : []), ...elements(node.props.children, type)];
}
