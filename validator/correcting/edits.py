"""Changes to this year's tables, step by step, and the tables as they are after them.

Rows are always counted as in the files: a change names the row where it stood first, whatever was removed since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..reading.tidy import tidy_value
from ..returns.tables import TextTable, tables


class Edit(NamedTuple):
    """One cell of this year's `table` to be changed: `new` as it is to stand in the file.

    `why` is a sentence for whoever corrects the case-management system, `rule` the code of the rule it is for ("":
    none), `ground` what it rests on: one of `proposals.GROUNDS`, or "" where the user said so.
    """

    table: str
    row: int
    field: str
    new: str
    why: str
    rule: str = ""
    ground: str = ""


class Removal(NamedTuple):
    """One row of this year's `table` to be deleted."""

    table: str
    row: int
    why: str
    rule: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Step:
    """What was changed at one go and is taken back at one go. `kind` is "safe", "suggestion" or "by hand"."""

    title: str
    kind: str
    edits: Sequence[Edit] = ()
    removals: Sequence[Removal] = ()
    when: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())

    @property
    def parts(self) -> list[Edit | Removal]:
        """All that it changes, cells before rows."""
        return [*self.edits, *self.removals]

    def of_tables(self, names: Collection[str]) -> Step:
        """The part of it that is about these tables."""
        return replace(
            self,
            edits=[edit for edit in self.edits if edit.table in names],
            removals=[removal for removal in self.removals if removal.table in names],
        )


class Change(NamedTuple):
    """The difference that all steps together make to one cell, or with `field` "" to a row that was deleted.

    `old` and `new` are as in the files; all after them are those of the last step that touched it.
    """

    table: str
    row: int
    field: str
    old: str
    new: str
    why: str
    rule: str
    ground: str
    kind: str
    when: dt.datetime


class Corrected:
    """This year's tables after some steps.

    `tables` are the tables now, `rows` for each the place of its rows in the original, `changed` the names of those
    that differ, `changes` every difference, in the order of tables and rows. Columns that no step touched are shared
    with the original, and tables that are as they were in `before` with that.
    """

    def __init__(
        self, original: Mapping[str, TextTable], steps: Iterable[Step] = (), before: Corrected | None = None
    ) -> None:
        self.original = original
        cells: dict[tuple[str, int, str], tuple[Edit, Step]] = {}
        gone: dict[tuple[str, int], tuple[Removal, Step]] = {}
        for step in steps:
            cells |= {(edit.table, edit.row, edit.field): (edit, step) for edit in step.edits}
            gone |= {(removal.table, removal.row): (removal, step) for removal in step.removals}
        # A cell that was changed back to what stands in the file is no change.
        cells = {
            cell: found for cell, found in cells.items() if cell[:2] not in gone and self.value(*cell) != found[0].new
        }
        self.changes = self._list(cells, gone)
        self.changed = {change.table for change in self.changes}
        self._made: dict[str, set[tuple[int, str, str]]] = {name: set() for name in original}
        for change in self.changes:
            self._made[change.table].add((change.row, change.field, change.new))
        self.tables: dict[str, TextTable] = {}
        self.rows: dict[str, NDArray[np.intp]] = {}
        for name, table in original.items():
            if before is not None and before._made.get(name) == self._made[name]:
                self.tables[name], self.rows[name] = before.tables[name], before.rows[name]
                continue
            of_table = [edit for (where, _, _), (edit, _) in cells.items() if where == name]
            without = [row for where, row in gone if where == name]
            self.rows[name] = np.delete(np.arange(len(table), dtype=np.intp), without)
            self.tables[name] = _changed(table, of_table, self.rows[name]) if name in self.changed else table

    def value(self, table: str, row: int, field: str) -> str:
        """A cell as it stands in the file, before every step."""
        return str(self.original[table].raw[field][row])

    def _list(
        self,
        cells: Mapping[tuple[str, int, str], tuple[Edit, Step]],
        gone: Mapping[tuple[str, int], tuple[Removal, Step]],
    ) -> list[Change]:
        found = [
            Change(*cell, self.value(*cell), edit.new, edit.why, edit.rule, edit.ground, step.kind, step.when)
            for cell, (edit, step) in cells.items()
        ] + [
            Change(table, row, "", "", "", removal.why, removal.rule, removal.ground, step.kind, step.when)
            for (table, row), (removal, step) in gone.items()
        ]
        place = {
            (name, column): (at, number)
            for at, name in enumerate(self.original)
            for number, column in enumerate(("", *tables()[name].columns))
        }

        def order(change: Change) -> tuple[int, int, int]:
            table, column = place[change.table, change.field]
            return table, change.row, column

        return sorted(found, key=order)


def _changed(table: TextTable, edits: Sequence[Edit], rows: NDArray[np.intp]) -> TextTable:
    """The table with cells changed and only some rows kept; the lines stay those of the file."""
    known = tables()[table.name].columns
    columns, raw = dict(table.columns), dict(table.raw)
    for name in dict.fromkeys(edit.field for edit in edits):
        columns[name], raw[name] = columns[name].copy(), raw[name].copy()
    for edit in edits:
        raw[edit.field][edit.row] = edit.new
        columns[edit.field][edit.row] = tidy_value(known[edit.field], edit.new)
    now = rows.searchsorted([edit.row for edit in edits]).tolist()
    before = {(at, edit.field): str(table.raw[edit.field][edit.row]) for at, edit in zip(now, edits, strict=True)}
    if len(rows) == len(table):
        return TextTable(table.name, columns, raw, table.line, table.file, before)
    taken = {id(values): values[rows] for values in (*columns.values(), *raw.values())}
    return TextTable(
        table.name,
        {name: taken[id(values)] for name, values in columns.items()},
        {name: taken[id(values)] for name, values in raw.items()},
        table.line[rows],
        table.file,
        before,
    )
