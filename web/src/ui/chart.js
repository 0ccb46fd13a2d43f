// Charts as SVG, drawn at the width they have. Each has a table that says the same, and can be saved as a picture.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { download } from "./download.js";
import { html } from "./html.js";

// Sizes in pixels.
const TEXT = 14;
const CHARACTER = 7;
const BAR = 20;
const GAP = 14;
const LINE = 18;
const PLOT = 260;
const NARROW = 560;
// Labels longer than this stand above their bars rather than beside them.
const BESIDE = 34;

// The colours of a picture that is saved; on screen the stylesheet has its say, by class.
const INK = "#0b0c0c";
const SERIES = ["#1d70b8", "#28a197", "#f47738"];
const MARKED = "#d4351c";
/** @type {Record<string, { colour: string, wide: number, dash?: string }>} */
const LINES = {
  here: { colour: MARKED, wide: 3 },
  median: { colour: INK, wide: 3, dash: "8 5" },
  other: { colour: "#b1b4b6", wide: 1.5 },
  "series-0": { colour: "#1d70b8", wide: 3 },
  "series-1": { colour: "#00703c", wide: 3, dash: "8 5" },
  "series-2": { colour: "#6b3fa0", wide: 3, dash: "2 4" },
  "series-3": { colour: "#c2410c", wide: 3, dash: "12 4 2 4" },
};

/**
 * @typedef {{ value: number, shown: string }} Shown A value and how it stands in words.
 *
 * @typedef {object} Bar
 * @property {string} label
 * @property {(Shown | null)[]} values one for each name of the series
 * @property {string} [href] where it leads: such a bar is a link
 * @property {boolean} [marked]
 *
 * @typedef {Shown & { at: number, day: string }} Point `at` in days, `day` in words.
 * @typedef {{ label: string, kind: string, points: Point[] }} Line `kind`: one of LINES.
 *
 * @typedef {{ head: string[], rows: { cells: string[], href?: string }[] }} Table What the chart says, as a table.
 * @typedef {{ height: number, parts: unknown[] }} Drawing
 */

/**
 * Bars, several of each in groups. `unit` says what the values are.
 * @param {{ title: string, unit: string, series: string[], bars: Bar[] }} props
 */
export function BarChart({ title, unit, series, bars }) {
  const twin = {
    head: ["", ...series],
    rows: bars.map(({ label, values, href }) => ({ href, cells: [label, ...values.map((value) => value?.shown ?? "")] })),
  };
  return html`<${Figure} title=${title} unit=${unit} twin=${twin} linked=${bars.some(({ href }) => href)}
    draw=${(/** @type {number} */ width) => drawBars(width, series, bars)} />`;
}

/**
 * Lines over time.
 * @param {{ title: string, unit: string, lines: Line[] }} props
 */
export function LineChart({ title, unit, lines }) {
  const twin = {
    head: ["", "As at", unit],
    rows: [...lines].reverse().flatMap(({ label, points }) => points.map(({ day, shown }) => ({ cells: [label, day, shown] }))),
  };
  return html`<${Figure} title=${title} unit=${unit} twin=${twin} draw=${(/** @type {number} */ width) => drawLines(width, lines)} />`;
}

/**
 * The frame of a chart.
 * @param {{ title: string, unit: string, twin: Table, linked?: boolean, draw: (width: number) => Drawing }} props
 */
function Figure({ title, unit, twin, linked, draw }) {
  const id = useId();
  const box = useRef();
  const picture = useRef();
  const width = useWidth(box);
  const { height, parts } = draw(width);
  const name = `${title}: ${unit}`;
  // A chart whose bars are links is a group of these; one without is a single picture.
  const role = linked ? { role: "group", "aria-labelledby": id } : { role: "img", "aria-label": `${name}. The table below says the same.` };
  return html`
    <figure class="app-chart" ref=${box}>
      <figcaption class="govuk-heading-s" id=${id}>${title}<span class="app-chart__unit">${unit}</span></figcaption>
      <svg ref=${picture} ...${role} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} font-family="Arial, sans-serif" font-size=${TEXT} fill=${INK}>
        ${parts}
      </svg>
      <div class="app-chart__more">
        <details class="govuk-details">
          <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Show as a table<span class="govuk-visually-hidden">: ${title}</span></span></summary>
          <div class="govuk-details__text"><${Twin} title=${name} ...${twin} /></div>
        </details>
        <button type="button" class="app-link-button" onClick=${() => savePicture(picture.current, title, unit)}>
          Save as a picture<span class="govuk-visually-hidden">: ${title}</span>
        </button>
      </div>
    </figure>
  `;
}

