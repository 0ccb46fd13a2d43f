"""The model as one SQLite file, with keys and indexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from ...insight.care.history import History
from ...insight.model.declare import VERSION, Table
from ...insight.model.descriptor import about
from ...insight.model.tables import Sheet
from .steps import Step

_TYPES = {"integer": "INTEGER", "number": "REAL", "date": "DATE", "month": "TEXT", "boolean": "BOOLEAN", "text": "TEXT"}


def database_files(h: History, sheets: Sequence[Sheet], with_ids: bool, step: Step) -> dict[str, bytes]:
    """One file, model.sqlite. Its tables `about` and `about_column` tell what is in the others.

    Dates are text as 2025-03-31, true and false are 1 and 0.
    """
    # Brings a library of its own, which only this form needs.
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        step("About")
        connection.execute("CREATE TABLE about (what TEXT, words TEXT)")
        said = [("Read me first", about(with_ids)), *(("Notice", notice.message) for notice in h.notices)]
        said += [("Version", VERSION), *(("Return", year.name) for year in h.years)]
        connection.executemany("INSERT INTO about VALUES (?, ?)", said)
        connection.execute('CREATE TABLE about_column ("table" TEXT, "column" TEXT, title TEXT, description TEXT)')
        for sheet in sheets:
            step(sheet.table.title)
            _write(connection, sheet)
        connection.commit()
        return {"model.sqlite": connection.serialize()}
    finally:
        connection.close()


def _write(connection: Any, sheet: Sheet) -> None:
    table, columns = sheet.table, sheet.columns
    connection.executemany(
        "INSERT INTO about_column VALUES (?, ?, ?, ?)",
        [(table.name, "", table.title, table.description)]
        + [(table.name, column.name, column.title, column.explained) for column in columns],
    )
    lines = [f'"{column.name}" {_TYPES[column.kind]}' for column in columns]
    connection.execute(f'CREATE TABLE "{table.name}" ({", ".join([*lines, *_keys(table)])})')
    places = ", ".join("?" * len(columns))
    connection.executemany(
        f'INSERT INTO "{table.name}" VALUES ({places})', zip(*map(_stored, sheet.cells), strict=True)
    )
    for name in table.refers:
        connection.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")')


def _keys(table: Table) -> Iterator[str]:
    names = ", ".join(f'"{name}"' for name in table.key)
    yield f"PRIMARY KEY ({names})"
    for name, (to, key) in table.refers.items():
        yield f'FOREIGN KEY ("{name}") REFERENCES "{to or table.name}" ("{key}")'


def _stored(cells: Sequence[Any]) -> Iterator[Any]:
    return (cell.isoformat() if isinstance(cell, dt.date) else cell for cell in cells)
