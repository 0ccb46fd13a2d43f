"""One check's results, as the page looks at them, one page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from rules.registry import in_force

from ..checking.catalogue import STAGES
from ..checking.report import Report
from ..correcting.edits import Corrected
from ..exporting.downloads import letters_download
from ..exporting.issue_list import issue_list_csv
from ..exporting.workbook import to_workbook
from ..results.causes import causes
from ..results.compared import context
from ..results.find import Finder, Query
from ..results.groups import read_grouping
from ..results.overview import overview
from ..returns.authorities import authorities
from ..returns.cells import Cells, table_title
from ..returns.errors import InputError
from ..returns.rows import Return
from ..returns.settings import settings_in_name
from ..returns.tables import THIS, TableRef, tables
from ..tracking.notes import Notes
from ..tracking.runs import Run
from ..tracking.status import IssueStatuses
from .parts import RULE_SET_DAY, Questions, notice_of, problem_of, saved, settings_of, warning_of, whole, year_title
from .views import Views

if TYPE_CHECKING:
    from ..results.answers import Compared, RuleFigures
    from ..returns.answers import Nothing
    from .answers.common import Problem, Saved
    from .answers.results import (
        Causes,
        CauseShown,
        FlaggedRows,
        FoundIssues,
        GroupedBy,
        RuleNote,
        RulesChosen,
        Summary,
        SummaryRule,
    )
    from .given import LookedFor, RowsFound, RowsOfRule

_NO_LIST: GroupedBy = {"file": "", "title": "", "problem": None}


class Results(Views):
    """One check's report beside the return it was made on, and how the page may look at them.

    `choice` is the name of the choice of rules that were run, None when all were. `notes` are those of the session,
    `compared` is the run that the issues are compared with, if any, `corrected` what was changed in the return's files.
    """

    def __init__(
        self,
        r: Return,
        report: Report,
        problems: Sequence[Problem],
        choice: str | None,
        notes: Notes,
        compared: Run | None,
        corrected: Corrected,
    ) -> None:
        self._finder = Finder(r, report)
        super().__init__(r, report, IssueStatuses(r, report, notes, compared, corrected))
        self._problems = list(problems)
        self._choice = choice
        self._grouped_by = _NO_LIST
        # The issues that a rule found in a table, as positions in the report.
        self._positions = report.found.by(lambda part: (part.rule, part.table))

    def summary(self) -> Summary:
        """The figures of the overview, and what else the page needs to know before it asks for more."""
        report = self.report
        collection = report.collection
        start, end = collection.period
        name = next((found.name for found in authorities() if found.code == collection.authority), "")
        figures = overview(self._return, report)
        return {
            **figures,
            "rules": [self._with_words(rule) for rule in figures["rules"]],
            "collection": {
                "year_title": year_title(collection.year),
                "authority": name,
                "start": f"{start:%d/%m/%Y}",
                "end": f"{end:%d/%m/%Y}",
                "ends_early": collection.ends_early,
            },
            "rule_set": RULE_SET_DAY,
            "stages": STAGES,
            "choice": self._chosen(),
            "beyond": {"own": self._asked("own"), "council": self._asked("council")},
            "rules_not_run": len(report.not_run),
            "rows": sum(rows for table, rows in report.rows.items() if table.year is THIS),
            "files": self._files,
            "warnings": [warning_of(warning) for warning in report.warnings],
            "strip": settings_of(collection, report.settings),
            "name_ending": settings_in_name(report.settings),
            "notices": [notice_of(notice) for notice in report.notices],
            "problems": self._problems,
        }

    def _chosen(self) -> RulesChosen | None:
        if self._choice is None:
            return None
        of_year = len(in_force(self.report.collection.year))
        return {"name": self._choice, "rules": self._asked("department"), "of": of_year}

    def _asked(self, origin: str) -> int:
        return sum(rule.origin == origin for rule in self.report.asked.values())

    @cached_property
    def _files(self) -> list[str]:
        return sorted({part.file for part in self.issues.parts})

    def _with_words(self, figures: RuleFigures) -> SummaryRule:
        code = figures["code"]
        rule = self.report.run[code]
        return {
            **figures,
            "message": rule.message,
            "fix": rule.fix,
            "fields": list(rule.fields),
            "origin": rule.origin,
            "stage": rule.stage,
            "tables": [
                {"name": str(table), "title": table_title(table), "issues": len(self._flagged(code, table))}
                for table in self.issues.by_row
                if (code, table) in self._positions
            ],
        }

    def find(self, asked: LookedFor, offset: int, limit: int) -> FoundIssues:
        """`limit` of the issues asked for, from the `offset`th on."""
        query, words = self._query(asked)
        found = self._finder.find(query, offset, limit)
        return {
            "total": found["total"],
            "children": found["children"],
            "rules": len(found["rules"]),
            "cause": words,
            "issues": [self.issue(position) for position in found["positions"]],
        }

    def positions_of(self, chosen: RowsOfRule | RowsFound) -> list[int]:
        """The issues in one table that are chosen."""
        if "find" in chosen:
            query, _ = self._query({**chosen["find"], "table": chosen["table"]})
            return self._finder.find(query, limit=len(self.issues))["positions"]
        return self._flagged(chosen["rule"], TableRef.of(chosen["table"])).tolist()

    def _flagged(self, code: str, table: TableRef) -> NDArray[np.intp]:
        """The positions of a rule's issues in a table."""
        return self._positions.get((code, table), np.array([], dtype=np.intp))

    def _query(self, asked: LookedFor) -> tuple[Query, str]:
        """What `find` was asked, and the cause named there in words."""
        given: dict[str, Any] = {**asked}
        if table := given.pop("table", ""):
            given["table"] = TableRef.of(table)
        words = ""
        kept: list[set[int]] = []
        if "file" in given:
            given["file"] = self._files[given["file"]] if 0 <= given["file"] < len(self._files) else "?"
        if (cause := given.pop("cause", None)) is not None:
            of_cause = [found for found in self._causes if found["cause"] == cause]
            kept.append({position for cause in of_cause for position in cause["resolves"]})
            words = "".join(cause["sentence"] for cause in of_cause)
        if given.pop("unseen", False):
            given["hidden"] = self.looked_at
        for name, found in (("status", self.statuses.with_status), ("state", self.statuses.notes.in_state)):
            if wanted := given.pop(name, ""):
                kept.append(set(found(wanted)))
        if kept:
            given["among"] = set.intersection(*kept)
        return Query(**given), words

    def context(self, position: int) -> list[Compared]:
        """The rows that an issue's rule compared its row with: see `compared.context`; none for no such issue."""
        return context(self._return, self.report, position) if self.there([position]) else []

    def causes(self, kind: str, offset: int, limit: int) -> Causes:
        """`limit` of the likely causes of a kind ("" for all), from the `offset`th on; the first call takes seconds."""
        chosen = [cause for cause in self._causes if kind in ("", cause["kind"])]
        kinds = Counter((cause["kind"], cause["title"]) for cause in self._causes)
        return {
            "total": len(chosen),
            "issues": len({position for cause in chosen for position in cause["resolves"]}),
            "kinds": [{"kind": name, "title": title, "causes": count} for (name, title), count in kinds.most_common()],
            "causes": chosen[offset : offset + limit],
        }

    @cached_property
    def _causes(self) -> list[CauseShown]:
        return [
            {
                **cause,
                "cause": number,
                "child_number": self.child_numbers[cause["child"]],
                "table_title": table_title(TableRef(cause["table"])),
            }
            for number, cause in enumerate(causes(self._return, self.report), 1)
        ]

    def rule_rows(self, code: str, name: str, offset: int, limit: int) -> FlaggedRows | Nothing:
        """`limit` of the rows that a rule flagged in the table of a name, from the `offset`th on; {} when there are
        none."""
        table = TableRef.of(name)
        flagged = self._flagged(code, table)
        if not len(flagged):
            return {}
        positions = flagged[offset : offset + limit].tolist()
        issues = [self.issues[position] for position in positions]
        rows = self._return.tables[table][np.array([issue.row for issue in issues], dtype=np.intp)]
        fields = self.issues[flagged[0]].fields
        others = [name for name in tables()[table.name].columns if name not in (*fields, "CHILD")]
        columns = [Cells(rows, name, marked=name in fields) for name in (*fields, *others)]
        children = Cells(rows, "CHILD")
        return {
            "columns": [{"name": column.name, "title": column.title} for column in columns],
            "rows": [
                {
                    "position": position,
                    "child": children[at]["value"],
                    "child_number": self.child_numbers.get(issue.child),
                    **self.statuses.of(position),
                    "file": issue.file,
                    "line": issue.line,
                    "cells": [column[at] for column in columns],
                }
                for at, (position, issue) in enumerate(zip(positions, issues, strict=True))
            ],
        }

    def rule_note(self, code: str) -> RuleNote:
        """The note on a rule."""
        note = self.statuses.notes.rule(code)
        return {"state": note.state, "state_title": note.title, "note": note.text}

    # -- by the user's own list

    def group_by(self, given: tuple[str, int, bytes | None] | None) -> GroupedBy:
        """Group children by a list of them, given as to `Session.add`; None lets go of it. Returns `grouped_by()`."""
        self._grouped_by = _NO_LIST
        self.set_list(None)
        if given is not None:
            name = given[0]
            try:
                grouping = read_grouping(name, whole(*given), self._return)
            except InputError as error:
                self._grouped_by = {"file": name, "title": "", "problem": problem_of(error)}
            else:
                self._grouped_by = {"file": name, "title": grouping.title, "problem": None}
                self.set_list(grouping)
        return self._grouped_by

    def grouped_by(self) -> GroupedBy:
        """The user's list."""
        return self._grouped_by

    # -- downloads

    def workbook(self) -> bytes:
        """The report as an Excel workbook."""
        return to_workbook(self._return, self.report, self.statuses)

    def issue_list(self) -> bytes:
        """All issues as a CSV file for people, where `Session.issues_csv` is for programs."""
        return issue_list_csv(self._return, self.report, self.issues, self.statuses)

    def letters(self, kind: str, form: Literal["html", "text"]) -> Saved | None:
        """Letters to social workers or groups, "html" or "text", as one download.

        None when there is no list to group by.
        """
        grouping = self.grouping(kind)
        if grouping is None:
            return None
        return saved(letters_download(self._return, self.report, grouping, form, self.statuses.notes))


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "summary": Results.summary,
    "find": Results.find,
    "positions_of": Results.positions_of,
    "context": Results.context,
    "causes": Results.causes,
    "rule_rows": Results.rule_rows,
    "rule_note": Results.rule_note,
    "looked": Results.looked,
    "mark": Results.mark,
    "mark_rule": Results.mark_rule,
    "children": Results.children,
    "child": Results.child,
    "groups": Results.groups,
    "group": Results.group,
    "grouped_by": Results.grouped_by,
    "tables": Results.tables,
    "table_rows": Results.table_rows,
    "workbook": Results.workbook,
    "issue_list": Results.issue_list,
    "letters": Results.letters,
}
