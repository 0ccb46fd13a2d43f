"""When children go missing, and the orders that deprive some of their liberty."""

from __future__ import annotations

from .draws import Draws, years_old
from .life import SHORT_BREAKS, Life
from .years import Years


def missing(draws: Draws, life: Life, years: Years) -> list[tuple[str, int, int | None]]:
    """Incidents as M or A, first day and last (None while it goes on); each lies in one episode.

    A few children go missing, and those again and again.
    """
    found: list[tuple[str, int, int | None]] = []
    often = draws.between(8, 70)
    for episode in life.episodes:
        if episode.status in SHORT_BREAKS or (episode.end or years.end) < years.start:
            continue
        at = max(episode.start, years.start) + draws.between(1, often)
        if years_old(life.born, at) < 11:
            continue
        until = min(years.end, (episode.end or years.end) - 2)
        while at < until:
            back: int | None = min(until, at + int(draws.number() ** 4 * 12))
            if episode.end is None and at > years.end - 10 and draws.chance(0.2):
                back = None
            found.append(("M" if draws.chance(0.8) else "A", at, back))
            if back is None:
                return found
            at = back + 1 + draws.days(often)
    return found


def liberty_orders(draws: Draws, life: Life, years: Years) -> list[tuple[int, int | None]]:
    """Orders for some of the children in children's homes or unregistered placements, each inside one episode."""
    found: list[tuple[int, int | None]] = []
    for episode in life.episodes:
        until = min(years.end, episode.end or years.end + 1)
        start = max(episode.start, years.start) + 1
        if episode.setting.place not in ("K2", "Z12", "Z13") or until - start < 40 or not draws.chance(0.15):
            continue
        start = draws.between(start, until - 35)
        end: int | None = draws.between(start + 14, until - 1)
        if episode.end is None and draws.chance(0.3):
            end = None
        found.append((start, end))
    return found
