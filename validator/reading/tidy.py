"""From the text in a file to the values the rules see: blanks, case and what spreadsheets do to numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..returns.errors import Notice
from ..returns.tables import Column, Table, TextTable
from .blanks import BLANKS, strip
from .dates import looks
from .limits import Room
from .marks import NULLS, has_hidden, is_placeholder, is_plain, unmarked, visible

_BLANK = re.compile(f"[{BLANKS}]")
_POINT_ZERO = re.compile(r"(\d+)\.0+")
_POWER_OF_TEN = re.compile(r"\d(\.\d+)?E\+\d+")

_BLANKS, _CASE, _NUMBER, _POWER, _MARKS, _MARKED, _NULL, _PLACEHOLDER, _HIDDEN = (1 << bit for bit in range(9))
_KEPT = "kept as they are and reported"
_SAFE = "the safe changes (check903 fix --safe) take them out"

# What stands in CHILD of a row that is of no child.
_NO_IDENTIFIERS = frozenset(
    ("CHILD", "CHILDID", "TOTAL", "NULL", "NONE", "NAN", "NA", "NIL", "TBC", "TBA", "TEST", "UNKNOWN")
)
_SHOWN = 5


@dataclass(frozen=True)
class _Change:
    """One kind of change in one column: in how many rows, first in which, and that row's value before and after."""

    column: str
    count: int
    row: int
    old: str
    new: str


_WORDS: Mapping[int, Callable[[str, str, _Change], str]] = {
    _BLANKS: lambda many, where, _: f"Blanks around {many} were left out ({where}).",
    _CASE: lambda many, where, c: (
        f"Small letters were read as capitals in {many} ({where}), such as “{c.new}” for “{strip(c.old)}”."
    ),
    _NUMBER: lambda many, where, c: (
        f"The “.0” of {many} was left out ({where}): “{strip(c.old)}” was read as “{c.new}”."
    ),
    _POWER: lambda many, where, c: (
        f"A spreadsheet has shortened {many} to a power of ten ({where}), such as “{c.new}”. "
        "The digits are lost: export the file again and do not save it in a spreadsheet."
    ),
    _MARKS: lambda many, where, c: (
        f"The marks that a program put around {many} were left out ({where}): “{strip(c.old)}” was read as “{c.new}”."
    ),
    _MARKED: lambda many, where, c: (
        f"A program has put marks around {many} ({where}), such as “{visible(c.new)}”. They are {_KEPT}; {_SAFE}."
    ),
    _NULL: lambda many, where, c: (
        f"“{c.new}” or the like, a database’s word for blank, stands in {many} ({where}). They are {_KEPT}; {_SAFE}."
    ),
    _PLACEHOLDER: lambda many, where, c: (
        f"“{c.new}” or the like stands in {many} ({where}), as some systems write for blank. They are {_KEPT}: leave "
        "these cells blank."
    ),
    _HIDDEN: lambda many, where, c: (
        f"Characters that cannot be seen stand in {many} ({where}), such as “{visible(c.new)}”. They are {_KEPT}: "
        "delete them; the safe changes (check903 fix --safe) do so where the value is clear without them."
    ),
}


def tidy(
    table: Table, raw: dict[str, NDArray[np.object_]], line: NDArray[np.int64], file: str, room: Room
) -> tuple[TextTable, list[Notice]]:
    """The table with its values trimmed, in capitals and without a spreadsheet's `.0`, and what was changed.

    `raw` must hold every column of the table; a column in which nothing changes is shared, not copied.
    """
    columns = {}
    changes: dict[int, list[_Change]] = {}
    for name, values in raw.items():
        column = table.columns.get(name) or Column(name=name, title=name, type="flag")
        columns[name] = _tidy_column(column, values, changes, room)
    notices = []
    for kind, words in _WORDS.items():
        if found := changes.get(kind):
            first = min(found, key=lambda change: change.row)
            count = sum(change.count for change in found)
            many = f"{count:,} value{'s' if count > 1 else ''}"
            where = f"{table.name}: " + ", ".join(f"{change.column} {change.count:,}" for change in found)
            notices.append(Notice(file, int(line[first.row]), words(many, where, first)))
    notices += _no_identifiers(table.name, columns["CHILD"], line, file)
    for name, column in table.columns.items():
        if column.type in ("date", "date_zz"):
            notices += looks(f"{table.name}.{name}", columns[name], line, file)
    return TextTable(table.name, columns, raw, line, file), notices


