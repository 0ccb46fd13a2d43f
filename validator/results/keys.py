"""What an issue is known by from run to run, whatever its file is called and in whatever order the rows stand there."""

from __future__ import annotations

import hmac
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.language import Index

from ..checking.report import Report
from ..correcting.edits import Corrected
from ..correcting.normalise import forms
from ..returns.columns import spelt_alike
from ..returns.rows import Return
from ..returns.tables import LAST, Column, TableRef, TextTable, tables

BLANK = "(blank)"
_USUAL_DATE = re.compile(r"\d\d/\d\d/\d{4}", re.ASCII)

# As many hexadecimal digits of a hash are kept: no two ids of a return are then the same but by a miracle.
HASH_DIGITS = 32


class RowName(NamedTuple):
    """A row by its table, its child and what else singles it out there.

    `child` is as the rules read it, `row` as in "DECOM 01/02/2025", "" in tables with one row a child. `number` counts
    from 1 among rows that are the same in all of that. In a run with hashed ids `child` and `row` are hashes, and a
    blank stays blank. Every spelling that means the same (dates, codes of other years, blanks, capitals) is one.
    """

    table: TableRef
    child: str
    row: str
    number: int


class IssueKey(NamedTuple):
    """An issue by its rule and the name of the row that it is in (see `RowName`)."""

    rule: str
    table: TableRef
    child: str
    row: str
    number: int

    @property
    def of_row(self) -> RowName:
        """The row that it is in."""
        return RowName(*self[1:])


Key = TypeVar("Key", IssueKey, RowName)


def written(key: IssueKey | RowName) -> list[str | int]:
    """A key as it stands in files."""
    return [str(part) if isinstance(part, TableRef) else part for part in key]


def read_row(table: str, child: str, row: str, number: int) -> RowName:
    """The row whose name was `written`."""
    return RowName(TableRef.of(table), child, row, number)


def read_key(rule: str, *row: Any) -> IssueKey:
    """The issue whose key was `written`."""
    return IssueKey(rule, *read_row(*row))


def issue_keys(r: Return, report: Report, corrected: Corrected | None = None) -> list[IssueKey]:
    """The key of each issue, in the report's order; no two are the same.

    With `corrected`, whose tables the return was made of, rows have the names that they had in the files, so that no
    change makes another issue of one; without, they have those that they have now.
    """
    names = {table: _names_as(r, table, corrected) for table in report.found.by(lambda part: part.table)}
    return [
        IssueKey(part.rule, part.table, *name)
        for part in report.found.parts
        for rows, of_table in [names[part.table]]
        for name in zip(*(values[rows[part.row]].tolist() for values in of_table), strict=True)
    ]


def _names_as(r: Return, table: TableRef, corrected: Corrected | None) -> tuple[Index, _Names]:
    """Where the rows of a table stand among those that are named, and the names."""
    if corrected is None or table.year is LAST or table.name not in corrected.changed:
        return r.tables[table].index, _names(r.tables[table]._data.source, r.year)
    return corrected.rows[table.name], _names(corrected.original[table.name], r.year)


def renamed_rows(corrected: Corrected, year: str) -> dict[RowName, RowName]:
    """The rows that changes gave another name: what each is called in its file -> what it is called now.

    Rows that were deleted are numbered after those that are there, so that no two have the same name.
    """
    found: dict[RowName, RowName] = {}
    for name in corrected.changed:
        table, original, rows = TableRef(name), corrected.original[name], corrected.rows[name]
        before = [RowName(table, *row) for row in zip(*(part.tolist() for part in _names(original, year)), strict=True)]
        after: list[RowName | None] = [None] * len(before)
        count = Counter[tuple[str, str]]()
        now = _names(corrected.tables[name], year)
        for at, *row in zip(rows.tolist(), *(part.tolist() for part in now), strict=True):
            after[at] = RowName(table, *row)
            count[row[0], row[1]] += 1
        for at in np.setdiff1d(np.arange(len(before)), rows).tolist():
            gone = before[at]
            count[gone.child, gone.row] += 1
            after[at] = gone._replace(number=count[gone.child, gone.row])
        found |= {old: new for old, new in zip(before, after, strict=True) if new is not None and old != new}
    return found


