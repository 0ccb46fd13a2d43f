"""All tables of the model out of a history, ready to be written, with identifiers only where they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from rules.language import Index

from ...checking.report import Report
from ...returns.columns import Text
from ..care.adoptions import adoptions, differing_decisions
from ..care.history import History
from . import care_tables, event_tables, log_tables, year_tables
from .declare import Column, Table
from .extra_tables import extra_tables
from .keys import Keys
from .made import NO_NUMBER, UNSURE, Made, Values, names_of_years
from .schema import model_tables

Cells: TypeAlias = Sequence[Any]

# What looks like a code, and not like an identifier, a postcode or a name.
_CODE = re.compile(r"[A-Z0-9]{1,3}")
NOT_SHOWN = "(not shown)"


@dataclass(frozen=True)
class Sheet:
    """One table as it is written: its declaration, the columns of this form, and each one's cells.

    Cells are int, float, bool, `datetime.date`, str, or None for a blank.
    """

    table: Table
    columns: Sequence[Column]
    cells: Sequence[Cells]

    def __len__(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Row by row."""
        return zip(*self.cells, strict=True)


def made_tables(h: History, report: Report | None = None) -> Mapping[str, Made]:
    """The tables with exact values, by name. `report` is the check of one of the years, for its open issues."""
    decisions = adoptions(h)
    made = (
        care_tables.child(h),
        care_tables.care_period(h),
        care_tables.placement(h),
        care_tables.legal_status(h),
        care_tables.episode(h),
        event_tables.missing(h),
        event_tables.review(h),
        event_tables.social_worker(h),
        event_tables.liberty_order(h),
        event_tables.adoption(h, decisions),
        event_tables.earlier_permanence(h),
        year_tables.health_year(h),
        year_tables.leaver_year(h),
        year_tables.year_status(h, report),
        *extra_tables(h, h.extra),
        log_tables.code(),
        log_tables.coverage(h),
        log_tables.repair_log(h, differing_decisions(h, decisions)),
    )
    return {table.name: table for table in made}


def sheets(h: History, keys: Keys, report: Report | None = None, *, with_ids: bool = False) -> list[Sheet]:
    """Every table of the model as it is written. Rows are in the order of the keys, which say nothing of CHILD."""
    made = made_tables(h, report)
    child_keys = np.append(keys.of("child", h.names), 0)
    places = {name: _places(table, child_keys) for name, table in made.items()}
    writer = _Writer(h, keys, places, child_keys, with_ids)
    found, numbered = [], 0
    for table in made.values():
        found.append(writer.sheet(table, numbered))
        numbered += len(table)
    return found


def _places(made: Made, child_keys: Index) -> tuple[Index, Index]:
    """The rows in the order in which they are written, and each row's place in it."""
    order = np.lexsort((*made.order[::-1], child_keys[made.child]))
    place = np.empty(len(order) + 1, dtype=np.intp)
    place[order] = np.arange(len(order))
    place[-1] = -1
    return order, place