def _no_identifiers(table: str, values: NDArray[np.object_], line: NDArray[np.int64], file: str) -> list[Notice]:
    """At most one notice on CHILD: values that are not of letters and digits, or are a word for something else."""
    no_identifiers = {
        value
        for value in set(values.tolist())
        if value and (not value.isalnum() or value in _NO_IDENTIFIERS) and not _POWER_OF_TEN.fullmatch(value)
    }
    if not no_identifiers:
        return []
    rows = [row for row, value in enumerate(values.tolist()) if value in no_identifiers]
    shown = [f"“{visible(value)[:50]}”" for value in list(dict.fromkeys(values[rows].tolist()))[: _SHOWN + 1]]
    named = ", ".join(shown[:_SHOWN]) + (" and others" if len(shown) > _SHOWN else "")
    words = (
        f"CHILD in the {table} table holds what is no identifier of letters and digits in {len(rows):,} "
        f"row{'s' * (len(rows) > 1)}: {named}. It was taken as it is: delete the row if it is of no child."
    )
    return [Notice(file, int(line[rows[0]]), words)]


def tidy_value(column: Column, value: str) -> str:
    """A value of a column as the rules see it."""
    return _read(value, column, *_treated_as(column))[0]


def _treated_as(column: Column) -> tuple[bool, bool]:
    """Whether a column's values are numbers to a spreadsheet, and whether they are identifiers."""
    number = column.type in ("flag", "integer", "code") or column.name in ("CHILD", "URN")
    return number, column.name in ("CHILD", "URN", "UPN")


def _tidy_column(
    column: Column, values: NDArray[np.object_], changes: dict[int, list[_Change]], room: Room
) -> NDArray[np.object_]:
    number, identifier = _treated_as(column)
    distinct_values = set(values.tolist())
    if _is_tidy(distinct_values):
        return values
    different = {}
    for value in distinct_values:
        tidied, kinds = _read(value, column, number, identifier)
        if kinds:
            different[value] = (tidied, kinds)
    if not different:
        return values
    room.take(16 * len(values) + 64 * len(different))
    position, distinct = pd.factorize(values)
    read = [different.get(value, (value, 0)) for value in distinct]
    changed = np.array([kinds for _, kinds in read])[position]
    for kind in _WORDS:
        rows = np.flatnonzero(changed & kind)
        if len(rows):
            row = int(rows[0])
            changes.setdefault(kind, []).append(
                _Change(column.name, len(rows), row, values[row], read[position[row]][0])
            )
    if all(tidied == value for value, (tidied, _) in different.items()):
        return values
    return np.array([tidied for tidied, _ in read], dtype=object)[position]


def _is_tidy(values: set[str]) -> bool:
    """Whether it is plain, without looking at the values one by one, that nothing in them can change."""
    together = "\0".join([*values, ""])
    return (
        together == together.upper()
        and not (_BLANK.search(together) or ("0\0" in together and ".0" in together) or "E+" in together)
        and is_plain(values)
    )


def _read(value: str, column: Column, number: bool, identifier: bool) -> tuple[str, int]:
    """The value as the rules see it, and the kinds of change or damage found in it (0: none)."""
    trimmed = strip(value)
    tidied = trimmed.upper()
    kinds = (trimmed != value) * _BLANKS | (tidied != trimmed) * _CASE
    if (inner := unmarked(tidied)) != tidied:
        if column.name == "CHILD":
            # Of an identifier no rule would say what is wrong with it, only that last year's child is gone.
            while (inner := strip(unmarked(tidied))) != tidied:
                tidied = inner
            kinds |= _MARKS
        else:
            kinds |= _MARKED
    if column.name != "CHILD":
        kinds |= (tidied in NULLS) * _NULL | is_placeholder(column, tidied) * _PLACEHOLDER
    kinds |= has_hidden(tidied) * _HIDDEN
    if number and tidied.endswith("0") and (match := _POINT_ZERO.fullmatch(tidied)):
        return match[1], kinds | _NUMBER
    if identifier and "E+" in tidied and _POWER_OF_TEN.fullmatch(tidied):
        kinds |= _POWER
    return tidied, kinds
