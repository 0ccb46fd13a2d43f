"""Reads a list of identifiers that changed between years: CHILD then, CHILD now."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from ...reading.blanks import strip
from ...reading.list_rows import list_rows, list_text
from ...returns.errors import InputError

_HEADINGS = ("old", "new")


def read_ids(content: bytes, file: str) -> Mapping[str, str]:
    """Old identifier -> new, from a CSV file whose headings are old and new. InputError where it is none."""
    text = list_text(content, file)
    try:
        lines = list(list_rows(text))
    except csv.Error:
        lines = []
    if not lines or tuple(strip(cell).lower() for cell in lines[0][:2]) != _HEADINGS:
        raise InputError("This is no list of identifiers.", "Its two columns are headed old and new.", file=file)
    found: dict[str, str] = {}
    for number, line in enumerate(lines[1:], 2):
        old, new = (strip(cell).upper() for cell in [*line, "", ""][:2])
        if not old and not new:
            continue
        if not old or not new:
            raise InputError("One of the two identifiers is blank.", "Give both.", file=file, line=number)
        if found.setdefault(old, new) != new:
            raise InputError(f"“{old}” has two new identifiers.", "Give it one.", file=file, line=number)
    return found
