// What Python is working on, when that takes longer than a moment, and the way to cancel it. It is seen at the foot of the
// window and comes first in the order of keys, so that who skips to the content is one key from cancelling.
import { useEffect, useState } from "preact/hooks";
import { html } from "../ui/html.js";
import { useWatched } from "../ui/watched.js";

const A_MOMENT = 1_000;

/** @param {{ stores: import("../state/stores.js").Stores }} props */
export function Working({ stores }) {
  const { engine } = stores.python;
  useWatched(engine);
  const { work, stage, starting, facts } = engine.state;
  // The first start, and the check, have their places on the page.
  const again = stage === "starting" && facts;
  const words = stores.check.state.running ? "" : (work?.words ?? (again ? `The checker is started again. ${starting.words}` : ""));
  const [shown, show] = useState("");
  useEffect(() => {
    if (!words) {
      show("");
      return undefined;
    }
    const timer = setTimeout(() => show(words), again ? 0 : A_MOMENT);
    return () => clearTimeout(timer);
  }, [words, again]);
  const cancel = () => {
    // The button goes.
    document.getElementById("main")?.focus({ preventScroll: true });
    stores.python.stop();
  };
  const visible = words && shown;
  const progress = work?.progress;
  return html`<div role="region" aria-label="What the checker is working on">
    <div role="status" class="govuk-visually-hidden">${visible && words}</div>
    ${visible &&
    html`<div class="app-working app-progress">
      <div>
        <p aria-hidden="true"><strong>${words}</strong>${progress && `. ${progress.words}`}</p>
        ${progress && html`<progress aria-label=${words} max=${progress.total} value=${progress.done}></progress>`}
        ${work && html`<p>If you cancel, the checker starts again, which takes some seconds. ${again ? "What it is doing now is left out." : "Your files, changes and notes stay."}</p>`}
      </div>
      ${work && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${cancel}>Cancel<span class="govuk-visually-hidden">: ${words}</span></button>`}
    </div>`}
  </div>`;
}
