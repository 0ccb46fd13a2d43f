"""What reading gives: tables, and what there is to say about each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from ..returns.errors import InputError, Notice
from ..returns.tables import YEARS, TextTable, tables
from ..returns.words import year_from

Source: TypeAlias = str | Path | tuple[str, bytes]


@dataclass
class FileReading:
    """One file: `kind` is CSV, XML, Excel or ZIP ("" when it is none of them), `tables` are (name, number of rows).

    `given` is as in `Item`, and `digest` is the same for files of the same bytes. `problem` is set when the
    file, or part of it, cannot be used.
    """

    name: str
    given: str = ""
    kind: str = ""
    digest: str = ""
    tables: list[tuple[str, int]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    problem: InputError | None = None


@dataclass(frozen=True)
class Reading:
    """One box of files: `tables` by name, everything there is to say about them, and each file's own part of that.

    `year` is the collection year of the check and `last` whether these are the files of the year before it.
    `form` is "xml" when some table came as XML, else "csv" or "excel", as the first usable file is. `problems` holds
    one error for each file (or sheet) that cannot be used; the other files are read all the same. A table that joins
    the return in a later year is among the `tables` if the input supplied it. `came_in` says of each which file it
    came in.
    """

    year: str
    last: bool
    form: str
    tables: Mapping[str, TextTable]
    came_in: Mapping[str, FileReading]
    files: tuple[FileReading, ...]
    problems: tuple[InputError, ...]

    @property
    def notices(self) -> list[Notice]:
        """What reading changed or ignored, file by file, and tables that are not part of the year's return."""
        return [notice for file in self.files for notice in file.notices] + [
            Notice(
                table.file,
                None,
                f"The {name} table is not part of the {self._year_of_files} return, only from "
                f"{tables()[name].first_year}. It was read all the same.",
            )
            for name, table in self.tables.items()
            if not self._is_in_return(name)
        ]

    def for_year(self, year: str) -> Reading:
        """The same files for a check of another collection year, without reading them again."""
        return replace(self, year=year)

    @property
    def _year_of_files(self) -> str:
        return year_from(int(self.year[:4]) - self.last)

    def _is_in_return(self, name: str) -> bool:
        first = tables()[name].first_year
        return first == YEARS[0] or first <= self._year_of_files
