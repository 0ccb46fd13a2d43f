"""The extension of the model: what councils hold and the 903 does not ask, in three small tables, each optional.

They are recognised by their headings like any other file, and read as forgivingly: CSV or Excel, columns in any order,
more columns than these, dates as 31/03/2025 or 2025-03-31, sums with a pound sign and commas.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from python_calamine import CalamineWorkbook

from rules.language import Dates, Mask, Numbers, Strings

from ..returns.errors import InputError, Notice
from ..returns.words import count_of, listed
from .blanks import strip
from .from_excel import cell_text
from .from_zip import members
from .headings import HEAD, squashed
from .kinds import find_kind
from .limits import check_size
from .list_rows import list_rows, list_text
from .result import Source
from .sources import Item, items
from .workbook import compiled_reader, look_through

ColumnKind: TypeAlias = Literal["text", "date", "money", "words"]


class Field(NamedTuple):
    """One column: `needed` in the headings, and other names that it may have there."""

    name: str
    kind: ColumnKind
    example: str
    needed: bool = False
    aliases: tuple[str, ...] = ()


_CHILD = Field("child", "text", "100001", True, ("child id", "childid"))
_START, _END = (
    Field("start", "date", "01/04/2025", True, ("start date",)),
    Field("end", "date", "", True, ("end date",)),
)

# Table -> its columns. Which table a file is is told by those that are needed.
EXTENSION: Mapping[str, tuple[Field, ...]] = {
    "placement_cost": (
        _CHILD,
        _START,
        _END,
        Field("weekly_cost", "money", "1,250.00", True, ("cost per week", "weekly charge")),
        Field("social_care", "money", "1,000.00"),
        Field("health", "money", "150.00"),
        Field("education", "money", "100.00"),
        Field("basis", "words", "spot"),
        Field("note", "text", ""),
    ),
    "outcome": (
        _CHILD,
        Field("date", "date", "31/03/2026", True),
        Field("measure", "words", "School attendance", True),
        Field("value", "text", "92", True),
        Field("unit", "words", "percent"),
        Field("source", "words", "Virtual school"),
    ),
    "support": (
        _CHILD,
        _START,
        _END,
        Field("service", "words", "Mentoring", True),
        Field("note", "text", ""),
    ),
}

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00:00)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_SUM = re.compile(r"-?\d{1,12}(?:\.\d+)?")


@dataclass(frozen=True)
class ExtraTable:
    """The rows of one table, of however many files: texts as they stand there, each row's file and line."""

    name: str
    columns: Mapping[str, Strings]
    file: Strings
    line: np.ndarray[tuple[int], np.dtype[np.int64]]

    def __len__(self) -> int:
        return len(self.line)

    def dates(self, name: str) -> Dates:
        """A column as dates; NaT where it is blank or no date."""
        return np.array([_date(text) for text in self.columns[name].tolist()], dtype="M8[D]")

    def numbers(self, name: str) -> Numbers:
        """A column as numbers; NaN where it is blank or none."""
        return np.array([_number(text) for text in self.columns[name].tolist()], dtype=np.float64)

    def by_file(self, which: Mask) -> Iterator[tuple[str, int, str]]:
        """Each file with such rows: the line of its first, and how many they are in words."""
        for file in dict.fromkeys(self.file[which].tolist()):
            lines = self.line[which & (self.file == file)]
            yield file, int(lines[0]), count_of(len(lines), "row")


@dataclass
class Extra:
    """All tables of the extension that some files hold, and what there is to say of them."""

    tables: dict[str, ExtraTable] = field(default_factory=dict)
    problems: list[InputError] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def read_extra(sources: Iterable[Source]) -> Extra:
    """Read the tables of the extension. A file that cannot be used is one of the problems, the others are read."""
    found = Extra()
    rows: dict[str, list[tuple[str, int, dict[str, str]]]] = {}
    for item in items(sources):
        for each in _unpacked(item, found):
            try:
                for name, line, row in _rows(each):
                    rows.setdefault(name, []).append((each.name, line, row))
            except InputError as problem:
                problem.file = problem.file or each.name
                found.problems.append(problem)
    for name, lines in rows.items():
        table = ExtraTable(
            name,
            {
                column.name: np.array([row.get(column.name, "") for *_, row in lines], dtype=object)
                for column in EXTENSION[name]
            },
            np.array([file for file, *_ in lines], dtype=object),
            np.array([line for _, line, _ in lines], dtype=np.int64),
        )
        found.tables[name] = table
        found.notices += _unreadable(table)
    return found


