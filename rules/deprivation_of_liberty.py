"""Court orders that authorise depriving a child of liberty (DoLO), collected from 2026-27."""

from __future__ import annotations

from .dates import known, unknown
from .language import Flagged
from .registry import Row, fact, family, rule
from .schema import DoLoRows, EpisodesRows, Return
from .spells import open_or_ending_outside_care, overlapping


@fact
def orders_during_episodes(r: Return) -> tuple[DoLoRows, EpisodesRows]:
    """Every ended order with every episode of its child that it overlaps, be it by a day, as two aligned Rows."""
    order, episode = r.DoLo.pairs(r.Episodes)
    begins_in_time = (order.DOLO_START <= episode.DEC) | (known(order.DOLO_START) & unknown(episode.DEC))
    overlap = begins_in_time & (order.DOLO_END >= episode.DECOM)
    return order[overlap], episode[overlap]


@rule(
    "702",
    "Deprivation of liberty order ends on or before its start",
    years="2026-27..",
    table="DoLo",
    fields="DOLO_START DOLO_END",
    category="inconsistent",
)
def ends_by_start(r: Return) -> Flagged:
    """This deprivation of liberty order ends before it starts, or on the same day.

    Check both dates against the order and correct DOLO_START or DOLO_END.
    """
    return r.DoLo.DOLO_END <= r.DoLo.DOLO_START


@rule(
    "703",
    "Deprivation of liberty order starts after the collection year ends",
    years="2026-27..",
    table="DoLo",
    fields="DOLO_START",
    category="inconsistent",
)
def starts_after_year(r: Return) -> Flagged:
    """This deprivation of liberty order begins after the last day of the year being returned.

    Correct DOLO_START, or leave the order for next year's return.
    """
    return r.DoLo.DOLO_START > r.end


@rule(
    "704",
    "Deprivation of liberty order ends outside the collection year",
    years="2026-27..",
    table="DoLo",
    fields="DOLO_END",
    category="inconsistent",
)
def ends_outside_year(r: Return) -> Flagged:
    """The end date of this deprivation of liberty order does not fall inside the year being returned.

    Correct DOLO_END; an order that ended before 1 April does not belong here, and one still running on 31 March has no
    end date.
    """
    return (r.DoLo.DOLO_END < r.start) | (r.DoLo.DOLO_END > r.end)


@rule(
    "705",
    "Deprivation of liberty order starts while the previous one is open",
    years="2026-27..",
    table="DoLo",
    fields="DOLO_START DOLO_END",
    category="inconsistent",
)
def orders_overlap(r: Return) -> Flagged:
    """This deprivation of liberty order begins while the child's previous order is still running or has no end date.

    Enter or correct DOLO_END of the earlier order, correct DOLO_START here, or delete the row if the order was entered
    twice.
    """
    return overlapping(r.DoLo, r.DoLo.DOLO_START, r.DoLo.DOLO_END)


@rule(
    "706",
    "Last year's open deprivation of liberty order not carried into this year",
    years="2026-27..",
    table="DoLo DoLo_last",
    fields="DOLO_START",
    category="cross-year",
)
def open_order_not_carried_over(r: Return) -> Flagged:
    """Last year's return left a deprivation of liberty order open for this child, but this year's return does not
    begin with an order of the same start date.

    Carry the order into this year's DoLo table with the same DOLO_START (and its end date if it is over), or correct
    last year's record if it had ended.
    """
    last_year = r.DoLo_last
    open_then = last_year[last_year.CHILD.filled & known(last_year.DOLO_START) & last_year.blank("DOLO_END")]
    # Of several the latest, of equals the lowest row.
    open_then = open_then.by_child("DOLO_START")
    left_open = open_then[open_then.ends]
    first = r.DoLo.first("DOLO_START").of(left_open)
    return left_open[first.DOLO_START != left_open.DOLO_START]


@rule(
    "707",
    "Deprivation of liberty order open or ending outside care",
    years="2026-27..",
    table="DoLo Episodes",
    fields="DOLO_END",
    category="inconsistent",
)
def open_or_ending_when_not_in_care(r: Return) -> Flagged:
    """The child stopped being looked after, but this deprivation of liberty order is still open or its end date lies
    outside the time the child was in care.

    Give the order an end date no later than the day the child left care, or correct DECOM or DEC if the child was
    still looked after.
    """
    return open_or_ending_outside_care(r, r.DoLo, r.DoLo.DOLO_START, r.DoLo.DOLO_END)


@rule(
    "708",
    "Deprivation of liberty order starts on or before date of birth",
    years="2026-27..",
    table="DoLo",
    fields="DOLO_START",
    category="inconsistent",
)
def starts_by_birth(r: Return) -> Flagged:
    """This deprivation of liberty order starts before, or on, the day the child was born.

    Correct DOLO_START, or DOB if the date of birth was entered wrongly.
    """
    return r.DoLo.DOLO_START <= r.DoLo.DOB


@family(
    "inconsistent",
    [
        Row(
            "709",
            "Deprivation of liberty order overlaps an episode in an unexpected placement type",
            "DoLo Episodes",
            "DOLO_START PLACE",
            "The child was subject to a deprivation of liberty order while in a type of placement where this is not "
            "expected, or which is not given.",
            "Check PLACE for the episode and the dates of the order; the placements expected with such an order are "
            "K2, Z12 and Z13.",
            {"places": ["K2", "Z12", "Z13"], "wanted": True},
            years="2026-27..",
        ),
        Row(
            "710",
            "Deprivation of liberty order overlaps an episode in a forbidden placement type",
            "DoLo Episodes",
            "DOLO_START PLACE",
            "The child was subject to a deprivation of liberty order while placed in a secure children's home (K1), "
            "with parents (P1), in a young offender institution (R5) or in supported accommodation (K3), where such "
            "an order cannot apply.",
            "Check PLACE for the episode and the dates of the order, and correct whichever is wrong.",
            {"places": ["K1", "P1", "R5", "K3"], "wanted": False},
            years="2026-27..",
        ),
    ],
)
def order_in_wrong_placement(r: Return, places: list[str], wanted: bool) -> Flagged:
    order, episode = orders_during_episodes(r)
    wrong = episode.PLACE.isin(places) != wanted
    return order[wrong], episode[wrong]
