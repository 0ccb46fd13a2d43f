"""The postcode reference: where a postcode lies, and what follows from that for a placement.

Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown
copyright and database right. Contains Royal Mail data © Royal Mail copyright and database right.
"""

from __future__ import annotations

import csv
import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..returns.authorities import own_codes
from ..returns.errors import InputError

Mask: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.object_]
Keys: TypeAlias = NDArray[np.uint32]
Metres: TypeAlias = NDArray[np.int32]
Texts: TypeAlias = NDArray[np.bytes_]

FILE_NAME = "postcodes.bin"
MAGIC = b"903PCODE"
VERSION = 1

# DfE's formula for PL_DISTANCE: metres to kilometres to miles, with its own constant (not 1.609344).
_METRES_PER_MILE = 1000 * 1.6093
# An area index with this bit says that the postcode has no grid reference.
_NO_GRID = 0x8000
# Inward parts: a digit and two letters.
_INWARD = 10 * 26 * 26
_BLOCK = 1 << 17


class Found(NamedTuple):
    """What is known of some postcodes, one entry each.

    `found`: in the reference. `area`: index into `Postcodes.areas`, 0 for not known. `east` and `north`: metres on the
    grid of the area's country, NaN where there is no grid reference.
    """

    found: Mask
    area: NDArray[np.intp]
    east: NDArray[np.float64]
    north: NDArray[np.float64]


