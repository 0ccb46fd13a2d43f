"""Rows that may have to be deleted: repeated ones, those of nobody, and those that do not belong in this return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.dates import unknown
from rules.language import Index, Mask

from ..returns.rows import Rows
from ..returns.tables import TableRef, tables
from .change_builder import START, Candidates, Condition, Look, NewCell, always, rules
from .proposals import ELSEWHERE


class Out(NamedTuple):
    """Rows of a table that the rules say should not be there, and why; those of the rows flagged where `when`."""

    rules: tuple[str, ...]
    table: str
    why: str
    when: Condition = always
    ground: str = ""


def ends_early(field: str) -> Condition:
    """Where a date lies before the collection year."""
    return lambda look, rows: getattr(rows, field) < look.r.start


def told_in_part(look: Look, rows: Rows) -> Mask:
    """Where a missing period has no readable start, or nothing that says what it was."""
    return unknown(rows.MIS_START) | rows.MISSING.blank


_NOT_IN_CARE = "The child was not in care then."

OUT = (
    Out(rules("166"), "Reviews", "The row has no date of a review.", lambda look, rows: rows.blank("REVIEW")),
    Out(rules("564 565 566 581 1004"), "Missing", "The row does not tell a period completely.", told_in_part),
    Out(rules("OWN20"), "Reviews", "The review is dated after the period, so it may only be planned."),
    Out(rules("OWN22"), "Reviews", _NOT_IN_CARE),
    Out(rules("570"), "Missing", "The period begins after this year and belongs to next year’s return."),
    Out(rules("703"), "DoLo", "The order begins after this year and belongs to next year’s return."),
    Out(rules("SW06STG2"), "SWEpisodes", "It begins after this year and belongs to next year’s return."),
    Out(rules("354"), "Episodes", "The episode begins after this year and belongs to next year’s return."),
    Out(
        rules("117"),
        "PlacedAdoption",
        "The decision was made after this year and belongs to next year’s return.",
        lambda look, rows: rows.DATE_PLACED > look.r.end,
    ),
    Out(rules("571"), "Missing", "The period ended before this year.", ends_early("MIS_END")),
    Out(rules("577 578"), "Missing", _NOT_IN_CARE),
    Out(rules("704"), "DoLo", "The order ended before this year.", ends_early("DOLO_END")),
    Out(rules("707"), "DoLo", _NOT_IN_CARE),
    Out(rules("SW07STG2"), "SWEpisodes", "It ended before the time that is reported.", ends_early("SW_DEC")),
    Out(rules("SW09STG2 SW18STG2"), "SWEpisodes", "It hardly lasted, and may be an administrative change only."),
    Out(rules("561 584"), "PlacedAdoption", "Last year’s return had this decision as given up.", ground=ELSEWHERE),
    Out(rules("115 563"), "PlacedAdoption", "The row does not say when such a decision was made."),
    Out(rules("602"), "AD1", "No episode of this child ended in adoption this year."),
    Out(rules("187"), "AD1", "The child was looked after all year."),
    Out(rules("134"), "AD1", "The young person has care leavers’ details."),
    Out(rules("525"), "AD1", "The decision to place the child for adoption was given up."),
    Out(rules("134"), "OC3", "The child has details of an adoption."),
    Out(rules("187"), "OC3", "The child was looked after all year."),
    Out(rules("215"), "OC3", "The child has answers that are asked of children looked after all year."),
    Out(rules("391"), "OC3", "The young person is under 17."),
    Out(rules("1000"), "OC3", "The child died while looked after."),
    Out(rules("1001"), "OC3", "The episodes show too little care for a care leaver."),
    Out(rules("1002 1010"), "OC3", "The young person has no episode this year."),
    Out(rules("1007"), "OC3", "The young person is 17 or 18, and in care on the birthday."),
    Out(rules("1011"), "OC3", "Another authority took over the care."),
    Out(rules("1016"), "OC3", "Care ended after the birthday, so the details are wanted next year only."),
    Out(rules("104"), "UASC", "The status ended before this year.", ends_early("DUC")),
    Out(rules("1014"), "UASC", "The young person is a care leaver without an episode this year."),
    Out(rules("634"), "PrevPerm", "Care began before April 2016, and is not asked about earlier permanence."),
    Out(rules("635"), "PrevPerm", "The row does not say what the earlier order was."),
    Out(rules("185 190 198"), "OC2", "The child was not looked after all year, and only then is this asked."),
    Out(rules("215"), "OC2", "The young person has care leavers’ details."),
    Out(rules("355"), "Episodes", "The episode begins and ends on one day, so it lasted less than 24 hours."),
    Out(rules("352"), "Episodes", "A young person of 18 cannot start to be looked after."),
    *(
        Out(rules("1012"), table, "The child has no episode in this return.")
        for table in ("PlacedAdoption", "Missing", "Reviews", "AD1", "PrevPerm", "OC2")
    ),
)

# Tables in which a child has one row only, and the rule that says so.
_ONE_ROW: Mapping[str, str] = {
    "AD1": "INT31", "Header": "INT32", "OC2": "INT33", "OC3": "INT34", "PrevPerm": "INT35", "UASC": "INT36",
}  # fmt: skip
_NOT_IN_HEADER: Mapping[str, str] = {
    "AD1": "INT01", "PlacedAdoption": "INT02", "Missing": "INT04", "OC2": "INT05", "OC3": "INT06", "PrevPerm": "INT07",
    "Reviews": "INT08", "UASC": "INT09",
}  # fmt: skip

# A child with more rows alike than this has something else wrong.
_MOST_ALIKE = 12


def out(look: Look) -> Candidates:
    """What is in OUT, for every row flagged."""
    for entry in OUT:
        rows = look.flagged(entry.table, *entry.rules)
        for row in rows[entry.when(look, rows)].index.tolist():
            yield from look.candidate(
                "not_wanted", entry.why, entry.rules, removed=[(entry.table, row)], ground=entry.ground
            )


def asylum_seekers_since_this_year(look: Look) -> Candidates:
    """Rows of asylum seekers whom last year's return had without that status."""
    if look.r.has("Header", "UASC"):
        rows = look.r.UASC.of(look.flagged("Header", "205D"))
        for row in rows[rows.exists].index.tolist():
            sentence = "Last year’s return had the child without that status."
            yield from look.candidate("not_wanted", sentence, ["205D"], removed=[("UASC", row)], ground=ELSEWHERE)


