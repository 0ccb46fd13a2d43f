"""Reads one box of files: this year's return, or last year's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..errors import InputError, Notice
from ..tables import TextTable, tables
from .from_csv import read_csv
from .from_excel import read_excel
from .from_xml import read_xml
from .from_zip import members
from .kinds import find_kind
from .limits import Room, check_size
from .result import FileReading, Reading, Source
from .sources import Item, items


def read(sources: Iterable[Source], year: str, *, last: bool = False) -> Reading:
    """Read the files of one return: CSV files, one XML file, Excel workbooks, or ZIPs and folders of these.

    `sources` are paths (folders too) or (name, bytes) pairs; `year` is the collection year of the check, and `last`
    says that the files are of the year before it. A file that cannot be used becomes one of the reading's problems
    and the others are read all the same. Raises InputError only for a source that is neither path nor pair.
    """
    box = _Box()
    for item in items(sources):
        box.add(item)
    return box.reading(year, last)


class _Box:
    """Gathers what the files hold; tables are compared with each other once all files are there."""

    def __init__(self) -> None:
        self._room = Room()
        self._files: list[FileReading] = []
        self._problems: list[InputError] = []
        self._found: dict[str, list[tuple[FileReading, TextTable]]] = {name: [] for name in tables()}
        self._first: FileReading | None = None

    def add(self, item: Item) -> None:
        """Read one file; what cannot be used is noted and nothing is raised."""
        file = FileReading(item.name)
        self._files.append(file)
        try:
            if item.problem is not None:
                raise item.problem
            if item.ignored:
                file.notices.append(Notice(item.name, None, item.ignored))
            else:
                self._read(file, item)
        except InputError as problem:
            if item.inside and item.name.lower().endswith(".txt"):
                file.notices.append(Notice(item.name, None, "Not a table of the return: ignored."))
            else:
                self._refuse(file, problem)
        except MemoryError:
            self._refuse(file, InputError("There is not enough memory to read the file.", "Close other programs."))

    def reading(self, year: str, last: bool) -> Reading:
        """Everything that was found, once every file has been added."""
        for name, found in self._found.items():
            if len(found) > 1:
                self._refuse_all(name, found)
        return Reading(
            year=year,
            last=last,
            form=self._first.kind.lower() if self._first else "csv",
            everything={name: found[0][1] for name, found in self._found.items() if len(found) == 1},
            files=tuple(self._files),
            problems=tuple(self._problems),
        )

    def _read(self, file: FileReading, item: Item) -> None:
        file.kind = find_kind(item.name, item.data)
        check_size(file.kind, len(item.data), item.name)
        if item.inside != "ZIP":
            self._room.receive(len(item.data))
        file.digest = hashlib.blake2b(item.data, digest_size=16).hexdigest()
        if file.kind == "ZIP":
            if item.inside == "ZIP":
                raise InputError("A ZIP inside a ZIP is not opened.", "Unpack it first.")
            for member in members(item):
                self.add(member)
            return
        found, notices, problems = self._read_tables(file.kind, item)
        self._check_form(file)
        file.notices += notices
        for problem in problems:
            self._refuse(file, problem)
        if found:
            self._keep(file, found)

    def _read_tables(self, kind: str, item: Item) -> tuple[list[TextTable], list[Notice], list[InputError]]:
        if kind == "XML":
            return *read_xml(item.data, item.name, self._room), []
        if kind == "Excel":
            return read_excel(item.data, item.name, self._room)
        table, notices = read_csv(item.data, item.name, self._room)
        return [table], notices, []

    def _check_form(self, file: FileReading) -> None:
        """An XML file is a whole return, so it goes with no other file."""
        first = self._first
        if first is None or "XML" not in (first.kind, file.kind):
            return
        if first.kind == file.kind:
            raise InputError(
                f"This is the second XML file: {first.name} was read before it, and one XML file holds a whole return.",
                "Keep the one that belongs to this return.",
            )
        raise InputError(
            f"XML goes with no other file: {first.name} ({first.kind}) was read before it, so this one was not used.",
            "Choose the XML file alone, or the other files without it.",
        )

    def _keep(self, file: FileReading, found: list[TextTable]) -> None:
        self._first = self._first or file
        for table in found:
            file.tables.append((table.name, len(table)))
            self._found[table.name].append((file, table))

    def _refuse(self, file: FileReading, problem: InputError) -> None:
        problem.file = problem.file or file.name
        file.problem = file.problem or problem
        self._problems.append(problem)

    def _refuse_all(self, name: str, found: list[tuple[FileReading, TextTable]]) -> None:
        places = [table.file for _, table in found]
        times, others, none = (
            ("twice", "the other", "neither") if len(found) == 2 else (f"{len(found)} times", "the others", "none")
        )
        problem = InputError(
            f"The {name} table is there {times}: in {', '.join(places[:-1])} and {places[-1]}.",
            f"Keep the one that belongs to this return and remove {others}; {none} was used.",
        )
        for file, _ in found:
            file.problem = file.problem or problem
        self._problems.append(problem)
