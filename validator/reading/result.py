"""What reading gives: tables, and what there is to say about each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ..errors import InputError, Notice
from ..tables import TextTable

Source: TypeAlias = str | Path | tuple[str, bytes]


@dataclass
class FileReading:
    """One file: `kind` is CSV, XML, Excel or ZIP ("" when it is none of them), `tables` are (name, number of rows).

    `digest` is the same for files of the same bytes. `problem` is set when the file, or part of it, cannot be used.
    """

    name: str
    kind: str = ""
    digest: str = ""
    tables: list[tuple[str, int]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    problem: InputError | None = None


@dataclass
class Reading:
    """One box of files: `tables` by name, everything there is to say about them, and each file's own part of that.

    `year` is the collection year of the check and `last` whether these are the files of the year before it.
    `form` is "csv", "xml" or "excel", as the first usable file is. `problems` holds one error for each file (or sheet)
    that cannot be used; the other files are read all the same.
    """

    year: str
    last: bool
    form: str = "csv"
    tables: dict[str, TextTable] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    files: list[FileReading] = field(default_factory=list)
