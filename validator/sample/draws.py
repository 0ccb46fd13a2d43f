"""Chance for the made-up data: one seeded stream of numbers, and the calendar its days come from."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, repeat
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")

# Days are ordinals (`datetime.date.toordinal`): plain integers, quick to compare and to add to.
YEAR = 365


class Odds(Generic[T]):
    """Things to choose from, each with its weight."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = list(weights)
        whole = sum(weights.values())
        self.steps = [step / whole for step in accumulate(weights.values())]
        self.steps[-1] = 1.0


class Draws:
    """Draws from one seeded stream: the same seed gives the same draws on every machine.

    Numbers are taken from numpy in blocks, as a call for each would cost more than everything else. `number` draws a
    number from 0 up to but not including 1.
    """

    def __init__(self, seed: int) -> None:
        source = np.random.default_rng(seed)
        blocks: Iterator[list[float]] = (source.random(4096).tolist() for _ in repeat(None))
        self.number: Callable[[], float] = chain.from_iterable(blocks).__next__

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.number() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included; `low` when they cross."""
        return low + int(self.number() * (high - low + 1)) if high > low else low

    def days(self, mean: float) -> int:
        """A number of days, at least one, that is about `mean` on average: many short ones, few long ones."""
        return 1 - int(mean * math.log1p(-self.number()))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, all alike."""
        return things[int(self.number() * len(things))]

    def choose(self, odds: Odds[T]) -> T:
        """One of the things, by weight."""
        return odds.things[bisect(odds.steps, self.number())]


def day(year: int, month: int, day_of_month: int) -> int:
    """The ordinal of a date."""
    return dt.date(year, month, day_of_month).toordinal()


def csv_file(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file of cells in which nothing needs quotation marks."""
    return ("\n".join(map(",".join, (columns, *rows))) + "\n").encode("ascii")


@cache
def text(ordinal: int | None) -> str:
    """A day as the return writes it, DD/MM/YYYY; "" for no day."""
    return "" if ordinal is None else dt.date.fromordinal(ordinal).strftime("%d/%m/%Y")


@cache
def birthday(born: int, years: int) -> int:
    """The day someone born on `born` turns `years`; for 29 February the 28th where the year has no 29th."""
    date = dt.date.fromordinal(born)
    try:
        return date.replace(year=date.year + years).toordinal()
    except ValueError:
        return date.replace(year=date.year + years, day=28).toordinal()


def age(born: int, at: int) -> int:
    """Completed years on the day `at`."""
    then, now = dt.date.fromordinal(born), dt.date.fromordinal(at)
    return now.year - then.year - ((now.month, now.day) < (then.month, then.day))


def years_old(born: int, at: int) -> float:
    """Age in years and parts of a year on the day `at`; whole years are reached on the birthday or the day after."""
    return (at - born) / 365.25
