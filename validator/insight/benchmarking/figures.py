"""What a comparison gives: its figures, each knowing whether it is an estimate, grouped by the question they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rules.registry import Rule


class Figure(NamedTuple):
    """A number, and whether it holds a hidden count and is therefore an estimate."""

    value: float
    estimated: bool = False


class LeftOut(NamedTuple):
    """A rule that is not compared: title "" when this version does not know it; reason in words -> whose."""

    code: str
    title: str
    reasons: Mapping[str, Sequence[str]]


class CouncilFigures(NamedTuple):
    """One council, or all together, on the rules compared.

    `per_child` is issues per child in the return, `top` the three types with the most issues, `top_share` their part
    of the issues (None without issues), `categories` category -> issues. `between` are the least and the most that the
    issues can be, the same where none is hidden. `all_issues` counts all rules the council ran.
    """

    name: str
    as_at: dt.date | None
    children: Figure
    issues: Figure
    between: tuple[int, int]
    per_child: Figure
    top: Sequence[Rule]
    top_share: Figure | None
    categories: Mapping[str, Figure]
    rules_run: int
    all_issues: Figure


class Spread(NamedTuple):
    """A rate here, the median of all and the lowest, with the names of those who have the lowest."""

    here: Figure
    median: Figure
    best: Figure
    best_at: Sequence[str]


class TypeLine(NamedTuple):
    """One error type: issues here (None: hidden), their part of all issues here, rates, how many councils have it.

    `rows` are those of the rule's table here, `per_row` the rate by them; None where there are none.
    """

    rule: Rule
    issues: int | None
    share: Figure | None
    rows: Figure
    per_child: Spread
    per_row: Spread | None
    had_by: int


class OverlapPart(NamedTuple):
    """Some of the error types: the rules, with their issues in all councils and the part of all issues."""

    rules: Sequence[Rule]
    issues: Figure
    share: Figure


class Overlap(NamedTuple):
    """Which error types all councils have, some (neither all nor one), one alone, and of these only the council here.

    `avoided` is the part of all issues that are of types which at least one council has none of.
    """

    everyone: OverlapPart
    some: OverlapPart
    one: OverlapPart
    only_here: OverlapPart
    avoided: Figure


class Moved(NamedTuple):
    """One error type in two years: issues per child and rank (1 is the most frequent; ties share their mean)."""

    rule: Rule
    before: Figure
    after: Figure
    rank_before: float
    rank_after: float
    changed: bool


class Movement(NamedTuple):
    """The ranks of error types in one year and a later one, most frequent in the later one first.

    `councils` are those counted; `correlation` is None where there are too few types or all are level.
    """

    earlier: str
    later: str
    councils: Sequence[str]
    lines: Sequence[Moved]
    correlation: Figure | None
    left_out: Sequence[LeftOut]


class Point(NamedTuple):
    """Issues per child of a council's profile at its day."""

    council: str
    as_at: dt.date
    per_child: Figure


class Trend(NamedTuple):
    """All profiles over time, on the rules that every one of them ran; `medians` for days that two or more share."""

    rules: int
    points: Sequence[Point]
    medians: Sequence[Point]
    left_out: Sequence[LeftOut]


class Advised(NamedTuple):
    """An error type that is worth ending, and who has.

    `issues` is None where hidden; `after` is the part of the issues gone when this and those before it are ended.
    `solved_by` have none; where nobody has none, `best` are those of the best tenth who have fewer per child.
    """

    rule: Rule
    issues: int | None
    share: Figure
    after: Figure
    solved_by: Sequence[str]
    best: Sequence[str]
