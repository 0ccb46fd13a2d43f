"""The shape of the problem at a glance: how many issues, of which kinds, in which tables, and what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rules.facts import episodes_in_year

from ..checking.catalogue import CATEGORY_NAMES
from ..checking.report import Report
from ..returns.cells import table_title
from ..returns.rows import Return
from ..returns.words import count_of, listed

if TYPE_CHECKING:
    from .answers import Overview, RuleFigures, TableFigures, TopRules


# The rules that cause half of all errors, in the experience of authorities.
TOP = 3


def overview(r: Return, report: Report) -> Overview:
    """Every figure of the first page."""
    issues = report.found
    total = len(issues)
    cared_for = _looked_after(r)
    of_cared_for = sum(len(issues.by_child.get(child, ())) for child in cared_for.tolist())
    rules = _rules(report, total)
    by_category = issues.by(lambda part: part.category)
    titles = {code: rule.title for code, rule in report.asked.items()}
    return {
        "issues": total,
        "children": report.children,
        "children_affected": issues.children,
        "looked_after": len(cared_for),
        "of_looked_after": of_cared_for,
        "per_looked_after": of_cared_for / len(cared_for) if len(cared_for) else None,
        "categories": [
            {"name": name, "title": title, "issues": count, "share": _share(count, total)}
            for name, title in CATEGORY_NAMES.items()
            for count in [len(by_category.get(name, ()))]
        ],
        "rules": rules,
        "tables": _tables(report),
        "top": _top(rules, total),
        "rules_run": len(report.run),
        "crashed": [{"code": code, "title": titles[code], "error": error} for code, error in report.crashed.items()],
        "not_run": [
            {"reason": reason, "rules": [{"code": code, "title": titles[code]} for code in codes]}
            for reason, codes in sorted(not_run_by_reason(report).items(), key=lambda item: -len(item[1]))
        ],
    }


def looked_after(r: Return) -> int:
    """How many children were looked after at some time in the period checked.

    A child counts who has an episode in it (one that began by its last day and had not ended before its first) under
    any legal status but those of short breaks, V3 and V4, which the published figures leave out too. One who is in
    other tables alone, such as a care leaver in OC3, is not looked after.
    """
    return len(_looked_after(r))


def _looked_after(r: Return) -> NDArray[Any]:
    """The identifiers of these children."""
    r = r.seen
    if not r.has("Episodes"):
        return np.array([], dtype=object)
    episodes = r.Episodes
    counted = episodes_in_year(r) & ~episodes.LS.isin(r.group("LS", "short_breaks")) & (episodes.child >= 0)
    return np.unique(episodes._data.source.columns["CHILD"][counted].astype(object))


def not_run_by_reason(report: Report) -> dict[str, list[str]]:
    """Reason -> codes of the rules not run for it."""
    reasons: dict[str, list[str]] = {}
    for code, why in report.not_run.items():
        reasons.setdefault(why, []).append(code)
    return reasons


def _rules(report: Report, total: int) -> list[RuleFigures]:
    return [
        {
            "code": rule.code,
            "title": rule.title,
            "category": rule.category,
            "category_title": CATEGORY_NAMES[rule.category],
            "issues": count.issues,
            "children": count.children,
            "share": _share(count.issues, total),
        }
        for code, count in report.found.most_first
        for rule in [report.run[code]]
    ]


def _tables(report: Report) -> list[TableFigures]:
    return [
        {
            "name": str(table),
            "title": table_title(table),
            "rows": rows,
            "rows_flagged": len(flagged),
            "issues": sum(map(len, flagged.values())),
        }
        for table, rows in report.rows.items()
        for flagged in [report.found.by_row.get(table, {})]
    ]


def _top(rules: list[RuleFigures], total: int) -> TopRules:
    top = rules[:TOP]
    issues = sum(rule["issues"] for rule in top)
    share = _share(issues, total)
    codes = [rule["code"] for rule in top]
    if not top:
        sentence = "No issues were found."
    elif len(rules) <= TOP:
        sentence = f"All issues come from {count_of(len(rules), 'rule')}: {listed(codes)}."
    else:
        sentence = f"Rules {listed(codes)} make up {share:.0%} of all issues."
    return {"rules": codes, "issues": issues, "share": share, "sentence": sentence}


def _share(count: int, total: int) -> float:
    return count / total if total else 0.0
