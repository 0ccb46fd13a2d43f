"""Drafts put to the test: each is made on a copy of its child, and the rules are run on all copies at once.

The return itself stands beside the copies, so that rules which compare children find them all. A rule that takes the
copies of a child for several children would flag them whatever is changed; what it flags on copies left as they are
is therefore no issue that a draft has brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..check import make_return
from ..reading.tidy import tidy_value
from ..report import Report
from ..returns import Return, Rows
from ..run import run
from ..tables import TextTable, tables
from .drafts import Draft

Keys = NDArray[np.int64]

# How many rows of copies are made at once: enough that the cost of running every rule once hardly counts, and few
# enough for the memory of a browser's tab.
MOST_ROWS = 120_000


@dataclass(frozen=True)
class Outcome:
    """What a draft would do to its child's issues: the rules of those that go, how many go, how many come."""

    rules: tuple[str, ...]
    resolved: int
    added: int


def trial(r: Return, report: Report, drafts: Sequence[Draft]) -> list[Outcome]:
    """What each of the drafts, made alone, would do. `report` is what the rules find in the return as it is."""
    if not drafts:
        return []
    number = {child: at for at, child in enumerate(r.child_names.tolist())}
    child = np.array([number[draft.child] for draft in drafts], dtype=np.intp)
    everybody = np.concatenate([rows.child for rows in r.tables.values()])
    rows_of = np.bincount(everybody[everybody >= 0], minlength=r.children)
    part = np.cumsum(rows_of[child]) // MOST_ROWS
    known = _Known(r, report)
    found: list[Outcome] = []
    for at in np.split(np.arange(len(drafts)), np.flatnonzero(np.diff(part)) + 1):
        found += _Copies(known, child[at], [drafts[place] for place in at]).outcomes()
    return found


