// Markup as tagged templates. Values are set as text and properties, never parsed as markup.
import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
