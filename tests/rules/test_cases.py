"""Every rule and every check of our own against its cases in tests/rules/cases, and that each has cases."""

from __future__ import annotations

import pytest

from rules import all_rules, own_checks
from tests.rules.case_files import Case, read_cases

CASES = read_cases()
RULES = all_rules() | own_checks()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.year}-{case.place}")
def test_case(case: Case) -> None:
    report = case.check()
    assert report.crashed == {}
    assert list(report.not_run) == ([case.code] if case.not_run else []), report.not_run
    found = {name: sorted(rows) for name, rows in report.issues.groupby("table")["row"]}
    assert found == {name: rows for name, rows in case.flagged.items() if rows}, case.shows


@pytest.mark.parametrize("code", RULES)
def test_has_cases(code: str) -> None:
    """A rule has cases with a flagged and an unflagged row, and cases on both sides of each change between years."""
    cases = [case for case in CASES if case.code == code and not case.not_run]
    assert any(any(case.flagged.values()) for case in cases), "no flagged row"
    assert any(case.unflagged for case in cases), "no unflagged row"
    years = {case.year for case in cases}
    for change in RULES[code].changed:
        assert any(year < change for year in years), f"no case before {change}"
        assert any(year >= change for year in years), f"no case from {change}"
