"""Says what a column of dates looks like when it is not DD/MM/YYYY. The values are left as they are."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..returns.errors import Notice

_RIGHT = re.compile(r"(?:\d\d?|ZZ)/(?:0?[1-9]|1[0-2]|ZZ)/(?:\d{4}|ZZZZ)")
_TIME = r"[ T]\d{1,2}:\d\d.*"
_LOOKS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\d{4}-\d{1,2}-\d{1,2}", "YYYY-MM-DD"),
        (r"\d{4}[/.]\d{1,2}[/.]\d{1,2}", "YYYY/MM/DD"),
        (r"\d{1,2}/\d{1,2}/\d\d", "DD/MM/YY, with two digits for the year"),
        (r"\d{1,2}/\d{1,2}/\d{4}" + _TIME, "DD/MM/YYYY with a time after it"),
        (r"\d{4}-\d{1,2}-\d{1,2}" + _TIME, "YYYY-MM-DD with a time after it"),
        (r"\d{1,2}[-.]\d{1,2}[-.]\d{4}", "DD-MM-YYYY, without slashes"),
        (r"\d{1,2}[- ][A-Z]{3,9}[- ](?:\d\d){1,2}", "a date with the month in words"),
        (r"(?:0?\d|1[0-2])/(?:1[3-9]|2\d|3[01])/\d{4}", "MM/DD/YYYY, with the month first"),
        (r"[1-6]\d{4}", "a spreadsheet’s day number"),
        (r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d", "YYYYMMDD, without anything between"),
        (r"[A-Z]{3,9} {1,2}\d{1,2},? \d{4}(?: .*)?", "a date with the month in words"),
        (r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6},? .*", "a date with the day of the week"),
    )
)


def looks(name: str, values: NDArray[np.object_], line: NDArray[np.int64], file: str) -> list[Notice]:
    """At most one notice on a column of dates: the other form that half or more have, else that some have one."""
    if all(_RIGHT.fullmatch(value) for value in set(values.tolist()) if value):
        return []
    position, distinct = pd.factorize(values)
    counts = np.bincount(position)
    filled = len(values) - int(counts[distinct == ""].sum())
    others = np.zeros(len(distinct), dtype=bool)
    for pattern, words in _LOOKS:
        like = np.array([pattern.fullmatch(value) is not None for value in distinct])
        number = int(counts[like].sum())
        if 2 * number >= filled:
            first = int(np.flatnonzero(like[position])[0])
            message = (
                f"The dates in {name} look like {words}: {number:,} of {filled:,}, such as “{values[first]}”. "
                "Dates in the return are DD/MM/YYYY; these are kept as they are and reported."
            )
            return [Notice(file, int(line[first]), message)]
        others |= like
    if not others.any():
        return []
    first = int(np.flatnonzero(others[position])[0])
    count = int(counts[others].sum())
    verb, kept = ("is", "It is kept as it is") if count == 1 else ("are", "They are kept as they are")
    message = (
        f"{count:,} of the {filled:,} dates in {name} {verb} not written DD/MM/YYYY, such as “{values[first]}”. "
        f"{kept} and reported."
    )
    return [Notice(file, int(line[first]), message)]