def renamed(key: IssueKey, rows: Mapping[RowName, RowName]) -> IssueKey:
    """The same issue, its row called as `rows` has it."""
    return IssueKey(key.rule, *rows[key.of_row]) if rows and key.of_row in rows else key


def paired(found: Sequence[Sequence[IssueKey]], known: Sequence[Sequence[IssueKey]]) -> list[int | None]:
    """Which of some known issues each of those found is, as its place there; None for none of them.

    Both are given under one name or several: `found[0][3]` and `found[1][3]` are the same issue. The first names of
    those found count before the others. Of the names of those known the ones count first that more of them are found
    under, since a row can be called what another was called before: a row that is known by a name that counts more is
    looked for under no other. Issues that differ in nothing but their numbers are paired last, since rows that are the
    same in all else may have come or gone.
    """

    def most_found(names: Sequence[IssueKey]) -> int:
        return len(set(names).intersection(found[0]))

    known = sorted(known, key=most_found, reverse=True) if len(known) > 1 else known
    pairs: list[int | None] = [None] * len(found[0])
    free = set(range(len(known[0])))

    def pair(
        one: Sequence[IssueKey], other: Sequence[IssueKey], rows: set[RowName], rows_found: set[RowName], parts: slice
    ) -> None:
        """Pair those left by a part of their names, but for those in `rows` and those known in `rows_found`."""
        left = [at for at, place in enumerate(pairs) if place is None and not (rows and one[at].of_row in rows)]
        of_part: dict[Hashable, list[int]] = {}
        for place in sorted(free, reverse=True) if left else ():
            if not (rows_found and other[place].of_row in rows_found):
                of_part.setdefault(other[place][parts], []).append(place)
        for at in left:
            if same := of_part.get(one[at][parts]):
                pairs[at] = same.pop()
                free.discard(pairs[at])

    for parts in (slice(None), slice(-1)):
        for at, one in enumerate(found):
            for place, other in enumerate(known):
                pair(one, other, _rows_of(known[:place]), _rows_of(found[:at]), parts)
    return pairs


def _rows_of(names: Sequence[Sequence[IssueKey]]) -> set[RowName]:
    return {key.of_row for keys in names for key in keys}


class _Names(NamedTuple):
    """The names of all rows of a table: `RowName` but for the table, as columns."""

    child: NDArray[np.object_]
    row: NDArray[np.object_]
    number: NDArray[np.int64]


def _names(table: TextTable, year: str) -> _Names:
    child, shown = table.columns["CHILD"].astype(object), _rows_shown(table, year)
    same = _numbered(child, shown)
    number = np.ones(len(table), dtype=np.int64)
    repeated = np.flatnonzero(np.bincount(same)[same] > 1) if len(same) else same
    if len(repeated):
        # The content of a row tells which is the first, so that the order in the file does not matter.
        content = pd.factorize(_contents(table, year, repeated), sort=True)[0]
        order = repeated[np.lexsort((content, same[repeated]))]
        number[order] = _counted(same[order])
    return _Names(child, shown, number)


def _rows_shown(table: TextTable, year: str) -> NDArray[np.object_]:
    """What singles out each row among those of its child: "DECOM 01/02/2025"."""
    known = tables()[table.name]
    parts = [
        [f"{field} {word or BLANK}" for word in _meant(known.columns[field], table, year).tolist()]
        for field in known.row_key
        if field != "CHILD"
    ]
    words = list(map("; ".join, zip(*parts, strict=True))) if parts else [""] * len(table)
    return np.array(words, dtype=object)


