"""Reads the cases of the history in cases/: returns of some years as small tables, and what must come of them.

A case begins with `# what it shows`. `without: REPAIR` may follow, and `as at: DAY`, of the newest year. Then tables,
each with its heading. Its first cell names a table of the return and its year (`Episodes 2023-24`; it may have no
rows), or a table of the model, whose rows must then be these, in these columns. Columns of the return that are not
named are blank. Dates are DD/MM/YYYY everywhere; where one row refers to another (`counted_as`), the other's first day
stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from validator.checking.check import from_frame, make_return
from validator.insight import History, history
from validator.insight.model.keys import Keys
from validator.insight.model.tables import Sheet, sheets
from validator.returns.collection import Collection
from validator.returns.rows import Return
from validator.returns.tables import YEARS

FOLDER = Path(__file__).parent / "cases"
_OF_YEAR = re.compile(r"(\w+) (\d{4}-\d{2})")
_SETTING = re.compile(r"(without|as at): (.+)")

Rows = list[dict[str, str]]


@dataclass
class Case:
    """One case: `given` is year -> table -> rows, `expected` table of the model -> columns and rows."""

    shows: str
    place: str
    settings: dict[str, str] = field(default_factory=dict)
    given: dict[str, dict[str, Rows]] = field(default_factory=dict)
    expected: dict[str, tuple[list[str], Rows]] = field(default_factory=dict)

    def returns(self) -> list[Return]:
        """The returns of the years."""
        newest = max(self.given)
        return [
            a_return(year, tables, self.settings.get("as at") if year == newest else None)
            for year, tables in self.given.items()
        ]

    def history(self) -> History:
        """What is made of them."""
        return history(self.returns(), without=self.settings.get("without", "").split())


def a_return(year: str, tables: Mapping[str, Rows], as_at: str | None = None) -> Return:
    """A return of any year out of rows."""
    opening = int(year[:4])
    collection = Collection(max(year, YEARS[0]), None, as_at, start=f"{opening}-04-01", end=f"{opening + 1}-03-31")
    texts = {name: from_frame(name, pd.DataFrame(rows, dtype=object)) for name, rows in tables.items()}
    return make_return(collection, texts)


def read_cases() -> list[Case]:
    """Every case of every file."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.txt")):
        rows: Rows | None = None
        columns: list[str] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# "):
                found.append(Case(line[2:], f"{path.name}:{number}"))
                rows = None
            elif match := _SETTING.fullmatch(line.strip()):
                found[-1].settings[match[1]] = match[2]
            elif "|" in line:
                first, *cells = (cell.strip() for cell in line.split("|"))
                if first:
                    rows, columns = [], cells
                    _begin(found[-1], first, columns, rows)
                else:
                    assert rows is not None, f"{path.name}:{number}"
                    rows.append(dict(zip(columns, cells, strict=True)))
            else:
                assert not line.strip(), f"{path.name}:{number}: {line}"
    return found


def _begin(case: Case, name: str, columns: list[str], rows: Rows) -> None:
    if match := _OF_YEAR.fullmatch(name):
        case.given.setdefault(match[2], {})[match[1]] = rows
    else:
        case.expected[name] = (columns, rows)


def tables_of(h: History) -> dict[str, Rows]:
    """The tables of the model with identifiers as the cases write them, rows in order of CHILD."""
    found = {sheet.table.name: sheet for sheet in sheets(h, Keys(), with_ids=True)}
    return {name: _shown(sheet, found) for name, sheet in found.items()}


def _shown(sheet: Sheet, all_sheets: Mapping[str, Sheet]) -> Rows:
    columns = {column.name: cells for column, cells in zip(sheet.columns, sheet.cells, strict=True)}
    for name, (to, _) in sheet.table.refers.items():
        other = all_sheets[to or sheet.table.name]
        if to != "child":
            starts = dict(enumerate(_column(other, "start"), 1))
            columns[name] = [starts.get(link) for link in columns[name]]
    lines = [
        {name: _cell(value) for name, value in zip(columns, values, strict=True)}
        for values in zip(*columns.values(), strict=True)
    ]
    return sorted(lines, key=lambda line: line.get("child", ""))


def _column(sheet: Sheet, name: str) -> Iterable[Any]:
    return next(cells for column, cells in zip(sheet.columns, sheet.cells, strict=True) if column.name == name)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
