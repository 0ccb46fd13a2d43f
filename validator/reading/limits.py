"""How much is read before input is refused, so that no file can exhaust the computer's memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipInfo

from ..returns.errors import InputError

MEGABYTE = 1_000_000

# A return of 100,000 children, 25 times the largest authority, takes about 25 MB in its largest CSV file
# and 300 MB as XML.
LARGEST_FILE = 100 * MEGABYTE
LARGEST_XML = 500 * MEGABYTE
MOST_FILES = 1_000

# One line of a CSV file, in characters; spreadsheets allow 32,767 in a cell.
LONGEST_LINE = 100_000
MOST_CELLS = 1_000


_POINTER = 8
_TEXT = 64
_MOST_SHARED = 1_000_000


class Room:
    """The memory that the tables of one box may take, and one copy of every value that occurs in them.

    Grows by twice the size of each file received. Values repeat a lot (codes, dates, child identifiers), so sharing
    them keeps a table near 8 bytes a cell.
    """

    def __init__(self) -> None:
        self._left = 150 * MEGABYTE
        self._values: dict[str, str] = {}

    def receive(self, size: int) -> None:
        """A file of `size` bytes has arrived."""
        self._left += 2 * size

    def share(self, values: tuple[str, ...] | list[str]) -> list[str]:
        """The same values with equal ones made one object. InputError when there is no room for them."""
        known = len(self._values)
        if known < _MOST_SHARED:
            shared = list(map(self._values.setdefault, values, values))
            self.take(_POINTER * len(values) + _TEXT * (len(self._values) - known))
        else:
            shared = list(map(self._values.get, values, values))
            self.take((_POINTER + _TEXT) * len(values))
        return shared

    def take(self, size: int) -> None:
        """Set aside `size` bytes. InputError when they are not left."""
        self._left -= size
        if self._left < 0:
            raise InputError(
                "The file holds more values than can be read.",
                "There is room for a return of 100,000 children. Check what was exported.",
            )


def content_of(path: Path, most: int) -> bytes:
    """A file on disk; of one larger than `most` bytes one byte more, which tells that it is, and not all of it.

    Raises InputError when it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(f"The file cannot be opened: {error.strerror}.", "Check its name.", file=path.name) from None


def check_size(kind: str, size: int, file: str) -> None:
    """Refuse a file that no return can be; `kind` as in FileReading."""
    largest = LARGEST_XML if kind == "XML" else LARGEST_FILE
    if size > largest:
        raise InputError(
            f"The file is too large to be part of a return: {size / MEGABYTE:,.0f} MB.",
            f"At most {largest // MEGABYTE} MB can be read, enough for 100,000 children. Check what was exported.",
            file=file,
        )


def overlapping(entries: Iterable[ZipInfo], size: int) -> bool:
    """Whether the files in a ZIP of `size` bytes take more room than it has, so that some share their bytes."""
    return sum(entry.compress_size for entry in entries) > size
