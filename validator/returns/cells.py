"""How rows are shown: each cell with its column's title, the value as it stands in the file and its code spelt out."""

from __future__ import annotations

from collections.abc import Collection as CollectionOf
from typing import TYPE_CHECKING

from . import codes
from .rows import Return, Rows
from .tables import LAST, Column, TableRef, tables

if TYPE_CHECKING:
    from .answers import RowCell, ShownCell


# The columns that the engine works out, as they are called on screen.
_DERIVED = {
    column.name: column
    for column in (
        Column("UASC", "Unaccompanied asylum-seeking child (worked out)", "code", "UASC"),
        Column("PL_LA", "Authority of the placement (worked out)", "code", "PL_LA"),
        Column("PL_LOCATION", "Inside or outside the authority (worked out)", "code", "PL_LOCATION"),
        Column("PL_DISTANCE", "Miles from home (worked out)", "text"),
    )
}


def column_of(table: str, field: str) -> Column:
    """The column of a table, derived ones included."""
    return tables()[table].columns.get(field) or _DERIVED[field]


def table_title(table: TableRef) -> str:
    """A table's title in words, saying so when it is last year's."""
    title = tables()[table.name].title
    return f"{title}, last year" if table.year is LAST else title


def fields_of(r: Return, table: TableRef) -> list[str]:
    """The table's columns in their usual order, then those that the engine has worked out."""
    return list(r.tables[table]._data.columns)


def meaning(table: str, field: str, value: str) -> str:
    """What a code in this column means (the name, for an authority's code); "" for anything that is no code."""
    name = column_of(table, field).codes
    return codes.meaning(name, value) if name and value else ""


class Cells:
    """One column of some rows, as it is shown: `marked` is the same for all rows."""

    def __init__(self, rows: Rows, field: str, *, marked: bool = False) -> None:
        self._source, self._rows = rows._data.source, rows.index
        raw = self._source.raw
        self.table = rows.ref.name
        self.name = field
        self.title = column_of(self.table, field).title
        self._values = rows.text(field).values
        self._shown = raw[field][rows.index] if field in raw else self._values
        self._marked = marked

    def __getitem__(self, at: int) -> ShownCell:
        value = str(self._values[at])
        cell: ShownCell = {
            "value": str(self._shown[at]),
            "meaning": meaning(self.table, self.name, value),
            "marked": self._marked,
        }
        before = self._source.before.get((int(self._rows[at]), self.name))
        return cell if before is None else {**cell, "before": before}


def value_of(r: Return, table: TableRef, row: int, field: str) -> str:
    """A cell as it stands in the file (as the engine worked it out, for a derived column)."""
    data = r.tables[table]._data
    if field in data.source.raw:
        return str(data.source.raw[field][row])
    text = data.columns[field]
    return str(text.words.values[text.codes[row]])


def row_cells(r: Return, table: TableRef, row: int, marked: CollectionOf[str] = ()) -> list[RowCell]:
    """A row's cells, one for each of `fields_of`; `marked` names the fields that some issue points to."""
    data = r.tables[table]._data
    found: list[RowCell] = []
    for field, text in data.columns.items():
        value = str(text.words.values[text.codes[row]])
        cell: RowCell = {
            "field": field,
            "title": column_of(table.name, field).title,
            "value": value_of(r, table, row, field),
            "meaning": meaning(table.name, field, value),
            "marked": field in marked,
        }
        before = data.source.before.get((row, field))
        found.append(cell if before is None else {**cell, "before": before})
    return found
