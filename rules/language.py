"""The language of rules: the return as a rule sees it, in types. The engine implements it (validator/returns/rows.py).

What a table has for columns is in schema.py, made from the list of tables: `r.Episodes.DECOM` is known to be dates, and
a column that does not exist is an error of types, be it named as an attribute or as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Never, Protocol, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

# Days (datetime64[D]), NaT for one that is blank or cannot be read; yes or no; numbers, NaN for none; words; positions.
Dates: TypeAlias = NDArray[np.datetime64]
Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Strings: TypeAlias = NDArray[np.object_]
Index: TypeAlias = NDArray[np.intp]

YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")


class Year(IntEnum):
    """Whose table: this year's return, or last year's."""

    THIS = 0
    LAST = 1


THIS, LAST = Year


@dataclass(frozen=True, order=True, slots=True)
class TableRef:
    """A table of this year's return or of last year's, in the order of names, this year's first.

    Its text is how files, addresses and rules write it: `Episodes`, and `Episodes_last` for last year's.
    """

    name: str
    year: Year = THIS

    def __str__(self) -> str:
        return f"{self.name}{_OF_LAST_YEAR if self.year is LAST else ''}"

    @staticmethod
    @lru_cache
    def of(text: str) -> TableRef:
        """The table that a text means, the same object each time; whether there is such a table is not asked."""
        name = text.removesuffix(_OF_LAST_YEAR)
        return TableRef(name, THIS if name == text else LAST)


_OF_LAST_YEAR = "_last"


class NotRun(Exception):  # noqa: N818 - not an error: an answer
    """Raised by a rule that cannot be run on this return, with the reason in words for the user."""


class Words(Protocol):
    """The distinct values of a column, the blank "" first, and the way from a value back to its place."""

    @property
    def values(self) -> Strings: ...
    @property
    def code_of(self) -> Mapping[str, int]: ...


class Text(Protocol):
    """A column of text. A blank cell is ""; it equals nothing, not even another blank (see `same` for that).

    Kept as the distinct `words` and one integer per row into them (`codes`, 0 for a blank).
    """

    @property
    def codes(self) -> Index: ...
    @property
    def words(self) -> Words: ...
    @property
    def values(self) -> Strings:
        """The text of each row, blank as ""."""

    def __len__(self) -> int: ...
    def each(self, test: Callable[[str], bool]) -> Mask:
        """Where a filled cell passes `test`; a blank never does."""

    @property
    def filled(self) -> Mask:
        """Where there is any text."""

    @property
    def blank(self) -> Mask:
        """Where there is no text."""

    def isin(self, accepted: Iterable[str]) -> Mask:
        """Where the text is one of `accepted`, exactly; false for a blank."""

    def startswith(self, *prefixes: str) -> Mask:
        """Where the text begins with one of the prefixes."""

    def matches(self, pattern: str) -> Mask:
        """Where the whole text fits the regular expression."""

    def upper(self) -> Self:
        """The same in upper case."""

    def respelt(self, spell: Callable[[str], str]) -> Self:
        """The text of each cell as `spell` writes it."""

    def repeated(self) -> Mask:
        """Where another row has the same text; never for a blank."""

    def numbers(self) -> Numbers:
        """The text read as numbers; NaN where it is blank or no number."""

    def dates(self) -> Dates:
        """The text read as DD/MM/YYYY; NaT where it is blank or no such date."""

    def __eq__(self, other: str | Text) -> Mask:  # type: ignore[override]
        """Where the text is exactly `other`; never for a blank."""

    def __ne__(self, other: str | Text) -> Mask:  # type: ignore[override]
        """The opposite of `==`: true for blanks, two blanks included."""

    def same(self, other: Text) -> Mask:
        """Where both are the same text, two blanks counting as the same."""

    def differs(self, other: Text) -> Mask:
        """Where they are not the same text: two blanks are the same, a blank and a value differ."""


# The names of a table's columns, and those of its dates.
Name = TypeVar("Name", bound=str, contravariant=True)
Day = TypeVar("Day", bound=str, contravariant=True)
Column = TypeVar("Column", bound=Text)
# What rows give when some of them are taken.
Taken = TypeVar("Taken")
Some = TypeVar("Some", covariant=True)


class Partners(Protocol[Some]):
    """Rows as others see them that are joined with them: by child, and to take some of them."""

    @property
    def ref(self) -> TableRef:
        """Which table, of which year."""

    @property
    def child(self) -> Index:
        """The number of each row's child; -1 for a blank CHILD or no row."""

    def __len__(self) -> int: ...
    def __getitem__(self, which: Mask | Index | slice) -> Some:
        """The rows where a mask is true, or at positions (-1 for no row)."""

    def by_number(self) -> tuple[Index, Index, Index]:
        """Positions sorted by child (file order within), and each child's first place and number in that order."""


