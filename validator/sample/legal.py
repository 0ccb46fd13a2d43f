"""Under which legal status children are looked after, from the first day of a stay to the last."""

from __future__ import annotations

from .draws import Draws, Odds, years_old
from .life import Life, Stay

_YOUNG = {
    "adoption": Odds({"C1": 77, "V2": 12, "L1": 8, "L2": 3}),
    "order": Odds({"C1": 62, "V2": 25, "L1": 11, "L2": 1.5, "C2": 0.5}),
    "home": Odds({"C1": 28, "V2": 50, "L1": 20, "L2": 1.5, "L3": 0.2}),
    "long": Odds({"C1": 66, "V2": 20, "L1": 12, "L2": 1.5, "C2": 1}),
}
_OLDER = {
    "order": Odds({"C1": 60, "V2": 30, "L1": 10}),
    "home": Odds({"C1": 10, "V2": 74, "L1": 15, "L2": 0.5, "C2": 0.5}),
    "long": Odds({"C1": 40, "V2": 47, "L1": 11, "C2": 2}),
}
_FROM_16 = Odds({"V2": 85, "C1": 9, "L1": 5, "C2": 1})
_AFTER_POLICE = {"home": Odds({"V2": 62, "C1": 35, "L2": 3}), "": Odds({"C1": 80, "V2": 14, "L2": 6})}
# The law ends these within so many days.
_LONGEST = {"L1": (1, 3), "L2": (6, 20), "L3": (3, 6)}
# How likely a voluntary agreement leads to court.
_TO_COURT = {"adoption": 1.0, "order": 0.9, "home": 0.1, "long": 0.9, "late": 0.45}


def statuses(draws: Draws, life: Life, stay: Stay) -> list[tuple[int, str]]:
    """The legal statuses of the stay, each with the day from which it holds; the first is that of the start."""
    if stay.route == "asylum":
        return [(stay.start, "V2")]
    if stay.route == "remand":
        return [(stay.start, "J1")]
    at = stay.start
    years = years_old(life.born, at)
    status = draws.choose(_odds(stay.route, years))
    found = [(at, status)]
    while (following := _next(draws, stay, status, years)) is not None:
        days, status = following
        at += days
        if stay.order is not None and at >= stay.order:
            break
        # Nothing changes in court in the last days.
        if at > stay.end - (2 if status in _LONGEST else 9):
            break
        found.append((at, status))
    if found[-1][1] in _LONGEST and stay.end - found[-1][0] > _LONGEST[found[-1][1]][1]:
        # No time was left for what should have followed.
        found[-1] = (found[-1][0], "V2")
    if len(found) > 1 and found[-1][1] == found[-2][1]:
        found.pop()
    if stay.order is not None:
        found.append((stay.order, "E1"))
    return found


def _odds(route: str, years: float) -> Odds[str]:
    if years >= 16:
        return _FROM_16
    if years >= 10:
        return _OLDER.get(route, _OLDER["long"])
    return _YOUNG.get(route, _YOUNG["long"])


def _next(draws: Draws, stay: Stay, status: str, years: float) -> tuple[int, str] | None:
    """After how many days which status follows; None when this one stays."""
    if status in _LONGEST:
        odds = _AFTER_POLICE.get(stay.route, _AFTER_POLICE[""])
        after = draws.choose(odds)
        return draws.between(*_LONGEST[status]), "C1" if after == status else after
    if status == "V2":
        often = _TO_COURT[stay.route] * (1.0 if years < 10 else 0.75 if years < 16 else 0.15)
        return (draws.between(15, 110) + draws.days(60), "C1") if draws.chance(often) else None
    if status == "C1":
        # Care proceedings take 26 weeks by law and 40 or more in truth.
        return draws.between(200, 420) + draws.days(80), "C2"
    return None