def reviews_of_short_breaks(look: Look) -> Candidates:
    """Reviews, and the answer whether she is a mother, of a child who had short breaks only."""
    reviews, headers = look.flagged("Reviews", "399"), look.flagged("Header", "399")
    mothers: dict[int, list[NewCell]] = {}
    for row, child in zip(headers.index.tolist(), headers.child.tolist(), strict=True):
        mothers.setdefault(child, []).append(NewCell("Header", row, "MOTHER", ""))
    rows: dict[int, list[tuple[str, int]]] = {}
    for row, child in zip(reviews.index.tolist(), reviews.child.tolist(), strict=True):
        rows.setdefault(child, []).append(("Reviews", row))
    for child, removed in rows.items():
        sentence = "The child had short breaks only, for which neither is collected."
        yield from look.candidate("not_wanted", sentence, ["399"], mothers.get(child, ()), removed)


def of_nobody(look: Look) -> Candidates:
    """Rows of a child who has neither a header nor an episode; and a header without anything else."""
    r = look.r
    for table, rule in _NOT_IN_HEADER.items():
        rows = look.flagged(table, rule)
        if len(rows) and r.has("Episodes"):
            rows = rows[~rows.child_in(r.Episodes)]
        for row in rows.index.tolist():
            yield from look.candidate(
                "of_nobody", "No other table tells of this child.", [rule], removed=[(table, row)]
            )
    alone = look.flagged("Header", "EPI")
    elsewhere = [rows for name, rows in r.this_year.items() if name != "Header"]
    for rows in elsewhere:
        alone = alone[~alone.child_in(rows)]
    for row in alone.index.tolist():
        yield from look.candidate(
            "of_nobody", "No other table tells of this child.", ["EPI"], removed=[("Header", row)]
        )


def repeated(look: Look) -> Candidates:
    """Of rows of a child that tell of the same day (or of a child told of twice), the one that says less."""
    for table, rows in look.r.this_year.items():
        if table in _ONE_ROW:
            named: tuple[str, ...] = (_ONE_ROW[table],)
            day = np.zeros(len(rows), dtype=np.int64)
        else:
            named = ()
            day = rows.text(START[table]).codes.astype(np.int64)
        flagged = look.report.found.by_row.get(TableRef(table), {}).keys()
        for alike in _groups(rows.child, day, table not in _ONE_ROW):
            if len(alike) > _MOST_ALIKE or flagged.isdisjoint(alike):
                continue
            yield from _less_telling(look, table, alike, named)


def _groups(child: Index, day: NDArray[np.int64], dated: bool) -> list[list[int]]:
    """The rows that share child and day, where there are several; rows without child, or without day, have no like."""
    order = np.lexsort((day, child))
    order = order[(child[order] >= 0) & ((day[order] > 0) | (not dated))]
    new = (np.diff(child[order], prepend=-1) != 0) | (np.diff(day[order], prepend=-1) != 0)
    parts = np.split(order, np.flatnonzero(new)[1:])
    return [sorted(part.tolist()) for part in parts if len(part) > 1]


def _less_telling(look: Look, table: str, alike: list[int], named: tuple[str, ...]) -> Candidates:
    source = look.r.this_year[table]._data.source.columns
    fields = [name for name in tables()[table].columns if name not in ("CHILD", "DOB")]
    filled = {row: {name: source[name][row] for name in fields if source[name][row]} for row in alike}
    # The most telling is kept, of equals the first.
    kept = max(alike, key=lambda row: len(filled[row]))
    day = f" with the same “{tables()[table].columns[START[table]].title}”" if table in START else ""
    for row in alike:
        if row == kept:
            continue
        differ = [name for name, value in filled[row].items() if filled[kept].get(name) != value]
        if not differ:
            how = "says nothing that the other does not"
        else:
            titles = " and ".join(tables()[table].columns[name].title.lower() for name in differ[:2])
            how = f"differs in {titles}" if len(differ) <= 2 else "differs in several columns"
        yield from look.candidate(
            "repeated", f"The child has another row{day}; this one {how}.", named, removed=[(table, row)]
        )


GENERATORS = (repeated, of_nobody, out, asylum_seekers_since_this_year, reviews_of_short_breaks)
