"""The return as the rules see it: typed, read-only tables whose rows can be joined by child and put in order.

Every column is kept with one blank entry more than the table has rows, so that the index -1, "no such row", reads as
blank in every column and no rule needs a special case for a missing partner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rules import language
from rules.language import AnyRows, Column, Counts, Dates, Index, Mask, NotRun, Numbers, Partners, Strings, Taken

from . import codes
from .as_at import AsAt
from .authorities import own_codes
from .collection import Collection
from .columns import Text, parse_dates
from .errors import Notice
from .settings import Lists
from .tables import DERIVED, LAST, THIS, TableRef, TextTable, Year, tables
from .words import year_from

if TYPE_CHECKING:
    from ..places.postcodes import Postcodes
    from ..places.providers import Providers

# Joining every row of a child with every other is meant for a handful of rows a child. Past this many pairs (one
# identifier on a whole file, say) memory would not hold, and the rule says so instead.
MOST_PAIRS = 20_000_000


class TableData:
    """One table of one year: its text, its dates, and which child each row is about.

    `child` numbers the children of the whole return (both years) from 0; -1 is a blank CHILD.
    """

    def __init__(self, ref: TableRef, text: TextTable, columns: dict[str, Text], child: Index) -> None:
        self.ref = ref
        self.table = tables()[ref.name]
        self.source = text
        self.columns = columns
        self.child = child
        self.dates: dict[str, Dates] = {}
        self.orders: dict[tuple[str, ...], Index] = {}

    def date(self, name: str) -> Dates:
        """A date column, parsed on first use."""
        if name not in self.dates:
            self.dates[name] = self.columns[name].dates()
        return self.dates[name]


class Rows:
    """Some rows of one table, in some order; a row may occur twice, and -1 in `index` is "no such row", all blank.

    Columns are attributes: a date column gives datetime64[D] (NaT where blank or unreadable), PL_DISTANCE floats
    (NaN where blank), any other `Text`. `text(name)` gives any column as supplied.
    """

    def __init__(self, r: Return, data: TableData, index: Index | None = None) -> None:
        self._return = r
        self._data = data
        self._whole = index is None
        self.index: Index = np.arange(len(data.source), dtype=np.intp) if index is None else index

    @property
    def ref(self) -> TableRef:
        """Which table, of which year."""
        return self._data.ref

    def __len__(self) -> int:
        return len(self.index)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = self._column(name)
        # Most rules look at whole tables, and at the same columns: keep what was taken.
        self.__dict__[name] = value
        return value

    def _column(self, name: str) -> Text | Dates | Numbers:
        column = self._data.table.columns.get(name)
        if name not in self._data.columns:
            raise AttributeError(f"{self.ref} has no column {name}")
        if column is not None and column.type == "date":
            return self.date(name)
        text = self._data.columns[name].take(self.index)
        return text.numbers() if name == "PL_DISTANCE" else text

    def text(self, name: str) -> Text:
        """A column as text, dates too: what was supplied, readable or not."""
        return self._data.columns[name].take(self.index)

    def date(self, name: str) -> Dates:
        """A column of dates."""
        return self._data.date(name)[self.index]

    def spelt(self, name: str) -> Text:
        """A date column as text in which the same day is the same text, for days that may be no readable dates."""
        return self.text(name).spelt_alike()

    def filled(self, *names: str) -> Mask:
        """Where any of the columns holds text, readable or not."""
        return np.logical_or.reduce([self.text(name).filled for name in names])

    def blank(self, *names: str) -> Mask:
        """Where all of the columns are empty."""
        return ~self.filled(*names)

    def count_filled(self, *names: str) -> Counts:
        """How many of the columns hold text, row by row."""
        return np.sum([self.text(name).filled for name in names], axis=0, dtype=np.int64)

    def supplied(self, name: str) -> bool:
        """Whether the input itself had this (derived) column."""
        return name in self._data.source.columns

    @property
    def child(self) -> Index:
        """The number of each row's child; -1 for a blank CHILD or no row."""
        return self._data.child[self.index]

    @property
    def exists(self) -> Mask:
        """Where there is a row at all."""
        return self.index >= 0

    def __getitem__(self, which: Mask | Index | slice) -> Rows:
        """The rows where a mask is true, or at positions (-1 for no row)."""
        if isinstance(which, np.ndarray) and which.dtype != bool:
            return Rows(self._return, self._data, np.append(self.index, -1)[which])
        return Rows(self._return, self._data, self.index[which])

    # -- by child

    def by_number(self) -> tuple[Index, Index, Index]:
        """Positions sorted by child (file order within), and each child's first place and number in that order."""
        key = ("", "by child")
        child = self.child
        if self._whole and key in self._data.orders:
            order = self._data.orders[key]
        else:
            order = np.argsort(child, kind="stable").astype(np.intp)
            if self._whole:
                self._data.orders[key] = order
        count = np.bincount(child[child >= 0], minlength=self._return.children)
        start = np.cumsum(count) - count + int((child < 0).sum())
        return order, start, count

    def count_for(self, others: AnyRows) -> Counts:
        """For each row of `others`: how many of these rows its child has (0 for a blank CHILD)."""
        child = self.child
        count = np.bincount(child[child >= 0], minlength=self._return.children)
        return np.append(count, 0)[others.child]

    def child_in(self, others: AnyRows) -> Mask:
        """Where the row's child has any of the rows in `others`; never for a blank CHILD."""
        return others.count_for(self) > 0

    def of(self, others: AnyRows) -> Rows:
        """For each row of `others`: the first of these rows that its child has, or no row.

        `r.Header.of(r.Episodes)` is the header of each episode.
        """
        position = np.full(self._return.children + 1, -1, dtype=np.intp)
        child = self.child
        # Written backwards, so that the first row of a child is the one that stays.
        position[child[::-1]] = self.index[::-1]
        position[-1] = -1
        return Rows(self._return, self._data, position[others.child])

    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[Rows, Taken]:
        """Every pair of one of these rows and one of `others` with the same child, as two Rows of equal length.

        With `keep_single` a row without a partner is paired with no row. A blank CHILD has no partner.
        """
        order, start, count = others.by_number()
        partners = np.append(count, 0)[self.child]
        single = partners == 0
        times = np.where(single, int(keep_single), partners)
        if times.sum() > MOST_PAIRS:
            raise NotRun(
                f"One child has so many rows in {self.ref} and {others.ref} that they cannot all be compared. "
                "Check the CHILD column of these files."
            )
        left = np.repeat(np.arange(len(self), dtype=np.intp), times)
        within = np.arange(len(left), dtype=np.intp) - np.repeat(np.cumsum(times) - times, times)
        place = np.append(start, 0)[self.child][left] + within
        none = single[left]
        right = order[np.where(none, 0, place)] if len(order) else np.zeros(len(left), dtype=np.intp)
        return self[left], others[np.where(none, -1, right)]

    def any_of(self, pairs: AnyRows, condition: Mask) -> Mask:
        """Where a row occurs among `pairs` (rows of the same table) with the condition true."""
        hit = np.zeros(len(self._data.source) + 1, dtype=bool)
        hit[pairs.index[condition]] = True
        hit[-1] = False
        return hit[self.index]

    # -- in order

    def by_child(self, *names: str | Dates, blanks: str = "last") -> Ordered:
        """These rows sorted by child, then by the date columns named; blank CHILD first.

        In place of a name there may be dates, one per row. `blanks`: where a blank or unreadable date comes among the
        rows of its child, "first" or "last". Of equal rows that which ended first comes first and one still open last,
        so that the order in the file matters only between rows with the same dates.
        """
        named = tuple(name for name in names if isinstance(name, str))
        keep = self._whole and len(named) == len(names)
        key = (*named, blanks)
        if keep and key in self._data.orders:
            return Ordered(self._return, self._data, self._data.orders[key])
        dates = [getattr(self, name) if isinstance(name, str) else name for name in reversed(names)]
        keys = [_unknown_last(days) if blanks == "last" else days.astype(np.int64) for days in dates]
        if ends := self._data.table.ends:
            keys.insert(0, _unknown_last(getattr(self, ends)))
        order = self.index[np.lexsort((*keys, self.child))]
        if keep:
            self._data.orders[key] = order
        return Ordered(self._return, self._data, order)

    def first(self, name: str) -> Rows:
        """One row per child: the one with the earliest date in the column, of equals the first as `by_child` has them.

        Rows with a blank CHILD or without a readable date take no part.
        """
        dated = self._dated(name)
        return dated[dated.starts]

    def last(self, name: str) -> Rows:
        """One row per child: the one with the latest date in the column, of equals the last as `by_child` has them.

        Rows with a blank CHILD or without a readable date take no part.
        """
        dated = self._dated(name)
        return dated[dated.ends]

    def _dated(self, name: str) -> Ordered:
        return self[~np.isnat(getattr(self, name)) & (self.child >= 0)].by_child(name)


