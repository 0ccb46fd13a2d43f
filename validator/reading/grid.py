"""From rows of cells under headings, be it a CSV file or a sheet, to the columns of one table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from ..returns.errors import InputError, Notice
from ..returns.tables import TextTable
from .blanks import BLANKS, strip
from .headings import Headings
from .limits import Room
from .marks import visible
from .no_rows import is_likely, is_no_row
from .tidy import tidy

_ROWS_AT_ONCE = 2048
_SHOWN = 10


@dataclass
class _Lines:
    """Lines with something in common: how many, and the first few."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """One line more."""
        self.count += 1
        if self.count <= _SHOWN:
            self.first.append(line)


class Grid:
    """Collects the rows of one table; `line` numbers start at the first row after the headings."""

    def __init__(self, headings: Headings, line: int, file: str, room: Room) -> None:
        self._headings = headings
        self._line = line
        self._heading_line = line - 1
        self._file = file
        self._room = room
        self._values: dict[str, list[str]] = {column: [] for column in headings.positions}
        self._lines: list[NDArray[np.int64]] = []
        self._cleared = _Lines()
        self._short = _Lines()
        self._no_rows = _Lines()
        self._no_row_texts: list[str] = []
        self._overfull = _Lines()
        self._unnamed: dict[int, int] = dict.fromkeys(headings.unnamed, 0)
        # A row may end after its last named column: blank headings beyond it are a spreadsheet's doing.
        self._least = max(position for position in range(headings.width) if position not in self._unnamed) + 1

    def read(self, rows: Iterator[list[str]]) -> tuple[TextTable, list[Notice]]:
        """The table and what is to be said about its rows. InputError for rows that cannot be laid out."""
        while chunk := self._chunk(rows):
            self._add(chunk)
        if self._overfull.count:
            raise self._overfull_error()
        notices = self._notices()
        raw = {column: np.array(self._values.pop(column), dtype=object) for column in self._headings.table.columns}
        line = np.concatenate([np.empty(0, dtype=np.int64), *self._lines])
        table, changes = tidy(self._headings.table, raw, line, self._file, self._room)
        return table, notices + changes

    def _chunk(self, rows: Iterator[list[str]]) -> list[list[str]]:
        chunk: list[list[str]] = []
        try:
            chunk.extend(islice(rows, _ROWS_AT_ONCE))
        except csv.Error as error:
            raise csv_error(error, self._line + len(chunk)) from None
        return chunk

    def _add(self, rows: list[list[str]]) -> None:
        lines = np.arange(self._line, self._line + len(rows), dtype=np.int64)
        self._line += len(rows)
        rows, lines = self._without_no_rows(rows, lines)
        if not rows:
            return
        # Nearly every row is as wide as the headings and starts with a value; the rest is looked at one by one.
        if set(map(len, rows)) != {self._headings.width} or not all(
            cell.strip(BLANKS) for cell in map(itemgetter(0), rows)
        ):
            rows, lines = self._regular(rows, lines)
            if not rows:
                return
        columns = list(zip(*rows, strict=True))
        for column, position in self._headings.positions.items():
            self._values[column] += self._room.share(columns[position])
        for position in self._unnamed:
            self._unnamed[position] += sum(bool(cell.strip(BLANKS)) for cell in columns[position])
        self._room.take(8 * len(rows))
        self._lines.append(lines)

    def _without_no_rows(
        self, rows: list[list[str]], lines: NDArray[np.int64]
    ) -> tuple[list[list[str]], NDArray[np.int64]]:
        """The rows without those that plainly are none of the table, with their lines."""
        at = self._headings.positions["CHILD"]
        kept = np.ones(len(rows), dtype=bool)
        for number, row in enumerate(rows):
            child = row[at] if at < len(row) else ""
            if not is_likely(child) and is_no_row(row, child):
                kept[number] = False
                self._no_rows.add(int(lines[number]))
                if len(self._no_row_texts) < _SHOWN:
                    self._no_row_texts.append(next(filter(None, map(strip, row))))
        if kept.all():
            return rows, lines
        return [row for row, keep in zip(rows, kept.tolist(), strict=True) if keep], lines[kept]

    def _regular(self, rows: list[list[str]], lines: NDArray[np.int64]) -> tuple[list[list[str]], NDArray[np.int64]]:
        """The rows that are not blank, filled up or cut off to the width of the headings, with their lines."""
        width = self._headings.width
        kept, kept_lines = [], []
        for row, line in zip(rows, lines.tolist(), strict=True):
            if not "".join(row).strip(BLANKS):
                if len(row) > 1:
                    self._cleared.add(line)
                continue
            if len(row) < width:
                if len(row) < self._least:
                    self._short.add(line)
                row = row + [""] * (width - len(row))
            elif len(row) > width:
                if "".join(row[width:]).strip(BLANKS):
                    self._overfull.add(line)
                row = row[:width]
            kept.append(row)
            kept_lines.append(line)
        return kept, np.array(kept_lines, dtype=np.int64)

    def _notices(self) -> list[Notice]:
        notices = []
        if surplus := self._headings.surplus:
            several = "columns that are" if len(surplus) > 1 else "a column that is"
            named = ", ".join(surplus[:20]) + (", …" if len(surplus) > 20 else "")
            words = f"Ignored {several} not part of the {self._headings.table.name} table: {named}."
            notices.append(Notice(self._file, None, words))
        for position, filled in self._unnamed.items():
            if filled:
                words = f"Ignored {_many(filled, 'value')} in column {position + 1}, which has no heading."
                notices.append(Notice(self._file, None, words))
        for heading, column in self._headings.renamed:
            words = f"The heading “{visible(heading)[:50]}” was read as {column}."
            notices.append(Notice(self._file, self._heading_line, words))
        if self._no_rows.count:
            texts = list(dict.fromkeys(f"“{visible(text)[:50]}”" for text in self._no_row_texts))
            many = _many(self._no_rows.count, "row")
            words = f"Left out {many}, plainly not of the table but around it: {', '.join(texts)}."
            notices.append(Notice(self._file, self._no_rows.first[0], words))
        if self._cleared.count:
            words = f"Left out {_many(self._cleared.count, 'row')} of blank cells."
            notices.append(Notice(self._file, self._cleared.first[0], words))
        if self._short.count:
            rows = _many(self._short.count, "row")
            words = f"{rows} with fewer cells than headings; the missing ones were read as blank."
            notices.append(Notice(self._file, self._short.first[0], words))
        return notices

    def _overfull_error(self) -> InputError:
        count, first = self._overfull.count, self._overfull.first
        if count == 1:
            problem = "This row has more filled cells than there are headings."
        else:
            shown = ", ".join(map(str, first)) + (", …" if count > len(first) else "")
            problem = f"{count:,} rows have more filled cells than there are headings (lines {shown})."
        return InputError(
            problem,
            "A comma inside a value may have split it in two: put quotation marks around it, or delete the comma.",
            line=first[0],
        )


def csv_error(error: csv.Error, line: int) -> InputError:
    """What is wrong with the quotation marks of a CSV file; `line` is where the row begins."""
    if "expected after" in str(error):
        problem = "A quotation mark stands inside a value."
    else:
        problem = "A quotation mark opens a value here and is never closed."
    return InputError(problem, "Delete it, or save the file again from a spreadsheet.", line=line)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
