"""Takes the files out of a ZIP, in memory and in the order of their names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from ..returns.errors import InputError
from .limits import LARGEST_XML, MEGABYTE, MOST_FILES, overlapping
from .sources import Item, passed_over

# Text packs to a tenth or a twentieth; a hundredth is a file of nothing, made to fill the memory.
_MOST_PACKED = 100
_SMALL = 10 * MEGABYTE

_ENCRYPTED = 0x1
_PACK_AGAIN = "Pack the files of the return again, or choose them without packing."


def members(archive: Item) -> Iterator[Item]:
    """The files in a ZIP, unpacked one at a time. InputError when it is damaged, empty or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
            entries = sorted((e for e in opened.infolist() if not e.is_dir()), key=lambda entry: entry.filename)
            if not entries:
                raise InputError("The ZIP is empty.", _PACK_AGAIN)
            _check_sizes(entries, len(archive.data))
            for entry in entries:
                member = _member(opened, entry, f"{archive.name}/{entry.filename}")
                member.given = archive.given
                yield member
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError("The ZIP is damaged and cannot be opened.", _PACK_AGAIN) from None


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES:
        raise InputError(f"The ZIP holds {len(entries):,} files, more than any return has.", _PACK_AGAIN)
    if overlapping(entries, size):
        raise InputError("The ZIP is damaged: files in it share their bytes.", _PACK_AGAIN)
    packed = [(entry.file_size, entry.compress_size) for entry in entries]
    if whole > LARGEST_XML or any(
        unpacked > _SMALL and unpacked > _MOST_PACKED * taken for unpacked, taken in [*packed, (whole, size)]
    ):
        raise InputError(
            f"The ZIP unpacks to {whole / MEGABYTE:,.0f} MB, more than any return has, so it was not unpacked.",
            _PACK_AGAIN,
        )


def _member(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Item:
    """One file, or why it cannot be used."""
    path = entry.filename.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
        return Item(name, problem=InputError("The name of this file in the ZIP leads out of it.", _PACK_AGAIN))
    if words := passed_over(entry.filename):
        return Item(name, ignored=words)
    if entry.flag_bits & _ENCRYPTED:
        return Item(name, problem=InputError("This file in the ZIP is protected by a password.", _PACK_AGAIN))
    try:
        return Item(name, opened.read(entry), inside="ZIP")
    except MemoryError:
        raise
    except Exception:  # zipfile and the decompressors raise errors of many kinds
        return Item(name, problem=InputError("This file in the ZIP is damaged.", _PACK_AGAIN))
