"""One table of all years put under each other, its words shared by the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rules.language import Dates, Index, Mask

from ...returns.columns import Text, Words
from ...returns.tables import DERIVED, tables
from .years import Year

BLANK = Text(np.zeros(1, dtype=np.intp), Words(np.array([""], dtype=object)))


@dataclass(frozen=True)
class Stack:
    """Some rows of one table, of any years.

    `child` numbers the children of the history in the order of their names (-1 for a blank CHILD), `year` is the
    place of the return among the years and `row` the row in it; `oldest` is the first return that has the row.
    `columns` are the texts, whose words are in order, and `dates` the date columns.
    """

    name: str
    child: Index
    year: Index
    row: Index
    oldest: Index
    columns: Mapping[str, Text]
    dates: Mapping[str, Dates]

    def __len__(self) -> int:
        return len(self.child)

    def __getitem__(self, which: Mask | Index) -> Stack:
        at: Index = np.flatnonzero(which) if which.dtype == bool else which.astype(np.intp)
        return Stack(
            self.name,
            self.child[at],
            self.year[at],
            self.row[at],
            self.oldest[at],
            {name: column.take(at) for name, column in self.columns.items()},
            {name: days[at] for name, days in self.dates.items()},
        )

    @property
    def filled(self) -> Index:
        """How many cells of each row hold text."""
        return np.sum([column.filled for column in self.columns.values()], axis=0, dtype=np.int64)


class Children:
    """The children of all years: `names` in order, and the way from a return's numbers to theirs."""

    def __init__(self, years: Sequence[Year], renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        returns = {id(rows._return): rows._return for year in years for rows in year.tables.values()}
        names = {key: [renamed.get(name, name) for name in r.child_names.tolist()] for key, r in returns.items()}
        used = {name for found in names.values() for name in found}
        self.names = np.array(sorted(used), dtype=object)
        place = {name: at for at, name in enumerate(self.names.tolist())}
        self._numbers = {
            key: np.array([*(place[name] for name in found), -1], dtype=np.intp) for key, found in names.items()
        }

    def __len__(self) -> int:
        return len(self.names)

    def present_name(self, name: str) -> str:
        """The identifier that counts, of one that may have been changed."""
        return self._renamed.get(name, name)

    def of(self, child: Index, key: int) -> Index:
        """The history's numbers of a return's children; `key` is the identity of the return."""
        return self._numbers[key][child]


def stack(name: str, years: Sequence[Year], children: Children) -> Stack:
    """The rows of a table of every year that has it, the oldest year first."""
    parts = [(at, year.tables[name]) for at, year in enumerate(years) if name in year.tables]
    table = tables()[name]
    columns = [column for column in (*table.columns, *DERIVED.get(name, ())) if column != "CHILD"]
    sizes = [len(rows) for _, rows in parts]
    year = np.repeat(np.array([at for at, _ in parts], dtype=np.intp), sizes)
    child = [children.of(rows.child, id(rows._return)) for _, rows in parts]
    row = [np.arange(size, dtype=np.intp) for size in sizes]
    none = np.zeros(0, dtype=np.intp)
    return Stack(
        name=name,
        child=np.concatenate([none, *child]),
        year=year,
        row=np.concatenate([none, *row]),
        oldest=year,
        columns={
            column: together([
                rows.text(column) if column in rows._data.columns else BLANK.take(np.zeros(len(rows), dtype=np.intp))
                for _, rows in parts
            ])
            for column in columns
        },
        dates={
            column: np.concatenate([np.zeros(0, dtype="M8[D]"), *(rows.date(column) for _, rows in parts)])
            for column in columns
            if column in table.columns and table.columns[column].type == "date"
        },
    )  # fmt: skip


def together(texts: Sequence[Text]) -> Text:
    """Texts under each other with shared words, in order, the blank first."""
    words = sorted({"", *(word for text in texts for word in text.words.values.tolist())})
    place = {word: at for at, word in enumerate(words)}
    codes = [
        np.array([place[word] for word in text.words.values.tolist()], dtype=np.intp)[text.codes] for text in texts
    ]
    return Text(np.concatenate([np.zeros(0, dtype=np.intp), *codes]), Words(np.array(words, dtype=object)))


def count_different(of: Index, what: Index, number: int) -> Index:
    """For each of `number` groups, how many different things it has: `of` the groups, `what` the things, aligned."""
    pairs = np.unique(of * np.int64(1 << 32) + what)
    return np.bincount((pairs >> 32).astype(np.intp), minlength=number).astype(np.int64)


def groups(*keys: Index) -> tuple[Index, int]:
    """Rows with the same keys as numbers of groups, from 0, and how many groups there are."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.intp), 0
    order = np.lexsort(keys[::-1])
    new = np.zeros(len(order), dtype=bool)
    for key in keys:
        placed = key[order]
        new[1:] |= placed[1:] != placed[:-1]
    numbers = np.empty(len(order), dtype=np.intp)
    numbers[order] = np.cumsum(new)
    return numbers, int(new.sum()) + 1
