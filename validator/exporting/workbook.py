"""A report as an Excel workbook: summary, rules, children, issues, and every table with its offending cells marked.

Cells that come from files are written as text, never as a formula, whatever they begin with; dates as dates and
scores as numbers, where they can be read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from ..checking.catalogue import CATEGORY_NAMES, STAGES
from ..checking.issues import Issue, Issues
from ..checking.report import Report
from ..results.groups import by_social_worker
from ..results.overview import overview
from ..returns.cells import column_of, fields_of, table_title
from ..returns.rows import Return
from ..returns.sheets import DAY_0, FIRST_DAY, Book, CellValue
from ..returns.tables import LAST, THIS, TableRef
from ..returns.words import count_of
from ..tracking.comparison import RunComparison
from ..tracking.notes import Notes
from ..tracking.status import IssueStatuses
from ..version import __version__
from .issue_list import issue_columns, issue_lines

if TYPE_CHECKING:
    from ..results.answers import Overview

# Excel becomes slow to open a workbook with many comments. Cells are coloured, and rules named in the last column, in
# every row of a table; so many of its cells have a comment as well.
MOST_COMMENTS = 500

# How a column of a table is written, by its type; anything else is text.
_KINDS = {"date": "date", "date_zz": "date", "integer": "number"}
_INTEGER = re.compile(r"-?[0-9]{1,15}")


def to_workbook(r: Return, report: Report, statuses: IssueStatuses | None = None) -> bytes:
    """The workbook's bytes (.xlsx).

    With `statuses` it has the states and notes and, where an earlier run is compared with, what is new and fixed. Last
    year's tables are there when something is wrong with them. Text beyond Excel's limits is shortened, and says so;
    rows beyond them are left out, and the summary says so.
    """
    book = Book()
    issues, workers = report.found, by_social_worker(r).of
    figures = overview(r, report)
    statuses = statuses or IssueStatuses(r, report, Notes())
    summary = book.add("Summary", ("What", "Figure"), (60, 80), ("words", "words"))
    _by_rule(book, report, figures, statuses)
    _by_child(book, report, workers)
    _issues(book, r, report, issues, statuses)
    if statuses.comparison:
        _fixed(book, statuses)
    for table in r.tables:
        if table in issues.by_row or table.year is THIS:
            _table(book, r, report, table)
    _not_run(book, figures)
    _notices(book, report)
    summary.fill(_summary(report, figures, statuses.comparison, book.left_out))
    return book.close()


# -- sheets


def _summary(
    report: Report, figures: Overview, comparison: RunComparison | None, left_out: Mapping[str, int]
) -> Iterable[Sequence[CellValue]]:
    start, end = report.collection.period
    per_child = figures["per_looked_after"]
    rows: tuple[tuple[str, CellValue], ...] = (
        ("Collection year", report.collection.year),
        ("Authority", _authority(report)),
        ("Period checked", f"{start:%d/%m/%Y} to {end:%d/%m/%Y}"),
        *(("Not the usual setting", setting.in_full) for setting in report.settings),
        *(("Look at this first", warning.words) for warning in report.warnings),
        ("Children in the return", figures["children"]),
        ("Children looked after in the period (short breaks left out)", figures["looked_after"]),
        ("Issues (rows flagged by a rule)", figures["issues"]),
        ("Children with an issue", figures["children_affected"]),
        ("Issues of these looked-after children", figures["of_looked_after"]),
        ("Issues of these for each of them", "" if per_child is None else round(per_child, 2)),
        ("The most frequent rules", figures["top"]["sentence"]),
        ("Rules run", figures["rules_run"]),
        ("Rules not run", len(report.not_run)),
        ("Rules that failed (a fault of ours, please report it)", len(report.crashed)),
        ("Rule set", report.rule_set),
        ("Stages (sheet By rule)", STAGES),
        ("Check 903", __version__),
        ("", ""),
    )
    yield from rows
    if comparison:
        yield from (
            ("Compared with the run of", comparison.old.label),
            ("Issues that are new since then", len(comparison.found_new)),
            ("Issues that are still there", comparison.still),
            ("Issues that are fixed", len(comparison.fixed)),
            ("Issues then that could not be looked for now", len(comparison.not_checked)),
        )
        yield from (("Bear in mind", warning) for warning in comparison.warnings)
        yield ("", "")
    yield from ((f"Issues: {entry['title']}", entry["issues"]) for entry in figures["categories"])
    yield ("", "")
    yield from ((f"Issues in {entry['title']}", entry["issues"]) for entry in figures["tables"])
    yield ("", "")
    yield ("Coloured cells", "A rule points to the cell; the last column of the sheet names the rule.")
    yield from (
        ("Note", f"The sheet {name} lacks its last {count_of(number, 'line')}: Excel has no room for more.")
        for name, number in left_out.items()
    )


def _authority(report: Report) -> str:
    collection = report.collection
    return f"{collection.authority_name} ({collection.authority})" if collection.authority else "not given"


def _by_rule(book: Book, report: Report, figures: Overview, statuses: IssueStatuses) -> None:
    """The rules with issues, most first, then those whose issues are all fixed."""
    counts = {entry["code"]: (entry["issues"], entry["children"]) for entry in figures["rules"]}
    changes = {change.code: change for change in statuses.comparison.rules} if statuses.comparison else {}
    since = ("New", "Still there", "Fixed") if statuses.comparison else ()
    headings = ("Rule", "Title", "Category", "Issues", "Children", *since, "State", "Note", "Fields", "What is wrong",
                "What to do", "Stage")  # fmt: skip
    widths = (9, 40, 26, 9, 9, *[9] * len(since), 22, 40, 26, 70, 70, 9)
    kinds = ("text", "words", "words", *["number"] * (2 + len(since)), *["words"] * 5, "text")
    wrap = (1, 2, *range(5 + len(since), len(headings)))
    book.add("By rule", headings, widths, kinds, wrap).fill(
        (
            code,
            rule.title,
            CATEGORY_NAMES[rule.category],
            *counts.get(code, (0, 0)),
            *((changes[code].new, changes[code].still, changes[code].fixed) if since else ()),
            note.title,
            note.text,
            ", ".join(rule.fields),
            rule.message,
            rule.fix,
            str(rule.stage or ""),
        )
        for code in {**counts, **changes}
        for rule, note in [(report.run[code], statuses.notes.rule(code))]
    )


def _by_child(book: Book, report: Report, workers: Mapping[str, str]) -> None:
    headings = ("Child", "Social worker", "Issues", "Rules", "Titles of the rules", "Tables")
    kinds = ("text", "text", "number", "text", "words", "words")
    book.add("By child", headings, (16, 16, 8, 26, 90, 40), kinds).fill(
        (
            child or "(rows without child)",
            workers.get(child, ""),
            len(found),
            ", ".join(codes),
            "; ".join(report.run[code].title for code in codes),
            ", ".join(dict.fromkeys(table_title(issue.table) for issue in found)),
        )
        for child, positions in sorted(report.found.by_child.items(), key=lambda item: (-len(item[1]), item[0]))
        for found in [[report.found[position] for position in positions]]
        for codes in [list(dict.fromkeys(issue.rule for issue in found))]
    )


def _issues(book: Book, r: Return, report: Report, issues: Issues, statuses: IssueStatuses) -> None:
    headings, widths, kinds = zip(*issue_columns(statuses), strict=True)
    book.add("Issues", headings, widths, kinds).fill(issue_lines(r, report, issues, statuses))


def _fixed(book: Book, statuses: IssueStatuses) -> None:
    """What the earlier run found and this check did not; children and rows are blank where that run had hashes."""
    headings = ("Rule", "Title", "Child", "Table", "Row", "State", "Note")
    kinds = ("text", "words", "text", "words", "text", "words", "words")
    book.add("Fixed", headings, (9, 60, 16, 36, 30, 22, 60), kinds).fill(
        (found.issue.rule, found.title, found.issue.child, table_title(found.issue.table), found.issue.row,
         found.note.title, found.note.text)
        for found in statuses.fixed
    )  # fmt: skip


def _table(book: Book, r: Return, report: Report, table: TableRef) -> None:
    """The file as it is; columns that the engine worked out only where a rule points to them."""
    rows, issues = r.tables[table], report.found
    flagged = issues.by_row.get(table, {})
    marks: dict[tuple[int, str], list[Issue]] = {}
    for row, positions in flagged.items():
        for issue in map(issues.__getitem__, positions):
            for field in issue.fields:
                marks.setdefault((row, field), []).append(issue)
    pointed_to = {field for _, field in marks}
    commented = f"\nOnly the first {MOST_COMMENTS:,} of {len(marks):,} coloured cells have comments too"
    columns = [field for field in fields_of(r, table) if field in rows._data.source.raw or field in pointed_to]
    titles = [column_of(table.name, field).title for field in columns]
    sheet = book.add(
        f"{table.name} last year" if table.year is LAST else table.name,
        (
            "Line",
            *(f"{field}\n{title}" for field, title in zip(columns, titles, strict=True)),
            f"Rules that flag the row{commented if len(marks) > MOST_COMMENTS else ''}",
        ),
        (8, *(max(12, min(24, 4 + len(title) // 2)) for title in titles), 60),
        kinds=("number", *(_KINDS.get(column_of(table.name, field).type, "text") for field in columns), "words"),
        frozen=2,
    )
    values = [_excel_values(r, table, field) for field in columns]
    explained = {
        row: "; ".join(f"{code} {report.run[code].title}" for code in dict.fromkeys(issues[p].rule for p in positions))
        for row, positions in flagged.items()
    }
    place = {field: at for at, field in enumerate(columns, 1)}
    coloured: dict[int, list[int]] = {}
    for row, field in marks:
        coloured.setdefault(row, []).append(place[field])
    rules = (explained.get(row, "") for row in range(len(rows)))
    whole = zip(rows._data.source.line.tolist(), *values, rules, strict=True)
    sheet.fill(whole, coloured)
    for (row, field), found in islice(marks.items(), MOST_COMMENTS):
        sheet.comment(row, place[field], "\n".join(f"{issue.rule}: {issue.message}" for issue in found))


def _excel_values(r: Return, table: TableRef, field: str) -> list[CellValue]:
    """A column as it stands in the file; readable dates as Excel's day numbers, scores and distances as numbers."""
    data = r.tables[table]._data
    text = data.columns[field]
    kind = _KINDS.get(column_of(table.name, field).type)
    shown = data.source.raw.get(field, text.values[:-1])
    if kind == "date":
        dates = text.dates()[:-1]
        days = (dates - np.datetime64(DAY_0)).astype(np.int64).tolist()
        good = (dates >= np.datetime64(FIRST_DAY)).tolist()
        return [day if known else word for day, known, word in zip(days, good, shown.tolist(), strict=True)]
    if kind == "number":
        return [int(word) if _INTEGER.fullmatch(word) else word for word in shown.tolist()]
    return shown.tolist()


def _not_run(book: Book, figures: Overview) -> None:
    book.add("Not run", ("Rule", "Title", "Why"), (9, 50, 110), ("text", "words", "words"), wrap=(1, 2)).fill(
        [
            *(
                (rule["code"], rule["title"], entry["reason"])
                for entry in figures["not_run"]
                for rule in entry["rules"]
            ),
            *(
                (rule["code"], rule["title"], f"It failed, a fault of ours: {rule['error']}")
                for rule in figures["crashed"]
            ),
        ]
    )


def _notices(book: Book, report: Report) -> None:
    headings = ("File", "Line", "What reading changed or ignored")
    book.add("Notices", headings, (30, 8, 110), ("text", "number", "words"), wrap=(2,)).fill(
        (notice.file, "" if notice.line is None else notice.line, notice.message) for notice in report.notices
    )
