// A child's time in care as a picture: a lane for each kind of thing that happened, the issues pinned on it. All that it
// shows is said in words beside it, so to screen readers it is one image.
import { useState } from "preact/hooks";
import { html } from "../ui/html.js";
import { count, number } from "../ui/words.js";

/**
 * @import { IssueOfChild, Timeline as Time, TimelineItem, Track } from "../python/answers"
 */

// Sizes in pixels.
const WIDTH = 940;
const TITLE = 26;
const ROW = 32;
const BAR = 26;
const POINT = 9;
const TIP = 7;
const PIN = 12;
const CHARACTER = 7;

const DAY = 86_400_000;
// A picture of more days than this begins with the year that was checked.
const LONG = 500;
const MOST_TICKS = 13;

const days = (/** @type {string} */ date) => Math.round(Date.parse(date) / DAY);
const spelt = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const inWords = (/** @type {number} */ day) => spelt.format(new Date(day * DAY));

/**
 * @typedef {{ start: number, end: number }} Span The first and the last day, in days since 1970.
 * @typedef {(day: number) => number} Scale A day's place.
 * @typedef {{ item: TimelineItem, words: string }} Told
 * @typedef {{ name: string, title: string, entries: Told[] }} LaneOf
 * @typedef {Told & { x: number, right: number, before: boolean, after: boolean }} Placed
 * @typedef {{ at: number, found: IssueOfChild[] }} Pin
 */

// What an episode is made of has a lane each.
const OF_EPISODES = [
  { name: "episodes", title: "Episodes: why they began and care ended", fields: ["RNE", "REC"] },
  { name: "placements", title: "Placements", fields: ["PLACE"] },
  { name: "legal", title: "Legal status", fields: ["LS"] },
];

/** @param {{ child: string, timeline: Time, issues: IssueOfChild[] }} props */
export function Timeline({ child, timeline, issues }) {
  const whole = { start: days(timeline.start), end: days(timeline.end) };
  const year = { start: days(timeline.period.start), end: days(timeline.period.end) };
  const long = whole.end - whole.start > LONG;
  const [all, setAll] = useState(!long);
  const span = all ? whole : year;
  const items = timeline.tracks.flatMap((track) => track.items);
  const undrawn = items.filter(({ start }) => !start).length;
  const outside = items.filter((item) => item.start && !isIn(item, span)).length;
  const pinned = issues.filter(({ date }) => date);
  const early = pinned.filter(({ date }) => days(date) < span.start).length;
  const late = pinned.filter(({ date }) => days(date) > span.end).length;
  const unpinned = issues.length - pinned.length;
  return html`
    ${long &&
    html`<div class="app-actions">
      <button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setAll(!all)}>${all ? "Show only the year checked" : "Show the whole time"}</button>
    </div>`}
    <div class="app-scroll" role="region" aria-label="Picture of the time in care" tabindex="0">
      <${Picture} span=${span} year=${year} tracks=${timeline.tracks} issues=${issues}
        label=${`The time in care of child ${child}, ${inWords(span.start)} to ${inWords(span.end)}, as a picture. “The time in care in words”, below, says the same.`} />
    </div>
    <p class="govuk-body-s" role="status">
      ${[
        outside && `${count(outside, "entry", "entries")} outside the year checked ${outside === 1 ? "is" : "are"} not in the picture.`,
        undrawn && `${count(undrawn, "entry", "entries")} without a readable first day ${undrawn === 1 ? "is" : "are"} in the list only.`,
        early && `${count(early, "issue")} of earlier days ${early === 1 ? "is" : "are"} pinned at the left edge.`,
        late && `${count(late, "issue")} of later days ${late === 1 ? "is" : "are"} pinned at the right edge.`,
        unpinned && `${count(unpinned, "issue")} ${unpinned === 1 ? "belongs" : "belong"} to no day and ${unpinned === 1 ? "is" : "are"} not pinned.`,
      ]
        .filter(Boolean)
        .join(" ")}
    </p>
  `;
}

/** First and last day of an item that has a start; without end it goes on, with one that cannot be read it is a moment. */
const startOf = (/** @type {TimelineItem} */ item) => days(item.start);
const endOf = (/** @type {TimelineItem} */ item) => (item.open ? Infinity : Math.max(days(item.end || item.start), days(item.start)));
const isIn = (/** @type {TimelineItem} */ item, /** @type {Span} */ span) => startOf(item) <= span.end && endOf(item) >= span.start;

