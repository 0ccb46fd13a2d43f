"""The page's questions to Python, asked natively."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pandas as pd
import pytest

from rules.registry import in_force
from tests.page.answered import done, not_checked, results_of, there
from tests.reading.forms import as_xlsx, as_xml, as_zip
from validator import Collection, validate
from validator.page.answers.results import FlaggedRows, Summary
from validator.page.answers.session import FileReport, Inputs, MadeUpReturn
from validator.page.bridge import ALL_BOXES, BOXES, Session
from validator.page.given import Box, CheckSettings
from validator.sample import sample

HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
SETTINGS: CheckSettings = {"year": "2025-26", "authority": "Manchester", "as_at": ""}


def add(session: Session, box: Box, name: str, content: bytes | None) -> Inputs:
    session.add(box, name, len(content or b""), content)
    return session.inputs()


def report(inputs: Inputs, box: Box, name: str) -> FileReport:
    return next(found for found in inputs["files"][box] if found["name"] == name)


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture(scope="module")
def checked() -> tuple[Session, MadeUpReturn, Summary]:
    """A session after the check of the made-up return, that return, and the summary."""
    session = Session()
    made = session.sample()
    for box in BOXES:
        for name, content in made[box]:
            session.add(box, name, len(content), content)
    summary = done(session.check({"year": made["year"], "authority": made["authority"], "as_at": ""}))
    return session, made, summary


def test_start_offers_every_year_and_authority(session: Session) -> None:
    facts = session.start()
    assert facts["years"][0] == {"value": "2026-27", "title": "2026 to 2027"}
    assert len(facts["authorities"]) == 153
    assert {"code": "E08000003", "name": "Manchester"} in facts["authorities"]


def test_every_answer_is_plain(checked: tuple[Session, MadeUpReturn, Summary]) -> None:
    session, _, summary = checked
    rule = summary["rules"][0]
    rows = there(FlaggedRows, results_of(session).rule_rows(rule["code"], rule["tables"][0]["name"], 0, 50))
    for answer in (session.start(), session.inputs(), summary, rows):
        assert json.loads(json.dumps(answer)) == answer


def test_each_file_is_told_as_table_and_rows_or_as_a_problem(session: Session) -> None:
    add(session, "this_year", "children.csv", HEADER + b"1,F,01/02/2015,WBRI,UN1,,\n")
    inputs = add(session, "this_year", "budget.csv", b"COST,AMOUNT\n1,2\n")
    good, bad = report(inputs, "this_year", "children.csv"), report(inputs, "this_year", "budget.csv")
    assert good["tables"] == [{"title": "Children", "rows": 1}]
    assert good["problems"] == []
    assert bad["tables"] == []
    assert bad["problems"][0]["place"] == "budget.csv"
    assert bad["problems"][0]["remedy"]


def test_a_file_of_the_same_name_takes_the_place_of_the_first(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER)
    inputs = add(session, "this_year", "header.csv", HEADER + b"1,F,01/02/2015,WBRI,UN1,,\n")
    assert [file["tables"][0]["rows"] for file in inputs["files"]["this_year"]] == [1]


def test_removing_one_of_two_files_of_a_table_clears_the_other(session: Session) -> None:
    add(session, "this_year", "a.csv", HEADER)
    inputs = add(session, "this_year", "b.csv", HEADER)
    assert all(file["problems"] for file in inputs["files"]["this_year"])
    inputs = session.remove("this_year", "a.csv")
    assert [(file["name"], file["problems"]) for file in inputs["files"]["this_year"]] == [("b.csv", [])]


def test_the_year_is_proposed_from_the_dates_until_the_user_chooses(session: Session) -> None:
    rows = b"".join(b"%d,01/07/2019,S,C2,N1,U4,PR4,01/07/2024,X1,CARPL,,,\n" % child for child in range(20))
    inputs = add(session, "this_year", "episodes.csv", EPISODES + rows)
    assert inputs["proposal"]["year"] == "2024-25"
    assert inputs["warnings"] == []
    inputs = session.choose("year", "2025-26")
    (warning,) = inputs["warnings"]
    assert "2024-25" in warning["words"]
    assert warning["cure"] == {"setting": "year", "value": "2024-25", "words": "Use 2024-25"}


def test_a_file_too_large_is_not_wanted_and_named(session: Session) -> None:
    assert session.wanted("episodes.csv", 5_000_000, EPISODES)
    assert not session.wanted("episodes.csv", 200_000_000, EPISODES)
    session.add("this_year", "episodes.csv", 200_000_000, EPISODES)
    found = report(session.inputs(), "this_year", "episodes.csv")
    assert "too large" in found["problems"][0]["problem"]


def test_a_file_that_the_disk_does_not_give_is_named(session: Session) -> None:
    found = report(add(session, "this_year", "episodes.csv", None), "this_year", "episodes.csv")
    assert found["problems"][0]["problem"] == "The file cannot be read from the disk."


def test_a_bad_provider_list_is_its_files_problem(session: Session) -> None:
    inputs = add(session, "providers", "list.xlsx", b"not a workbook")
    assert report(inputs, "providers", "list.xlsx")["problems"]
    add(session, "this_year", "header.csv", HEADER)
    summary = done(session.check(SETTINGS))
    assert [problem["place"] for problem in summary["problems"]] == ["list.xlsx"]


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({**SETTINGS, "year": ""}, "year"),
        ({**SETTINGS, "year": "1999-00"}, "year"),
        ({**SETTINGS, "authority": "Atlantis"}, "authority"),
        ({**SETTINGS, "as_at": "31/2/2026"}, "as_at"),
        ({**SETTINGS, "as_at": "1/1/2020"}, "as_at"),
    ],
)
def test_settings_that_make_no_sense_name_their_field(session: Session, settings: CheckSettings, field: str) -> None:
    add(session, "this_year", "header.csv", HEADER)
    errors = not_checked(session.check(settings))
    assert [error["field"] for error in errors] == [field]
    assert errors[0]["problem"].endswith(".")


def test_without_usable_files_there_is_nothing_to_check(session: Session) -> None:
    assert not_checked(session.check(SETTINGS))[0]["field"] == "this_year"
    add(session, "this_year", "empty.csv", b"")
    assert "None of this year’s files" in not_checked(session.check(SETTINGS))[0]["problem"]


def test_header_alone_is_enough(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER)
    summary = done(session.check(SETTINGS))
    assert summary["issues"] == 0
    assert summary["children"] == 0
    assert summary["not_run"]


def test_counts_mean_one_thing_everywhere(checked: tuple[Session, MadeUpReturn, Summary]) -> None:
    session, made, summary = checked
    issues = list(csv.DictReader(io.StringIO(done(session.issues_csv()).decode("utf-8-sig"))))
    rules = summary["rules"]
    assert summary["issues"] == len(issues) == sum(rule["issues"] for rule in rules) > 0
    assert summary["children_affected"] == len({issue["child"] for issue in issues} - {""})
    in_year = in_force(made["year"])
    assert summary["rules_run"] + summary["rules_not_run"] == len(in_year)
    assert summary["crashed"] == []
    assert summary["issues"] == sum(kind["issues"] for kind in summary["categories"])
    assert summary["issues"] == sum(table["issues"] for table in summary["tables"])
    for rule in rules:
        of_rule = [issue for issue in issues if issue["rule"] == rule["code"]]
        assert rule["issues"] == len(of_rule)
        assert rule["children"] == len({issue["child"] for issue in of_rule})
        for table in rule["tables"]:
            rows = there(FlaggedRows, results_of(session).rule_rows(rule["code"], table["name"], 0, 100_000))["rows"]
            expected = [(i["child"], i["file"], int(i["line"])) for i in of_rule if i["table"] == table["name"]]
            assert len(rows) == table["issues"]
            assert [(row["child"].upper(), row["file"], row["line"]) for row in rows] == expected


def test_rows_come_page_by_page(checked: tuple[Session, MadeUpReturn, Summary]) -> None:
    session, _, summary = checked
    rule = max(summary["rules"], key=lambda rule: rule["tables"][0]["issues"])
    table = rule["tables"][0]["name"]
    whole = there(FlaggedRows, results_of(session).rule_rows(rule["code"], table, 0, 100_000))["rows"]
    assert len(whole) > 2
    assert there(FlaggedRows, results_of(session).rule_rows(rule["code"], table, 1, 2))["rows"] == whole[1:3]


def test_cells_show_the_file_spell_out_codes_and_mark_the_fields(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER + b"a1,f,01/02/2015,zzzz,UN1,,\n")
    summary = done(session.check(SETTINGS))
    rules = [rule for rule in summary["rules"] if "ETHNIC" in rule["fields"]]
    answer = there(FlaggedRows, results_of(session).rule_rows(rules[0]["code"], "Header", 0, 50))
    (row,) = answer["rows"]
    cells = dict(zip([column["name"] for column in answer["columns"]], row["cells"], strict=True))
    assert (row["child"], row["file"], row["line"]) == ("a1", "header.csv", 2)
    assert cells["ETHNIC"] == {"value": "zzzz", "meaning": "", "marked": True}
    assert cells["SEX"]["value"] == "f"
    assert cells["SEX"]["meaning"]
    assert not cells["SEX"]["marked"]
    assert next(iter(cells)) == "ETHNIC"


def test_issues_are_the_bytes_of_the_command_line(checked: tuple[Session, MadeUpReturn, Summary]) -> None:
    session, made, _ = checked
    collection = Collection(year=made["year"], authority=made["authority"])
    report = validate(collection, made["this_year"], made["last_year"], made["providers"])
    assert session.issues_csv() == report.to_csv()


def test_progress_names_every_rule(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER)
    told: list[tuple[int, int, str]] = []
    session.check(SETTINGS, lambda *step: told.append(step))
    total = len(in_force(SETTINGS["year"]))
    assert [done for done, _, _ in told] == list(range(total + 1))
    assert told[0][2].startswith(next(iter(in_force(SETTINGS["year"]))))


def test_clearing_lets_go_of_everything(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER)
    assert session.clear()["files"] == {box: [] for box in ALL_BOXES}
    assert not_checked(session.check(SETTINGS))[0]["field"] == "this_year"


def test_found_issues_are_those_of_the_report_in_its_order(
    checked: tuple[Session, MadeUpReturn, Summary],
) -> None:
    session, _, summary = checked
    assert session.report is not None
    issues = session.report.issues
    answer = results_of(session).find({"text": ""}, 10, 5)
    assert answer["total"] == summary["issues"] == len(issues)
    assert answer["children"] == summary["children_affected"]
    assert answer["rules"] == len(summary["rules"])
    assert [found["position"] for found in answer["issues"]] == [10, 11, 12, 13, 14]
    for found in answer["issues"]:
        of_report = issues.iloc[found["position"]]
        assert (found["rule"], found["file"], found["line"]) == tuple(of_report[["rule", "file", "line"]])
        assert {value["field"] for value in found["values"]} == set(of_report["fields"].split(", "))
    table = summary["tables"][1]
    assert results_of(session).find({"table": table["name"]}, 0, 1)["total"] == table["issues"]
    rule = summary["rules"][0]
    assert results_of(session).find({"rule": rule["code"]}, 0, 1)["total"] == rule["issues"]
    assert results_of(session).find({"rule": rule["code"], "category": "no such"}, 0, 1)["total"] == 0


def test_files_are_found_by_their_place_and_seen_issues_left_out(
    checked: tuple[Session, MadeUpReturn, Summary],
) -> None:
    session, _, summary = checked
    totals = [results_of(session).find({"file": place}, 0, 1)["total"] for place in range(len(summary["files"]))]
    assert min(totals) > 0
    assert sum(totals) == summary["issues"]
    assert results_of(session).find({"file": len(totals)}, 0, 1)["total"] == 0
    results_of(session).mark([0, 3], True)
    unseen = results_of(session).find({"unseen": True}, 0, 3)
    assert unseen["total"] == summary["issues"] - 2
    assert [found["position"] for found in unseen["issues"]] == [1, 2, 4]
    results_of(session).mark([0, 3], False)
    assert results_of(session).find({"unseen": True}, 0, 1)["total"] == summary["issues"]


def test_a_cause_asks_for_the_issues_that_would_go_with_it(
    checked: tuple[Session, MadeUpReturn, Summary],
) -> None:
    session, _, summary = checked
    answer = results_of(session).causes("", 0, 1000)
    assert answer["total"] == len(answer["causes"]) == sum(kind["causes"] for kind in answer["kinds"]) > 0
    assert answer["issues"] == len({position for cause in answer["causes"] for position in cause["resolves"]})
    for cause in answer["causes"]:
        found = results_of(session).find({"cause": cause["cause"], "text": ""}, 0, 100)
        assert [issue["position"] for issue in found["issues"]] == cause["resolves"]
        assert {(issue["child"], issue["child_number"]) for issue in found["issues"]} == {
            (cause["child"], cause["child_number"])
        }
        assert found["cause"] == cause["sentence"]
    kind = answer["kinds"][-1]
    assert results_of(session).causes(kind["kind"], 0, 1)["total"] == kind["causes"]
    nothing = results_of(session).find({"cause": len(answer["causes"]) + 1}, 0, 1)
    assert (nothing["total"], nothing["cause"]) == (0, "")
    assert summary["issues"] > answer["issues"]


def test_context_goes_with_the_position_that_a_row_has(
    checked: tuple[Session, MadeUpReturn, Summary],
) -> None:
    session, _, summary = checked
    rule = next(rule for rule in summary["rules"] if rule["code"].startswith("503"))
    row = there(FlaggedRows, results_of(session).rule_rows(rule["code"], "Episodes", 0, 1))["rows"][0]
    context = results_of(session).context(row["position"])
    last = next(entry for entry in context if entry["table"] == "Episodes_last")
    assert last["relation"] == "The episode that last year’s return gave last"
    children = {cell["value"] for cell in last["rows"][0]["cells"] if cell["field"] == "CHILD"}
    assert children == {row["child"]}


def test_results_stay_when_a_new_check_cannot_start(session: Session) -> None:
    add(session, "this_year", "header.csv", HEADER + b"1,F,01/02/2015,zzzz,UN1,,\n")
    issues = done(session.check(SETTINGS))["issues"]
    assert issues > 0
    assert not_checked(session.check({**SETTINGS, "year": "1999-00"}))
    assert results_of(session).find({}, 0, 1)["total"] == issues


def test_children_have_numbers_in_the_order_of_their_identifiers(session: Session) -> None:
    rows = b"".join(b"%s,F,01/02/2015,zzzz,UN1,,\n" % child for child in (b"10", b"A1", b"9", b""))
    add(session, "this_year", "header.csv", HEADER + rows)
    session.check(SETTINGS)
    numbers = {
        issue["child"]: issue["child_number"] for issue in results_of(session).find({"text": "zzzz"}, 0, 100)["issues"]
    }
    assert {child: number for child, number in numbers.items() if child} == {"9": 1, "10": 2, "A1": 3}
    assert numbers.get("") is None


# -- files of every kind and name


def made_up() -> dict[str, bytes]:
    return dict(sample(12, 5, "2025-26", 0.3).this_year)


FORMS: dict[str, Any] = {
    "CSV files": lambda files: files,
    "files of a folder": lambda files: {f"903\\march\\{name}": data for name, data in files.items()},
    "ZIP": lambda files: {"903.zip": as_zip(files)},
    "ZIP beside a file called like its beginning": lambda files: {"903": b"", "903.zip": as_zip(files)},
    "XML": lambda files: {"return.xml": as_xml(files)},
    "ZIP of XML": lambda files: {"903.zip": as_zip({"in/return.xml": as_xml(files)})},
    "workbook": lambda files: {"return.xlsx": as_xlsx(files)},
    "ZIP of a workbook": lambda files: {"903.zip": as_zip({"return.xlsx": as_xlsx(files)})},
    "workbook and CSV files": lambda files: {
        "some.xlsx": as_xlsx({name: files[name] for name in ("header.csv", "episodes.csv")}),
        **{name: data for name, data in files.items() if name not in ("header.csv", "episodes.csv")},
    },
    "name that cannot be written": lambda files: {f"\ud800{name}": data for name, data in files.items()},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_return_in_any_form_is_checked_as_on_the_command_line(session: Session, form: str) -> None:
    files = FORMS[form](made_up())
    for name, content in files.items():
        session.add("this_year", name, len(content), content)
    inputs = session.inputs()
    assert [found["name"] for found in inputs["files"]["this_year"]] == list(files)
    summary = done(session.check(SETTINGS))
    used = [(name, content) for name, content in files.items() if content]
    expected = validate(Collection(year="2025-26", authority="Manchester"), used)
    assert summary["issues"] > 0
    assert session.report is not None
    pd.testing.assert_frame_equal(session.report.issues, expected.issues)
    # Once more: now that there are files of an earlier check to compare these with.
    assert done(session.check(SETTINGS))["issues"] == summary["issues"]
