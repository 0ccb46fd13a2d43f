// The page: its stores, and one view at a time. The part of the address after # says which view; it never names a child.
import { render } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { About } from "../site/about.js";
import { Question } from "../ui/asking.js";
import { anythingUnsaved } from "../state/at_stake.js";
import { Boundary } from "./boundary.js";
import { Catalogue } from "../start/catalogue.js";
import { Checking } from "../start/checking.js";

import { Compare, compareView } from "../compare/compare.js";
import { html } from "../ui/html.js";
import { useWatched } from "../ui/watched.js";
import { keepFocus } from "./keep_focus.js";
import { Link } from "../python/link.js";
import { News } from "./news.js";
import { Results } from "../results/results.js";
import { SelfCheck } from "../site/self_check.js";
import { Start } from "../start/start.js";
import { Stores } from "../state/stores.js";
import { Strip } from "../start/strip.js";
import { Working } from "./working.js";

const stores = new Stores((onRequest) => new Link(onRequest));

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
  useWatched(...stores.all);
  useEffect(() => {
    const follow = () => setRoute(route());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  const { running, summary } = stores.check.state;
  const rule = path[0]?.match(/^rule-(.+)$/)?.[1];
  const compares = path[0] === "compare" && compareView(path);
  const view = path[0] === "self-check" ? path[0] : running ? "checking" : rule || path[0] === "rules" ? "rules" : compares ? compares : path[0] === "results" && summary ? path.join("/") : "start";
  useFocusOnHeading(view);
  useEffect(() => {
    // Results are in memory only, and so are the files chosen and what was made of them here.
    const ask = (/** @type {Event} */ event) => {
      if (stores.check.state.summary || anythingUnsaved(stores)) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);

  return html`<${Working} stores=${stores} /><${News} stores=${stores} /><${Boundary} stores=${stores}>${shown()}<//>`;

  function shown() {
    if (view === "self-check") return html`<${SelfCheck} stores=${stores} />`;
    if (view === "checking") return html`<${Checking} stores=${stores} />`;
    if (view === "rules") return html`<${Catalogue} stores=${stores} code=${rule} origin=${path[1]} />`;
    if (view === compares) return html`<${Compare} stores=${stores} path=${path.slice(1)} />`;
    if (view === "start") return html`<${Start} stores=${stores} query=${query} />`;
    return html`<${Results} stores=${stores} summary=${summary} path=${path.slice(1)} query=${query} />`;
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
render(html`<${Strip} stores=${stores} />`, part("strip"));
render(html`<${Question} subjects=${stores.all} />`, part("question"));
render(html`<${About} stores=${stores} />`, part("about"));
