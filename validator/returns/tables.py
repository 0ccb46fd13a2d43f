"""The twelve tables of the return: names, columns and types, from data/tables.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.language import LAST, THIS, YEARS, TableRef, Year

# Columns that the engine works out itself; no file has them, a frame may.
DERIVED = {"Header": ("UASC",), "Episodes": ("PL_LA", "PL_LOCATION", "PL_DISTANCE")}
# Tables with such a column that is worked out from another table.
DERIVED_FROM = {TableRef("Header", year): TableRef("UASC", year) for year in Year}


def load_data(name: str) -> Mapping[str, Any]:
    """A TOML file of the package's data folder as nested mappings."""
    return tomllib.loads(files("validator").joinpath("data", name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Column:
    """One column: `type` is text, code, flag, date, date_zz or integer; `codes` names its list in codes.toml."""

    name: str
    title: str
    type: str
    codes: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of the return. `signature` is a column that no other table has; `row_key` singles out a row.

    `ends` is the date on which what a row tells of is over, "" in a table without such a date.
    """

    name: str
    title: str
    description: str
    first_year: str
    signature: str
    row_key: tuple[str, ...]
    usual_file_name: str
    columns: Mapping[str, Column] = field(repr=False)
    ends: str = ""


@cache
def tables() -> Mapping[str, Table]:
    """Table name -> Table, in the conventional order."""
    result = {}
    for name, entry in load_data("tables.toml").items():
        columns = {c["name"]: Column(**{**c, "aliases": tuple(c.get("aliases", ()))}) for c in entry.pop("columns")}
        result[name] = Table(name=name, columns=columns, row_key=tuple(entry.pop("row_key")), **entry)
    return MappingProxyType(result)


def every_table() -> list[TableRef]:
    """Each table of this year and of last year, in the conventional order."""
    return [TableRef(name, year) for name in tables() for year in Year]


@dataclass
class TextTable:
    """One table as it was read: text only, a blank cell is "".

    `columns` holds the values the rules see (trimmed, upper case, `1.0` read as `1`), `raw` the values as they
    stand in the file, both as object arrays of str of one length. A derived column is present only where the
    input supplied it. `line` is each row's line in `file`, counted as a spreadsheet counts. `before` has what the file
    says in the cells that were changed since, by row and column. `place` is where each row stands in the file's table,
    where some of that are left out (`as_at`).
    """

    name: str
    columns: dict[str, NDArray[np.object_]]
    raw: dict[str, NDArray[np.object_]]
    line: NDArray[np.int64]
    file: str
    before: Mapping[tuple[int, str], str] = field(default_factory=dict)
    place: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        return len(self.line)


__all__ = [
    "DERIVED", "DERIVED_FROM", "LAST", "THIS", "YEARS", "Column", "Table", "TableRef", "TextTable", "Year",
    "every_table", "load_data", "tables",
]  # fmt: skip
