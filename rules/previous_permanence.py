"""Earlier permanence orders of children who start to be looked after."""

from __future__ import annotations

from typing import Final

import numpy as np

from .dates import day, months_after, unknown
from .facts import first_episodes
from .language import Dates, Flagged, Text
from .registry import rule
from .schema import Return

ITEMS: Final = ("PREV_PERM", "LA_PERM", "DATE_PERM")

# Details are wanted of children who started to be looked after from this day.
WANTED_FROM = day("2016-04-01")


@rule(
    "630",
    "Child started care this year, earlier permanence not returned",
    table="Episodes PrevPerm",
    fields="RNE",
    category="missing",
)
def details_missing(r: Return) -> Flagged:
    """The child started to be looked after this year, but the details of an earlier permanence order are absent or
    incomplete.

    Add a PrevPerm record: Z1 if there was no earlier permanence, otherwise the code with its date (DATE_PERM) and
    local authority (LA_PERM).
    """
    started = r.Episodes[(r.Episodes.RNE == "S") & (r.Episodes.DECOM >= r.start)]
    orders = r.PrevPerm
    incomplete = orders.PREV_PERM.blank | (
        (orders.PREV_PERM != "Z1") & (orders.count_filled("LA_PERM", "DATE_PERM") < 2)
    )
    return started[~started.child_in(orders) | started.child_in(orders[incomplete])]


@rule(
    "632",
    "Date of earlier permanence malformed or not before care",
    table="PrevPerm Episodes",
    fields="DATE_PERM DECOM",
    category="invalid",
)
def date_malformed_or_not_before_care(r: Return) -> Flagged:
    """The date of the earlier permanence order is not a proper date, or it does not come before the child's first
    episode of care. If the period of care began before this year, the check may miss a problem.

    Enter DATE_PERM as DD/MM/YYYY, with ZZ for an unknown day or month and ZZZZ for an unknown year, and check it
    against DECOM.
    """
    orders = r.PrevPerm
    latest = _latest_day(orders.DATE_PERM)
    first = first_episodes(r).of(orders)
    wrong = (orders.DATE_PERM.filled & unknown(latest)) | (latest >= first.DECOM)
    return orders[wrong], first[wrong]


def _latest_day(column: Text) -> Dates:
    """The last day that a partly unknown date may mean: of the month, or of the year whose month is unknown.

    An unknown year is read as 2000. A known day in an unknown month ends a year after that day in January, so that
    05/ZZ/2020 is 04/01/2021. NaT where the text is blank or malformed.
    """
    earliest = column.respelt(_with_unknown_parts_filled).dates()
    day_unknown = column.startswith("ZZ/")
    month_unknown = column.matches("[^/]*/ZZ/[^/]*")
    return np.where(
        month_unknown,
        months_after(earliest, 12) - 1,
        np.where(day_unknown, months_after(earliest, 1) - 1, earliest),
    )


def _with_unknown_parts_filled(written: str) -> str:
    """The date with 01 for an unknown day or month (ZZ) and 2000 for an unknown year (ZZZZ)."""
    parts = written.split("/")
    if len(parts) != 3:
        return written
    return "/".join(
        filled if part == mark else part
        for part, mark, filled in zip(parts, ("ZZ", "ZZ", "ZZZZ"), ("01", "01", "2000"), strict=True)
    )


@rule(
    "634",
    "Earlier permanence given but care started before April 2016",
    table="PrevPerm Episodes",
    fields="LA_PERM PREV_PERM DATE_PERM DECOM",
    category="inconsistent",
)
def details_not_wanted(r: Return) -> Flagged:
    """Details of an earlier permanence order are supplied, but no episode of this child begins on or after 1 April
    2016, so they are not required.

    Remove these details, or correct DECOM if the child did start to be looked after from 1 April 2016.
    """
    latest = r.Episodes.last("DECOM")
    given = r.PrevPerm[r.PrevPerm.filled(*ITEMS)]
    given = given[given.child_in(latest[latest.DECOM < WANTED_FROM])]
    return given, r.Episodes[r.Episodes.child_in(given)]


@rule(
    "635",
    "Permanence date or authority given without permanence code",
    table="PrevPerm",
    fields="LA_PERM DATE_PERM PREV_PERM",
    category="inconsistent",
)
def order_without_code(r: Return) -> Flagged:
    """A date or local authority of an earlier permanence order is recorded, but PREV_PERM does not say what kind of
    permanence it was: it is blank, or says that there was none (Z1).

    Enter the permanence code (P1 to P4) in PREV_PERM, or clear LA_PERM and DATE_PERM if there was no earlier
    permanence.
    """
    # Our reading: the published message is about Z1, but a blank code says no more of what it was.
    no_kind = r.PrevPerm.PREV_PERM.blank | (r.PrevPerm.PREV_PERM == "Z1")
    return r.PrevPerm.filled("LA_PERM", "DATE_PERM") & no_kind
