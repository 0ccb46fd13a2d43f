"""What missing periods and deprivation of liberty orders have in common: spells with a beginning and perhaps an end.

They are compared with each other and with the child's periods of care. Spells are the rows of a whole table; their days
are given beside them.
"""

from __future__ import annotations

import numpy as np

from .dates import known, unknown
from .facts import periods_of_care
from .language import AnyRows, Dates, Index, Mask
from .schema import Return


def overlapping(spells: AnyRows, begin: Dates, end: Dates) -> AnyRows:
    """The rows that begin before the child's previous spell has ended, or whose previous spell has no known end.

    Previous is the one that ends just before (one without end counts by its beginning, of equals the one that begins
    first), so that a long spell around a short one is the one reported.
    """
    in_order = spells.by_child(np.where(unknown(end), begin, end), begin)
    before = in_order.previous
    before_ends = np.append(end, np.datetime64("NaT"))[before.index]
    return in_order[before.exists & (unknown(before_ends) | (begin[in_order.index] < before_ends))]


def with_periods_of_care(r: Return, spells: AnyRows) -> tuple[AnyRows, Dates, Dates]:
    """Every row with every period of care of its child: the rows, and the first and last day of the period, aligned.

    The last day is unknown while the child is in care.
    """
    begins, ends = periods_of_care(r)
    last_day = np.full(len(r.Episodes), np.datetime64("NaT"), dtype="M8[D]")
    last_day[begins.index] = ends.DEC
    paired, period = spells.pairs(begins)
    return paired, period.DECOM, last_day[period.index]


def periods_begun(r: Return, rows: AnyRows, days: Dates) -> Index:
    """For each row of a whole table: how many of its child's periods of care had begun by its day (none if unknown)."""
    begins, _ = periods_of_care(r)
    paired, period = rows.pairs(begins)
    return np.bincount(paired.index[period.DECOM <= days[paired.index]], minlength=len(rows))


def in_none(spells: AnyRows, paired: AnyRows, fits: Mask) -> Mask:
    """Where rows occur among the pairs, but in none that fits."""
    return spells.any_of(paired, ~fits) & ~spells.any_of(paired, fits)


def open_or_ending_outside_care(r: Return, spells: AnyRows, begin: Dates, end: Dates) -> Mask:
    """Where rows with a beginning fit none of their child's periods of care.

    A spell that has ended must end within the period; one still open must begin in a period that is open too. A child
    without any period passes.
    """
    paired, first_day, last_day = with_periods_of_care(r, spells)
    begins, ends = begin[paired.index], end[paired.index]
    fits_open = unknown(last_day) & ~(begins < first_day)
    fits_ended = ~((ends > last_day) | (ends < first_day))
    return known(begin) & in_none(spells, paired, np.where(unknown(ends), fits_open, fits_ended))
