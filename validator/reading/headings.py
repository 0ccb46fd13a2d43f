"""Which table a row of headings belongs to. Only the headings decide, never the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..returns.errors import InputError
from ..returns.tables import Table, tables
from .blanks import strip
from .kinds import empty
from .marks import visible

# Headings are looked for in so many rows, since exports may put a title or "sep=;" above them.
HEAD = 10

_NO_LETTER = re.compile(r"[^A-Z0-9]")
# Headings that tell what else a file is.
_OUTPUT_REPORT = frozenset({"CHILD_LA_CODE", "CHILD_LA_ID"})
_PROVIDER_LIST = frozenset(
    (
        *("PROVIDER TYPE", "PROVISION TYPE", "PLACEMENT CODE", "PLACEMENT PROVIDER CODE", "PROVIDER CODE"),
        *("PROVIDER PLACEMENT CODE", "PROVIDER NAME", "SETTING NAME", "REGISTRATION STATUS"),
    )
)
_POSTCODES = (
    frozenset({"PCD", "PCDS", "PCD2", "PCD7", "PCD8"}),
    frozenset({"OSEAST1M", "EAST1M", "OSLAUA", "LAUA"}),
)


@cache
def aliases() -> Mapping[str, str]:
    """Other names of columns -> the names of the return."""
    return {
        alias: column.name
        for table in tables().values()
        for column in table.columns.values()
        for alias in column.aliases
    }


def squashed(heading: str) -> str:
    """A heading in capitals without blanks, hyphens and the like: what is the same in CHILD ID, Child-Id and CHILDID.

    "" for one inside quotation marks, which has a blank before them: that is for the reader of the file to see.
    """
    return "" if heading.startswith('"') else _NO_LETTER.sub("", heading.upper())


@cache
def _nearly() -> Mapping[str, str]:
    """Every name and other name of a column, squashed -> the name of the return."""
    names = {column for table in tables().values() for column in table.columns}
    return {squashed(name): aliases().get(name, name) for name in (*names, *aliases())}


@cache
def owners() -> Mapping[str, str]:
    """Column -> the one table that has it; columns of several tables (CHILD, DOB, SEX) are left out."""
    holders: dict[str, list[str]] = {}
    for table in tables().values():
        for column in table.columns:
            holders.setdefault(column, []).append(table.name)
    return {column: names[0] for column, names in holders.items() if len(names) == 1}


@dataclass(frozen=True)
class Headings:
    """A row of headings that was recognised: `positions` says which cell of a row belongs to which column.

    `missing` columns of the table are not there, `surplus` ones are not of the table, `doubled` ones occur twice;
    `unnamed` are the positions of blank headings. `renamed` are headings that are nearly right, with their columns.
    """

    table: Table
    positions: Mapping[str, int]
    width: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    doubled: tuple[str, ...]
    unnamed: tuple[int, ...]
    renamed: tuple[tuple[str, str], ...] = ()

    def check(self, line: int) -> None:
        """InputError when rows under these headings cannot be used."""
        if self.doubled:
            raise InputError(
                f"The {self.table.name} table has the column{'s' if len(self.doubled) > 1 else ''} "
                f"{_listed(self.doubled)} twice.",
                "Keep the one that is right and delete the other.",
                line=line,
            )
        if self.missing:
            several = len(self.missing) > 1
            add = f"dd {'them' if several else 'it'} to the headings; a column may be left blank, but it must be there."
            if self.surplus:
                known = [f"“{visible(name)[:30]}”" for name in self.surplus[:8]] + ["others"] * (len(self.surplus) > 8)
                one = len(known) == 1
                remedy = (
                    f"{_listed(known)} {'is no column' if one else 'are no columns'} of this table: if that is what is "
                    f"meant, rename {'it' if one else 'the one that is'}. If not, a{add}"
                )
            else:
                remedy = f"A{add}"
            raise InputError(
                f"The {self.table.name} table lacks the column{'s' if several else ''} {_listed(self.missing)}.",
                remedy,
                line=line,
            )


_NEARLY = 2


@cache
def _columns() -> frozenset[str]:
    return frozenset(column for table in tables().values() for column in table.columns)


def recognise(cells: Sequence[str]) -> Headings | None:
    """The table whose headings these cells are, complete or not; None when they are no table's."""
    exact: dict[str, list[int]] = {}
    unnamed = []
    for position, cell in enumerate(cells):
        name = strip(cell).upper()
        if name:
            exact.setdefault(name, []).append(position)
        else:
            unnamed.append(position)
    if _OUTPUT_REPORT & exact.keys():
        return None
    # The return's own name goes before another name of a column, and that before one that is nearly right.
    ranked = [
        (rank, column, name)
        for name in exact
        for rank, column in enumerate((name, aliases().get(name), _nearly().get(squashed(name))))
        if column in _columns()
    ]
    best_rank: dict[str, int] = {}
    of_name: dict[str, tuple[int, str]] = {}
    for rank, column, name in ranked:
        of_name.setdefault(name, (rank, str(column)))
    for rank, column in of_name.values():
        best_rank[column] = min(rank, best_rank.get(column, rank))
    found: dict[str, list[int]] = {}
    for name, (rank, column) in of_name.items():
        if rank == best_rank[column]:
            found.setdefault(column, []).extend(exact[name])
    table = _table(found)
    if table is None:
        return None
    used = {
        name: column
        for name, (rank, column) in of_name.items()
        if rank == best_rank[column] and column in table.columns
    }
    surplus = [name for name in exact if name not in used]
    renamed = [(strip(cells[exact[name][0]]), used[name]) for name in used if of_name[name][0] == _NEARLY]
    return Headings(
        table=table,
        positions={column: found[column][0] for column in table.columns if column in found},
        width=len(cells),
        missing=tuple(column for column in table.columns if column not in found),
        surplus=tuple(surplus),
        doubled=tuple(column for column in table.columns if len(found.get(column, ())) > 1),
        unnamed=tuple(unnamed),
        renamed=tuple(renamed),
    )


