"""Likely causes: one wrong value for which several rules flag the same child.

Nothing here knows which rule depends on what. A correction is tried, the rules are run again on the children
concerned, and whatever is gone then would go with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from ..checking.check import make_return
from ..checking.report import Report
from ..checking.run import run
from ..correcting.hypotheses import HYPOTHESES, Hypothesis
from ..returns.rows import Return
from ..returns.tables import LAST, THIS, TableRef, TextTable, Year
from ..returns.words import count_of

if TYPE_CHECKING:
    from .answers import LikelyCause

Key: TypeAlias = tuple[str, TableRef, int]

KINDS = {
    "missing_header": "A child without a row in Header",
    "date_of_birth": "A date of birth that differs from the child’s others",
    "date_of_birth_last_year": "A date of birth that differs from last year’s",
    "left_open": "An earlier episode left open",
    "overlap": "Episodes that overlap",
    "left_out": "Last year’s open episode is missing this year",
    "carried_over": "Last year’s open episode is told differently this year",
}

# A child with several hypotheses needs several runs; beyond these the gain is small and the wait long.
MOST_RUNS = 4

# A cause is worth telling when at least so many issues would go with it.
FEWEST = 2


def causes(r: Return, report: Report) -> list[LikelyCause]:
    """Likely causes, the one that explains most first.

    Kinds: see `KINDS`. Each cause stands for itself: what two of them resolve may overlap.
    """
    worth_it = {child for child, issues in report.found.by_child.items() if child and len(issues) >= FEWEST}
    found: dict[str, list[Hypothesis]] = {}
    for hypotheses_of in HYPOTHESES:
        for hypothesis in hypotheses_of(r, worth_it):
            found.setdefault(hypothesis.child, []).append(hypothesis)
    if not found:
        return []
    rows = _RowsOfChildren(r, report, set(found))
    before = rows.issues([])
    positions = {(issue.rule, issue.table, issue.row): position for position, issue in enumerate(report.found)}
    causes = []
    for number in range(min(MOST_RUNS, max(map(len, found.values())))):
        # A child's hypotheses are tried one at a time, those of different children together.
        tried = [hypotheses[number] for hypotheses in found.values() if number < len(hypotheses)]
        after = rows.issues(tried)
        for hypothesis in tried:
            old, new = before.get(hypothesis.child, set()), after.get(hypothesis.child, set())
            resolves = sorted(positions[key] for key in old - new if key in positions)
            adds = len(new - old)
            if len(resolves) >= FEWEST and adds < len(resolves):
                causes.append(_likely_cause(r, hypothesis, resolves, adds))
    return sorted(causes, key=lambda cause: (cause["adds"] - len(cause["resolves"]), cause["child"]))


def _likely_cause(r: Return, hypothesis: Hypothesis, resolves: Sequence[int], adds: int) -> LikelyCause:
    row = hypothesis.row
    line = None if row is None else int(r.this_year[hypothesis.table]._data.source.line[row])
    issues = f"{count_of(len(resolves), 'issue')} of this child would go"
    appear = f", {count_of(adds, 'other')} would appear" if adds else ""
    return {
        "kind": hypothesis.kind,
        "title": KINDS[hypothesis.kind],
        "sentence": f"{hypothesis.reason} Suppose {hypothesis.suppose}. If so, {issues}{appear}.",
        "child": hypothesis.child,
        "table": hypothesis.table,
        "row": row,
        "line": line,
        "field": hypothesis.field,
        "value": hypothesis.value,
        "tried": hypothesis.tried,
        "resolves": list(resolves),
        "adds": adds,
    }


# -- running the rules again


class _RowsOfChildren:
    """The rows of some children, on which the rules of a report are run again with hypotheses made."""

    def __init__(self, r: Return, report: Report, children: set[str]) -> None:
        self._return = r
        self._rules = report.run
        numbers = np.flatnonzero(np.isin(r.child_names, list(children)))
        self._rows = {table: np.flatnonzero(np.isin(rows.child, numbers)) for table, rows in r.tables.items()}

    def issues(self, hypotheses: Sequence[Hypothesis]) -> dict[str, set[Key]]:
        """Child -> what is wrong with it, as (rule, table, row of the whole table; a row added counts from -1 down)."""
        r = self._return
        years: dict[Year, dict[str, TextTable]] = {year: {} for year in Year}
        for table in self._rows:
            # Last year's return is what it was: nothing is tried on it.
            years[table.year][table.name] = self._table(table, hypotheses if table.year is THIS else ())
        again = make_return(r.collection, years[THIS], years[LAST] or None, r.providers, r.postcodes)
        found: dict[str, set[Key]] = {}
        for issue in run(again, self._rules, beyond=self._rules).found:
            index = self._rows[issue.table]
            whole = int(index[issue.row]) if issue.row < len(index) else len(index) - issue.row - 1
            found.setdefault(issue.child, set()).add((issue.rule, issue.table, whole))
        return found

    def _table(self, table: TableRef, hypotheses: Sequence[Hypothesis]) -> TextTable:
        source, index = self._return.tables[table]._data.source, self._rows[table]
        added = [row for made in hypotheses for name, row in made.added if name == table.name]
        columns = {
            column: np.concatenate([values[index], np.array([row.get(column, "") for row in added], dtype=object)])
            for column, values in source.columns.items()
        }
        place = {row: at for at, row in enumerate(index.tolist())}
        for made in hypotheses:
            for (name, row, column), value in made.changes.items():
                if name == table.name:
                    columns[column][place[row]] = value
        line = np.concatenate([source.line[index], np.zeros(len(added), dtype=np.int64)])
        return TextTable(source.name, columns, columns, line, source.file)
