"""The model as an Excel workbook: a sheet a table with real dates, and a first one that explains them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...insight.care.history import History
from ...insight.model.declare import Column
from ...insight.model.descriptor import about
from ...insight.model.tables import Sheet
from ...returns.sheets import Book, CellValue
from .cells import as_written
from .steps import Step

_KINDS = {"integer": "number", "number": "number", "date": "date", "boolean": "text", "month": "text"}
_WIDTHS = {"integer": 12, "number": 12, "date": 12, "boolean": 10, "month": 12, "text": 24}


def workbook_files(h: History, sheets: Sequence[Sheet], with_ids: bool, step: Step) -> dict[str, bytes]:
    """One workbook, model.xlsx. The first sheet tells what is in it, and of which years."""
    step("Read me first")
    book = Book()
    first = book.add("Read me first", ("Table", "Column", "What it is"), (24, 26, 110), ("words",) * 3, wrap=(2,))
    for sheet in sheets:
        step(sheet.table.title)
        columns = sheet.columns
        page = book.add(
            sheet.table.name,
            [column.name for column in columns],
            [_WIDTHS[column.kind] for column in columns],
            [_kind(column) for column in columns],
            frozen=1,
        )
        page.fill(zip(*(as_written(cells, Book.day) for cells in sheet.cells), strict=True))
    first.fill(_explained(h, sheets, with_ids, book))
    return {"model.xlsx": book.close()}


def _kind(column: Column) -> str:
    return _KINDS.get(column.kind) or ("words" if column.label_of or column.groups else "text")


def _explained(h: History, sheets: Sequence[Sheet], with_ids: bool, book: Book) -> Iterator[Sequence[CellValue]]:
    yield "", "", about(with_ids)
    for notice in h.notices:
        yield "", "", notice.message
    for name, number in book.left_out.items():
        yield name, "", f"Lacks its last {number:,} rows: Excel has no room for more."
    yield "", "", ""
    for year in h.years:
        coverage = ", ".join(f"{name} {len(rows):,}" for name, rows in year.tables.items())
        yield "Return", year.name, f"Rows: {coverage}."
    for sheet in sheets:
        table = sheet.table
        yield "", "", ""
        yield table.name, "", f"{table.title}. {table.description} {len(sheet):,} rows, from {table.source}."
        for column in sheet.columns:
            yield table.name, column.name, f"{column.title}: {column.explained}"
