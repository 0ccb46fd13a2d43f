"""Proposes the collection year and the authority from the files, and notices when what was chosen contradicts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..authorities import authorities
from ..collection import Collection
from ..postcodes import Postcodes, own_codes
from ..tables import YEARS, TextTable
from .result import Reading

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
# Small tables may well be alike from one year to the next.
_ALIKE_BY_CHANCE = 10


@dataclass(frozen=True)
class Proposal:
    """What the files say of themselves.

    `year` is the collection year of this year's files and `authority` an ONS code, None where the files do not tell.
    `this_year` and `last_year` are the years that the dates in the two boxes point to, covered here or not ("" where
    there are no dates); `homes` says how many of the home postcodes found lie in `authority`, out of how many;
    `same` are pairs of this year's and last year's files, or tables, with the same content. `asylum` are the number of
    children listed as asylum seekers and of all, where the list looks like one of all children.
    """

    year: str | None
    authority: str | None
    this_year: str
    last_year: str
    homes: tuple[int, int]
    same: tuple[tuple[str, str], ...]
    asylum: tuple[int, int] | None = None

    def warnings(self, chosen: Collection) -> list[str]:
        """What does not fit together, in sentences; `chosen` is the return that is about to be checked."""
        return [*self._boxes(chosen.year), *self._authority(chosen.authority, chosen.year), *self._asylum()]

    def _asylum(self) -> list[str]:
        if self.asylum is None:
            return []
        listed, every = self.asylum
        return [
            f"{listed:,} of {every:,} children are in the UASC file, most of them without a DUC, so all of these count "
            "as asylum seekers. It should list unaccompanied asylum-seeking children alone: export it again, or leave "
            "it out."
        ]

    def _boxes(self, year: str) -> list[str]:
        if self.same:
            pairs = ", ".join(" and ".join(dict.fromkeys(pair)) for pair in self.same)
            return [f"This year's and last year's files hold the same data ({pairs}). Choose the files of each year."]
        if self.this_year and self.last_year and self.this_year < self.last_year:
            return [
                f"The two years look swapped: most dates in this year's files are in {self.this_year} and most in "
                f"last year's are in {self.last_year}. Change the files round."
            ]
        found = []
        if self.this_year and self.this_year != year:
            found.append(
                f"Most dates in this year's files are in {self.this_year}, but the check is for {year}. "
                "Choose the other year, or the files of this one."
            )
        before = _name(int(year[:4]) - 1)
        if self.last_year and self.last_year != before:
            found.append(
                f"Most dates in last year's files are in {self.last_year}, but the year before {year} is {before}. "
                "Choose the files of that year."
            )
        return found

    def _authority(self, chosen: str | None, year: str) -> list[str]:
        if self.authority is None or chosen is None or self.authority in own_codes(chosen, year):
            return []
        names = {authority.code: authority.name for authority in authorities()}
        inside, known = self.homes
        return [
            f"{inside:,} of {known:,} home postcodes are in {names[self.authority]}, but the check is for "
            f"{names[chosen]}. Choose the authority whose return this is."
        ]


def propose(this_year: Reading, last_year: Reading | None, postcodes: Postcodes | None) -> Proposal:
    """What the files of the two boxes say of themselves; without postcodes no authority is proposed."""
    now = _year(this_year.tables) or _named_year(this_year)
    before = (_year(last_year.tables) or _named_year(last_year)) if last_year is not None else ""
    authority, homes = _home_authority(this_year.tables, postcodes)
    return Proposal(
        year=now if now in YEARS else None,
        authority=authority,
        this_year=now,
        last_year=before,
        homes=homes,
        same=tuple(_same(this_year, last_year)) if last_year is not None else (),
        asylum=_asylum(this_year.tables),
    )


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


def _named_year(reading: Reading) -> str:
    """The collection year in the files' names, such as SSDA903_2025_episodes.csv for 2024-25; "" without one."""
    found = {int(match[1]) for file in reading.files if (match := _YEAR_IN_NAME.search(file.name))}
    return _name(found.pop() - 1) if len(found) == 1 else ""


def _year(tables: Mapping[str, TextTable]) -> str:
    """The collection year that most of the dates fall in; "" when there are none."""
    happened = _count(tables, _HAPPENED)
    if happened:
        return _name(happened.most_common(1)[0][0])
    began = _count(tables, _BEGAN)
    # Without anything that ended, the year is the latest in which a fair part of the episodes began.
    fair = [opening for opening, number in began.items() if 20 * number >= began.total()]
    return _name(max(fair)) if fair else ""


def _count(tables: Mapping[str, TextTable], columns: tuple[tuple[str, str], ...]) -> Counter[int]:
    """How many dates of these columns fall in each collection year, by the year in which it opens."""
    found: Counter[int] = Counter()
    for table, column in columns:
        if table in tables:
            position, distinct = pd.factorize(tables[table].columns[column])
            for value, number in zip(distinct, np.bincount(position).tolist(), strict=True):
                if match := _DATE.fullmatch(value):
                    month, year = int(match[1]), int(match[2])
                    found[year if month > 3 else year - 1] += number
    return found


def _name(opening: int) -> str:
    return f"{opening}-{(opening + 1) % 100:02}"


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


def _same(this_year: Reading, last_year: Reading) -> list[tuple[str, str]]:
    """Files of the same bytes; where there are none, tables of the same values.

    Those with so few rows that they may be alike by chance count only when all the files are the same.
    """
    before = {file.digest: file.name for file in last_year.files if file.digest}
    held = {file.name: sum(rows for _, rows in file.tables) for file in this_year.files}
    files = [(file.name, before[file.digest]) for file in this_year.files if held[file.name] and file.digest in before]
    if len(files) < sum(map(bool, held.values())):
        files = [pair for pair in files if held[pair[0]] >= _ALIKE_BY_CHANCE]
    return files or [
        (table.file, last_year.tables[name].file)
        for name, table in this_year.tables.items()
        if name in last_year.tables and len(table) >= _ALIKE_BY_CHANCE and _alike(table, last_year.tables[name])
    ]


def _alike(one: TextTable, other: TextTable) -> bool:
    return len(one) == len(other) and all(
        np.array_equal(values, other.columns[name]) for name, values in one.columns.items() if name in other.columns
    )
