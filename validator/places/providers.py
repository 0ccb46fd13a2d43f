"""The Ofsted provider list: what each Ofsted number (URN) is registered for, until when, and where."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..returns.columns import as_text, parse_dates
from ..returns.errors import InputError, Notice
from ..returns.tables import YEARS
from ..returns.words import count_of
from .postcodes import Postcodes
from .postcodes import postcodes as installed_postcodes

Words: TypeAlias = NDArray[np.object_]

# Codes are found by their form, whatever stands between them: U1, PR1, and ranges such as U1-U6 or PR1 to PR3.
_CODE = re.compile(r"\b(PR|[A-Z])([0-9]{1,2})(?:\s*(?:-|\u2013|\bTO\b)\s*\1([0-9]{1,2}))?\b")
_BETWEEN_CODES = re.compile(r"\bAND\b|[\s,;/&|+.()-]+")
_NOT_ENDED = ("", "-", "NA", "N/A", "NONE")
_FRAME_COLUMNS = ("URN", "LA_NAME_FROM_FILE", "PLACE_CODES", "PROVIDER_CODES", "REG_END", "POSTCODE")


class Entry(NamedTuple):
    """One row of a provider list, its cells as they stand in the workbook.

    `codes` are cells with placement types, provider types or both: which is which shows in the codes themselves, as
    some issues have the two headings the wrong way round.
    """

    urn: Any
    la_name: Any
    codes: tuple[Any, ...]
    ended: Any
    postcode: Any
    file: str
    sheet: str
    line: int


class Origin(NamedTuple):
    """Where a row of the list stands; `line` as a spreadsheet counts, 0 when it came from a frame."""

    file: str
    sheet: str
    line: int


@dataclass(frozen=True)
class Providers:
    """The provider list, one entry per row in every array; a URN may have several rows (one for each setting).

    `urn` is text in upper case. `place_codes` and `provider_codes` are frozensets of codes. `reg_end` is when the
    registration ended (datetime64[D], NaT while it lasts). `postcode` is upper case without blanks. `la_code` is the
    authority in which that postcode lies (as PL_LA; "" when unknown), `la_name` the authority the list names.
    """

    urn: Words
    la_name: Words
    place_codes: Words
    provider_codes: Words
    reg_end: NDArray[np.datetime64]
    postcode: Words
    la_code: Words
    source: Sequence[Origin] = field(repr=False)
    notices: Sequence[Notice] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.urn)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, postcodes: Postcodes | None = None) -> Providers:
        """From a frame with URN, LA_NAME_FROM_FILE, PLACE_CODES, PROVIDER_CODES, REG_END, POSTCODE, LA_CODE_INFERRED.

        Codes are text with commas between them, or a list or set of codes; REG_END is a date, or text as DD/MM/YYYY.
        A column that is missing counts as blank; without LA_CODE_INFERRED the authority is looked up from the postcode.
        Raises InputError when there is no URN column.
        """
        if "URN" not in frame.columns:
            found = ", ".join(map(str, frame.columns)) or "none"
            raise InputError(
                f"The provider list has no column URN. The columns found are {found}.",
                f"The columns needed are {', '.join(_FRAME_COLUMNS)}.",
            )
        count = len(frame)

        def column(name: str) -> list[Any]:
            return frame[name].tolist() if name in frame.columns else [""] * count

        rows = [
            Entry(urn, name, (places, providers), ended, postcode, "", "", 0)
            for urn, name, places, providers, ended, postcode in zip(*map(column, _FRAME_COLUMNS), strict=True)
        ]
        given = as_text(frame["LA_CODE_INFERRED"]) if "LA_CODE_INFERRED" in frame.columns else None
        return providers_of(rows, postcodes, given)


def providers_of(rows: Sequence[Entry], postcodes: Postcodes | None, la_codes: Words | None = None) -> Providers:
    """The provider list of these rows; `la_codes`, one per row, are looked up from the postcodes when not given."""
    numbered = [_urn(row.urn) for row in rows]
    kept = [at for at, urn in enumerate(numbered) if urn]
    notices: list[Notice] = []
    # A row that is blank throughout is none.
    if without := [row for row, urn in zip(rows, numbered, strict=True) if row.file and not urn and _says(row)]:
        were = "was" if len(without) == 1 else "were"
        words = f"{count_of(len(without), 'row')} of the provider list without a URN {were} left out."
        notices.append(Notice(without[0].file, without[0].line, words))
    chosen = [rows[at] for at in kept]
    ended, unread = _days([row.ended for row in chosen])
    for at in unread:
        row = chosen[at]
        words = f"The closing date “{row.ended}” is not a date: the provider counts as open."
        notices.append(Notice(row.file, row.line or None, words))
    postcode = _words("".join(_text(row.postcode).split()).upper() for row in chosen)
    if la_codes is not None:
        la_code = _words(la_codes[at].strip().upper() for at in kept)
    elif (reference := postcodes or installed_postcodes()) is not None:
        la_code, _ = reference.place(postcode, None, YEARS[-1])
    else:
        la_code = _words("" for _ in chosen)
    codes = [_codes(*map(_listed, row.codes)) for row in chosen]
    if no_codes := [at for at, (_, _, rest) in enumerate(codes) if rest]:
        row = chosen[no_codes[0]]
        words = f"{count_of(len(no_codes), 'row')} of the provider list {'has' if len(no_codes) == 1 else 'have'} "
        words += f"something else among the codes, such as “{codes[no_codes[0]][2]}”, which was left out."
        notices.append(Notice(row.file, row.line or None, words))
    return Providers(
        urn=_words(numbered[at] for at in kept),
        la_name=_words(_text(row.la_name) for row in chosen),
        place_codes=_words(places for places, _, _ in codes),
        provider_codes=_words(kinds for _, kinds, _ in codes),
        reg_end=ended,
        postcode=postcode,
        la_code=la_code,
        source=[Origin(row.file, row.sheet, row.line) for row in chosen],
        notices=notices,
    )


def _words(values: Iterable[Any]) -> Words:
    listed = list(values)
    result = np.empty(len(listed), dtype=object)
    result[:] = listed
    return result


def _says(row: Entry) -> bool:
    """Whether there is more in a row than codes, which each row of supported accommodation is given."""
    return any(map(_text, (row.la_name, row.ended, row.postcode)))


def _text(cell: Any) -> str:
    """A cell as text: a missing value as "", a whole number without a decimal point."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\xa0", " ").strip()


