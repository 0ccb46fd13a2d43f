"""The list of changes, for whoever makes the same corrections in the case-management system."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..correcting.edits import Change, Corrected
from ..correcting.proposals import GROUNDS
from ..reading.blanks import strip
from ..reading.tidy import tidy_value
from ..results.groups import Grouping
from ..returns.cells import column_of, meaning, table_title
from ..returns.csv_files import for_people
from ..returns.settings import Setting
from ..returns.sheets import Book, CellValue, Sheet
from ..returns.tables import TableRef, TextTable, tables
from ..returns.words import count_of

# The columns of the list: heading, width in characters, what it holds.
_COLUMNS = (
    ("Child", 14, "text"),
    ("Table", 26, "words"),
    ("Row", 22, "text"),
    ("File", 20, "text"),
    ("Line", 7, "number"),
    ("Field", 18, "text"),
    ("Field in words", 28, "words"),
    ("Old value", 16, "text"),
    ("Old in words", 30, "words"),
    ("New value", 16, "text"),
    ("New in words", 30, "words"),
    ("Why", 60, "words"),
    ("Ground", 26, "words"),
    ("Rule", 8, "text"),
    ("Kind", 16, "words"),
    ("When", 17, "text"),
)
HEADINGS = tuple(heading for heading, _, _ in _COLUMNS)
# What stands for the field where a whole row was deleted.
ROW_DELETED = "(row deleted)"

# A step's kind in words.
KINDS = {"safe": "safe", "suggestion": "suggestion", "by hand": "by hand"}

# What stands for the ground of what the user said.
_BY_HAND = "Set by hand"

_WRAPPED = ("Field in words", "Old in words", "New in words", "Why", "Ground")
_ALL = "All changes"
_NOTE = "Note"

# Excel's rules for the name of a sheet.
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_RESERVED = ("History",)


def row_key_words(original: TextTable, row: int) -> str:
    """What singles out a row of a child, as it stands in the file: "DECOM 01/02/2025".

    Blank in tables with one row for each child.
    """
    names = [name for name in tables()[original.name].row_key if name != "CHILD"]
    return ", ".join(f"{name} {original.raw[name][row] or '(blank)'}" for name in names)


def log_lines(corrected: Corrected) -> list[Sequence[CellValue]]:
    """The changes under HEADINGS, in the order of tables and rows; the line is a number, all else text."""
    return [_line(corrected, change) for change in corrected.changes]


def log_csv(corrected: Corrected, grouping: Grouping | None = None) -> bytes:
    """The changes as a CSV file, one a line.

    With a grouping a first column names the group, and the lines are in the order of the groups, those without one
    last.
    """
    if grouping is None:
        return for_people(HEADINGS, log_lines(corrected))
    grouped = ((group, *line) for group, lines in _by_group(corrected, grouping) for line in lines)
    return for_people((grouping.title, *HEADINGS), grouped)


def log_workbook(corrected: Corrected, grouping: Grouping | None = None, settings: Sequence[Setting] = ()) -> bytes:
    """The changes as an Excel workbook: a sheet with all of them, and with a grouping one for each group.

    What comes from the files is text, never a formula. Changes beyond Excel's limits are left out, and a last sheet
    says so. The settings of the check that were not the usual ones are on a first sheet.
    """
    book = Book()
    notes = [(f"Not the usual setting: {setting.in_full}",) for setting in settings]
    first = _note_sheet(book) if notes else None

    def add(name: str, lines: Iterable[Sequence[CellValue]], title: str = "") -> None:
        """A sheet of lines; `title` is the heading of a group's column before the others."""
        columns = (*([(title, 20, "text")] if title else []), *_COLUMNS)
        headings, widths, kinds = zip(*columns, strict=True)
        wrap = [headings.index(heading) for heading in _WRAPPED]
        book.add(name, headings, widths, kinds, wrap, frozen=1 + bool(title)).fill(lines)

    if grouping is None:
        add(_ALL, log_lines(corrected))
    else:
        found = _by_group(corrected, grouping)
        add(_ALL, ((group, *line) for group, lines in found for line in lines), grouping.title)
        taken = {name.casefold() for name in (_ALL, _NOTE, *_RESERVED)}
        for group, lines in found:
            add(_sheet_name(group, taken), lines)
    notes += [
        (f"The sheet {name} lacks the last {count_of(number, 'change')}: Excel has no room for more.",)
        for name, number in book.left_out.items()
    ]
    if notes:
        (first or _note_sheet(book)).fill(notes)
    return book.close()


def _note_sheet(book: Book) -> Sheet:
    return book.add(_NOTE, (_NOTE,), (100,), ("words",))


def _line(corrected: Corrected, change: Change) -> Sequence[CellValue]:
    original = corrected.original[change.table]
    field = (ROW_DELETED, "", "", "", "", "")
    if change.field:
        column = column_of(change.table, change.field)
        old, new = (meaning(change.table, change.field, tidy_value(column, text)) for text in (change.old, change.new))
        field = (change.field, column.title, change.old, old, change.new, new)
    return (
        str(original.columns["CHILD"][change.row]),
        table_title(TableRef(change.table)),
        row_key_words(original, change.row),
        original.file,
        int(original.line[change.row]),
        *field,
        change.why,
        GROUNDS.get(change.ground, _BY_HAND),
        change.rule,
        KINDS[change.kind],
        f"{change.when:%Y-%m-%dT%H:%M}",
    )


def _by_group(corrected: Corrected, grouping: Grouping) -> list[tuple[str, list[Sequence[CellValue]]]]:
    """The lines of each group under its name, in the order of names, those of no group last."""
    renamed = {
        (change.table, change.row): tidy_value(column_of(change.table, "CHILD"), change.new)
        for change in corrected.changes
        if change.field == "CHILD"
    }
    found: dict[str, list[Sequence[CellValue]]] = {}
    for change, line in zip(corrected.changes, log_lines(corrected), strict=True):
        then = str(corrected.original[change.table].columns["CHILD"][change.row])
        now = renamed.get((change.table, change.row), then)
        found.setdefault(grouping.of.get(now) or grouping.of.get(then, ""), []).append(line)
    return [(group or grouping.none, found[group]) for group in sorted(found, key=lambda group: (group == "", group))]


def _sheet_name(group: str, taken: set[str]) -> str:
    """A name for the sheet of a group that Excel accepts and no other sheet has; it is added to those taken."""
    plain = "".join(letter if letter.isprintable() else " " for letter in _NOT_IN_A_NAME.sub(" ", group))
    start = strip(plain).strip("'") or "Group"
    name, number = _cut(start, _LONGEST_NAME).rstrip("' "), 1
    while not name or name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = _cut(start, _LONGEST_NAME - len(ending)) + ending
    taken.add(name.casefold())
    return name


def _cut(text: str, longest: int) -> str:
    """The beginning of a text, in length as Excel counts it: some letters take the room of two."""
    return text.encode("utf-16-le", "replace")[: 2 * longest].decode("utf-16-le", "ignore")
