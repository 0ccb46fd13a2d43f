"""The numbers that stand for children and social workers in an export: drawn anew each time, or kept in a key file."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable

import numpy as np

from rules.language import Index, Strings

from ...returns.csv_files import for_programs
from ...returns.errors import InputError

KINDS = ("child", "worker")
HEADINGS = ("kind", "identifier", "key")


class Keys:
    """Identifier -> key, for children and for workers; what is not known yet is given a key when it is asked for."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def of(self, kind: str, names: Strings) -> Index:
        """The keys of the identifiers: numbers from 1 on, in an order that says nothing."""
        known = self._keys[kind]
        new = [name for name in names.tolist() if name not in known]
        _shuffle(new)
        known |= {name: key for key, name in enumerate(new, max(known.values(), default=0) + 1)}
        return np.array([known[name] for name in names.tolist()], dtype=np.int64)

    def to_csv(self) -> bytes:
        """The key file. It says who is who: personal data."""
        return for_programs(
            HEADINGS, ((kind, name, key) for kind in KINDS for name, key in sorted(self._keys[kind].items()))
        )

    @classmethod
    def from_csv(cls, content: bytes, file: str) -> Keys:
        """The keys of a key file; InputError where it is none."""
        try:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            lines = []
        if not lines or tuple(lines[0]) != HEADINGS:
            raise InputError(
                "This is no key file.", f"Its first line is {','.join(HEADINGS)}; one is made where none is.", file=file
            )
        found = cls()
        used: dict[str, set[int]] = {kind: set() for kind in KINDS}
        for number, line in enumerate(lines[1:], 2):
            if not line:
                continue
            if len(line) != len(HEADINGS) or line[0] not in KINDS or not _is_key(line[2]):
                raise InputError(
                    "This line is none of a key file.",
                    "It has child or worker, the identifier, and a number from 1 on.",
                    file=file,
                    line=number,
                )
            kind, name, key = line[0], line[1], int(line[2])
            if name in found._keys[kind] or key in used[kind]:
                raise InputError(
                    "An identifier or key stands here again.", "Each has one line.", file=file, line=number
                )
            found._keys[kind][name] = key
            used[kind].add(key)
        return found


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:19]) < 1 << 53 and len(text) < 17


def _shuffle(names: list[str]) -> None:
    """In an order that nobody can work out."""
    order: Iterable[int] = np.argsort([secrets.randbits(62) for _ in names])
    names[:] = [names[at] for at in order]
