"""What is answered of several years: what there is, repairs, and the data model as files."""

from __future__ import annotations

from typing import TypedDict

from .common import Saved


class Covered(TypedDict):
    """A table in one year's return: its rows, the first and last day on which they begin as DD/MM/YYYY ("" for
    tables without such a date), the share of its children that an older return has too (None in the oldest)."""

    rows: int
    first: str
    last: str
    seen_before: float | None


class CoveredTable(TypedDict):
    """A table in each year; None where it was not given."""

    title: str
    years: list[Covered | None]


class RepairKind(TypedDict):
    """A kind of repair: what it does, how often it was made, whether it is made, whether it can be switched off."""

    name: str
    title: str
    words: str
    count: int
    made: bool
    can_be_off: bool


class SeveralYears(TypedDict):
    """All years joined. `notices` are to stand on every screen; `about` says what an export without identifiers is,
    `about_ids` one with them."""

    notices: list[str]
    children: int
    years: list[str]
    tables: list[CoveredTable]
    repairs: list[RepairKind]
    about: str
    about_ids: str


class RepairedRow(TypedDict):
    """A row that was repaired: `number` is that of the child among this check's, None where its return is older.

    `line` is None for what is about no row in particular.
    """

    child: str
    number: int | None
    year: str
    table_title: str
    column: str
    old: str
    new: str
    file: str
    line: int | None


class RepairedRows(TypedDict):
    """One page of the rows that a kind of repair touched."""

    title: str
    words: str
    notices: list[str]
    total: int
    rows: list[RepairedRow]


class ModelWritten(TypedDict):
    """The data model as a file, and the key file if it is to be kept."""

    model: Saved
    keys: Saved | None
