"""A newer postcode reference: the ONS Postcode Directory or the National Statistics Postcode Lookup as issued."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from ..places.postcodes import Postcodes
from ..returns.errors import InputError
from .kinds import find_kind

# What the columns are called differs from release to release. In order of preference; case makes no difference.
_COLUMNS = {
    "postcode": ("pcds", "pcd8", "pcd7", "pcd2", "pcd", "postcode"),
    "authority district": ("oslaua", "laua", r"laua\d\d(cd)?", r"lad\d\dcd", "ladcd"),
    "easting": ("(os)?east1m", "easting"),
    "northing": ("(os)?(nrth|north)1m", "northing"),
}
_ROWS_AT_A_TIME = 200_000
_LONGEST_LINE = 100_000
# No place of the British Isles is so many metres from the origin of its grid.
_FARTHEST = 2_000_000


def read_postcodes(source: str | Path | tuple[str, bytes]) -> Postcodes:
    """The reference from a CSV file, or a ZIP that holds one; read piece by piece, as it may be larger than memory.

    `source` is a path or a name with its bytes. Raises InputError when no CSV with the columns of a postcode
    directory is found.
    """
    name, opened = (source[0], io.BytesIO(source[1])) if isinstance(source, tuple) else (Path(source).name, source)
    try:
        if zipfile.is_zipfile(opened):
            with zipfile.ZipFile(opened) as archive:
                return _from_archive(name, archive)
        with _stream(opened) as stream:
            return _from_csv(name, stream)
    except pd.errors.EmptyDataError:
        raise InputError("There are no postcodes in this file.", _WANTED, file=name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, csv.Error, ValueError, RuntimeError) as problem:
        raise InputError("The file is damaged.", _WANTED, file=name) from problem
    except OSError as problem:
        raise InputError(f"The file cannot be opened: {problem.strerror}.", file=name) from problem


_WANTED = "Give the ONS Postcode Directory or the National Statistics Postcode Lookup, as CSV or in the ZIP it came in."


@contextmanager
def _stream(opened: str | Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if isinstance(opened, str | Path):
        with Path(opened).open("rb") as stream:
            yield stream
    else:
        opened.seek(0)
        yield opened


def _from_archive(name: str, archive: zipfile.ZipFile) -> Postcodes:
    """From the archive's largest CSV file: it also holds small ones, with the names behind the codes."""
    members = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
    if "xl/workbook.xml" in archive.namelist():
        raise InputError("This is an Excel workbook.", _WANTED, file=name)
    if not members:
        raise InputError("There is no CSV file in this ZIP file.", _WANTED, file=name)
    largest = max(members, key=lambda entry: entry.file_size)
    with archive.open(largest) as stream:
        return _from_csv(f"{name}, {largest.filename}", stream)


def _from_csv(name: str, stream: IO[bytes]) -> Postcodes:
    columns = _columns(name, _heading(name, stream.readline(_LONGEST_LINE)))
    pieces = pd.read_csv(
        stream,
        header=None,
        usecols=sorted(columns.values()),
        dtype=str,
        keep_default_na=False,
        encoding="latin-1",
        chunksize=_ROWS_AT_A_TIME,
    )
    postcodes: list[str] = []
    areas, east, north = [np.zeros(0, dtype="U9")], [np.zeros(0)], [np.zeros(0)]
    for piece in pieces:
        postcodes += piece[columns["postcode"]].tolist()
        areas.append(piece[columns["authority district"]].str.strip().to_numpy(dtype="U9"))
        for metres, role in ((east, "easting"), (north, "northing")):
            number = pd.to_numeric(piece[columns[role]], errors="coerce").to_numpy(dtype=np.float64)
            metres.append(np.where(np.abs(number) < _FARTHEST, number, np.nan))
    found = Postcodes.from_columns(
        postcodes, np.concatenate(areas), np.concatenate(east), np.concatenate(north), f"ONS, {name}", _month(name)
    )
    if not len(found):
        raise InputError("There are no postcodes in this file.", _WANTED, file=name)
    found.file = name
    return found


def _heading(name: str, line: bytes) -> list[str]:
    """The cells of a file's first line. InputError, naming what it is, for a file of another kind."""
    if b"\0" in line:
        raise InputError("This file is not in UTF-8: it holds zero bytes, as UTF-16 text does.", _WANTED, file=name)
    try:
        kind = find_kind(name, line) if line.strip() else "CSV"
    except InputError as foreign:
        raise InputError(foreign.problem, _WANTED, file=name) from None
    if kind != "CSV":
        raise InputError(f"This is not a CSV file but {kind}.", _WANTED, file=name)
    heading, *more = line.decode("utf-8-sig", "replace").splitlines() or [""]
    if more:
        raise InputError("The lines of this file end in a way that cannot be read here.", _WANTED, file=name)
    return next(csv.reader([heading]), [])


def _columns(name: str, heading: list[str]) -> dict[str, int]:
    """Where each column is; InputError naming those that are not there."""
    at = {cell.strip().lower(): place for place, cell in enumerate(heading)}
    result = {}
    for role, spellings in _COLUMNS.items():
        fitting = [place for spelling in spellings for cell, place in at.items() if re.fullmatch(spelling, cell)]
        if fitting:
            result[role] = fitting[0]
    if missing := [role for role in _COLUMNS if role not in result]:
        shown = ", ".join(cell.strip()[:30] for cell in heading[:12]) or "none"
        more = ", and others" if len(heading) > 12 else ""
        raise InputError(
            f"There is no column for {' or '.join(missing)}. The columns found are {shown}{more}.",
            _WANTED,
            file=name,
            line=1,
        )
    return result


def _month(name: str) -> str:
    """The release as YYYY-MM from a name such as ONSPD_FEB_2026_UK.csv; "" when it does not say."""
    match = re.search(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ _-]*(20\d\d)", name.lower())
    if match is None:
        return ""
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return f"{match[2]}-{months.index(match[1]) + 1:02d}"
