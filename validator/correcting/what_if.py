"""Candidates put to the test: each is made on a copy of its child, and the rules are run on many copies at once.

The return itself stands beside the copies, so that rules which compare children find them all. Such a rule may take
the copies of a child for several children. What it flags on copies left as they are, a candidate has not brought;
what it does not flag on them, a candidate has not resolved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.language import Index

from ..checking.check import make_return
from ..checking.issues import Issues
from ..checking.report import Report
from ..checking.run import run
from ..reading.tidy import tidy_value
from ..returns.as_at import DECISIVE
from ..returns.rows import Return, Rows
from ..returns.tables import DERIVED_FROM, LAST, THIS, TableRef, TextTable, Year, tables
from .change_builder import Candidate

Keys = NDArray[np.int64]

# How many rows of copies are made at once: enough that the cost of running every rule once hardly counts, and few
# enough for the memory of a browser's tab.
MOST_ROWS = 120_000


@dataclass(frozen=True)
class Outcome:
    """What a candidate would do to its child's issues: the rules of those that go, how many go, how many come."""

    rules: tuple[str, ...]
    resolved: int
    added: int


def trial(r: Return, report: Report, candidates: Sequence[Candidate]) -> list[Outcome]:
    """What each of the candidates, made alone, would do. `report` is what the rules find in the return as it is."""
    if not candidates:
        return []
    number = {child: at for at, child in enumerate(r.child_names.tolist())}
    child = np.array([number[candidate.child] for candidate in candidates], dtype=np.intp)
    everybody = np.concatenate([rows.child for rows in r.tables.values()])
    rows_of = np.bincount(everybody[everybody >= 0], minlength=r.children)
    part = np.cumsum(rows_of[child]) // MOST_ROWS
    known = _Known(r, report)
    found: list[Outcome] = []
    for at in np.split(np.arange(len(candidates)), np.flatnonzero(np.diff(part)) + 1):
        found += _Copies(known, child[at], [candidates[place] for place in at]).outcomes()
    return found


def _repeated(times: Index) -> tuple[Index, Index, Index]:
    """0, 1, 2 ... each so many times; for each of these the how manieth of its kind it is; where each kind begins."""
    first = np.cumsum(times) - times
    kind = np.repeat(np.arange(len(times), dtype=np.intp), times)
    return kind, np.arange(len(kind), dtype=np.intp) - first[kind], first


def _within(rows: Rows) -> Index:
    """Which of its child's rows, in the order of the file, each row is."""
    order, start, _ = rows.by_number()
    found = np.zeros(len(rows), dtype=np.intp)
    found[order] = np.arange(len(rows), dtype=np.intp) - np.append(start, 0)[rows.child[order]]
    return found


