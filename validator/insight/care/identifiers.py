"""Identifiers that changed between years, and headers that are in the wrong year's return: noticed, and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rules.dates import years_after

from ...returns.errors import InputError
from ...returns.words import count_of
from .join import days
from .years import Year

if TYPE_CHECKING:
    from .history import History

# Of fewer children still in care most may have left by chance.
_FEW = 5


def final(ids: Mapping[str, str]) -> Mapping[str, str]:
    """Old identifier -> the one that counts, over several changes. InputError where they go round in a circle."""
    found = {}
    for old in ids:
        new, steps = ids[old], 0
        while new in ids and ids[new] != new:
            new, steps = ids[new], steps + 1
            if steps > len(ids):
                raise InputError(
                    "The list of identifiers goes round in a circle.", "Give each old identifier the one used now."
                )
        if new != old:
            found[old] = new
    return found


def swapped_headers(years: Sequence[Year]) -> list[str]:
    """A sentence for each two years whose children are better found in each other's Header than in their own."""
    children = {
        (year.name, name): _names(year, name)
        for year in years
        for name in ("Header", "Episodes")
        if name in year.tables
    }
    found = []
    for at, one in enumerate(years):
        for other in years[at + 1 :]:
            keys = [(year.name, name) for year in (one, other) for name in ("Header", "Episodes")]
            if not all(key in children for key in keys):
                continue
            header, episodes, other_header, other_episodes = (children[key] for key in keys)
            if _more(episodes, other_header, header) and _more(other_episodes, header, other_header):
                found.append(
                    f"The Header files of {one.name} and {other.name} look swapped: the children of each year’s "
                    "Episodes are in the other year’s. Exchange the two files."
                )
    return found


def _names(year: Year, table: str) -> frozenset[str]:
    rows = year.tables[table]
    names = rows._return.child_names
    return frozenset(names[np.unique(rows.child[rows.child >= 0])].tolist())


def _more(children: frozenset[str], here: frozenset[str], there: frozenset[str]) -> bool:
    return len(children & here) > len(children & there)


def changed(h: History) -> list[str]:
    """A sentence for each two years between which children seem to have got other identifiers.

    Fewer than half of those in care at the end of one year are in the next year's return, and at least half of the
    others have the sex and date of birth of a child that is new there.
    """
    found = []
    returned = h.returned("Episodes")[:-1]
    header = h.returned("Header")[:-1]
    for at, (one, other) in enumerate(pairwise(h.years)):
        if years_after(one.start, 1) != other.start or not {"Episodes", "Header"} <= other.tables.keys():
            continue
        rows = h.every("Episodes")
        here = (rows.year == at) & (rows.child >= 0) & rows.columns["DEC"].blank
        still = np.zeros(len(h.names), dtype=bool)
        still[rows.child[here]] = True
        gone = still & ~(returned | header)[:, at + 1]
        if still.sum() < _FEW or 2 * gone.sum() <= still.sum():
            continue
        new = header[:, at + 1] & ~(returned | header)[:, : at + 1].any(axis=1)
        alike = np.isin(_person(h)[gone], _person(h)[new]) & ~np.isnat(h.birth[gone])
        if 2 * alike.sum() >= gone.sum():
            found.append(
                f"{int(gone.sum()):,} of {count_of(int(still.sum()), 'child', 'children')} in care at the end of "
                f"{one.name} are not in the {other.name} return, and {int(alike.sum()):,} of them have the sex and "
                "date of birth of a child that is new there: the identifiers seem to have changed. Give a list of old "
                "and new ones (--ids on the command line)."
            )
    return found


def _person(h: History) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Sex and date of birth as one number."""
    return days(h.birth) * 8 + np.minimum(h.sex.codes, 7)
