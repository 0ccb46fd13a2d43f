"""Rows of a file that plainly are no rows of its table: what stands between, above and below them in an export."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blanks import strip
from .headings import squashed

# Most identifiers look so, and need no second look.
_LIKELY = re.compile(r"[A-Za-z]{0,4}\d[A-Za-z0-9]*")
_LINE = re.compile(r"[-=_*~+]+")
_TOTAL = re.compile(r"(?:GRAND[ -]|SUB[ -]?)?TOTALS?\b.*", re.DOTALL)
_COUNT = re.compile(r"\(?\d+ (?:ROW|RECORD|LINE)(?:S|\(S\))?(?: [A-Z]+)?\)?\.?")
_END = re.compile(r"[* -]*(?:END|EOF)\b.*", re.DOTALL)


def is_likely(child: str) -> bool:
    """Whether a cell of CHILD looks like an identifier at first sight."""
    return _LIKELY.fullmatch(child) is not None


def is_no_row(cells: Sequence[str], child: str) -> bool:
    """Whether a row with a filled cell is none of the table; `child` is its cell of CHILD.

    Such are lines drawn under the headings, the headings themselves once more, in words too, sums, numbers of rows, a
    line of text or an end-of-file mark below the table, and X in every cell.
    """
    filled = [text for cell in cells if (text := strip(cell).upper())]
    if not filled:
        return False
    first, child = filled[0], strip(child).upper()
    alone = len(filled) == 1
    return (
        all(_LINE.fullmatch(text) for text in filled)
        or squashed(child) in ("CHILD", "CHILDID")
        or _TOTAL.fullmatch(first) is not None
        or (alone and not first.isprintable() and not any(letter.isalnum() for letter in first))
        or (alone and (_COUNT.fullmatch(first) or _END.fullmatch(first)) is not None)
        or (alone and first == child and len(child.split()) > 1)
        or (not alone and all(set(text) == {"X"} for text in filled))
    )
