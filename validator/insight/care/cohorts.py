"""Who was in care on a day or in a period, who came and who left: the definitions that all figures share.

Short breaks (V3, V4) are in none of them. A period is given by its first and last day, both in it. The masks and
numbers are over the children of the history, in their order.
"""

from __future__ import annotations

import numpy as np

from rules.dates import months_after, years_after
from rules.language import Dates, Index, Mask

from .code_groups import codes_of
from .history import History
from .join import days
from .spells import NO_ROW, Runs

# Answers of which files that do not reach far enough back can leave one open.
NO, YES, CANNOT_TELL = 0, 1, -1


def on_day(h: History, day: np.datetime64) -> Index:
    """The episode in which each child is on a day, by its place in the chain; -1 for a child that is not in care.

    It began on the day or before, and ends later or is open: what ends on the day has ended. An open episode tells
    of no day after the last one of its return.
    """
    e = h.episodes
    # Of several, which only a history without repairs has, the last.
    return last_of_each(h, e.child, ~e.short[: e.placed] & holds(e.start, e.end, e.known_to, day)[: e.placed])


def last_of_each(h: History, child: Index, which: Mask) -> Index:
    """The place of each child's last row where `which` is true; -1 for a child without. `child` is that of each row."""
    at = np.flatnonzero(which)
    found = np.full(len(h.names), NO_ROW, dtype=np.intp)
    found[child[at]] = at
    return found


def holds(start: Dates, end: Dates, known_to: Dates, day: Dates | np.datetime64) -> Mask:
    """Where something is going on on a day."""
    return (start <= day) & ((end > day) | (known_to >= day))


def during(h: History, first: np.datetime64, last: np.datetime64) -> Mask:
    """Looked after at any time in a period: began by its last day, and did not end before its first.

    Whoever came into care in it, or left, is among them.
    """
    e = h.episodes
    # One closed without a known reason has its end the day after the last on which it was returned.
    until = np.where(e.gone, e.end - 1, e.end)
    found = (e.start <= last) & ((until >= first) | (e.known_to >= first)) & ~e.short
    in_care = _of_children(h, e.child[: e.placed][found[: e.placed]])
    return in_care | (started(h, first, last) >= 0) | (ceased(h, first, last) >= 0)


def _of_children(h: History, child: Index) -> Mask:
    found = np.zeros(len(h.names), dtype=bool)
    found[child] = True
    return found


