"""Proposes the collection year and the authority from the files, and notices when what was chosen contradicts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from ..places.postcodes import Postcodes
from ..returns.authorities import authorities, own_codes
from ..returns.collection import Collection
from ..returns.tables import YEARS, TextTable
from ..returns.words import year_from

# What is recorded of a year happened in it; an episode, in contrast, may have begun long before.
_HAPPENED = (
    ("Episodes", "DEC"),
    ("Reviews", "REVIEW"),
    ("Missing", "MIS_START"),
    ("Missing", "MIS_END"),
    ("UASC", "DUC"),
)
_BEGAN = (("Episodes", "DECOM"), ("PlacedAdoption", "DATE_PLACED"), ("DoLo", "DOLO_START"), ("SWEpisodes", "SW_DECOM"))
_DATE = re.compile(r"\d{1,2}/(\d{1,2})/(\d{4})")

_YEAR_IN_NAME = re.compile(r"SSDA903_(20\d\d)_", re.IGNORECASE)

# Of fewer children most may well be asylum seekers.
_FEW = 5
# Small tables may well be alike from one year to the next, and few children may well all be others.
_ALIKE_BY_CHANCE = 10
# Most children stay in care from one year to the next; where not one in so many does, the identifiers are others.
_AT_LEAST_ONE_IN = 100

Tables = Mapping[str, TextTable]


class Cure(NamedTuple):
    """One move that puts something right: `setting` is "year" or "authority", to be set to `value`, or "swap" for the
    files of the two years. `words` are what stands on the button."""

    setting: Literal["year", "authority", "swap"]
    value: str
    words: str


class Contradiction(NamedTuple):
    """What does not fit together, in a sentence or two, and the one move that would cure it, if one does."""

    words: str
    cure: Cure | None = None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Proposal:
    """What the files say of themselves.

    `year` is the collection year of this year's files and `authority` an ONS code, None where the files do not tell.
    `this_year` and `last_year` are the years that the dates in the two boxes point to, covered here or not ("" where
    there are no dates); `homes` says how many of the home postcodes found lie in `authority`, out of how many;
    `same` are pairs of this year's and last year's files with the same content; `children` says how many children
    there are this year, last year and in both. `asylum` are the number of children listed as asylum seekers and of all,
    where the list looks like one of all children.
    """

    year: str | None
    authority: str | None
    this_year: str
    last_year: str
    homes: tuple[int, int]
    same: tuple[tuple[str, str], ...]
    children: tuple[int, int, int]
    asylum: tuple[int, int] | None = None

    def warnings(self, chosen: Collection) -> list[Contradiction]:
        """What does not fit together; `chosen` is the return that is checked, or about to be."""
        return [
            *self._boxes(chosen.year),
            *self._identifiers(),
            *self._authority(chosen.authority, chosen.year),
            *self._asylum(),
        ]

    def _asylum(self) -> list[Contradiction]:
        if self.asylum is None:
            return []
        listed, every = self.asylum
        return [
            Contradiction(
                f"{listed:,} of {every:,} children are in the UASC file, most of them without a DUC, so all of these "
                "count as asylum seekers. It should list unaccompanied asylum-seeking children alone: export it again, "
                "or leave it out."
            )
        ]

    def _boxes(self, year: str) -> list[Contradiction]:
        if self.same:
            pairs = ", ".join(" and ".join(dict.fromkeys(pair)) for pair in self.same)
            return [
                Contradiction(
                    f"This year’s and last year’s files hold the same data ({pairs}). Choose the files of each year."
                )
            ]
        if self.this_year and self.last_year and self.this_year < self.last_year:
            words = (
                f"The two years look swapped: most dates in this year’s files are in {self.this_year} and most in "
                f"last year’s are in {self.last_year}. Swap the files of the two years."
            )
            return [Contradiction(words, Cure("swap", "", "Swap the two years"))]
        found = []
        # Where this year's files are of another year, last year's are to be those of the year before that.
        year_of_files = year
        if self.this_year and self.this_year != year:
            year_of_files = self.this_year
            words = (
                f"Most dates in this year’s files are in {self.this_year}, but the check is for {year}. "
                "Choose the other year, or the files of this one."
            )
            found.append(Contradiction(words, self._use_year()))
        before = year_from(int(year[:4]) - 1)
        if self.last_year and self.last_year not in (before, year_from(int(year_of_files[:4]) - 1)):
            found.append(
                Contradiction(
                    f"Most dates in last year’s files are in {self.last_year}, but the year before {year} is {before}. "
                    "Choose the files of that year."
                )
            )
        return found

    def _use_year(self) -> Cure | None:
        return Cure("year", self.year, f"Use {self.year}") if self.year else None

    def _identifiers(self) -> list[Contradiction]:
        now, before, both = self.children
        fewer = min(now, before)
        if self.same or fewer < _ALIKE_BY_CHANCE or _AT_LEAST_ONE_IN * both >= fewer:
            return []
        none = "None" if both == 0 else f"Only {both:,}"
        return [
            Contradiction(
                f"{none} of the {now:,} children in this year’s files {'is' if both < 2 else 'are'} among the "
                f"{before:,} in last year’s. Check that both years have the same kind of identifier in CHILD, and are "
                "of the same authority."
            )
        ]

    def _authority(self, chosen: str | None, year: str) -> list[Contradiction]:
        if self.authority is None or chosen is None or self.authority in own_codes(chosen, year):
            return []
        names = {authority.code: authority.name for authority in authorities()}
        inside, known = self.homes
        name = names[self.authority]
        words = (
            f"{inside:,} of {known:,} home postcodes are in {name}, but the check is for {names[chosen]}. "
            "Choose the authority whose return this is."
        )
        return [Contradiction(words, Cure("authority", self.authority, f"Use {name}"))]


def propose(this_year: Tables, last_year: Tables | None, postcodes: Postcodes | None) -> Proposal:
    """What the tables of the two boxes say of themselves; without postcodes no authority is proposed."""
    now = _year(this_year) or _named_year(this_year)
    before = (_year(last_year) or _named_year(last_year)) if last_year is not None else ""
    authority, homes = _home_authority(this_year, postcodes)
    return Proposal(
        year=now if now in YEARS else None,
        authority=authority,
        this_year=now,
        last_year=before,
        homes=homes,
        same=tuple(_same(this_year, last_year or {})),
        children=_children(this_year, last_year or {}),
        asylum=_asylum(this_year),
    )


def _children(this_year: Tables, last_year: Tables) -> tuple[int, int, int]:
    now, before = (
        {child for table in tables.values() for child in pd.unique(table.columns["CHILD"])} - {""}
        for tables in (this_year, last_year)
    )
    return len(now), len(before), len(now & before)


def _asylum(tables: Mapping[str, TextTable]) -> tuple[int, int] | None:
    """How many of Header's children the UASC table lists, where that is more than can be and most have no DUC."""
    if "Header" not in tables or "UASC" not in tables or "UASC" in tables["Header"].columns:
        return None
    children = set(tables["Header"].columns["CHILD"].tolist())
    listed = len(children.intersection(tables["UASC"].columns["CHILD"].tolist()))
    blank = int(np.count_nonzero(tables["UASC"].columns["DUC"] == ""))
    if listed < _FEW or 2 * listed <= len(children) or 2 * blank <= len(tables["UASC"]):
        return None
    return listed, len(children)


