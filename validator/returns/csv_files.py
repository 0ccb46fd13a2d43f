"""CSV as it is written everywhere: one form for people, who open it in Excel, and one for programs.

Both are UTF-8 with commas, and lines that end in CR LF.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What Excel and its like take for the beginning of a formula, in full width too, or pass over to find one.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def for_people(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With a byte-order mark, by which Excel knows the encoding, and no text that a spreadsheet takes for a formula.

    Such text has an apostrophe put before it; numbers stay as they are.
    """
    harmless = ([_harmless(value) for value in row] for row in (headings, *rows))
    return _written(harmless).encode("utf-8-sig", "replace")


def for_programs(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Every value to the letter, and no byte-order mark, which would be taken for part of the first heading."""
    return _written((headings, *rows)).encode("utf-8", "replace")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _written(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
