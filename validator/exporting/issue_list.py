"""The issues as a list for people: one a line, in words, with who can put it right and what was noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checking.catalogue import CATEGORY_NAMES
from ..checking.issues import Issues
from ..checking.report import Report
from ..results.groups import by_social_worker
from ..returns.cells import meaning, table_title, value_of
from ..returns.csv_files import for_people
from ..returns.rows import Return
from ..returns.sheets import CellValue
from ..returns.tables import TableRef
from ..tracking.comparison import STATUSES
from ..tracking.status import IssueStatuses

_SINCE = ("Since last run", 12, "words")
# The columns of the list: heading, width in characters, what it holds.
_COLUMNS = (
    ("Rule", 9, "text"),
    ("Title", 40, "words"),
    ("Category", 26, "words"),
    ("Child", 16, "text"),
    ("Social worker", 16, "text"),
    ("Table", 30, "words"),
    ("File", 24, "text"),
    ("Line", 8, "number"),
    ("Values in question", 60, "words"),
    ("State", 22, "words"),
    ("Note", 40, "words"),
    _SINCE,
    ("What is wrong", 120, "words"),
)


def issue_columns(statuses: IssueStatuses) -> list[tuple[str, int, str]]:
    """Heading, width and kind (see `sheets.Book.add`) of each column; what is new only where that is known."""
    return [column for column in _COLUMNS if statuses.comparison or column is not _SINCE]


def issue_lines(r: Return, report: Report, issues: Issues, statuses: IssueStatuses) -> Iterator[Sequence[CellValue]]:
    """The issues under these headings; lines are numbers as a spreadsheet counts them, all else is text."""
    workers = by_social_worker(r).of
    status = [STATUSES[found] for found in statuses.comparison.status] if statuses.comparison else []
    for position, issue in enumerate(issues):
        yield (
            issue.rule,
            report.run[issue.rule].title,
            CATEGORY_NAMES[issue.category],
            issue.child,
            workers.get(issue.child, ""),
            table_title(issue.table),
            issue.file,
            issue.line,
            "; ".join(_in_words(r, issue.table, issue.row, field) for field in issue.fields),
            statuses.notes.state_title(position),
            statuses.notes.note(position).text,
            *status[position : position + 1],
            issue.message,
        )


def issue_list_csv(r: Return, report: Report, issues: Issues, statuses: IssueStatuses) -> bytes:
    """The list as a CSV file."""
    headings = [heading for heading, _, _ in issue_columns(statuses)]
    return for_people(headings, issue_lines(r, report, issues, statuses))


def _in_words(r: Return, table: TableRef, row: int, field: str) -> str:
    """A cell as "PLACE U1: Foster placement", its code spelt out."""
    value = value_of(r, table, row, field)
    words = meaning(table.name, field, value.strip())
    return f"{field} {value or '(blank)'}{': ' + words if words else ''}"
