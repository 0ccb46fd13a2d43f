"""The charts of a comparison as SVG markup, for a report that no script runs in."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from html import escape

from ..insight.benchmarking.chart_parts import Bars, Line, Lines, day_words

# Sizes in pixels.
WIDTH = 900
LABEL = 340
VALUE = 110
ROW = 22
GAP = 10
PLOT = 300
MARGIN = 60
CHARACTER = 7.2

MARKED = "#d4351c"
COLOURS = ("#1d70b8", "#28a197", "#f47738")
LINE_COLOURS = {"here": MARKED, "median": "#0b0c0c", "other": "#b1b4b6"}
_TEXT = 'font-family="Arial, sans-serif" font-size="14" fill="#0b0c0c"'


def svg(chart: Bars | Lines) -> str:
    """A chart as an svg element. What it shows is in its table too, so it is one picture to a screen reader."""
    return _bars(chart) if isinstance(chart, Bars) else _lines(chart)


def _bars(chart: Bars) -> str:
    most = max((value.value for bar in chart.bars for value in bar.values if value), default=0) or 1
    several = len(chart.series) > 1
    parts = _legend(chart.series) if several else []
    at = 30.0 if several else 0.0
    for bar in chart.bars:
        height = ROW * len(bar.values)
        parts.append(_text(LABEL - 10, at + height / 2 + 5, _cut(bar.label, LABEL - 10), "end", bold=bar.marked))
        for place, value in enumerate(bar.values):
            top = at + ROW * place
            if value is None:
                continue
            length = (WIDTH - LABEL - VALUE) * value.value / most
            parts.append(
                f'<rect x="{LABEL}" y="{top + 2:g}" width="{length:.1f}" height="{ROW - 4}" '
                f'fill="{MARKED if bar.marked else COLOURS[place]}"/>'
            )
            parts.append(_text(LABEL + length + 6, top + ROW / 2 + 5, value.shown))
        at += height + GAP
    return _svg(chart.title, at, parts)


def _legend(series: Sequence[str]) -> list[str]:
    parts, left = [], float(LABEL)
    for place, name in enumerate(series):
        parts.append(f'<rect x="{left:g}" y="4" width="14" height="14" fill="{COLOURS[place]}"/>')
        parts.append(_text(left + 20, 16, _cut(name, 160)))
        left += 40 + CHARACTER * len(_cut(name, 160))
    return parts


def _lines(chart: Lines) -> str:
    days = sorted({day for line in chart.lines for day, _ in line.points})
    first, last = days[0].toordinal(), days[-1].toordinal()
    top, step = scale(max(cell.value for line in chart.lines for _, cell in line.points))
    right = WIDTH - 200

    def x(day: dt.date) -> float:
        return MARGIN + (right - MARGIN) * ((day.toordinal() - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return 20 + PLOT * (1 - value / top)

    parts = []
    for tick in range(round(top / step) + 1):
        height = y(tick * step)
        parts.append(f'<path d="M{MARGIN} {height:.1f}H{right}" stroke="#b1b4b6" stroke-width="0.5"/>')
        parts.append(_text(MARGIN - 8, height + 5, f"{tick * step:g}", "end"))
    for day in spread_out(days):
        parts.append(_text(x(day), PLOT + 42, day_words(day), "middle"))
    for line in chart.lines:
        parts += _line(line, [(x(day), y(cell.value)) for day, cell in line.points])
    labelled = [line for line in chart.lines if line.kind != "other"]
    height = -math.inf
    for line in sorted(labelled, key=lambda line: y(line.points[-1][1].value)):
        height = max(y(line.points[-1][1].value) + 5, height + 18)
        parts.append(_text(right + 12, height, _cut(line.label, 180), bold=line.kind == "here"))
    return _svg(chart.title, PLOT + 55, parts)


def _line(line: Line, points: Sequence[tuple[float, float]]) -> list[str]:
    colour = LINE_COLOURS[line.kind]
    width = 1.5 if line.kind == "other" else 3
    dashed = ' stroke-dasharray="8 5"' if line.kind == "median" else ""
    path = "L".join(f"{left:.1f} {top:.1f}" for left, top in points)
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>',
        *(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{width + 1}" fill="{colour}"/>' for left, top in points),
    ]


def scale(most: float) -> tuple[float, float]:
    """The top of an axis that holds `most`, and the step between its marks: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1, 0.25
    power = 10 ** math.floor(math.log10(most / 4))
    step = next(power * factor for factor in (1, 2, 5, 10) if most / (power * factor) <= 6)
    return step * math.ceil(most / step), step


def spread_out(days: Sequence[dt.date]) -> list[dt.date]:
    """The days whose names have room on an axis, the first among them."""
    room = (days[-1] - days[0]) / 6
    shown = [days[0]]
    for day in days[1:]:
        if day - shown[-1] >= room:
            shown.append(day)
    return shown


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" {_TEXT}>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def _cut(words: str, width: float) -> str:
    room = int(width / CHARACTER)
    return words if len(words) <= room else f"{words[: room - 1]}…"
