"""Who sees the child: social workers and reviews."""

from __future__ import annotations

from .draws import Draws, Odds, birthday
from .life import SHORT_BREAKS, Life, Worker
from .years import Years, april_before

_SW_REASON = Odds(
    {"MANAGE": 22, "LEFTRL": 26, "ORGRST": 10, "TSPROC": 24, "ABSENC": 8, "CHCHAN": 2, "PCCHAN": 2, "OTHERS": 6}
    | {"SWDIED": 0.2}
)
_PARTICIPATION = Odds({"PN1": 60, "PN2": 4, "PN3": 3, "PN4": 4, "PN5": 4, "PN6": 15, "PN7": 10})


def workers(draws: Draws, life: Life, years: Years, numbers: list[str]) -> list[Worker]:
    """Social workers one after the other, the last still in post: most children have one before they need care."""
    first, last = life.episodes[0], life.episodes[-1]
    begun = first.start
    if draws.chance(0.7):
        begun = max(life.born, first.start - draws.between(1, 250))
    until = min(years.end, last.end or years.end)
    # Of a child in care for years only those of the years that are asked about.
    at = max(begun, min(until, years.start - draws.between(1, 300)))
    found = [Worker(draws.pick(numbers), at, None, "FCONTA" if at == begun else draws.choose(_SW_REASON))]
    while (at := at + draws.between(60, 800)) <= until:
        between = draws.between(0, 3)
        # At the turn of a year somebody is there.
        found[-1].end = at if between and april_before(at) > at - between else at - between
        found.append(Worker(draws.pick(numbers), at, None, draws.choose(_SW_REASON)))
    return found


def reviews(draws: Draws, life: Life, years: Years) -> list[tuple[int, str]]:
    """Within 20 working days, again within 3 months, then every 6 months; only those of the years that are told."""
    found: list[tuple[int, str]] = []
    starts = [episode for episode in life.episodes if episode.reason == "S" and episode.status not in SHORT_BREAKS]
    for stay, episode in enumerate(starts):
        later = starts[stay + 1].start if stay + 1 < len(starts) else None
        ends = [e.end for e in life.episodes if e.start >= episode.start and (later is None or e.start < later)]
        until = min(years.end, ends[-1] or years.end)
        at = episode.start + draws.between(14, 26)
        gap = 80
        if at < years.start - 400:
            # Years of reviews before the ones that count: take up the rhythm shortly before.
            at = years.start - draws.between(1, 170)
            gap = 170
        fourth = birthday(life.born, 4)
        while at <= until:
            if at >= years.start:
                found.append((at, "PN0" if at < fourth else draws.choose(_PARTICIPATION)))
            at += gap + draws.between(-10, 10)
            gap = 170
    return found
