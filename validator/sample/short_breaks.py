"""Children with disabilities who are looked after for short breaks alone."""

from __future__ import annotations

from .draws import Draws
from .life import Episode, Life
from .settings import Setting


def setting(draws: Draws, newest_year: str) -> Setting:
    """Where breaks are spent: without an Ofsted number, which foster and children's homes need from 2025-26."""
    place = draws.pick(("R1", "R1", "R2")) if newest_year >= "2025-26" else draws.pick(("U6", "K2", "R1"))
    return Setting(place, {"R1": "PR5", "R2": "PR3"}.get(place, "PR1"), "", "")


def breaks(draws: Draws, life: Life, start: int, end: int, until: int, where: Setting) -> None:
    """Breaks of some days every few weeks from `start` to `end`, as far as the day `until`."""
    at = start
    while at <= min(end, until):
        stay = draws.between(2, 4)
        life.episodes.append(Episode(at, "S", "V3", life.need, where, at + stay, "E4A"))
        at += stay + draws.between(20, 40)


def agreement(draws: Draws, life: Life, start: int, end: int, until: int, where: Setting) -> None:
    """One agreement over breaks of which none is told, from `start` to `end`; open where that is after `until`."""
    over = end if end <= until else None
    life.episodes.append(Episode(start, "S", "V4", life.need, where, over, "E4A" if over else ""))
