"""Likely causes and the context of issues, on children made by hand with one fault each."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.results.samples import IMAGE, Frames, checked, return_of
from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.checking.report import Report
from validator.checking.run import run
from validator.places.providers import Providers
from validator.results.answers import LikelyCause
from validator.results.causes import causes
from validator.results.compared import context
from validator.returns.rows import Return

BORN = "01/02/2012"
OPEN_THEN = {
    "CHILD": "1", "DECOM": "01/09/2024", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4", "PLACE_PROVIDER": "PR1",
    "HOME_POST": "M1 1AA", "PL_POST": "M2 2BB", "URN": "1234567",
}  # fmt: skip


def header(child: str = "1", born: str = BORN) -> dict[str, str]:
    return {"CHILD": child, "SEX": "M", "DOB": born, "ETHNIC": "WBRI", "UPN": "UN1", "MOTHER": "0"}


def told(this_year: Frames, last_year: Frames | None = None) -> tuple[Return, Report, list[LikelyCause]]:
    r, report = checked(this_year, last_year)
    return r, report, causes(r, report)


def lines_of(report: Report) -> list[tuple[object, ...]]:
    return list(report.issues[["rule", "table", "row"]].itertuples(index=False, name=None))


def rules_of(report: Report, cause: LikelyCause) -> list[str]:
    return [str(report.issues["rule"].iloc[position]) for position in cause["resolves"]]


def test_nothing_wrong_has_no_cause() -> None:
    assert told({"Header": []})[2] == []


def test_a_date_of_birth_that_differs_from_the_other_tables() -> None:
    this_year = {
        "Header": [header(born="01/02/2021"), header("2")],
        "Reviews": [{"CHILD": "1", "DOB": BORN, "REVIEW": "01/06/2025", "REVIEW_CODE": "PN1"}],
        "OC2": [{"CHILD": "1", "DOB": BORN, "CONVICTED": "1"}],
        "Missing": [{"CHILD": "1", "DOB": BORN, "MISSING": "M", "MIS_START": "01/07/2025", "MIS_END": "02/07/2025"}],
    }
    _, report, found = told(this_year)
    cause = next(cause for cause in found if cause["kind"] == "date_of_birth")
    place = ("Header", 0, 2, "DOB", "01/02/2021", BORN)
    assert tuple(cause[name] for name in ("table", "row", "line", "field", "value", "tried")) == place
    assert cause["sentence"].startswith("The date of birth of child 1 is 01/02/2021 in Children; ")
    # What goes is what is not there when the date is right in the first place.
    right = lines_of(checked({**this_year, "Header": [header(), header("2")]})[1])
    wrong = lines_of(report)
    assert cause["resolves"] == [position for position, line in enumerate(wrong) if line not in right]
    assert len(cause["resolves"]) >= 2
    assert cause["adds"] == len(set(right) - set(wrong))


def test_a_date_of_birth_that_differs_from_last_years() -> None:
    wrong = "01/02/2021"
    r, report, found = told(
        {
            "Header": [header(born=wrong)],
            "OC2": [{"CHILD": "1", "DOB": wrong, "CONVICTED": "1"}],
            "Episodes": [{**OPEN_THEN, "DECOM": "01/09/2020"}],
        },
        {"Header": [header()]},
    )
    cause = next(cause for cause in found if cause["kind"] == "date_of_birth_last_year")
    assert (cause["value"], cause["tried"]) == (wrong, BORN)
    assert ", and 1 row more; last year’s return had 01/02/2012." in cause["sentence"]
    assert "302" in rules_of(report, cause)
    # The return itself is untouched.
    assert r.Header.text("DOB").values.tolist() == [wrong]
    assert run(r).issues.equals(report.issues)


def test_a_missing_header() -> None:
    this_year = {
        "Header": [header("2")],
        "Episodes": [{**OPEN_THEN, "REC": "E7", "DEC": "01/02/2030"}],
        "Reviews": [{"CHILD": "1", "DOB": BORN, "REVIEW": "01/06/2025", "REVIEW_CODE": "PN1"}],
    }
    _, report, found = told(this_year, {"Header": [header()]})
    cause = next(cause for cause in found if cause["kind"] == "missing_header")
    assert (cause["table"], cause["row"], cause["line"], cause["child"]) == ("Header", None, None, "1")
    assert cause["sentence"].startswith(
        "Child 1 is in Episodes of care and Reviews but has no row in Header. Suppose it had one with last year’s."
    )
    assert len(rules_of(report, cause)) >= 2


def test_an_episode_left_open() -> None:
    first = {**OPEN_THEN, "DECOM": "01/05/2025"}
    second = {**OPEN_THEN, "DECOM": "01/07/2025", "RNE": "L", "LS": "C1"}
    _, report, found = told({"Episodes": [first, second]})
    cause = next(cause for cause in found if cause["kind"] == "left_open")
    assert (cause["row"], cause["field"], cause["value"], cause["tried"]) == (0, "DEC", "", "01/07/2025")
    assert set(rules_of(report, cause)) == {"142", "433"}
    assert "If so, 2 issues of this child would go." in cause["sentence"]


def test_episodes_that_overlap() -> None:
    first = {**OPEN_THEN, "DECOM": "01/05/2025", "DEC": "01/08/2025", "REC": "X1"}
    second = {**OPEN_THEN, "DECOM": "01/07/2025", "RNE": "L", "LS": "C1"}
    _, report, found = told({"Episodes": [first, second]})
    cause = next(cause for cause in found if cause["kind"] == "overlap")
    assert (cause["row"], cause["value"], cause["tried"]) == (0, "01/08/2025", "01/07/2025")
    assert set(rules_of(report, cause)) == {"388", "433", "501"}


def test_last_years_open_episode_left_out() -> None:
    later = {**OPEN_THEN, "DECOM": "01/07/2025", "RNE": "P", "PLACE": "U6", "PL_POST": "M3 3CC"}
    _, report, found = told({"Episodes": [later]}, {"Episodes": [OPEN_THEN]})
    (cause,) = found
    assert (cause["kind"], cause["row"], cause["tried"]) == ("left_out", None, "01/09/2024")
    assert {"357", "502", "503A", "503D"} <= set(rules_of(report, cause))


def test_last_years_open_episode_told_differently() -> None:
    changed = {**OPEN_THEN, "PLACE": "K2", "LS": "C1"}
    _, report, found = told({"Episodes": [changed]}, {"Episodes": [OPEN_THEN]})
    cause = next(cause for cause in found if cause["kind"] == "carried_over")
    assert cause["field"] == "LS, PLACE"
    assert "U4 (Foster care by another carer, long term)" in cause["tried"]
    assert {"503B", "503D"} <= set(rules_of(report, cause))


def test_hypotheses_of_one_child_are_tried_apart_and_those_of_several_together() -> None:
    rows = [
        {**OPEN_THEN, "CHILD": child, "DECOM": decom, "RNE": rne, "LS": legal}
        for child in ("1", "2")
        for decom, rne, legal in (("01/05/2025", "S", "C1"), ("01/07/2025", "L", "C2"), ("01/09/2025", "L", "C1"))
    ]
    _, report, found = told({"Episodes": rows})
    assert sorted((cause["child"], cause["row"]) for cause in found) == [("1", 0), ("1", 1), ("2", 3), ("2", 4)]
    for cause in found:
        children = {report.issues["child"].iloc[position] for position in cause["resolves"]}
        assert children == {cause["child"]}
    sizes = [len(cause["resolves"]) - cause["adds"] for cause in found]
    assert sizes == sorted(sizes, reverse=True)


def test_only_the_rules_of_the_report_are_run_again() -> None:
    rows = [{**OPEN_THEN, "DECOM": "01/05/2025"}, {**OPEN_THEN, "DECOM": "01/07/2025", "RNE": "L", "LS": "C1"}]
    r = return_of({"Episodes": rows})
    assert causes(r, run(r, ["142"])) == []


# -- context


def position_of(report: Report, rule: str, row: int) -> int:
    found = report.issues[(report.issues["rule"] == rule) & (report.issues["row"] == row)]
    return int(found.index[0])


def test_the_context_of_an_episode_is_its_neighbours_in_time() -> None:
    rows = [{**OPEN_THEN, "DECOM": day, "RNE": "L"} for day in ("01/07/2025", "01/05/2025", "01/09/2025")]
    r, report = checked({"Episodes": [*rows, {**OPEN_THEN, "CHILD": "2"}]})
    before, after = context(r, report, position_of(report, "433", 0))
    assert (before["relation"], before["rows"][0]["row"]) == ("The episode before", 1)
    assert (after["relation"], after["rows"][0]["row"], after["rows"][0]["line"]) == ("The episode after", 2, 4)
    marked = {cell["field"] for cell in before["rows"][0]["cells"] if cell["marked"]}
    assert marked == {"RNE", "DECOM"}


def test_the_context_holds_the_header_and_last_years_episode() -> None:
    later = {**OPEN_THEN, "DECOM": "01/07/2025", "RNE": "P"}
    last = [{**OPEN_THEN, "DECOM": "01/01/2024", "DEC": "01/09/2024", "REC": "X1"}, OPEN_THEN]
    r, report = checked({"Header": [header(born="01/01/2026")], "Episodes": [later]}, {"Episodes": last})
    (final,) = context(r, report, position_of(report, "503A", 0))
    assert final["relation"] == "The episode that last year’s return gave last"
    assert [row["row"] for row in final["rows"]] == [1]
    (born,) = context(r, report, position_of(report, "302", 0))
    assert born["table"] == "Header"


def test_the_context_of_other_tables_is_the_childs_other_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.results.compared.MOST_ROWS", 2)
    r, report = checked({"Header": [header(), header(), header(), header(), header("2")]})
    doubled = report.issues[report.issues["row"] == 0].index[0]
    (others,) = context(r, report, int(doubled))
    assert [row["row"] for row in others["rows"]] == [1, 2]
    assert others["left_out"] == 1


def test_the_context_shows_what_the_provider_list_says() -> None:
    listed = pd.DataFrame(
        {
            "URN": ["1234567", "7654321"],
            "LA_NAME_FROM_FILE": [IMAGE, "x"],
            "PLACE_CODES": ["K2,K1", "K2"],
            "PROVIDER_CODES": ["PR4", ""],
            "REG_END": ["01/02/2020", ""],
            "POSTCODE": ["M1 1AA", ""],
            "LA_CODE_INFERRED": ["E08000003", ""],
        }
    )
    frame = pd.DataFrame([{**OPEN_THEN, "PLACE": "K1", "DECOM": "01/05/2025"}, {**OPEN_THEN, "URN": "1"}], dtype=object)
    r = make_return(
        Collection("2025-26", "E08000003"),
        {"Episodes": from_frame("Episodes", frame)},
        providers=Providers.from_frame(listed),
    )
    report = run(r)
    needing = [
        (position, row)
        for position, (rule, row) in enumerate(zip(report.issues["rule"], report.issues["row"], strict=True))
        if "providers" in report.run[rule].needs
    ]
    entries = {row: context(r, report, position)[-1] for position, row in needing}
    assert entries[1]["relation"] == "Ofsted’s list has no row with the number 1"
    assert entries[1]["rows"] == []
    cells = {cell["field"]: cell for cell in entries[0]["rows"][0]["cells"]}
    assert cells["LA"]["value"] == IMAGE
    assert cells["PLACE"]["value"] == "K1, K2"
    assert "; " in cells["PLACE"]["meaning"]
    assert cells["REG_END"]["value"] == "1 February 2020"
    assert cells["PL_LA"]["meaning"] == "Manchester"
