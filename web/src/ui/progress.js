// A progress bar with words. What is read out changes only now and then, however fast the words change.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";

const SPOKEN_EVERY = 4_000;

/** @param {{ label: string, done: number, total: number, words: string }} props */
export function Progress({ label, done, total, words }) {
  const now = useRef(words);
  now.current = words;
  const [spoken, speak] = useState(words);
  useEffect(() => {
    const timer = setInterval(() => speak(now.current), SPOKEN_EVERY);
    return () => clearInterval(timer);
  }, []);
  return html`
    <div class="app-progress">
      <p aria-hidden="true">${words}</p>
      <progress aria-label=${label} max=${total} value=${done}></progress>
      <p class="govuk-visually-hidden" role="status">${spoken}</p>
    </div>
  `;
}
