"""What an issue is known by from run to run, whatever its file is called and in whatever order the rows stand there."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .columns import spelt_alike
from .report import Report
from .returns import Return

BLANK = "(blank)"

# As many hexadecimal digits of a hash are kept: no two ids of a return are then the same but by a miracle.
HASH_DIGITS = 32


class IssueKey(NamedTuple):
    """An issue by rule, table (ending in `_last` for last year's), child and what else singles out the row there.

    `child` is as the rules read it, `row` as in "DECOM 01/02/2025", "" in tables with one row a child. `number` counts
    from 1 among issues that are the same in all of that. In a run with hashed ids `child` and `row` are hashes, and a
    blank stays blank.
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
        shown[at] = _rows_shown(r, name, rows[at])
    same = _numbered(rules, names, children, shown)
    number = np.ones(len(issues), dtype=np.int64)
    repeated = np.flatnonzero(np.bincount(same)[same] > 1) if len(same) else same
    if len(repeated):
        # The content of a row tells which is the first, so that the order in the file does not matter.
        content = np.full(len(issues), "", dtype=object)
        for name, at in of_table.items():
            here = np.intersect1d(at, repeated)
            content[here] = _contents(r, name, rows[here])
        order = repeated[np.lexsort((pd.factorize(content[repeated], sort=True)[0], same[repeated]))]
        number[order] = _counted(same[order])
    return list(
        map(IssueKey, rules.tolist(), names.tolist(), children.tolist(), shown.tolist(), number.tolist()),
    )


def _rows_shown(r: Return, name: str, rows: NDArray[np.int64]) -> list[str]:
    """What singles out these rows among those of their child: "DECOM 01/02/2025"."""
    data = r.tables[name]._data
    parts = []
    for field in data.table.row_key:
        if field != "CHILD":
            text = data.columns[field]
            words = text.words.values
            if data.table.columns[field].type == "date":
                words = spelt_alike(words)
            titled = np.array([f"{field} {word or BLANK}" for word in words.tolist()], dtype=object)
            parts.append(titled[text.codes[rows]].tolist())
    return list(map("; ".join, zip(*parts, strict=True))) if parts else [""] * len(rows)


def _contents(r: Return, name: str, rows: NDArray[np.int64]) -> list[str]:
    """All that the rows say besides what they are known by already."""
    data = r.tables[name]._data
    others = [field for field in data.table.columns if field not in data.table.row_key]
    return list(map("\x1f".join, zip(*(data.source.columns[field][rows].tolist() for field in others), strict=True)))


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
