"""Arithmetic on dates, which are numpy arrays of datetime64[D]; NaT is a blank or unreadable date.

Comparing with NaT is false (except `!=`, which is true), so a rule that compares dates passes where one is unknown.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from .language import Dates, Mask, Numbers

D = TypeVar("D", Dates, np.datetime64)


def day(text: str) -> np.datetime64:
    """A fixed date, written YYYY-MM-DD."""
    return np.datetime64(text, "D")


def known(dates: Dates) -> Mask:
    """Where there is a date that can be read."""
    return ~np.isnat(dates)


def unknown(dates: Dates) -> Mask:
    """Where the date is blank or cannot be read."""
    return np.isnat(dates)


def months_after(dates: D, months: int) -> D:
    """The same day of the month so many months later, or that month's last day if it is shorter."""
    month = dates.astype("M8[M]")
    into_month = dates - month.astype("M8[D]")
    last_day = (month + (months + 1)).astype("M8[D]") - 1
    return np.minimum((month + months).astype("M8[D]") + into_month, last_day)


def years_after(dates: D, years: int) -> D:
    """The anniversary: 29 February becomes 28 February in a year that has none. Negative years go back."""
    return months_after(dates, 12 * years)


def days_between(start: Dates | np.datetime64, end: Dates | np.datetime64) -> Numbers:
    """Whole days from start to end as floats, NaN where either is unknown."""
    apart = np.asarray(end - start)
    return np.where(np.isnat(apart), np.nan, apart.astype(np.float64))
