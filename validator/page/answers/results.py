"""What is answered of one check's results. "Positions" are places in the report's issues."""

from __future__ import annotations

from typing import TypedDict

from ...results.answers import (
    CategoryFigures,
    CrashedRule,
    LikelyCause,
    RuleFigures,
    RulesNotRun,
    TableFigures,
    Timeline,
    TimelineSentence,
    TopRules,
)
from ...results.answers import ChildTable as TableOfChild
from ...returns.answers import RowCell, ShownCell, ShownColumn
from ...tracking.answers import IssueStatus, NotesAndMarks
from .common import Problem, ShownNotice, ShownSettings, Warned

# -- the summary


class IssuesInTable(TypedDict):
    """A table in which a rule has issues."""

    name: str
    title: str
    issues: int


class SummaryRule(RuleFigures):
    """A rule with issues, and its words; `stage` is 1, 2 or None."""

    message: str
    fix: str
    fields: list[str]
    origin: str
    stage: int | None
    tables: list[IssuesInTable]


class CheckedCollection(TypedDict):
    """What was checked: days are written DD/MM/YYYY; `ends_early` says whether it was as at a day within the year."""

    year_title: str
    authority: str
    start: str
    end: str
    ends_early: bool


class RulesChosen(TypedDict):
    """The choice of rules that were run: its name, how many they are, and of how many."""

    name: str
    rules: int
    of: int


class Beyond(TypedDict):
    """How many rules were to be run besides the Department's: our own checks, the council's rules."""

    own: int
    council: int


class Summary(TypedDict):
    """The figures of `results.answers.Overview`, and what else the page needs to know before it asks for more.

    `choice` is None when all rules were to be run; `files` are the names of those with issues; `name_ending` ends the
    names of files that are saved.
    """

    issues: int
    children: int
    children_affected: int
    looked_after: int
    of_looked_after: int
    per_looked_after: float | None
    categories: list[CategoryFigures]
    rules: list[SummaryRule]
    tables: list[TableFigures]
    top: TopRules
    rules_run: int
    crashed: list[CrashedRule]
    not_run: list[RulesNotRun]
    collection: CheckedCollection
    rule_set: str
    stages: str
    choice: RulesChosen | None
    beyond: Beyond
    rules_not_run: int
    rows: int
    files: list[str]
    warnings: list[Warned]
    strip: ShownSettings
    name_ending: str
    notices: list[ShownNotice]
    problems: list[Problem]


# -- issues


class IssueShown(IssueStatus):
    """An issue, with the cells that its rule points to. `child_number` is None without a child."""

    position: int
    rule: str
    title: str
    child: str
    child_number: int | None
    table_title: str
    file: str
    line: int
    values: list[RowCell]


class IssueInBrief(IssueStatus):
    """An issue beside its row."""

    position: int
    rule: str
    title: str


class FoundIssues(TypedDict):
    """The issues that were looked for; `cause` is that in words, "" where none was given."""

    total: int
    children: int
    rules: int
    cause: str
    issues: list[IssueShown]


class CellColumn(TypedDict):
    """A column of the rows that a rule flagged."""

    name: str
    title: str


class FlaggedRow(IssueStatus):
    """A row that a rule flagged; `position` is that of the issue."""

    position: int
    child: str
    child_number: int | None
    file: str
    line: int
    cells: list[ShownCell]


class FlaggedRows(TypedDict):
    """Rows that a rule flagged in a table, the fields in question before the others."""

    columns: list[CellColumn]
    rows: list[FlaggedRow]


class CauseShown(LikelyCause):
    """A likely cause by its number."""

    cause: int
    child_number: int
    table_title: str


class CauseKind(TypedDict):
    """A kind of cause, and how many there are."""

    kind: str
    title: str
    causes: int


class Causes(TypedDict):
    """Likely causes; `issues` is how many different ones would go with any of them all."""

    total: int
    issues: int
    kinds: list[CauseKind]
    causes: list[CauseShown]


class RuleNote(TypedDict):
    """What was said of a rule; `state` is "" for nothing."""

    state: str
    state_title: str
    note: str


class LookedAt(TypedDict):
    """How many issues are marked as looked at, of each rule too, and what is in no run file yet."""

    total: int
    rules: dict[str, int]
    unsaved: NotesAndMarks


# -- children


class CategoryOfChild(TypedDict):
    """How many issues of a kind a child has."""

    title: str
    issues: int


class ChildInBrief(TypedDict):
    """A child with issues."""

    child: str
    number: int
    issues: int
    looked_at: int
    categories: list[CategoryOfChild]


class Children(TypedDict):
    """Children with issues, most first; `without_child` is how many issues are in rows with a blank CHILD."""

    total: int
    without_child: int
    children: list[ChildInBrief]


class IssueOfChild(IssueShown):
    """An issue with the day to pin it to, YYYY-MM-DD, "" where it belongs to none."""

    date: str


class ChildShown(TypedDict):
    """A child, see `results.answers.ChildView`."""

    child: str
    total: int
    total_issues: int
    issues: list[IssueOfChild]
    tables: list[TableOfChild]
    timeline: Timeline
    sentences: list[TimelineSentence]


# -- groups


class GroupInBrief(TypedDict):
    """A group with issues, and how many issues, of them looked at, and children it has."""

    number: int
    name: str
    issues: int
    looked_at: int
    children: int


class Groups(TypedDict):
    """The groups with issues, most first; `title` is what a group is."""

    title: str
    total: int
    groups: list[GroupInBrief]


class ChildOfGroup(TypedDict):
    """Some issues of a child; `total` is how many it has."""

    child: str
    child_number: int | None
    total: int
    issues: list[IssueShown]


class Group(TypedDict):
    """Some issues of a group, child by child; `total` is how many it has, `children` the number of its children."""

    name: str
    total: int
    children: int
    shown: list[ChildOfGroup]


class GroupedBy(TypedDict):
    """The user's list of children: its file ("" when there is none), what a group is, and why it cannot be used."""

    file: str
    title: str
    problem: Problem | None


# -- tables


class SuppliedTable(TypedDict):
    """A table that was supplied."""

    name: str
    title: str
    file: str
    rows: int
    rows_flagged: int
    issues: int


class TableRow(TypedDict):
    """A row of a table; `child_number` is None for a child without issues."""

    child: str
    child_number: int | None
    line: int
    cells: list[RowCell]
    issues: list[IssueInBrief]


class TableRows(TypedDict):
    """Some rows of a table, of `total`."""

    file: str
    total: int
    columns: list[ShownColumn]
    rows: list[TableRow]