def _urn(cell: Any) -> str:
    return _text(cell).upper().removesuffix(".0")


def _listed(cell: Any) -> str:
    """A list or set of codes as text with commas."""
    return ",".join(sorted(map(str, cell))) if isinstance(cell, list | tuple | set | frozenset) else _text(cell)


@cache
def _codes(*cells: str) -> tuple[frozenset[str], frozenset[str], str]:
    """The placement types and the provider types among the codes of some cells, and what in them is no code."""
    places: set[str] = set()
    kinds: set[str] = set()
    rest = []
    for cell in cells:
        text = cell.upper()
        for letters, first, last in _CODE.findall(text):
            numbers = range(int(first), int(last) + 1) if last else [int(first)]
            (kinds if letters == "PR" else places).update(f"{letters}{number}" for number in numbers)
        rest.append(_BETWEEN_CODES.sub(" ", _CODE.sub(" ", text)).strip())
    return frozenset(places), frozenset(kinds), " ".join(filter(None, rest))[:50]


def _days(cells: Sequence[Any]) -> tuple[NDArray[np.datetime64], list[int]]:
    """Dates of cells (NaT for none), and which cells hold something that is no date."""
    result = np.full(len(cells), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    unread = []
    for at, cell in enumerate(cells):
        if pd.isna(cell):
            continue
        if isinstance(cell, dt.date | np.datetime64):
            result[at] = np.datetime64(pd.Timestamp(cell).date(), "D")
        elif (words := _text(cell)).upper() not in _NOT_ENDED:
            result[at] = _written_day(words)
            if np.isnat(result[at]):
                unread.append(at)
    return result, unread


def _written_day(words: str) -> np.datetime64:
    """A date written as DD/MM/YYYY or YYYY-MM-DD, a time after it or not; NaT for anything else."""
    words = words.split()[0].split("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        words = "/".join(reversed(words.split("-")))
    return np.datetime64(parse_dates(np.array([words], dtype=object))[0], "D")
