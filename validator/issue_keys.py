"""What an issue is known by from run to run, whatever its file is called and in whatever order the rows stand there."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .cleaning.forms import forms
from .columns import spelt_alike
from .report import Report
from .returns import Return
from .tables import Column, TextTable, tables

BLANK = "(blank)"
_USUAL_DATE = re.compile(r"\d\d/\d\d/\d{4}", re.ASCII)

# As many hexadecimal digits of a hash are kept: no two ids of a return are then the same but by a miracle.
HASH_DIGITS = 32


class IssueKey(NamedTuple):
    """An issue by rule, table (ending in `_last` for last year's), child and what else singles out the row there.

    `child` is as the rules read it, `row` as in "DECOM 01/02/2025", "" in tables with one row a child. `number` counts
    from 1 among issues that are the same in all of that. In a run with hashed ids `child` and `row` are hashes, and a
    blank stays blank. Every spelling that means the same (dates, codes of other years, blanks, capitals) is one.
    """

    rule: str
    table: str
    child: str
    row: str
    number: int


def issue_keys(r: Return, report: Report) -> list[IssueKey]:
    """The key of each issue, in the report's order; no two are the same."""
    issues = report.issues
    rules, names, children = (issues[name].to_numpy(dtype=object) for name in ("rule", "table", "child"))
    rows = issues["row"].to_numpy(dtype=np.int64)
    shown = np.full(len(issues), "", dtype=object)
    of_table = {str(name): at for name, at in issues.groupby("table", sort=False).indices.items()}
    for name, at in of_table.items():
        shown[at] = _rows_shown(r.tables[name]._data.source, r.year)[rows[at]]
    same = _numbered(rules, names, children, shown)
    number = np.ones(len(issues), dtype=np.int64)
    repeated = np.flatnonzero(np.bincount(same)[same] > 1) if len(same) else same
    if len(repeated):
        # The content of a row tells which is the first, so that the order in the file does not matter.
        content = np.full(len(issues), "", dtype=object)
        for name, at in of_table.items():
            here = np.intersect1d(at, repeated)
            content[here] = _contents(r.tables[name]._data.source, r.year, rows[here])
        order = repeated[np.lexsort((pd.factorize(content[repeated], sort=True)[0], same[repeated]))]
        number[order] = _counted(same[order])
    return list(
        map(IssueKey, rules.tolist(), names.tolist(), children.tolist(), shown.tolist(), number.tolist()),
    )


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


def hashed(keys: Iterable[IssueKey], salt: str) -> list[IssueKey]:
    """The keys with child and row replaced by hashes: HMAC-SHA-256 with the salt (hexadecimal) as its secret.

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
            row=hash_of(key.child, key.table, key.row) if key.row else "",
        )
        for key in keys
    ]
