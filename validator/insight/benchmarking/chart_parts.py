"""What a comparison is shown with: numbers that know how they are written, tables, charts, views."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

# One for each form of a number: as it is shown.
_FORMS = {"count": "{:,.0f}", "per_child": "{:,.2f}", "rate": "{:,.1f}", "share": "{:.0%}", "decimal": "{:.2f}"}


@dataclass(frozen=True)
class Number:
    """A number in one of the forms count, per_child, rate, share, decimal."""

    value: float
    form: str

    @property
    def shown(self) -> str:
        """As it stands on screen."""
        text = _FORMS[self.form].format(self.value)
        if self.form == "share" and 0 < self.value < 0.005:
            return "under 1%"
        return text


Entry: TypeAlias = "str | Number"


@dataclass(frozen=True)
class Column:
    """A column of a table; `numeric` ones are set to the right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table: `rows` of entries, the first naming the row; `links` the code of the rule that each row is about.

    `sheet` is its name in a workbook, here as with charts: at most 31 characters.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Entry]]
    links: Sequence[str] = ()
    sheet: str = ""


@dataclass(frozen=True)
class Bar:
    """One group of bars: a value for each series, None where there is none; `link` is a rule's code."""

    label: str
    values: Sequence[Number | None]
    link: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Bars:
    """A bar chart; with several series the bars stand in groups. `unit` says what the values are."""

    title: str
    unit: str
    series: Sequence[str]
    bars: Sequence[Bar]
    sheet: str


@dataclass(frozen=True)
class Line:
    """One line of a line chart: points by day. `kind` is "here", "median" or "other"."""

    label: str
    points: Sequence[tuple[dt.date, Number]]
    kind: str


@dataclass(frozen=True)
class Lines:
    """A line chart over time."""

    title: str
    unit: str
    lines: Sequence[Line]
    sheet: str


ViewPart: TypeAlias = "str | Table | Bars | Lines"


@dataclass(frozen=True)
class View:
    """One page of a comparison: `name` for its address, paragraphs, tables and charts in their order."""

    name: str
    title: str
    parts: Sequence[ViewPart]


def chart_table(chart: Bars | Lines) -> Table:
    """The table that says the same as a chart."""
    if isinstance(chart, Bars):
        titles = [name if name.lower() == chart.unit else f"{name} ({chart.unit})" for name in chart.series]
        return Table(
            chart.title,
            [Column("Bar"), *(Column(title, True) for title in titles)],
            [(bar.label, *("" if value is None else value for value in bar.values)) for bar in chart.bars],
            [bar.link for bar in chart.bars],
        )
    return Table(
        chart.title,
        [Column("Line"), Column("As at"), Column(chart.unit.capitalize(), True)],
        [(line.label, day_words(day), cell) for line in reversed(chart.lines) for day, cell in line.points],
    )


def day_words(day: dt.date) -> str:
    """A day as people write it: 31/03/2026."""
    return f"{day:%d/%m/%Y}"