/** @param {Table & { title: string }} props */
const Twin = ({ title, head, rows }) => html`
  <div class="app-scroll" tabindex="0" role="region" aria-label=${`Table: ${title}`}>
    <table class="govuk-table">
      <caption class="govuk-visually-hidden">${title}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          ${head.map((words) => (words ? html`<th scope="col" class="govuk-table__header">${words}</th>` : html`<td class="govuk-table__header"></td>`))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rows.map(
          ({ href, cells: [first, ...others] }) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">${href ? html`<a class="govuk-link" href=${href}>${first}</a>` : first}</th>
            ${others.map((words) => html`<td class="govuk-table__cell">${words}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/**
 * The width of an element, followed as it changes.
 * @param {{ current: Element }} element
 */
function useWidth(element) {
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    const measured = element.current;
    const measure = () => setWidth(Math.max(240, Math.floor(measured.clientWidth)));
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return width;
}

// -- bars

/** @type {(width: number, series: string[], bars: Bar[]) => Drawing} */
function drawBars(width, series, bars) {
  const most = Math.max(...bars.flatMap(({ values }) => values.map((value) => value?.value ?? 0)), 0) || 1;
  const longest = Math.max(...bars.map(({ label }) => label.length), 1);
  const beside = width >= NARROW && longest <= BESIDE;
  const left = beside ? longest * CHARACTER + 20 : 0;
  const room = Math.max(...bars.flatMap(({ values }) => values.map((value) => value?.shown.length ?? 0)), 1) * CHARACTER + 12;
  const length = (/** @type {number} */ value) => (Math.max(width - left - room, 20) * value) / most;
  /** @type {unknown[]} */
  const parts = [];
  let top = 4;
  if (series.length > 1) {
    parts.push(...legend(series, width, left));
    top += parts.length * LINE + 6;
  }
  for (const bar of bars) {
    /** @type {unknown[]} */
    const group = [];
    let at = top;
    if (beside) {
      group.push(words(bar.label, left - 10, top + (BAR * bar.values.length) / 2 + 5, { anchor: "end", bold: bar.marked, label: true }));
    } else {
      for (const line of wrapped(bar.label, width)) {
        at += LINE;
        group.push(words(line, 0, at - 4, { bold: bar.marked, label: true }));
      }
    }
    bar.values.forEach((value, place) => {
      if (value) {
        const end = length(value.value);
        const colour = bar.marked ? "marked" : `series-${place}`;
        group.push(html`<rect class=${`app-chart__${colour}`} x=${left} y=${at + 2} width=${end} height=${BAR - 4} fill=${bar.marked ? MARKED : SERIES[place]} />`);
        group.push(words(value.shown, left + end + 6, at + BAR / 2 + 5));
      }
      at += BAR;
    });
    parts.push(
      bar.href
        ? html`<a href=${bar.href}><rect x="0" y=${top} width=${width} height=${at - top} fill="none" pointer-events="all" />${group}</a>`
        : html`<g>${group}</g>`,
    );
    top = at + GAP;
  }
  return { height: Math.max(top, 1), parts };
}

/**
 * Which colour is which series, one below the other.
 * @type {(series: string[], width: number, left: number) => unknown[]}
 */
const legend = (series, width, left) =>
  series.map(
    (name, place) => html`<g>
      <rect class=${`app-chart__series-${place}`} x=${left} y=${4 + place * LINE} width="12" height="12" fill=${SERIES[place]} />
      ${words(wrapped(name, width - left - 20, 1)[0], left + 20, 15 + place * LINE)}
    </g>`,
  );

// -- lines

