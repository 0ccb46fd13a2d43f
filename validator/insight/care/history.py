"""One history of each child out of several years' returns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from rules.language import Dates, Index, Mask

from ...reading.extension import Extra
from ...returns.columns import Text
from ...returns.errors import InputError, Notice
from ...returns.rows import Return
from ...returns.tables import tables
from . import identifiers
from .join import join, renamed
from .log import REPAIRS, SWITCHES, Entry
from .repairs import Episodes, repaired
from .spells import Placements, Runs, legal_statuses, periods_of_care, placements, start_known
from .stack import Children, Stack, stack
from .years import Year, in_order, missing_between


class History:
    """All that several years' returns tell of each child, with exact values.

    `years` are the returns, the oldest first; `names` are the children's CHILD, by their numbers; `log` has the
    repairs. `rows(name)` are a table's rows after joining, `every(name)` those of all the returns.
    Episodes, periods of care, placements and legal statuses have numbers of their own, from 0 in order of child.
    """

    def __init__(
        self, years: Sequence[Year], renamed: Mapping[str, str], without: Collection[str], extra: Extra | None = None
    ) -> None:
        self.years = years
        self.extra = extra or Extra()
        self.without = frozenset(without)
        self._children = Children(years, renamed)
        self.names = self._children.names
        self._log: list[Entry] = []
        self._stacks: dict[str, Stack] = {}
        self._rows: dict[str, Stack] = {}
        for name in tables():
            self._rows[name] = join(self.every(name), self._log, self.without)
        if renamed:
            self._note_identifiers(renamed)
        self.episodes: Episodes = repaired(
            self.rows("Episodes"), self.returned("Episodes"), years, self._log, self.without
        )
        self._note_old_codes()

    # -- rows

    def every(self, name: str) -> Stack:
        """A table's rows in all returns, under each other."""
        if name not in self._stacks:
            self._stacks[name] = stack(name, self.years, self._children)
        return self._stacks[name]

    def rows(self, name: str) -> Stack:
        """A table's rows once joined; for Episodes as returned, the repaired ones are `episodes`."""
        return self._rows[name]

    def returned(self, name: str) -> Mask:
        """Child and year -> whether that year's return has a row of the child in the table. A last line is for -1."""
        rows = self.every(name)
        found = np.zeros((len(self.names) + 1, len(self.years)), dtype=bool)
        found[rows.child, rows.year] = True
        found[-1] = False
        return found

    @cached_property
    def seen(self) -> Mask:
        """Child and year -> whether that year's return has a row of the child in any table."""
        return np.logical_or.reduce([self.returned(name)[:-1] for name in tables()])

    @property
    def log(self) -> Sequence[Entry]:
        """The repairs, by child, table and row, so that the order of files and rows does not matter."""
        return sorted(self._log, key=lambda entry: (entry.child, entry.table, entry.year, entry[5:], entry.repair))

    def present_name(self, name: str) -> str:
        """The CHILD under which a child is known here."""
        return self._children.present_name(name)

    def source_of(self, table: str, year: int, row: int) -> tuple[str, int] | None:
        """The file and line of a row of the return of a year (its place among the years); None for -1."""
        if row < 0:
            return None
        source = self.years[year].tables[table]._data.source
        return source.file, int(source.line[row])

    # -- what is known of a child

    @cached_property
    def header(self) -> Index:
        """The place of each child's row among `rows("Header")`, -1 for one without; one more, -1, at the end."""
        return self._of_child("Header")

    def _of_child(self, name: str) -> Index:
        found = np.full(len(self.names) + 1, -1, dtype=np.intp)
        rows = self.rows(name)
        found[rows.child] = np.arange(len(rows))
        found[-1] = -1
        return found

    def of_child(self, name: str, column: str) -> Text:
        """A column of the one row that each child has in Header, UASC or PrevPerm, blank for a child without."""
        return self.rows(name).columns[column].take_or_blank(self._of_child(name)[:-1])

    def date_of_child(self, name: str, column: str) -> Dates:
        """The same of a date."""
        days = np.append(self.rows(name).dates[column], np.datetime64("NaT"))
        return days[self._of_child(name)[:-1]]

    @cached_property
    def birth(self) -> Dates:
        """Each child's date of birth, NaT where it is not known."""
        return self.date_of_child("Header", "DOB")

    @cached_property
    def sex(self) -> Text:
        """Each child's sex by the present codes."""
        column = self.of_child("Header", "SEX")
        if "code_renamed" in self.without:
            return column
        return column.respelt(dict(zip(column.words.values, renamed("SEX", column), strict=True)).__getitem__)

    @cached_property
    def asylum_seeker(self) -> Mask:
        """Whether each child is known as an unaccompanied asylum seeker in any of the years."""
        found = np.zeros(len(self.names) + 1, dtype=bool)
        header = self.every("Header")
        found[header.child[header.columns["UASC"] == "1"]] = True
        listed = self.every("UASC")
        with_header = np.array(["Header" in year.tables for year in self.years])
        says = listed.columns["SEX"].filled | listed.columns["DOB"].filled | listed.columns["DUC"].filled
        found[listed.child[says & ~with_header[listed.year]]] = True
        return found[:-1]

    # -- days

    @property
    def first_day(self) -> np.datetime64:
        """The first day of which the returns tell."""
        return self.years[0].start

    @property
    def last_day(self) -> np.datetime64:
        """The last one."""
        return self.years[-1].end

    @property
    def missing_years(self) -> Sequence[str]:
        """The years in the middle of which there is no return."""
        return missing_between(year.name for year in self.years)

    # -- spells

    @cached_property
    def periods(self) -> Runs:
        """The periods of care."""
        return periods_of_care(self.episodes)

    @cached_property
    def start_known(self) -> Mask:
        """Where the first day of a period of care is that of coming into care."""
        return start_known(self.periods)

    @cached_property
    def placements(self) -> Placements:
        """The placements."""
        return placements(self.episodes, self.periods)

    @cached_property
    def legal_statuses(self) -> Runs:
        """The legal statuses."""
        return legal_statuses(self.episodes, self.periods)

    # -- what there is to say

    @cached_property
    def notices(self) -> Sequence[Notice]:
        """What to know before anything is read off: years missing, headers swapped, identifiers that changed, repairs
        switched off."""
        found = [
            f"There is no return of {name}: what happened in that year is not known, and no figure counts it."
            for name in self.missing_years
        ]
        found += identifiers.swapped_headers(self.years)
        found += identifiers.changed(self)
        found += [f"Switched off is the repair {name}: {REPAIRS[name]}" for name in SWITCHES if name in self.without]
        return [Notice("", None, words) for words in found]

    def _note_identifiers(self, renamed: Mapping[str, str]) -> None:
        known = {name for year in self.years for rows in year.tables.values() for name in rows._return.child_names}
        place = {name: at for at, name in enumerate(self.names.tolist())}
        for old, new in sorted(renamed.items()):
            if old in known:
                self._log.append(Entry("identifier_joined", "Header", place[new], -1, -1, "CHILD", old, new))

    def _note_old_codes(self) -> None:
        if "code_renamed" in self.without:
            return
        rows = self.rows("Header")
        column = rows.columns["SEX"]
        now = renamed("SEX", column)
        for at in np.flatnonzero((now != column.words.values)[column.codes] & (rows.child >= 0)).tolist():
            old, new = str(column.words.values[column.codes[at]]), str(now[column.codes[at]])
            place = (int(rows.child[at]), int(rows.year[at]), int(rows.row[at]))
            self._log.append(Entry("code_renamed", "Header", *place, "SEX", old, new))


def history(
    returns: Return | Iterable[Return],
    *,
    without: Collection[str] = (),
    ids: Mapping[str, str] | None = None,
    extra: Extra | None = None,
) -> History:
    """Join the returns of any number of years, in any order, into one history of each child.

    A `Return` that was made with last year's tables counts as two years. `without` names repairs that are not to be
    made (see `REPAIRS`); `ids` are CHILD of earlier years -> CHILD now; `extra` are the tables of the extension. Raises
    InputError where two returns of one year differ, or a repair has no such name; broken rows are kept and told of.
    """
    unknown = sorted(set(without) - set(SWITCHES))
    if unknown:
        raise InputError(
            f"There is no repair “{unknown[0]}” that can be switched off.", f"Choose from {', '.join(SWITCHES)}."
        )
    years = in_order([returns] if isinstance(returns, Return) else returns)
    return History(years, identifiers.final(ids or {}), without, extra)
