"""A report's issues one by one, as tuples; their place in the report's table is what everything refers to them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .report import ISSUE_COLUMNS, Report


class Issue(NamedTuple):
    """One line of `report.issues`, `fields` taken apart."""

    rule: str
    table: str
    row: int
    line: int
    file: str
    child: str
    fields: tuple[str, ...]
    category: str
    message: str


def issues_of(report: Report) -> list[Issue]:
    """Every issue, in the report's order."""
    columns = {name: report.issues[name].tolist() for name in ISSUE_COLUMNS}
    # The same few lists of fields come again and again.
    apart = {fields: tuple(fields.split(", ")) for fields in set(columns["fields"])}
    columns["fields"] = [apart[fields] for fields in columns["fields"]]
    return [Issue(*values) for values in zip(*columns.values(), strict=True)]


def issue_at(report: Report, position: int) -> Issue:
    """The issue at a position."""
    values = dict(zip(ISSUE_COLUMNS, report.issues.iloc[position].tolist(), strict=True))
    return Issue(**{**values, "fields": tuple(values["fields"].split(", "))})


def by_row(issues: Sequence[Issue]) -> dict[str, dict[int, list[int]]]:
    """Table -> row -> positions of the issues there, rows in the order of the table."""
    found: dict[str, dict[int, list[int]]] = {}
    for position, issue in enumerate(issues):
        found.setdefault(issue.table, {}).setdefault(issue.row, []).append(position)
    return {table: dict(sorted(rows.items())) for table, rows in found.items()}


def marked_fields(issues: Iterable[Issue]) -> set[str]:
    """The fields that these issues point to."""
    return {field for issue in issues for field in issue.fields}
