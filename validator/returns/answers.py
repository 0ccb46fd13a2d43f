"""What is answered of rows, as types. Only what checks types, and dev/answers.py, imports this."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Nothing(TypedDict):
    """The answer {}: there is no such thing."""


class ShownColumn(TypedDict):
    """A column of a table, and its title in words."""

    field: str
    title: str


class ShownCell(TypedDict):
    """A cell as it stands in the file, its code spelt out or "", and whether some issue points to it."""

    value: str
    meaning: str
    marked: bool
    # What the file says, where the cell was changed since.
    before: NotRequired[str]


class RowCell(TypedDict):
    """A cell with its column, see ShownCell."""

    field: str
    title: str
    value: str
    meaning: str
    marked: bool
    before: NotRequired[str]


class Meaning(TypedDict):
    """A code, and what it means."""

    value: str
    meaning: str
