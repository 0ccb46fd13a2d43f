"""The issues of a check: typed, in columns, one part for each rule and table, and a frame for those who ask for one.

An issue's place among all of them, its "position", is what everything refers to it by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.language import Counts, Index, Strings

from ..returns.tables import TableRef

K = TypeVar("K", bound=Hashable)


class Issue(NamedTuple):
    """One flagged row under one rule; `row` counts from 0 in its table, `line` is that of the file."""

    rule: str
    table: TableRef
    row: int
    line: int
    file: str
    child: str
    fields: tuple[str, ...]
    category: str
    message: str


ISSUE_COLUMNS = Issue._fields


class RuleCount(NamedTuple):
    """What a rule found: issues, and the children they are about."""

    issues: int
    children: int


@dataclass(frozen=True, eq=False)
class RuleIssues:
    """The issues of one rule in one table, as columns of one length beside what they share."""

    rule: str
    table: TableRef
    file: str
    fields: tuple[str, ...]
    category: str
    message: str
    row: Index
    line: Counts
    child: Strings

    def __len__(self) -> int:
        return len(self.row)


class Issues:
    """All issues of a check, in the order of their `parts`."""

    def __init__(self, parts: Iterable[RuleIssues] = ()) -> None:
        self.parts = tuple(part for part in parts if len(part))

    @cached_property
    def _each(self) -> list[Issue]:
        return [
            Issue(part.rule, part.table, row, line, part.file, child, part.fields, part.category, part.message)
            for part in self.parts
            for row, line, child in zip(part.row.tolist(), part.line.tolist(), part.child.tolist(), strict=True)
        ]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Issue]:
        return iter(self._each)

    def __getitem__(self, position: int) -> Issue:
        return self._each[position]

    # -- columns

    @cached_property
    def row(self) -> Index:
        """Each issue's row in its table."""
        return np.concatenate([np.array([], dtype=np.intp), *(part.row for part in self.parts)])

    @cached_property
    def child(self) -> Strings:
        """Each issue's child, "" for a row without one."""
        return np.concatenate([np.array([], dtype=object), *(part.child for part in self.parts)])

    def column(self, of: Callable[[RuleIssues], object], dtype: type = object) -> NDArray[Any]:
        """What `of` says of a part (one text or number), beside each of its issues."""
        sizes = np.array(list(map(len, self.parts)), dtype=np.intp)
        return np.repeat(np.array(list(map(of, self.parts)), dtype=dtype), sizes)

    @property
    def written(self) -> dict[str, NDArray[Any]]:
        """The columns ISSUE_COLUMNS as files and the frame have them: tables and fields as text."""
        return {
            "rule": self.column(lambda part: part.rule),
            "table": self.column(lambda part: str(part.table)),
            "row": self.row,
            "line": np.concatenate([np.array([], dtype=np.int64), *(part.line for part in self.parts)]),
            "file": self.column(lambda part: part.file),
            "child": self.child,
            "fields": self.column(lambda part: ", ".join(part.fields)),
            "category": self.column(lambda part: part.category),
            "message": self.column(lambda part: part.message),
        }

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One line an issue, columns ISSUE_COLUMNS."""
        return pd.DataFrame(self.written)

    # -- together

    def by(self, key: Callable[[RuleIssues], K]) -> dict[K, Index]:
        """Positions of the issues whose parts have the same key, in the order in which the keys come first."""
        found: dict[K, list[Index]] = {}
        start = 0
        for part in self.parts:
            found.setdefault(key(part), []).append(np.arange(start, start + len(part), dtype=np.intp))
            start += len(part)
        return {value: np.concatenate(positions) for value, positions in found.items()}

    @cached_property
    def by_child(self) -> dict[str, list[int]]:
        """Child -> positions, in the order in which the children come first; "" for rows without one."""
        found: dict[str, list[int]] = {}
        for position, child in enumerate(self.child.tolist()):
            found.setdefault(child, []).append(position)
        return found

    @cached_property
    def by_row(self) -> dict[TableRef, dict[int, list[int]]]:
        """Table -> row -> positions, rows in the order of the table."""
        found: dict[TableRef, dict[int, list[int]]] = {}
        for position, issue in enumerate(self):
            found.setdefault(issue.table, {}).setdefault(issue.row, []).append(position)
        return {table: dict(sorted(rows.items())) for table, rows in found.items()}

    def of_row(self, table: TableRef, row: int) -> list[int]:
        """Positions of the issues of one row."""
        return self.by_row.get(table, {}).get(row, [])

    def fields(self, positions: Iterable[int]) -> set[str]:
        """The fields that some of the issues, or any, point to."""
        return {field for position in positions for field in self[position].fields}

    @property
    def children(self) -> int:
        """How many children have an issue."""
        return len(self.by_child.keys() - {""})

    @cached_property
    def counts(self) -> dict[str, RuleCount]:
        """What each rule found that found anything, in their order."""
        return {
            rule: RuleCount(len(positions), len({*self.child[positions].tolist()} - {""}))
            for rule, positions in self.by(lambda part: part.rule).items()
        }

    @property
    def most_first(self) -> list[tuple[str, RuleCount]]:
        """The same, most issues first; of equals in their order."""
        return sorted(self.counts.items(), key=lambda found: -found[1].issues)

    # -- others

    def without(self, children: Collection[str]) -> Issues:
        """Those that are about none of these children."""
        return Issues(
            replace(part, row=part.row[kept], line=part.line[kept], child=part.child[kept])
            for part in self.parts
            for kept in [~np.isin(part.child, list(children))]
        )
