"""What may be proposed, before it is known whether it would help; and the return as those who suggest see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rules.language import Dates, Index, Mask

from ..checking.report import Report
from ..returns.columns import Text
from ..returns.rows import Return, Rows, TableData
from ..returns.tables import THIS, TableRef, TextTable, Year, tables
from .normalise import is_date, legible
from .proposals import CHOICE

# The date by which the rows of a child follow one another, for the tables in which they do.
START: Mapping[str, str] = {
    "Episodes": "DECOM",
    "Reviews": "REVIEW",
    "Missing": "MIS_START",
    "PlacedAdoption": "DATE_PLACED",
    "DoLo": "DOLO_START",
    "SWEpisodes": "SW_DECOM",
}


# An episode, a review and a missing period each week of the year are fewer rows than this, so that a child with more is
# not one child: CHILD is wrong in most of them. What they say of each other means nothing, and trying what may be done
# takes the square of their number, so nothing is proposed.
MOST_OF_A_CHILD = 200


def always(look: Look, rows: Rows) -> Mask:
    """Every row."""
    return np.ones(len(rows), dtype=bool)


def rules(codes: str) -> tuple[str, ...]:
    """Codes of rules, written with blanks between them."""
    return tuple(codes.split())


def written(dates: Dates) -> NDArray[np.object_]:
    """Dates as they stand in a return, DD/MM/YYYY; "" where there is none."""
    return np.array([f"{day:%d/%m/%Y}" if day else "" for day in dates.astype("M8[D]").tolist()], dtype=object)


class NewCell(NamedTuple):
    """One cell of this year's `table` that would be changed; `row` counts the rows of the table as it is now."""

    table: str
    row: int
    field: str
    new: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Changes to one child's record: cells, and rows (this year's table, row as it is now) deleted.

    `rules` are the codes of the rules for whose sake it is tried; empty: any. `sentence` says what suggests it, and
    `ground` what it rests on (see `proposals.GROUNDS`; "": as all of its kind do). With the ground CHOICE the value of
    the first cell is one of several between which nothing decides. `only_form` says that the new value is what the old
    one means without doubt, so that issues which come by it only come to light.
    """

    kind: str
    child: str
    sentence: str
    rules: frozenset[str]
    cells: tuple[NewCell, ...]
    removed: tuple[tuple[str, int], ...] = ()
    ground: str = ""
    only_form: bool = False


Candidates: TypeAlias = Iterator[Candidate]
Generator: TypeAlias = "Callable[[Look], Candidates]"
Condition: TypeAlias = "Callable[[Look, Rows], Mask]"


class Look:
    """The return with the issues found in it, asked by those who suggest changes; `table` is one of this year's."""

    def __init__(self, r: Return, report: Report) -> None:
        self.r = r
        self.crowded = crowded(r)
        self.report = _without(report, self.crowded)
        self._accepted: dict[tuple[str, str, str], bool] = {}
        self._neighbours: dict[str, tuple[Index, Index]] = {}
        self._flagged: dict[tuple[str, str], Index] = {}
        self._rules_of: dict[str, set[str]] = {}
        for part in self.report.found.parts:
            for child in part.child.tolist():
                self._rules_of.setdefault(child, set()).add(part.rule)
            if part.table.year is THIS:
                self._flagged[part.rule, part.table.name] = part.row

    # -- what is flagged

    def flagged(self, table: str, *rules: str) -> Rows:
        """This year's rows that any of the rules flags, in the order of the file; those without CHILD left out."""
        found = [self._flagged[rule, table] for rule in rules if (rule, table) in self._flagged]
        rows = self._rows(table)[np.unique(np.concatenate([np.array([], dtype=np.intp), *found]))]
        return rows[rows.child >= 0]

    def rules_on(self, table: str, field: str) -> tuple[str, ...]:
        """The rules that flag any row of the table and point to the column."""
        return tuple(rule for rule, name in self._flagged if name == table and field in self.report.run[rule].fields)

    # -- rows beside rows

    def previous(self, rows: Rows) -> Rows:
        """Aligned with the rows (of a table in START): the same child's row before, in time."""
        return self._beside(rows, 0)

    def next(self, rows: Rows) -> Rows:
        """Aligned with the rows (of a table in START): the same child's row after, in time."""
        return self._beside(rows, 1)

    def _beside(self, rows: Rows, side: int) -> Rows:
        table = rows.ref.name
        if not self.r.has(table):
            return rows
        if table not in self._neighbours:
            ordered = self.r.this_year[table].by_child(START[table])
            before = np.full(len(ordered) + 1, -1, dtype=np.intp)
            after = before.copy()
            before[ordered.index], after[ordered.index] = ordered.previous.index, ordered.next.index
            self._neighbours[table] = before, after
        return self.r.this_year[table][self._neighbours[table][side][rows.index]]

    def of_child(self, table: str, rows: Rows) -> Rows:
        """For each of the rows: the first row that its child has in another table, or none when that is not there."""
        return self._rows(table).of(rows)

    def _rows(self, table: str) -> Rows:
        return self.r.this_year[table] if self.r.has(table) else _no_rows(self.r, TableRef(table))

    # -- cells

    def value(self, table: str, row: int, field: str) -> str:
        """A cell as the rules see it."""
        return str(self.r.this_year[table]._data.source.columns[field][row])

    def _acceptable(self, table: str, field: str, new: str) -> bool:
        key = (table, field, new)
        if new and key not in self._accepted:
            column = tables()[table].columns[field]
            self._accepted[key] = is_date(new) if column.type == "date" else legible(column, new, self.r.year)
        return not new or self._accepted[key]

    # -- candidates

    def candidate(
        self,
        kind: str,
        sentence: str,
        rules: Sequence[str],
        cells: Sequence[NewCell] = (),
        removed: Sequence[tuple[str, int]] = (),
        ground: str = "",
    ) -> Candidates:
        """A candidate for the child of the first row named, without cells that say so already.

        None if nothing is left, if a value is no real date or accepted code, or if none of the rules flags the child.
        """
        table, row = cells[0][:2] if cells else removed[0]
        child = self.value(table, row, "CHILD")
        if rules and self._rules_of.get(child, set()).isdisjoint(rules):
            return
        left = tuple(cell for cell in cells if self.value(*cell[:3]) != cell.new)
        if (left or removed) and all(self._acceptable(cell.table, cell.field, cell.new) for cell in left):
            yield Candidate(kind, child, sentence, frozenset(rules), left, tuple(removed), ground)

    def put(
        self,
        kind: str,
        sentence: str,
        rules: Sequence[str],
        table: str,
        row: int,
        field: str,
        new: str,
        ground: str = "",
    ) -> Candidates:
        """A candidate for one cell; none where it says so already."""
        yield from self.candidate(kind, sentence, rules, [NewCell(table, row, field, new)], ground=ground)

    def put_any(
        self, kind: str, rules: Sequence[str], table: str, row: int, field: str, values: Mapping[str, tuple[str, str]]
    ) -> Candidates:
        """A candidate for each of the values that a cell may have, value -> (sentence, ground).

        Where there are several and nothing decides between them, they are to choose from.
        """
        for new, (sentence, ground) in values.items():
            yield from self.put(kind, sentence, rules, table, row, field, new, ground if len(values) == 1 else CHOICE)

    def choose(
        self,
        kind: str,
        sentence: str,
        rules: Sequence[str],
        cell: tuple[str, int, str],
        codes: Iterable[str],
        more: Sequence[NewCell] = (),
    ) -> Candidates:
        """A candidate for each code that a cell (table, row, field) may have, to choose from, and `more` with it."""
        for code in codes:
            if self.value(*cell) != code:
                yield from self.candidate(kind, sentence, rules, [NewCell(*cell, code), *more], ground=CHOICE)

    def fill(
        self,
        kind: str,
        sentence: str,
        rules: Sequence[str],
        rows: Rows,
        field: str,
        values: Text | Sequence[str] | NDArray[np.object_] | str,
        ground: str = "",
    ) -> Candidates:
        """A candidate for each row: its cell set to the value beside it; where that is blank there is none to propose.

        `{value}` in the sentence stands for the value.
        """
        if isinstance(values, Text):
            values = values.values
        beside = [values] * len(rows) if isinstance(values, str) else values
        for row, value in zip(rows.index.tolist(), beside, strict=True):
            if value:
                yield from self.put(
                    kind, sentence.replace("{value}", value), rules, rows.ref.name, row, field, value, ground
                )

    def clear(self, kind: str, sentence: str, rules: Sequence[str], rows: Rows, *fields: str) -> Candidates:
        """A candidate for each row: the cells emptied."""
        for row in rows.index.tolist():
            yield from self.candidate(
                kind, sentence, rules, [NewCell(rows.ref.name, row, field, "") for field in fields]
            )


def crowded(r: Return) -> dict[str, int]:
    """The children with more rows in a year's tables than MOST_OF_A_CHILD, and how many."""
    found: dict[str, int] = {}
    for year in Year:
        of_year = [rows.child[rows.child >= 0] for table, rows in r.tables.items() if table.year is year]
        count = np.bincount(np.concatenate([np.array([], dtype=np.intp), *of_year]), minlength=r.children)
        for child in np.flatnonzero(count > MOST_OF_A_CHILD).tolist():
            found[str(r.child_names[child])] = max(int(count[child]), found.get(str(r.child_names[child]), 0))
    return found


def _without(report: Report, children: Collection[str]) -> Report:
    """The report without the issues of some children."""
    return replace(report, found=report.found.without(children)) if children else report


def _no_rows(r: Return, table: TableRef) -> Rows:
    """A table that was not supplied, as one without rows."""
    text = TextTable(table.name, {}, {}, np.array([], dtype=np.int64), "")
    blank = Text.of(np.array([""], dtype=object))
    columns = dict.fromkeys(tables()[table.name].columns, blank)
    data = TableData(table, text, columns, np.array([-1], dtype=np.intp))
    return Rows(r, data)