/** @param {{ span: Span, year: Span, tracks: Track[], issues: IssueOfChild[], label: string }} props */
function Picture({ span, year, tracks, issues, label }) {
  /** @type {Scale} */
  const scale = (day) => ((day - span.start) / (span.end + 1 - span.start)) * WIDTH;
  const lanes = tracks.flatMap(lanesOf).map((lane) => ({ ...lane, rows: rowsOf(lane, span, scale) }));
  const pins = pinsOf(issues, scale);
  return html`
    <div class="app-timeline" role="img" aria-label=${label}>
      <${Lane} title="Issues" height=${TITLE + 2 * PIN + 4} pins=${pins}>
        <${Period} span=${span} year=${year} scale=${scale} height=${TITLE + 2 * PIN + 4} />
        ${pins.map(
          ({ at, found }) => html`<g class="app-timeline__pin">
            <title>${found.map(({ rule, title }) => `${rule}: ${title}`).join("\n")}</title>
            <circle cx=${at} cy=${TITLE + PIN} r=${PIN} />
            <text x=${at} y=${TITLE + PIN + 5} text-anchor="middle">${number(found.length)}</text>
          </g>`,
        )}
      <//>
      ${lanes
        .filter(({ rows }) => rows.length)
        .map((lane) => {
          const height = TITLE + ROW * lane.rows.length;
          return html`<${Lane} key=${lane.name} title=${lane.title} height=${height} pins=${pins}>
            <${Period} span=${span} year=${year} scale=${scale} height=${height} />
            ${lane.rows.map((entries, row) => entries.map((entry, at) => html`<${Entry} ...${entry} next=${entries[at + 1]?.x} y=${TITLE + ROW * row} name=${lane.name} />`))}
          <//>`;
        })}
      <${Axis} span=${span} scale=${scale} />
    </div>
  `;
}

/** @param {{ title: string, height: number, pins: Pin[], children?: unknown }} props */
const Lane = ({ title, height, pins, children }) => html`
  <div class="app-timeline__lane">
    <div class="app-timeline__title">${title}</div>
    <svg width=${WIDTH} height=${height}>
      ${children}
      ${pins.map(({ at }) => html`<line class="app-timeline__string" x1=${at} x2=${at} y1=${title === "Issues" ? TITLE + 2 * PIN : 0} y2=${height} />`)}
    </svg>
  </div>