def _repeated(times: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """0, 1, 2 ... each so many times; for each of these the how manieth of its kind it is; where each kind begins."""
    first = np.cumsum(times) - times
    kind = np.repeat(np.arange(len(times), dtype=np.intp), times)
    return kind, np.arange(len(kind), dtype=np.intp) - first[kind], first


def _within(rows: Rows) -> NDArray[np.intp]:
    order, start, _ = rows._by_child()
    found = np.zeros(len(rows), dtype=np.intp)
    found[order] = np.arange(len(rows), dtype=np.intp) - np.append(start, 0)[rows.child[order]]
    return found


class _Known:
    """The issues of a return as integers, by child: rule, table and row as one."""

    def __init__(self, r: Return, report: Report) -> None:
        self.r = r
        self.rules = list(report.run)
        self.beyond = {code: found for code, found in report.run.items() if found.origin != "department"}
        self.tables = list(r.tables)
        self.most = max(map(len, r.tables.values()), default=0) + 1
        # Which of its child's rows, in the order of the file, a row is.
        self.within = {name: _within(rows) for name, rows in r.tables.items()}
        issues = report.issues
        child = self._child_of(issues)
        order = np.argsort(child, kind="stable")
        order = order[np.searchsorted(child[order], 0) :]  # a row without CHILD is nobody's
        self.keys = self.keys_of(issues)[order]
        count = np.bincount(child[order], minlength=r.children)
        self.start, self.count = np.cumsum(count) - count, count

    def _child_of(self, issues: pd.DataFrame) -> NDArray[np.intp]:
        found = np.full(len(issues), -1, dtype=np.intp)
        table, row = issues["table"].to_numpy(), issues["row"].to_numpy(dtype=np.intp)
        for name, rows in self.r.tables.items():
            here = table == name
            found[here] = rows.child[row[here]]
        return found

    def keys_of(self, issues: pd.DataFrame) -> Keys:
        """Rule, table and row of each issue as one integer."""
        rule = pd.Index(self.rules).get_indexer(pd.Index(issues["rule"])).astype(np.int64)
        table = pd.Index(self.tables).get_indexer(pd.Index(issues["table"])).astype(np.int64)
        return (rule * len(self.tables) + table) * self.most + issues["row"].to_numpy(dtype=np.int64)

    @property
    def size(self) -> int:
        """All keys are below this."""
        return len(self.rules) * len(self.tables) * self.most

    def rule_of(self, key: Keys) -> NDArray[np.int64]:
        """The places of the keys' rules."""
        return key // (len(self.tables) * self.most)


class _Copies:
    """The return with a copy of a child for each of some drafts."""

    def __init__(self, known: _Known, child: NDArray[np.intp], drafts: Sequence[Draft]) -> None:
        self.known = known
        self.drafts = drafts
        self.child = child
        self.rows: dict[str, NDArray[np.intp]] = {}
        self.owner: dict[str, NDArray[np.intp]] = {}
        self.first: dict[str, NDArray[np.intp]] = {}
        for name, table in known.r.tables.items():
            order, start, count = table._by_child()
            owner, within, self.first[name] = _repeated(count[child])
            self.rows[name] = order[start[child][owner] + within]
            self.owner[name] = owner

    def outcomes(self) -> list[Outcome]:
        """What each of the drafts does."""
        known = self.known
        after = self._flagged(True, known.rules)
        owner, within, _ = _repeated(known.count[self.child])
        before = owner * known.size + known.keys[known.start[self.child][owner] + within]
        resolved, added = np.setdiff1d(before, after), np.setdiff1d(after, before)
        suspect = np.unique(known.rule_of(added % known.size)).tolist()
        if suspect:
            anyway = self._flagged(False, [known.rules[at] for at in suspect])
            added = np.setdiff1d(added, anyway)
        came = np.bincount(added // known.size, minlength=len(self.child)).tolist()
        gone = np.bincount(resolved // known.size, minlength=len(self.child))
        rules = np.split(known.rule_of(resolved % known.size), np.cumsum(gone)[:-1])
        return [
            Outcome(tuple(known.rules[at] for at in dict.fromkeys(of_draft.tolist())), len(of_draft), more)
            for of_draft, more in zip(rules, came, strict=True)
        ]

    def _flagged(self, changed: bool, rules: Sequence[str]) -> Keys:
        """Every issue of the copies, with its draft's place as the leading part of the key."""
        known, r = self.known, self.known.r
        this_year: dict[str, TextTable] = {}
        last_year: dict[str, TextTable] = {}
        kept: dict[str, NDArray[np.intp]] = {}
        for name in known.tables:
            year = last_year if name.endswith("_last") else this_year
            year[name.removesuffix("_last")], kept[name] = self._table(name, changed)
        again = make_return(r.collection, this_year, last_year or None, r.providers, r.postcodes)
        beyond = {code: found for code, found in known.beyond.items() if code in rules}
        issues = run(again, rules, beyond=beyond).issues
        found = []
        for name, rows in r.tables.items():
            of_copies = issues[(issues["table"] == name) & (issues["row"] >= len(rows))]
            place = kept[name][of_copies["row"].to_numpy(dtype=np.intp) - len(rows)]
            own = known.keys_of(of_copies.assign(row=self.rows[name][place]))
            found.append(self.owner[name][place] * known.size + own)
        return np.unique(np.concatenate([np.array([], dtype=np.int64), *found]))

    def _table(self, name: str, changed: bool) -> tuple[TextTable, NDArray[np.intp]]:
        """The table with the copies below it, changed or not; and which of the copied rows are in it."""
        source = self.known.r.tables[name]._data.source
        rows, owner = self.rows[name], self.owner[name]
        copies = {column: values[rows] for column, values in source.columns.items()}
        copies["CHILD"] = (
            copies["CHILD"] + np.array([f"\x1f{at}" for at in range(len(self.child))], dtype=object)[owner]
        )
        kept = np.ones(len(rows), dtype=bool)
        if changed and not name.endswith("_last"):
            self._change(name, copies, kept)
        there = np.flatnonzero(kept)
        columns = {column: np.concatenate([values, copies[column][there]]) for column, values in source.columns.items()}
        line = np.concatenate([source.line, source.line[rows[there]]])
        return TextTable(source.name, columns, columns, line, source.file), there

    def _change(self, name: str, copies: Mapping[str, NDArray[np.object_]], kept: NDArray[np.bool_]) -> None:
        known = tables()[name].columns
        for at, draft in enumerate(self.drafts):
            for table, row, field, new in draft.cells:
                if table == name:
                    copies[field][self._place(name, at, row)] = tidy_value(known[field], new)
            for table, row in draft.removed:
                if table == name:
                    kept[self._place(name, at, row)] = False

    def _place(self, name: str, draft: int, row: int) -> int:
        """Where among the copied rows the draft's copy of a row stands."""
        return int(self.first[name][draft] + self.known.within[name][row])