def _named_year(tables: Tables) -> str:
    """The collection year in the files' names, such as SSDA903_2025_episodes.csv for 2024-25; "" without one."""
    found = {year for table in tables.values() if (year := year_by_department(table.file))}
    return found.pop() if len(found) == 1 else ""


def year_by_department(name: str) -> str:
    """The collection year in a name as the Department gives them, SSDA903_2025_... for 2024-25; "" without one."""
    match = _YEAR_IN_NAME.search(name)
    return year_from(int(match[1]) - 1) if match else ""


def _year(tables: Mapping[str, TextTable]) -> str:
    """The collection year that most of the dates fall in; "" when there are none."""
    happened = _count(tables, _HAPPENED)
    if happened:
        return year_from(happened.most_common(1)[0][0])
    began = _count(tables, _BEGAN)
    # Without anything that ended, the year is the latest in which a fair part of the episodes began.
    fair = [opening for opening, number in began.items() if 20 * number >= began.total()]
    return year_from(max(fair)) if fair else ""


def _count(tables: Mapping[str, TextTable], columns: tuple[tuple[str, str], ...]) -> Counter[int]:
    """How many dates of these columns fall in each collection year, by the year in which it opens."""
    found: Counter[int] = Counter()
    for table, column in columns:
        if table in tables:
            position, distinct = pd.factorize(tables[table].columns[column])
            for value, number in zip(distinct, np.bincount(position).tolist(), strict=True):
                # Earlier years are mistyped, or stand for nothing, as 01/01/1900 does.
                if (match := _DATE.fullmatch(value)) and (year := int(match[2])) > 1900:
                    found[year if int(match[1]) > 3 else year - 1] += number
    return found


def _home_authority(tables: Mapping[str, TextTable], postcodes: Postcodes | None) -> tuple[str | None, tuple[int, int]]:
    """The English authority in which more than half of the home postcodes lie, with how many of how many found."""
    if postcodes is None or "Episodes" not in tables:
        return None, (0, 0)
    homes = tables["Episodes"].columns["HOME_POST"]
    position, distinct = pd.factorize(homes)
    placed, _ = postcodes.place(distinct, None, YEARS[-1])
    numbers: Counter[str] = Counter()
    for authority, number in zip(placed.tolist(), np.bincount(position).tolist(), strict=True):
        if authority:
            numbers[authority] += number
    if not numbers:
        return None, (0, 0)
    (authority, inside), known = numbers.most_common(1)[0], numbers.total()
    covered = authority in {entry.code for entry in authorities()}
    return (authority if covered and 2 * inside > known else None), (inside, known)


def _same(this_year: Tables, last_year: Tables) -> list[tuple[str, str]]:
    """Files with tables of the same values.

    Those with so few rows that they may be alike by chance count only when all the tables are the same.
    """
    filled = {name: table for name, table in this_year.items() if len(table)}
    alike = [name for name in filled if name in last_year and _alike(filled[name], last_year[name])]
    if len(alike) < len(filled):
        alike = [name for name in alike if len(filled[name]) >= _ALIKE_BY_CHANCE]
    return list(dict.fromkeys((this_year[name].file, last_year[name].file) for name in alike))


def _alike(one: TextTable, other: TextTable) -> bool:
    return len(one) == len(other) and all(
        np.array_equal(values, other.columns[name]) for name, values in one.columns.items() if name in other.columns
    )
