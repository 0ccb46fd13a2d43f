"""What is answered of files, settings and the check."""

from __future__ import annotations

from typing import TypedDict

from ...checking.answers import CatalogueEntry
from ...results.answers import RuleTitle
from .common import Problem, ShownNotice, Warned


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


class Proposed(TypedDict):
    """What the files point to, "" for nothing."""

    year: str
    authority: str


class Inputs(TypedDict):
    """The files, and what they say. `convertible` are the boxes whose tables can be saved as CSV files."""

    files: FilesReported
    convertible: list[str]
    proposal: Proposed
    warnings: list[Warned]


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
