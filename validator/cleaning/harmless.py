"""What the rules find once some changes are made, and which of the changes may have brought an issue to light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from rules.registry import Rule

from ..check import make_again
from ..reading.from_xml import OF_CHILD
from ..run import run_again
from ..tables import TextTable
from .already_said import Place
from .forms import Form
from .proposals import Flag, State

_Cells: TypeAlias = dict[str, dict[int, str]]


class Trials:
    """Changes to the cells and rows of a state, tried together: the rules that they can affect are run again.

    From one trial to the next, only the tables that differ count as changed, and no trial is made twice.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._before = state.flags()
        self._r, self._report = state.r, state.report
        self._tables = dict(state.corrected.tables)
        # What of each table the last trial changed: column -> row -> value, and the rows taken out.
        self._cells: dict[str, tuple[_Cells, list[int]]] = {name: ({}, []) for name in self._tables}
        self._known: dict[frozenset[tuple[Place, Form]], set[Flag]] = {frozenset(): self._before}

    def flags(self, changes: Mapping[Place, Form]) -> set[Flag]:
        """Every issue of the state with these changes made."""
        key = frozenset(changes.items())
        if key not in self._known:
            self._known[key] = self._run(changes)
        return self._known[key]

    def _run(self, changes: Mapping[Place, Form]) -> set[Flag]:
        wanted: dict[str, tuple[_Cells, list[int]]] = {name: ({}, []) for name in self._tables}
        for place, form in changes.items():
            cells, gone = wanted[place.table]
            if place.field:
                cells.setdefault(place.field, {})[place.row] = form.value
            else:
                gone.append(place.row)
        different = [name for name, of_table in wanted.items() if of_table != self._cells[name]]
        for name in different:
            self._tables[name] = self._table(name, *wanted[name])
        self._cells = wanted
        self._r = make_again(self._r, self._tables)
        self._report = run_again(self._r, self._report, different)
        return self._flags(wanted)

    def _table(self, name: str, cells: _Cells, gone: Sequence[int]) -> TextTable:
        source, rows = self._state.corrected.tables[name], self._state.corrected.rows[name]
        columns = dict(source.columns)
        for field, values in cells.items():
            if values == self._cells[name][0].get(field) and not gone and not self._cells[name][1]:
                columns[field] = self._tables[name].columns[field]
                continue
            columns[field] = columns[field].copy()
            columns[field][rows.searchsorted([*values])] = [*values.values()]
        kept = np.delete(np.arange(len(source)), rows.searchsorted(gone)) if gone else slice(None)
        if gone:
            columns = {field: values[kept] for field, values in columns.items()}
        return TextTable(name, columns, columns, source.line[kept], source.file)

    def _flags(self, wanted: Mapping[str, tuple[_Cells, list[int]]]) -> set[Flag]:
        rows = {
            name: np.setdiff1d(self._state.corrected.rows[name], gone).tolist() for name, (_, gone) in wanted.items()
        }
        columns = [self._report.issues[name].tolist() for name in ("rule", "table", "row", "child")]
        found = set()
        for rule, table, row, child in zip(*columns, strict=True):
            found.add(Flag(rule, table, rows[table][row] if table in rows else row, child))
        return found


class Suspects:
    """Which of some changes, made in a return that came as `form`, may have brought an issue to light."""

    def __init__(self, state: State, changes: Iterable[Place], form: str) -> None:
        self._form = form
        self._child = {place: child_of(state, place) for place in changes}
        self._of_child: dict[str, list[Place]] = {}
        for place, child in self._child.items():
            self._of_child.setdefault(child, []).append(place)
        self._of_rule: dict[str, list[Place]] = {}

    def of(self, flag: Flag, rule: Rule) -> list[Place]:
        """Those in the narrowest group around the issue that has any: of its child, failing that of all children."""
        group = next(filter(None, self._groups(flag, rule)))
        return [*group, *self._copies(group)] if self._form == "xml" else group

    def _groups(self, flag: Flag, rule: Rule) -> Iterator[list[Place]]:
        own = self._of_child.get(flag.child, [])
        row = [place for place in own if (place.table, place.row) == (flag.table, flag.row)]
        if not flag.child:
            # Rows without an identifier are of one child only by chance.
            own = row
        yield _reported(own, rule)
        yield row
        yield _looked_at(own, rule)
        yield own
        if rule.code not in self._of_rule:
            every = list(self._child)
            self._of_rule[rule.code] = _reported(every, rule) or _looked_at(every, rule) or every
        yield self._of_rule[rule.code]

    def _copies(self, group: Iterable[Place]) -> Iterator[Place]:
        """In XML a child's identifier, date of birth and sex stand once for all its rows: they change together."""
        for child, field in {(self._child[place], place.field) for place in group if place.field in OF_CHILD}:
            yield from (place for place in self._of_child[child] if place.field == field)


def _reported(places: Iterable[Place], rule: Rule) -> list[Place]:
    return [place for place in _looked_at(places, rule) if place.field in ("", *rule.fields)]


def _looked_at(places: Iterable[Place], rule: Rule) -> list[Place]:
    looks_at = rule.looks_at
    return [place for place in places if place.table in looks_at]


def child_of(state: State, place: Place) -> str:
    """The child that a row is about, as the rules read it."""
    return str(state.corrected.original[place.table].columns["CHILD"][place.row])
