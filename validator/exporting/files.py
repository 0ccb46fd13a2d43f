"""A report written out: plain text, CSV, JSON, Excel workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from ..checking.report import Report
from ..results.overview import not_run_by_reason
from ..returns.rows import Return
from ..returns.settings import settings_in_words
from ..returns.words import count_of, plain
from ..version import __version__
from .workbook import to_workbook

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
        "as_at": f"{collection.as_at:%Y-%m-%d}" if collection.as_at else None,
        "children": report.children,
        "rows": {str(table): rows for table, rows in report.rows.items()},
        "run": list(report.run),
        "not_run": dict(report.not_run),
        "crashed": dict(report.crashed),
        "settings": [setting.in_full for setting in report.settings],
        "warnings": [warning.words for warning in report.warnings],
        "notices": [vars(notice) for notice in report.notices],
        "issues": report.issues.to_dict(orient="records"),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def to_text(report: Report) -> bytes:
    """For reading on a terminal: rules with the most issues first, each with its first rows."""
    lines = [str(warning) for warning in report.warnings]
    lines += [""] if lines else []
    places = report.found.by(lambda part: part.rule)
    for code, count in report.found.most_first:
        rule = report.run[code]
        lines += [
            f"{rule.code}  {rule.title} ({count_of(count.issues, 'row')})",
            f"  {rule.message}",
            f"  To do: {rule.fix}",
        ]
        lines += [
            f"    {plain(issue.file)} line {issue.line}: child {plain(issue.child)}, {', '.join(issue.fields)}"
            for issue in map(report.found.__getitem__, places[code][:EXAMPLES].tolist())
        ]
        if count.issues > EXAMPLES:
            lines.append(f"    and {count.issues - EXAMPLES} more")
        lines.append("")
    for heading, entries in _remarks(report).items():
        if entries:
            lines += [heading, *(f"  {entry}" for entry in entries), ""]
    lines.append(summary(report))
    return ("\n".join(lines) + "\n").encode()


def summary(report: Report) -> str:
    """One sentence with the counts."""
    found = report.found
    return (
        f"{count_of(len(found), 'issue')} in {count_of(len(found.counts), 'rule')}, affecting "
        f"{count_of(found.children, 'child', 'children')} of {report.children}. Rules run: {len(report.run)}, "
        f"not run: {len(report.not_run)}, crashed: {len(report.crashed)}. "
        f"{_asked(report)}, rule set of {report.rule_set}."
        + (f" Not the usual settings: {settings_in_words(report.settings)}." if report.settings else "")
    )


def _asked(report: Report) -> str:
    collection = report.collection
    start, end = collection.period
    period = f" as at {end:%d/%m/%Y}" if collection.ends_early else f", {start:%d/%m/%Y} to {end:%d/%m/%Y}"
    return f"{collection.authority_name or 'No authority given'}, collection year {collection.year}{period}"


def _remarks(report: Report) -> Mapping[str, Sequence[str]]:
    return {
        "Rules that crashed (please report this):": [f"{code}: {why}" for code, why in report.crashed.items()],
        "Rules not run:": [f"{', '.join(codes)}: {why}" for why, codes in not_run_by_reason(report).items()],
        "What reading the files changed or ignored:": [
            str(notice) for notice in report.notices[len(report.warnings) :]
        ],
    }


FORMATS: Mapping[str, Callable[[Return, Report], bytes]] = {
    "text": lambda _, report: to_text(report),
    "csv": lambda _, report: to_csv(report),
    "json": lambda _, report: to_json(report),
    "xlsx": to_workbook,
}
