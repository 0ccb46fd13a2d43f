"""Numbers, lists and dates put in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 child", "1,200 children"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """Parts as a sentence lists them: "a, b and c"."""
    return f" {joint} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def year_from(opening: int) -> str:
    """The collection year that begins in a calendar year: "2024-25" for 2024."""
    return f"{opening}-{(opening + 1) % 100:02}"


def day_of(date: np.datetime64) -> str:
    """A date as people read it: "1 April 2025"; "" when there is none."""
    if np.isnat(date):
        return ""
    found = date.astype("M8[D]").item()
    return f"{found.day} {found:%B %Y}"


def day_in_numbers(day: dt.date | str | None) -> str:
    """A date as forms have it: "01/04/2025"; one that is text already stays as it is."""
    return f"{day:%d/%m/%Y}" if isinstance(day, dt.date) else day or ""


def plain(text: str) -> str:
    """Text from a file on one line, with a sign in place of what cannot be shown (or would turn the writing round)."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