class Postcodes:
    """Postcodes of the United Kingdom, the Channel Islands and the Isle of Man, closed ones too.

    `areas` are the ONS codes of local authority districts, the first "" for none; `source` and `date` say where the
    reference is from. Inside, one array entry per postcode in order of `keys` (see `_keys`).
    """

    def __init__(
        self,
        outward: NDArray[np.bytes_],
        keys: Keys,
        area: NDArray[np.uint16],
        east: Metres,
        north: Metres,
        areas: Sequence[str],
        source: str = "",
        date: str = "",
    ) -> None:
        self._outward = outward
        self._keys = keys
        self._area = area
        self._east = east
        self._north = north
        self.areas = tuple(areas)
        self.source = source
        self.date = date
        # The name of the file it was read from, "" for the one that is built in.
        self.file = ""

    def __len__(self) -> int:
        return len(self._keys)

    # -- looking up

    def look_up(self, texts: Words | Sequence[str]) -> Found:
        """What is known of each text; upper or lower case and white space make no difference."""
        keys, possible = _keys(_cleaned(texts), self._outward)
        at = np.searchsorted(self._keys, keys)
        at[at == len(self._keys)] = 0
        found = possible & (self._keys[at] == keys) if len(self._keys) else np.zeros(len(keys), dtype=bool)
        if not found.any():
            nowhere = np.full(len(keys), np.nan)
            return Found(found, np.zeros(len(keys), dtype=np.intp), nowhere, nowhere)
        area = np.where(found, self._area[at], _NO_GRID)
        on_grid = (area & _NO_GRID) == 0
        east = np.where(on_grid, self._east[at], np.nan)
        north = np.where(on_grid, self._north[at], np.nan)
        return Found(found, (area & (_NO_GRID - 1)).astype(np.intp), east, north)

    def place(self, texts: Words | Sequence[str], authority: str | None, year: str) -> tuple[Words, Words]:
        """PL_LA and PL_LOCATION of placement postcodes, "" where they cannot be known; all is OUT without an authority.

        PL_LA is an ONS code of an authority, WAL, SCO, NIR, or NUK for the Channel Islands and the Isle of Man.
        PL_LOCATION is IN or OUT as seen from `authority` (an ONS code) in the collection year.
        """
        of_area = np.array([placement_authority(area) for area in self.areas], dtype=object)
        own = own_codes(authority, year)
        location_of_area = np.array(["" if not la else "IN" if la in own else "OUT" for la in of_area], dtype=object)
        area = self.look_up(texts).area
        return of_area[area], location_of_area[area]

    def miles(self, home: Words | Sequence[str], placement: Words | Sequence[str]) -> NDArray[np.float64]:
        """PL_DISTANCE: miles in a straight line, to one decimal place; NaN where it cannot be worked out.

        Northern Ireland has a grid of its own, so nothing can be said between it and the rest.
        """
        one, other = self.look_up(home), self.look_up(placement)
        irish = np.array([area.startswith("N") for area in self.areas])
        metres = np.hypot(one.east - other.east, one.north - other.north)
        miles = np.where(irish[one.area] == irish[other.area], metres / _METRES_PER_MILE, np.nan)
        return np.asarray(np.round(miles, 1), dtype=np.float64)

    def distance(self, home: Words | Sequence[str], placement: Words | Sequence[str]) -> Words:
        """`miles` as text, as in the return: "26.0"; "" where it cannot be worked out."""
        words, where = np.unique(self.miles(home, placement), return_inverse=True)
        return np.array(["" if np.isnan(word) else f"{word:.1f}" for word in words], dtype=object)[where]

    # -- making

    @classmethod
    def from_columns(
        cls,
        postcodes: Iterable[str],
        areas: NDArray[np.str_],
        east: NDArray[np.float64],
        north: NDArray[np.float64],
        source: str = "",
        date: str = "",
    ) -> Postcodes:
        """From columns of one length: postcode and area code ("" for none) as text, metres (NaN for none).

        Anything that is no postcode is left out; of a postcode that occurs twice the first is kept.
        """
        cleaned = _cleaned(postcodes)
        outward = np.unique(_outward(*_letters(cleaned)))
        outward = outward[outward != b""]
        # In blocks, as the workings of all at once would fill a browser's memory.
        blocks = [_keys(cleaned[at : at + _BLOCK], outward) for at in range(0, len(cleaned), _BLOCK)]
        keys, possible = (
            (np.concatenate(parts) for parts in zip(*blocks, strict=True)) if blocks else _keys(cleaned, outward)
        )
        codes, area = np.unique(areas.astype("U9"), return_inverse=True)
        names = ["", *(str(code) for code in codes if code)]
        area = area + (0 if "" in codes else 1)
        no_grid = np.isnan(east) | np.isnan(north)
        marked: NDArray[np.uint16] = np.where(no_grid, area | _NO_GRID, area).astype(np.uint16)
        rows = np.flatnonzero(possible)
        kept, first = np.unique(keys[rows], return_index=True)
        rows = rows[first]
        on_grid = [np.where(no_grid, 0, np.round(values))[rows].astype(np.int32) for values in (east, north)]
        return cls(outward, kept, marked[rows], on_grid[0], on_grid[1], names, source, date)

    # -- the file

    def pack(self, extra: Mapping[str, str] | None = None) -> bytes:
        """The reference as a file, described in docs/postcodes.md: the same reference gives the same bytes."""
        on_grid = (self._area & _NO_GRID) == 0
        sections = {
            "outward": self._outward.astype("S4").tobytes(),
            "key": _steps(self._keys.astype(np.int64)),
            "area": self._area.astype("<u2").tobytes(),
            "east": _steps(_carried(self._east, on_grid)),
            "north": _steps(_carried(self._north, on_grid)),
        }
        packed = {name: zlib.compress(content, 9) for name, content in sections.items()}
        header = {
            "source": self.source,
            "date": self.date,
            "postcodes": len(self),
            "outward_parts": len(self._outward),
            "areas": list(self.areas),
            "sections": [[name, len(content)] for name, content in packed.items()],
            **(extra or {}),
        }
        described = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        return b"".join([MAGIC, struct.pack("<II", VERSION, len(described)), described, *packed.values()])

    @classmethod
    def load(cls, file: bytes | str | Path) -> Postcodes:
        """From the bytes or the path of such a file; InputError when it is something else or damaged."""
        content = file if isinstance(file, bytes) else Path(file).read_bytes()
        try:
            header, start = _header(content)
            sections = {}
            for name, length in header["sections"]:
                sections[name] = zlib.decompress(memoryview(content)[start : start + length])
                start += length
            area = np.frombuffer(sections.pop("area"), dtype="<u2")
            found = cls(
                np.frombuffer(sections.pop("outward"), dtype="S4"),
                _summed(sections.pop("key")).astype(np.uint32),
                area,
                _summed(sections.pop("east")),
                _summed(sections.pop("north")),
                areas=header["areas"],
                source=header["source"],
                date=header["date"],
            )
        except (KeyError, TypeError, ValueError, struct.error, zlib.error) as damage:
            raise InputError(
                "The postcode reference is damaged or is another kind of file.", "Install it again."
            ) from damage
        if not len(found._keys) == len(area) == len(found._east) == len(found._north) == header["postcodes"]:
            raise InputError("The postcode reference is not complete.", "Install it again.")
        return found


def read_header(content: bytes) -> Mapping[str, Any]:
    """What a postcode file says of itself: source, date, counts, areas; InputError when it is something else."""
    try:
        return _header(content)[0]
    except (KeyError, TypeError, ValueError, struct.error) as damage:
        raise InputError("This is not a postcode reference.", "Install it again.") from damage


def _header(content: bytes) -> tuple[dict[str, Any], int]:
    start = len(MAGIC) + 8
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("another kind of file")
    version, length = struct.unpack("<II", content[len(MAGIC) : start])
    if version != VERSION:
        raise ValueError(f"version {version}")
    return json.loads(content[start : start + length]), start + length


