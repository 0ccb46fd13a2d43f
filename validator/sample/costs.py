"""What the placements cost: the list that a commissioning team keeps, a few of them very dear.

One line per placement and financial year, as prices go up in April. The columns are those of the `placement_cost` table
that goes beside a return: `child`, `start`, `end` (the day on which it ends, blank while it goes on), `weekly_cost` in
pounds, how the `social_care`, `health` and `education` budgets share it, `basis` and `note`. Placements with parents
and adopters cost nothing, and a few placements are missing from the list, as they are in life. A line noted as
`RETAINED` is a bed that was kept and paid for some weeks after its child had left care: it overlaps no placement.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from statistics import NormalDist

from .draws import YEAR, Draws, Odds, csv_file, text
from .life import SHORT_BREAKS, Episode, Life
from .settings import FOSTER, Setting
from .years import Years, april_before

COLUMNS = ("child", "start", "end", "weekly_cost", "social_care", "health", "education", "basis", "note")
RETAINED = "Bed kept after the child left"

# The middle of what a week costs in pounds, and how far costs spread (the standard deviation of their logarithm).
_PRICES = {"kin": (290, 0.2), "own foster": (520, 0.22), "agency": (1010, 0.25), "K1": (8200, 0.25)} | {
    "K2": (4700, 0.42),
    "K3": (1250, 0.55),
    "R1": (3900, 0.4),
    "R3": (4200, 0.3),
    "S1": (5100, 0.35),
    "Z": (7600, 0.55),
}
_OTHER = (1500, 0.5)
_BASIS = {
    "agency": Odds({"framework": 85, "spot": 15}),
    "K2": Odds({"framework": 45, "spot": 40, "block": 15}),
    "K3": Odds({"framework": 55, "spot": 35, "block": 10}),
}
_SPOT = Odds({"spot": 1})
# What the health and the education budget pay of a placement that they share.
_SHARED = {"K2": 0.18, "S1": 0.9, "R1": 0.7, "Z": 0.15, "K1": 0.1}
_RISE = 0.045
_NORMAL = NormalDist()


def as_csv(draws: Draws, lives: Iterable[Life], years: Years) -> bytes:
    """The list of all that was paid in the years, in pounds and whole pence."""
    return csv_file(COLUMNS, (line for life in lives for line in _costs(draws, life, years)))


def _costs(draws: Draws, life: Life, years: Years) -> Iterator[tuple[str, ...]]:
    for first, last in _placements(life):
        end = last.end
        kind = _kind(first.setting)
        if kind is None or (end is not None and end <= years.start):
            continue
        if draws.chance(0.015):
            # Nobody entered it.
            continue
        price, spread = _PRICES.get(kind, _OTHER)
        weekly = price * math.exp(spread * _NORMAL.inv_cdf(0.001 + 0.998 * draws.number()))
        basis = "in house" if first.setting.provider == "PR1" else draws.choose(_BASIS.get(kind, _SPOT))
        shared = draws.chance(_SHARED.get(kind, 0.0))
        health, education = (draws.number() * 0.3, draws.number() * 0.35) if shared else (0.0, 0.0)
        for start, until in _financial_years(max(first.start, years.start), end, years.end):
            now = weekly * (1 + _RISE) ** ((start - years.start + 1) // 365)
            shares = _shares(now, health, education)
            yield (life.name, text(start), text(until), *shares, basis, "")
        left = last.why_ended not in ("", "X1") and kind in ("K2", "K3", "R1")
        if left and end is not None and end < years.end - 40 and draws.chance(0.05):
            yield (life.name, text(end), text(end + draws.between(7, 35)), *shares, basis, RETAINED)


def _placements(life: Life) -> Iterator[tuple[Episode, Episode]]:
    """The first and last episode of each placement that is paid for; days away are within it."""
    first: Episode | None = None
    last = life.episodes[0]
    for episode in life.episodes:
        if episode.status in SHORT_BREAKS or episode.setting.place[0] == "T":
            continue
        goes_on = first is not None and episode.reason != "S" and episode.setting == last.setting
        if not goes_on:
            if first is not None:
                yield first, last
            first = episode
        last = episode
    if first is not None:
        yield first, last


def _kind(setting: Setting) -> str | None:
    """Which price goes with a placement; None where nothing is paid."""
    place = setting.place
    if place in FOSTER:
        return "kin" if place < "U4" else "agency" if setting.provider in ("PR4", "PR5") else "own foster"
    if place == "P1" or place[0] == "A":
        return None
    return place[0] if place[0] == "Z" else place


def _financial_years(start: int, end: int | None, last: int) -> Iterator[tuple[int, int | None]]:
    """The stretches of a placement between one 1 April and the next; the last one open where the placement is."""
    over = end if end is not None and end <= last else None
    while True:
        april = april_before(april_before(start) + YEAR + 1)
        if april > last or (over is not None and over <= april):
            yield start, over
            return
        yield start, april
        start = april


def _shares(weekly: float, health: float, education: float) -> tuple[str, str, str, str]:
    """The weekly cost and what of it social care, health and education pay; they add up to the penny."""
    pence = round(weekly * 100)
    of_health, of_education = round(pence * health), round(pence * education)
    amounts = (pence, pence - of_health - of_education, of_health, of_education)
    return tuple(f"{amount // 100}.{amount % 100:02d}" for amount in amounts)  # type: ignore[return-value]
