"""What the return says already, elsewhere: dates of birth, episodes that follow at once, rows that are there twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.dates import known
from rules.language import Dates, Mask

from ..returns.cells import table_title
from ..returns.columns import Text
from ..returns.tables import LAST, TableRef, tables
from ..returns.words import listed
from .normalise import Form
from .proposals import State

# The tables whose rows have an element of their own in XML, which can be deleted without touching anything else.
_OWN_ELEMENT = ("Episodes", "Reviews", "Missing", "PrevPerm", "OC2", "PlacedAdoption")


class Place(NamedTuple):
    """A cell of this year's `table`, or with `field` "" a row; rows are counted as in the files."""

    table: str
    row: int
    field: str


class Values:
    """This year's tables as they would be with some changes to a state: values as the rules see them.

    `form` is how the return came: "csv", "xml" or "excel". Rows are those of the state, whether deleted or not.
    """

    def __init__(self, state: State, form: str) -> None:
        self.r = state.r
        self.form = form
        self.tables = state.corrected.tables
        self._rows = state.corrected.rows
        self._child = {name: state.r.this_year[name].child for name in self.tables}
        self._changed: dict[tuple[str, str], NDArray[np.object_]] = {}

    def change(self, changes: Mapping[Place, Form]) -> None:
        """Change cells, and delete rows."""
        cells: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for place, form in changes.items():
            cells.setdefault((place.table, place.field), []).append((place.row, form.value))
        for (table, field), of_column in cells.items():
            rows, new = zip(*of_column, strict=True)
            at = self._rows[table].searchsorted(rows)
            if field:
                self._changed[table, field] = self.text(table, field).copy()
                self._changed[table, field][at] = new
            else:
                self._child[table] = self._child[table].copy()
                self._child[table][at] = -1

    def child(self, table: str) -> NDArray[np.intp]:
        """The number of each row's child; -1 for a row without one, or one that is deleted."""
        return self._child[table]

    def text(self, table: str, field: str) -> NDArray[np.object_]:
        """A column."""
        return self._changed.get((table, field), self.tables[table].columns[field])

    def days(self, table: str, field: str) -> Dates:
        """A column of dates."""
        if (table, field) not in self._changed:
            return self.r.this_year[table]._data.date(field)[:-1]
        return Text.of(self._changed[table, field]).dates()

    def place(self, table: str, row: int, field: str = "") -> Place:
        """A place by the row of the state."""
        return Place(table, int(self._rows[table][row]), field)


# -- dates of birth


def births(values: Values) -> Iterator[tuple[Place, Form]]:
    """DOB as Header has it, in the one table that says otherwise (or nothing) of a child.

    Another table must agree with Header, and none may differ; last year's header, where there is one, must not say what
    the one table says. In XML the other tables repeat what HEADER says: there, last year's header must agree.
    """
    others = [name for name in values.tables if name != "Header" and "DOB" in tables()[name].columns]
    if "Header" not in values.tables or not others:
        return
    r = values.r
    right = _only_day(values.child("Header"), values.days("Header", "DOB"), r.children)
    then: Dates = np.full(r.children + 1, _NONE)
    if r.has("Header", year=LAST):
        then = _only_day(r.Header_last.child, r.Header_last.DOB, r.children)
    wrong: dict[str, Mask] = {}
    agree: dict[str, Mask] = {}
    differ: dict[str, Mask] = {}
    for name in others:
        child = values.child(name)
        wrong[name] = (values.days(name, "DOB") != right[child]) & known(right[child])
        differ[name] = _any_of(child[wrong[name] & (values.text(name, "DOB") != "")], r.children)
        agree[name] = _any_of(child[~wrong[name]], r.children) & ~differ[name]
    sure = (then == right) if values.form == "xml" else np.logical_or.reduce([*agree.values()])
    differing = np.sum([*differ.values()], axis=0)
    for name in others:
        child = values.child(name)
        # The table itself may differ, no other.
        fits = wrong[name] & sure[child] & (differing[child] == differ[name][child])
        said = _texts_of(child, values.text(name, "DOB"), fits)
        for row in np.flatnonzero(fits & (values.days(name, "DOB") != then[child])).tolist():
            number = int(child[row])
            if len(said[number]) <= 1:
                witnesses = [table_title(TableRef(other)) for other in others if agree[other][number]]
                also = "Header last year" if values.form == "xml" else listed(witnesses)
                why = f"Copied from Header: the child’s date of birth is the same in {also}."
                yield values.place(name, row, "DOB"), Form(_written(right[number]), "dob_copied", why)


