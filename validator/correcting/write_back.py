"""This year's files with the changes written into them, each in the form it came in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np

from ..reading import Source
from ..reading.as_csv import as_csv
from ..reading.blanks import strip
from ..reading.encoding import find_encoding
from ..reading.from_csv import find_layout, read_csv
from ..reading.from_xml import OF_CHILD, read_xml
from ..reading.from_zip import members
from ..reading.kinds import find_kind
from ..reading.limits import Room
from ..reading.sources import Item, items
from ..returns.errors import InputError
from ..returns.tables import TextTable, tables
from .csv_cells import changed_since, write_csv
from .edits import Corrected, Edit
from .xml_cells import CellPlace, companions, write_xml

# What is to be said with corrected files when the return came as Excel workbooks.
ABOUT_WORKBOOKS = (
    "A workbook cannot be changed in place. It is here as it came, and beside it are all its tables as CSV files, with "
    "the changes made. To check these, choose the CSV files without the workbook."
)


def corrected_files(sources: Iterable[Source], corrected: Corrected) -> dict[str, bytes]:
    """Every file of this year's box, by name, with the changes made; files without changes are byte for byte as given.

    `sources` are those that were read. CSV files keep their names, by which others know them; an XML file with changes
    has its own, return-corrected.xml. What came in a ZIP has the ZIP's name for a folder. Names never lead out of
    the folder that the files are written to. All tables of a workbook with a changed one come as CSV files beside it
    (see ABOUT_WORKBOOKS).

    Raises InputError, with file, line and column, for changes that the file cannot hold, and when the files are no
    longer those that were read. What is written was read again and found to be the corrected tables.
    """
    waiting = set(corrected.changed)
    files: dict[str, bytes] = {}
    for item in _data_files(sources):
        content = item.data
        of_book = [name for name in corrected.original if corrected.original[name].file.startswith(f"{item.name} [")]
        if waiting.intersection(of_book):
            _keep(files, item.name, content)
            folder = PurePosixPath(item.name).parent
            for name in of_book:
                _keep(files, str(folder / tables()[name].usual_file_name), _as_csv(corrected, name))
            waiting.difference_update(of_book)
            continue
        held = {name for name in waiting if corrected.original[name].file == item.name}
        if held and _is_xml(item):
            _keep(files, item.name, _xml(item, corrected), renamed=True)
            waiting -= held
            continue
        if held:
            content, name = _csv(item, corrected, held)
            waiting.discard(name)
        _keep(files, item.name, content)
    if waiting:
        raise changed_since(corrected.original[min(waiting)].file)
    return files


def with_companions(
    sources: Iterable[Source], corrected: Corrected, form: str, edits: Sequence[Edit]
) -> Sequence[Edit]:
    """The edits, and in XML the same for every other row that reads its value from the same place.

    An XML return states CHILD, DOB and SEX once for a child, and all the child's rows share them: they can be changed
    for all of these rows or for none. Rows that were deleted are not among them. Raises InputError when two edits
    want different values for one such place.
    """
    wanted = {(edit.table, edit.row, edit.field): edit for edit in edits}
    shared = {cell: edit for cell, edit in wanted.items() if edit.field in OF_CHILD}
    if form != "xml" or not shared:
        return edits
    there = {name: set(rows.tolist()) for name, rows in corrected.rows.items()}
    for cell, others in _read_together(sources, corrected, shared).items():
        edit = shared[cell]
        for other in others:
            if other[1] not in there[other[0]]:
                continue
            if wanted.setdefault(other, edit._replace(table=other[0], row=other[1])).new != edit.new:
                source = corrected.original[edit.table]
                raise InputError(
                    f"{edit.field} of child {source.columns['CHILD'][edit.row]} is stated once in the XML for "
                    f"{len(others)} rows, so these cannot have different values.",
                    "Give all of them the same one.",
                    file=source.file,
                    line=int(source.line[edit.row]),
                    column=edit.field,
                )
    return list(wanted.values())


def _read_together(
    sources: Iterable[Source], corrected: Corrected, cells: Collection[CellPlace]
) -> Mapping[CellPlace, Sequence[CellPlace]]:
    """Each of the cells that came as XML -> all cells that are read from the same place of its file."""
    found: dict[CellPlace, Sequence[CellPlace]] = {}
    waiting = {corrected.original[table].file for table, _, _ in cells}
    for item in _data_files(sources):
        if item.name in waiting:
            waiting.discard(item.name)
            held = _tables_of(item, corrected)
            if _is_xml(item):
                found |= companions(item.data, [cell for cell in cells if cell[0] in held], held)
    if of_no_file := {name for name in waiting if not name.endswith("]")}:
        raise changed_since(min(of_no_file))
    return found


def _is_xml(item: Item) -> bool:
    try:
        return find_kind(item.name, item.data) == "XML"
    except InputError:
        # A file changed since it was read, which is found out in the end.
        return False


def _tables_of(item: Item, corrected: Corrected) -> Mapping[str, TextTable]:
    """The tables that were read from a file, as it had them."""
    return {name: table for name, table in corrected.original.items() if table.file == item.name}


def _data_files(sources: Iterable[Source]) -> Iterator[Item]:
    """Every file that could be read from the disk, those in ZIPs instead of the ZIPs."""
    for item in items(sources):
        inside = list(_unpacked(item)) if not item.ignored and item.problem is None else []
        yield from (file for file in inside if not file.ignored and file.problem is None)


def _unpacked(item: Item) -> Sequence[Item]:
    try:
        return list(members(item)) if find_kind(item.name, item.data) == "ZIP" else [item]
    except InputError:
        # Reading has said what is wrong with it.
        return [item]


def _keep(files: dict[str, bytes], name: str, content: bytes, *, renamed: bool = False) -> None:
    """Add a file under a name that stays inside the folder it is written to and that no other file has.

    One that is `renamed` has “-corrected” added to its name, and a number when it was corrected before.
    """
    parts = [part for part in re.split(r"[/\\]", re.sub(r"^[A-Za-z]:", "", name)) if part not in ("", ".", "..")]
    path = PurePosixPath(*parts) if parts else PurePosixPath("file")
    if renamed:
        before = re.fullmatch(r"(.*-corrected)(?:-([0-9]{1,4}))?", path.stem, re.DOTALL)
        path = path.with_stem(f"{before[1]}-{int(before[2] or 1) + 1}" if before else f"{path.stem}-corrected")
    free, number = path, 2
    while str(free) in files:
        free, number = path.with_stem(f"{path.stem} ({number})"), number + 1
    files[str(free)] = content


def _csv(item: Item, corrected: Corrected, held: set[str]) -> tuple[bytes, str]:
    """The file with the changes of the table that is in it, and which one of those that may be it is."""
    try:
        layout, _ = find_layout(item.data, item.name)
    except InputError:
        # A file of the same name that was not used, or one changed since, which is found out in the end.
        return item.data, ""
    name = layout.headings.table.name
    if name not in held:
        return item.data, ""
    original = corrected.original[name]
    changes = [change for change in corrected.changes if change.table == name]
    written = write_csv(item.data, layout, original, changes)
    try:
        table, _ = read_csv(written, item.name, _room(written))
    except InputError as problem:
        raise _unreadable(problem, item.name) from None
    if not _same(table, corrected.tables[name]):
        before, _ = read_csv(item.data, item.name, _room(item.data))
        if not _same(before, original):
            raise changed_since(item.name)
        if find_encoding(written, item.name)[0] != layout.encoding:
            raise InputError(
                "With these changes the file would be taken for another encoding, and read otherwise.",
                "Save it as “CSV UTF-8”, check that and correct it.",
                file=item.name,
            )
        raise _cannot_hold(item.name)
    return written, name


def _xml(item: Item, corrected: Corrected) -> bytes:
    original = _tables_of(item, corrected)
    written = write_xml(item.data, original, [change for change in corrected.changes if change.table in original])
    try:
        found, _ = read_xml(written, item.name, _room(written))
    except InputError as problem:
        raise _unreadable(problem, item.name) from None
    if not _all_same(found, [corrected.tables[name] for name in original]):
        before, _ = read_xml(item.data, item.name, _room(item.data))
        if not _all_same(before, original.values()):
            raise changed_since(item.name)
        raise _cannot_hold(item.name)
    return written


def _as_csv(corrected: Corrected, name: str) -> bytes:
    """A workbook's table as a CSV file."""
    table = corrected.tables[name]
    cells = [table.raw[column] for column in tables()[name].columns]
    for row, values in enumerate(zip(*cells, strict=True)):
        if not strip("".join(values)):
            raise InputError(
                "Nothing would be left in this row, and a blank row is not read as one.",
                "Take the row out instead.",
                file=table.file,
                line=int(table.line[row]),
            )
    return as_csv(table)


def _room(data: bytes) -> Room:
    room = Room()
    room.receive(len(data))
    return room


def _unreadable(problem: InputError, file: str) -> InputError:
    return InputError(
        f"With these changes the file could not be read again. {problem.problem}",
        "Take the last change back.",
        file=file,
        line=problem.line,
    )


def _cannot_hold(file: str) -> InputError:
    """What was written is not read as it should be: rather no file than a wrong one."""
    return InputError(
        "The file cannot hold these changes: read again, it would say something else.",
        "Take the last change back.",
        file=file,
    )


def _same(one: TextTable, other: TextTable) -> bool:
    """Whether the same values stand in two tables."""
    return one.raw.keys() == other.raw.keys() and all(
        np.array_equal(values, other.raw[column]) for column, values in one.raw.items()
    )


def _all_same(found: Iterable[TextTable], expected: Iterable[TextTable]) -> bool:
    """Whether the tables that are expected were found, a missing one being without rows, and all others are so too."""
    tables_found = {table.name: table for table in found}
    return all(
        _same(tables_found.pop(table.name), table) if table.name in tables_found else not len(table)
        for table in expected
    ) and not any(map(len, tables_found.values()))
