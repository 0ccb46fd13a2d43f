"""Reads the return of an earlier year, of whatever year, for the history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ...checking.check import make_return
from ...places.postcodes import Postcodes
from ...reading import Reading, Source, read
from ...reading.proposal import propose
from ...returns.collection import Collection
from ...returns.errors import InputError, Notice
from ...returns.rows import Return
from ...returns.tables import YEARS
from .grouping import group_files, name_of, year_in_name


class Earlier(NamedTuple):
    """An earlier year’s return, how its files were read, and what to say of its year."""

    the_return: Return
    reading: Reading
    notices: Sequence[Notice]


def read_earlier(sources: Sequence[Source], authority: str | None, postcodes: Postcodes | None) -> Earlier:
    """The return in some files, which are to be of one year. No rule is to be run on it.

    Raises InputError where the files are of several returns, hold no table, or do not tell their year.
    """
    grouping = group_files(sources)
    grouping.check()
    if len(grouping.groups) > 1:
        names = [name_of(group.sources[0]) for group in grouping.groups[:2]]
        raise InputError(
            f"{names[0]} and {names[1]} are of two returns: give each year its own --earlier.",
            "Or put the files of one year into one folder.",
        )
    reading = read(sources, YEARS[-1])
    if not reading.tables:
        raise reading.problems[0] if reading.problems else InputError("There is no file.", "Name at least one.")
    year, words = year_of(reading, year_named(sources))
    if not year:
        raise InputError(
            "Nothing in these files tells their year.",
            "Put it into their names, as in SSDA903_2024_header.csv for 2023-24.",
            file=name_of(sources[0]),
        )
    notices = [Notice(name_of(sources[0]), None, words)] if words else []
    return Earlier(as_return(year, reading, authority, postcodes), reading, notices)


def year_named(sources: Sequence[Source]) -> str:
    """The year in the files’ names; "" for none."""
    return next((found for source in sources if (found := year_in_name(Path(name_of(source)).name))), "")


def year_of(reading: Reading, named: str) -> tuple[str, str]:
    """The year in which most of a return’s dates lie, else the one in a name; and what to say where these differ."""
    year = propose(reading.tables, None, None).this_year or named
    if named in ("", year):
        return year, ""
    return year, f"Most dates are in {year}, though the name says {named}: they are taken for the return of {year}."


def as_return(year: str, reading: Reading, authority: str | None, postcodes: Postcodes | None) -> Return:
    """What was read as the return of a year, whichever: of those before the first that is covered, the code lists of
    that one hold."""
    opening = int(year[:4])
    collection = Collection(
        year=min(max(year, YEARS[0]), YEARS[-1]),
        authority=authority,
        start=f"{opening}-04-01",
        end=f"{opening + 1}-03-31",
    )
    return make_return(collection, reading.tables, postcodes=postcodes)
