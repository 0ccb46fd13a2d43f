"""Overview, groups of cells and the view of one child, on a small return made by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.results.samples import IMAGE, THIS_YEAR, Frames, checked, return_of
from validator.checking.report import Report
from validator.results.answers import ChildView
from validator.results.child import child_view
from validator.results.overview import looked_after, overview
from validator.returns.cells import row_cells, value_of
from validator.returns.rows import Return
from validator.returns.tables import TableRef

LAST_YEAR: Frames = {
    "Header": [{"CHILD": "1", "SEX": "M", "DOB": "01/02/2012"}],
    "Episodes": [{"CHILD": "1", "DECOM": "01/01/2025", "RNE": "S", "LS": "C2", "PLACE": "U4"}],
}


@pytest.fixture(scope="module")
def made() -> tuple[Return, Report]:
    return checked()


def test_cells_spell_codes_out_and_mark(made: tuple[Return, Report]) -> None:
    cells = {cell["field"]: cell for cell in row_cells(made[0], TableRef("Episodes"), 1, {"PLACE"})}
    assert cells["PLACE"] == {
        "field": "PLACE",
        "title": "Placement type",
        "value": "K2",
        "meaning": "Children's home under children's homes regulations",
        "marked": True,
    }
    assert cells["DECOM"]["meaning"] == ""
    assert not cells["DECOM"]["marked"]
    assert row_cells(made[0], TableRef("Header"), 1)[3]["value"] == IMAGE


def test_cells_of_derived_columns_name_authorities() -> None:
    rows = [{"CHILD": "1", "DECOM": "01/05/2025", "PL_LA": "E08000003", "PL_LOCATION": "IN", "PL_DISTANCE": "3.0"}]
    cells = {
        cell["field"]: cell["meaning"] for cell in row_cells(return_of({"Episodes": rows}), TableRef("Episodes"), 0)
    }
    assert cells["PL_LA"] == "Manchester"
    assert cells["PL_LOCATION"] != ""
    assert cells["PL_DISTANCE"] == ""


def test_overview_counts_flagged_rows(made: tuple[Return, Report]) -> None:
    r, report = made
    figures = overview(r, report)
    total = len(report.issues)
    assert figures["issues"] == total
    for part in ("categories", "rules", "tables"):
        assert sum(entry["issues"] for entry in figures[part]) == total
    assert sum(entry["share"] for entry in figures["rules"]) == pytest.approx(1)
    assert figures["children"] == figures["children_affected"] == 3
    counts = [entry["issues"] for entry in figures["rules"]]
    assert counts == sorted(counts, reverse=True)
    top = figures["top"]
    assert top["issues"] == sum(counts[:3])
    assert top["sentence"] == (
        f"Rules {top['rules'][0]}, {top['rules'][1]} and {top['rules'][2]} make up {top['share']:.0%} of all issues."
    )
    header = next(entry for entry in figures["tables"] if entry["name"] == "Header")
    assert (header["rows"], header["rows_flagged"]) == (3, 3)
    assert sum(len(entry["rules"]) for entry in figures["not_run"]) == len(report.not_run)
    assert [entry["name"] for entry in figures["categories"]] == ["missing", "invalid", "inconsistent", "cross-year"]


def test_looked_after_leaves_short_breaks_and_other_years_out(made: tuple[Return, Report]) -> None:
    # Child 2 has short breaks only, and a row has no child.
    assert looked_after(made[0]) == 1
    # The issues of the others do not count.
    report = made[1]
    assert overview(*made)["per_looked_after"] == (report.issues["child"] == "1").sum() < len(report.issues)
    ended = {"CHILD": "1", "DECOM": "01/01/2024", "DEC": "31/03/2025", "LS": "C2"}
    for rows, count in (([ended], 0), ([ended | {"DEC": "01/04/2025"}], 1), ([ended | {"DECOM": "01/04/2026"}], 0)):
        assert looked_after(return_of({"Episodes": rows})) == count
    assert overview(*checked({"Header": []}))["per_looked_after"] is None


def test_issues_per_looked_after_child_are_of_those_in_episodes_alone() -> None:
    # Children 1 and 2 are looked after; 3 is a care leaver, in OC3 only, 4 left in an earlier year.
    now = {"DECOM": "01/05/2025", "RNE": "S", "LS": "XX", "CIN": "N1", "PLACE": "U1", "PLACE_PROVIDER": "PR1"}
    episodes = [now | {"CHILD": "1"}, now | {"CHILD": "2", "LS": "C2"}]
    episodes.append(now | {"CHILD": "4", "DECOM": "01/01/2020", "DEC": "31/12/2020"})
    leavers = [{"CHILD": child, "IN_TOUCH": "YES!", "ACTIV": "XX", "ACCOM": "XX"} for child in ("3", "5", "6")]
    r, report = checked({"Episodes": episodes, "OC3": leavers})
    issues = Counter(report.issues["child"])
    assert min(issues[child] for child in "13456") > 0
    found = overview(r, report)
    assert (found["looked_after"], found["of_looked_after"]) == (2, issues["1"] + issues["2"])
    assert found["per_looked_after"] == (issues["1"] + issues["2"]) / 2


def view(this_year: Frames, last_year: Frames | None = None, child: str = "1") -> ChildView:
    return child_view(*checked(this_year, last_year), child)


def test_a_child_with_all_its_rows_and_issues() -> None:
    r, report = checked(THIS_YEAR, LAST_YEAR)
    found = child_view(r, report, "1")
    mine = report.issues[report.issues["child"] == "1"]
    assert [issue["position"] for issue in found["issues"]] == mine.index.tolist()
    tables = {table["name"]: table for table in found["tables"]}
    assert list(tables) == ["Header", "Episodes", "SWEpisodes", "Header_last", "Episodes_last"]
    assert tables["Episodes_last"]["last_year"]
    assert [row["line"] for row in tables["Episodes"]["rows"]] == [2, 3]
    assert sum(len(row["issues"]) for table in tables.values() for row in table["rows"]) == len(mine)
    for name, table in tables.items():
        for row in table["rows"]:
            marked = {cell["field"] for cell in row["cells"] if cell["marked"]}
            here = [issue for issue in found["issues"] if issue["position"] in row["issues"]]
            assert marked == {field for issue in here for field in issue["fields"]}
            assert [cell["value"] for cell in row["cells"]] == [
                value_of(r, TableRef.of(name), row["row"], cell["field"]) for cell in row["cells"]
            ]


def test_issues_are_pinned_to_their_day() -> None:
    pinned = {(issue["rule"], issue["row"]): issue["date"] for issue in view(THIS_YEAR)["issues"]}
    assert pinned["142", 0] == "2025-05-01"
    assert pinned["433", 1] == "2025-07-01"
    # A number has no day.
    assert pinned["168", 0] == ""


def test_the_timeline_and_its_words_say_the_same() -> None:
    found = view(THIS_YEAR, LAST_YEAR)
    line = found["timeline"]
    assert (line["start"], line["end"]) == ("2025-01-01", "2026-03-31")
    assert [track["title"] for track in line["tracks"]] == ["Episodes, last year", "Episodes of care", "Social workers"]
    items = [item for track in line["tracks"] for item in track["items"]]
    assert len(found["sentences"]) == len(items) + 1
    assert found["sentences"][0]["words"] == "1 February 2012: date of birth."
    assert [sentence["date"] for sentence in found["sentences"]] == sorted(s["date"] for s in found["sentences"])
    words = [sentence["words"] for sentence in found["sentences"]]
    assert (
        "From 1 July 2025, without end: episode of care, placement type K2 (Children's home under children's homes "
        "regulations); legal status C2 (Full care order); reason for new episode P (Placement and carer changed; same "
        "legal status)."
    ) in words
    assert (
        "1 May 2025 to 1 June 2025: allocation, social worker AB1; reason for the change of social worker" in words[3]
    )
    assert {position for item in items for position in item["issues"]} == {
        issue["position"] for issue in found["issues"] if issue["table"] in ("Episodes", "SWEpisodes")
    }


def test_dates_that_cannot_be_drawn_are_told_in_words() -> None:
    episodes = [
        {"CHILD": "1", "DECOM": "31/02/2025", "DEC": "01/06/2025"},
        {"CHILD": "1", "DECOM": "", "DEC": ""},
        {"CHILD": "1", "DECOM": "01/07/2025", "DEC": "soon"},
        {"CHILD": "1", "DECOM": "01/09/2025", "DEC": "01/08/2025"},
    ]
    found = view({"Episodes": episodes, "Reviews": [{"CHILD": "1", "REVIEW": IMAGE}]})
    items = {(item["table"], item["row"]): item for track in found["timeline"]["tracks"] for item in track["items"]}
    assert items["Episodes", 0]["trouble"] == "Date episode began “31/02/2025” cannot be read as a date."
    assert items["Episodes", 1]["trouble"] == "Date episode began is blank."
    assert items["Episodes", 2]["end"] == ""
    assert not items["Episodes", 2]["open"]
    assert items["Episodes", 3]["trouble"] == "It ends before it begins."
    words = [sentence["words"] for sentence in found["sentences"]]
    assert words == [
        "From 1 July 2025 to a day not known: episode of care. Date episode ceased “soon” cannot be read as a date.",
        "1 September 2025 to 1 August 2025: episode of care. It ends before it begins.",
        "Until 1 June 2025, begun on a day not known: episode of care. "
        "Date episode began “31/02/2025” cannot be read as a date.",
        "Day not known: episode of care. Date episode began is blank.",
        f"Day not known: review. Date of review “{IMAGE}” cannot be read as a date.",
    ]


def test_a_child_without_anything() -> None:
    found = view(THIS_YEAR, child="not there")
    assert [*found["tables"], *found["issues"], *found["sentences"], *found["timeline"]["tracks"]] == []
    assert found["timeline"]["period"] == {"start": "2025-04-01", "end": "2026-03-31"}
