"""Reads one box of files: this year's return, or last year's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..returns.errors import InputError, Notice
from ..returns.tables import TextTable, tables
from .from_csv import read_csv
from .from_excel import read_excel
from .from_xml import read_xml
from .from_zip import members
from .kinds import find_kind
from .limits import Room, check_size
from .result import FileReading, Reading, Source
from .sources import Item, items


def read(sources: Iterable[Source], year: str, *, last: bool = False) -> Reading:
    """Read the files of one return: CSV files, XML files, Excel workbooks, or ZIPs and folders of these.

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
        file = FileReading(item.name, item.given)
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
                # An XML file has every table; without rows it leaves it to the file that was given for it.
                rows = [(file, table) for file, table in found if file.kind != "XML" or len(table)]
                self._found[name] = found = rows or found[:1]
            if len(found) > 1:
                self._refuse_all(name, found)
        once = {name: found[0] for name, found in self._found.items() if len(found) == 1}
        forms = [file.kind.lower() for file, _ in once.values()]
        return Reading(
            year=year,
            last=last,
            form="xml" if "xml" in forms else self._first.kind.lower() if self._first else "csv",
            tables={name: table for name, (_, table) in once.items()},
            came_in={name: file for name, (file, _) in once.items()},
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
        self._check_xml(file, found)
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

    def _check_xml(self, file: FileReading, found: list[TextTable]) -> None:
        """Two XML files are one return only where one has what the other lacks, as social workers in their own file."""
        if file.kind != "XML":
            return
        rows = {table.name for table in found if len(table)}
        for name in self._found:
            for other, table in self._found[name]:
                if name in rows and other.kind == "XML" and len(table):
                    raise InputError(
                        f"This is the second XML file with {name} rows: {other.name} was read before it.",
                        "Keep the one that belongs to this return.",
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
