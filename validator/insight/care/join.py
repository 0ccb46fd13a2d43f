"""Rows of several years' returns that are about the same become one: the newest return counts, whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from rules.language import Dates, Index, Mask

from ...returns import codes as code_lists
from ...returns.columns import Text, spelt_alike
from .log import Entry
from .stack import Stack, groups

# Table -> what a row is known by, beside its child. "year": by the return in which it is.
KEYS: Mapping[str, tuple[str, ...]] = {
    "Header": (),
    "Episodes": ("DECOM",),
    "Reviews": ("REVIEW",),
    "UASC": (),
    "OC2": ("year",),
    "OC3": ("year",),
    "AD1": ("year",),
    "PlacedAdoption": ("DATE_PLACED",),
    "PrevPerm": (),
    "Missing": ("MISSING", "MIS_START"),
    "SWEpisodes": ("SW_ID", "SW_DECOM"),
    "DoLo": ("DOLO_START",),
}
# Of these a child has one row, in all years or in each.
SINGLE = frozenset(name for name, key in KEYS.items() if key in ((), ("year",)))
# What says who a child is is not put into the log without identifiers; that a child is an asylum seeker, or has
# become a mother, is no difference.
PERSONAL = frozenset({"DOB", "UPN", "MC_DOB"})
_CHANGES = frozenset({"UASC", "MOTHER"})


def join(rows: Stack, log: list[Entry], without: Collection[str]) -> Stack:
    """The rows that stay. What is dropped within one return, and what differs between returns, goes to the log.

    Rows without CHILD or without what they are known by cannot be compared and all stay; so in a table of which a
    child has one row they are left out.
    """
    keys = [_key(rows, name) for name in KEYS[rows.name]]
    comparable = np.logical_and.reduce([rows.child >= 0, *(key >= 0 for key in keys)])
    alone = np.flatnonzero(~comparable) if rows.name not in SINGLE else np.zeros(0, dtype=np.intp)
    at = np.flatnonzero(comparable)
    group, number = groups(rows.child[at], *(key[at] for key in keys))
    newest = np.full(number, -1, dtype=np.intp)
    np.maximum.at(newest, group, rows.year[at])
    oldest = np.full(number, len(rows), dtype=np.intp)
    np.minimum.at(oldest, group, rows.year[at])
    older = rows.year[at] != newest[group]
    kept = ~older
    kept[kept] = _once(rows, at[kept], group[kept], number, log, without)
    if rows.name in SINGLE and KEYS[rows.name] == ():
        _differences(rows, at[older], group[older], at[kept], group[kept], log)
    since = rows.oldest.copy()
    since[at] = oldest[group]
    joined = Stack(rows.name, rows.child, rows.year, rows.row, since, rows.columns, rows.dates)
    return joined[np.sort(np.concatenate([alone, at[kept]]))]


def _key(rows: Stack, name: str) -> Index:
    """What rows are known by as numbers, the same for the same; -1 for a blank."""
    if name == "year":
        return rows.year
    text = rows.columns[name]
    if name in rows.dates:
        text = Text.of(spelt_alike(text.words.values)[text.codes])
    return text.codes - 1


def _once(rows: Stack, at: Index, group: Index, number: int, log: list[Entry], without: Collection[str]) -> Mask:
    """Of the rows `at` of one return each group's fullest, and those that say something else besides.

    Of a table of which a child has one row only the fullest stays.
    """
    keep = np.ones(len(at), dtype=bool)
    several = np.flatnonzero(np.bincount(group, minlength=number)[group] > 1) if len(at) else at
    if not len(several):
        return keep
    found = rows[at[several]]
    # Of equally full ones, the words decide, so that the order in the file does not.
    content = [column.codes for column in found.columns.values()]
    order = np.lexsort((*content[::-1], -found.filled, group[several]))
    first = np.empty(len(order), dtype=bool)
    first[0] = True
    first[1:] = np.diff(group[several][order]) != 0
    fullest = np.empty(len(order), dtype=np.intp)
    fullest[order] = order[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
    no_more = np.ones(len(order), dtype=bool)
    for column in found.columns.values():
        no_more &= (column.codes == column.codes[fullest]) | (column.codes == 0)
    other = fullest != np.arange(len(order))
    single = rows.name in SINGLE
    dropped = other & (no_more if not single else True)
    if "duplicate_dropped" in without and not single:
        return keep
    keep[several[dropped]] = False
    for place in np.flatnonzero(dropped).tolist():
        name = "duplicate_dropped" if no_more[place] and "duplicate_dropped" not in without else "values_differ"
        entry = Entry(name, rows.name, int(found.child[place]), int(found.year[place]), int(found.row[place]))
        if name == "duplicate_dropped":
            log.append(entry)
            continue
        for field, old, new in _different(found, place, int(fullest[place])):
            log.append(entry._replace(column=field, old=old, new=new))
    return keep


def _different(rows: Stack, one: int, other: int) -> list[tuple[str, str, str]]:
    """The columns in which two rows say different things, with both."""
    found = []
    for name, column in rows.columns.items():
        old, new = (str(column.words.values[column.codes[place]]) for place in (one, other))
        if old and old != new:
            found.append((name, old, new))
    return found


def _differences(rows: Stack, old: Index, group: Index, stays: Index, group_of_stays: Index, log: list[Entry]) -> None:
    """Log where rows of older returns say of a child what the one that stays says otherwise."""
    of_group = np.empty(1 + group_of_stays.max(initial=0), dtype=np.intp)
    of_group[group_of_stays] = stays
    new = of_group[group]
    for name, column in rows.columns.items():
        if name in _CHANGES:
            continue
        text = spelt_alike(column.words.values) if name in rows.dates else renamed(name, column)
        before, after = text[column.codes[old]], text[column.codes[new]]
        for place in np.flatnonzero((before != after) & (before != "") & (after != "")).tolist():
            row = old[place]
            log.append(
                Entry(
                    "values_differ", rows.name, int(rows.child[row]), int(rows.year[row]), int(rows.row[row]),
                    name, str(before[place]), str(after[place]),
                )
            )  # fmt: skip


def renamed(name: str, column: Text) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The words of a column, codes of earlier years under their present names."""
    now = code_lists.old_to_new(name) if name == "SEX" else {}
    return np.array([now.get(word, word) for word in column.words.values.tolist()], dtype=object)


def days(dates: Dates) -> Index:
    """Dates as whole days since 1970, int64; no date is the least number there is."""
    return dates.astype("M8[D]").astype(np.int64)
