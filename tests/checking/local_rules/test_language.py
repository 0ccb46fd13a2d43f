"""What conditions mean: on which rows of small tables they hold."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import years_after
from tests.checking.local_rules.written import flagged_by, table_of
from validator import Collection
from validator.checking.local_rules.evaluate import age
from validator.checking.local_rules.language import FUNCTIONS, KEYWORDS
from validator.returns.tables import DERIVED, tables

HEADER = """
    CHILD | SEX | DOB        | UPN
    1     | M   | 29/02/2008 | A123
    2     | F   | 01/04/2015 |
    3     | 1   | 31/02/2010 | UN4
"""
# Child 4 has no header, and the last row has no child; the third row's DECOM is no date, the fifth's DEC neither.
EPISODES = """
    CHILD | DECOM      | DEC        | PLACE | LS | URN     | PL_POST | PL_DISTANCE | PL_LA | PL_LOCATION | HOME_POST
    1     | 01/04/2025 | 01/05/2025 | U1    | C1 | 1234567 | M1 1AA  | 0.5         | WAL   | OUT         | M1 1AA
    1     | 01/05/2025 |            | K2    | C2 | XXXXXXX | SK1 1AA | 20.0        | WAL   | OUT         | M2 2BB
    2     | soon       | 31/03/2026 | U2    |    |         |         |             |       |             | M2 2BB
    3     | 28/02/2025 | 29/02/2024 |       | C1 | 0012    | M1 1AB  | far         | SCO   | IN          |
    4     | 31/01/2025 | 31/02/2025 | P1    | V2 | 12.5    | M1-1    | 1000        | SCO   | IN          | M1-1
          | 01/04/2025 | 02/04/2025 | U1    | C1 |         | M1      | 20.0        |       |             | M1
