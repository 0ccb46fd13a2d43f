"""The ways through the results besides the rules: by child, by group, by table, and what was looked at already.

Every answer is one page: whole tables are never handed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from ..checking.catalogue import CATEGORY_NAMES
from ..checking.report import Report
from ..results.child import child_view
from ..results.find import natural
from ..results.groups import Grouping, by_social_worker, groups
from ..returns.cells import column_of, fields_of, row_cells, table_title, value_of
from ..returns.rows import Return
from ..returns.tables import TableRef
from ..tracking.notes import Note
from ..tracking.status import IssueStatuses

if TYPE_CHECKING:
    from ..results.answers import GroupIssues
    from ..returns.answers import Nothing
    from .answers.results import (
        ChildInBrief,
        Children,
        ChildShown,
        Group,
        Groups,
        IssueInBrief,
        IssueShown,
        LookedAt,
        SuppliedTable,
        TableRows,
    )

# The two ways to group children: by their social worker, or by the list that the user supplies.
BY_WORKER, BY_LIST = "worker", "list"


class Views:
    """One check's report beside the return it was made on, and its issues one by one, by their positions."""

    def __init__(self, r: Return, report: Report, statuses: IssueStatuses) -> None:
        self.report = report
        self.statuses = statuses
        self._return = r
        self.issues = report.found
        self._groupings: dict[str, Grouping] = {}
        self._grouped: dict[str, list[GroupIssues]] = {}

    # -- issues

    def issue(self, position: int) -> IssueShown:
        """One issue."""
        issue = self.issues[position]
        return {
            "position": position,
            "rule": issue.rule,
            "title": self.report.run[issue.rule].title,
            "child": issue.child,
            "child_number": self.child_numbers.get(issue.child),
            "table_title": table_title(issue.table),
            "file": issue.file,
            "line": issue.line,
            "values": [
                cell for cell in row_cells(self._return, issue.table, issue.row, issue.fields) if cell["marked"]
            ],
            **self.statuses.of(position),
        }

    # -- what was looked at

    @property
    def looked_at(self) -> set[int]:
        """Positions of the issues that are marked as looked at."""
        return self.statuses.notes.looked_at

    def looked(self) -> LookedAt:
        """How many issues are marked as looked at."""
        return {
            "total": len(self.looked_at),
            "rules": dict(Counter(self.issues[position].rule for position in self.looked_at)),
            "unsaved": self.statuses.unsaved,
        }

    def there(self, positions: Iterable[int]) -> list[int]:
        """Those of the positions at which there is an issue; the page may still show an earlier check's."""
        return [position for position in positions if 0 <= position < len(self.issues)]

    def mark(self, positions: list[int], looked_at: bool) -> LookedAt:
        """Mark issues as looked at, or take the mark away. Returns `looked()`."""
        self.statuses.notes.look(self.there(positions), looked_at)
        return self.looked()

    def annotate(self, positions: Iterable[int], note: Note) -> None:
        """Put a note on issues in place of what they had."""
        self.statuses.notes.annotate(self.there(positions), note)

    def mark_rule(self, code: str, looked_at: bool) -> LookedAt:
        """Mark all issues of a rule, or take their marks away. Returns `looked()`."""
        return self.mark([at for at, issue in enumerate(self.issues) if issue.rule == code], looked_at)

    # -- by child

    @cached_property
    def child_numbers(self) -> dict[str, int]:
        """Child with an issue -> its number, from 1, in the order of the identifiers; addresses hold no more of it."""
        children = set(self.issues.by_child) - {""}
        return {child: number for number, child in enumerate(sorted(children, key=natural), 1)}

    @cached_property
    def _other_numbers(self) -> Mapping[str, int]:
        """The same of the children without an issue, who come after the others."""
        others = set(self._return.child_names.tolist()) - set(self.child_numbers)
        return {child: number for number, child in enumerate(sorted(others, key=natural), len(self.child_numbers) + 1)}

    def number_of(self, child: str) -> int | None:
        """The number of a child of this return, with or without an issue; None for another."""
        return self.child_numbers.get(child) or self._other_numbers.get(child)

    def children(self, text: str, offset: int, limit: int) -> Children:
        """Children with issues whose identifier holds `text` (in any case), most issues first, `limit` of them from the
        `offset`th on."""
        wanted = text.strip().casefold()
        found = [child for child in self.child_numbers if wanted in child.casefold()]
        found.sort(key=lambda child: -len(self.issues.by_child[child]))
        return {
            "total": len(found),
            "without_child": len(self.issues.by_child.get("", ())),
            "children": [self._child_in_brief(child) for child in found[offset : offset + limit]],
        }

    def _child_in_brief(self, child: str) -> ChildInBrief:
        positions = self.issues.by_child[child]
        counts = Counter(self.issues[position].category for position in positions)
        return {
            "child": child,
            "number": self.child_numbers[child],
            "issues": len(positions),
            "looked_at": len(self.looked_at.intersection(positions)),
            "categories": [
                {"title": title, "issues": counts[name]} for name, title in CATEGORY_NAMES.items() if counts[name]
            ],
        }

    def child(self, number: int, offset: int = 0, limit: int | None = None) -> ChildShown | Nothing:
        """About one child, by number, `limit` of its rows from the `offset`th on."""
        every = (*self.child_numbers.items(), *self._other_numbers.items())
        child = next((child for child, its_number in every if its_number == number), None)
        if child is None:
            return {}
        found = child_view(self._return, self.report, child, offset, limit)
        return {
            "child": found["child"],
            "total": found["total"],
            "total_issues": found["total_issues"],
            "issues": [{**self.issue(issue["position"]), "date": issue["date"]} for issue in found["issues"]],
            "tables": found["tables"],
            "timeline": found["timeline"],
            "sentences": found["sentences"],
        }

    # -- by group

    def set_list(self, grouping: Grouping | None) -> None:
        """Take the grouping by the user's list, or let go of it."""
        self._groupings.pop(BY_LIST, None)
        self._grouped.pop(BY_LIST, None)
        if grouping is not None:
            self._groupings[BY_LIST] = grouping

    def grouping(self, kind: str) -> Grouping | None:
        """BY_WORKER or BY_LIST; None for the latter as long as no list was supplied."""
        if kind == BY_WORKER and kind not in self._groupings:
            self._groupings[kind] = by_social_worker(self._return)
        return self._groupings.get(kind)

    def _groups(self, kind: str) -> list[GroupIssues]:
        grouping = self.grouping(kind)
        if kind not in self._grouped and grouping is not None:
            self._grouped[kind] = groups(self.report, grouping)
        return self._grouped.get(kind, [])

    def groups(self, kind: str, offset: int, limit: int) -> Groups:
        """The groups that have issues, most first, `limit` of them from the `offset`th on."""
        grouping = self.grouping(kind)
        found = self._groups(kind)
        return {
            "title": grouping.title if grouping else "",
            "total": len(found),
            "groups": [
                {
                    "number": number,
                    "name": group["name"],
                    "issues": group["issues"],
                    "looked_at": sum(len(self.looked_at.intersection(child["issues"])) for child in group["children"]),
                    "children": len(group["children"]),
                }
                for number, group in enumerate(found[offset : offset + limit], offset + 1)
            ],
        }

    def group(self, kind: str, number: int, offset: int, limit: int) -> Group | Nothing:
        """One group, `limit` of its issues from the `offset`th on, child by child."""
        found = self._groups(kind)
        if not 1 <= number <= len(found):
            return {}
        group = found[number - 1]
        totals = {entry["child"]: len(entry["issues"]) for entry in group["children"]}
        every = [(entry["child"], position) for entry in group["children"] for position in entry["issues"]]
        return {
            "name": group["name"],
            "total": group["issues"],
            "children": len(group["children"]),
            "shown": [
                {
                    "child": child,
                    "child_number": self.child_numbers.get(child),
                    "total": totals[child],
                    "issues": [self.issue(position) for _, position in together],
                }
                for child, together in groupby(every[offset : offset + limit], key=lambda entry: entry[0])
            ],
        }

    # -- by table

    def tables(self) -> list[SuppliedTable]:
        """Every table supplied, as it stands in its file."""
        return [
            {
                "name": str(table),
                "title": table_title(table),
                "file": rows._data.source.file,
                "rows": len(rows),
                "rows_flagged": len(flagged),
                "issues": sum(map(len, flagged.values())),
            }
            for table, rows in self._return.tables.items()
            for flagged in [self.issues.by_row.get(table, {})]
        ]

    def table_rows(self, name: str, flagged_only: bool, offset: int, limit: int) -> TableRows | Nothing:
        """A table as it stands in its file, or its rows with issues, `limit` of them from the `offset`th on."""
        r, table = self._return, TableRef.of(name)
        if table not in r.tables:
            return {}
        every = list(self.issues.by_row.get(table, ())) if flagged_only else range(len(r.tables[table]))
        source = r.tables[table]._data.source
        return {
            "file": source.file,
            "total": len(every),
            "columns": [{"field": field, "title": column_of(table.name, field).title} for field in fields_of(r, table)],
            "rows": [
                {
                    "child": value_of(r, table, row, "CHILD"),
                    "child_number": self.child_numbers.get(str(source.columns["CHILD"][row])),
                    "line": int(source.line[row]),
                    "cells": row_cells(r, table, row, self.issues.fields(self.issues.of_row(table, row))),
                    "issues": [self._issue_in_brief(position) for position in self.issues.of_row(table, row)],
                }
                for row in every[offset : offset + limit]
            ],
        }  # fmt: skip

    def _issue_in_brief(self, position: int) -> IssueInBrief:
        code = self.issues[position].rule
        return {
            "position": position,
            "rule": code,
            "title": self.report.run[code].title,
            **self.statuses.of(position),
        }
