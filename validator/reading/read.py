"""Reads one box of files: this year's return, or last year's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..errors import InputError, Notice
from ..tables import YEARS, TextTable, tables
from .from_csv import read_csv
from .kinds import find_kind
from .limits import Room, check_size
from .result import FileReading, Reading, Source
from .sources import Item, items


def read(sources: Iterable[Source], year: str, *, last: bool = False) -> Reading:
    """Read the files of one return: CSV files, one XML file, Excel workbooks, or ZIPs and folders of these.

    `sources` are paths (folders too) or (name, bytes) pairs; `year` is the collection year of the check, and `last`
    says that the files are of the year before it. A file that cannot be used becomes one of the reading's problems
    and the others are read all the same. Raises InputError only for a list of files that is no return at all.
    """
    reader = _Reader(Reading(year, last))
    for item in items(sources):
        reader.add(item)
    return reader.finish()


class _Reader:
    """Gathers what the files hold; tables are compared with each other once all files are there."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._room = Room()
        self._found: dict[str, list[tuple[FileReading, TextTable]]] = {}
        self._first: FileReading | None = None

    def add(self, item: Item) -> None:
        file = FileReading(item.name)
        self._reading.files.append(file)
        if item.ignored:
            file.notices.append(Notice(item.name, None, item.ignored))
            return
        try:
            if item.problem is not None:
                raise item.problem
            self._read(file, item)
        except InputError as problem:
            self._refuse(file, problem)
        except MemoryError:
            self._refuse(file, InputError("There is not enough memory to read the file.", "Close other programs."))

    def finish(self) -> Reading:
        """The reading, once every file has been added."""
        for name, found in self._found.items():
            if len(found) == 1:
                file, table = found[0]
                self._reading.tables[name] = table
                self._note_year(file, table)
            else:
                self._refuse_all(name, [file for file, _ in found])
        self._reading.tables = {name: self._reading.tables[name] for name in tables() if name in self._reading.tables}
        self._reading.notices = [notice for file in self._reading.files for notice in file.notices]
        if self._first is not None:
            self._reading.form = self._first.kind.lower()
        return self._reading

    def _read(self, file: FileReading, item: Item) -> None:
        file.kind = find_kind(item.name, item.data)
        check_size(file.kind, len(item.data), item.name)
        self._room.receive(len(item.data))
        file.digest = hashlib.blake2b(item.data, digest_size=16).hexdigest()
        table, notices = read_csv(item.data, item.name, self._room)
        file.notices += notices
        self._keep(file, [table])

    def _keep(self, file: FileReading, found: list[TextTable]) -> None:
        self._first = self._first or file
        for table in found:
            file.tables.append((table.name, len(table)))
            self._found.setdefault(table.name, []).append((file, table))

    def _refuse(self, file: FileReading, problem: InputError) -> None:
        problem.file = problem.file or file.name
        file.problem = file.problem or problem
        self._reading.problems.append(problem)

    def _refuse_all(self, name: str, files: list[FileReading]) -> None:
        names = [file.name for file in files]
        problem = InputError(
            f"The {name} table is in {len(names)} files: {', '.join(names[:-1])} and {names[-1]}.",
            "Keep the one that belongs to this return and remove the other; neither was used."
            if len(names) == 2
            else "Keep the one that belongs to this return and remove the others; none was used.",
        )
        for file in files:
            file.problem = file.problem or problem
        self._reading.problems.append(problem)

    def _note_year(self, file: FileReading, table: TextTable) -> None:
        first = tables()[table.name].first_year
        opening = int(self._reading.year[:4]) - self._reading.last
        if first != YEARS[0] and opening < int(first[:4]):
            year = f"{opening}-{(opening + 1) % 100:02}"
            words = (
                f"The {table.name} table is not part of the {year} return, only from {first}. It was read all the same."
            )
            file.notices.append(Notice(table.file, None, words))