/** @type {(width: number, lines: Line[]) => Drawing} */
function drawLines(width, lines) {
  const points = lines.flatMap((line) => line.points);
  const days = [...new Map(points.map(({ at, day }) => [at, day]))].sort(([a], [b]) => a - b);
  const first = days[0][0];
  const span = days[days.length - 1][0] - first;
  const { top, step } = scale(Math.max(...points.map(({ value }) => value)));
  const named = lines.filter(({ kind }) => kind !== "other");
  const beside = width >= NARROW;
  const left = 44;
  const right = width - (beside ? 190 : 40);
  const above = beside ? 14 : 14 + named.length * LINE;
  const x = (/** @type {number} */ at) => left + (right - left) * (span ? (at - first) / span : 0.5);
  const y = (/** @type {number} */ value) => above + PLOT * (1 - value / top);
  const parts = [];
  for (let tick = 0; tick <= Math.round(top / step); tick++) {
    const height = y(tick * step);
    parts.push(html`<path class="app-chart__grid" d=${`M${left} ${height}H${right}`} stroke="#b1b4b6" stroke-width="0.5" />`);
    parts.push(words(String(+(tick * step).toPrecision(6)), left - 8, height + 5, { anchor: "end" }));
  }
  let free = -Infinity;
  for (const [at, day] of days) {
    const half = (day.length * CHARACTER) / 2 + 5;
    const middle = Math.min(Math.max(x(at), half), width - half);
    if (middle - half < free) continue;
    free = middle + half;
    parts.push(words(day, middle, above + PLOT + 24, { anchor: "middle" }));
  }
  for (const { kind, points } of lines) {
    const colour = `app-chart__line app-chart__line--${kind}`;
    const { colour: ink, wide, dash } = LINES[kind];
    const path = points.map(({ at, value }) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("L");
    parts.push(html`<path class=${colour} d=${`M${path}`} fill="none" stroke=${ink} stroke-width=${wide} stroke-dasharray=${dash} />`);
    parts.push(...points.map(({ at, value }) => html`<circle class=${colour} cx=${x(at)} cy=${y(value)} r=${wide + 1} fill=${ink} stroke="none" />`));
  }
  // Names stand at the ends of their lines or, where there is no room, above with a piece of the line.
  let below = -Infinity;
  const last = (/** @type {Line} */ { points }) => points[points.length - 1].value;
  const byHeight = [...named].sort((a, b) => last(b) - last(a));
  byHeight.forEach((line, place) => {
    const { label, kind } = line;
    const bold = kind === "here";
    if (beside) {
      below = Math.max(y(last(line)) + 5, below + LINE);
      parts.push(words(wrapped(label, 170, 1)[0], right + 12, below, { bold }));
    } else {
      const height = 12 + place * LINE;
      parts.push(html`<path class=${`app-chart__line app-chart__line--${kind}`} d=${`M0 ${height - 5}h30`} stroke=${LINES[kind].colour} stroke-width="3" stroke-dasharray=${LINES[kind].dash} />`);
      parts.push(words(wrapped(label, width - 40, 1)[0], 38, height, { bold }));
    }
  });
  return { height: above + PLOT + 36, parts };
}

/**
 * The top of an axis that holds `most`, and the step between its marks: 1, 2 or 5 times a power of ten.
 * @param {number} most
 */
export function scale(most) {
  if (most <= 0) return { top: 1, step: 0.25 };
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5].map((factor) => factor * power).find((size) => most / size <= 6) ?? 10 * power;
  return { top: step * Math.ceil(most / step), step };
}

// -- words

/**
 * With a space behind, so that texts side by side are not read as one word.
 * @type {(text: string, x: number, y: number, how?: { anchor?: string, bold?: boolean | undefined, label?: boolean }) => unknown}
 */
const words = (text, x, y, { anchor, bold, label } = {}) =>
  html`<text class=${label ? "app-chart__label" : undefined} x=${x} y=${y} text-anchor=${anchor} font-weight=${bold ? "bold" : undefined}>${text}${" "}</text>`;

/**
 * Text in lines that fit the width, at most so many; what has no room is cut off, and in the table.
 * @param {string} text
 * @param {number} width
 */
export function wrapped(text, width, most = 2) {
  const room = Math.max(Math.floor(width / CHARACTER), 8);
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const cut = lines.length > most ? [...lines.slice(0, most - 1), `${lines.slice(most - 1).join(" ")}`] : lines;
  return cut.map((line) => (line.length > room ? `${line.slice(0, room - 1)}…` : line));
}

// -- pictures

/**
 * Saves the chart as a PNG, in light colours, with its title.
 * @type {(svg: SVGSVGElement, title: string, unit: string) => Promise<void>}
 */
async function savePicture(svg, title, unit) {
  const width = svg.width.baseVal.value;
  const height = svg.height.baseVal.value;
  const head = 48;
  const whole = document.createElementNS(svg.namespaceURI, "svg");
  const attributes = { width: width + 32, height: height + head + 16, "font-family": "Arial, sans-serif", "font-size": TEXT, fill: INK };
  for (const [name, value] of Object.entries(attributes)) whole.setAttribute(name, String(value));
  const chart = /** @type {SVGElement} */ (svg.cloneNode(true));
  chart.setAttribute("x", "16");
  chart.setAttribute("y", String(head));
  whole.append(text(title, 20, { "font-size": 17, "font-weight": "bold" }), text(unit, 39, {}), chart);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const SHARP = 2;
  canvas.width = SHARP * attributes.width;
  canvas.height = SHARP * attributes.height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((picture) => download(`${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.png`, "image/png", /** @type {Blob} */ (picture)), "image/png");

  /** @type {(content: string, y: number, more: Record<string, unknown>) => Element} */
  function text(content, y, more) {
    const element = document.createElementNS(svg.namespaceURI, "text");
    for (const [name, value] of Object.entries({ x: 16, y, ...more })) element.setAttribute(name, String(value));
    element.textContent = content;
    return element;
  }
}