def _unknown_last(dates: Dates) -> Counts:
    """Days as numbers to sort by, an unknown date after every other."""
    days = dates.astype(np.int64)
    return np.where(np.isnat(dates), np.iinfo(np.int64).max, days)


class Ordered(Rows):
    """Rows sorted by child, so that a row's neighbours are its child's previous and next."""

    @property
    def starts(self) -> Mask:
        """Where a row is its child's first; rows with a blank CHILD each stand alone."""
        child = self.child
        return (np.diff(child, prepend=-2) != 0) | (child < 0)

    @property
    def ends(self) -> Mask:
        """Where a row is its child's last; rows with a blank CHILD each stand alone."""
        child = self.child
        return (np.diff(child, append=-2) != 0) | (child < 0)

    @property
    def previous(self) -> Rows:
        """Aligned with these rows: the row before, if it is the same child's; else no row."""
        before = np.concatenate([[-1], self.index[:-1]]).astype(np.intp) if len(self) else self.index
        return Rows(self._return, self._data, np.where(self.starts, -1, before))

    @property
    def next(self) -> Rows:
        """Aligned with these rows: the row after, if it is the same child's; else no row."""
        after = np.concatenate([self.index[1:], [-1]]).astype(np.intp) if len(self) else self.index
        return Rows(self._return, self._data, np.where(self.ends, -1, after))


