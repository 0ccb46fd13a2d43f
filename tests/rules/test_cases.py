"""Every rule and every check of our own against its cases in tests/rules/cases, and that each has cases."""

from __future__ import annotations

import pytest

from rules import all_rules, own_checks
from tests.rules.case_files import Case, read_cases
from tests.rules.reach import Reach, statements

CASES = read_cases()
RULES = all_rules() | own_checks()

# In per cent, of the statements in rules.
FLOOR = 99


@pytest.fixture(scope="module")
def reach() -> Reach:
    """What the cases reach of the rules."""
    return Reach()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.year}-{case.place}")
def test_case(case: Case, reach: Reach) -> None:
    with reach.noting():
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


def test_the_cases_reach_the_rules(reach: Reach) -> None:
    if reach.times < len(CASES):
        pytest.skip("only some of the cases were run")
    every = statements()
    missed = [lines[0] for lines in every if reach.lines.isdisjoint(lines)]
    assert 100 * (len(every) - len(missed)) >= FLOOR * len(every), missed
