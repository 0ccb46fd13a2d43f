// The self-check: is every part of the page here as it was published, and can this browser run it? Works without Python.
import { useEffect, useState } from "preact/hooks";
import { versions } from "./about.js";
import { download } from "../ui/download.js";
import { html } from "../ui/html.js";
import { sha256 } from "./sha256.js";
import { SLOW, wasmSpeed } from "./wasm_speed.js";
import { count, number } from "../ui/words.js";

const MANIFEST = "manifest.json";
// What the page is made of. Licences and the settings of servers do not matter to it, and servers hide some of these.
const PART = /^(index\.html|service-worker\.js|[a-z0-9]+-[0-9a-f]{12}\.(js|css|zip))$/;
// Browsers refuse scripts and styles of another type.
/** @type {Record<string, RegExp | undefined>} */
const TYPES = { js: /^(text|application)\/(x-)?(javascript|ecmascript)$/, css: /^text\/css$/, html: /^text\/html$/ };
const AS_PUBLISHED = "as published";

/**
 * @typedef {{ name: string, size?: number, problem?: string | undefined }} Part A part of the page as it was found, `problem` where there is one.
 * @typedef {[title: string, value: string]} Fact
 * @import { NewsState } from "../state/news.js"
 * @import { Stores } from "../state/stores.js"
 */

