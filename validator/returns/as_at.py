"""This year's tables as they would have been on an earlier day of the year.

Rows that begin later are left out; what ends later is still going on, so its end, and what is said of it, is blank; a
child who came into care later is not there at all. A date that cannot be read, and one that is not about when a row
began or ended, stays as it is. Last year's return was complete on that day and is not touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from rules.language import Mask

from .errors import Notice
from .tables import TextTable, tables
from .words import count_of, listed

if TYPE_CHECKING:
    from .rows import Return

# Table -> the date on which what a row tells of began, or happened. The rows of the other tables (Header, UASC, OC2,
# OC3, AD1, PrevPerm) tell of a child, not of a day.
BEGINS = {
    "Episodes": "DECOM",
    "Reviews": "REVIEW",
    "PlacedAdoption": "DATE_PLACED",
    "Missing": "MIS_START",
    "SWEpisodes": "SW_DECOM",
    "DoLo": "DOLO_START",
}
# Table -> the date on which it ended, then what is said of that end. SW_REASON tells why a social worker came, and so
# is no part of it. DATE_PERM comes before the care that is returned; DUC, the 18th birthday for most, is known before.
ENDS = {
    "Episodes": ("DEC", "REC", "REASON_PLACE_CHANGE"),
    "PlacedAdoption": ("DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    "Missing": ("MIS_END",),
    "SWEpisodes": ("SW_DEC",),
    "DoLo": ("DOLO_END",),
    "Header": ("MC_DOB",),
}
# Whether a row of any table is there on a day may hang on these: they tell when a child was in care, and who has left.
DECISIVE = ("Episodes", "OC3")
_ADOPTION = ("DATE_INT", "DATE_MATCH")

# Why rows are left out of the tables whose rows tell of a child.
_WHY = {
    "OC3": "of children who were still in care",
    "AD1": "of adoptions that had not been made",
}
_CAME_LATER = "of children who had not come into care"


class AsAt:
    """This year's tables of a return, seen on the last day of the period that is checked.

    `tables` are those that the rules look at, their rows' places in the files in `TextTable.place`; `notices` say how
    many rows were left out or opened.
    """

    def __init__(self, r: Return) -> None:
        self._return = r
        self._this_year = r.this_year
        self._kept: dict[str, Mask] = {}
        for name, rows in self._this_year.items():
            self._kept[name] = ~self._after(name, BEGINS[name]) if name in BEGINS else np.ones(len(rows), dtype=bool)
        self._opened = {name: self._kept[name] & self._after(name, ENDS[name][0]) for name in ENDS if r.has(name)}
        if r.has("Episodes"):
            self._leave_out_by_child()
        if r.has("AD1"):
            self._leave_out_adoptions()
        self._opened = {name: opened & self._kept[name] for name, opened in self._opened.items()}
        self.tables = {name: self._seen(name) for name in self._this_year}
        self.notices = list(self._notices())

    def _after(self, name: str, field: str) -> Mask:
        """Where a date is after the day."""
        found: Mask = getattr(self._this_year[name], field) > self._return.end
        return found

    def _children(self, name: str, where: Mask) -> Mask:
        """By the number of a child, whether it has such a row in the table; never for a blank CHILD (-1)."""
        found = np.zeros(self._return.children + 1, dtype=bool)
        found[self._this_year[name].child[where]] = True
        found[-1] = False
        return found

    def _leave_out_by_child(self) -> None:
        """Care leavers who were still in care; and all rows of children whose every episode begins later."""
        kept = self._kept
        if "OC3" in kept:
            kept["OC3"] &= ~self._children("Episodes", self._opened["Episodes"])[self._this_year["OC3"].child]
        came_later = self._children("Episodes", ~kept["Episodes"]) & ~self._children("Episodes", kept["Episodes"])
        if "OC3" in kept:
            came_later &= ~self._children("OC3", kept["OC3"])
        for name, rows in self._this_year.items():
            kept[name] &= ~came_later[rows.child]

    def _leave_out_adoptions(self) -> None:
        """The facts about an adoption made later, or to which the steps before it were taken later."""
        child = self._this_year["AD1"].child
        dated = np.logical_or.reduce([self._after("AD1", field) for field in _ADOPTION])
        if "Episodes" in self._this_year:
            adopted = self._return.Episodes.REC.isin(self._return.group("REC", "adopted"))
            ever = self._children("Episodes", adopted)
            by_then = self._children("Episodes", adopted & self._kept["Episodes"] & ~self._opened["Episodes"])
            dated = (dated | ever[child]) & ~by_then[child]
        self._kept["AD1"] &= ~dated

    def _seen(self, name: str) -> TextTable:
        source = self._this_year[name]._data.source
        kept = np.flatnonzero(self._kept[name])
        columns = {field: values[kept] for field, values in source.columns.items()}
        if name in ENDS:
            opened = self._opened[name][kept]
            for field in ENDS[name]:
                columns[field][opened] = ""
            if name == "Header":
                columns["MOTHER"][opened & (columns["MOTHER"] == "1")] = "0"
        return TextTable(name, columns, columns, source.line[kept], source.file, place=kept)

    def _notices(self) -> Iterator[Notice]:
        day = f"{self._return.end.astype(dt.date):%d/%m/%Y}"
        left_out = {name: ~kept for name, kept in self._kept.items()}
        if not any(rows.any() for rows in (*left_out.values(), *self._opened.values())):
            return
        yield Notice(
            "",
            None,
            f"The return was checked as it would have been on {day}: {_rows(left_out)} left out, and "
            f"{_rows(self._opened)} taken as still open.",
        )
        for name in self._this_year:
            if left_out[name].any():
                why = f"later than {day}" if name in BEGINS else _WHY.get(name, _CAME_LATER)
                yield self._notice(name, left_out[name], why, "left out")
            if name in self._opened and self._opened[name].any():
                field, *others = ENDS[name]
                as_what = f"read with blank {listed([field, *others])}"
                yield self._notice(name, self._opened[name], f"with {field} after {day}", as_what)
        for name, field in BEGINS.items():
            if name in self._this_year:
                wrong = getattr(self._this_year[name], field) > self._return.closes
                if wrong.any():
                    what = f"with {field} after the collection year"
                    yield self._notice(name, wrong, what, "left out too: such a date is wrong whatever the day")

    def _notice(self, name: str, which: Mask, what: str, done: str) -> Notice:
        source = self._this_year[name]._data.source
        line = int(source.line[np.flatnonzero(which)[0]])
        count = int(which.sum())
        were = "was" if count == 1 else "were"
        title = tables()[name].title
        return Notice(source.file, line, f"{title}: {count_of(count, 'row')} {what} {were} {done}.")


def _rows(which: Mapping[str, Mask]) -> str:
    count = sum(int(rows.sum()) for rows in which.values())
    return f"{count_of(count, 'row')} {'was' if count == 1 else 'were'}"
