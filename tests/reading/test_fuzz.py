"""A few of the tries that `python -m tests.fuzz` makes by the thousand."""

from __future__ import annotations

from tests.fuzz import MOST_MEMORY, fuzz


def test_damaged_files_give_a_report_or_an_input_error() -> None:
    outcomes, failures, grown = fuzz(tries=400, seed=1)
    assert failures == []
    assert grown <= MOST_MEMORY
    assert outcomes["report"] > 40
    assert outcomes["problem"] > 100
