"""Text and date columns: blanks, comparison, and dates as the return writes them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import days_between, months_after, years_after
from validator.returns.columns import Text, as_text, parse_dates


def text(*values: str) -> Text:
    return Text.of(np.array(values, dtype=object))


cells = st.lists(st.sampled_from(["", "A", "B", "a", " ", "0"]), min_size=1, max_size=20)


@given(cells, st.data())
def test_comparisons_follow_the_cells(left: list[str], data: st.DataObject) -> None:
    right = data.draw(st.lists(st.sampled_from(["", "A", "B", "C"]), min_size=len(left), max_size=len(left)))
    a, b = text(*left), text(*right)
    assert list(a.values) == left
    pairs = list(zip(left, right, strict=True))
    assert (a == b).tolist() == [x == y != "" for x, y in pairs]
    assert (a != b).tolist() == [not (x == y != "") for x, y in pairs]
    assert a.same(b).tolist() == [x == y for x, y in pairs]
    assert a.differs(b).tolist() == [x != y for x, y in pairs]
    assert (a == "A").tolist() == [x == "A" for x in left]
    assert (a == "").tolist() == [False] * len(left)
    assert a.blank.tolist() == [x == "" for x in left]
    assert a.isin(["A", "", "Z"]).tolist() == [x == "A" for x in left]
    assert list(a.upper().values) == [x.upper() for x in left]
    assert list(a.respelt(lambda word: word * 2).values) == [x * 2 for x in left]
    assert a.repeated().tolist() == [x != "" and left.count(x) > 1 for x in left]


def test_tests_of_words() -> None:
    column = text("P1", "", "PR1", "p1", "T0")
    assert column.startswith("P").tolist() == [True, False, True, False, False]
    assert column.matches("P[0-9]").tolist() == [True, False, False, False, False]
    assert text("3", "", "4.5", "x").numbers().tolist()[:1] == [3.0]
    assert np.isnan(text("3", "", "4.5", "x").numbers()).tolist() == [False, True, False, True]


@given(st.dates(dt.date(1678, 1, 1), dt.date(2261, 12, 31)))
def test_every_day_is_read(day: dt.date) -> None:
    forms = [f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"]
    assert parse_dates(np.array(forms, dtype=object)).tolist() == [day, day]


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "29/02/2023", "31/04/2024", "00/01/2024", "01/13/2024", "01/01/24", "2024-01-01", "01/01/2024 00:00:00"),
        *(" 01/01/2024", "01/01/2024 ", "ZZ/01/2024", "1/1/1677", "01/01/2262", "01-01-2024", "٠١/٠١/٢٠٢٤", "unknown"),
    ],
)
def test_what_is_no_date(wrong: str) -> None:
    assert np.isnat(parse_dates(np.array([wrong, "01/01/2024"], dtype=object))).tolist() == [True, False]


def test_anniversaries() -> None:
    born = np.array(["2008-02-29", "2008-03-31", "NaT"], dtype="M8[D]")
    assert years_after(born, 18).astype(str).tolist() == ["2026-02-28", "2026-03-31", "NaT"]
    assert years_after(born, 4).astype(str).tolist() == ["2012-02-29", "2012-03-31", "NaT"]
    assert months_after(born, -1).astype(str).tolist() == ["2008-01-29", "2008-02-29", "NaT"]
    assert years_after(np.datetime64("2024-02-29", "D"), -1) == np.datetime64("2023-02-28")
    assert days_between(born, np.datetime64("2008-03-31", "D")).tolist()[:2] == [31.0, 0.0]


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.integers(-30, 30))
def test_anniversary_agrees_with_the_calendar(day: dt.date, years: int) -> None:
    try:
        expected = day.replace(year=day.year + years)
    except ValueError:
        expected = dt.date(day.year + years, 2, 28)
    assert years_after(np.array([day], dtype="M8[D]"), years).tolist() == [expected]


def test_cells_of_a_frame() -> None:
    cells = ["x", None, np.nan, pd.NA, 3, 3.0, 2.5, True, pd.Timestamp("2024-05-06"), "NA", " "]
    expected = ["x", "", "", "", "3", "3", "2.5", "1", "06/05/2024", "NA", " "]
    assert as_text(pd.Series(cells, dtype=object)).tolist() == expected
    assert as_text(pd.Series(pd.to_datetime(["2024-05-06", "NaT"]))).tolist() == ["06/05/2024", ""]
    assert as_text(pd.Series([1.0, np.nan])).tolist() == ["1", ""]
