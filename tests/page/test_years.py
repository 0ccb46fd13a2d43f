"""The page's questions about several years, asked natively: files of earlier years, the repairs, the data model."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from tests.reading.forms import as_xlsx, as_zip
from validator.insight.care.log import REPAIRS
from validator.insight.model.declare import PERSONAL_DATA, WITH_IDENTIFIERS
from validator.page.bridge import ALL_BOXES, BOXES
from validator.page.questions import Page

SETTINGS = {"year": "2025-26", "authority": "E08000003", "as_at": ""}


EPISODES = b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def the_return(opening: int, children: str = "1 2 3") -> dict[str, bytes]:
    """A small return of the year that begins in `opening`, of children who are in care for all of it."""
    ids = children.split()
    header = "".join(f"{child},F,0{at + 1}/02/2015,WBRI,,,\n" for at, child in enumerate(ids))
    rows = f"01/05/{opening},P,V2,N1,U1,PR1,30/11/{opening},X1,CARPL,,,\n"
    rows_after = f"30/11/{opening},P,V2,N1,U4,PR1,,,,,,\n"
    episodes = "".join(f"{child},{rows}{child},{rows_after}" for child in ids)
    return {
        "header.csv": b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n" + header.encode(),
        "episodes.csv": EPISODES + episodes.encode(),
    }


def give(page: Page, box: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    for name, content in files.items():
        page.answer("add", box, name, len(content), content)
    return page.answer("inputs")


def in_folder(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


@pytest.fixture
def page() -> Page:
    """A page that has checked the return of 2025-26, beside that of the year before."""
    page = Page()
    give(page, "this_year", the_return(2025))
    give(page, "last_year", the_return(2024))
    page.answer("check", SETTINGS)
    return page


def years_of(inputs: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [(found["year"], found["files"]) for found in inputs["earlier"]["returns"]]


# -- files of earlier years


def test_what_comes_together_is_one_return_whatever_its_form(page: Page) -> None:
    give(page, "earlier", in_folder("first", the_return(2021)))
    give(page, "earlier", {"second.zip": as_zip(the_return(2022))})
    give(page, "earlier", {"third.xlsx": as_xlsx(the_return(2023), real_dates=False)})
    loose = {f"SSDA903_2021_{name}": content for name, content in the_return(2020).items()}
    inputs = give(page, "earlier", loose)
    assert years_of(inputs) == [
        ("2020-21", list(loose)),
        ("2021-22", ["first/header.csv", "first/episodes.csv"]),
        ("2022-23", ["second.zip"]),
        ("2023-24", ["third.xlsx"]),
    ]
    assert inputs["earlier"]["open"] == []
    grid = inputs["earlier"]["grid"]
    assert [(year["year"], year["box"]) for year in grid["years"]] == [
        *((year, "") for year in ("2020-21", "2021-22", "2022-23", "2023-24")),
        ("2024-25", "Last year"),
        ("2025-26", "This year"),
    ]
    rows = {table["title"]: table["rows"] for table in grid["tables"]}
    assert rows["Episodes of care"] == [6] * 6
    assert rows["Reviews"] == [None] * 6
    assert inputs["earlier"]["warnings"] == []


def test_a_file_that_fits_no_return_is_asked_about_and_goes_where_the_user_says(page: Page) -> None:
    give(page, "earlier", in_folder("2022-23", {"episodes.csv": the_return(2022)["episodes.csv"]}))
    give(page, "earlier", in_folder("2023-24", {"episodes.csv": the_return(2023)["episodes.csv"]}))
    header = the_return(2023)["header.csv"]
    inputs = give(page, "earlier", {"header.csv": header})
    assert inputs["earlier"]["open"] == ["header.csv"]
    assert "2023-24" in inputs["earlier"]["offered"]
    assert any("header.csv is left out" in words for words in page.answer("years.shown")["notices"])
    inputs = page.answer("choose_year", ["header.csv"], "2023-24")
    assert inputs["earlier"]["open"] == []
    shown = page.answer("years.shown")
    assert shown["years"] == ["2022-23", "2023-24", "2024-25", "2025-26"]
    assert [found["rows"] if found else None for found in covered(shown, "Children")] == [None, 3, 3, 3]
    assert not any("left out" in words for words in shown["notices"])


def covered(shown: Mapping[str, Any], title: str) -> list[dict[str, Any] | None]:
    return next(table["years"] for table in shown["tables"] if table["title"] == title)


def test_the_year_of_a_return_can_be_changed_and_given_back(page: Page) -> None:
    files = in_folder("old", the_return(2023))
    give(page, "earlier", files)
    changed = page.answer("choose_year", list(files), "2022-23")
    assert changed["earlier"]["returns"] == [
        {"year": "2022-23", "chosen": True, "words": "", "files": list(files)},
    ]
    assert page.answer("years.shown")["years"] == ["2022-23", "2024-25", "2025-26"]
    assert page.answer("choose_year", list(files), "")["earlier"]["returns"][0]["year"] == "2023-24"
    page.answer("choose_year", list(files), "2022-23")
    for name in files:
        page.answer("remove", "earlier", name)
    assert give(page, "earlier", files)["earlier"]["returns"][0]["year"] == "2023-24", "what was chosen went too"


def test_a_year_missing_in_the_middle_is_said_beside_the_files_and_on_every_screen(page: Page) -> None:
    inputs = give(page, "earlier", in_folder("old", the_return(2022)))
    assert inputs["earlier"]["warnings"] == ["There is no return of 2023-24, which lies between the others."]
    for shown in (page.answer("years.shown"), page.answer("years.repaired", "closed_unknown", 0, 9)):
        assert any("no return of 2023-24" in words for words in shown["notices"])


def test_headers_swapped_between_years_bring_a_warning(page: Page) -> None:
    old, new = the_return(2021, "1 2 3 4"), the_return(2022, "5 6 7 8")
    old["header.csv"], new["header.csv"] = new["header.csv"], old["header.csv"]
    give(page, "earlier", in_folder("2021-22", old))
    inputs = give(page, "earlier", in_folder("2022-23", new))
    assert any("2021-22 and 2022-23 look swapped" in words for words in inputs["earlier"]["warnings"])
    assert any("look swapped" in words for words in page.answer("years.shown")["notices"])


def test_two_different_returns_of_one_year_are_said_and_nothing_is_joined(page: Page) -> None:
    inputs = give(page, "earlier", in_folder("old", the_return(2024, "8 9")))
    assert inputs["earlier"]["returns"][0]["year"] == "2024-25"
    problem = page.answer("years.shown")["problem"]["problem"]
    assert problem.startswith("Two returns of 2024-25 were given")
    assert page.answer("years.write", "csv", False, False)["problem"]["problem"] == problem
    assert page.answer("years.repaired", "gap_left", 0, 9)["problem"]["problem"] == problem


def test_earlier_years_change_no_check(page: Page) -> None:
    before = page.answer("issues_csv")
    give(page, "earlier", in_folder("old", the_return(2023, "7")))
    page.answer("check", SETTINGS)
    assert page.answer("issues_csv") == before


def test_a_file_that_cannot_be_used_is_told_with_its_reason(page: Page) -> None:
    inputs = give(page, "earlier", {"notes.zip": b"PK\x03\x04", "2021-22.csv": b"COST,AMOUNT\n1,2\n"})
    assert all(report["problems"] for report in inputs["files"]["earlier"])
    assert page.answer("years.shown")["years"] == ["2024-25", "2025-26"]


def test_the_made_up_return_comes_with_earlier_years_and_costs_that_fit_together() -> None:
    page = Page()
    made = page.answer("sample")
    inputs = {}
    for box in ALL_BOXES:
        inputs = give(page, box, dict(made[box]))
    assert [year for year, _ in years_of(inputs)] == ["2021-22", "2022-23", "2023-24"]
    assert inputs["earlier"]["warnings"] == []
    assert not any(report["problems"] for reports in inputs["files"].values() for report in reports)
    page.answer("check", SETTINGS)
    assert page.answer("years.shown")["notices"] == []


# -- the repairs


def repair(shown: Mapping[str, Any], name: str) -> dict[str, Any]:
    return next(kind for kind in shown["repairs"] if kind["name"] == name)


def test_each_repair_leads_to_the_lines_of_the_files_and_to_the_child(page: Page) -> None:
    shown = page.answer("years.shown")
    assert [kind["name"] for kind in shown["repairs"]] == list(REPAIRS)
    # Each child's last episode of 2024-25 is open, and the next begins in 2025-26.
    assert repair(shown, "closed_by_next")["count"] == 3
    answer = page.answer("years.repaired", "closed_by_next", 1, 1)
    assert answer["total"] == 3
    (row,) = answer["rows"]
    assert (row["child"], row["year"], row["file"], row["line"]) == ("2", "2024-25", "episodes.csv", 5)
    assert (row["column"], row["old"], row["new"]) == ("DEC", "", "01/05/2025")
    assert page.answer("results.child", row["number"], 0, 50)["child"] == "2"


def test_a_child_without_an_issue_has_a_page_and_one_of_older_returns_has_none() -> None:
    page = Page()
    give(page, "this_year", the_return(2025, "1 2"))
    give(page, "last_year", the_return(2024, "1 2"))
    give(page, "earlier", in_folder("old", the_return(2023, "1 2 9")))
    page.answer("check", {**SETTINGS, "rules": {"name": "", "rules": ["101"]}})
    assert page.answer("results.children", "", 0, 9)["total"] == 0
    rows = page.answer("years.repaired", "closed_by_next", 0, 50)["rows"]
    assert {row["child"]: row["number"] for row in rows} == {"1": 1, "2": 2}
    found = page.answer("results.child", 2, 0, 50)
    assert (found["child"], found["total_issues"], len(found["tables"])) == ("2", 0, 4)
    (gone,) = page.answer("years.repaired", "closed_unknown", 0, 50)["rows"]
    assert (gone["child"], gone["number"]) == ("9", None)


def test_a_repair_switched_off_is_not_made_and_is_said_everywhere(page: Page) -> None:
    settings = page.answer("years.switch", ["closed_by_next"])
    assert settings == [{"name": "repairs", "words": "1 repair switched off", "detail": "closed_by_next"}]
    assert page.answer("inputs")["several"] == settings
    shown = page.answer("years.shown")
    kind = repair(shown, "closed_by_next")
    assert (kind["count"], kind["made"], kind["can_be_off"]) == (0, False, True)
    said = "Switched off is the repair closed_by_next"
    assert any(said in words for words in shown["notices"])
    package = files_in(page.answer("years.write", "csv", False, False))
    assert said in package["datapackage.json"].decode()
    assert said in str(rows_of(page.answer("years.write", "sqlite", False, False), "about"))
    workbook = zipfile.ZipFile(io.BytesIO(page.answer("years.write", "xlsx", False, False)["model"]["content"]))
    assert any(said.encode() in workbook.read(name) for name in workbook.namelist())
    assert page.answer("years.switch", []) == []
    assert repair(page.answer("years.shown"), "closed_by_next")["count"] == 3


def test_what_is_listed_and_not_made_cannot_be_switched_off(page: Page) -> None:
    assert page.answer("years.switch", ["gap_left", "constructor"]) == []
    assert not repair(page.answer("years.shown"), "gap_left")["can_be_off"]


def test_changed_identifiers_are_joined_by_a_list(page: Page) -> None:
    give(page, "earlier", in_folder("old", the_return(2023, "A B C")))
    assert page.answer("years.shown")["children"] == 6
    listed = b"old,new\nA,1\nB,2\nC,3\n"
    settings = page.answer("years.use_ids", "ids.csv", len(listed), listed)
    assert [found["words"] for found in settings] == ["with 1 earlier year", "list of changed identifiers"]
    shown = page.answer("years.shown")
    assert shown["children"] == 3
    assert repair(shown, "identifier_joined")["count"] == 3
    assert "problem" in page.answer("years.use_ids", "x.csv", 3, b"x,y")
    assert page.answer("years.shown")["children"] == 3, "the list of before stays"
    page.answer("years.drop_ids")
    assert page.answer("years.shown")["children"] == 6


# -- the data model


def files_in(written: Mapping[str, Any]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written["model"]["content"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(written: Mapping[str, Any], table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(written["model"]["content"])
        return database.execute(f'SELECT * FROM "{table}"').fetchall()


def test_the_model_is_written_in_each_form_and_tells_how_far_it_is(page: Page) -> None:
    give(page, "earlier", in_folder("old", the_return(2023)))
    for form, ending in (("csv", ".zip"), ("xlsx", ".xlsx"), ("sqlite", ".sqlite")):
        told: list[tuple[int, int]] = []

        def tell(done: int, total: int, _: str, told: list[tuple[int, int]] = told) -> None:
            told.append((done, total))

        written = page.answer("years.write", form, False, False, tell)
        assert written["model"]["name"] == f"model-without-provider-list{ending}"
        assert written["keys"] is None
        assert told == [(at, len(told)) for at in range(len(told))]
    assert len(rows_of(page.answer("years.write", "sqlite", False, False), "child")) == 3


def test_identifiers_are_in_it_only_where_they_are_asked_for_and_it_says_which_it_is() -> None:
    page = Page()
    give(page, "this_year", the_return(2025, "WENDYONE"))
    page.answer("check", SETTINGS)
    shown = page.answer("years.shown")
    assert (shown["about"], shown["about_ids"]) == (PERSONAL_DATA, WITH_IDENTIFIERS)
    without, with_ids = (page.answer("years.write", "csv", ids, False) for ids in (False, True))
    assert not any(b"WENDYONE" in content for content in files_in(without).values())
    assert PERSONAL_DATA in json.loads(files_in(without)["datapackage.json"])["description"]
    assert any(b"WENDYONE" in content for content in files_in(with_ids).values())
    assert with_ids["model"]["name"].startswith("model-with-identifiers")


def test_with_a_key_file_the_next_export_has_the_same_numbers(page: Page) -> None:
    written = page.answer("years.write", "sqlite", True, True)
    kept = written["keys"]
    listed = {
        line["identifier"]: line["key"] for line in csv.DictReader(io.StringIO(kept["content"].decode("utf-8-sig")))
    }
    assert set(listed) == {"1", "2", "3"}
    other = Page()
    give(other, "this_year", the_return(2025, "1 2 3 4"))
    other.answer("check", SETTINGS)
    settings = other.answer("years.use_keys", kept["name"], len(kept["content"]), kept["content"])
    assert [found["words"] for found in settings] == ["children’s numbers kept"]
    again = other.answer("years.write", "sqlite", False, True)["keys"]["content"].decode("utf-8-sig")
    now = {line["identifier"]: line["key"] for line in csv.DictReader(io.StringIO(again))}
    assert {child: now[child] for child in listed} == listed
    assert now["4"] not in listed.values()
    assert "problem" in other.answer("years.use_keys", "x.csv", 3, b"x,y")
    assert other.answer("years.drop_keys") == []


def test_costs_and_outcomes_are_in_it(page: Page) -> None:
    templates = page.answer("years.templates")
    assert "placement_cost.csv" in zipfile.ZipFile(io.BytesIO(templates["content"])).namelist()
    costs = b"child,start,end,weekly_cost\n1,01/05/2025,,700\n9,01/05/2025,,700\n"
    inputs = give(page, "extra", {"costs.csv": costs, "header.csv": the_return(2025)["header.csv"]})
    good, bad = inputs["files"]["extra"]
    assert good["tables"] == [{"title": "placement_cost", "rows": 2}]
    assert bad["problems"]
    assert [found["words"] for found in inputs["several"]] == ["with costs and outcomes"]
    assert any(
        "costs.csv, line 3: The child is in no return" in words for words in page.answer("years.shown")["notices"]
    )
    assert rows_of(page.answer("years.write", "sqlite", False, False), "placement_cost")


def test_without_results_there_is_nothing_to_join() -> None:
    page = Page()
    for name in ("shown", "templates"):
        answer = page.answer(f"years.{name}")
        assert (answer is None) == (name == "shown")


def test_a_new_check_and_changes_made_on_the_page_are_joined_anew(page: Page) -> None:
    assert page.answer("years.shown")["children"] == 3
    give(page, "this_year", the_return(2025, "1 2"))
    page.answer("check", SETTINGS)
    assert repair(page.answer("years.shown"), "closed_unknown")["count"] == 1


def test_all_boxes_can_be_emptied(page: Page) -> None:
    give(page, "earlier", in_folder("old", the_return(2023)))
    page.answer("years.switch", ["gap_bridged"])
    cleared = page.answer("clear")
    assert cleared["earlier"] is None
    assert cleared["several"] == []
    assert all(files == [] for files in cleared["files"].values())
    assert set(cleared["files"]) == {*BOXES, "earlier", "extra"}