class _Known:
    """The issues of a return as integers, by child: rule, table and row as one.

    `alone` are the rules that have been seen to look at each child alone.
    """

    def __init__(self, r: Return, report: Report) -> None:
        self.r = r
        self.rules = list(report.run)
        self.run = report.run
        # What a check of ours or a council's compares may depend on how many copies there are, so it is told apart.
        self.department = np.array([rule.origin == "department" for rule in report.run.values()], dtype=bool)
        self.tables = list(r.tables)
        self.most = max(map(len, r.tables.values()), default=0) + 1
        self.within = {table: _within(rows) for table, rows in r.tables.items()}
        self.alone: set[str] = set()
        rule, table, row = self.places(report.found)
        child = np.full(len(row), -1, dtype=np.intp)
        for number, rows in enumerate(r.tables.values()):
            child[table == number] = rows.child[row[table == number]]
        order = np.argsort(child, kind="stable")
        order = order[np.searchsorted(child[order], 0) :]  # a row without CHILD is nobody's
        self.keys = self.key(rule, table, row)[order]
        count = np.bincount(child[order], minlength=r.children)
        self.start, self.count = np.cumsum(count) - count, count

    def places(self, issues: Issues) -> tuple[Index, Index, Index]:
        """Of each issue: where among the rules and among the tables its own stand, and its row."""
        return (
            issues.column(lambda part: self.rules.index(part.rule), np.intp),
            issues.column(lambda part: self.tables.index(part.table), np.intp),
            issues.row,
        )

    def key(self, rule: Index, table: Index | int, row: Index) -> Keys:
        """Rule, table and row of each issue as one integer."""
        found: Keys = (rule.astype(np.int64) * len(self.tables) + table) * self.most + row
        return found

    @property
    def size(self) -> int:
        """All keys are below this."""
        return len(self.rules) * len(self.tables) * self.most

    def led_by(self, candidate: Index, keys: Keys) -> Keys:
        """Keys with the places of candidates before them; in WebAssembly places are too short for that."""
        found: Keys = candidate.astype(np.int64) * self.size + keys
        return found

    def rule_of(self, keys: Keys) -> Index:
        """The places of the rules of keys, whatever leads them."""
        return (keys % self.size // (len(self.tables) * self.most)).astype(np.intp)


class _Copies:
    """The return with a copy of a child for each of some candidates."""

    def __init__(self, known: _Known, child: Index, candidates: Sequence[Candidate]) -> None:
        self.known = known
        self.candidates = candidates
        self.child = child
        self.names = np.array([f"{candidate.child}\x1f{at}" for at, candidate in enumerate(candidates)], dtype=object)
        self.rows: dict[TableRef, Index] = {}
        self.owner: dict[TableRef, Index] = {}
        self.first: dict[TableRef, Index] = {}
        for table, rows in known.r.tables.items():
            order, start, count = rows.by_number()
            owner, within, self.first[table] = _repeated(count[child])
            self.rows[table] = order[start[child][owner] + within]
            self.owner[table] = owner

    def outcomes(self) -> list[Outcome]:
        """What each of the candidates does."""
        known = self.known
        after = self._flagged(True, known.rules)
        owner, within, _ = _repeated(known.count[self.child])
        before = known.led_by(owner, known.keys[known.start[self.child][owner] + within])
        resolved = np.setdiff1d(before, after, assume_unique=True)
        added = np.setdiff1d(after, before, assume_unique=True)
        doubtful = {known.rules[at] for at in np.unique(known.rule_of(added)).tolist()}
        doubtful |= {known.rules[at] for at in np.flatnonzero(~known.department).tolist()}
        if doubtful := doubtful - known.alone:
            anyway = self._flagged(False, list(doubtful))
            compares = self._comparing(before, anyway, doubtful)
            added = np.setdiff1d(added, anyway, assume_unique=True)
            rule = known.rule_of(resolved)
            resolved = resolved[~compares[rule] | (known.department[rule] & np.isin(resolved, anyway))]
        ends = np.cumsum(np.bincount(resolved // known.size, minlength=len(self.child))).tolist()
        came = np.bincount(added // known.size, minlength=len(self.child)).tolist()
        codes = [known.rules[at] for at in known.rule_of(resolved).tolist()]
        return [
            Outcome(tuple(dict.fromkeys(codes[start:end])), end - start, more)
            for start, end, more in zip([0, *ends[:-1]], ends, came, strict=True)
        ]

    def _comparing(self, before: Keys, anyway: Keys, doubtful: set[str]) -> NDArray[np.bool_]:
        """By the place of a rule, whether it flags copies left as they are otherwise than the children they are of."""
        known = self.known
        asked = np.isin(known.rules, list(doubtful))
        differ = np.setxor1d(before[asked[known.rule_of(before)]], anyway, assume_unique=True)
        compares = np.zeros(len(known.rules), dtype=bool)
        compares[known.rule_of(differ)] = True
        # What a check of ours or a council's compares may depend on how many copies there are.
        known.alone |= {
            code
            for code in doubtful
            if known.run[code].origin == "department" and not compares[known.rules.index(code)]
        }
        return compares

    def _flagged(self, changed: bool, rules: Sequence[str]) -> Keys:
        """Every issue of the copies, with its candidate's place as the leading part of the key."""
        known, r = self.known, self.known.r
        needed = {table for code in rules for table in known.run[code].looks_at}
        if r.collection.ends_early:
            needed |= set(map(TableRef, DECISIVE))
        needed |= {DERIVED_FROM[table] for table in needed if table in DERIVED_FROM}
        years: dict[Year, dict[str, TextTable]] = {year: {} for year in Year}
        kept: dict[TableRef, Index] = {}
        for table in needed.intersection(known.tables):
            years[table.year][table.name], kept[table] = self._table(table, changed)
        again = make_return(r.collection, years[THIS], years[LAST] or None, r.providers, r.postcodes)
        beyond = {code: known.run[code] for code in rules if known.run[code].origin != "department"}
        rule, number, row = known.places(run(again, rules, beyond=beyond).found)
        found = [np.array([], dtype=np.int64)]
        for at, table in enumerate(known.tables):
            here = (number == at) & (row >= len(r.tables[table]))
            if here.any():
                copied = kept[table][row[here] - len(r.tables[table])]
                keys = known.key(rule[here], at, self.rows[table][copied])
                found.append(known.led_by(self.owner[table][copied], keys))
        return np.sort(np.concatenate(found))

    def _table(self, table: TableRef, changed: bool) -> tuple[TextTable, Index]:
        """The table with the copies below it, changed or not; and which of the copied rows are in it."""
        source = self.known.r.tables[table]._data.source
        rows = self.rows[table]
        copies = {column: values[rows] for column, values in source.columns.items()}
        copies["CHILD"] = self.names[self.owner[table]]
        kept = np.ones(len(rows), dtype=bool)
        if changed and table.year is THIS:
            self._change(table, copies, kept)
        there = np.flatnonzero(kept)
        if len(there) < len(rows):
            copies = {column: values[there] for column, values in copies.items()}
        columns = {column: np.concatenate([values, copies[column]]) for column, values in source.columns.items()}
        line = np.concatenate([source.line, source.line[rows[there]]])
        return TextTable(source.name, columns, columns, line, source.file), there

    def _change(self, table: TableRef, copies: Mapping[str, NDArray[np.object_]], kept: NDArray[np.bool_]) -> None:
        known = tables()[table.name].columns
        for at, candidate in enumerate(self.candidates):
            for name, row, field, new in candidate.cells:
                if name == table.name:
                    copies[field][self._place(table, at, row)] = tidy_value(known[field], new)
            for name, row in candidate.removed:
                if name == table.name:
                    kept[self._place(table, at, row)] = False

    def _place(self, table: TableRef, candidate: int, row: int) -> int:
        """Where among the copied rows the candidate's copy of a row stands."""
        return int(self.first[table][candidate] + self.known.within[table][row])
