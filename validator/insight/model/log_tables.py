"""The tables about the files themselves: code, coverage, repair_log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from rules.language import Mask

from ...returns import codes
from ...returns.as_at import BEGINS, ENDS
from ...returns.tables import tables
from ..care.code_groups import group_sets
from ..care.history import History
from ..care.join import PERSONAL
from ..care.log import Entry
from ..care.spells import NO_ROW
from ..care.stack import Stack
from .made import Made
from .schema import model_tables

# What coverage says of a table, and as what it is kept.
_FIGURES: Sequence[tuple[str, Any]] = (
    ("rows", np.int64),
    ("children", np.int64),
    ("first_date", "M8[D]"),
    ("last_date", "M8[D]"),
    ("unusable", np.int64),
    ("seen_before", np.float64),
)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})?")


def code() -> Made:
    """Every code of every list that the model uses."""
    lists = dict.fromkeys(column.codes for table in model_tables().values() for column in table.columns if column.codes)
    groups = {found.list: found.of_code for found in group_sets().values()}
    lines = [
        (name, value, entry.meaning, groups.get(name, {}).get(value, ""), entry.first, entry.last)
        for name in lists
        for value, entry in codes.every_code(name).items()
    ]
    made = _loose("code", len(lines))
    for at, name in enumerate(("list", "code", "label", "group", "first_year", "last_year")):
        made.values[name] = np.array([line[at] for line in lines], dtype=object)
    return made


def _loose(name: str, number: int) -> Made:
    """A table of rows about no child."""
    nothing = np.full(number, NO_ROW, dtype=np.intp)
    return Made(name, nothing, (np.arange(number),), year=nothing, row=nothing)


def coverage(h: History) -> Made:
    """Each table of each return: rows, dates, rows that cannot be used, children seen before."""
    places = [(at, name) for at, year in enumerate(h.years) for name in tables() if name in year.tables]
    made = _loose("coverage", len(places))
    made.year = np.array([at for at, _ in places], dtype=np.intp)
    made.values["year"] = np.array([h.years[at].name for at, _ in places], dtype=object)
    made.values["table"] = np.array([name for _, name in places], dtype=object)
    lines = [_coverage(h, at, name) for at, name in places]
    for at, (name, kind) in enumerate(_FIGURES):
        made.values[name] = np.array([line[at] for line in lines], dtype=kind)
    return made


def _coverage(h: History, at: int, name: str) -> tuple[int, int, np.datetime64, np.datetime64, int, float]:
    every = h.every(name)
    rows = every[every.year == at]
    children = np.unique(rows.child[rows.child >= 0])
    began = rows.dates[BEGINS[name]] if name in BEGINS else np.zeros(0, dtype="M8[D]")
    known = began[~np.isnat(began)]
    nothing = np.datetime64("NaT", "D")
    before = h.seen[children, :at].any(axis=1)
    share = 100 * float(before.mean()) if at and len(children) else float("nan")
    first, last = (known.min(), known.max()) if len(known) else (nothing, nothing)
    return len(rows), len(children), first, last, int(unusable(rows).sum()), round(share, 1)


def unusable(rows: Stack) -> Mask:
    """Where a date cannot be read, one that is needed is blank, or an end is before its start."""
    found = np.zeros(len(rows), dtype=bool)
    for name, dates in rows.dates.items():
        found |= np.isnat(dates) & rows.columns[name].filled
    if rows.name in BEGINS:
        found |= np.isnat(rows.dates[BEGINS[rows.name]])
        if rows.name in ENDS:
            found |= rows.dates[ENDS[rows.name][0]] < rows.dates[BEGINS[rows.name]]
    return found


def repair_log(h: History, more: Sequence[Entry]) -> Made:
    """What was repaired, and what differs; `more` are entries that were made for some table."""
    entries: list[Entry] = [*h.log, *more]
    made = _loose("repair_log", len(entries))
    made.child = np.array([entry.child for entry in entries], dtype=np.intp)
    made.year = np.array([entry.year for entry in entries], dtype=np.intp)
    made.row = np.array([entry.row for entry in entries], dtype=np.intp)
    made.table = ""
    made.repair = np.array([entry.repair for entry in entries], dtype=object)
    for name in ("table", "column"):
        made.values[name] = np.array([getattr(entry, name) for entry in entries], dtype=object)
    made.values["old_value"] = np.array([entry.old for entry in entries], dtype=object)
    made.values["new_value"] = np.array([entry.new for entry in entries], dtype=object)
    rows = h.episodes.rows
    place = {key: at for at, key in enumerate(zip(rows.year.tolist(), rows.row.tolist(), strict=True))}
    made.links["episode_id"] = np.array(
        [place.get((entry.year, entry.row), NO_ROW) if entry.table == "Episodes" else NO_ROW for entry in entries],
        dtype=np.intp,
    )
    return made


def personal(column: str) -> bool:
    """Whether a column of the return says who a child is."""
    return column in PERSONAL or column == "CHILD"


def harmless(table: str, column: str, value: str) -> bool:
    """Whether a value of the log may stand in a package without identifiers: a code of its list, or a date."""
    declared = tables()[table].columns.get(column)
    if declared is None or declared.type == "text":
        return not value
    if declared.codes:
        return value in codes.every_code(declared.codes)
    return _DAY.fullmatch(value) is not None or (declared.type == "integer" and len(value) < 3 and value.isdigit())
