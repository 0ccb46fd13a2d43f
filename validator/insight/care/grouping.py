"""Which files are one year’s return: what came together, loose files by a year in their name, then by their children.

Nothing is guessed: files that fit several returns, or none, are left open, to be asked about.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...reading import Source, read
from ...reading.proposal import year_by_department
from ...returns.errors import InputError
from ...returns.tables import YEARS, TextTable
from ...returns.words import year_from

_YEARS = re.compile(r"(?<!\d)(20\d\d)[-_ /](?:20)?(\d\d)(?!\d)")
_WHOLE = (".zip", ".xml", ".xlsx", ".xlsm", ".xls")
# A file is of the return that has nearly all of its children, if any other has clearly fewer.
_NEARLY_ALL, _CLEARLY = 0.9, 0.05


@dataclass
class Group:
    """The files of one return: `year` as 2024-25 where their names tell it, else "" ."""

    year: str
    sources: list[Source] = field(default_factory=list)


@dataclass(frozen=True)
class Grouping:
    """The returns among some files, and the loose files of which it is not plain to which of them they belong."""

    groups: Sequence[Group]
    open: Sequence[Source]

    def check(self) -> None:
        """InputError, naming a file, where one is left open."""
        if self.open:
            name = name_of(self.open[0])
            raise InputError(
                "It is not plain of which year’s return this file is.",
                "Put the year into its name, as in SSDA903_2024_header.csv for 2023-24, or put the files of each year "
                "into a folder of their own.",
                file=name,
            )


def name_of(source: Source) -> str:
    """What a file is called."""
    return source[0] if isinstance(source, tuple) else str(source)


def year_in_name(name: str) -> str:
    """The collection year that a file’s name tells, such as SSDA903_2024_... or 2023-24; "" for none."""
    if year := year_by_department(name):
        return year
    found = {int(first) for first, second in _YEARS.findall(name) if (int(first) + 1) % 100 == int(second)}
    return year_from(found.pop()) if len(found) == 1 else ""


def group_files(sources: Iterable[Source]) -> Grouping:
    """Put files together that are one return. Raises InputError only for what is neither path nor pair."""
    groups: dict[tuple[str, str], Group] = {}
    loose: list[Source] = []
    for source in sources:
        name = name_of(source).replace("\\", "/")
        folder = "" if isinstance(source, str | Path) else str(PurePosixPath(name).parent)
        if isinstance(source, str | Path) and os.path.isdir(source):
            key = ("folder", os.path.abspath(source))
        elif folder not in ("", "."):
            key = ("folder", folder)
        elif name.lower().endswith(_WHOLE):
            key = ("file", name)
        elif year := year_in_name(PurePosixPath(name).name):
            key = ("year", year)
        else:
            loose.append(source)
            continue
        year = key[1] if key[0] == "year" else year_in_name(PurePosixPath(key[1]).name)
        groups.setdefault(key, Group(year)).sources.append(source)
    return _with_loose(list(groups.values()), loose)


def _with_loose(groups: list[Group], loose: list[Source]) -> Grouping:
    """Loose files without a year: together one return if they are the only ones, else by their children."""
    if not loose:
        return Grouping(groups, [])
    if not groups:
        found = read(loose, YEARS[-1])
        twice = [p for p in found.problems if "table is there" in p.problem]
        return Grouping([], loose) if twice else Grouping([Group("", loose)], [])
    tables = [read(group.sources, YEARS[-1]).tables for group in groups]
    left = []
    for source in loose:
        place = _place(read([source], YEARS[-1]).tables, tables)
        if place is None:
            left.append(source)
        else:
            groups[place].sources.append(source)
    return Grouping(groups, left)


def _place(of: Mapping[str, TextTable], returns: Sequence[Mapping[str, TextTable]]) -> int | None:
    """The one return that lacks these tables and has nearly all of their children; None where it is not plain."""
    children = _children(of)
    shares = [
        len(children & _children(there)) / len(children) if children and not of.keys() & there.keys() else 0.0
        for there in returns
    ]
    best = max(range(len(shares)), key=shares.__getitem__)
    others = [share for at, share in enumerate(shares) if at != best]
    plain = shares[best] >= _NEARLY_ALL and all(share < shares[best] - _CLEARLY for share in others)
    return best if plain else None


def _children(tables: Mapping[str, TextTable]) -> set[str]:
    return {child for table in tables.values() for child in table.columns["CHILD"].tolist()} - {""}
