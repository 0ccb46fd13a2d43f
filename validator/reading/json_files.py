"""Reads the JSON files that Check 903 writes, which anybody may have altered: within limits, problems told by entry."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from contextlib import suppress
from typing import Any, ClassVar, NoReturn, TypeAlias

import numpy as np

from ..returns.authorities import authorities
from ..returns.errors import InputError

# Where in a file something stands: names in objects and places in lists, from the outermost on.
Place: TypeAlias = "tuple[str | int, ...]"

LARGEST_COUNT = 100_000_000
# No file of ours nests more than four deep; the rest is room for a plain message about what is wrong.
DEEPEST = 8
_CHUNK = 1 << 20


class JsonReader:
    """Checks one file entry by entry; every problem is told with the file's name, the line and the entry.

    Each kind of file says `what` it is ("a run"), the most bytes it has, its `format`, the problem and remedy when a
    file is of another (`foreign`), and what to do about any other problem.
    """

    what: ClassVar[str]
    largest: ClassVar[int]
    format: ClassVar[str]
    foreign: ClassVar[tuple[str, str]]
    remedy: ClassVar[str]

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._text = ""

    def refuse(self, problem: str, remedy: str = "", path: Place = ()) -> NoReturn:
        """Raise InputError, with the line of the entry at `path`."""
        line = line_of(self._text, path) if path else None
        raise InputError(problem, remedy or self.remedy, file=self._file, line=line)

    def expected(self, path: Place, what: str, found: Any) -> NoReturn:
        """Raise InputError: at `path` something else was expected."""
        self.refuse(f"{self.where(path)}: expected {what}, found {shown(found)}.", path=path)

    def where(self, path: Place) -> str:
        """A path in words."""
        return ", ".join(f"entry {step + 1}" if isinstance(step, int) else step for step in path)

    # -- the file as a whole

    def content(self) -> dict[str, Any]:
        """What the file holds, if it is one of ours: the object with all that it names."""
        if len(self._content) > self.largest:
            megabytes = self.largest // 1_000_000
            most = f"{megabytes} MB" if megabytes else f"{self.largest:,} bytes"
            self.refuse(f"The file is larger than {most}, the most that {self.what} can have.")
        data = self.parsed()
        if type(data) is not dict or data.get("format") != self.format:
            self.refuse(*self.foreign)
        return data

    def parsed(self) -> Any:
        """The file as JSON, whatever it holds."""
        try:
            self._text = self._content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.refuse(f"The file is not text in UTF-8, as {self.what} is.")
        if _too_deep(self._content):
            self.refuse(f"The file is nested too deeply to be {self.what}.")
        try:
            data = json.loads(self._text, object_pairs_hook=self._once)
            # Half a character of two, written as an escape, could not be written out again.
            if "\\u" in self._text:
                json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            self.refuse("The file holds half of a character, written as \\ud800 or the like.")
        except ValueError as error:
            # A number of thousands of digits is a ValueError too, but of no line.
            line = getattr(error, "lineno", None)
            raise InputError("The file is not whole JSON.", self.remedy, file=self._file, line=line) from None
        return data

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object, whose names JSON would quietly take from the last of several."""
        made = dict(pairs)
        if len(made) < len(pairs):
            twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
            self.refuse(f"{shown(twice)} is given twice.")
        return made

    # -- values

    def text(self, path: Place, value: Any, pattern: re.Pattern[str], what: str) -> str:
        """A text that is all as the pattern says."""
        if type(value) is not str or not pattern.fullmatch(value):
            self.expected(path, what, value)
        return value

    def date(self, path: Place, value: Any) -> dt.date:
        """A day, written as in 2026-03-31."""
        if type(value) is str and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            with suppress(ValueError):
                return dt.date.fromisoformat(value)
        return self.expected(path, "a date such as 2026-03-31", value)

    def authority(self, value: Any) -> str | None:
        """The field "authority"."""
        if value is not None and not any(value == found.code for found in authorities()):
            self.expected(("authority",), "the ONS code of an English authority, or null", value)
        found: str | None = value
        return found

    def object_of(self, path: Place, value: Any, most: int) -> dict[str, Any]:
        """An object of so many entries at most."""
        if type(value) is not dict:
            self.expected(path, "an object", value)
        if len(value) > most:
            self.refuse(f"{self.where(path)}: expected at most {most:,} entries, found {len(value):,}.", path=path)
        return value


def _too_deep(content: bytes) -> bool:
    """Whether brackets, those in texts aside, stand within each other too often."""
    # Without escapes every quotation mark begins or ends a text.
    content = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    depth, quotes = 0, 0
    # Piece by piece, so that little memory is needed.
    for start in range(0, len(content), _CHUNK):
        units = np.frombuffer(content, dtype=np.uint8, count=min(_CHUNK, len(content) - start), offset=start)
        count = np.cumsum(units == ord('"'), dtype=np.int32) + quotes
        # An angular bracket is a curly one less the bit 0x20.
        step = (units | 0x20 == ord("{")).astype(np.int32) - (units | 0x20 == ord("}"))
        inside = np.cumsum(np.where(count % 2 == 0, step, 0), dtype=np.int32) + depth
        if int(inside.max()) > DEEPEST:
            return True
        depth, quotes = int(inside[-1]), int(count[-1] % 2)
    return False


_SPACE = re.compile(r"[ \t\r\n]*")


def line_of(text: str, path: Place) -> int:
    """The line of whole JSON in which the entry at a path of names and places begins."""

    def skip(at: int) -> int:
        found = _SPACE.match(text, at)
        return found.end() if found else at

    decode = json.JSONDecoder().raw_decode
    at = skip(0)
    for step in path:
        at, place = skip(at + 1), 0
        while True:
            found: Any = place
            if isinstance(step, str):
                found, end = decode(text, at)
                # The colon stands between name and value.
                at = skip(skip(end) + 1)
            if found == step:
                break
            _, end = decode(text, at)
            at, place = skip(skip(end) + 1), place + 1
    return text.count("\n", 0, at) + 1


def shown(value: Any) -> str:
    """A value found in a file, short and on one line, whatever it is."""
    if type(value) in (dict, list):
        return "a list" if type(value) is list else "an object"
    text = json.dumps(value) if type(value) is not int or abs(value) < 10**15 else "a huge number"
    return text if len(text) <= 40 else f"{text[:36]}…"
