"""Writes rules/schema.py, the tables of the return as types: `python -m dev.schema` after tables.toml has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from validator.returns.tables import DERIVED, Table, every_table, tables

FILE = Path(__file__).resolve().parents[1] / "rules" / "schema.py"

_HEAD = '''"""The tables of the return, one class each, and the return itself. Made by dev/schema.py; do not edit.

`EpisodesRows` are some rows of that table in some order, `EpisodesInOrder` rows sorted by child.
"""

# ruff: noqa: N802

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias, TypeVar

from .language import (
    THIS,
    AnyRows,
    Circumstances,
    Dates,
    Index,
    Mask,
    Numbers,
    Ordered,
    Partners,
    Rows,
    Text,
    Year,
)

Taken = TypeVar("Taken")
'''


def written() -> str:
    """The whole module."""
    return "\n".join([_HEAD, *(line for table in tables().values() for line in _table(table)), *_return()])


def _table(table: Table) -> Iterator[str]:
    name = table.name
    derived = DERIVED.get(name, ())
    dates = [column.name for column in table.columns.values() if column.type == "date"]
    yield from _names(f"{name}Column", (*table.columns, *derived))
    yield from _names(f"{name}Date", dates)
    yield ""
    yield ""
    yield f"class {name}Rows(Rows[{name}Column, {name}Date], Protocol):"
    yield f'    """{table.description}."""'
    for column in table.columns.values():
        yield from _property(column.name, "Dates" if column.type == "date" else "Text", column.title)
    for column_name in derived:
        kind = "Numbers" if column_name == "PL_DISTANCE" else "Text"
        yield from _property(column_name, kind, "Worked out by the engine, where it can be")
    yield ""
    yield f"    def __getitem__(self, which: Mask | Index | slice) -> {name}Rows: ..."
    yield f"    def of(self, others: AnyRows) -> {name}Rows: ..."
    yield f"    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[{name}Rows, Taken]: ..."
    yield f'    def by_child(self, *names: {name}Date | Dates, blanks: str = "last") -> {name}InOrder: ...'
    yield f"    def first(self, name: {name}Date) -> {name}Rows: ..."
    yield f"    def last(self, name: {name}Date) -> {name}Rows: ..."
    yield ""
    yield ""
    yield f"class {name}InOrder({name}Rows, Ordered[{name}Column, {name}Date], Protocol):"
    yield "    @property"
    yield f"    def previous(self) -> {name}Rows: ..."
    yield "    @property"
    yield f"    def next(self) -> {name}Rows: ..."
    yield ""
    yield ""


def _names(alias: str, names: tuple[str, ...] | list[str]) -> Iterator[str]:
    if len(names) == 1:
        yield f'{alias}: TypeAlias = Literal["{names[0]}"]'
        return
    yield f"{alias}: TypeAlias = Literal["
    yield from (f'    "{name}",' for name in names)
    yield "]"


def _property(name: str, kind: str, title: str) -> Iterator[str]:
    yield ""
    yield "    @property"
    yield f"    def {name}(self) -> {kind}:"
    yield f'        """{title}."""'


def _return() -> Iterator[str]:
    yield from _names("TableName", list(tables()))
    yield ""
    yield ""
    yield "class Return(Circumstances, Protocol):"
    yield '    """This year\'s return and, where supplied, last year\'s; `has` says which tables there are."""'
    yield ""
    yield "    def has(self, *names: TableName, year: Year = THIS) -> bool:"
    yield '        """Whether all of these tables of a year were supplied, be it without rows."""'
    yield ""
    for table in every_table():
        yield "    @property"
        yield f"    def {table}(self) -> {table.name}Rows: ..."
    yield ""


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