def _unpacked(item: Item, found: Extra) -> Iterator[Item]:
    """The file, or those in a ZIP."""
    try:
        if item.problem is not None:
            raise item.problem
        if item.ignored:
            found.notices.append(Notice(item.name, None, item.ignored))
        elif find_kind(item.name, item.data) == "ZIP":
            for member in members(item):
                yield from _unpacked(member, found)
        else:
            yield item
    except InputError as problem:
        problem.file = problem.file or item.name
        found.problems.append(problem)


def _rows(item: Item) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The filled rows of each sheet or of the file: (table, line, column -> text)."""
    used = False
    for sheet in _sheets(item):
        head = sheet[:HEAD]
        top = next((at for at, cells in enumerate(head) if _recognised(cells)), None)
        if top is None:
            continue
        used = True
        name, places = _recognised(sheet[top])  # type: ignore[misc]
        for line, cells in enumerate(sheet[top + 1 :], top + 2):
            row = {column: strip(cells[at]) for column, at in places.items() if at < len(cells)}
            if any(row.values()):
                yield name, line, {**row, "child": row.get("child", "").upper()}
    if not used:
        needed = [f"{name} ({', '.join(_needed(name))})" for name in EXTENSION]
        raise InputError(
            "This is no table of the extension: its headings fit none.",
            f"The tables, with the headings that each needs, are {listed(needed)}.",
        )


def _needed(name: str) -> list[str]:
    return [column.name for column in EXTENSION[name] if column.needed]


def _recognised(cells: Sequence[str]) -> tuple[str, dict[str, int]] | None:
    """The table whose headings these are, with the place of each column; None for none."""
    named = {squashed(cell): at for at, cell in reversed(list(enumerate(cells))) if strip(cell)}
    for name, columns in EXTENSION.items():
        places = {
            column.name: named[heading]
            for column in columns
            for heading in [next((h for h in map(squashed, (column.name, *column.aliases)) if h in named), "")]
            if heading
        }
        if set(_needed(name)) <= places.keys():
            return name, places
    return None


def _sheets(item: Item) -> Iterator[list[list[str]]]:
    """The rows of a CSV file, or of each sheet of a workbook."""
    kind = find_kind(item.name, item.data)
    check_size(kind, len(item.data), item.name)
    if kind == "Excel":
        look_through(item.data)
        with compiled_reader():
            book = CalamineWorkbook.from_filelike(io.BytesIO(item.data))
            sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        for sheet in sheets:
            yield [[cell_text(cell) for cell in row] for row in sheet]
        return
    if kind != "CSV":
        raise InputError(f"This is an {kind} file.", "Give the table as CSV or Excel.")
    text = list_text(item.data, item.name)
    try:
        yield list(list_rows(text))
    except csv.Error:
        raise InputError("The rows of this file cannot be told apart.", "Save it again as “CSV UTF-8”.") from None


def _date(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    parts = match.groups()[::-1] if match else (iso.groups() if (iso := _ISO.fullmatch(text)) else None)
    if parts is None:
        return None
    try:
        found = dt.date(*map(int, parts))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _number(text: str) -> float:
    plain = text.replace("£", "").replace(",", "").replace(" ", "")
    return float(plain) if plain.isascii() and _SUM.fullmatch(plain) else float("nan")


def _unreadable(table: ExtraTable) -> Iterator[Notice]:
    """One notice on each column of each file in which dates or sums cannot be read."""
    for column in EXTENSION[table.name]:
        filled = table.columns[column.name] != ""
        if column.kind == "date":
            wrong, what = filled & np.isnat(table.dates(column.name)), "a date, such as 31/03/2025"
        elif column.kind == "money":
            wrong, what = filled & np.isnan(table.numbers(column.name)), "a sum, such as 1,250.00"
        else:
            continue
        for file, line, rows in table.by_file(wrong):
            yield Notice(file, line, f"{column.name} is not {what}, in {rows}, this the first. It is left blank.")
