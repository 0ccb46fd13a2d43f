"""Working days, ages, and who is in care on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import years_after
from validator.insight.care.cohorts import ages
from validator.insight.care.working_days import bank_holidays, easter, working_days_after

# As published by the government for England and Wales.
PUBLISHED = {
    2020: ("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"),
    2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2022: ("01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"),
    2023: ("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_the_published_ones(year: int) -> None:
    found = bank_holidays()
    in_year = found[found.astype("M8[Y]") == np.datetime64(str(year), "Y")]
    assert [str(day)[5:] for day in in_year] == list(PUBLISHED[year])


def test_easter() -> None:
    assert [easter(year).isoformat()[5:] for year in (2008, 2011, 2019, 2038)] == ["03-23", "04-24", "04-21", "04-25"]


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2024-05-03", 1, "2024-05-07"),  # over the weekend and the bank holiday on Monday
        ("2024-05-04", 1, "2024-05-07"),  # from a Saturday
        ("2024-12-24", 1, "2024-12-27"),
        ("NaT", 20, "NaT"),
    ],
)
def test_working_days(start: str, number: int, end: str) -> None:
    assert [str(day) for day in working_days_after(np.array([start], dtype="M8[D]"), number)] == [end]


@given(born=st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1)), later=st.integers(0, 9000))
def test_a_child_has_one_age_on_every_screen(born: dt.date, later: int) -> None:
    birth, day = np.array([born], dtype="M8[D]"), np.datetime64(born, "D") + later
    (age,) = ages(birth, day)
    assert years_after(birth, age)[0] <= day < years_after(birth, age + 1)[0]


def test_no_age_before_birth_or_without_a_date() -> None:
    birth = np.array(["2020-05-02", "NaT"], dtype="M8[D]")
    assert ages(birth, np.datetime64("2020-05-01")).tolist() == [-1, -1]
    assert ages(birth, np.datetime64("NaT")).tolist() == [-1, -1]