"""
TABLES = {"Header": HEADER, "Episodes": EPISODES}

HOLDS = [
    # Text and codes
    ("PLACE = 'U1'", [0, 5]),
    ("place == 'u1'", [0, 5]),
    ('PLACE = "U1"', [0, 5]),
    ("'U1' = PLACE", [0, 5]),
    ("PLACE != 'U1'", [1, 2, 4]),
    ("PLACE <> 'U1'", [1, 2, 4]),
    ("not PLACE = 'U1'", [1, 2, 3, 4]),
    ("PLACE in ('U1', 'u2')", [0, 2, 5]),
    ("PLACE not in ('U1', 'U2')", [1, 4]),
    ("not PLACE in ('U1', 'U2')", [1, 3, 4]),
    ("PLACE starts with 'U'", [0, 2, 5]),
    ("PLACE does not start with 'U'", [1, 4]),
    ("PL_POST contains '1 1'", [0, 1, 3]),
    ("PL_POST contains ' '", [0, 1, 3]),
    ("PL_POST does not contain ' '", [4, 5]),
    ("PL_POST = HOME_POST", [0, 4, 5]),
    ("PL_POST != HOME_POST", [1]),
    ("Episodes.PLACE = 'P1'", [4]),
    ("CHILD = '4'", [4]),
    # Blank and filled
    ("PLACE is blank", [3]),
    ("PLACE is filled", [0, 1, 2, 4, 5]),
    ("PLACE is not blank", [0, 1, 2, 4, 5]),
    ("PLACE is not filled", [3]),
    ("not PLACE is blank", [0, 1, 2, 4, 5]),
    ("DEC is blank", [1]),
    ("DECOM is filled", [0, 1, 2, 3, 4, 5]),
    ("PL_DISTANCE is blank", [2]),
    ("CHILD is blank", [5]),
    # Dates
    ("DECOM >= 01/04/2025", [0, 1, 5]),
    ("DECOM >= 2025-04-01", [0, 1, 5]),
    ("DECOM = 1/4/2025", [0, 5]),
    ("DECOM != 01/04/2025", [1, 3, 4]),
    ("DECOM < 01/04/2025", [3, 4]),
    ("not DECOM >= 01/04/2025", [2, 3, 4]),
    ("DEC < DECOM", [3]),
    ("01/04/2025 <= DECOM", [0, 1, 5]),
    ("DECOM in (01/04/2025, 31/01/2025)", [0, 4, 5]),
    ("DECOM not in (01/04/2025, 31/01/2025)", [1, 3]),
    ("DECOM between 28/02/2025 and 01/04/2025", [0, 3, 5]),
    ("DECOM not between 28/02/2025 and 01/04/2025", [1, 4]),
    ("DECOM between 01/04/2025 and DEC", [0, 5]),
    ("DECOM = year_start", [0, 5]),
    ("DEC = year_end", [2]),
    ("DECOM > year_start and DECOM < year_end", [1]),
    ("DECOM + 30 days = DEC", [0]),
    ("DECOM + 1 day = DEC", [5]),
    ("DECOM + 1 month = DEC", [0]),
    ("DECOM + 1 month = 28/02/2025", [4]),
    ("DECOM - 1 month = 28/01/2025", [3]),
    ("DECOM - 1 year = 28/02/2024", [3]),
    ("DECOM + 8 weeks > 26/05/2025", [0, 1, 5]),
    ("DECOM + 1 year - 1 day = year_end", [0, 5]),
    ("(DECOM + 1 year) - 1 day = year_end", [0, 5]),
    # Numbers
    ("PL_DISTANCE > 20", [4]),
    ("PL_DISTANCE >= 20", [1, 4, 5]),
    ("PL_DISTANCE = 20", [1, 5]),
    ("PL_DISTANCE != 20", [0, 4]),
    ("PL_DISTANCE between 0.5 and 20", [0, 1, 5]),
    ("PL_DISTANCE in (0.5, 1000)", [0, 4]),
    ("PL_DISTANCE > -1", [0, 1, 4, 5]),
    ("days(DECOM, DEC) = 30", [0]),
    ("days(DECOM, DEC) < -300", [3]),
    ("days(DECOM, 02/04/2025) in (0, 1)", [0, 5]),
    ("days(DECOM, year_end) > 400", [4]),
    ("length(URN) = 7", [0, 1]),
    ("length(URN) != 7", [3, 4]),
    ("length(URN) < 1", []),
    ("number(URN) = 12", [3]),
    ("number(URN) > 12", [0, 4]),
    ("number(URN) > PL_DISTANCE", [0]),
    # The header
    ("Header.SEX = 'M'", [0, 1]),
    ("header.sex in ('M', 'F')", [0, 1, 2]),
    ("Header.SEX is blank", [4, 5]),
    ("Header.UPN is blank", [2, 4, 5]),
    ("Header.DOB is blank", [4, 5]),
    ("Header.DOB < DECOM", [0, 1]),
    ("age(Header.DOB, DECOM) = 17", [0, 1]),
    ("age(01/04/2008, year_end) = 17 and PLACE = 'P1'", [4]),
    ("age(Header.DOB, year_end) >= 18", [0, 1]),
    ("age(Header.DOB, year_end) = 10", [2]),
    ("age(Header.DOB, DEC) in (10, 17)", [0, 2]),
    ("Header.DOB + 18 years between year_start and year_end", [0, 1]),
    # Joined
    ("PLACE = 'U1' and URN is blank", [5]),
    ("PLACE = 'U1' or URN is blank", [0, 2, 5]),
    ("PLACE = 'P1' or PLACE = 'U1' and URN is blank", [4, 5]),
    ("(PLACE = 'P1' or PLACE = 'U1') and URN is blank", [5]),
    ("not (PLACE = 'U1' or URN is blank)", [1, 3, 4]),
    ("not PLACE = 'U1' and URN is blank", [2]),
    ("not not PLACE = 'U1'", [0, 5]),
    ("NOT place IN ('U1') AND urn IS NOT BLANK", [1, 3, 4]),
    ("((PLACE = 'U1'))", [0, 5]),
    ("year_end > 01/01/2026 and PLACE = 'P1'", [4]),
    ("year_end < 01/01/2026 or PLACE = 'P1'", [4]),
    ("PLACE = 'P1'\n  and\tLS = 'V2'\r\n", [4]),
]


@pytest.mark.parametrize(("condition", "rows"), HOLDS, ids=[condition for condition, _ in HOLDS])
def test_condition(condition: str, rows: list[int]) -> None:
    assert flagged_by(condition, TABLES) == rows


ELSEWHERE = [
    ("OC2", "SDQ_SCORE > 16", "CHILD|SDQ_SCORE\n1|16\n! 2|17\n3|\n4|x\n! 5|17.5\n6|NAN\n7|INF"),
    ("OC2", "CONVICTED = '1' and SDQ_SCORE is blank", "CHILD|SDQ_SCORE|CONVICTED\n! 1||1\n2|3|1\n3||0"),
    ("PrevPerm", "DATE_PERM < 01/01/2020", "CHILD|DATE_PERM\n! 1|31/12/2019\n2|ZZ/12/2019\n3|01/01/2020\n4|"),
    ("PrevPerm", "DATE_PERM is filled", "CHILD|DATE_PERM\n! 1|31/12/2019\n! 2|ZZ/12/2019\n3|"),
    ("PrevPerm", "LA_PERM = '352'", "CHILD|LA_PERM\n! 1|352\n2|353\n3|"),
    ("Reviews", "DOB != Header.DOB", "CHILD|DOB|REVIEW\n1|29/02/2008|x\n! 1|28/02/2008|x\n9|01/01/2010|x\n2||x"),
    ("Header", "Header.SEX = 'F' and SEX in ('F', '2')", "CHILD|SEX\n1|M\n! 2|F\n3|2\n4|"),
]


@pytest.mark.parametrize(("table", "condition", "rows"), ELSEWHERE, ids=[case[1] for case in ELSEWHERE])
def test_condition_on_another_table(table: str, condition: str, rows: str) -> None:
    tables_given = {"Header": HEADER, table: "\n".join(line.removeprefix("!") for line in rows.splitlines())}
    assert flagged_by(condition, tables_given, table) == table_of(rows)[1]


def test_the_first_of_two_headers_counts() -> None:
    twice = {"Header": "CHILD|SEX\n1|M\n1|F", "Reviews": "CHILD|REVIEW\n1|01/05/2025"}
    assert flagged_by("Header.SEX = 'M'", twice, "Reviews") == [0]
    assert flagged_by("Header.SEX = 'F'", twice, "Reviews") == []


def test_year_end_is_the_day_of_a_check_during_the_year() -> None:
    early = Collection("2025-26", as_at="2025-09-30")
    assert flagged_by("DECOM + 6 months < year_end", TABLES, collection=early) == [3, 4]
    assert flagged_by("DECOM + 6 months < year_end", TABLES) == [0, 1, 3, 4, 5]


def test_a_table_without_rows() -> None:
    empty = {"Header": "CHILD|SEX", "Episodes": "CHILD|DECOM"}
    for condition in (
        "age(Header.DOB, DECOM) > 3",
        "URN is blank",
        "Header.SEX in ('M', 'F')",
        "DEC + 1 month < DECOM",
    ):
        assert flagged_by(condition, empty) == []


def test_every_relation_but_blank_is_false_where_a_value_is_unknown() -> None:
    """Denied or not; `not` around a test turns it round."""
    blank = {"Header": "CHILD|DOB\n1|", "Episodes": "CHILD|PLACE|DECOM|URN|PL_DISTANCE|PL_LA|PL_LOCATION\n1||||||"}
    tests = [
        "PLACE = 'U1'", "PLACE in ('U1')", "PLACE starts with 'U'", "PLACE contains 'U'", "URN = PL_POST",
        "DECOM = DEC", "DECOM < DEC", "DECOM <= DEC", "DECOM > DEC", "DECOM >= DEC", "DECOM in (01/04/2025)",
        "DECOM between DEC and year_end", "DECOM + 1 month < year_end", "PL_DISTANCE = 3", "PL_DISTANCE in (3)",
        "PL_DISTANCE between 1 and 3", "age(Header.DOB, DECOM) > 3", "days(DECOM, DEC) > 3", "number(URN) < 3",
        "length(URN) < 3", "year_end between DECOM and DEC",
    ]  # fmt: skip
    denied = [
        "PLACE != 'U1'", "PLACE not in ('U1')", "PLACE does not start with 'U'", "PLACE does not contain 'U'",
        "URN != PL_POST",
        "DECOM != DEC", "DECOM not in (01/04/2025)", "DECOM not between DEC and year_end", "PL_DISTANCE != 3",
        "PL_DISTANCE not in (3)", "PL_DISTANCE not between 1 and 3", "year_end not between DECOM and DEC",
    ]  # fmt: skip
    for test in [*tests, *denied]:
        assert flagged_by(test, blank) == [], test
        assert flagged_by(f"not ({test})", blank) == [0], test


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)),
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)),
)
def test_age_is_the_number_of_birthdays(born: dt.date, on: dt.date) -> None:
    found = float(age(np.datetime64(born), np.datetime64(on))[0])
    first, day = np.datetime64(born, "D"), np.datetime64(on, "D")
    assert found == int(found)
    assert years_after(first, int(found)) <= day < years_after(first, int(found) + 1)


def test_no_column_is_called_like_a_word_of_the_language() -> None:
    names = {name.lower() for table in tables().values() for name in table.columns}
    names |= {name.lower() for derived in DERIVED.values() for name in derived}
    assert not names & (KEYWORDS | set(FUNCTIONS) | {"days", "weeks", "months", "years", "header"})
