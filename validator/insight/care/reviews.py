"""When each review was due.

The first within 20 working days of coming into care, the second within three months of the first, then every six
months. From a placement for adoption it begins anew: within four weeks, then three months, then every six. Source: Care
Planning, Placement and Case Review (England) Regulations 2010, regulation 33; Adoption Agencies Regulations 2005,
regulation 36.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rules.dates import months_after
from rules.language import Dates, Index

from .code_groups import codes_of
from .cohorts import on_days
from .history import History
from .join import days
from .stack import Stack
from .working_days import working_days_after

FIRST_WORKING_DAYS = 20
ADOPTION_DAYS = 28
SECOND_MONTHS, LATER_MONTHS = 3, 6


class Reviews(NamedTuple):
    """The reviews, by child and date: their rows, the period of care of each (-1: none) and the day on which it was
    due (NaT where that is not known, as the reviews before it are not in the files)."""

    rows: Stack
    period: Index
    due: Dates


def reviews(h: History) -> Reviews:
    """The reviews with a readable date of a known child."""
    every = h.rows("Reviews")
    held = every.dates["REVIEW"]
    kept = np.flatnonzero(~np.isnat(held) & (every.child >= 0))
    content = [column.codes[kept] for column in every.columns.values()]
    rows = every[kept[np.lexsort((*content[::-1], days(held[kept]), every.child[kept]))]]
    held = rows.dates["REVIEW"]
    period = _period(h, rows.child, held)
    adoption = _adoption_began(h, rows.child, held)
    # What the reviews are counted from: a placement for adoption, else the period of care.
    anew = ~np.isnat(adoption)
    since = np.where(anew, adoption, np.append(h.periods.start, np.datetime64("NaT"))[period])
    clock = np.where(anew, days(adoption), -1)
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = (period[1:] == period[:-1]) & (clock[1:] == clock[:-1])
    number = np.arange(len(rows))
    first = np.maximum.accumulate(np.where(same, 0, number)) if len(rows) else number
    place = number - first
    # Reviews before the first day of the files are not in them.
    known = np.append(h.start_known, False)[period]
    known = np.where(anew, True, known) & (since >= h.first_day)
    long_since = months_after(since, SECOND_MONTHS + 2) < h.first_day
    before = np.append(np.datetime64("NaT", "D"), held[:-1]) if len(rows) else held
    first_due = np.where(anew, since + ADOPTION_DAYS, working_days_after(since, FIRST_WORKING_DAYS))
    second_due, later_due = months_after(before, SECOND_MONTHS), months_after(before, LATER_MONTHS)
    nothing = np.datetime64("NaT", "D")
    due = np.where(
        place == 0,
        np.where(known, first_due, nothing),
        np.where(place == 1, np.where(known, second_due, np.where(long_since, later_due, nothing)), later_due),
    )
    return Reviews(rows, period, np.where(period < 0, nothing, due))


def _period(h: History, child: Index, when: Dates) -> Index:
    """The period of care on each day; one that ended on the day counts, as a review may be held on the last."""
    period = on_days(h.periods, child, when)
    return np.where(period < 0, on_days(h.periods, child, when - 1), period)


def _adoption_began(h: History, child: Index, when: Dates) -> Dates:
    """The first day of the unbroken run of placements for adoption in which each child is on its day; else NaT."""
    runs = h.placements
    place = on_days(runs, child, when)
    return np.append(adoption_runs(h), np.datetime64("NaT", "D"))[place]


def adoption_runs(h: History) -> Dates:
    """Of each placement for adoption, the first day of the unbroken run of them that it is in; NaT of any other."""
    runs = h.placements
    adoption = runs.at_start("PLACE").isin(codes_of("placement_group", "adoption"))
    joined = np.zeros(len(runs), dtype=bool)
    joined[1:] = adoption[:-1] & (runs.child[1:] == runs.child[:-1]) & (runs.end[:-1] == runs.start[1:])
    joined &= ~np.isin(runs.first, h.periods.first)
    number = np.arange(len(runs))
    first = np.maximum.accumulate(np.where(joined & adoption, 0, number)) if len(runs) else number
    return np.where(adoption, runs.start[first], np.datetime64("NaT", "D"))
