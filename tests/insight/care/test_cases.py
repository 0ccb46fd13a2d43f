"""The hand-worked cases: repairs, periods of care, placements, reviews, the years of each child."""

from __future__ import annotations

import pytest

from tests.insight.care.case_files import Case, read_cases, tables_of
from validator.insight.care.log import REPAIRS


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.place} {case.shows}")
def test_the_history_is_as_worked_out_by_hand(case: Case) -> None:
    tables = tables_of(case.history())
    assert case.expected
    for name, (columns, rows) in case.expected.items():
        found = [{column: line[column] for column in columns} for line in tables[name]]
        assert found == rows, name


def test_every_repair_has_a_case() -> None:
    named = {
        row["repair"] for case in read_cases() for _, rows in case.expected.values() for row in rows if "repair" in row
    }
    assert set(REPAIRS) - {"identifier_joined"} <= named