class Rows(Protocol[Name, Day]):
    """Some rows of one table, in some order; a row may occur twice, and -1 in `index` is "no such row", all blank."""

    @property
    def ref(self) -> TableRef:
        """Which table, of which year."""

    @property
    def index(self) -> Index:
        """Where each row stands in its table."""

    @property
    def child(self) -> Index:
        """The number of each row's child; -1 for a blank CHILD or no row."""

    @property
    def CHILD(self) -> Text:  # noqa: N802 - as the return has it
        """Child identifier."""

    @property
    def exists(self) -> Mask:
        """Where there is a row at all."""

    def __len__(self) -> int: ...
    def __getitem__(self, which: Mask | Index | slice) -> Rows[Name, Day]:
        """The rows where a mask is true, or at positions (-1 for no row)."""

    def text(self, name: Name) -> Text:
        """A column as text, dates too: what was supplied, readable or not."""

    def date(self, name: Day) -> Dates:
        """A column of dates, for a rule that is told which."""

    def spelt(self, name: Day) -> Text:
        """A date column as text in which the same day is the same text, for days that may be no readable dates."""

    def filled(self, *names: Name) -> Mask:
        """Where any of the columns holds text, readable or not."""

    def blank(self, *names: Name) -> Mask:
        """Where all of the columns are empty."""

    def count_filled(self, *names: Name) -> Counts:
        """How many of the columns hold text, row by row."""

    def supplied(self, name: Name) -> bool:
        """Whether the input itself had this (derived) column."""

    def by_number(self) -> tuple[Index, Index, Index]:
        """Positions sorted by child (file order within), and each child's first place and number in that order."""

    def count_for(self, others: AnyRows) -> Counts:
        """For each row of `others`: how many of these rows its child has (0 for a blank CHILD)."""

    def child_in(self, others: AnyRows) -> Mask:
        """Where the row's child has any of the rows in `others`; never for a blank CHILD."""

    def of(self, others: AnyRows) -> Rows[Name, Day]:
        """For each row of `others`: the first of these rows that its child has, or no row."""

    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[Rows[Name, Day], Taken]:
        """Every pair of one of these rows and one of `others` with the same child, as two Rows of equal length.

        With `keep_single` a row without a partner is paired with no row. A blank CHILD has no partner.
        """

    def any_of(self, pairs: AnyRows, condition: Mask) -> Mask:
        """Where a row occurs among `pairs` (rows of the same table) with the condition true."""

    def by_child(self, *names: Day | Dates, blanks: str = "last") -> Ordered[Name, Day]:
        """These rows sorted by child, then by the date columns named, or by dates, one per row; blank CHILD first.

        `blanks`: where a blank or unreadable date comes among the rows of its child, "first" or "last". Of equal rows
        that which ended first comes first and one still open last.
        """

    def first(self, name: Day) -> Rows[Name, Day]:
        """One row per child: the one with the earliest date in the column, of equals the first as `by_child` has them.

        Rows with a blank CHILD or without a readable date take no part.
        """

    def last(self, name: Day) -> Rows[Name, Day]:
        """One row per child: the one with the latest date in the column, of equals the last as `by_child` has them.

        Rows with a blank CHILD or without a readable date take no part.
        """


class Ordered(Rows[Name, Day], Protocol[Name, Day]):
    """Rows sorted by child, so that a row's neighbours are its child's previous and next."""

    @property
    def starts(self) -> Mask:
        """Where a row is its child's first; rows with a blank CHILD each stand alone."""

    @property
    def ends(self) -> Mask:
        """Where a row is its child's last; rows with a blank CHILD each stand alone."""

    @property
    def previous(self) -> Rows[Name, Day]:
        """Aligned with these rows: the row before, if it is the same child's; else no row."""

    @property
    def next(self) -> Rows[Name, Day]:
        """Aligned with these rows: the row after, if it is the same child's; else no row."""


# Rows of whatever table; and what a rule gives: a mask over its first table, or rows of one table or several.
AnyRows: TypeAlias = Rows[Never, Never]
Flagged: TypeAlias = Mask | AnyRows | tuple[AnyRows, ...]


class Providers(Protocol):
    """The provider list, one entry per row in every array; a URN may have several rows (one for each setting)."""

    @property
    def urn(self) -> Strings:
        """Text in upper case."""

    @property
    def place_codes(self) -> Strings:
        """Frozensets of placement types."""

    @property
    def provider_codes(self) -> Strings:
        """Frozensets of provider types."""

    @property
    def reg_end(self) -> Dates:
        """When the registration ended, NaT while it lasts."""

    @property
    def postcode(self) -> Strings:
        """Upper case without blanks."""

    @property
    def la_code(self) -> Strings:
        """The authority in which the postcode lies (as PL_LA; "" when unknown)."""


class Circumstances(Protocol):
    """What a rule may ask of a return beside its tables."""

    @property
    def year(self) -> str:
        """The collection year, such as "2025-26"."""

    @property
    def start(self) -> np.datetime64:
        """The first day of the period checked."""

    @property
    def end(self) -> np.datetime64:
        """The last day of the period checked."""

    @property
    def closes(self) -> np.datetime64:
        """The last day of the collection, from which `end` differs in a check as at a day."""

    @property
    def children(self) -> int:
        """How many different children occur, in both years."""

    @property
    def this_year(self) -> Mapping[str, Rows[str, str]]:
        """This year's tables by their names, for a rule that is told which."""

    @property
    def facts(self) -> MutableMapping[object, object]:
        """What rules work out and share (see `rules.fact`)."""

    @property
    def own_authorities(self) -> frozenset[str]:
        """The codes of PL_LA that count as this authority in the year: several where it has since been divided."""

    def codes(self, name: str) -> Sequence[str]:
        """The codes of a list that this collection year accepts."""

    def group(self, name: str, group: str) -> Sequence[str]:
        """A named group of codes, such as ("PLACE", "temporary"), in this collection year."""

    def goes_with(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Code -> the codes of its neighbouring column that it allows."""

    def year_pairs(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Last year's code -> this year's codes that do not contradict it."""

    def as_this_year(self, name: str, column: Column) -> Column:
        """A column of last year's codes, those that were renamed for this year given their present name."""

    @property
    def providers(self) -> Providers | None:
        """The provider list, where there is one."""

    @property
    def postcodes(self) -> object | None:
        """The postcode reference, where there is one; `known_postcode` asks it."""

    def known_postcode(self, column: Text) -> Mask:
        """Where a postcode is in the postcode reference; NotRun when the reference is not at hand."""
