"""What the rules find once some changes are made, and which of the changes may have brought an issue to light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from rules.registry import Rule

from ..checking.check import make_again
from ..checking.issues import RuleIssues
from ..checking.run import issues_of, run_again
from ..reading.from_xml import OF_CHILD
from ..returns.tables import THIS, TableRef, TextTable
from .duplicates import Place
from .normalise import Form
from .proposals import Flag, State, flags_of

# What of a table is changed: column -> row -> value, and the rows deleted.
_Changed: TypeAlias = tuple[dict[str, dict[int, str]], list[int]]


class Trials:
    """Changes to the cells and rows of a state, tried together: the rules that they can affect are run again.

    From one trial to the next, only the tables that differ count as changed, and no trial is made twice.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._r, self._report = state.r, state.report
        self._tables = dict(state.corrected.tables)
        self._changed: dict[str, _Changed] = {name: ({}, []) for name in self._tables}
        self._known: dict[frozenset[tuple[Place, Form]], set[Flag]] = {frozenset(): state.flags()}

    def flags(self, changes: Mapping[Place, Form]) -> set[Flag]:
        """Every issue of the state with these changes made."""
        key = frozenset(changes.items())
        if key not in self._known:
            changed, different = self._compared(changes)
            for name in different:
                self._tables[name] = self._table(name, changed[name])
            self._changed = changed
            self._r = make_again(self._r, self._tables)
            self._report = run_again(self._r, self._report, different)
            self._known[key] = self._flags(changed, self._report.found.parts)
        return self._known[key]

    def found_by(self, rule: Rule, changes: Mapping[Place, Form]) -> set[Flag]:
        """The issues that one rule finds in the state with these changes made."""
        changed, different = self._compared(changes)
        r = make_again(self._r, self._tables | {name: self._table(name, changed[name]) for name in different})
        return self._flags(changed, issues_of(r, rule))

    def _compared(self, changes: Mapping[Place, Form]) -> tuple[dict[str, _Changed], list[str]]:
        """What the changes are, table by table, and which tables differ from those of the last trial."""
        changed: dict[str, _Changed] = {name: ({}, []) for name in self._tables}
        for place, form in changes.items():
            cells, gone = changed[place.table]
            if place.field:
                cells.setdefault(place.field, {})[place.row] = form.value
            else:
                gone.append(place.row)
        return changed, [name for name, of_table in changed.items() if of_table != self._changed[name]]

    def _table(self, name: str, changed: _Changed) -> TextTable:
        source, rows = self._state.corrected.tables[name], self._state.corrected.rows[name]
        cells, gone = changed
        last_cells, last_gone = self._changed[name]
        columns = dict(source.columns)
        for field, values in cells.items():
            if values == last_cells.get(field) and not gone and not last_gone:
                columns[field] = self._tables[name].columns[field]
                continue
            columns[field] = columns[field].copy()
            columns[field][rows.searchsorted([*values])] = [*values.values()]
        if not gone:
            return TextTable(name, columns, columns, source.line, source.file)
        kept = np.delete(np.arange(len(source)), rows.searchsorted(gone))
        columns = {field: values[kept] for field, values in columns.items()}
        return TextTable(name, columns, columns, source.line[kept], source.file)

    def _flags(self, changed: Mapping[str, _Changed], parts: Iterable[RuleIssues]) -> set[Flag]:
        """Issues with their rows counted as in the files."""
        rows = {name: np.setdiff1d(self._state.corrected.rows[name], gone) for name, (_, gone) in changed.items()}
        return flags_of(parts, rows)


class Suspects:
    """Which of the changes `wanted`, to a return that came as `form`, may have brought an issue to light.

    `every` are those and the ones that were made before, as they were tried.
    """

    def __init__(
        self, state: State, trials: Trials, every: Mapping[Place, Form], wanted: Iterable[Place], form: str
    ) -> None:
        self._trials = trials
        self._every = every
        self._form = form
        self._child = {place: child_of(state, place) for place in wanted}
        self._of_child: dict[str, list[Place]] = {}
        for place, child in self._child.items():
            self._of_child.setdefault(child, []).append(place)
        self._without: dict[tuple[str, str, str], set[Flag]] = {}

    def of(self, flag: Flag, rule: Rule, *, narrow: bool) -> list[Place]:
        """Those in the first group around the issue that has any: of its child, failing that of all children.

        Groups within the child's changes are tried only when they are to be `narrow`.
        """
        group = next(filter(None, self._groups(flag, rule, narrow=narrow)))
        return [*group, *self._copies(group)] if self._form == "xml" else group

    def _groups(self, flag: Flag, rule: Rule, *, narrow: bool) -> Iterator[list[Place]]:
        own = self._of_child.get(flag.child, [])
        row = [place for place in own if (TableRef(place.table), place.row) == (flag.table, flag.row)]
        if not flag.child:
            # Rows without an identifier are of one child only by chance.
            own = row
        if narrow:
            yield _reported(own, rule)
            yield row
            yield _looked_at(own, rule)
        yield own
        # The issue comes from what is changed of others.
        others = _looked_at(self._child, rule)
        yield self._column(others, flag, rule)
        yield others
        yield list(self._child)

    def _column(self, others: Sequence[Place], flag: Flag, rule: Rule) -> list[Place]:
        """The changes in the one column without which there is no such issue, if there is one."""
        columns: dict[tuple[str, str], list[Place]] = {}
        for place in others:
            columns.setdefault((place.table, place.field), []).append(place)
        for (table, field), places in columns.items():
            key = (rule.code, table, field)
            if key not in self._without:
                left_out = set(places)
                without = {place: form for place, form in self._every.items() if place not in left_out}
                self._without[key] = self._trials.found_by(rule, without)
            if flag not in self._without[key]:
                return places
        return []

    def _copies(self, group: Iterable[Place]) -> Iterator[Place]:
        """In XML a child's identifier, date of birth and sex stand once for all its rows: they change together."""
        for child, field in {(self._child[place], place.field) for place in group if place.field in OF_CHILD}:
            yield from (place for place in self._of_child[child] if place.field == field)


def _reported(places: Iterable[Place], rule: Rule) -> list[Place]:
    return [place for place in _looked_at(places, rule) if place.field in ("", *rule.fields)]


def _looked_at(places: Iterable[Place], rule: Rule) -> list[Place]:
    looks_at = {table.name for table in rule.looks_at if table.year is THIS}
    return [place for place in places if place.table in looks_at]


def child_of(state: State, place: Place) -> str:
    """The child that a row is about, as the rules read it."""
    return state.read(place.table, place.row, "CHILD")
