"""The rows of the extension beside the history: whose they are, and which placements they meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rules.language import Dates, Index, Numbers

from ...reading.extension import Extra, ExtraTable
from ...returns.errors import Notice
from .history import History
from .join import days
from .spells import NO_ROW

# The nights of a week, by which its cost is divided.
NIGHTS = 7


class Meeting(NamedTuple):
    """Costs and placements that meet, aligned: the rows of both (-1: a cost without a placement, a placement without a
    cost), the first night and the day after the last, and what these nights cost (NaN: not known)."""

    cost: Index
    placement: Index
    start: Dates
    end: Dates
    amount: Numbers


def children_of(h: History, table: ExtraTable) -> Index:
    """Each row's child; -1 for an identifier that is in no return."""
    place = {name: at for at, name in enumerate(h.names.tolist())}
    names = map(h.present_name, table.columns["child"].tolist())
    return np.array([place.get(name, NO_ROW) for name in names], dtype=np.intp)


def unknown_children(h: History, extra: Extra) -> Iterator[Notice]:
    """One notice on each file with rows about children that are in no return."""
    for table in extra.tables.values():
        for file, line, rows in table.by_file(children_of(h, table) < 0):
            yield Notice(file, line, f"The child is in no return, in {rows}, this the first. They are left out.")


def costs_met(h: History, table: ExtraTable) -> Meeting:
    """What each placement costs: every cost with every placement of its child on whose nights it falls.

    A cost counts from its first day to the day before its last, as a placement does; one without an end goes on to the
    last day of the returns. Each night costs a seventh of the week. Placements without any cost are those that no cost
    meets, of the time from the first cost on; temporary stays, which are paid with what they interrupt, are not asked.
    """
    child, start, ends = children_of(h, table), table.dates("start"), table.dates("end")
    until = np.where(table.columns["end"] == "", h.last_day + 1, ends)
    usable = (child >= 0) & (until > start)
    runs = h.placements
    left = np.where(runs.open, runs.known_to + 1, runs.end)
    # Every cost with every placement of its child.
    at = np.flatnonzero(usable)
    order = np.argsort(runs.child, kind="stable")
    first = np.searchsorted(runs.child[order], child[at], side="left")
    number = np.searchsorted(runs.child[order], child[at], side="right") - first
    cost = np.repeat(at, number)
    within = np.arange(len(cost)) - np.repeat(np.cumsum(number) - number, number)
    placement = order[np.repeat(first, number) + within] if len(cost) else np.zeros(0, dtype=np.intp)
    begin, end = np.maximum(start[cost], runs.start[placement]), np.minimum(until[cost], left[placement])
    meets = begin < end
    cost, placement, begin, end = cost[meets], placement[meets], begin[meets], end[meets]
    weekly = table.numbers("weekly_cost")
    amount = (days(end) - days(begin)) * weekly[cost] / NIGHTS

    alone = np.setdiff1d(np.flatnonzero(child >= 0), cost)
    since = start[usable].min() if usable.any() else h.last_day + 1
    asked = np.flatnonzero(~runs.temporary & ~runs.short & (left > since))
    unpaid = np.setdiff1d(asked, placement)
    nothing = np.full(len(alone) + len(unpaid), np.nan)
    return Meeting(
        np.concatenate([cost, alone, np.full(len(unpaid), NO_ROW)]).astype(np.intp),
        np.concatenate([placement, np.full(len(alone), NO_ROW), unpaid]).astype(np.intp),
        np.concatenate([begin, start[alone], runs.start[unpaid]]),
        np.concatenate([end, ends[alone], runs.end[unpaid]]),
        np.concatenate([amount, nothing]),
    )