class Return:
    """This year's return and, where supplied, last year's: `r.Episodes`, `r.Episodes_last` and so on are `Rows`.

    `tables` has all of them, `this_year` and `last_year` those of a year by name; `has` says which there are. `start`
    and `end` are the first and last day of the period checked, `closes` is the last day of the collection, from which
    `end` differs in a check as at a day.
    `providers` is the provider list or None. `facts` keeps what rules work out and share (see `rules.fact`).

    All rows of the files are there. What the rules look at in a check as at a day is `seen`.
    """

    def __init__(
        self,
        collection: Collection,
        this_year: Mapping[str, TextTable],
        last_year: Mapping[str, TextTable] | None = None,
        providers: Providers | None = None,
        postcodes: Postcodes | None = None,
        derive: Callable[[Return], None] | None = None,
        before: Return | None = None,
    ) -> None:
        """`before` is an earlier return, of which columns of the very same text are taken over."""
        self.collection = collection
        self.year = collection.year
        self.authority = collection.authority
        self.start, self.end = (np.datetime64(day, "D") for day in collection.period)
        self.closes = np.datetime64(collection.end, "D")
        self.providers = providers
        self.postcodes = postcodes
        self.facts: dict[object, object] = {}
        self._derive = derive
        supplied = [(text, THIS) for text in this_year.values()] + [(text, LAST) for text in (last_year or {}).values()]
        numbers, self.child_names = _number_children([text for text, _ in supplied])
        self.tables: dict[TableRef, Rows] = {}
        for (text, year), child in zip(supplied, numbers, strict=True):
            ref = TableRef(text.name, year)
            old = before.tables[ref]._data if before is not None and ref in before.tables else None
            self.tables[ref] = Rows(self, TableData(ref, text, _columns(text, old), np.append(child, -1)))
        self.this_year, self.last_year = (
            {ref.name: rows for ref, rows in self.tables.items() if ref.year is year} for year in Year
        )
        if derive is not None:
            derive(self)

    @cached_property
    def _as_at(self) -> AsAt:
        return AsAt(self)

    @cached_property
    def seen(self) -> Return:
        """The return as the rules look at it: as it would have been on the as-at day, without one all of it."""
        if not self.collection.ends_early:
            return self
        last_year = {name: rows._data.source for name, rows in self.last_year.items()}
        return Return(
            self.collection, self._as_at.tables, last_year, self.providers, self.postcodes, self._derive, before=self
        )

    @property
    def lists(self) -> Lists:
        """What the return is held against."""
        known = self.postcodes
        return Lists(
            postcodes=None if known is None else len(known),
            postcodes_file="" if known is None else known.file,
            last_year=bool(self.last_year),
            providers=self.providers is not None,
        )

    def sees(self, table: TableRef, row: int) -> bool:
        """Whether a row of a table of the files is among those `seen`."""
        place = self.seen.tables[table]._data.source.place
        return place is None or bool(np.isin(row, place))

    @property
    def notices(self) -> Sequence[Notice]:
        """How many rows are not `seen` as they stand in the files."""
        return self._as_at.notices if self.collection.ends_early else ()

    @property
    def children(self) -> int:
        """How many different children occur, in both years."""
        return len(self.child_names)

    def has(self, *names: str, year: Year = THIS) -> bool:
        """Whether all of these tables of a year were supplied, be it without rows."""
        return (self.last_year if year is LAST else self.this_year).keys() >= set(names)

    def __getattr__(self, name: str) -> Rows:
        try:
            return self.__dict__["tables"][TableRef.of(name)]
        except KeyError:
            raise AttributeError(f"the return has no table {name}") from None

    @property
    def own_authorities(self) -> frozenset[str]:
        """The codes of PL_LA that count as this authority in the year: several where it has since been divided."""
        return own_codes(self.authority, self.year)

    def codes(self, name: str) -> Sequence[str]:
        """The codes of a list that this collection year accepts."""
        return tuple(codes.codes(name, self.year))

    def group(self, name: str, group: str) -> Sequence[str]:
        """A named group of codes, such as ("PLACE", "temporary"), in this collection year."""
        return codes.group(name, group, self.year)

    def known_postcode(self, column: language.Text) -> Mask:
        """Where a postcode is in the postcode reference; NotRun when the reference is not at hand."""
        if self.postcodes is None:
            raise NotRun("It needs the postcode reference, which this installation lacks.")
        return self.postcodes.look_up(column.words.values).found[column.codes]

    def year_pairs(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Last year's code -> this year's codes that do not contradict it."""
        return codes.year_pairs(name, self.year)

    def as_this_year(self, name: str, column: Column) -> Column:
        """A column of last year's codes, those that were renamed for this year given their present name."""
        opening = int(self.year[:4])
        known_then = codes.codes(name, year_from(opening - 1))
        present = set(self.codes(name))
        renamed = {old: new for old, new in codes.old_to_new(name).items() if old in known_then and new in present}
        return column.respelt(lambda code: renamed.get(code, code))

    def goes_with(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Code -> the codes of its neighbouring column that it allows."""
        return codes.goes_with(name)

    def add_column(self, table: TableRef, name: str, values: Strings) -> None:
        """Add a derived column (text, one per row) to a table while the return is being put together."""
        data = self.tables[table]._data
        assert name in DERIVED[table.name]
        data.columns[name] = Text.of(np.append(values, ""))


def _number_children(texts: Sequence[TextTable]) -> tuple[list[Index], Strings]:
    """Each table's rows as numbers of children shared by all tables (-1 for a blank), and the children's names."""
    if not texts:
        return [], np.array([], dtype=object)
    child = Text.of(np.concatenate([text.columns["CHILD"] for text in texts]))
    ends = np.cumsum([len(text) for text in texts])[:-1]
    return np.split((child.codes - 1).astype(np.intp), ends), child.words.values[1:]


def _columns(text: TextTable, old: TableData | None) -> dict[str, Text]:
    """The table's columns as Text, each with a blank entry at the end; columns it lacks are blank throughout."""
    no_text = np.full(len(text), "", dtype=object)
    names = [*tables()[text.name].columns, *(name for name in DERIVED.get(text.name, ()) if name in text.columns)]

    def column(name: str) -> Text:
        values = text.columns.get(name, no_text)
        if old is not None and old.source.columns.get(name) is values:
            return old.columns[name]
        return Text.of(np.append(values, ""))

    return {name: column(name) for name in names}


__all__ = ["Ordered", "Return", "Rows", "Text", "parse_dates"]
