"""Everything about one child: all its rows of both years with what is wrong, and its time in care in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from ..checking.catalogue import CATEGORY_NAMES
from ..checking.issues import Issue, Issues
from ..checking.report import Report
from ..returns.cells import column_of, fields_of, meaning, row_cells, table_title, value_of
from ..returns.rows import Return
from ..returns.tables import LAST, TableRef
from ..returns.words import day_of

if TYPE_CHECKING:
    from .answers import ChildIssue, ChildTable, ChildView, Timeline, TimelineItem, TimelinePart, TimelineSentence


@dataclass(frozen=True)
class _Step:
    """What a table tells of a child's time in care: from one date column (to another), and the fields that go with it.

    `words` says in a sentence what it is.
    """

    track: str
    table: TableRef
    start: str
    end: str
    words: str
    fields: tuple[str, ...]


_STEPS = (
    _Step(
        "last_year",
        TableRef("Episodes", LAST),
        "DECOM",
        "DEC",
        "episode in last year’s return",
        ("PLACE", "LS", "RNE", "REC"),
    ),
    _Step("episodes", TableRef("Episodes"), "DECOM", "DEC", "episode of care", ("PLACE", "LS", "RNE", "REC")),
    _Step("missing", TableRef("Missing"), "MIS_START", "MIS_END", "missing or away", ("MISSING",)),
    _Step("reviews", TableRef("Reviews"), "REVIEW", "", "review", ("REVIEW_CODE",)),
    _Step("adoption", TableRef("PrevPerm"), "DATE_PERM", "", "before coming into care", ("PREV_PERM", "LA_PERM")),
    _Step(
        "adoption",
        TableRef("PlacedAdoption"),
        "DATE_PLACED",
        "",
        "decision that the child should be placed for adoption",
        (),
    ),
    _Step(
        "adoption",
        TableRef("PlacedAdoption"),
        "DATE_PLACED_CEASED",
        "",
        "that decision was reversed",
        ("REASON_PLACED_CEASED",),
    ),
    _Step("adoption", TableRef("AD1"), "DATE_INT", "", "decision to place the child, now adopted, for adoption", ()),
    _Step(
        "adoption", TableRef("AD1"), "DATE_MATCH", "", "matched with adopters", ("NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
    ),
    _Step("social_workers", TableRef("SWEpisodes"), "SW_DECOM", "SW_DEC", "allocation", ("SW_ID", "SW_REASON")),
    _Step("liberty", TableRef("DoLo"), "DOLO_START", "DOLO_END", "deprivation of liberty order", ()),
    _Step("asylum", TableRef("UASC"), "DUC", "", "stopped being an unaccompanied asylum-seeking child", ()),
)
_TRACKS = {
    "last_year": "Episodes, last year",
    "episodes": "Episodes of care",
    "missing": "Missing and away",
    "reviews": "Reviews",
    "adoption": "Adoption and permanence",
    "social_workers": "Social workers",
    "liberty": "Deprivation of liberty",
    "asylum": "Asylum seeking",
}
# Where a step has no second date because nothing happened there is nothing to say about it.
_MAY_BE_BLANK = ("DATE_PLACED_CEASED", "DUC", "DATE_MATCH", "DATE_PERM")


def child_view(r: Return, report: Report, child: str, offset: int = 0, limit: int | None = None) -> ChildView:
    """All about one child (its identifier as in `report.issues`).

    Of more than `limit` rows, those from the `offset`th on are told, table by table, and all else is about these rows
    alone.
    """
    issues = report.found
    every = [(table, row) for table, index in rows_of_child(r, child).items() for row in index]
    here = every[offset:] if limit is None else every[offset : offset + limit]
    rows = {table: [row for _, row in of_table] for table, of_table in groupby(here, key=itemgetter(0))}
    items = list(_items(r, rows, issues))
    return {
        "child": child,
        "total": len(every),
        "total_issues": len(issues.by_child.get(child, ())),
        "issues": [
            _issue(r, report, position)
            for position in sorted(position for place in here for position in issues.of_row(*place))
        ],
        "tables": [_table(r, table, index, issues) for table, index in rows.items()],
        "timeline": timeline(r, items),
        "sentences": timeline_in_words(r, rows, items),
    }


def rows_of_child(r: Return, child: str) -> dict[TableRef, list[int]]:
    """Table -> positions of the child's rows in it, in the order of the file; only tables that have any."""
    number = np.flatnonzero(r.child_names == child)
    if not child or not len(number):
        return {}
    found = {table: np.flatnonzero(rows.child == number[0]).tolist() for table, rows in r.tables.items()}
    return {table: index for table, index in found.items() if index}


def _issue(r: Return, report: Report, position: int) -> ChildIssue:
    issue = report.found[position]
    rule = report.run[issue.rule]
    return {
        "position": position,
        "rule": issue.rule,
        "title": rule.title,
        "message": issue.message,
        "fix": rule.fix,
        "category": issue.category,
        "category_title": CATEGORY_NAMES[issue.category],
        "table": str(issue.table),
        "table_title": table_title(issue.table),
        "row": issue.row,
        "line": issue.line,
        "file": issue.file,
        "fields": list(issue.fields),
        "date": _pinned(r, issue),
    }


