// The foot of the page: proof that nothing is sent, whether it works offline, what it is made of.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../ui/html.js";
import { serviceRequests, useOffline } from "./offline.js";
import { requestsSince } from "./requests.js";
import { useWatched } from "../ui/watched.js";
import { number } from "../ui/words.js";

// Put here by the build: {tool, rules, postcodes}.
export const versions = VERSIONS;

const COUNTED_EVERY = 3_000;
const OWN = /^(index\.html|manifest\.json|service-worker\.js|[a-z0-9]+-[0-9a-f]{12}\.(js|css|zip))?$/;
const folder = new URL(".", document.baseURI).href;

/** Whether an address is that of a part of this page, with nothing added to it. */
const isOwn = (/** @type {string} */ address) => address.startsWith(folder) && OWN.test(address.slice(folder.length));

/** @param {{ stores: import("../state/stores.js").Stores }} props */
export function About({ stores }) {
  useWatched(...stores.all);
  const { stage } = stores.python.state;
  const { files, postcodes } = stores.files.state;
  const anyFiles = Object.values(files).some((box) => box.length);
  const offline = useOffline(stage === "ready" && !anyFiles);
  return html`
    <${Requests} stores=${stores} anyFiles=${anyFiles} />
    <p class="app-footer__line">Works offline: ${offline}</p>
    <p class="app-footer__line">
      Version ${versions.tool}. Rules as of ${versions.rules}. Postcodes: ${postcodes.used ? `${postcodes.used.name}, in place of the built-in ones` : versions.postcodes}. <a class="govuk-link" href="#self-check">Self-check</a>
    </p>
  `;
}

/**
 * How often anything was asked of the network since the first file was added, by the browser's own account.
 * @param {{ stores: import("../state/stores.js").Stores, anyFiles: boolean }} props
 */
function Requests({ stores, anyFiles }) {
  const since = useRef(/** @type {number | null} */ (null));
  if (anyFiles) since.current ??= Date.now();
  else since.current = null;
  const [found, set] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    if (!anyFiles) return undefined;
    const time = /** @type {number} */ (since.current);
    let over = false;
    const count = async () => {
      const ofService = await serviceRequests(time);
      if (!over) set([...requestsSince(time), ...ofService, ...stores.python.requests(time)]);
    };
    count();
    const timer = setInterval(count, COUNTED_EVERY);
    return () => {
      over = true;
      clearInterval(timer);
      set([]);
    };
  }, [anyFiles]);
  if (!anyFiles) return null;
  const others = found.filter((address) => !isOwn(address));
  return html`
    <p class="app-footer__line">
      <strong>Requests since your files were added: ${number(found.length)}</strong>${found.length > 0 && others.length === 0 && ", all for parts of this page itself, with nothing from your files"}
    </p>
    ${others.length > 0 && html`<p class="app-footer__line app-wrap">Asked for by something other than this page: ${others.join(", ")}</p>`}
  `;
}