_NONE = np.datetime64("NaT", "D")


def _only_day(child: NDArray[np.intp], days: Dates, children: int) -> Dates:
    """The one day that all rows of each child have; NaT where they differ or one cannot be read. The last is NaT."""
    earliest = np.full(children + 1, np.datetime64("9999-01-01", "D"))
    latest = np.full(children + 1, np.datetime64("0001-01-01", "D"))
    # Not a time, where there is one, is what both of these give.
    np.minimum.at(earliest, child, days)
    np.maximum.at(latest, child, days)
    only = np.where(earliest == latest, earliest, _NONE)
    only[-1] = _NONE
    return only


def _any_of(child: NDArray[np.intp], children: int) -> Mask:
    """Of all children, and last of none: whether it is among these."""
    found = np.zeros(children + 1, dtype=bool)
    found[child] = True
    found[-1] = False
    return found


def _texts_of(child: NDArray[np.intp], texts: NDArray[np.object_], rows: Mask) -> dict[int, set[str]]:
    """Child -> the different texts, blanks apart, that stand in some of its rows."""
    found: dict[int, set[str]] = {}
    for number, text in zip(child[rows].tolist(), texts[rows].tolist(), strict=True):
        found.setdefault(number, set()).update({text} - {""})
    return found


def _written(day: np.datetime64) -> str:
    return f"{day.item():%d/%m/%Y}"


# -- episodes that follow at once


def followed_at_once(values: Values) -> Iterator[tuple[Place, Form]]:
    """X1 in a blank REC, where the child's next episode begins on the day on which this one ended, and it alone."""
    if "Episodes" not in values.tables:
        return
    child = values.child("Episodes")
    begins, ends = values.days("Episodes", "DECOM"), values.days("Episodes", "DEC")
    order = np.lexsort((begins, child))
    child, begins, ends = child[order], begins[order], ends[order]
    blank = values.text("Episodes", "REC")[order] == ""
    following = np.roll(np.arange(len(order)), -1)
    follows = (child[following] == child) & (child >= 0) & (begins[following] == ends) & (begins < ends)
    beginnings, endings = (_how_many(child, days) for days in (begins, ends))
    for at in np.flatnonzero(follows & blank & (beginnings[following] == 1) & (endings == 1)).tolist():
        why = f"The episode ended on {_written(ends[at])} and the child’s next one began on the same day."
        yield values.place("Episodes", int(order[at]), "REC"), Form("X1", "followed_at_once", why)


def _how_many(child: NDArray[np.intp], days: Dates) -> NDArray[np.intp]:
    """For each row, how many rows of its child have its day."""
    # Days lie within some hundred thousand of 1970, whatever their year; in WebAssembly an index is too short for both.
    number = np.where(known(days), days.astype(np.int64), 0)
    _, position, count = np.unique(child.astype(np.int64) * 1_000_000 + number, return_inverse=True, return_counts=True)
    return count[position]


# -- rows that are there twice


def repeated_rows(values: Values) -> Iterator[tuple[Place, Form]]:
    """Rows that say in every column what an earlier row of the table says.

    The columns that single out a row must be filled: two reviews without a date may be two reviews.
    """
    for name, table in values.tables.items():
        if values.form == "xml" and name not in _OWN_ELEMENT:
            continue
        known_columns = tables()[name]
        same = np.zeros(len(table), dtype=np.int64)
        complete = values.child(name) >= 0
        for field in known_columns.columns:
            codes = Text.of(values.text(name, field)).codes
            if field in known_columns.row_key:
                complete &= codes != 0
            # In WebAssembly an index is too short for a product of two.
            _, position = np.unique(same * (len(table) + 1) + codes, return_inverse=True)
            same = position.astype(np.int64)
        # Each kind's first row among those that are complete.
        first = np.full(len(table), len(table))
        np.minimum.at(first, same[complete], np.flatnonzero(complete))
        for row in np.flatnonzero(complete & (first[same] != np.arange(len(table)))).tolist():
            why = f"It says the same in every column as line {table.line[first[same[row]]]} of the file."
            yield values.place(name, row), Form("", "repeated_row", why)
