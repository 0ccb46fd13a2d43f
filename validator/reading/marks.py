"""What the program that wrote a file leaves in its values: marks around text, words for nothing, hidden characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..returns.tables import Column

# ="1001", "1001" and '1001, as spreadsheets mark text.
_MARKED = re.compile(r'="([^"]+)"|"([^"]+)"|\'([^\']+)\'?')

# How databases say that there is nothing.
NULLS = frozenset({"NULL", "(NULL)", "<NULL>", "[NULL]", "NAN", "NAT", "<NA>"})
# What people and case-management systems write where there is nothing to say.
_PLACEHOLDERS = frozenset(
    ("NA", "N/A", "#N/A", "NONE", "NIL", "TBC", "TBA", "UNKNOWN", "NOT KNOWN", "NOPOSTCODE", "NO POSTCODE", "-", "?")
)
_NO_NUMBER = "-1"
_NO_DATES = ("01/01/1900", "00/01/1900", "1900-01-01", "01/01/1900 00:00:00", "1900-01-01 00:00:00")

_HIDDEN = re.compile(
    "[\x01-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff"
    "\ufff9-\ufffb]"
)
_NAMES: Mapping[str, str] = {
    "\t": "tab",
    "\n": "line break",
    "\r": "line break",
    "\xa0": "no-break space",
    "\xad": "soft hyphen",
    "\u2009": "thin space",
    "\u200b": "zero width space",
    "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202f": "narrow no-break space",
    "\u2060": "word joiner",
    "\ufeff": "byte-order mark",
}


def unmarked(value: str) -> str:
    """The text inside the marks that a spreadsheet put around it; the value itself where there are none."""
    match = _MARKED.fullmatch(value) if value.startswith(("=", '"', "'")) else None
    return next(filter(None, match.groups())) if match else value


def is_placeholder(column: Column, value: str) -> bool:
    """Whether a value of a column, as the rules see it, only says that there is none."""
    if column.type in ("date", "date_zz") and value in _NO_DATES:
        return True
    return value in _PLACEHOLDERS or (value == _NO_NUMBER and column.type in ("flag", "integer", "code"))


def is_plain(values: set[str]) -> bool:
    """Whether it is plain that none of these values, in capitals, is or has anything that is known here."""
    together = "\0".join(values)
    return not (
        '"' in together
        or "'" in together
        or _HIDDEN.search(together)
        or not values.isdisjoint(NULLS)
        or not values.isdisjoint(_PLACEHOLDERS)
        or _NO_NUMBER in values
        or not values.isdisjoint(_NO_DATES)
    )


def has_hidden(value: str) -> bool:
    """Whether there is a character in it that cannot be seen."""
    return _HIDDEN.search(value) is not None


def visible(value: str) -> str:
    """The value with the names of its hidden characters in their places."""
    return _HIDDEN.sub(lambda found: f"[{_NAMES.get(found[0], f'U+{ord(found[0]):04X}')}]", value)
