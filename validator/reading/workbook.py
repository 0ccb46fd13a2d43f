"""Looks through a workbook before it is opened: a few bytes can ask for more cells than the computer has memory for.

The compiled reader lays a sheet out from its first to its last cell, and ends the whole program when there is no
memory for that. So the last cell is looked for here first.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from python_calamine import PasswordError

from ..returns.errors import InputError
from .limits import MEGABYTE, MOST_FILES, overlapping

# The episodes of 100,000 children are about 3.3 million cells.
_MOST_CELLS = 5_000_000
_LARGEST_PART = 250 * MEGABYTE
_LARGEST_WORKBOOK = 500 * MEGABYTE

# More text than this in one cell is no value, and more in all cells together no return.
_LONGEST_TEXT = 1 * MEGABYTE
_MOST_TEXT = 250 * MEGABYTE

_PIECE = 1 << 20

# Every pattern stops at the next "<", so that a part is gone through once whatever stands in it.
_START = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])")
_ATTRIBUTES = rb"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*+"|'[^'<]*+'))*+"""
_TAG = re.compile(rb"<(?:\w+:)?(?:c|row)(" + _ATTRIBUTES + rb")\s*+(/?)>")
_ATTRIBUTE = re.compile(rb"""\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_POSITION = re.compile(rb"([A-Za-z]{0,8})(\d{1,9})")
# Cells whose position is not where every spreadsheet writes it, and cells from row 10,000 or column AA on: only sheets
# with such ones are gone through cell by cell, the others are small enough.
_ODD_OR_FAR = re.compile(rb'<(?:\w+:)?c(?=[\s/>])(?! r="[A-Z][0-9]{1,4}")|<\w+:c[\s/>]')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*\bt="e"[^<>]*>')
_ERROR_POSITION = re.compile(rb'\br="([A-Z]+\d+)"')
_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_NUMBER = re.compile(rb">\s*(\d{1,9})\s*<")

_REPAIR = "Open it in a spreadsheet, save it again as .xlsx and choose that."


def look_through(data: bytes) -> str:
    """Look through an .xlsx or .xls file; returns the position of a cell with an error such as #N/A ("" if none).

    Raises InputError when the workbook is damaged, packed to overflow, or reaches further than a return can.
    """
    if data.startswith(b"PK"):
        return _look_through_xlsx(data)
    try:
        _check_extent(*_xls_extent(_xls_stream(data)))
    except (struct.error, IndexError, ValueError):
        raise _damaged() from None
    return ""


@contextmanager
def compiled_reader() -> Iterator[None]:
    """Work with the compiled reader: whatever goes wrong inside it is an InputError, as the workbook is damaged."""
    try:
        yield
    except PasswordError:
        raise InputError(
            "This workbook is protected by a password.", "Save it without the password and try again."
        ) from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # a panic of the compiled reader is no Exception
        raise _damaged() from None


def _damaged() -> InputError:
    """The error for a workbook that cannot be opened."""
    return InputError("The workbook is damaged and cannot be opened.", _REPAIR)


def _check_extent(rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        raise InputError(
            f"A sheet of the workbook reaches to row {rows:,} and column {columns:,}, further than can be read.",
            "Delete what stands far below or beside the table, and save the workbook again.",
        )


def _look_through_xlsx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            whole = sum(part.file_size for part in parts)
            if whole > _LARGEST_WORKBOOK or any(part.file_size > _LARGEST_PART for part in parts):
                raise InputError(
                    f"The workbook unpacks to {whole / MEGABYTE:,.0f} MB, more than any return has.",
                    "Check what was exported.",
                )
            if len(parts) > MOST_FILES or overlapping(parts, len(data)):
                raise _damaged()
            error = next(filter(None, [_look_through_part(archive, part) for part in parts]), "")
            _check_texts(archive, parts)
            return error
    except InputError:
        raise
    except Exception:  # zipfile and the decompressors raise errors of many kinds
        raise _damaged() from None


def _look_through_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Check how far a sheet reaches; returns the position of a cell with an error."""
    error = ""
    walk = False
    for piece in _pieces(archive, part):
        walk = walk or _ODD_OR_FAR.search(piece) is not None
        if not error and (found := _ERROR_CELL.search(piece)) and (position := _ERROR_POSITION.search(found[0])):
            error = position[1].decode()
    if walk:
        _check_extent(*_extent(archive, part))
    return error


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """How many rows and columns the filled cells of a sheet reach to; those that are only formatted do not count.

    A row or cell that does not say where it is follows the one before it. InputError for a tag that is not well formed.
    """
    row = column = rows = columns = 0
    for piece in _pieces(archive, part):
        for start in _START.finditer(piece):
            tag = _TAG.match(piece, start.start())
            if tag is None:
                raise _damaged()
            position = next((a[1] or a[2] for a in _ATTRIBUTE.findall(tag[1]) if a[0] == b"r"), None)
            at = None if position is None else _POSITION.fullmatch(position)
            if position is not None and at is None:
                raise _damaged()
            if start[1] == b"row":
                row, column = int(at[2]) if at else row + 1, 0
                continue
            row, column = (int(at[2]), _column_number(at[1])) if at else (row, column + 1)
            if not tag[2]:
                rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _check_texts(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> None:
    """InputError when the texts that cells share come to too much, once each cell has its own."""
    shared = [part for part in parts if part.filename.lower().endswith("sharedstrings.xml")]
    lengths = np.array([length for part in shared for length in _text_lengths(archive, part)], dtype=np.int64)
    others = [part for part in parts if part not in shared]
    longest = int(lengths.max(initial=0))
    cells = sum(piece.count(b"<c") + piece.count(b":c") for part in others for piece in _pieces(archive, part))
    if longest * cells <= _MOST_TEXT:
        return
    whole = 0
    for part in others:
        for piece in _pieces(archive, part):
            numbers = np.array(_NUMBER.findall(piece), dtype="S9").astype(np.int64)
            whole += int(lengths[numbers[numbers < len(lengths)]].sum())
            if whole > _MOST_TEXT:
                raise _too_much_text()


def _text_lengths(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[int]:
    """The length of each shared text with its markup, in bytes. InputError for one that no cell of a return has."""
    lengths: list[int] = []
    begun = 0
    for piece in _pieces(archive, part):
        *ended, rest = map(len, _END_OF_TEXT.split(piece))
        for length in ended:
            lengths.append(begun + length)
            begun = 0
        begun += rest
        if begun > _LONGEST_TEXT:
            raise _too_much_text()
    return lengths


def _too_much_text() -> InputError:
    return InputError("The cells of the workbook hold more text than can be read.", "Check what was exported.")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part bit by bit, cut before a "<", so that no tag is cut in two.

    InputError for a value of XML that is longer than any that a spreadsheet holds.
    """
    with archive.open(part) as stream:
        rest = b""
        while read := stream.read(_PIECE):
            piece = rest + read
            cut = piece.rfind(b"<")
            if cut > 0:
                yield piece[:cut]
            rest = piece[max(cut, 0) :]
            if len(rest) > _LONGEST_TEXT:
                if part.filename.lower().endswith(".xml"):
                    raise _too_much_text()
                yield rest
                rest = b""
        yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = 26 * number + letter - 64
    return number


def _xls_stream(data: bytes) -> bytes:
    """The workbook's stream from the sectors of an .xls file. ValueError, IndexError or struct.error if damaged.

    Source: Microsoft, Compound File Binary File Format (MS-CFB).
    """
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 4 <= mini_shift < shift:
        raise ValueError("sector size")
    size, mini_size = 1 << shift, 1 << mini_shift
    directories, tables = struct.unpack_from("<II", data, 40)
    first_directory, _, cutoff, first_mini_table, mini_tables, extra, extras = struct.unpack_from("<IIIIIII", data, 48)
    # The compiled reader sets aside the memory that these numbers ask for.
    if max(directories, tables, mini_tables, extras) * size > len(data) + size:
        raise ValueError("number of sectors")

    def sector(number: int) -> bytes:
        if (number + 1) * size >= len(data):
            raise IndexError(number)
        return data[(number + 1) * size : (number + 2) * size]

    locations = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while extra < 0xFFFFFFFA:
        *more, extra = struct.unpack(f"<{size // 4}I", sector(extra))
        locations += more
        seen += 1
        if seen * size > len(data):
            raise ValueError("cycle")
    table: list[int] = []
    for location in locations:
        if location < 0xFFFFFFFA:
            part = sector(location)
            table += struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])

    def chain(first: int, following: list[int]) -> Iterator[int]:
        number, steps = first, 0
        while number < 0xFFFFFFFA:
            yield number
            number = following[number]
            steps += 1
            if steps > len(following):
                raise ValueError("cycle")

    directory = b"".join(sector(number) for number in chain(first_directory, table))
    if len(directory) % 128:
        raise ValueError("directory")
    entries = [directory[start : start + 128] for start in range(0, len(directory), 128)]
    for entry in entries:
        (length,) = struct.unpack_from("<H", entry, 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace").lower()
        first, total = struct.unpack_from("<II", entry, 116)
        if total > len(data):
            raise ValueError("size of a stream")
        if name not in ("workbook", "book"):
            continue
        if total >= cutoff:
            return b"".join(sector(number) for number in chain(first, table))[:total]
        mini_table_bytes = b"".join(sector(number) for number in chain(first_mini_table, table))
        mini_table = list(struct.unpack(f"<{len(mini_table_bytes) // 4}I", mini_table_bytes))
        root_first = struct.unpack_from("<I", entries[0], 116)[0]
        mini = b"".join(sector(number) for number in chain(root_first, table))
        return b"".join(mini[n * mini_size : (n + 1) * mini_size] for n in chain(first, mini_table))[:total]
    raise ValueError("no workbook")


# Records that hold one cell, or the cells of a row side by side. Source: Microsoft, Excel Binary File Format (MS-XLS).
_ONE_CELL = (0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x406, 0x206, 0x02, 0x03, 0x04, 0x05, 0x7E)
_ROW_OF_CELLS = 0xBD
_DIMENSIONS = 0x200
_SHEET = 0x85
_END = 0x0A
_SHARED_TEXTS = 0xFC


def _xls_extent(stream: bytes) -> tuple[int, int]:
    """The number of rows and columns that the sheets of a workbook's stream reach to, or say that they do.

    ValueError or struct.error if damaged.
    """
    rows = columns = 0
    starts = {struct.unpack_from("<I", content)[0] for kind, content in _records(stream, 0) if kind == _SHEET}
    if starts and max(starts) > len(stream):
        raise ValueError("start of a sheet")
    for start in (0, *starts):
        for kind, content in _records(stream, start):
            if kind in _ONE_CELL:
                row, column = struct.unpack_from("<HH", content)
                rows, columns = max(rows, row + 1), max(columns, column + 1)
            elif kind == _ROW_OF_CELLS:
                row, _ = struct.unpack_from("<HH", content)
                (last,) = struct.unpack_from("<H", content, len(content) - 2)
                rows, columns = max(rows, row + 1), max(columns, last + 1)
            elif kind == _DIMENSIONS:
                low, high, left, right = struct.unpack_from("<IIHH" if len(content) >= 14 else "<HHHH", content)
                if low > high or left > right:
                    raise ValueError("dimensions")
                rows, columns = max(rows, high), max(columns, right)
            elif kind == _SHARED_TEXTS and struct.unpack_from("<I", content, 4)[0] > len(stream):
                raise ValueError("number of texts")
    return rows, columns


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of a workbook's stream, the list of sheets or a sheet: kind and content."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == _END:
            return
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
