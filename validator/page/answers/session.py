"""What is answered of files, settings and the check."""

from __future__ import annotations

from typing import TypedDict

from ...checking.answers import CatalogueEntry
from ...results.answers import RuleTitle
from .common import Problem, ShownNotice, ShownSetting, Warned


class CollectionYear(TypedDict):
    """A collection year: "2025-26", "2025 to 2026"."""

    value: str
    title: str


class NamedAuthority(TypedDict):
    """A local authority by its ONS code."""

    code: str
    name: str


class NamedTable(TypedDict):
    """A table of the return."""

    name: str
    title: str


class Facts(TypedDict):
    """What the page needs to know to begin; `stages` are words on what the stages are."""

    version: str
    rule_set: str
    stages: str
    years: list[CollectionYear]
    authorities: list[NamedAuthority]
    tables: list[NamedTable]


class CatalogueRule(CatalogueEntry):
    """A rule of the catalogue; `facts` are short phrases."""

    category_title: str
    facts: list[str]


class ReadTable(TypedDict):
    """What a file was recognised as; `rows` is None where they were counted with another file's."""

    title: str
    rows: int | None


class FileReport(TypedDict):
    """What was made of a file."""

    name: str
    tables: list[ReadTable]
    notices: list[ShownNotice]
    problems: list[Problem]


class FilesReported(TypedDict):
    """The files of each box, in the order in which they were added."""

    this_year: list[FileReport]
    last_year: list[FileReport]
    providers: list[FileReport]
    earlier: list[FileReport]
    extra: list[FileReport]


class Proposed(TypedDict):
    """What the files point to, "" for nothing."""

    year: str
    authority: str


class EarlierReturn(TypedDict):
    """The files of one earlier year's return: `year` is "" where nothing tells it, `chosen` whether the user did.

    `words` say what is odd about the year, "" for nothing.
    """

    year: str
    chosen: bool
    words: str
    files: list[str]


class GridYear(TypedDict):
    """A year of the grid: as "2023-24", the title of its box if it is this or last year, notices on its files."""

    year: str
    box: str
    notices: int


class GridTable(TypedDict):
    """A table's rows in each year of the grid; None where it was not given."""

    title: str
    rows: list[int | None]


class Grid(TypedDict):
    """Which tables there are of which years."""

    years: list[GridYear]
    tables: list[GridTable]


class EarlierYears(TypedDict):
    """The earlier years' files: the returns among them, the oldest first, files of which it is to be asked of which
    year they are, the years offered for them, what is there of all years, and what does not fit together.
    """

    returns: list[EarlierReturn]
    open: list[str]
    offered: list[str]
    grid: Grid
    warnings: list[str]


class Inputs(TypedDict):
    """The files, and what they say. `convertible` are the boxes whose tables can be saved as CSV files, `earlier` is
    None where there are no files of earlier years. `several` are the settings of several years that are not the usual
    ones."""

    files: FilesReported
    convertible: list[str]
    proposal: Proposed
    warnings: list[Warned]
    earlier: EarlierYears | None
    several: list[ShownSetting]


class PostcodesTaken(TypedDict):
    """How many postcodes the list has that is used now."""

    postcodes: int


class LocalRulesTaken(TypedDict):
    """The council's own rules that will run."""

    name: str
    rules: list[RuleTitle]


class RuleChoiceRead(TypedDict):
    """A saved choice of rules, by their codes."""

    name: str
    rules: list[str]


class ChoiceFile(TypedDict):
    """A choice of rules as a file."""

    name: str
    content: bytes


class SettingError(TypedDict):
    """What keeps a check from being made; `field` is a setting or a box."""

    field: str
    problem: str
    remedy: str


class NotChecked(TypedDict):
    """The answer where a check could not be made."""

    errors: list[SettingError]


class MadeUpReturn(TypedDict):
    """A made-up return: what to choose, and each box's files as [name, content]."""

    year: str
    authority: str
    this_year: list[tuple[str, bytes]]
    last_year: list[tuple[str, bytes]]
    providers: list[tuple[str, bytes]]
    earlier: list[tuple[str, bytes]]
    extra: list[tuple[str, bytes]]
