"""Working days: Monday to Friday but for the bank holidays of England and Wales.

Source: Banking and Financial Dealings Act 1971 for the days that follow a rule, royal proclamations for the others
(Open Government Licence v3.0).
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np

from rules.language import Dates

_FIRST, _LAST = 1980, 2060
# Days of one year alone, and the usual ones that were moved in its favour.
_ONCE = (
    *("1981-07-29", "1999-12-31", "2002-06-03", "2002-06-04", "2011-04-29", "2012-06-04", "2012-06-05"),
    *("2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"),
)
_MOVED = ("1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30")
_INSTEAD = ("1995-05-08",)


def easter(year: int) -> dt.date:
    """Easter Sunday by the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def _monday(year: int, month: int, *, last: bool = False) -> dt.date:
    """The first or last Monday of a month."""
    day = dt.date(year, month, 31 if last else 1)
    return day - dt.timedelta(day.weekday()) if last else day + dt.timedelta(-day.weekday() % 7)


def _substitute(day: dt.date, taken: tuple[dt.date, ...] = ()) -> dt.date:
    """The day itself, or the next one that is neither at the weekend nor taken."""
    while day.weekday() > 4 or day in taken:
        day += dt.timedelta(1)
    return day


@cache
def bank_holidays() -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """The bank holidays of England and Wales from 1980 to 2060, in order."""
    found: set[dt.date] = set()
    for year in range(_FIRST, _LAST + 1):
        christmas = _substitute(dt.date(year, 12, 25))
        boxing = _substitute(dt.date(year, 12, 26), (christmas,))
        # 26 December keeps its day when Christmas Day is a Sunday, whose substitute is then the 27th.
        if dt.date(year, 12, 25).weekday() == 6:
            christmas, boxing = dt.date(year, 12, 27), dt.date(year, 12, 26)
        sunday = easter(year)
        found |= {
            _substitute(dt.date(year, 1, 1)),
            sunday - dt.timedelta(2),
            sunday + dt.timedelta(1),
            _monday(year, 5),
            _monday(year, 5, last=True),
            _monday(year, 8, last=True),
            christmas,
            boxing,
        }
    found -= {dt.date.fromisoformat(day) for day in _MOVED}
    found |= {dt.date.fromisoformat(day) for day in (*_ONCE, *_INSTEAD)}
    return np.array(sorted(found), dtype="M8[D]")


def working_days_after(dates: Dates, number: int) -> Dates:
    """The day so many working days after each date, which itself does not count; NaT stays unknown."""
    known = ~np.isnat(dates)
    found = np.full(dates.shape, np.datetime64("NaT"), dtype="M8[D]")
    start = dates[known].astype("M8[D]")
    # From a day that is none, the working day before it counts as the first step's beginning.
    found[known] = np.busday_offset(start, number, roll="backward", holidays=bank_holidays())
    return found
