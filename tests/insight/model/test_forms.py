"""The workbook and the SQLite file hold what the data package holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.insight.model.makers import a_history
from validator.exporting.model import write_model
from validator.insight.model.declare import PERSONAL_DATA, WITH_IDENTIFIERS, Column
from validator.insight.model.keys import Keys
from validator.insight.model.schema import model_tables


@pytest.fixture(scope="module")
def keys() -> Keys:
    """One set of numbers, so that the forms can be compared."""
    return Keys()


TABLES = {name: table for name, table in model_tables().items() if not table.extension}


def package(keys: Keys) -> dict[str, list[list[str]]]:
    files = write_model(a_history(), keys=keys, with_ids=True)
    return {name: list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig")))) for name in TABLES}


def as_text(value: Any) -> str:
    """A cell of a workbook or database as the CSV files have it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)


def stored(cell: Any, column: Column) -> str:
    """A cell of the database as the CSV files have it."""
    return "" if cell is None else ("false", "true")[cell] if column.kind == "boolean" else str(cell)


def test_the_workbook_holds_the_same_with_real_dates(keys: Keys) -> None:
    expected = package(keys)
    ((name, content),) = write_model(a_history(), "xlsx", keys=keys, with_ids=True).items()
    assert name == "model.xlsx"
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Read me first", *TABLES]
    assert book.get_sheet_by_index(0).to_python()[1][2] == WITH_IDENTIFIERS
    for table in TABLES:
        rows = book.get_sheet_by_name(table).to_python()
        found = [[as_text(value) for value in row] for row in rows]
        # Whole numbers of miles are written without their .0 there.
        lines = [[as_text(float(cell)) if cell.endswith(".0") else cell for cell in row] for row in expected[table]]
        assert found == lines, table
    starts = [row[2] for row in book.get_sheet_by_name("care_period").to_python()[1:]]
    assert starts
    assert all(isinstance(start, dt.date) for start in starts)


def test_the_database_holds_the_same_with_keys_and_indexes(keys: Keys, tmp_path: Path) -> None:
    expected = package(keys)
    ((name, content),) = write_model(a_history(), "sqlite", keys=keys, with_ids=True).items()
    (tmp_path / name).write_bytes(content)
    with sqlite3.connect(tmp_path / name) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, declared in TABLES.items():
            headings = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
            rows = database.execute(f'SELECT * FROM "{table}"').fetchall()
            found = [list(map(stored, row, declared.columns)) for row in rows]
            assert [headings, *found] == expected[table], table
            references = {row[3]: (row[2], row[4]) for row in database.execute(f'PRAGMA foreign_key_list("{table}")')}
            assert references == {column: (to or table, key) for column, (to, key) in declared.refers.items()}
            indexes = {row[1] for row in database.execute(f'PRAGMA index_list("{table}")')}
            assert {f"{table}_{column}" for column in declared.refers} <= indexes
    database.close()


def test_the_sentence_about_personal_data_begins_the_database(tmp_path: Path) -> None:
    (tmp_path / "model.sqlite").write_bytes(write_model(a_history(), "sqlite")["model.sqlite"])
    with sqlite3.connect(tmp_path / "model.sqlite") as database:
        assert database.execute("SELECT words FROM about LIMIT 1").fetchone() == (PERSONAL_DATA,)
        told = dict(database.execute('SELECT "table", title FROM about_column WHERE "column" = \'\''))
    database.close()
    assert told == {name: table.title for name, table in TABLES.items()}