`;

/**
 * The year that was checked, where the picture shows more than that.
 * @param {{ span: Span, year: Span, scale: Scale, height: number }} props
 */
const Period = ({ span, year, scale, height }) =>
  (year.start > span.start || year.end < span.end) &&
  html`<rect class="app-timeline__period" x=${scale(year.start)} width=${scale(year.end + 1) - scale(year.start)} y="0" height=${height} />`;

/**
 * @param {Track} track
 * @returns {LaneOf[]}
 */
function lanesOf({ name, title, items }) {
  const drawn = items.filter(({ start }) => start);
  if (name === "episodes") {
    return OF_EPISODES.map((lane) => ({ ...lane, entries: drawn.map((item) => ({ item, words: fieldsInWords(item, lane.fields) || "blank" })) }));
  }
  return [{ name, title, entries: drawn.map((item) => ({ item, words: fieldsInWords(item) || item.what })) }];
}

/**
 * The parts of an item (those of some fields) with their codes spelt out.
 * @param {TimelineItem} item
 * @param {string[]} [fields]
 */
const fieldsInWords = ({ parts }, fields) =>
  parts
    .filter(({ field }) => !fields || fields.includes(field))
    .map(({ value, meaning }) => (meaning ? `${value}: ${meaning}` : value))
    .join("; ");

/**
 * Entries with their places, in as many rows as it takes for none to lie on another.
 * @param {LaneOf} lane
 * @param {Span} span
 * @param {Scale} scale
 */
function rowsOf({ entries }, span, scale) {
  /** @type {Placed[][]} */
  const rows = [];
  const placed = entries
    .filter(({ item }) => isIn(item, span))
    .map(({ item, words }) => {
      const start = Math.max(startOf(item), span.start);
      const end = Math.min(endOf(item), span.end);
      return { item, words, x: scale(start), right: scale(end + 1), before: startOf(item) < span.start, after: endOf(item) > span.end };
    })
    .sort((a, b) => a.x - b.x);
  for (const entry of placed) {
    // An episode ends on the day on which the next begins: that is no overlap.
    const room = entry.item.kind === "span" ? scale(span.start + 1) + 1 : 0;
    let row = rows.find((found) => found[found.length - 1].right <= entry.x + room);
    if (!row) rows.push((row = []));
    row.push(entry);
  }
  return rows;
}

/** @param {Placed & { next?: number, y: number, name: string }} props */
function Entry({ item, words, x, right, before, after, next = WIDTH, y, name }) {
  const point = item.kind === "point";
  const middle = y + BAR / 2;
  const left = point ? x + POINT + 4 : x + (before ? TIP : 0) + 6;
  const room = Math.floor((Math.min(next, WIDTH) - left) / CHARACTER);
  const shown = words.length <= room ? words : room > 2 ? `${words.slice(0, room - 1)}…` : "";
  const end = Math.max(Math.min(right, next), x + 4);
  const shape = point
    ? `M${x} ${middle - POINT}l${POINT} ${POINT}l${-POINT} ${POINT}l${-POINT} ${-POINT}z`
    : `M${x + (before ? TIP : 0)} ${y}H${end - (after ? TIP : 0)}L${end} ${after ? middle : y}V${after ? middle : y + BAR}L${end - (after ? TIP : 0)} ${y + BAR}H${x + (before ? TIP : 0)}L${x} ${before ? middle : y + BAR}V${before ? middle : y}z`;
  const when = `${inWords(startOf(item))}${point ? "" : item.open ? ", without end" : item.end ? ` to ${inWords(days(item.end))}` : " to a day not known"}`;
  return html`<g class=${`app-timeline__entry app-timeline__entry--${name} ${item.issues.length ? "app-timeline__entry--marked" : ""}`}>
    <title>${`${when}: ${words}. ${item.trouble}${item.issues.length ? ` ${count(item.issues.length, "issue")}.` : ""}`}</title>
    <path d=${shape} />
    <text x=${left} y=${middle + 5}>${shown}</text>
  </g>`;
}

/**
 * Issues by where they are pinned, those of other times at the edge; pins that would cover each other are one.
 * @param {IssueOfChild[]} issues
 * @param {Scale} scale
 */
function pinsOf(issues, scale) {
  const dated = issues
    .filter(({ date }) => date)
    .map((issue) => ({ issue, at: Math.min(Math.max(scale(days(issue.date)), PIN + 1), WIDTH - PIN - 1) }))
    .sort((a, b) => a.at - b.at);
  /** @type {Pin[]} */
  const pins = [];
  for (const { issue, at } of dated) {
    const last = pins.at(-1);
    if (last && at - last.at < 2 * PIN) last.found.push(issue);
    else pins.push({ at, found: [issue] });
  }
  return pins;
}

/** @param {{ span: Span, scale: Scale }} props */
function Axis({ span, scale }) {
  const ticks = ticksOf(span);
  return html`<svg class="app-timeline__axis" width=${WIDTH} height="30">
    <line x1="0" x2=${WIDTH} y1="1" y2="1" />
    ${ticks.map(
      ({ day, words }) => html`<line x1=${scale(day)} x2=${scale(day)} y1="1" y2="7" />
        ${scale(day) < WIDTH - 40 && html`<text x=${scale(day) + 3} y="22">${words}</text>`}`,
    )}
  </svg>`;
}

/**
 * The first days of months, or of years where there are too many months.
 * @param {Span} span
 */
function ticksOf({ start, end }) {
  const first = new Date(start * DAY);
  const last = new Date(end * DAY);
  const months = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth() + 1;
  const step = months <= MOST_TICKS ? 1 : 12 * Math.ceil(months / 12 / MOST_TICKS);
  const ticks = [];
  for (let at = step === 1 ? first.getUTCMonth() : 0; ; at += step) {
    const date = new Date(0);
    date.setUTCFullYear(first.getUTCFullYear(), at, 1);
    const day = Math.round(date.getTime() / DAY);
    if (day > end) return ticks;
    /** @type {string} */
    const words = step > 1 ? String(date.getUTCFullYear()) : ticks.length && date.getUTCMonth() ? month.format(date) : `${month.format(date)} ${date.getUTCFullYear()}`;
    if (day >= start) ticks.push({ day, words });
  }
}
