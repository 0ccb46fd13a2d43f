"""A report written out: plain text, CSV, JSON, Excel workbook."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from .catalogue import CATEGORY_NAMES
from .report import ISSUE_COLUMNS, Report
from .version import __version__

# Of each rule's rows the text report shows so many; the other formats have all.
EXAMPLES = 10


def to_csv(report: Report) -> bytes:
    """The issues, one a line."""
    return report.to_csv()


def to_json(report: Report) -> bytes:
    """Everything the report holds."""
    collection = report.collection
    start, end = collection.period
    content = {
        "check903": __version__,
        "rule_set": report.rule_set,
        "year": collection.year,
        "authority": collection.authority,
        "start": f"{start:%Y-%m-%d}",
        "end": f"{end:%Y-%m-%d}",
        "children": report.children,
        "rows": dict(report.rows),
        "run": list(report.run),
        "not_run": dict(report.not_run),
        "crashed": dict(report.crashed),
        "notices": [vars(notice) for notice in report.notices],
        "issues": report.issues.to_dict(orient="records"),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def to_text(report: Report) -> bytes:
    """For reading on a terminal: rules with the most issues first, each with its first rows."""
    lines: list[str] = []
    counts = report.issues.groupby("rule", sort=False).size().sort_values(ascending=False, kind="stable")
    for code, count in counts.items():
        rule = report.run[str(code)]
        lines += [f"{rule.code}  {rule.title} ({_count(count, 'row')})", f"  {rule.message}", f"  To do: {rule.fix}"]
        rows = report.issues[report.issues["rule"] == code].head(EXAMPLES)
        lines += [f"    {row.file} line {row.line}: child {row.child}, {row.fields}" for row in rows.itertuples()]
        if count > EXAMPLES:
            lines.append(f"    and {count - EXAMPLES} more")
        lines.append("")
    for heading, entries in _remarks(report).items():
        if entries:
            lines += [heading, *(f"  {entry}" for entry in entries), ""]
    lines.append(summary(report))
    return ("\n".join(lines) + "\n").encode()


def summary(report: Report) -> str:
    """One sentence with the counts."""
    found = report.issues
    children = found.loc[found["child"] != "", "child"].nunique()
    return (
        f"{_count(len(found), 'issue')} in {_count(found['rule'].nunique(), 'rule')}, affecting "
        f"{_count(children, 'child', 'children')} of {report.children}. Rules run: {len(report.run)}, "
        f"not run: {len(report.not_run)}, crashed: {len(report.crashed)}. "
        f"Collection year {report.collection.year}, rule set of {report.rule_set}."
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _remarks(report: Report) -> Mapping[str, Sequence[str]]:
    return {
        "Rules that crashed (please report this):": [f"{code}: {why}" for code, why in report.crashed.items()],
        "Rules not run:": [f"{', '.join(codes)}: {why}" for why, codes in not_run_by_reason(report).items()],
        "What reading the files changed or ignored:": [
            f"{notice.file}{f' line {notice.line}' if notice.line is not None else ''}: {notice.message}"
            for notice in report.notices
        ],
    }


def not_run_by_reason(report: Report) -> dict[str, list[str]]:
    """Reason -> codes of the rules not run for it."""
    reasons: dict[str, list[str]] = {}
    for code, why in report.not_run.items():
        reasons.setdefault(why, []).append(code)
    return reasons


def to_workbook(report: Report) -> bytes:
    """An Excel workbook: summary, rules with counts, every issue, rules not run, notices.

    Every value is written as text or number, never as a formula, whatever it begins with.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(name: str, heading: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]) -> None:
        page = book.add_worksheet(name)
        page.write_row(0, 0, heading, bold)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(count, at, value, wrap)
                else:
                    page.write_number(count, at, value, wrap)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, count, len(heading) - 1)

    start, end = report.collection.period
    counts = report.issues.groupby("rule", sort=False)["child"].agg(["size", "nunique"])
    sheet(
        "Summary",
        ("What", "Value"),
        (40, 60),
        [
            ("Collection year", report.collection.year),
            ("Authority", report.collection.authority or "not given"),
            ("Period checked", f"{start:%d/%m/%Y} to {end:%d/%m/%Y}"),
            ("Children", report.children),
            ("Issues", len(report.issues)),
            ("Rules run", len(report.run)),
            ("Rules not run", len(report.not_run)),
            ("Rules that crashed", len(report.crashed)),
            ("Rule set", report.rule_set),
            ("Check 903", __version__),
        ],
    )
    sheet(
        "By rule",
        ("Rule", "Title", "Category", "Rows", "Children", "What is wrong", "What to do"),
        (10, 40, 26, 8, 9, 70, 70),
        [
            (code, rule.title, CATEGORY_NAMES[rule.category], int(size), int(children), rule.message, rule.fix)
            for code, (size, children) in counts.sort_values("size", ascending=False, kind="stable").iterrows()
            if (rule := report.run[str(code)])
        ],
    )
    sheet(
        "Issues",
        [name.capitalize() for name in ISSUE_COLUMNS],
        (10, 16, 7, 7, 26, 14, 30, 14, 90),
        report.issues.itertuples(index=False, name=None),
    )
    sheet("Not run", ("Rule", "Why"), (12, 100), [*report.not_run.items(), *report.crashed.items()])
    sheet(
        "Notices",
        ("File", "Line", "What was read as what"),
        (26, 8, 100),
        [(n.file, "" if n.line is None else n.line, n.message) for n in report.notices],
    )
    book.close()
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Report], bytes]] = {
    "text": to_text,
    "csv": to_csv,
    "json": to_json,
    "xlsx": to_workbook,
}
