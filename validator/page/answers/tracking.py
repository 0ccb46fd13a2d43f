"""What is answered of runs and notes."""

from __future__ import annotations

from typing import TypedDict

from .common import Problem


class HeldRun(TypedDict):
    """An earlier run that was loaded, by its number; `problem` is why it cannot be used."""

    number: int
    name: str
    label: str
    year: str
    authority: str
    issues: int
    children: int
    hashed: bool
    problem: Problem | None


class NotesHeld(TypedDict):
    """How many issues and how many rules have a note."""

    issues: int
    rules: int


class HeldRuns(TypedDict):
    """The runs held, oldest first, those that cannot be used last.

    `compared` is the number of the run compared with; `salted` says whether a run saved with hashed ids could be
    compared with one of them.
    """

    runs: list[HeldRun]
    compared: int | None
    notes: NotesHeld
    salted: bool


class RuleProgress(TypedDict):
    """A rule's issues beside those of an earlier run."""

    code: str
    title: str
    new: int
    still: int
    fixed: int


class Progress(TypedDict):
    """How the check stands to the run compared with, whose name is `label`; figures are numbers of issues."""

    label: str
    warnings: list[str]
    new: int
    still: int
    fixed: int
    not_checked: int
    rules: list[RuleProgress]


class FixedIssue(TypedDict):
    """An issue that is fixed; child and key, as "DECOM 01/02/2025", are "" where they are hashed."""

    rule: str
    title: str
    child: str
    table_title: str
    key: str
    note: str
    state_title: str


class FixedIssues(TypedDict):
    """Some of the issues that are fixed."""

    total: int
    issues: list[FixedIssue]


class RunInTime(TypedDict):
    """A run beside the others, saved `when` (ISO 8601); new and fixed are None where there is nothing to compare."""

    label: str
    when: str
    issues: int
    children_affected: int
    new: int | None
    fixed: int | None


class CategoryInTime(TypedDict):
    """How many issues of a kind each run has."""

    name: str
    title: str
    issues: list[int]


class OverTime(TypedDict):
    """The runs, oldest first, and last the last check."""

    runs: list[RunInTime]
    categories: list[CategoryInTime]


class NoteState(TypedDict):
    """A state that a note can give."""

    code: str
    title: str
