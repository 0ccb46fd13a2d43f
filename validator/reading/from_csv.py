"""Reads one table from a CSV file, whatever its encoding, delimiter and line endings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..errors import InputError, Notice
from ..tables import TextTable
from .blanks import strip
from .encoding import find_encoding
from .grid import Grid, csv_error
from .headings import HEAD, Headings, best, unrecognised
from .limits import LONGEST_LINE, MOST_CELLS, Room

_DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons"}


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written: its encoding and how errors in it are treated, its delimiter and headings."""

    encoding: str
    errors: str
    delimiter: str
    above: list[list[str]]
    headings: Headings

    @property
    def line(self) -> int:
        """The line of the headings."""
        return len(self.above) + 1


def find_layout(data: bytes, file: str) -> tuple[Layout, list[Notice]]:
    """How a CSV file is written, and notices on its encoding; InputError when it is not a table of the return."""
    encoding, errors, notices = find_encoding(data, file)
    delimiter, above, headings = _find_headings(lambda delimiter: _rows(data, encoding, errors, delimiter))
    layout = Layout(encoding, errors, delimiter, above, headings)
    headings.check(layout.line)
    return layout, notices


def read_csv(data: bytes, file: str, room: Room) -> tuple[TextTable, list[Notice]]:
    """The table in a CSV file and what was read as what.

    A row's line is its number in a spreadsheet: blank lines count, line breaks inside a quoted value do not.
    Raises InputError when the file is not a table of the return or its rows cannot be told apart.
    """
    layout, notices = find_layout(data, file)
    delimiter, line = layout.delimiter, layout.line
    if delimiter != ",":
        notices.append(Notice(file, line, f"The cells are separated by {_DELIMITERS[delimiter]} and were read so."))
    if any(strip(cell) for row in layout.above for cell in row):
        notices.append(Notice(file, line, "The headings are in this line; what stands above them was left out."))
    body = islice(_rows(data, layout.encoding, layout.errors, delimiter), line, None)
    table, more = Grid(layout.headings, line + 1, file, room).read(body)
    return table, notices + more


def _rows(data: bytes, encoding: str, errors: str, delimiter: str) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors=errors, newline="")
    return csv.reader(_lines(stream, delimiter), delimiter=delimiter, strict=True)


def _lines(stream: io.TextIOWrapper, delimiter: str) -> Iterator[str]:
    """The lines of the file, none so long that reading it would take the computer's memory."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE or (len(line) > MOST_CELLS and line.count(delimiter) > MOST_CELLS):
            raise InputError(
                f"A line of the file has more than {LONGEST_LINE:,} characters or {MOST_CELLS:,} cells.",
                "This is not a table of the return. Check what was exported.",
            )
        yield line


def _find_headings(rows: Callable[[str], Iterator[list[str]]]) -> tuple[str, list[list[str]], Headings]:
    """The delimiter, the rows above the headings, and the headings; commas are tried first."""
    found = []
    problem: InputError | None = None
    for delimiter in _DELIMITERS:
        head: list[list[str]] = []
        try:
            head.extend(islice(rows(delimiter), HEAD))
        except csv.Error as error:
            problem = problem or csv_error(error, len(head) + 1)
        if match := best(head):
            position, headings = match
            found.append((len(headings.missing), delimiter, head[:position], headings))
        elif delimiter == ",":
            first = next((row for row in head if any(map(strip, row))), [])
            problem = problem or unrecognised(first)
    if not found:
        assert problem is not None
        raise problem
    _, delimiter, above, headings = min(found, key=lambda entry: entry[0])
    return delimiter, above, headings
