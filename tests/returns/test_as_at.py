"""A check as at a day looks at the return as it would have been on that day."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from functools import cache

import pandas as pd
import pytest

from validator import Collection, validate
from validator.checking.check import from_frame, make_return
from validator.checking.run import run
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.correcting.proposals import State, effect
from validator.correcting.suggestions import suggestions
from validator.places.postcodes import postcodes
from validator.reading.provider_list import read_providers
from validator.results.compared import context
from validator.results.keys import IssueKey, issue_keys
from validator.returns.rows import Return
from validator.returns.tables import YEARS, TableRef, tables
from validator.sample import Sample, sample

YEAR = "2025-26"
AUTHORITY = "Manchester"
Frames = dict[str, pd.DataFrame]

made_up = cache(sample)


def frames(files: Mapping[str, bytes]) -> Frames:
    names = {table.usual_file_name: name for name, table in tables().items()}
    return {
        names[file]: pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False).astype(object)
        for file, content in files.items()
    }


def days_of(year: str, *places: int) -> list[str]:
    """Days of a collection year, counted from its first."""
    return [f"{dt.date(int(year[:4]), 4, 1) + dt.timedelta(place):%Y-%m-%d}" for place in places]


def cut(given: Frames, day: str) -> Frames:
    """What the same return would have said on that day, by hand."""
    given = {name: frame.copy() for name, frame in given.items()}
    whole = dict(given)

    def late(table: str, column: str) -> pd.Series:
        dates = pd.to_datetime(given[table][column], format="%d/%m/%Y", errors="coerce")
        return dates > pd.Timestamp(day)

    def children(rows: pd.DataFrame) -> set[str]:
        return set(rows["CHILD"]) - {""}

    for table, column in (
        ("Episodes", "DECOM"),
        ("Reviews", "REVIEW"),
        ("Missing", "MIS_START"),
        ("SWEpisodes", "SW_DECOM"),
        ("PlacedAdoption", "DATE_PLACED"),
        ("DoLo", "DOLO_START"),
    ):
        if table in given:
            given[table] = given[table][~late(table, column)].copy()
    still_in_care = children(given["Episodes"][late("Episodes", "DEC")])
    for table, end, *others in (
        ("Episodes", "DEC", "REC", "REASON_PLACE_CHANGE"),
        ("Missing", "MIS_END"),
        ("SWEpisodes", "SW_DEC"),
        ("PlacedAdoption", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
        ("DoLo", "DOLO_END"),
    ):
        if table in given:
            given[table].loc[late(table, end), [end, *others]] = ""
    mothers_later = late("Header", "MC_DOB")
    given["Header"].loc[mothers_later, "MC_DOB"] = ""
    given["Header"].loc[mothers_later & (given["Header"]["MOTHER"] == "1"), "MOTHER"] = "0"
    given["OC3"] = given["OC3"][~given["OC3"]["CHILD"].isin(still_in_care)]
    adopted = [
        set(episodes.loc[episodes["REC"].isin(["E11", "E12"]), "CHILD"]) - {""}
        for episodes in (whole["Episodes"], given["Episodes"])
    ]
    child = given["AD1"]["CHILD"]
    steps_later = late("AD1", "DATE_INT") | late("AD1", "DATE_MATCH")
    given["AD1"] = given["AD1"][~((steps_later | child.isin(adopted[0])) & ~child.isin(adopted[1]))]
    came_later = children(whole["Episodes"]) - children(given["Episodes"]) - children(given["OC3"])
    return {name: rows[~rows["CHILD"].isin(came_later)].reset_index(drop=True) for name, rows in given.items()}


def the_return(made: Sample, now: Frames, day: str | None, year: str = YEAR) -> Return:
    return make_return(
        Collection(year, AUTHORITY, as_at=day),
        {name: from_frame(name, frame) for name, frame in now.items()},
        {name: from_frame(name, frame) for name, frame in frames(made.last_year).items()},
        read_providers([("providers.xlsx", made.providers)], postcodes()),
        postcodes(),
    )


def keys(r: Return) -> set[IssueKey]:
    return set(issue_keys(r, run(r)))


# What a rule says of a day within the year although nothing is wrong in the whole return, and why it is right to.
EXPLAINED = {
    # Who left care on the very last day counts as in care all through, on 31 March too.
    "187",
    # The decision for adoption had been given up, and the placement order had not been revoked yet.
    "553",
    # Supported accommodation that would be left before it had to be registered, by 28 October 2023.
    "230",
}


@pytest.mark.parametrize("year", YEARS)
def test_nothing_is_wrong_on_any_day_of_a_year_in_which_nothing_is_wrong(year: str) -> None:
    made = made_up(300, 11, year, 0.0)
    for day in days_of(year, 0, 45, 120, 182, 273, 363):
        report = validate(
            Collection(year, AUTHORITY, as_at=day),
            list(made.this_year.items()),
            list(made.last_year.items()),
            [("providers.xlsx", made.providers)],
        )
        count = Counter(report.issues["rule"])
        assert set(count) <= EXPLAINED, day
        assert count["187"] + count["553"] <= 3, day
        year_end = [code for code, why in report.not_run.items() if "the as-at date comes before" in why]
        assert {"186", "188", "1007"} <= set(year_end)
        assert len(report.run) > 270


@pytest.mark.parametrize(("year", "day"), [("2022-23", 20), ("2024-25", 100), ("2025-26", 182), ("2026-27", 300)])
@pytest.mark.parametrize("error_rate", [0.0, 0.15])
def test_a_return_cut_at_the_day_by_hand_has_the_same_issues(year: str, day: int, error_rate: float) -> None:
    made = made_up(250, 5, year, error_rate)
    now, (when,) = frames(made.this_year), days_of(year, day)
    whole, by_hand = the_return(made, now, when, year), the_return(made, cut(now, when), when, year)
    assert keys(whole) == keys(by_hand)
    assert {name: len(rows) for name, rows in whole.seen.tables.items()} == {
        name: len(rows) for name, rows in by_hand.tables.items()
    }
    assert (run(whole).children, run(whole).rows) == (run(by_hand).children, run(by_hand).rows)
    assert whole.seen is not whole
    if error_rate == 0:
        # Nothing is left to cut.
        assert not by_hand.notices
    else:
        assert len(keys(whole)) > 100


EPISODES = """
CHILD DECOM      RNE LS PLACE DEC        REC REASON_PLACE_CHANGE
1     01/10/2025 S   C2 U1    -          -   -
2     01/05/2025 S   C2 U1    30/09/2025 X1  CARPL
2     30/09/2025 P   C2 U1    01/10/2025 E11 -
3     01/05/2025 S   C2 U1    nonsense   X1  CARPL
"""


def frame(text: str) -> pd.DataFrame:
    heading, *rows = (line.split() for line in text.strip().splitlines())
    return pd.DataFrame(rows, columns=heading, dtype=object).replace("-", "")


def small(**more: str) -> dict[str, pd.DataFrame]:
    return {"Episodes": frame(EPISODES)} | {name: frame(text) for name, text in more.items()}


def seen(given: Frames, table: str, day: str = "2025-09-30") -> list[list[str]]:
    """The rows of a table as the rules see them, blank columns left out."""
    r = make_return(Collection(YEAR, as_at=day), {name: from_frame(name, rows) for name, rows in given.items()})
    rows = r.seen.this_year[table]
    columns = rows._data.source.columns
    return [[str(columns[name][row]) for name in map(str, given[table])] for row in range(len(rows))]


def test_episodes_that_begin_later_are_left_out_and_those_that_end_later_are_open() -> None:
    assert seen(small(), "Episodes") == [
        ["2", "01/05/2025", "S", "C2", "U1", "30/09/2025", "X1", "CARPL"],
        ["2", "30/09/2025", "P", "C2", "U1", "", "", ""],
        ["3", "01/05/2025", "S", "C2", "U1", "nonsense", "X1", "CARPL"],
    ]


TABLES = {
    "Header": ("CHILD MOTHER MC_DOB\n1 - -\n2 1 01/10/2025\n4 1 01/09/2025",
               [["2", "0", ""], ["4", "1", "01/09/2025"]]),
    "Reviews": ("CHILD REVIEW\n2 30/09/2025\n2 01/10/2025", [["2", "30/09/2025"]]),
    "UASC": ("CHILD DUC\n1 -\n2 01/02/2026", [["2", "01/02/2026"]]),
    "OC2": ("CHILD CONVICTED\n1 1\n2 0", [["2", "0"]]),
    "OC3": ("CHILD ACCOM\n1 B1\n2 B2\n4 B3", [["1", "B1"], ["4", "B3"]]),
    "AD1": ("CHILD DATE_INT\n2 01/05/2025\n3 01/10/2025\n4 01/05/2025", [["4", "01/05/2025"]]),
    "PlacedAdoption": ("CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED\n2 01/06/2025 01/12/2025 RD1\n"
                       "3 01/11/2025 - -", [["2", "01/06/2025", "", ""]]),
    "PrevPerm": ("CHILD DATE_PERM\n1 zz/zz/2019\n2 01/01/2020", [["2", "01/01/2020"]]),
    "Missing": ("CHILD MIS_START MIS_END\n2 30/09/2025 01/10/2025\n2 02/10/2025 -", [["2", "30/09/2025", ""]]),
    "SWEpisodes": ("CHILD SW_DECOM SW_DEC SW_REASON\n2 30/09/2025 01/10/2025 MANAGE\n2 01/10/2025 - MANAGE",
                   [["2", "30/09/2025", "", "MANAGE"]]),
    "DoLo": ("CHILD DOLO_START DOLO_END\n2 01/09/2025 01/11/2025\n3 01/10/2025 -", [["2", "01/09/2025", ""]]),
}  # fmt: skip


@pytest.mark.parametrize("table", [name for name in tables() if name != "Episodes"])
def test_every_table_is_as_it_was(table: str) -> None:
    text, expected = TABLES[table]
    assert seen(small(**{table: text}), table) == expected


def test_a_child_is_not_left_out_that_never_had_an_episode_or_has_left_care() -> None:
    header = "CHILD MOTHER\n1 -\n4 -"
    assert seen(small(Header=header), "Header") == [["4", ""]]
    assert seen(small(Header=header, OC3="CHILD ACCOM\n1 B1"), "Header") == [["1", ""], ["4", ""]]


def test_last_years_return_and_a_check_of_the_whole_year_stay_as_they_are() -> None:
    text = {"Episodes": from_frame("Episodes", frame(EPISODES))}
    for as_at in (None, "2026-03-31"):
        r = make_return(Collection(YEAR, as_at=as_at), text)
        assert r.seen is r
        assert not r.notices
    r = make_return(Collection(YEAR, as_at="2025-09-30"), text, text)
    assert r.seen.Episodes_last._data.source is text["Episodes"]


def test_places_are_those_of_the_file_and_the_report_says_what_was_left_out() -> None:
    rows = EPISODES + "4     01/06/2025 S   ZZ U1    -          -   -\n5     01/06/2030 S   C2 U1    -          -   -\n"
    report = validate(Collection(YEAR, as_at="2025-09-30"), {"Episodes": frame(rows)}, only=["144"])
    assert report.rows == {TableRef("Episodes"): 4}
    assert report.children == 3
    report = validate(Collection(YEAR, as_at="2025-09-30"), {"Episodes": frame(rows)})
    wrong_status = report.issues[report.issues["child"] == "4"]
    assert set(zip(wrong_status["row"], wrong_status["line"], strict=True)) == {(4, 6)}
    assert "5" not in set(report.issues["child"])
    assert [(notice.line, notice.message) for notice in report.notices] == [
        (None, "The return was checked as it would have been on 30/09/2025: 2 rows were left out, and 1 row was taken "
               "as still open."),
        (2, "Episodes of care: 2 rows later than 30/09/2025 were left out."),
        (4, "Episodes of care: 1 row with DEC after 30/09/2025 was read with blank DEC, REC and REASON_PLACE_CHANGE."),
        (7, "Episodes of care: 1 row with DECOM after the collection year was left out too: such a date is wrong "
            "whatever the day."),
    ]  # fmt: skip


def test_a_row_is_compared_with_none_that_came_later() -> None:
    given = small(
        Episodes=EPISODES.replace("3     01/05/2025 S   C2 ", "2     01/12/2025 P   C2 ").replace("P   C2", "P   ZZ")
    )
    r = make_return(Collection(YEAR, as_at="2025-10-15"), {"Episodes": from_frame("Episodes", given["Episodes"])})
    report = run(r)
    places = report.issues.index[(report.issues["rule"] == "144") & (report.issues["row"] == 2)].tolist()
    relations = [entry["relation"] for entry in context(r, report, places[0])]
    assert relations == ["The episode before"]


# -- corrections are made to the whole tables, whatever the day


def spoilt() -> State:
    made = made_up(150, 5, YEAR, 0.3)
    r = the_return(made, frames(made.this_year), "2025-10-15")
    return State(Corrected({name: rows._data.source for name, rows in r.this_year.items()}), r, run(r))


def test_corrections_are_of_the_whole_tables_and_their_effect_is_on_the_day() -> None:
    state = spoilt()
    later = state.r.this_year["Episodes"].DECOM > state.r.end
    assert later.any()
    row = int(later.argmax())
    step = Step("", "by hand", [Edit("Episodes", row, "DECOM", "01/06/2025", "")], [Removal("Header", 0, "")])
    after = state.after([step])
    last_year = {name: rows._data.source for name, rows in state.r.last_year.items()}
    fresh = make_return(state.r.collection, after.corrected.tables, last_year, state.r.providers, state.r.postcodes)
    pd.testing.assert_frame_equal(after.report.issues, run(fresh).issues)
    assert after.report.notices == run(fresh).notices != state.report.notices
    assert len(after.corrected.tables["Episodes"]) == len(later)


def test_what_is_proposed_helps_on_the_day() -> None:
    state = spoilt()
    proposals = suggestions(state)
    tried = proposals[:: len(proposals) // 20]
    for proposal in tried:
        found = effect(state, [Step("", "suggestion", proposal.edits, proposal.removals)])
        assert len(found.resolved) > len(found.added), proposal
    assert len(tried) >= 20