class _Writer:
    """Turns tables with exact values into cells of one form of a package."""

    def __init__(
        self, h: History, keys: Keys, places: Mapping[str, tuple[Index, Index]], child_keys: Index, with_ids: bool
    ) -> None:
        self._h, self._keys, self._places, self._with_ids = h, keys, places, with_ids
        self._child_keys = child_keys

    def sheet(self, made: Made, before: int) -> Sheet:
        """The cells of a table; `before` is how many rows the tables before it have."""
        table = model_tables()[made.name]
        columns = table.in_form(self._with_ids)
        order = self._places[made.name][0]
        return Sheet(table, columns, [self._cells(made, column, order, before) for column in columns])

    def _cells(self, made: Made, column: Column, order: Index, before: int) -> Cells:
        number = len(order)
        name, table = column.name, model_tables()[made.name]
        if name == "row_id":
            return list(range(before + 1, before + number + 1))
        if table.key == (name,) and name != "child_key":
            return list(range(1, number + 1))
        if name in made.links:
            to = table.refers[name][0] or made.name
            place = self._places[to][1][made.links[name]]
            return [at + 1 if at >= 0 else None for at in place[order].tolist()]
        if name == "child_key":
            return [key or None for key in self._child_keys[made.child[order]].tolist()]
        if name == "child":
            return _texts(np.append(self._h.names, "")[made.child[order]])
        if name == "worker_key":
            return self._workers(made.values[name], order)
        if name == "return_year":
            return _texts(names_of_years(self._h, made.year[order]))
        if name == "repair":
            return _texts(made.repair[order]) if made.repair is not None else [None] * number
        if name == "source_code":
            return self._source_codes(made, order)
        if name in ("source_file", "source_line") and name not in made.values:
            return self._sources(made, order, name)
        if made.name == "repair_log" and name in ("old_value", "new_value") and not self._with_ids:
            return self._harmless(made, name, order)
        return _plain(column, made.values[name], order)

    def _workers(self, worker: Values, order: Index) -> Cells:
        assert isinstance(worker, Text)
        used = np.unique(worker.codes[worker.codes > 0])
        keys = np.zeros(len(worker.words.values), dtype=np.int64)
        keys[used] = self._keys.of("worker", worker.words.values[used])
        return [key or None for key in keys[worker.codes[order]].tolist()]

    def _source_codes(self, made: Made, order: Index) -> Cells:
        """Codes in no list, as PLACE=X9; without identifiers only what cannot be anything else."""
        said: dict[int, list[str]] = {}
        for name, text in made.unlisted.items():
            for row in np.flatnonzero(text.filled).tolist():
                code = str(text.words.values[text.codes[row]])
                shown = code if self._with_ids or _CODE.fullmatch(code) else NOT_SHOWN
                said.setdefault(row, []).append(f"{name.removesuffix('_code')}={shown}")
        return ["; ".join(said[row]) if row in said else None for row in order.tolist()]

    def _sources(self, made: Made, order: Index, name: str) -> Cells:
        """The file or the line of each row; None for one that is from no one row."""
        tables: Any = (
            made.values["table"] if made.name == "repair_log" else np.full(len(made), made.table, dtype=object)
        )
        part = ("source_file", "source_line").index(name)
        sources = (
            self._h.source_of(str(tables[row]), int(made.year[row]), int(made.row[row])) for row in order.tolist()
        )
        return [source and source[part] for source in sources]

    def _harmless(self, made: Made, name: str, order: Index) -> Cells:
        values: Any
        columns: Any
        tables: Any
        values, columns, tables = (made.values[of] for of in (name, "column", "table"))
        personal = np.array([log_tables.personal(str(column)) for column in columns], dtype=bool)
        return [
            str(values[row]) or None
            if not personal[row] and log_tables.harmless(str(tables[row]), str(columns[row]), str(values[row]))
            else None
            for row in order.tolist()
        ]


def _texts(values: Any) -> Cells:
    return [value or None for value in values.tolist()]


def _plain(column: Column, values: Values, order: Index) -> Cells:
    """A column's cells by its kind."""
    if isinstance(values, Text):
        return _texts(values.words.values[values.codes[order]])
    taken: Any = values[order]
    if column.kind == "boolean":
        answers = {UNSURE: None, 0: False, 1: True}
        return [answers[answer] for answer in taken.astype(np.int8).tolist()]
    if column.kind == "integer":
        return [None if number == NO_NUMBER else number for number in taken.tolist()]
    if column.kind == "number":
        return [None if number != number else number for number in taken.tolist()]
    if column.kind == "date":
        return list(taken.astype("M8[D]").tolist())
    if column.kind == "month":
        months = np.datetime_as_string(taken.astype("M8[M]")) if len(taken) else taken
        return [None if month == "NaT" else month for month in months.tolist()]
    return _texts(taken)
