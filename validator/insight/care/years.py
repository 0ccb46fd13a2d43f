"""Which years' returns are there: each one's tables, and the days of which it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rules.dates import years_after

from ...returns.errors import InputError
from ...returns.rows import Return, Rows
from ...returns.words import year_from


@dataclass(frozen=True)
class Year:
    """One year's return: `name` as "2024-25", the first and last day of which it tells, its tables by name.

    `closes` is 31 March of the year, from which `end` differs in a return as at a day.
    """

    name: str
    start: np.datetime64
    end: np.datetime64
    closes: np.datetime64
    tables: Mapping[str, Rows]


def year_name(day: np.datetime64) -> str:
    """The collection year in which a day lies: "2024-25"."""
    return year_from(int((day.astype("M8[M]") - 3).astype("M8[Y]").astype(np.int64)) + 1970)


def years_of(r: Return) -> list[Year]:
    """The years that a return holds: its own and, where it was supplied, the year before."""
    found = [_year(r.start, r.end, r.closes, r.seen.this_year)]
    if r.last_year:
        start, closes = years_after(r.start, -1), years_after(r.closes, -1)
        found.append(_year(start, closes, closes, r.seen.last_year))
    return found


def _year(start: np.datetime64, end: np.datetime64, closes: np.datetime64, tables: Mapping[str, Rows]) -> Year:
    return Year(year_name(start), start, end, closes, tables)


def in_order(returns: Iterable[Return]) -> list[Year]:
    """The years of these returns, the oldest first; one that was given twice counts once.

    Raises InputError where two returns of one year differ, or where there is none.
    """
    by_name: dict[str, Year] = {}
    for year in (year for r in returns for year in years_of(r)):
        known = by_name.get(year.name)
        by_name[year.name] = year if known is None else _once(known, year)
    if not by_name:
        raise InputError("There is no return.", "Give the files of at least one year.")
    return [by_name[name] for name in sorted(by_name)]


def _once(one: Year, other: Year) -> Year:
    """Two returns of one year as one: what both hold must be the same, in whatever order."""
    for name in one.tables.keys() & other.tables.keys():
        if _rows(one.tables[name]) != _rows(other.tables[name]):
            raise InputError(
                f"Two returns of {one.name} were given, and their {name} tables differ.",
                "Give each year’s return once: keep the one that was sent.",
            )
    return Year(one.name, one.start, min(one.end, other.end), one.closes, {**one.tables, **other.tables})


def _rows(rows: Rows) -> Sequence[tuple[str, ...]]:
    columns = sorted(rows._data.table.columns)
    return sorted(zip(*(rows.text(name).values.tolist() for name in columns), strict=True))


def missing_between(names: Iterable[str]) -> list[str]:
    """The years that are missing in the middle: no return of them, but of one before and of one after."""
    openings = [int(name[:4]) for name in names]
    return [year_from(n) for n in range(min(openings), max(openings)) if n not in openings]
