"""The rows that a rule compared a flagged row with: header, neighbouring episodes, last year's, Ofsted's list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.facts import episodes_in_order, last_years_final_episodes

from ..checking.issues import Issue
from ..checking.report import Report
from ..places.providers import Providers
from ..returns.cells import row_cells, table_title, value_of
from ..returns.codes import meaning
from ..returns.rows import Return
from ..returns.tables import LAST, TableRef
from ..returns.words import count_of, day_of

if TYPE_CHECKING:
    from ..returns.answers import RowCell
    from .answers import Compared


# A child has seldom more rows in a table than a page can show; one with hundreds would drown the rest.
MOST_ROWS = 20

_EPISODES = TableRef("Episodes")


def context(r: Return, report: Report, position: int) -> list[Compared]:
    """What the rule of an issue looked at beside the flagged row; the nearest first.

    `position` is the issue's place in `report.issues`. The rows are the child's in every table that the rule uses. Of
    episodes only those that come before and after, and of last year's only the one it gave last, since these are what
    rules compare. `table` is "providers" for Ofsted's list, whose rows have the same cells; it is there without rows
    when it lacks the number. A row without CHILD has no context.
    """
    issue = report.found[position]
    rule = report.run[issue.rule]
    fields = set(issue.fields)
    found = list(_own_table(r, issue, fields))
    for table in dict.fromkeys(rule.looks_at):
        if table in r.tables and table != issue.table:
            found += _other_table(r, issue, table, fields)
    if "providers" in rule.needs and r.providers is not None:
        found += _providers(r, r.providers, issue)
    return [entry for entry in found if entry["rows"] or entry["table"] == "providers"]


def _own_table(r: Return, issue: Issue, fields: set[str]) -> Iterator[Compared]:
    if issue.table == _EPISODES:
        yield from _neighbours(r, issue, fields)
    else:
        others = [row for row in _rows_of_child(r, issue, issue.table) if row != issue.row]
        yield _entry(r, issue.table, others, "The child’s other rows in this table", fields)


def _neighbours(r: Return, issue: Issue, fields: set[str]) -> Iterator[Compared]:
    """The episodes before and after by start date; an undated one is the child's last, as for the rules."""
    episodes = episodes_in_order(r)
    at = int(np.flatnonzero(episodes.index == issue.row)[0])
    for relation, neighbours in (("The episode before", episodes.previous), ("The episode after", episodes.next)):
        row = int(neighbours.index[at])
        yield _entry(r, _EPISODES, [row] if row >= 0 and r.sees(_EPISODES, row) else [], relation, fields)


def _other_table(r: Return, issue: Issue, table: TableRef, fields: set[str]) -> Iterator[Compared]:
    rows = _rows_of_child(r, issue, table)
    if table == TableRef("Episodes", LAST) and rows:
        final = last_years_final_episodes(r)
        rows = [int(row) for row in final.index if int(row) in set(rows)]
        yield _entry(r, table, rows, "The episode that last year’s return gave last", fields)
    elif table.name == "Header":
        whose = "last year" if table.year is LAST else "this year"
        yield _entry(r, table, rows, f"The child’s header {whose}", fields)
    else:
        yield _entry(r, table, rows, f"The child’s rows in {table_title(table)}", fields)


def _rows_of_child(r: Return, issue: Issue, table: TableRef) -> list[int]:
    child = int(r.tables[issue.table]._data.child[issue.row])
    rows: list[int] = np.flatnonzero(r.tables[table].child == child).tolist() if child >= 0 else []
    return [row for row in rows if r.sees(table, row)]


def _entry(r: Return, table: TableRef, rows: Sequence[int], relation: str, fields: set[str]) -> Compared:
    source = r.tables[table]._data.source
    return {
        "relation": relation,
        "table": str(table),
        "title": table_title(table),
        "rows": [
            {
                "row": row,
                "line": int(source.line[row]),
                "file": source.file,
                "cells": row_cells(r, table, row, fields),
            }
            for row in rows[:MOST_ROWS]
        ],
        "left_out": max(0, len(rows) - MOST_ROWS),
    }


def _providers(r: Return, providers: Providers, issue: Issue) -> Iterator[Compared]:
    """The rows of Ofsted's list with the episode's URN."""
    if issue.table.name != "Episodes":
        return
    urn = r.tables[issue.table]._data.columns["URN"]
    wanted = urn.words.values[urn.codes[issue.row]]
    if not wanted:
        return
    rows = np.flatnonzero(providers.urn == wanted).tolist()
    number = value_of(r, issue.table, issue.row, "URN")
    yield {
        "relation": f"Ofsted’s list has {count_of(len(rows), 'row') if rows else 'no row'} with the number {number}",
        "table": "providers",
        "title": "Ofsted’s list of providers",
        "rows": [
            {
                "row": row,
                "line": providers.source[row].line,
                "file": providers.source[row].file,
                "cells": _provider_cells(providers, row),
            }
            for row in rows[:MOST_ROWS]
        ],
        "left_out": max(0, len(rows) - MOST_ROWS),
    }


def _provider_cells(providers: Providers, row: int) -> list[RowCell]:
    values = (
        ("URN", "Ofsted number", providers.urn[row], ""),
        ("LA", "Authority named", providers.la_name[row], ""),
        ("PLACE", "Placement types", providers.place_codes[row], "PLACE"),
        ("PLACE_PROVIDER", "Kinds of provider", providers.provider_codes[row], "PLACE_PROVIDER"),
        ("REG_END", "Registration ended", day_of(providers.reg_end[row]) or "(still registered)", ""),
        ("POSTCODE", "Postcode", providers.postcode[row], ""),
        ("PL_LA", "Authority of the postcode", providers.la_code[row], "PL_LA"),
    )
    return [_cell(field, title, value, codes_of) for field, title, value, codes_of in values]


def _cell(field: str, title: str, value: Any, codes_of: str) -> RowCell:
    codes = sorted(value) if isinstance(value, frozenset) else [str(value)]
    meanings = [meaning(codes_of, code) for code in codes] if codes_of else []
    return {
        "field": field,
        "title": title,
        "value": ", ".join(codes),
        "meaning": "; ".join(filter(None, meanings)),
        "marked": False,
    }
