"""What several rules need to know of the return, worked out once: each is a function of `r`."""

from __future__ import annotations

import numpy as np

from .dates import unknown, years_after
from .language import LAST, AnyRows, Dates, Mask, Year
from .registry import fact
from .schema import EpisodesInOrder, EpisodesRows, HeaderRows, Return


@fact
def episodes_in_order(r: Return) -> EpisodesInOrder:
    """This year's episodes sorted by child and DECOM, undated last; of equals that which ended first comes first."""
    return r.Episodes.by_child("DECOM")


@fact
def previous_episodes(r: Return) -> EpisodesRows:
    """For each of `episodes_in_order`: the same child's episode before it, or no row."""
    return episodes_in_order(r).previous


@fact
def next_episodes(r: Return) -> EpisodesRows:
    """For each of `episodes_in_order`: the same child's episode after it, or no row."""
    return episodes_in_order(r).next


@fact
def starts_of_care(r: Return) -> EpisodesRows:
    """For each of `episodes_in_order`: the episode with which its period of care began, which may be itself.

    An episode continues the one before if that ended with X1 on the day on which it begins.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    continues = (before.REC == "X1") & (before.DEC == episodes.DECOM)
    return episodes[np.maximum.accumulate(np.where(continues, 0, np.arange(len(episodes))))]


@fact
def first_episodes(r: Return) -> EpisodesRows:
    """The episode with the earliest DECOM of each child, of equals the one ended first; none without any DECOM."""
    return r.Episodes.first("DECOM")


@fact
def episodes_and_headers(r: Return) -> tuple[EpisodesRows, HeaderRows]:
    """Every episode with every header of its child, as two aligned Rows; an episode without header stands with none."""
    episodes, headers = r.Episodes.pairs(r.Header, keep_single=True)
    return episodes, headers


@fact
def episode_ends(r: Return) -> Dates:
    """DEC of this year's episodes, the end of the period where it is empty (an unreadable one stays unknown)."""
    return np.where(r.Episodes.blank("DEC"), r.end, r.Episodes.DEC)


@fact
def known_asylum_seekers(r: Return) -> list[AnyRows]:
    """The rows that name an unaccompanied asylum-seeking child, one Rows for each year about which anything is known.

    Header's UASC is what counts; the UASC table stands in where there is no Header, with the rows that say anything.
    """
    known: list[AnyRows] = []
    for year in Year:
        if r.has("Header", year=year):
            header = r.Header_last if year is LAST else r.Header
            if hasattr(header, "UASC"):
                known.append(header[header.UASC == "1"])
        elif r.has("UASC", year=year):
            uasc = r.UASC_last if year is LAST else r.UASC
            known.append(uasc[uasc.filled("SEX", "DOB", "DUC")])
    return known


@fact
def asylum_seeking_episodes(r: Return) -> Mask:
    """Mask over this year's episodes: the child is known as an unaccompanied asylum seeker this year or last."""
    seekers = np.zeros(len(r.Episodes), dtype=bool)
    for known in known_asylum_seekers(r):
        seekers |= r.Episodes.child_in(known)
    return seekers


@fact
def episodes_in_year(r: Return) -> Mask:
    """Mask over this year's episodes: it begins by the end of the period and ends in it or later (unknown: open)."""
    episodes = r.Episodes
    return (episodes.DECOM <= r.end) & ((episodes.DEC >= r.start) | unknown(episodes.DEC))


@fact
def continuously_looked_after(r: Return) -> Mask:
    """Whether each child was looked after all through the year; take `continuously_looked_after(r)[rows.child]`.

    The child has an episode in the year, and none that starts care after the first day, ends it before the last day or
    is a short break. Only this year's episodes are looked at; a child without any is not, nor is a blank CHILD.
    """
    episodes = r.Episodes
    in_year = episodes_in_year(r)
    starts_care = (episodes.RNE == "S") & (episodes.DECOM > r.start) & (episodes.DECOM <= r.end)
    ends_care = (episodes.REC != "X1") & (episodes.DEC >= r.start) & (episodes.DEC < r.end)
    short_break = episodes.LS.isin(r.group("LS", "short_breaks")) & in_year
    continuous = np.zeros(r.children + 1, dtype=bool)
    continuous[episodes.child[in_year]] = True
    continuous[episodes.child[starts_care | ends_care | short_break]] = False
    continuous[-1] = False
    return continuous


@fact
def looked_after_at_year_end(r: Return) -> EpisodesRows:
    """The episodes of children looked after on 31 March: DEC is empty and the legal status is no short break."""
    episodes = r.Episodes
    return episodes[episodes.blank("DEC") & ~episodes.LS.isin(r.group("LS", "short_breaks"))]


@fact
def first_day_covered(r: Return) -> np.datetime64:
    """The first day that the episodes loaded tell of: last year's where there are any of that year, else this year's.

    What was before can be known to nobody who has these files alone.
    """
    return years_after(r.start, -1) if r.has("Episodes", year=LAST) else r.start


@fact
def headers_of_both_years(r: Return) -> tuple[HeaderRows, HeaderRows]:
    """Every header of this year with every header of last year of the same child, as two aligned Rows."""
    now, before = r.Header.pairs(r.Header_last)
    return now, before


@fact
def last_years_final_episodes(r: Return) -> EpisodesRows:
    """Last year's episode with the latest DECOM of each child, be it open or closed; of equals the one ended last.

    Undated ones take no part.
    """
    return r.Episodes_last.last("DECOM")


@fact
def periods_of_care(r: Return) -> tuple[EpisodesRows, EpisodesRows]:
    """Each period of care as two aligned Rows: the episode that begins it and the one that ends it.

    Among a child's dated episodes in order, one that begins after the end of the one before begins a period; one that
    follows on, or follows an episode without readable DEC, continues it. The last episode's DEC ends the period, and
    if that is unknown the child is still in care.
    """
    episodes = r.Episodes[~unknown(r.Episodes.DECOM)].by_child("DECOM")
    begins = episodes.starts | (episodes.DECOM > episodes.previous.DEC)
    # Rolled back by one: where the next episode begins a period (the very first does, which closes the circle).
    return episodes[begins], episodes[np.roll(begins, -1)]
