"""What several rules need to know of the return, worked out once: each is a function of `r`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .registry import fact


@fact
def episodes_in_order(r: Any) -> Any:
    """This year's episodes sorted by child and DECOM, undated last, ties in file order."""
    return r.Episodes.by_child("DECOM")


@fact
def previous_episodes(r: Any) -> Any:
    """For each of `episodes_in_order`: the same child's episode before it, or no row."""
    return episodes_in_order(r).previous


@fact
def next_episodes(r: Any) -> Any:
    """For each of `episodes_in_order`: the same child's episode after it, or no row."""
    return episodes_in_order(r).next


@fact
def first_episodes(r: Any) -> Any:
    """The episode with the earliest DECOM of each child, the first of equals; a child without any DECOM has none."""
    return r.Episodes.first("DECOM")


@fact
def episodes_and_headers(r: Any) -> tuple[Any, Any]:
    """Every episode with every header of its child, as two aligned Rows; an episode without header stands with none."""
    episodes, headers = r.Episodes.pairs(r.Header, keep_single=True)
    return episodes, headers


@fact
def episode_ends(r: Any) -> Any:
    """DEC of this year's episodes, the end of the period where it is empty (an unreadable one stays unknown)."""
    return np.where(r.Episodes.blank("DEC"), r.end, r.Episodes.DEC)


@fact
def known_asylum_seekers(r: Any) -> list[Any]:
    """The rows that name an unaccompanied asylum-seeking child, one Rows for each year about which anything is known.

    Header's UASC is what counts; the UASC table stands in where there is no Header, with the rows that say anything.
    """
    known = []
    for year in ("", "_last"):
        if r.has(f"Header{year}"):
            header = r.tables[f"Header{year}"]
            if hasattr(header, "UASC"):
                known.append(header[header.UASC == "1"])
        elif r.has(f"UASC{year}"):
            uasc = r.tables[f"UASC{year}"]
            known.append(uasc[uasc.filled("SEX", "DOB", "DUC")])
    return known


@fact
def asylum_seeking_episodes(r: Any) -> Any:
    """Mask over this year's episodes: the child is known as an unaccompanied asylum seeker this year or last."""
    seekers = np.zeros(len(r.Episodes), dtype=bool)
    for known in known_asylum_seekers(r):
        seekers |= r.Episodes.child_in(known)
    return seekers
