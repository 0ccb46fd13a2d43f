"""Empty tables of the extension to fill in: a CSV file each, and a workbook of all."""

from __future__ import annotations

from ...reading.extension import EXTENSION
from ...returns.csv_files import for_people
from ...returns.sheets import Book

_KINDS = {"date": "date", "money": "number"}


def templates() -> dict[str, bytes]:
    """File name -> content; each table has one line as an example, to be written over."""
    book = Book()
    files = {}
    for name, columns in EXTENSION.items():
        headings, example = [column.name for column in columns], [column.example for column in columns]
        files[f"{name}.csv"] = for_people(headings, [example])
        sheet = book.add(name, headings, [16] * len(columns), [_KINDS.get(c.kind, "text") for c in columns], frozen=1)
        sheet.fill([example])
    return {**files, "extension.xlsx": book.close()}
