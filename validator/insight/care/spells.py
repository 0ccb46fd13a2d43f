"""Periods of care, placements and legal statuses: runs of a child's episodes, by the definitions of the figures.

A period of care begins with RNE S, always. Otherwise an episode continues the period before it if that row has REC X1
or none, or ends on its DECOM; if not, a period begins whose start is not known. An episode closed without a known
reason ends its period.

A placement is a run of consecutive episodes (DEC is the next DECOM) in one PLACE; RNE S, P, T, B or U begins another,
L alone never does. What counts as one is linked, not merged (`counted_as`, `same_carer`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rules.language import Dates, Index, Mask

from ...returns.columns import Text
from .code_groups import codes_of
from .repairs import Episodes

NO_ROW = -1
BEGINS_PLACEMENT = ("S", "P", "T", "B", "U")
SAME_CARER = ("T", "U")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
# Codes that carry an earlier one on: H5 was not registered and K3 is, Z1 was four things.
CARRIED_ON = {"H5": ("K3",), "Z1": ("Z11", "Z12", "Z13", "Z14")}


@dataclass(frozen=True)
class Runs:
    """Runs of consecutive rows of the chain: `first` and `last` are the episodes that begin and end each.

    `end` is NaT for one that is open, as far as `known_to` tells (NaT for the others).
    """

    episodes: Episodes
    first: Index
    last: Index
    of_episode: Index

    @classmethod
    def from_begins(cls, episodes: Episodes, begins: Mask) -> Runs:
        """Runs that begin where `begins`, a mask over the chain, is true."""
        first = np.flatnonzero(begins).astype(np.intp)
        last = np.append(first[1:], episodes.placed)[: len(first)].astype(np.intp) - 1
        return cls(episodes, first, last, np.cumsum(begins).astype(np.intp) - 1)

    def __len__(self) -> int:
        return len(self.first)

    @property
    def child(self) -> Index:
        """The child of each."""
        return self.episodes.child[self.first]

    @cached_property
    def start(self) -> Dates:
        """The first day of each."""
        return self.episodes.start[self.first]

    @cached_property
    def end(self) -> Dates:
        """The day on which each ended."""
        return self.episodes.end[self.last]

    @cached_property
    def open(self) -> Mask:
        """Where one has not ended, as far as is known."""
        return self.episodes.open[self.last]

    @cached_property
    def known_to(self) -> Dates:
        """The last day on which one that is open is known to go on."""
        return self.episodes.known_to[self.last]

    @property
    def short(self) -> Mask:
        """Where it is a series of short breaks."""
        return self.episodes.short[self.first]

    def at_start(self, name: str) -> Text:
        """A column of the episode that begins each."""
        return self.episodes.text(name).take(self.first)

    def at_end(self, name: str) -> Text:
        """A column of the episode that ends each; REC as it is after the repairs."""
        column = self.episodes.reason if name == "REC" else self.episodes.text(name)
        return column.take(self.last)

    @property
    def repair(self) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """The repair that touched the last of the episodes that any touched."""
        found = np.full(len(self), "", dtype=object)
        touched = np.flatnonzero(self.episodes.repair[: self.episodes.placed] != "")
        found[self.of_episode[touched]] = self.episodes.repair[touched]
        return found


def _contiguous(e: Episodes) -> Mask:
    """Over the chain: where an episode begins on the day on which its child's one before ended."""
    found = e.follows
    found[1:] &= e.end[: max(e.placed - 1, 0)] == e.start[1 : e.placed]
    return found


def periods_of_care(e: Episodes) -> Runs:
    """The periods of care."""
    size = e.placed
    anew = (e.text("RNE") == "S")[:size]
    continues = e.follows & ~anew
    reason = e.reason.take(np.arange(max(size - 1, 0)))
    runs_on = ((reason == "X1") | reason.blank) & ~e.gone[: max(size - 1, 0)]
    continues[1:] &= runs_on | (e.end[: max(size - 1, 0)] == e.start[1:size])
    return Runs.from_begins(e, ~continues)


def start_known(periods: Runs) -> Mask:
    """Where a period begins with RNE S, so that its first day is that of coming into care."""
    return periods.at_start("RNE") == "S"


def legal_statuses(e: Episodes, periods: Runs) -> Runs:
    """Consecutive episodes of one legal status within a period of care."""
    status = e.text("LS").codes[: e.placed]
    begins = ~_contiguous(e)
    begins[1:] |= status[1:] != status[:-1]
    begins[periods.first] = True
    return Runs.from_begins(e, begins)


