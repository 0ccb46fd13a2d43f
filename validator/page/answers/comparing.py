"""What is answered of error profiles and their comparison."""

from __future__ import annotations

from typing import Literal, TypedDict


class UnusableProfile(TypedDict):
    """A file that is no profile, and why, in sentences."""

    name: str
    problem: str


class HeldProfile(TypedDict):
    """A profile; `problem` is "", `children` how many in words, `not_run` counts the rules that did not run."""

    name: str
    problem: str
    council: str
    year: str
    as_at: str
    children: str
    rules: int
    not_run: int


class NamedView(TypedDict):
    """A view that can be asked for."""

    name: str
    title: str


class Listing(TypedDict):
    """The files held, problems first; year -> councils, first the one that was added first; the views."""

    files: list[UnusableProfile | HeldProfile]
    years: dict[str, list[str]]
    views: list[NamedView]


class NumberShown(TypedDict):
    """A number, and how it is written."""

    value: float
    shown: str


class WordsPart(TypedDict):
    """A paragraph."""

    kind: Literal["words"]
    words: str


class TableColumn(TypedDict):
    """A column; numeric ones are set to the right."""

    title: str
    numeric: bool


class TablePart(TypedDict):
    """A table; `links` has for each row the rule that it is about, or ""."""

    kind: Literal["table"]
    title: str
    columns: list[TableColumn]
    rows: list[list[str]]
    links: list[str]


class BarGroup(TypedDict):
    """A group of bars: for each series a number or None."""

    label: str
    values: list[NumberShown | None]
    link: str
    marked: bool


class BarsPart(TypedDict):
    """A bar chart."""

    kind: Literal["bars"]
    title: str
    unit: str
    series: list[str]
    bars: list[BarGroup]


class LinePoint(TypedDict):
    """A point of a line: its day as a number, and as people write it."""

    at: int
    day: str
    value: float
    shown: str


class ChartLine(TypedDict):
    """A line; `kind` is "here", "median" or "other"."""

    label: str
    kind: str
    points: list[LinePoint]


class LinesPart(TypedDict):
    """A line chart over time."""

    kind: Literal["lines"]
    title: str
    unit: str
    lines: list[ChartLine]


class ComparisonView(TypedDict):
    """One view of the comparison: what is compared, what to bear in mind, and its parts in their order."""

    title: str
    parts: list[WordsPart | TablePart | BarsPart | LinesPart]
    summary: str
    cautions: list[str]


class NothingToCompare(TypedDict):
    """The answer where there is nothing to show, in a sentence."""

    error: str


class ProfilePreview(TypedDict):
    """A profile exactly as it would be saved."""

    name: str
    text: str


class NoProfile(TypedDict):
    """Why no profile can be made."""

    problem: str
    remedy: str