def _table(found: Iterable[str]) -> Table | None:
    """The table that has most of its columns in `found`: all of them, its signature, or two that are its own."""
    present = set(found)
    own = Counter(owners()[column] for column in present if column in owners())
    candidates = [table for table in tables().values() if table.signature in present or own[table.name] > 1]
    return max(candidates, key=lambda t: len(present & t.columns.keys()) / len(t.columns), default=None)


def best(rows: Sequence[Sequence[str]]) -> tuple[int, Headings] | None:
    """The row of headings among the first rows of a file, with its position; complete headings go first."""
    found = [(position, headings) for position, row in enumerate(rows[:HEAD]) if (headings := recognise(row))]
    return min(found, key=lambda entry: (len(entry[1].missing), entry[0]), default=None)


def unrecognised(rows: Sequence[Sequence[str]]) -> InputError:
    """What to say of a file or sheet that is no table of the return; `rows` are its first ones."""
    for row in rows:
        names = {" ".join(strip(cell).upper().split()) for cell in row}
        if names & _OUTPUT_REPORT:
            return InputError(
                "This is an output report of the Department’s system, not a table of the return.",
                "Choose the files that were sent to it.",
            )
        if "URN" in names and names & _PROVIDER_LIST:
            return InputError(
                "This looks like Ofsted’s provider list, not a table of the return.",
                "Give it as the provider list: in the box of that name, or with --providers.",
            )
        if all(names & known for known in _POSTCODES):
            return InputError(
                "This is a directory of postcodes, not a table of the return.",
                "Give it as the postcode list: in the box of that name, or with --postcodes.",
            )
    first = next((row for row in rows if any(map(strip, row))), [])
    shown = ["".join(c for c in strip(cell) if c.isprintable())[:30] for cell in first]
    filled = [name for name in shown if name]
    if not filled:
        return empty()
    return InputError(
        "This is not a table of the return: its headings fit none. "
        f"Its first line is “{', '.join(filled[:8])}{', …' if len(filled) > 8 else ''}”.",
        "The first line must hold a table’s headings, such as CHILD, SEX, DOB, ETHNIC, UPN, MOTHER and MC_DOB.",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
