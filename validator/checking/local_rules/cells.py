"""Which columns a condition may name, and what kind of value each holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ...returns import codes
from ...returns.tables import DERIVED, YEARS, tables
from ...returns.words import listed
from .nodes import ColumnCell, ValueKind

_KINDS = {"date": ValueKind.DATE, "date_zz": ValueKind.DATE, "integer": ValueKind.NUMBER}
# Of a longer list only these many are named in a message.
_SHOWN = 12


class UnknownColumn(Exception):  # noqa: N818 - told to the user as an InputError
    """A name that is no column of the table: what is wrong, and what could be meant."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


@cache
def cells(table: str) -> Mapping[str, ColumnCell]:
    """Column -> ColumnCell of a table's own columns, those that the engine works out among them."""
    found = {}
    for column in tables()[table].columns.values():
        listing = column.codes if column.type in ("code", "flag") else ""
        found[column.name] = ColumnCell(column.name, _KINDS.get(column.type, ValueKind.TEXT), codes=listing)
    for name in DERIVED.get(table, ()):
        found[name] = (
            ColumnCell(name, ValueKind.NUMBER)
            if name == "PL_DISTANCE"
            else ColumnCell(name, ValueKind.TEXT, codes=name)
        )
    return found


def find_cell(table: str, words: str) -> ColumnCell:
    """The column that `DOB` or `Header.DOB` means in a rule about `table`. Raises UnknownColumn."""
    before, _, after = words.rpartition(".")
    name = after.upper()
    if before.upper() not in ("", table.upper(), "HEADER"):
        raise UnknownColumn(
            f"“{words}”: a condition sees one row of {table} and the child’s header, and no other table.",
            f"Name a column of {table}, or one of Header as in Header.DOB.",
        )
    of_header = before.upper() == "HEADER" and table != "Header"
    home = "Header" if of_header else table
    own = cells(home)
    if name in own:
        return ColumnCell(name, own[name].kind, of_header, own[name].codes)
    raise UnknownColumn(f"{home} has no column “{after}”.", _meant(home, name, of_header))


def _meant(home: str, name: str, of_header: bool) -> str:
    before = "Header." if of_header else ""
    if name in (names := _all_names(home)):
        return f"Did you mean {before}{names[name]}?"
    if not of_header and name in (header := _all_names("Header")):
        return f"Header has it: write Header.{header[name]}."
    near = [before + found for found in nearest(name, cells(home))]
    if near:
        return f"Did you mean {listed(near, 'or')}?"
    return f"Its columns are {listed(list(cells(home)))}. Texts and codes stand in quotation marks, as in 'U1'."


def _all_names(home: str) -> Mapping[str, str]:
    """Names under which files may have a column -> its name here."""
    others = {alias: column.name for column in tables()[home].columns.values() for alias in column.aliases}
    return others | {name: name for name in cells(home)}


def all_codes(listing: str) -> Sequence[str]:
    """Every code of a list, of whatever year."""
    return list(dict.fromkeys(code for year in YEARS for code in codes.codes(listing, year)))


def codes_like(listing: str, code: str) -> str:
    """A sentence on what codes there are: the nearest of a long list, all of a short one."""
    known = all_codes(listing)
    if len(known) <= _SHOWN:
        return f"The codes are {listed(known)}."
    # Short codes are alike in ways that say nothing of which is meant, so they stay in their order.
    if near := sorted(nearest(code, known, 6), key=known.index):
        return f"The nearest {'codes are' if len(near) > 1 else 'code is'} {listed(near)}."
    return f"The codes are {', '.join(known[:_SHOWN])} and {len(known) - _SHOWN} more."


def nearest(word: str, known: Iterable[str], most: int = 4) -> list[str]:
    """The few known words most like this one, the likest first."""
    # A long word takes long to compare, and is like none.
    return difflib.get_close_matches(word[:30], list(known), n=most, cutoff=0.5)