def _steps(values: NDArray[np.int64]) -> bytes:
    """Differences of neighbours as three bytes each, all the lowest bytes first: neighbours in order lie close."""
    step = np.diff(values, prepend=0)
    folded = np.where(step < 0, -2 * step - 1, 2 * step).astype("<u4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4)[:, :3].T).tobytes()


def _summed(content: bytes) -> Metres:
    """The values that `_steps` was given."""
    low, middle, high = np.frombuffer(content, dtype=np.uint8).reshape(3, -1)
    folded = high.astype(np.int32)
    for plane in (middle, low):
        folded <<= 8
        folded |= plane
    # Even for up, odd for down.
    step = (folded >> 1) ^ -(folded & 1)
    return np.cumsum(step, dtype=np.int32)


def _carried(values: Metres, known: Mask) -> NDArray[np.int64]:
    """The values, with the last known one in place of those that are not."""
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.append(values.astype(np.int64), 0)[last]


def _cleaned(texts: Iterable[str]) -> Texts:
    """Upper case, without white space. One letter too many is kept, so that a longer text is seen to be no postcode."""
    return np.array(["".join(text.split()).upper().encode("ascii", "replace") for text in texts], dtype="S8")


def _letters(texts: Texts) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The eight letters of each text (0 where there is none), and its length."""
    letters = texts.view(np.uint8).reshape(-1, 8).astype(np.int32)
    return letters, np.count_nonzero(letters, axis=1)


def _outward(letters: NDArray[np.int32], length: NDArray[np.intp]) -> NDArray[np.bytes_]:
    """The outward part of each postcode (all but the last three letters); "" where the text is none."""
    within = (np.arange(4) < (length - 3)[:, None]) & ((length >= 5) & (length <= 7))[:, None]
    return np.where(within, letters[:, :4], 0).astype(np.uint8).view("S4").ravel()


def _keys(texts: Texts, outward: NDArray[np.bytes_]) -> tuple[Keys, Mask]:
    """Postcodes as numbers in the order of the reference, and where a text can be a postcode at all.

    The number is the place of the outward part (M1) among all of them, times the number of inward parts, plus the
    inward part (1AE) as a number.
    """
    if not len(texts) or not len(outward):
        return np.zeros(len(texts), dtype=np.uint32), np.zeros(len(texts), dtype=bool)
    letters, length = _letters(texts)
    part = _outward(letters, length)
    at = np.searchsorted(outward, part)
    at[at == len(outward)] = 0
    possible = (part != b"") & (outward[at] == part)
    rows, end = np.arange(len(texts)), np.where(possible, length, 5)
    digit = letters[rows, end - 3] - ord("0")
    first = letters[rows, end - 2] - ord("A")
    second = letters[rows, end - 1] - ord("A")
    possible &= (digit >= 0) & (digit < 10) & (first >= 0) & (first < 26) & (second >= 0) & (second < 26)
    key = at * _INWARD + digit * 676 + first * 26 + second
    return np.where(possible, key, 0).astype(np.uint32), possible


# -- areas and authorities


@cache
def _authority_of_area() -> Mapping[str, str]:
    text = files("validator").joinpath("data", "laua_to_authority.csv").read_text(encoding="utf-8")
    return {row["laua"]: row["pl_la"] for row in csv.DictReader(text.splitlines())}


# Codes newer than our list: unitary, metropolitan and London authorities stand for themselves.
_BY_KIND = {"E06": "", "E08": "", "E09": "", "W": "WAL", "S": "SCO", "N": "NIR", "L": "NUK", "M": "NUK"}


@cache
def placement_authority(area: str) -> str:
    """PL_LA of a local authority district; "" for no district, or a county district that we do not know."""
    if (known := _authority_of_area().get(area)) is not None:
        return known
    return next((word or area for kind, word in _BY_KIND.items() if area.startswith(kind)), "")


# -- the reference at hand

# The file it is packed in, until it is first asked for.
_at_hand: list[Postcodes | bytes | None] = []


def postcodes() -> Postcodes | None:
    """The postcode reference: the one that was set or kept, else the installed one; None when there is neither."""
    if not _at_hand:
        installed = files("validator").joinpath("data", FILE_NAME)
        _at_hand.append(installed.read_bytes() if installed.is_file() else None)
    found = _at_hand[0]
    if isinstance(found, bytes):
        _at_hand[0] = found = Postcodes.load(found)
    return found


def keep_postcodes(packed: bytes) -> None:
    """Use the reference in this file from now on; it is unpacked when it is first asked for."""
    _at_hand[:] = [packed]


def set_postcodes(reference: Postcodes) -> None:
    """Use this reference from now on."""
    _at_hand[:] = [reference]