@dataclass(frozen=True)
class Placements(Runs):
    """Placements, each a run of one PLACE, with what counts as one.

    `counted_as` is the first of those that count as one placement, `same_carer` the first of those with one carer.
    `base` is, of a temporary stay, the placement that it interrupts (-1: none), and of any other the placement itself.
    """

    counted_as: Index
    same_carer: Index
    base: Index

    @property
    def temporary(self) -> Mask:
        """Where it is a temporary stay, which never counts."""
        return self.at_start("PLACE").isin(TEMPORARY)

    @cached_property
    def whole(self) -> tuple[Dates, Dates, Mask, Dates]:
        """Of what counts as one with each: first day, last day (NaT: open), whether it is open, known to."""
        return self.extent(self.counted_as)

    def extent(self, link: Index) -> tuple[Dates, Dates, Mask, Dates]:
        """Of all placements with one number in `link`: first day, last day (NaT: open), whether open, known to."""
        last = np.arange(len(self), dtype=np.intp)
        ends = np.zeros(len(self), dtype=np.intp)
        np.maximum.at(ends, link, last)
        at = ends[link]
        return self.start[link], self.end[at], self.open[at], self.known_to[at]

    @cached_property
    def counted(self) -> Mask:
        """Where it counts: no temporary stay or short break, and the whole lasts at least a night or is open."""
        start, end, is_open, _ = self.whole
        return ~self.temporary & ~self.short & (is_open | (end > start))


def placements(e: Episodes, periods: Runs) -> Placements:
    """The placements, linked where they count as one or have one carer."""
    place = e.text("PLACE").codes[: e.placed]
    joined = _contiguous(e)
    joined[periods.first] = False
    begins = ~joined | e.text("RNE").isin(BEGINS_PLACEMENT)[: e.placed]
    begins[1:] |= place[1:] != place[:-1]
    runs = Runs.from_begins(e, begins)
    return _linked(runs, joined[runs.first])


def _linked(runs: Runs, joined: Mask) -> Placements:
    """`joined`: where a run begins on the day on which the one before it ended, in one period of care."""
    size = len(runs)
    number = np.arange(size, dtype=np.intp)
    place, reason = runs.at_start("PLACE"), runs.at_start("RNE")
    temporary = place.isin(TEMPORARY)
    # The placement before each, over temporary stays that lie between without a gap.
    latest = np.maximum.accumulate(np.where(temporary, 0, number)) if size else number
    unbroken = np.maximum.accumulate(np.where(joined, 0, number)) if size else number
    before = np.full(size, NO_ROW, dtype=np.intp)
    before[1:] = latest[:-1]
    before[~joined | (before < unbroken)] = NO_ROW
    before[(before >= 0) & temporary[before]] = NO_ROW
    after_stay = np.zeros(size, dtype=bool)
    after_stay[1:] = temporary[:-1]

    alike = _same_place(place, before)
    goes_on = after_stay & alike & _same_spot(runs, before)
    renamed = ~after_stay & alike & (place.codes != place.codes[before]) & _nothing_else_changed(runs, before)
    same_row = ~after_stay & ~reason.isin(BEGINS_PLACEMENT)
    foster, with_carer = place.isin(codes_of("placement_group", "foster")), place.isin(("A3", "A5"))
    adopting = with_carer & foster[before]
    linked = (before >= 0) & ~temporary & (goes_on | renamed | same_row | adopting)
    carer = linked | ((before >= 0) & ~temporary & ~after_stay & reason.isin(SAME_CARER))
    counted_as = np.where(linked, before, number)
    same_carer = np.where(carer, before, number)
    # A stay belongs to the placement to which the child came back, or to which it may yet come back.
    stays = np.flatnonzero(temporary & (before >= 0))
    following = _first_after(temporary & joined)
    back = np.append(linked & after_stay, False)[following[stays]]
    still = runs.open[following[stays] - 1]
    own = stays[back | still]
    counted_as[own] = same_carer[own] = before[own]
    base = np.where(temporary, before, number)
    return Placements(
        runs.episodes, runs.first, runs.last, runs.of_episode, _roots(counted_as), _roots(same_carer), base
    )


def _first_after(going_on: Mask) -> Index:
    """For each run the next one that is not `going_on`; their number where there is none."""
    size = len(going_on)
    place = np.where(going_on, size, np.arange(size, dtype=np.intp))
    ahead = np.minimum.accumulate(place[::-1])[::-1]
    return np.append(ahead[1:], size)[:size].astype(np.intp)


def _roots(link: Index) -> Index:
    """The first of each chain of links; a link points to itself or to one before."""
    while True:
        further = link[link]
        if np.array_equal(further, link):
            return link
        link = further


def _same_place(place: Text, before: Index) -> Mask:
    """Where PLACE is that of the run before, or carries it on under a new code."""
    alike = place.codes == place.codes[before]
    for old, new in CARRIED_ON.items():
        alike |= (place == old)[before] & place.isin(new)
    return alike


def _same_spot(runs: Runs, before: Index) -> Mask:
    """Same postcode or same URN; two blanks are equal only where both are blank on both sides."""
    then = runs.last[before]
    post, urn = (runs.episodes.text(name) for name in ("PL_POST", "URN"))
    here, there = post.take(runs.first), post.take(then)
    number, old = urn.take(runs.first), urn.take(then)
    blank = here.blank & there.blank & number.blank & old.blank
    return (here == there) | (number == old) | blank


def _nothing_else_changed(runs: Runs, before: Index) -> Mask:
    """Where postcode and provider are those of the run before; a URN may have come."""
    then = runs.last[before]
    same = np.ones(len(runs), dtype=bool)
    for name in ("PL_POST", "PLACE_PROVIDER"):
        column = runs.episodes.text(name)
        same &= column.codes[runs.first] == column.codes[then]
    urn = runs.episodes.text("URN").codes
    return same & ((urn[runs.first] == urn[then]) | (urn[then] == 0))
