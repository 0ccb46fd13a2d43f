"""Which table a row of headings belongs to. Only the headings decide, never the file's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..errors import InputError
from ..tables import Table, tables
from .blanks import strip
from .kinds import empty

# Headings are looked for in so many rows, since exports may put a title or "sep=;" above them.
HEAD = 10


@cache
def aliases() -> Mapping[str, str]:
    """Other names of columns -> the names of the return."""
    return {
        alias: column.name
        for table in tables().values()
        for column in table.columns.values()
        for alias in column.aliases
    }


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
    `unnamed` are the positions of blank headings.
    """

    table: Table
    positions: Mapping[str, int]
    width: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    doubled: tuple[str, ...]
    unnamed: tuple[int, ...]

    def check(self, line: int) -> None:
        """InputError when rows under these headings cannot be used."""
        if self.doubled:
            raise InputError(
                f"The {self.table.name} table has the column {_listed(self.doubled)} twice.",
                "Keep the one that is right and delete the other.",
                line=line,
            )
        if self.missing:
            several = len(self.missing) > 1
            raise InputError(
                f"The {self.table.name} table lacks the column{'s' if several else ''} {_listed(self.missing)}.",
                f"Add {'them' if several else 'it'} to the headings; a column may be left blank, but it must be there.",
                line=line,
            )


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
    found: dict[str, list[int]] = {}
    surplus = []
    for name, positions in exact.items():
        column = aliases().get(name, name)
        if column != name and column in exact:
            surplus.append(name)
        else:
            found.setdefault(column, []).extend(positions)
    table = _table(found)
    if table is None:
        return None
    surplus += [name for name in exact if aliases().get(name, name) not in table.columns]
    return Headings(
        table=table,
        positions={column: found[column][0] for column in table.columns if column in found},
        width=len(cells),
        missing=tuple(column for column in table.columns if column not in found),
        surplus=tuple(surplus),
        doubled=tuple(column for column in table.columns if len(found.get(column, ())) > 1),
        unnamed=tuple(unnamed),
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


def unrecognised(first: Sequence[str]) -> InputError:
    """What to say of a file or sheet that is no table of the return; `first` is its first filled row."""
    shown = ["".join(c for c in strip(cell) if c.isprintable())[:30] for cell in first]
    names = [name for name in shown if name]
    if not names:
        return empty()
    return InputError(
        "This is not a table of the return: its headings fit none. "
        f"Its first line is “{', '.join(names[:8])}{', …' if len(names) > 8 else ''}”.",
        "The first line must hold a table's headings, such as CHILD, SEX, DOB, ETHNIC, UPN, MOTHER and MC_DOB.",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
