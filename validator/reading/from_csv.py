"""Reads one table from a CSV file, whatever its encoding, delimiter and line endings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..returns.errors import InputError, Notice
from ..returns.tables import TextTable
from .blanks import strip
from .encoding import find_encoding
from .grid import Grid, csv_error
from .headings import HEAD, Headings, best, unrecognised
from .limits import LONGEST_LINE, MOST_CELLS, Room

_DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes"}


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written: its encoding and how errors in it are treated, its delimiter and headings.

    `spaced` is whether spaces may stand between a delimiter and a quotation mark.
    """

    encoding: str
    errors: str
    delimiter: str
    spaced: bool
    above: list[list[str]]
    headings: Headings

    @property
    def line(self) -> int:
        """The line of the headings."""
        return len(self.above) + 1


def find_layout(data: bytes, file: str) -> tuple[Layout, list[Notice]]:
    """How a CSV file is written, and notices on its encoding; InputError when it is not a table of the return."""
    encoding, errors, notices = find_encoding(data, file)
    delimiter, spaced, above, headings = _find_headings(
        lambda delimiter, spaced: _rows(data, encoding, errors, delimiter, spaced)
    )
    layout = Layout(encoding, errors, delimiter, spaced, above, headings)
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
    if layout.spaced:
        words = "Blanks before the quotation marks around values were left out."
        notices.append(Notice(file, line, words))
    if any(strip(cell) for row in layout.above for cell in row):
        notices.append(Notice(file, line, "The headings are in this line; what stands above them was left out."))
    body = islice(_rows(data, layout.encoding, layout.errors, delimiter, layout.spaced), line, None)
    table, more = Grid(layout.headings, line + 1, file, room).read(body)
    return table, notices + more


def _rows(data: bytes, encoding: str, errors: str, delimiter: str, spaced: bool) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors=errors, newline="")
    return csv.reader(_lines(stream, delimiter), delimiter=delimiter, skipinitialspace=spaced, strict=True)


def _lines(stream: io.TextIOWrapper, delimiter: str) -> Iterator[str]:
    """The lines of the file, none so long that reading it would take the computer's memory."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE or (len(line) > MOST_CELLS and line.count(delimiter) > MOST_CELLS):
            raise InputError(
                f"A line of the file has more than {LONGEST_LINE:,} characters or {MOST_CELLS:,} cells.",
                "This is not a table of the return. Check what was exported.",
            )
        yield line


def _find_headings(
    rows: Callable[[str, bool], Iterator[list[str]]],
) -> tuple[str, bool, list[list[str]], Headings]:
    """The delimiter, whether spaces may stand before quotation marks, the rows above the headings, and the headings.

    Commas are tried first, and spaces only where nothing is found without them.
    """
    problem: InputError | None = None
    for spaced in (False, True):
        found = []
        for delimiter in _DELIMITERS:
            head: list[list[str]] = []
            try:
                head.extend(islice(rows(delimiter, spaced), HEAD))
            except csv.Error as error:
                problem = problem or csv_error(error, len(head) + 1)
            if match := best(head):
                position, headings = match
                found.append((len(headings.missing), delimiter, head[:position], headings))
            elif delimiter == ",":
                problem = problem or unrecognised(head)
        if found:
            _, delimiter, above, headings = min(found, key=lambda entry: entry[0])
            return delimiter, spaced, above, headings
    assert problem is not None
    raise problem
