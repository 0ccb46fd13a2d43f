"""A table of the model as it is made from a history: exact values, rows and references by their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rules.language import Dates, Index, Mask

from ...returns.columns import Text
from ..care.history import History
from ..care.join import days
from ..care.repairs import Episodes
from ..care.stack import Stack
from .schema import model_tables

# A blank among whole numbers, and among what is true or false. As a number of 64 bits, since those of the browser have
# 32 where nothing else is said.
NO_NUMBER = np.int64(np.iinfo(np.int64).min)
UNSURE = -1

Words: TypeAlias = NDArray[np.object_]
# By the kind of the column: integers (NO_NUMBER), numbers (NaN), dates (NaT), booleans as 0 and 1 (UNSURE), texts.
Values: TypeAlias = "Text | NDArray[Any]"


@dataclass
class Made:
    """The rows of one table of the model, in any order.

    `child` is the number of each row's child in the history (-1: none), `order` what rows of one child are put in
    order by; `values` are the columns, `links` those that refer to another table's rows by their places (-1: none).
    `year`, `row` and `table` say where a row is from (-1, "": nowhere in particular), `unlisted` are column -> the
    codes that are in no list.
    """

    name: str
    child: Index
    order: tuple[Index, ...] = ()
    values: dict[str, Values] = field(default_factory=dict)
    links: dict[str, Index] = field(default_factory=dict)
    table: str = ""
    year: Index = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    row: Index = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    repair: Words | None = None
    unlisted: dict[str, Text] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.child)

    def add_codes(self, name: str, text: Text, label: str = "") -> None:
        """A column of codes with what they mean beside it; codes in no list are set aside.

        `label` is the column of the meaning, if it is not `name` without `_code`.
        """
        column = next(column for column in model_tables()[self.name].columns if column.name == name)
        accepted = column.accepted
        self.values[name] = text.respelt(lambda code: code if code in accepted else "")
        self.values[label or name.removesuffix("_code")] = text.respelt(lambda code: accepted.get(code, ""))
        self.unlisted[name] = text.respelt(lambda code: "" if code in accepted else code)


def of_rows(name: str, rows: Stack, order: Iterable[Index] = ()) -> Made:
    """A table with one row for each of these rows of the returns."""
    return Made(name, rows.child, tuple(order), table=rows.name, year=rows.year, row=rows.row)


def of_episodes(name: str, e: Episodes, at: Index, order: Iterable[Index] = ()) -> Made:
    """A table each of whose rows begins with one of these episodes."""
    rows = e.rows
    return Made(name, rows.child[at], tuple(order), table="Episodes", year=rows.year[at], row=rows.row[at])


def flag(text: Text) -> NDArray[np.int8]:
    """0 and 1 as false and true; anything else is not known."""
    return np.where(text == "1", 1, np.where(text == "0", 0, UNSURE)).astype(np.int8)


def inside(location: Text) -> NDArray[np.int8]:
    """PL_LOCATION as whether it is inside the authority."""
    return np.where(location == "IN", 1, np.where(location == "OUT", 0, UNSURE)).astype(np.int8)


def whole(number: Index, known: Mask) -> Index:
    """Whole numbers, blank where they are not known."""
    return np.where(known, number, NO_NUMBER)


def days_from(start: Dates, end: Dates) -> Index:
    """Whole days from one day to another, blank where either is unknown."""
    return whole(days(end) - days(start), ~np.isnat(start) & ~np.isnat(end))


def miles(text: Text) -> NDArray[np.float64]:
    """Distances as numbers; NaN where blank, no number, or 999.9, which stands for unknown."""
    found = np.full(len(text.words.values), np.nan)
    for at, word in enumerate(text.words.values.tolist()):
        try:
            number = float(word) if word.isascii() else np.nan
        except ValueError:
            continue
        if 0 <= number < 999.9:
            found[at] = number
    return found[text.codes]


def names_of_years(h: History, year: Index) -> Words:
    """Places among the years as their names, "" for -1."""
    return np.array([*(found.name for found in h.years), ""], dtype=object)[year]