def _pinned(r: Return, issue: Issue) -> str:
    """The day that an issue is about: a date that it points to, else that of its row; births aside."""
    steps = [step for step in _STEPS if step.table.name == issue.table.name]
    dates = [field for step in steps for field in (step.start, step.end) if field]
    pointed_to = [field for field in issue.fields if field in dates]
    for field in [*pointed_to, *(step.start for step in steps)]:
        if day := _iso(_date(r, issue.table, issue.row, field)):
            return day
    return ""


def _table(r: Return, table: TableRef, rows: Sequence[int], issues: Issues) -> ChildTable:
    source = r.tables[table]._data.source
    return {
        "name": str(table),
        "title": table_title(table),
        "last_year": table.year is LAST,
        "file": source.file,
        "columns": [{"field": field, "title": column_of(table.name, field).title} for field in fields_of(r, table)],
        "rows": [
            {
                "row": row,
                "line": int(source.line[row]),
                "cells": row_cells(r, table, row, issues.fields(issues.of_row(table, row))),
                "issues": issues.of_row(table, row),
            }
            for row in rows
        ],
    }


# -- in time


def _items(r: Return, rows: Mapping[TableRef, Sequence[int]], issues: Issues) -> Iterator[TimelineItem]:
    """What happened to the child, table by table: see `timeline`."""
    for step in _STEPS:
        for row in rows.get(step.table, ()):
            if step.start in _MAY_BE_BLANK and not value_of(r, step.table, row, step.start):
                continue
            start = _date(r, step.table, row, step.start)
            end = _date(r, step.table, row, step.end) if step.end else start
            yield {
                "track": step.track,
                "kind": "span" if step.end else "point",
                "start": _iso(start),
                "end": _iso(end),
                "open": bool(step.end) and not value_of(r, step.table, row, step.end),
                "what": step.words,
                "parts": list(_parts(r, step, row)),
                "trouble": _trouble(r, step, row, start, end),
                "table": str(step.table),
                "row": row,
                "line": int(r.tables[step.table]._data.source.line[row]),
                "issues": issues.of_row(step.table, row),
            }


def _parts(r: Return, step: _Step, row: int) -> Iterator[TimelinePart]:
    for field in step.fields:
        if value := value_of(r, step.table, row, field).strip():
            title = column_of(step.table.name, field).title
            yield {
                "field": field,
                "title": title,
                "value": value,
                "meaning": meaning(step.table.name, field, value.upper()),
            }


def _trouble(r: Return, step: _Step, row: int, start: np.datetime64, end: np.datetime64) -> str:
    """What keeps the item from being drawn as its row says, in words; "" when nothing does."""
    found = []
    for field, day in ((step.start, start), (step.end, end)):
        if field and np.isnat(day):
            value = value_of(r, step.table, row, field)
            title = column_of(step.table.name, field).title
            if value:
                found.append(f"{title} “{value}” cannot be read as a date.")
            elif field == step.start:
                found.append(f"{title} is blank.")
    if end < start:
        found.append("It ends before it begins.")
    return " ".join(found)


def timeline(r: Return, items: Sequence[TimelineItem]) -> Timeline:
    """What a picture of the child's time in care shows."""
    first, last = str(r.start), str(r.end)
    days = [day for item in items for day in (item["start"], item["end"]) if day]
    return {
        "start": min([first, *days]),
        "end": max([last, *days]),
        "period": {"start": first, "end": last},
        "tracks": [
            {"name": name, "title": title, "items": found}
            for name, title in _TRACKS.items()
            if (found := [item for item in items if item["track"] == name])
        ],
    }


def timeline_in_words(
    r: Return, rows: Mapping[TableRef, Sequence[int]], items: Sequence[TimelineItem]
) -> list[TimelineSentence]:
    """The same as sentences, in order of time, those without readable date last."""
    found: list[TimelineSentence] = [
        {
            "date": item["start"],
            "words": _sentence(item),
            "table": item["table"],
            "row": item["row"],
            "issues": item["issues"],
        }
        for item in items
    ]
    for row in rows.get(TableRef("Header"), ())[:1]:
        born = _date(r, TableRef("Header"), row, "DOB")
        if not np.isnat(born):
            words = f"{day_of(born)}: date of birth."
            found.append({"date": _iso(born), "words": words, "table": "Header", "row": row, "issues": []})
    return sorted(found, key=lambda sentence: (sentence["date"] == "", sentence["date"]))


def _sentence(item: TimelineItem) -> str:
    start, end = (day_of(np.datetime64(item[name] or "NaT")) for name in ("start", "end"))
    if not start:
        when = f"Until {end}, begun on a day not known" if end and item["kind"] == "span" else "Day not known"
    elif item["kind"] == "point":
        when = start
    elif end:
        when = f"{start} to {end}"
    elif item["open"]:
        when = f"From {start}, without end"
    else:
        when = f"From {start} to a day not known"
    parts = "; ".join(
        f"{part['title'].lower()} {part['value']}{' (' + part['meaning'] + ')' if part['meaning'] else ''}"
        for part in item["parts"]
    )
    words = f"{when}: {item['what']}{', ' + parts if parts else ''}."
    return f"{words} {item['trouble']}".rstrip()


def _date(r: Return, table: TableRef, row: int, field: str) -> np.datetime64:
    # Most columns of dates were parsed when the rules ran, and the others are kept for the next child.
    day: np.datetime64 = r.tables[table]._data.date(field)[row]
    return day


def _iso(day: np.datetime64) -> str:
    return "" if np.isnat(day) else str(day)
