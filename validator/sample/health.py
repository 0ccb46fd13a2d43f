"""Health and offending of children looked after all year: the OC2 items."""

from __future__ import annotations

from .draws import Draws, Odds, age, birthday
from .life import Life

_SDQ_REASON = Odds({"SDQ2": 3, "SDQ3": 1, "SDQ4": 2, "SDQ5": 2})
# How scores are spread: normal (0 to 13) up to the first share, borderline (14 to 16) up to the second, cause for
# concern above.
_NORMAL, _BORDERLINE = 0.45, 0.58


def outcomes(draws: Draws, life: Life, start: int, end: int, trouble: float) -> list[str]:
    """The OC2 items from SDQ_SCORE on of a year; `trouble` (0 to 1) is the child's own, from which no year is far."""
    score = reason = ""
    fourth, seventeenth = birthday(life.born, 4), birthday(life.born, 17)
    if fourth <= end and seventeenth >= start:
        if draws.chance(0.78):
            score = str(_score(trouble if draws.chance(0.6) else draws.number()))
        elif draws.chance(0.5) and (fourth > start or seventeenth <= end):
            reason = "SDQ1"
        else:
            reason = draws.choose(_SDQ_REASON)
    years = age(life.born, end)
    convicted = ("1" if draws.chance(0.003 if years < 14 else 0.029) else "0") if years >= 10 else ""
    checked = ("1" if draws.chance(0.88) else "0") if years < 5 else ""
    health = ["1" if draws.chance(often) else "0" for often in (0.84, 0.81, 0.9)]
    if "1" not in (checked, *health):
        # Somebody sees a child in care within a year: an assessment, if nothing else.
        health[-1] = "1"
    misuse = "1" if years >= 13 and draws.chance(0.066) else "0"
    received = offered = ""
    if misuse == "1":
        received = "1" if draws.chance(0.42) else "0"
        offered = "" if received == "1" else "1" if draws.chance(0.76) else "0"
    return [score, reason, convicted, checked, *health, misuse, received, offered]


def _score(trouble: float) -> int:
    if trouble < _NORMAL:
        return int(14 * (trouble / _NORMAL) ** 0.75)
    if trouble < _BORDERLINE:
        return 14 + int(3 * (trouble - _NORMAL) / (_BORDERLINE - _NORMAL))
    return min(40, 17 + int(19 * ((trouble - _BORDERLINE) / (1 - _BORDERLINE)) ** 2.2))
