"""Episodes of several returns put in order and made to fit together, by named repairs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rules.language import Dates, Index, Mask

from ...returns.columns import Text
from .join import days
from .log import BRIDGED, Entry
from .stack import Stack
from .years import Year

OPEN = np.iinfo(np.int64).max
NEVER = np.datetime64("NaT", "D")
SHORT_BREAKS = ("V3", "V4")


@dataclass
class Episodes:
    """All episodes, those that can be placed in time first: by child, short breaks after the others, by DECOM and DEC.

    Aligned vectors: `rows` the rows of the returns; `start` and `end` (NaT: open, or not known); `open` those going on
    so far as `known_to` tells, the last day of the newest return that has the row (NaT for the others); `reason` is
    REC after the repairs; `repair` the name of the last repair that touched the row; `gone` those closed without a
    known reason. The first `placed` of them are the chain: dated, of a known child, not ended before they began.
    """

    rows: Stack
    start: Dates
    end: Dates
    open: Mask
    known_to: Dates
    reason: Text
    repair: np.ndarray[tuple[int], np.dtype[np.object_]]
    gone: Mask
    placed: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def child(self) -> Index:
        """Each episode's child."""
        return self.rows.child

    @property
    def short(self) -> Mask:
        """Where an episode is of a series of short breaks."""
        return self.rows.columns["LS"].isin(SHORT_BREAKS)

    def text(self, name: str) -> Text:
        """A column as text."""
        return self.rows.columns[name]

    @property
    def follows(self) -> Mask:
        """Over the chain: whether the episode before is of the same child and, like it, no short break or one."""
        child, short = self.child[: self.placed], self.short[: self.placed]
        same = np.zeros(self.placed, dtype=bool)
        same[1:] = (child[1:] == child[:-1]) & (short[1:] == short[:-1])
        return same


def repaired(
    rows: Stack, returned: Mask, years: Sequence[Year], log: list[Entry], without: Collection[str]
) -> Episodes:
    """The joined episodes in order, each repair made that is not switched off.

    `returned` says of each child and year whether that year's return has any episode of the child.
    """
    start, end = rows.dates["DECOM"], rows.dates["DEC"]
    readable = ~np.isnat(start) & (rows.child >= 0) & (~np.isnat(end) | rows.columns["DEC"].blank)
    readable &= np.isnat(end) | (end >= start)
    short = rows.columns["LS"].isin(SHORT_BREAKS)
    until = np.where(np.isnat(end), OPEN, days(end))
    # Of equal ones the words decide, so that the order of files and rows does not.
    content = [column.codes for column in rows.columns.values()]
    order = np.lexsort((rows.row, *content[::-1], rows.year, until, days(start), short, rows.child, ~readable))
    rows = rows[order]
    at_last = np.array([year.end for year in years], dtype="M8[D]")[rows.year]
    is_open = np.isnat(rows.dates["DEC"]) & readable[order]
    found = Episodes(
        rows=rows,
        start=rows.dates["DECOM"].copy(),
        end=rows.dates["DEC"].copy(),
        open=is_open,
        known_to=np.where(is_open, at_last, NEVER),
        reason=_writable(rows.columns["REC"]),
        repair=np.full(len(rows), "", dtype=object),
        gone=np.zeros(len(rows), dtype=bool),
        placed=int(readable.sum()),
    )
    _Repairs(found, returned, years, log, frozenset(without)).all()
    return found


def _writable(reason: Text) -> Text:
    """REC with X1 among its words, and codes of its own."""
    words = reason.words
    if "X1" not in words.code_of:
        words = type(words)(np.append(words.values, "X1"))
    return Text(reason.codes.copy(), words)