/** @param {{ stores: Stores }} props */
export function SelfCheck({ stores }) {
  const [files, setFiles] = useState(/** @type {Part[] | null} */ (null));
  const [speed, setSpeed] = useState(/** @type {number | null | undefined} */ (undefined));
  const [times, again] = useState(0);
  useEffect(() => {
    let over = false;
    setFiles(null);
    setSpeed(undefined);
    (async () => {
      // First, while nothing else is under way.
      const measured = await wasmSpeed();
      if (!over) setSpeed(measured);
      const found = await (SINGLE_FILE ? inside() : published());
      if (!over) setFiles(found);
    })();
    return () => {
      over = true;
    };
  }, [times]);

  const wrong = files?.filter(({ problem }) => problem) ?? [];
  const facts = [...speedFacts(speed), ...browserFacts(), ...partFacts(stores)];
  const done = files && speed !== undefined;
  return html`
    <a class="govuk-back-link" href="#/">Back to the files</a>
    <h1 class="govuk-heading-l">Self-check</h1>
    <p class="govuk-body">This looks at the page itself, not at your files: whether all its parts have arrived as they were published, and whether this browser can run them.</p>
    <div role="status">
      ${!done && html`<p class="govuk-body">Looking at every part of the page</p>`}
      ${done && wrong.length === 0 && html`<p class="govuk-body"><strong>All ${count(files.length, "part")} of the page are as published.</strong></p>`}
      ${done && wrong.length > 0 && html`<${Warning} words=${`${count(wrong.length, "part")} of ${number(files.length)} ${wrong.length === 1 ? "is" : "are"} not as published`} />`}
      ${done && slowWords(speed) && html`<${Warning} words=${slowWords(speed)} />`}
    </div>
    ${wrong.length > 0 &&
    html`<ul class="govuk-list govuk-list--bullet">
        ${wrong.map(({ name, problem }) => html`<li class="app-wrap"><strong>${name}</strong>: ${problem}</li>`)}
      </ul>
      <p class="govuk-body">Give this page to whoever looks after the site. A part that was altered or blocked is a matter of the network or the server, not of your files.</p>`}
    ${done &&
    html`
      <div class="app-actions">
        <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => again(times + 1)}>Check again</button>
        <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => save(facts, files, stores.news.state.faults)}>Save this as a text file</button>
      </div>
      <h2 class="govuk-heading-m">This browser and this page</h2>
      <table class="govuk-table">
        <caption class="govuk-visually-hidden">This browser and this page</caption>
        <tbody class="govuk-table__body">
          ${facts.map(([title, value]) => html`<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">${title}</th><td class="govuk-table__cell app-wrap">${value}</td></tr>`)}
        </tbody>
      </table>
      <${Faults} faults=${stores.news.state.faults} />
      <h2 class="govuk-heading-m">Parts of the page</h2>
      <table class="govuk-table">
        <caption class="govuk-visually-hidden">Parts of the page</caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            <th scope="col" class="govuk-table__header">Part</th>
            <th scope="col" class="govuk-table__header govuk-table__header--numeric">Bytes</th>
            <th scope="col" class="govuk-table__header">Found</th>
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          ${files.map(
            ({ name, size, problem }) => html`<tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header app-wrap">${name}</th>
              <td class="govuk-table__cell govuk-table__cell--numeric">${size === undefined ? "" : number(size)}</td>
              <td class="govuk-table__cell app-wrap">${problem ?? AS_PUBLISHED}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    `}
  `;
}

/** @param {Pick<NewsState, "faults">} props */
const Faults = ({ faults }) =>
  faults.length > 0 &&
  html`
    <h2 class="govuk-heading-m">What went wrong since the page was opened</h2>
    <p class="govuk-body">Where it happened in the program. Nothing from your files is in it.</p>
    <ul class="govuk-list govuk-list--bullet">${faults.map((fault) => html`<li class="app-wrap">${inWords(fault)}</li>`)}</ul>
  `;

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

const inWords = (/** @type {NewsState["faults"][number]} */ { what, trace, time }) => `${clock.format(time)} ${what}: ${trace}`;

/** @param {{ words?: string }} props */
const Warning = ({ words }) => html`
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
    <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>${words}</strong>
  </div>
`;

// -- parts

/**
 * Every part as the server sends it now.
 * @returns {Promise<Part[]>}
 */
async function published() {
  const { problem, bytes } = await fetched(MANIFEST);
  if (problem !== undefined) return [{ name: MANIFEST, problem }];
  let files;
  try {
    ({ files } = JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return [{ name: MANIFEST, problem: `it is not the list of parts. ${likely(bytes)}` }];
  }
  const names = Object.keys(files).filter((name) => PART.test(name));
  return Promise.all(names.map(async (name) => ({ name, size: files[name].size, problem: await problemOf(name, files[name]) })));
}

/** @type {(name: string, expected: { size: number, sha256: string }) => Promise<string | undefined>} */
async function problemOf(name, expected) {
  const { problem, bytes, type } = await fetched(name);
  if (problem !== undefined) return problem;
  const wanted = TYPES[name.slice(name.lastIndexOf(".") + 1)];
  if (bytes.length !== expected.size) return `altered on its way: ${number(bytes.length)} bytes arrived instead of ${number(expected.size)}. ${likely(bytes)}`;
  if ((await sha256(bytes)) !== expected.sha256) return "altered on its way: its size is right but its content is not.";
  if (wanted && !wanted.test(type)) return `it has arrived, but the server says its type is ${type ? `“${type}”` : "not known"}, so browsers refuse it. The server must be told the type (docs/hosting.md, “File types”).`;
  return undefined;
}

/**
 * What the server has, not a copy that the browser kept; or why there is none.
 * @param {string} name
 * @returns {Promise<{ bytes: Uint8Array<ArrayBuffer>, type: string, problem?: undefined } | { problem: string, bytes?: undefined, type?: undefined }>}
 */
async function fetched(name) {
  try {
    const response = await fetch(name, { cache: "no-store" });
    if (!response.ok) {
      const why = response.status === 404 ? " The file was not copied, or the server does not send files of this type." : "";
      return { problem: `the server answered ${`${response.status} ${response.statusText}`.trim()}.${why}` };
    }
    const type = (response.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
    return { type, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return { problem: "blocked: there was no answer, or it broke off. Is this computer connected, and does a filter or proxy let this file pass?" };
  }
}

/** The most usual reason for other content: a proxy's own page in place of the file. */
const likely = (/** @type {Uint8Array} */ bytes) =>
  /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))
    ? "A web page came in its place, as filters and log-in pages send it."
    : "Something between the server and this page changes files.";

/**
 * The parts that the one-file edition carries.
 * @returns {Promise<Part[]>}
 */
async function inside() {
  /** @type {Part[]} */
  const found = [];
  for (const [role, { file, size, sha256: expected }] of Object.entries(ASSETS)) {
    const text = document.querySelector(`script[data-asset="${role}"]`)?.textContent;
    let problem;
    if (!text) problem = "missing: the file is not whole. Copy it again.";
    else {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      if (bytes.length !== size || (await sha256(bytes)) !== expected) problem = "altered: the file is not as it was published. Copy it again.";
    }
    found.push({ name: file, size, problem });
  }
  return found;
}

// -- browser

const slowWords = (/** @type {number | null | undefined} */ speed) => {
  if (speed === null) return "This browser does not run WebAssembly, so the checks cannot start. A security setting switches it off, or the browser is too old";
  if (speed !== undefined && speed < SLOW) {
    return "This browser runs the checks many times slower than it could, because its compiler is switched off. In Edge this is “Enhance your security on the web” (Settings, Privacy). Ask for an exception for this address";
  }
  return undefined;
};

/** @returns {Fact[]} */
const speedFacts = (/** @type {number | null | undefined} */ speed) => [["Speed", speed ? `${number(Math.round(speed))} million steps a second (slow below ${SLOW})` : "no WebAssembly"]];

const yes = (/** @type {unknown} */ value) => (value ? "yes" : "no");

/** @returns {Fact[]} */
function browserFacts() {
  const megabytes = (/** @type {number} */ bytes) => `${number(Math.round(bytes / 1e6))} MB`;
  return [
    ["Browser", navigator.userAgent],
    ["Processors", number(navigator.hardwareConcurrency)],
    ["Memory of the computer", navigator.deviceMemory ? `at least ${number(navigator.deviceMemory)} GB` : "this browser does not say"],
    ["Memory a script may use", performance.memory ? megabytes(performance.memory.jsHeapSizeLimit) : "this browser does not say"],
    ["Address", SINGLE_FILE ? "one file from disk" : document.baseURI.split("#")[0]],
    ["Secure connection", yes(isSecureContext)],
    ["Can store pages for use without a network", yes(isSecureContext && navigator.serviceWorker)],
  ];
}

const STAGES = { starting: "starting", ready: "running", broken: "could not start" };

/** @returns {Fact[]} */
const partFacts = (/** @type {Stores} */ { news, python }) => [
  ["Python", python.state.stage === "broken" && news.state.news ? `${STAGES.broken}: ${news.state.news.words}` : STAGES[python.state.stage]],
  ["Check 903", versions.tool],
  ["Rules as of", versions.rules],
  ["Postcodes", versions.postcodes],
  ["Made of", versions.inside],
];

/** @type {(facts: Fact[], files: Part[], faults: NewsState["faults"]) => void} */
function save(facts, files, faults) {
  const lines = [
    "Check 903: self-check",
    "",
    ...facts.map(([title, value]) => `${title}: ${value}`),
    "",
    ...(faults.length ? ["What went wrong since the page was opened:", ...faults.map(inWords), ""] : []),
    ...files.map(({ name, problem }) => `${name}: ${problem ?? AS_PUBLISHED}`),
  ];
  download("check903-self-check.txt", "text/plain", new TextEncoder().encode(`${lines.join("\r\n")}\r\n`));
}