def started(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """The first period of care with a known start that begins in a period, of each child; -1 for none."""
    periods = h.periods
    at = np.flatnonzero(h.start_known & ~periods.short & (periods.start >= first) & (periods.start <= last))
    found = np.full(len(h.names), NO_ROW, dtype=np.intp)
    found[periods.child[at[::-1]]] = at[::-1]
    return found


def start_unknown(h: History, first: np.datetime64, last: np.datetime64) -> Mask:
    """Children with a period of care that begins in a period and whose start is not known: they may have started."""
    periods = h.periods
    at = ~h.start_known & ~periods.short & (periods.start >= first) & (periods.start <= last)
    return _of_children(h, periods.child[at])


def left(periods: Runs) -> Mask:
    """Where a period of care ended with the child leaving: REC neither X1 nor blank."""
    reason = periods.at_end("REC")
    return ~np.isnat(periods.end) & reason.filled & (reason != "X1") & ~periods.episodes.gone[periods.last]


def ceased(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """The last period of care that ended in a period with the child leaving, of each child; -1 for none."""
    periods = h.periods
    return last_of_each(
        h, periods.child, left(periods) & ~periods.short & (periods.end >= first) & (periods.end <= last)
    )


def whole_period(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """Looked after all through a period: in care on its last day, in a period of care begun by its first day.

    YES, NO, or CANNOT_TELL where the period of care has no known start and its first row is later.
    """
    episode = on_day(h, last)
    periods = h.periods
    period = np.append(periods.of_episode, NO_ROW)[episode]
    early = np.append(periods.start <= first, False)[period]
    known = np.append(h.start_known, True)[period]
    return np.where(episode < 0, NO, np.where(early, YES, np.where(known, NO, CANNOT_TELL)))


def ages(birth: Dates, day: Dates | np.datetime64) -> Index:
    """Whole years of age on a day, 28 February standing for the 29th; -1 where either is unknown or before birth."""
    days_then = np.broadcast_to(np.asarray(day, dtype="M8[D]"), birth.shape)
    known = ~np.isnat(birth) & ~np.isnat(days_then)
    born, then = np.where(known, birth, np.datetime64(0, "D")), np.where(known, days_then, np.datetime64(0, "D"))
    apart = then.astype("M8[Y]").astype(np.int64) - born.astype("M8[Y]").astype(np.int64)
    month = born.astype("M8[M]")
    into = born - month.astype("M8[D]")
    month = month + 12 * apart
    last_day = (month + 1).astype("M8[D]") - 1
    birthday = np.minimum(month.astype("M8[D]") + into, last_day)
    years = apart - (birthday > then)
    return np.where(known & (years >= 0), years, -1)


def stands_for(h: History, placement: Index) -> Index:
    """The placement that gives its group and provider: of a temporary stay that which it interrupts (-1: none)."""
    return np.append(h.placements.base, NO_ROW)[placement]


def counted_placements(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """How many placements of each child count in a period: begun by its last day and not ended before its first."""
    runs = h.placements
    start, end, _, known_to = runs.whole
    number = np.arange(len(runs))
    at = runs.counted & (runs.counted_as == number)
    at &= (start <= last) & ((end >= first) | (known_to >= first))
    return np.bincount(runs.child[at], minlength=len(h.names)).astype(np.int64)


def same_carer_two_years(h: History, last: np.datetime64) -> tuple[Mask, Index]:
    """Long-term stability on a day: the children about whom it is asked, and YES, NO or CANNOT_TELL.

    Asked of those under 16 whose period of care began two and a half years before: with the same carer for two years,
    or placed for adoption and that with the placement before it for two years together. Where the files may not reach
    far enough back, a child is asked about and the answer is CANNOT_TELL.
    """
    care_since, carer_since = months_after(last + 1, -30), years_after(last + 1, -2)
    episode = on_day(h, last)
    here = episode >= 0
    periods, runs = h.periods, h.placements
    period = np.append(periods.of_episode, NO_ROW)[episode]
    placement = np.append(runs.of_episode, NO_ROW)[episode]
    settled = np.append(periods.start <= care_since, False)[period]
    unsure = here & ~settled & ~np.append(h.start_known, True)[period]
    age = ages(h.birth, last)
    asked = here & (settled | unsure) & (age >= 0) & (age < 16)
    carer = np.append(runs.same_carer, NO_ROW)[stands_for(h, placement)]
    carer = np.where(carer < 0, placement, carer)
    same = np.append(runs.start <= carer_since, False)[carer]
    # Placed for adoption: from the first day of the placement before.
    adoption = np.append(runs.at_start("PLACE").isin(codes_of("placement_group", "adoption")), False)[placement]
    earlier = np.where(carer > 0, carer - 1, carer)
    joined = np.append(runs.child, NO_ROW)[earlier] == np.append(runs.child, NO_ROW)[carer]
    joined &= np.append(runs.end, np.datetime64("NaT"))[earlier] == np.append(runs.start, np.datetime64("NaT"))[carer]
    before = np.where(joined, np.append(runs.same_carer, NO_ROW)[earlier], carer)
    same |= adoption & np.append(runs.start <= carer_since, False)[before]
    reach = np.where(adoption, before, carer)
    open_start = np.append(_may_be_older(h), False)[reach]
    answer = np.where(same, YES, np.where(open_start, CANNOT_TELL, NO))
    return asked, np.where(unsure & (answer != NO), CANNOT_TELL, answer)


def _may_be_older(h: History) -> Mask:
    """Where a placement may have begun before its first row: the first of a period, and not a change of carer."""
    runs = h.placements
    first_of_period = np.isin(runs.first, h.periods.first)
    return first_of_period & ~runs.at_start("RNE").isin(("S", "P", "B"))


def on_days(runs: Runs, child: Index, when: Dates) -> Index:
    """The run in which each child is on a day of its own, the last of several; -1 for none. The first day counts.

    `child` and `when` are aligned; short breaks count too.
    """
    if not len(runs):
        return np.full(len(child), NO_ROW, dtype=np.intp)
    at = begun_by(runs, child, when)
    return np.where((at >= 0) & holds(runs.start[at], runs.end[at], runs.known_to[at], when), at, NO_ROW)


def begun_by(runs: Runs, child: Index, when: Dates) -> Index:
    """Each child's last run that began by a day of its own, ended or not; -1 for none, and for an unknown day."""
    if not len(runs):
        return np.full(len(child), NO_ROW, dtype=np.intp)
    # Runs are in order of child; short breaks come after a child's others, so that they are put in order here.
    order = np.lexsort((days(runs.start), runs.child))
    span = np.int64(1) << 32
    begun = runs.child[order] * span + days(runs.start)[order]
    known = ~np.isnat(when) & (child >= 0)
    asked = np.where(known, child * span + np.where(known, days(when), 0), -1)
    place = np.searchsorted(begun, asked, side="right") - 1
    at = order[np.maximum(place, 0)]
    return np.where(known & (place >= 0) & (runs.child[at] == child), at, NO_ROW)
