"""How care leavers are doing when the return asks: IN_TOUCH, ACTIV and ACCOM."""

from __future__ import annotations

from .draws import Draws, Odds, age
from .life import Life

_ACTIVITY_17_18 = Odds(
    {"F2": 43, "P2": 5, "F1": 3, "F4": 2, "F5": 8, "P5": 3, "G4": 3.5, "G5": 25, "G6": 2, "0": 6, "gone": 1}
)
_ACTIVITY_19 = Odds(
    {"F1": 6, "F2": 17, "P2": 4, "F4": 1.5, "P4": 0.5, "F5": 18, "P5": 7, "G4": 9, "G5": 27, "G6": 4, "0": 6.5}
    | {"gone": 1}
)
_SUITABLE = Odds({"U1": 42, "D1": 18, "B1": 16, "K1": 10, "E1": 8, "C1": 6})
_UNSUITABLE = Odds({"X2": 5, "S2": 4, "U2": 1})
_NOT_KNOWN = Odds({"NO": 66, "REFU": 17, "NREQ": 17})


def answers(draws: Draws, life: Life, end: int) -> tuple[str, str, str]:
    """IN_TOUCH, ACTIV and ACCOM in the year that ends on the day `end`."""
    years = age(life.born, end)
    activity = draws.choose(_ACTIVITY_17_18 if years < 19 else _ACTIVITY_19)
    if activity == "gone":
        return "RHOM", "0", "0"
    if activity == "0":
        return draws.choose(_NOT_KNOWN), "0", "0"
    if activity == "G6" and not life.female:
        activity = "G5"
    if draws.chance(0.035 if years < 19 else 0.055):
        return "YES", activity, draws.choose(_UNSUITABLE)
    stays_put = years == 19 and life.episodes[-1].why_ended == "E17" and draws.chance(0.75)
    return "YES", activity, "Z1" if stays_put else draws.choose(_SUITABLE)
