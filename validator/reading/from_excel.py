"""Reads the tables of an Excel workbook, one sheet for each."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from ..returns.errors import InputError, Notice
from ..returns.tables import TextTable
from .blanks import strip
from .grid import Grid
from .headings import HEAD, best, unrecognised
from .limits import Room
from .workbook import compiled_reader, look_through

# Identifiers that may start with zeros, which a cell that holds a number cannot.
_IDENTIFIERS = ("CHILD", "UPN", "URN", "SW_ID")


def read_excel(data: bytes, file: str, room: Room) -> tuple[list[TextTable], list[Notice], list[InputError]]:
    """The tables in a workbook's sheets, what was read as what, and the sheets that cannot be used.

    A sheet's rows say "file [sheet]" as their file and the sheet's row as their line. Dates become DD/MM/YYYY and
    whole numbers lose their decimal point. Raises InputError when the workbook cannot be opened or no sheet in it is
    a table of the return.
    """
    error_cell = look_through(data)
    with compiled_reader():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[TextTable] = []
    notices: list[Notice] = []
    problems: list[InputError] = []
    numbers: Counter[str] = Counter()
    strange: list[tuple[str, list[list[str]]]] = []
    if error_cell:
        words = f"Cells with an error such as #N/A were read as blank; {error_cell} is one."
        notices.append(Notice(file, None, words))
    for name in (sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet):
        place = f"{file} [{name}]"
        try:
            with compiled_reader():
                sheet = book.get_sheet_by_name(name)
            top = _top(sheet)
            if not any(strip(cell) for row in top for cell in row):
                continue
            if best(top) is None:
                strange.append((place, top))
                continue
            table, more = _read_sheet(sheet, top, place, room, numbers)
        except InputError as problem:
            problem.file = place
            problems.append(problem)
        else:
            found.append(table)
            notices += more
    if strange and not found and not problems:
        raise unrecognised([row for _, top in strange for row in top])
    notices += [Notice(place, None, "This sheet is no table of the return and was ignored.") for place, _ in strange]
    for column, number in numbers.items():
        words = (
            f"{column} is held as a number in {number:,} row{'s' * (number > 1)}. If it had zeros at its start they "
            "are lost: format the column as text before filling it."
        )
        notices.append(Notice(file, None, words))
    if not found and not problems:
        raise InputError("The workbook has no filled cell.", "Export it again; a table without rows has its headings.")
    return found, notices, problems


def _top(sheet: CalamineSheet) -> list[list[str]]:
    """The first rows of a sheet as text."""
    return [[cell_text(cell) for cell in row] for row in islice(_rows(sheet), HEAD)]


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """All rows of a sheet, from its first row and column on."""
    if sheet.start is None:
        return
    before: list[Any] = [""] * sheet.start[1]
    with compiled_reader():
        for row in sheet.iter_rows():
            yield before + row if before else row


def _read_sheet(
    sheet: CalamineSheet, top: list[list[str]], place: str, room: Room, numbers: Counter[str]
) -> tuple[TextTable, list[Notice]]:
    match = best(top)
    assert match is not None
    position, headings = match
    headings.check(position + 1)
    notices = []
    if any(strip(cell) for row in top[:position] for cell in row):
        words = "The headings are in this row; what stands above them was left out."
        notices.append(Notice(place, position + 1, words))
    identifiers = {column: headings.positions[column] for column in _IDENTIFIERS if column in headings.positions}

    def texts() -> Iterator[list[str]]:
        for row in islice(_rows(sheet), position + 1, None):
            for column, cell in identifiers.items():
                if isinstance(row[cell], int | float):
                    numbers[column] += 1
            yield [cell if type(cell) is str else cell_text(cell) for cell in row]

    table, more = Grid(headings, position + 2, place, room).read(texts())
    return table, notices + more


def cell_text(cell: Any) -> str:
    """A cell as the return would have it written."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        # Midnight is no time of day: the cell holds a date alone.
        cell = cell.date()
    if isinstance(cell, dt.datetime):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04} {cell.hour:02}:{cell.minute:02}:{cell.second:02}"
    if isinstance(cell, dt.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(cell)
