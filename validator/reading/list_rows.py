"""The rows of a small list given as CSV, such as one of children, identifiers or costs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from .encoding import find_encoding

_DELIMITERS = (",", ";", "\t")


def list_text(data: bytes, name: str) -> str:
    """The text of a list; `name` is the file's. Raises InputError for what is no text."""
    encoding, errors, _ = find_encoding(data, name)
    return data.decode(encoding, errors)


def list_rows(text: str) -> Iterator[list[str]]:
    """The rows of a list, blank ones too; its first line tells what separates the cells. Raises csv.Error."""
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
