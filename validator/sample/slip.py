"""The words in which slips are written down: rows they can happen to, and the simplest things that happen to them.

`d` is the desk with both years' tables, `x` the row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from .errors import Desk, Line, Slip, written

Where: TypeAlias = Callable[[Desk, Line], bool]

Spoil: TypeAlias = Callable[[Desk, Line], object]

SHORT = ("V3", "V4")
AWAY = ("T0", "T1", "T2", "T3", "T4")
ADOPTED = ("E11", "E12")
MALE, FEMALE = ("1", "M"), ("2", "F")
HEALTH = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")
NO_DATE = "31/02/2020"


def any_row(d: Desk, x: Line) -> bool:
    return True


def filled(*columns: str) -> Where:
    return lambda d, x: all(x[column] for column in columns)


def wrong(table: str, column: str, value: str, where: Where | None = None, often: float = 1.0, first: str = "") -> Slip:
    """A cell filled with something that it cannot hold."""
    return Slip(table, where or filled(column), lambda d, x: x.put(**{column: value}), often, first)


def blank(table: str, *columns: str, where: Where | None = None, often: float = 1.0, last: str = "9") -> Slip:
    """Cells left empty."""
    blank = dict.fromkeys(columns, "")
    return Slip(table, where or filled(*columns), lambda d, x: x.put(**blank), often, last=last)


def put(table: str, where: Where, first: str = "", last: str = "9", often: float = 1.0, **cells: str) -> Slip:
    """Cells that do not go with the rest."""
    return Slip(table, where, lambda d, x: x.put(**cells), often, first, last)


def settled(d: Desk, x: Line) -> bool:
    """An episode of an ordinary period of care, with a placement that is no absence."""
    return x["LS"] not in SHORT and x["PLACE"] not in AWAY


def over(d: Desk, x: Line) -> bool:
    return bool(x["DEC"]) and settled(d, x)


def still_open(d: Desk, x: Line) -> bool:
    return not x["DEC"] and settled(d, x)


def carried(d: Desk, x: Line) -> bool:
    return x["LS"] not in SHORT and d.carried(x)


def left(d: Desk, x: Line) -> bool:
    """The episode with which care ended."""
    return x["REC"] not in ("", "X1") and x["LS"] not in SHORT and d.next(x) is None


def other_place(d: Desk, x: Line) -> str:
    """A postcode elsewhere in England."""
    near = d.settings.near
    return next(spot.postcode for spot in near[d.draws.between(0, 30) :] if spot.postcode != x["PL_POST"])


def each(*steps: Spoil) -> Spoil:
    """One thing after the other."""

    def spoil(d: Desk, x: Line) -> None:
        for step in steps:
            step(d, x)

    return spoil


def born(at: Callable[[Desk, Line], int]) -> Callable[[Desk, Line], None]:
    """Give the child another date of birth, in every table."""

    def spoil(d: Desk, x: Line) -> None:
        birthday = written(at(d, x))
        for table in d.now:
            if table != "Episodes":
                for line in d.lines(table, x.child):
                    line["DOB"] = birthday

    return spoil


def number_of(place: str, closed: bool = False) -> Callable[[Desk, Line], str]:
    """An Ofsted number of the made-up provider list that is registered for a placement type (and closed)."""

    def number(d: Desk, x: Line) -> str:
        fitting = [p for p in d.settings.providers if place in p.places.split(",") and (p.closed is not None) == closed]
        return d.draws.pick(fitting).urn

    return number


def end_of_care(d: Desk, x: Line) -> int:
    """The day on which the child's last episode ended; 0 while it goes on."""
    return d.lines("Episodes", x.child)[-1].on("DEC")
