"""From files, bytes or frames to a report: the engine's front door."""

from __future__ import annotations

from collections.abc import Collection as CollectionOf
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from rules.registry import Rule

from ..places.derive import derive
from ..places.postcodes import Postcodes
from ..places.postcodes import postcodes as reference
from ..places.providers import Providers
from ..reading import Source, read
from ..reading.proposal import propose
from ..reading.provider_list import read_providers
from ..returns.collection import Collection
from ..returns.columns import as_text
from ..returns.errors import InputError, Notice
from ..returns.rows import Return
from ..returns.tables import DERIVED, TextTable, tables
from .report import Report
from .run import Progress, run

Input: TypeAlias = "str | Path | Sequence[Source] | Mapping[str, pd.DataFrame]"


def validate(
    collection: Collection,
    this_year: Input,
    last_year: Input | None = None,
    providers: str | Path | Sequence[Source] | pd.DataFrame | None = None,
    only: CollectionOf[str] | None = None,
    progress: Progress | None = None,
    beyond: Mapping[str, Rule] | None = None,
) -> Report:
    """Check a return and report what is wrong.

    `this_year` and `last_year` are lists of paths or (name, bytes) pairs, one path, or a mapping table name ->
    DataFrame of text, in which a missing column counts as blank and a derived column (UASC, PL_LA, PL_LOCATION,
    PL_DISTANCE) is kept.
    `providers` are Ofsted provider lists as files, or one frame. `only` are the codes of the rules to run;
    `progress(done, total, what)` is told about each. `beyond` are checks to run besides the Department's rules, such as
    `rules.own_checks()`; those that are not for this year are left out. Raises InputError for input that cannot be
    used, nothing else.
    """
    notices: list[Notice] = []
    now = _tables(this_year, collection.year, False, notices)
    before = None if last_year is None else _tables(last_year, collection.year, True, notices)
    places = reference()
    listed = _providers(providers, places)
    notices += listed.notices if listed else []
    warnings = propose(now, before, places).warnings(collection)
    r = make_return(collection, now, before, listed, places)
    if isinstance(only, str):
        only = [only]
    return run(r, only, progress, notices, of_year(beyond or {}, collection.year), warnings)


def of_year(checks: Mapping[str, Rule], year: str) -> dict[str, Rule]:
    """Those of the checks that are for a collection year."""
    return {code: found for code, found in checks.items() if year in found.years}


def make_return(
    collection: Collection,
    this_year: Mapping[str, TextTable],
    last_year: Mapping[str, TextTable] | None = None,
    providers: Providers | None = None,
    postcodes: Postcodes | None = None,
) -> Return:
    """The typed return, with its derived columns, from tables that have been read."""
    return Return(collection, this_year, last_year, providers, postcodes, derive)


def make_again(r: Return, this_year: Mapping[str, TextTable]) -> Return:
    """The return once more with other tables of this year; what they share with those before is not worked out anew."""
    last_year = {name: rows._data.source for name, rows in r.last_year.items()}
    return Return(r.collection, this_year, last_year or None, r.providers, r.postcodes, derive, before=r)


def _tables(given: Input, year: str, last: bool, notices: list[Notice]) -> Mapping[str, TextTable]:
    if isinstance(given, Mapping):
        return {name: from_frame(name, frame) for name, frame in given.items()}
    reading = read(_sources(given), year, last=last)
    if reading.problems:
        raise reading.problems[0]
    notices += reading.notices
    return reading.tables


def _providers(
    given: str | Path | Sequence[Source] | pd.DataFrame | None, places: Postcodes | None
) -> Providers | None:
    if given is None:
        return None
    if isinstance(given, pd.DataFrame):
        return Providers.from_frame(given, places)
    return read_providers(_sources(given), places)


def _sources(given: str | Path | Iterable[Source]) -> Iterable[Source]:
    if isinstance(given, str | Path):
        return [given]
    if not isinstance(given, Iterable):
        raise InputError(
            f"The input is {type(given).__name__}, not files.",
            "Give a list of paths or pairs of name and bytes, or a mapping from table names to DataFrames.",
        )
    return given


def from_frame(name: str, frame: pd.DataFrame) -> TextTable:
    """A table from a frame of text, taken as it is; lines are counted as if a heading stood above the rows.

    Raises InputError for a name that is no table of the return.
    """
    if name not in tables():
        raise InputError(f"“{name}” is not a table of the return.", f"The tables are {', '.join(tables())}.")
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"The table {name} is not a DataFrame.", "Give a pandas DataFrame of text, one column a field."
        )
    frame = frame.rename(columns=_other_names(name, frame))
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise InputError(f"The table {name} has the column {repeated[0]} more than once.", "Give each column once.")
    known = (*tables()[name].columns, *DERIVED.get(name, ()))
    blank = np.full(len(frame), "", dtype=object)
    columns = {column: as_text(frame[column]) for column in known if column in frame}
    columns = dict.fromkeys(tables()[name].columns, blank) | columns
    return TextTable(name, columns, columns, np.arange(len(frame), dtype=np.int64) + 2, name)


def _other_names(name: str, frame: pd.DataFrame) -> Mapping[str, str]:
    """Other name -> name, of the columns that the frame has under another name only."""
    names = {other: column.name for column in tables()[name].columns.values() for other in column.aliases}
    if name == "Header":
        names["UASC_STATUS"] = "UASC"  # the Department's name for it since 2024-25
    return {other: column for other, column in names.items() if other in frame and column not in frame}


__all__ = ["Input", "from_frame", "make_again", "make_return", "of_year", "validate"]
