"""The hand-worked cases: repairs, periods of care, placements, reviews, the years of each child."""

from __future__ import annotations

import pytest

from tests.insight.care.case_files import Case, a_return, read_cases, tables_of
from validator import InputError
from validator.checking.check import make_return
from validator.exporting.model import write_model
from validator.insight import history
from validator.insight.care.log import REPAIRS
from validator.reading import read
from validator.returns.collection import Collection
from validator.sample import sample


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


def test_each_repair_leads_to_the_line_of_the_file() -> None:
    made = sample(60, 5, "2025-26", 0.4)
    files = {"2025-26": made.this_year, "2024-25": made.last_year}
    now, last = (read(list(content.items()), "2025-26", last=at > 0) for at, content in enumerate(files.values()))
    h = history(make_return(Collection("2025-26"), now.tables, last.tables))
    lines = {
        (year, name): content.decode().splitlines() for year, held in files.items() for name, content in held.items()
    }
    assert len({entry.repair for entry in h.log}) > 4
    for entry in h.log:
        place = h.source_of(entry.table, entry.year, entry.row)
        assert place
        file, line = place
        child = lines[h.years[entry.year].name, file][line - 1].split(",")[0]
        assert child.strip().upper() == h.names[entry.child]
    assert h.source_of("Episodes", 0, -1) is None


def test_what_cannot_be_asked_for_is_told_in_words() -> None:
    returned = a_return("2024-25", {})
    with pytest.raises(InputError, match="There is no repair “gap_left” that can be switched off"):
        history(returned, without=["gap_left"])
    with pytest.raises(InputError, match="There is no return"):
        history([])
    with pytest.raises(InputError, match="“parquet” is no form of the model"):
        write_model(history(returned), "parquet")
