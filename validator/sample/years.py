"""The collection years that made-up returns are written for: one after the other, the newest last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from ..returns.words import year_from
from .draws import day


def year_before(year: str) -> str:
    """The collection year before this one: "2024-25" for "2025-26"."""
    return year_from(int(year[:4]) - 1)


def first_day(year: str) -> int:
    """1 April, as an ordinal."""
    return day(int(year[:4]), 4, 1)


def last_day(year: str) -> int:
    """31 March, as an ordinal."""
    return day(int(year[:4]) + 1, 3, 31)


def april_before(at: int) -> int:
    """The 1 April with which the year of the day `at` begins."""
    date = dt.date.fromordinal(at)
    return day(date.year - (date.month < 4), 4, 1)


@dataclass(frozen=True)
class Years:
    """The years of a council's returns, such as ("2024-25", "2025-26")."""

    names: tuple[str, ...]

    @classmethod
    def until(cls, year: str, count: int) -> Years:
        """So many years, the last of them `year`."""
        names = [year]
        while len(names) < count:
            names.insert(0, year_before(names[0]))
        return cls(tuple(names))

    @property
    def newest(self) -> str:
        """The last of the years."""
        return self.names[-1]

    @cached_property
    def start(self) -> int:
        """The first day of the first year."""
        return first_day(self.names[0])

    @cached_property
    def end(self) -> int:
        """The last day of the last year."""
        return last_day(self.names[-1])

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The first and the last day of each year."""
        return tuple((first_day(name), last_day(name)) for name in self.names)