class _Repairs:
    """The repairs of one chain, one after the other."""

    def __init__(
        self, episodes: Episodes, returned: Mask, years: Sequence[Year], log: list[Entry], without: frozenset[str]
    ) -> None:
        self._e, self._returned, self._years, self._log, self._without = episodes, returned, years, log, without
        self._size = episodes.placed
        self._next = np.append(episodes.follows[1:], False) if self._size else np.zeros(0, dtype=bool)
        # The next one's place; where there is none its own, which is never looked at.
        self._after = np.arange(self._size, dtype=np.intp) + self._next
        self._anew = (episodes.text("RNE") == "S")[: self._size]

    def all(self) -> None:
        """In this order: what was open in an older return, what overlaps, gaps."""
        if not self._size:
            return
        self._close()
        self._trim()
        self._bridge()

    def _close(self) -> None:
        """End what an older return left open: where the child's next episode goes on, or without a known reason."""
        e, size = self._e, self._size
        year, child = e.rows.year[:size], e.child[:size]
        older = e.open[:size] & (year < len(self._years) - 1)
        with_episodes = {int(y.name[:4]) for y in self._years if "Episodes" in y.tables}
        next_loaded = np.array([int(y.name[:4]) + 1 in with_episodes for y in self._years])[year]
        later = self._next & (year[self._after] > year)
        goes_on = later & ~self._anew[self._after]
        # A child that is in no row of the very next return was not in care in that year, whoever comes later.
        following_year = np.minimum(year + 1, len(self._years) - 1)
        absent = next_loaded & ~self._returned[child, following_year]
        by_next = older & goes_on & ~absent
        unknown = older & next_loaded & ~goes_on | older & absent
        # One of the same return that comes after is for the overlaps.
        unknown &= ~self._next | later
        if "closed_by_next" not in self._without:
            at = np.flatnonzero(by_next)
            self._end(at, e.start[self._after[at]], "closed_by_next", "X1")
        if "closed_unknown" not in self._without:
            at = np.flatnonzero(unknown)
            ends = e.known_to[at] + 1
            following = self._next[at]
            ends = np.where(following, np.minimum(ends, e.start[self._after[at]]), ends)
            e.gone[at] = True
            self._end(at, np.maximum(ends, e.start[at]), "closed_unknown", "")

    def _trim(self) -> None:
        if "overlap_trimmed" in self._without:
            return
        e, size = self._e, self._size
        start = e.start[self._after]
        year = e.rows.year[:size]
        # One left open because the next year's return is not there tells nothing of later days.
        runs_past = np.where(e.open[:size], year >= year[self._after], e.end[:size] > start)
        at = np.flatnonzero(self._next & runs_past)
        self._end(at, start[at], "overlap_trimmed", None)

    def _bridge(self) -> None:
        e, size = self._e, self._size
        start = e.start[self._after]
        goes_on = self._next & ~self._anew[self._after] & (e.reason.codes[:size] == e.reason.words.code_of["X1"])
        gap = np.where(goes_on & ~np.isnat(e.end[:size]), days(start) - days(e.end[:size]), 0)
        if "gap_bridged" not in self._without:
            at = np.flatnonzero((gap > 0) & (gap <= BRIDGED))
            self._end(at, start[at], "gap_bridged", None)
        for at_gap in np.flatnonzero(gap > BRIDGED).tolist():
            self._log.append(self._entry(at_gap, "gap_left", str(e.end[at_gap]), str(start[at_gap])))

    def _end(self, at: Index, ends: Dates, repair: str, reason: str | None) -> None:
        """End the episodes, with this REC (None: as it is)."""
        e = self._e
        olds, news = e.end[at], ends.astype("M8[D]")
        for place, old, new in zip(at.tolist(), olds.tolist(), news.tolist(), strict=True):
            self._log.append(self._entry(place, repair, str(old or ""), str(new)))
        e.end[at] = news
        e.open[at] = False
        e.known_to[at] = NEVER
        e.repair[at] = repair
        if reason is not None:
            e.reason.codes[at] = e.reason.words.code_of[reason]

    def _entry(self, place: int, repair: str, old: str, new: str) -> Entry:
        rows = self._e.rows
        return Entry(
            repair, "Episodes", int(rows.child[place]), int(rows.year[place]), int(rows.row[place]), "DEC", old, new
        )
