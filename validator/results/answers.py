"""What is answered of a report, as types. Only what checks types, and dev/answers.py, imports this.

"Positions" are places in `report.issues`. Days are written YYYY-MM-DD.
"""

from __future__ import annotations

from typing import TypedDict

from ..returns.answers import RowCell, ShownColumn

# -- the overview


class CategoryFigures(TypedDict):
    """A kind of issue; `share` is the part of all issues, from 0 to 1."""

    name: str
    title: str
    issues: int
    share: float


class RuleFigures(TypedDict):
    """A rule with issues; `children` is how many they concern, `share` the part of all issues, from 0 to 1."""

    code: str
    title: str
    category: str
    category_title: str
    issues: int
    children: int
    share: float


class TableFigures(TypedDict):
    """A table that was supplied."""

    name: str
    title: str
    rows: int
    rows_flagged: int
    issues: int


class TopRules(TypedDict):
    """The few rules with most issues; `share` is their part of all issues, from 0 to 1."""

    rules: list[str]
    issues: int
    share: float
    sentence: str


class RuleTitle(TypedDict):
    """A rule by its code."""

    code: str
    title: str


class CrashedRule(TypedDict):
    """A rule that failed, which is a fault of ours."""

    code: str
    title: str
    error: str


class RulesNotRun(TypedDict):
    """Why some rules did not run."""

    reason: str
    rules: list[RuleTitle]


class Overview(TypedDict):
    """The figures of the first page. "Issues" are flagged rows, as everywhere."""

    issues: int
    children: int
    children_affected: int
    looked_after: int
    # The issues of the children looked after, and how many that is for each; None where nobody is looked after.
    of_looked_after: int
    per_looked_after: float | None
    # All four, in their usual order.
    categories: list[CategoryFigures]
    # Those with issues, most first.
    rules: list[RuleFigures]
    tables: list[TableFigures]
    top: TopRules
    rules_run: int
    crashed: list[CrashedRule]
    # The reason for most rules first.
    not_run: list[RulesNotRun]


# -- likely causes


class LikelyCause(TypedDict):
    """A correction that would make several issues go.

    `row` and `line` are None where a whole row is missing; `resolves` are positions; `adds` is how many issues would
    appear in their place.
    """

    kind: str
    title: str
    sentence: str
    child: str
    table: str
    row: int | None
    line: int | None
    field: str
    value: str
    tried: str
    resolves: list[int]
    adds: int


# -- one child


class ChildIssue(TypedDict):
    """An issue of a child; `date` is the day to pin it to, "" where it belongs to none."""

    position: int
    rule: str
    title: str
    message: str
    fix: str
    category: str
    category_title: str
    table: str
    table_title: str
    row: int
    line: int
    file: str
    fields: list[str]
    date: str


class ChildRow(TypedDict):
    """A row of a child; `issues` are positions."""

    row: int
    line: int
    cells: list[RowCell]
    issues: list[int]


class ChildTable(TypedDict):
    """A table in which a child has rows."""

    name: str
    title: str
    last_year: bool
    file: str
    columns: list[ShownColumn]
    rows: list[ChildRow]


class TimelinePart(TypedDict):
    """A field that goes with what happened."""

    field: str
    title: str
    value: str
    meaning: str


class TimelineItem(TypedDict):
    """Something that happened to a child. One without `start` cannot be drawn.

    `kind` is "span" or "point"; `start` and `end` are "" where blank or unreadable; `open` says whether it has no end
    yet; `trouble` is in words what is wrong with its dates, or ""; `issues` are positions.
    """

    track: str
    kind: str
    start: str
    end: str
    open: bool
    what: str
    parts: list[TimelinePart]
    trouble: str
    table: str
    row: int
    line: int
    issues: list[int]


class Track(TypedDict):
    """Things of one kind that happened."""

    name: str
    title: str
    items: list[TimelineItem]


class Period(TypedDict):
    """The first and the last day of the period checked."""

    start: str
    end: str


class Timeline(TypedDict):
    """A child's time in care as a picture shows it, from the first to the last day of all dates and of the period.

    `tracks` are those that have any items, in the order in which they are drawn.
    """

    start: str
    end: str
    period: Period
    tracks: list[Track]


class TimelineSentence(TypedDict):
    """Something that happened in words, codes spelt out; `date` is "" where there is none, `issues` are positions."""

    date: str
    words: str
    table: str
    row: int
    issues: list[int]


class ChildView(TypedDict):
    """Some rows of a child, and all else about these. `total` and `total_issues` count those of all its rows.

    `sentences` are in order of time, those without a readable date last.
    """

    child: str
    total: int
    total_issues: int
    issues: list[ChildIssue]
    tables: list[ChildTable]
    timeline: Timeline
    sentences: list[TimelineSentence]


# -- rows beside a flagged one


class ComparedRow(TypedDict):
    """A row that a rule looked at."""

    row: int
    line: int
    file: str
    cells: list[RowCell]


class Compared(TypedDict):
    """Rows that a rule looked at, and in words what they are to the flagged one; `table` may be "providers"."""

    relation: str
    table: str
    title: str
    rows: list[ComparedRow]
    left_out: int


# -- lists of issues


class FoundPositions(TypedDict):
    """Issues that were looked for: how many, some of their positions, and how they spread."""

    total: int
    positions: list[int]
    children: int
    rules: dict[str, int]


class GroupChild(TypedDict):
    """A child of a group; `issues` are positions. The child is "" for rows without CHILD."""

    child: str
    issues: list[int]


class GroupIssues(TypedDict):
    """A group of children with issues, most first; `group` is "" for those without one."""

    group: str
    name: str
    issues: int
    children: list[GroupChild]