def _meant(column: Column, table: TextTable, year: str) -> NDArray[np.object_]:
    """A column with each value spelt in the one way that says what it means, each word looked at once."""
    codes, words = pd.factorize(table.columns[column.name])
    if column.type in ("date", "date_zz"):
        words = spelt_alike(words)
    # Each word alone: what the others of its column are is not part of what it means.
    spelt = [word if _USUAL_DATE.fullmatch(word) else _spelt(column, word, year) for word in words.tolist()]
    return np.array([*spelt, ""], dtype=object)[codes]


@lru_cache(maxsize=100_000)
def _spelt(column: Column, word: str, year: str) -> str:
    form = forms(column, [word], year).get(word)
    return word if form is None else form.value


def _contents(table: TextTable, year: str, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """All that some rows say besides what they are known by already.

    A fact of the child says nothing of the row. Why an episode ended comes last: it may follow from what comes next.
    """
    known = tables()[table.name]
    others = [column for name, column in known.columns.items() if name not in (*known.row_key, "DOB", "SEX")]
    others.sort(key=lambda column: column.name == "REC")
    some = {name: values[rows] for name, values in table.columns.items()}
    part = TextTable(table.name, some, some, table.line[rows], table.file)
    columns = [_meant(column, part, year).tolist() for column in others]
    return np.array(list(map("\x1f".join, zip(*columns, strict=True))) if columns else [""] * len(rows), dtype=object)


def _numbered(*columns: NDArray[np.object_]) -> NDArray[np.intp]:
    """A number for each line, equal where all columns are."""
    # In WebAssembly an index is too short for a product of two.
    found = np.zeros(len(columns[0]), dtype=np.int64)
    for values in columns:
        codes, words = pd.factorize(values)
        # Numbered anew each time, so that the numbers stay small.
        found = pd.factorize(found * max(1, len(words)) + codes)[0].astype(np.int64)
    return found.astype(np.intp)


def _counted(same: NDArray[np.intp]) -> NDArray[np.int64]:
    """The place of each, from 1, in its stretch of equal numbers."""
    place = np.arange(len(same), dtype=np.int64)
    starts = np.flatnonzero(np.diff(same, prepend=-1) != 0)
    return place - np.repeat(starts, np.diff(starts, append=len(same))) + 1


def hashed(keys: Iterable[Key], salt: str) -> list[Key]:
    """Issues or rows with child and row replaced by hashes: HMAC-SHA-256 with the salt (hexadecimal) as its secret.

    A row is hashed together with its child and table, so that equal dates of two children are not seen to be equal.
    """
    secret = hmac.new(bytes.fromhex(salt), digestmod="sha256")

    @cache
    def hash_of(*parts: str) -> str:
        mixed = secret.copy()
        mixed.update("\x1f".join(parts).encode("utf-8", "surrogatepass"))
        return mixed.hexdigest()[:HASH_DIGITS]

    return [
        key._replace(
            child=hash_of(key.child) if key.child else "",
            row=hash_of(key.child, str(key.table), key.row) if key.row else "",
        )
        for key in keys
    ]


class IssueNames(NamedTuple):
    """The issues of one check: by their rows in the files, and by the rows as they are now.

    `renamed` are the rows whose names differ, those without an issue too: that in the file -> that of now.
    """

    keys: Sequence[IssueKey]
    now: Sequence[IssueKey]
    renamed: Mapping[RowName, RowName]

    def hashed(self, salt: str) -> IssueNames:
        """The same with ids hashed."""
        keys = hashed(self.keys, salt)
        if not self.renamed:
            return IssueNames(keys, keys, {})
        names = zip(hashed(self.renamed, salt), hashed(self.renamed.values(), salt), strict=True)
        return IssueNames(keys, hashed(self.now, salt), dict(names))

    @property
    def both(self) -> list[Sequence[IssueKey]]:
        """The issues under either kind of name, once where they are the same."""
        return [self.keys, self.now] if self.renamed else [self.keys]
