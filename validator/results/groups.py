"""Issues by the person or team who can put them right: by social worker, or by a list that the user supplies."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..checking.report import Report
from ..reading.blanks import strip
from ..reading.grid import csv_error
from ..reading.kinds import find_kind
from ..reading.limits import LONGEST_LINE, check_size
from ..reading.list_rows import list_rows, list_text
from ..reading.tidy import tidy_value
from ..returns.errors import InputError
from ..returns.rows import Return
from ..returns.tables import tables
from ..returns.words import count_of

if TYPE_CHECKING:
    from .answers import GroupIssues


_EXPECTED = "It needs two columns, separated by a comma: the child’s identifier, then the team or other group."


@dataclass(frozen=True)
class Grouping:
    """Which group each child belongs to; a child that is not in `of` belongs to none.

    `title` says what a group is ("Social worker", "Team"), `none` what to call those without one.
    """

    title: str
    none: str
    of: Mapping[str, str]

    def name(self, group: str) -> str:
        """A group as it is called on screen: "Team: North"."""
        return f"{self.title}: {group}" if group else self.none


def by_social_worker(r: Return) -> Grouping:
    """Each child's SW_ID in its latest social-worker episode of this year.

    That is the one with the latest SW_DECOM, the first in the file of equals; undated ones take no part.
    """
    of: dict[str, str] = {}
    if r.has("SWEpisodes"):
        latest = r.SWEpisodes.last("SW_DECOM")
        of = dict(zip(latest.CHILD.values.tolist(), latest.SW_ID.values.tolist(), strict=True))
    return Grouping("Social worker", "No social worker known", {child: who for child, who in of.items() if who})


def read_grouping(name: str, data: bytes, r: Return) -> Grouping:
    """A grouping from a CSV file of two columns: child, group.

    The first line counts as headings when what stands first in it is no child of the return and has no digit; its
    second cell is then the title of the grouping. Blank lines are passed over, and children that are not in the return.

    Raises InputError, with file and line: not a CSV file, other than two columns, a child without a group or in two
    groups, or no child of the return.
    """
    check_size("CSV", len(data), name)
    try:
        return _read_grouping(name, data, set(r.child_names.tolist()))
    except InputError as error:
        raise InputError(error.problem, error.remedy, file=name, line=error.line) from None


def read_grouping_file(path: Path, r: Return) -> Grouping:
    """`read_grouping` of a file on disk; InputError when it cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be opened: {error.strerror}.", "Check its name.", file=path.name) from None
    return read_grouping(path.name, data, r)


def _read_grouping(name: str, data: bytes, children: set[str]) -> Grouping:
    if find_kind(name, data) != "CSV":
        raise InputError("This is not a CSV file.", f"{_EXPECTED} Save it as CSV from a spreadsheet.")
    rows = list(_rows(data, name))
    if not rows:
        raise InputError("The file is empty.", _EXPECTED)
    title = "Group"
    first = _child(rows[0][1][0])
    if first not in children and not any(map(str.isdigit, first)):
        title = _cell(rows[0][1], 1) or title
        rows = rows[1:]
    of: dict[str, str] = {}
    for line, cells in rows:
        if len(cells) > 2 or len(cells) == 1:
            raise InputError(f"This line has {count_of(len(cells), 'filled column')}.", _EXPECTED, line=line)
        child, group = _child(cells[0]), _cell(cells, 1)
        if not child or not group:
            raise InputError(f"This line has no {'child' if not child else 'group'}.", _EXPECTED, line=line)
        if of.setdefault(child, group) != group:
            raise InputError(
                f"Child {child} is in two groups, “{of[child]}” and “{group}”.",
                "Keep the line that is right and delete the other.",
                line=line,
            )
    found = {child: group for child, group in of.items() if child in children}
    if not found:
        raise InputError("None of the children in this file is in the return.", _EXPECTED)
    return Grouping(title, f"No {title[0].lower()}{title[1:]} given", found)


def _rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank: its number and its cells, without the blank ones at the end."""
    text = list_text(data, name)
    if any(len(line) >= LONGEST_LINE for line in text.splitlines()):
        raise InputError(f"A line of the file has more than {LONGEST_LINE:,} characters.", _EXPECTED)
    line = 0
    try:
        for line, row in enumerate(list_rows(text), 1):
            cells = [strip(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield line, cells
    except csv.Error as error:
        raise csv_error(error, line + 1) from None


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _child(text: str) -> str:
    """A child's identifier as reading the return spells it."""
    return tidy_value(tables()["Header"].columns["CHILD"], text)


def groups(report: Report, grouping: Grouping) -> list[GroupIssues]:
    """The issues group by group, most first, those without a group last; the children of a group likewise."""
    found: dict[str, dict[str, list[int]]] = {}
    for child, positions in report.found.by_child.items():
        found.setdefault(grouping.of.get(child, ""), {})[child] = positions
    made: list[GroupIssues] = [
        {
            "group": group,
            "name": grouping.name(group),
            "issues": sum(map(len, children.values())),
            "children": [
                {"child": child, "issues": positions}
                for child, positions in sorted(children.items(), key=lambda item: (-len(item[1]), item[0]))
            ],
        }
        for group, children in found.items()
    ]
    return sorted(made, key=lambda entry: (entry["group"] == "", -entry["issues"], entry["group"]))
