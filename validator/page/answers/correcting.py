"""What is answered of corrections. "Changes" are cells."""

from __future__ import annotations

from typing import TypedDict

from ...returns.answers import Meaning
from .results import Summary


class StepTaken(TypedDict):
    """A step that was taken, by its number from 1; `time` is HH:MM."""

    number: int
    title: str
    kind: str
    changes: int
    rows_removed: int
    time: str


class Corrections(TypedDict):
    """The steps taken, and how far the return is from its files.

    `form` is "csv", "xml" or "excel", `files` has the changes by the name of the file as it was chosen, `about` is what
    is to be said of the corrected files.
    """

    steps: list[StepTaken]
    changes: int
    rows_removed: int
    form: str
    files: dict[str, int]
    about: str


class SafeKind(TypedDict):
    """A kind of safe change, and how many there are."""

    kind: str
    title: str
    what: str
    changes: int
    rows_removed: int
    children: int


class SafeChanges(TypedDict):
    """What can be done without looking; `held_back` is how many would bring issues and become suggestions."""

    kinds: list[SafeKind]
    changes: int
    rows_removed: int
    held_back: int


class ChangeShown(TypedDict):
    """A cell that changes, or a row that is deleted, for which `field` is "".

    `key` are the row's other key columns in words; `ground` is "" where the user said so.
    """

    child: str
    child_number: int | None
    table_title: str
    file: str
    line: int
    key: str
    field: str
    title: str
    before: str
    before_meaning: str
    after: str
    after_meaning: str
    why: str
    ground: str


class Suggestion(TypedDict):
    """A change that somebody must judge; `open` says whether one of the alternatives must be chosen."""

    number: int
    kind: str
    title: str
    child: str
    child_number: int | None
    sentence: str
    ground: str
    rules: list[str]
    changes: list[ChangeShown]
    open: bool
    alternatives: list[Meaning]


class SuggestionKind(TypedDict):
    """A kind of suggestion, and how many there are."""

    kind: str
    title: str
    proposals: int


class SuggestionRule(TypedDict):
    """A rule, and how many suggestions there are for it."""

    code: str
    title: str
    proposals: int


class SuggestionReason(TypedDict):
    """A reason for which rows are to be deleted, and how many suggestions give it."""

    reason: str
    proposals: int


class Suggestions(TypedDict):
    """Suggestions; `numbers` are of all that can be ticked at once, `crowded` are sentences on children without any."""

    total: int
    numbers: list[int]
    kinds: list[SuggestionKind]
    rules: list[SuggestionRule]
    reasons: list[SuggestionReason]
    proposals: list[Suggestion]
    crowded: list[str]


class ChangeableColumn(TypedDict):
    """A column that can be changed, with its codes."""

    field: str
    title: str
    codes: list[Meaning]


class IssuesOfRule(TypedDict):
    """A rule, and how many issues of it go or come."""

    rule: str
    title: str
    issues: int


class Preview(TypedDict):
    """What would come about; `to_light` and `lights` are of the issues that come to light and are not among `adds`."""

    changes: int
    rows_removed: int
    children: int
    resolved: int
    resolves: list[IssuesOfRule]
    added: int
    adds: list[IssuesOfRule]
    to_light: int
    lights: list[IssuesOfRule]
    total: int
    shown: list[ChangeShown]


class AfterStep(TypedDict):
    """What came of a step that was taken or taken back."""

    summary: Summary
    state: Corrections


class ChangeMade(ChangeShown):
    """A change that was made: in what kind of step, for which rule, and when, HH:MM."""

    kind: str
    rule: str
    time: str


class ChangesMade(TypedDict):
    """How the return differs from its files."""

    total: int
    changes: list[ChangeMade]
