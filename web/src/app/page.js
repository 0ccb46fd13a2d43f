// The page: one desk, one view at a time. The part of the address after # says which view; it never names a child.
import { render } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { About } from "../site/about.js";
import { Question } from "../ui/asking.js";
import { anythingUnsaved } from "../state/at_stake.js";
import { Boundary } from "./boundary.js";
import { Catalogue } from "../start/catalogue.js";
import { Checking } from "../start/checking.js";
import { cleaningOf } from "../state/clean_desk.js";
import { Compare, compareView } from "../compare/compare.js";
import { Desk } from "../state/desk.js";
import { html } from "../ui/html.js";
import { useWatched } from "../ui/watched.js";
import { keepFocus } from "./keep_focus.js";
import { News } from "./news.js";
import { Results } from "../results/results.js";
import { SelfCheck } from "../site/self_check.js";
import { Start } from "../start/start.js";
import { Strip } from "../start/strip.js";
import { Working } from "./working.js";

const desk = new Desk();
/** What the page has from the beginning (index.html). */
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const main = part("main");

/** "#/results/find?rule=184" -> path ["results", "find"], query {rule: "184"}. */
const route = () => {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(query) };
};

/** Anybody may type an address, a wrong one too. */
const decoded = (/** @type {string} */ part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

function Page() {
  const [{ path, query }, setRoute] = useState(route);
  useWatched(desk);
  useEffect(() => {
    const follow = () => setRoute(route());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  const { state } = desk;
  const rule = path[0]?.match(/^rule-(.+)$/)?.[1];
  const compares = path[0] === "compare" && compareView(path);
  const view = path[0] === "self-check" ? path[0] : state.running ? "checking" : rule || path[0] === "rules" ? "rules" : compares ? compares : path[0] === "results" && state.summary ? path.join("/") : "start";
  useFocusOnHeading(view);
  useEffect(() => {
    // Results are in memory only, and so are the files chosen and what was made of them here.
    const ask = (/** @type {Event} */ event) => {
      if (desk.state.summary || anythingUnsaved(desk)) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);

  return html`<${Working} desk=${desk} /><${News} desk=${desk} /><${Boundary} desk=${desk}>${shown()}<//>`;

  function shown() {
    if (view === "self-check") return html`<${SelfCheck} desk=${desk} />`;
    if (view === "checking") return html`<${Checking} desk=${desk} />`;
    if (view === "rules") return html`<${Catalogue} desk=${desk} code=${rule} origin=${path[1]} />`;
    if (view === compares) return html`<${Compare} desk=${desk} path=${path.slice(1)} />`;
    if (view === "start") return html`<${Start} desk=${desk} query=${query} />`;
    return html`<${Results} desk=${desk} summary=${state.summary} path=${path.slice(1)} query=${query} />`;
  }
}

/**
 * When another view opens, the title follows, the page starts at its top and the focus goes to its heading; or to the part
 * of it that was asked for, such as another page of a table.
 * @param {string} view
 */
function useFocusOnHeading(view) {
  const [opened, setOpened] = useState(view);
  useLayoutEffect(() => {
    const heading = /** @type {HTMLElement} */ (main.querySelector("h1"));
    document.title = `${heading.textContent} - Check 903`;
    if (view === opened) return;
    setOpened(view);
    /** @type {HTMLElement | null} */
    const asked = main.querySelector("[data-asked-for]");
    (asked ?? heading).tabIndex = -1;
    (asked ?? heading).focus({ preventScroll: true });
    if (asked) asked.scrollIntoView();
    else scrollTo(0, 0);
  }, [view]);
}

part("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

keepFocus();
main.replaceChildren();
render(html`<${Page} />`, main);
render(html`<${Strip} desk=${desk} />`, part("strip"));
render(html`<${Question} subjects=${[desk, cleaningOf(desk)]} />`, part("question"));
render(html`<${About} desk=${desk} />`, part("about"));
