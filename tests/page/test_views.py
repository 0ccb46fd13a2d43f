"""The page's questions about children, groups, tables, marks and downloads, asked natively."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from typing import Literal

import pytest

from rules.registry import all_rules, in_force
from tests.page.answered import done, not_checked, results_of, there, unusable
from validator.exporting.letters import letters
from validator.page.answers.results import ChildInBrief, ChildShown, Group, GroupedBy, TableRows
from validator.page.answers.session import MadeUpReturn
from validator.page.bridge import BOXES, Session
from validator.page.given import CheckSettings

Made = tuple[Session, MadeUpReturn, list[dict[str, str]]]

HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"


def fill(session: Session, made: MadeUpReturn) -> None:
    for box in BOXES:
        for name, content in made[box]:
            session.add(box, name, len(content), content)


def settings(made: MadeUpReturn) -> CheckSettings:
    return {"year": made["year"], "authority": made["authority"], "as_at": ""}


@pytest.fixture(scope="module")
def sampled() -> MadeUpReturn:
    return Session().sample()


@pytest.fixture(scope="module")
def checked(sampled: MadeUpReturn) -> Made:
    """A session after the check of the made-up return, that return, and the issues as issues.csv has them."""
    session = Session()
    fill(session, sampled)
    session.check(settings(sampled))
    issues = list(csv.DictReader(io.StringIO(done(session.issues_csv()).decode())))
    return session, sampled, issues


@pytest.fixture
def fresh(sampled: MadeUpReturn) -> Session:
    """A session whose results a test may change: one child's records, some with issues."""
    session = Session()
    session.add("this_year", "header.csv", 0, HEADER + b"1,F,01/02/2015,zzzz,UN1,,\n2,9,01/02/2015,zzzz,UN1,,\n")
    session.check({"year": "2025-26", "authority": "Manchester", "as_at": ""})
    return session


def children_of(session: Session) -> dict[str, ChildInBrief]:
    return {found["child"]: found for found in results_of(session).children("", 0, 10_000)["children"]}


def test_every_answer_is_plain(checked: Made) -> None:
    session, _, _ = checked
    answers = [
        results_of(session).children("", 0, 5),
        there(ChildShown, results_of(session).child(1)),
        results_of(session).groups("worker", 0, 5),
        there(Group, results_of(session).group("worker", 1, 0, 5)),
        results_of(session).tables(),
        there(TableRows, results_of(session).table_rows("Episodes", True, 0, 5)),
        results_of(session).looked(),
        results_of(session).grouped_by(),
    ]
    for answer in answers:
        assert answer
        assert json.loads(json.dumps(answer)) == answer


# -- children


def test_children_and_their_counts_are_those_of_the_issues(checked: Made) -> None:
    session, _, issues = checked
    counts = Counter(issue["child"] for issue in issues)
    blank = counts.pop("", 0)
    answer = results_of(session).children("", 0, 10_000)
    assert {found["child"]: found["issues"] for found in answer["children"]} == counts
    assert answer["total"] == len(counts)
    assert answer["without_child"] == blank
    assert [found["issues"] for found in answer["children"]] == sorted(counts.values(), reverse=True)
    for found in answer["children"]:
        assert sum(category["issues"] for category in found["categories"]) == found["issues"]


def test_children_come_page_by_page_and_are_found_by_part_of_their_identifier(checked: Made) -> None:
    session, _, _ = checked
    every = results_of(session).children("", 0, 10_000)["children"]
    assert results_of(session).children("", 2, 3)["children"] == every[2:5]
    wanted = every[4]["child"]
    found = results_of(session).children(f" {wanted[2:].lower()} ", 0, 50)
    assert wanted in [child["child"] for child in found["children"]]
    assert all(wanted[2:] in child["child"] for child in found["children"])
    assert results_of(session).children("no such child", 0, 50)["total"] == 0


def test_a_child_has_all_its_issues_and_rows_of_both_years(checked: Made) -> None:
    session, made, issues = checked
    child, brief = max(children_of(session).items(), key=lambda item: item[1]["issues"])
    told = there(ChildShown, results_of(session).child(brief["number"]))
    assert told["child"] == child
    expected = [(issue["rule"], issue["file"], int(issue["line"])) for issue in issues if issue["child"] == child]
    assert [(issue["rule"], issue["file"], issue["line"]) for issue in told["issues"]] == expected
    rows = sum(
        row["CHILD"] == child
        for box in ("this_year", "last_year")
        for _, content in made[box]
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    )
    assert sum(len(table["rows"]) for table in told["tables"]) == rows
    positions = {issue["position"] for issue in told["issues"]}
    assert {at for table in told["tables"] for row in table["rows"] for at in row["issues"]} == positions


def test_a_childs_rows_come_page_by_page_with_the_issues_of_each(checked: Made) -> None:
    session, _, _ = checked
    brief = max(children_of(session).values(), key=lambda found: found["issues"])
    whole = there(ChildShown, results_of(session).child(brief["number"]))
    pages = [there(ChildShown, results_of(session).child(brief["number"], at, 2)) for at in range(0, whole["total"], 2)]
    assert {(page["total"], page["total_issues"]) for page in pages} == {(whole["total"], len(whole["issues"]))}
    rows = [(table["name"], row["row"]) for page in pages for table in page["tables"] for row in table["rows"]]
    assert rows == [(table["name"], row["row"]) for table in whole["tables"] for row in table["rows"]]
    issues = [issue["position"] for page in pages for issue in page["issues"]]
    assert sorted(issues) == [issue["position"] for issue in whole["issues"]]
    assert all(sum(len(table["rows"]) for table in page["tables"]) <= 2 for page in pages)


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_no_child_stands_at_other_numbers(checked: Made, number: int) -> None:
    assert results_of(checked[0]).child(number) == {}


# -- groups


def test_groups_hold_every_issue_once(checked: Made) -> None:
    session, _, issues = checked
    answer = results_of(session).groups("worker", 0, 10_000)
    assert answer["title"] == "Social worker"
    assert sum(group["issues"] for group in answer["groups"]) == len(issues)
    assert [group["number"] for group in answer["groups"]] == list(range(1, answer["total"] + 1))
    assert results_of(session).groups("worker", 1, 2)["groups"] == answer["groups"][1:3]
    seen: list[int] = []
    for group in answer["groups"]:
        for offset in range(0, group["issues"], 7):
            page = there(Group, results_of(session).group("worker", group["number"], offset, 7))
            assert (page["name"], page["total"]) == (group["name"], group["issues"])
            seen += [issue["position"] for child in page["shown"] for issue in child["issues"]]
            for child in page["shown"]:
                assert {issue["child"] for issue in child["issues"]} == {child["child"]}
    assert sorted(seen) == list(range(len(issues)))
    assert results_of(session).group("worker", 0, 0, 7) == results_of(session).group("worker", 10_000, 0, 7) == {}


def test_a_list_of_ones_own_makes_groups_until_everything_is_cleared(sampled: MadeUpReturn) -> None:
    session = Session()
    fill(session, sampled)
    session.check(settings(sampled))
    assert results_of(session).groups("list", 0, 50) == {"title": "", "total": 0, "groups": []}
    north, south = list(children_of(session))[:2]
    content = f"Child,Locality\n{north},North\n{south},South <b>\n".encode()
    told = there(GroupedBy, session.group_by("teams.csv", len(content), content))
    assert told == {"file": "teams.csv", "title": "Locality", "problem": None}
    names = {group["name"] for group in results_of(session).groups("list", 0, 50)["groups"]}
    assert names == {"Locality: North", "Locality: South <b>", "No locality given"}
    session.check(settings(sampled))
    assert results_of(session).grouped_by() == told
    assert results_of(session).groups("list", 0, 50)["total"] == 3
    session.clear()
    fill(session, sampled)
    session.check(settings(sampled))
    assert results_of(session).grouped_by()["file"] == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Child,Team\n1,North,7\n", "3 filled columns"),
        (b"", "empty"),
        (b"Child,Team\nnobody9,North\n", "None of the children"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_list_is_a_problem_in_words_and_groups_nothing(fresh: Session, content: bytes | None, said: str) -> None:
    good = b"1,North\n"
    fresh.group_by("teams.csv", len(good), good)
    problem = there(GroupedBy, fresh.group_by("teams.csv", len(content or b""), content))["problem"]
    assert problem is not None
    assert said in problem["problem"]
    assert problem["place"].startswith("teams.csv")
    assert problem["remedy"]
    assert results_of(fresh).groups("list", 0, 50)["total"] == 0


def test_a_list_that_is_too_large_is_refused_by_its_size(fresh: Session) -> None:
    problem = there(GroupedBy, fresh.group_by("teams.csv", 900_000_000, b"1,North\n"))["problem"]
    assert problem is not None
    assert "too large" in problem["problem"]


# -- tables


def test_tables_count_as_the_issues_do(checked: Made) -> None:
    session, _, issues = checked
    for table in results_of(session).tables():
        of_table = [issue for issue in issues if issue["table"] == table["name"]]
        assert table["issues"] == len(of_table)
        assert table["rows_flagged"] == len({issue["row"] for issue in of_table})
        assert there(TableRows, results_of(session).table_rows(table["name"], False, 0, 1))["total"] == table["rows"]
        assert (
            there(TableRows, results_of(session).table_rows(table["name"], True, 0, 1))["total"]
            == table["rows_flagged"]
        )


def test_a_table_is_shown_as_it_stands_in_its_file(checked: Made) -> None:
    session, made, issues = checked
    content = dict(made["this_year"])["episodes.csv"].decode("utf-8-sig")
    answer = there(TableRows, results_of(session).table_rows("Episodes", False, 0, 10_000))
    assert answer["file"] == "episodes.csv"
    for line, (row, shown) in enumerate(zip(csv.DictReader(io.StringIO(content)), answer["rows"], strict=True), 2):
        cells = {cell["field"]: cell for cell in shown["cells"]}
        assert shown["line"] == line
        assert {name: cells[name]["value"] for name in row} == row
        here = [issue for issue in issues if issue["table"] == "Episodes" and int(issue["line"]) == line]
        assert sorted(issue["rule"] for issue in shown["issues"]) == sorted(issue["rule"] for issue in here)
        marked = {field for issue in here for field in issue["fields"].split(", ")}
        assert {name for name, cell in cells.items() if cell["marked"]} == marked
    assert there(TableRows, results_of(session).table_rows("Episodes", False, 10, 5))["rows"] == answer["rows"][10:15]
    flagged = there(TableRows, results_of(session).table_rows("Episodes", True, 0, 10_000))["rows"]
    assert flagged == [row for row in answer["rows"] if row["issues"]]


def test_rows_lead_to_their_child(checked: Made) -> None:
    session, _, _ = checked
    for row in there(TableRows, results_of(session).table_rows("Episodes", True, 0, 20))["rows"]:
        assert row["child_number"] is not None
        assert there(ChildShown, results_of(session).child(row["child_number"]))["child"] == row["child"].upper()


# -- looked at


def test_issues_are_marked_and_unmarked_one_by_one_and_by_rule(fresh: Session) -> None:
    total = results_of(fresh).find({}, 0, 50)["total"]
    assert total > 2
    first = results_of(fresh).issue(0)
    assert not first["looked_at"]
    assert results_of(fresh).mark([0, 0, -1, 10_000], True) == {
        "total": 1,
        "rules": {first["rule"]: 1},
        "unsaved": {"notes": 0, "marks": 1},
    }
    assert results_of(fresh).issue(0)["looked_at"]
    left = results_of(fresh).find({"unseen": True}, 0, 50)
    assert left["total"] == total - 1
    assert 0 not in [issue["position"] for issue in left["issues"]]
    of_rule = results_of(fresh).find({"rule": first["rule"]}, 0, 50)["total"]
    assert results_of(fresh).mark_rule(first["rule"], True)["total"] == of_rule
    assert results_of(fresh).mark([0], False)["total"] == of_rule - 1
    assert results_of(fresh).mark_rule(first["rule"], False)["rules"] == {}
    assert results_of(fresh).find({"unseen": True}, 0, 50)["total"] == total


def test_children_groups_and_rows_tell_what_was_looked_at(fresh: Session) -> None:
    child = results_of(fresh).children("", 0, 1)["children"][0]
    (first, *_), number = there(ChildShown, results_of(fresh).child(child["number"]))["issues"], child["number"]
    results_of(fresh).mark([first["position"]], True)
    assert results_of(fresh).children("", 0, 1)["children"][0]["looked_at"] == 1
    assert there(ChildShown, results_of(fresh).child(number))["issues"][0]["looked_at"]
    assert results_of(fresh).groups("worker", 0, 1)["groups"][0]["looked_at"] == 1
    rows = there(TableRows, results_of(fresh).table_rows("Header", True, 0, 50))["rows"]
    assert [issue["position"] for row in rows for issue in row["issues"] if issue["looked_at"]] == [first["position"]]


def test_marks_are_kept_from_check_to_check(fresh: Session) -> None:
    marked = results_of(fresh).mark([1], True)
    child = results_of(fresh).issue(1)["child"]
    # The same children, in another order and with one more before them.
    given = HEADER + b"7,9,01/02/2015,zzzz,UN1,,\n2,9,01/02/2015,zzzz,UN1,,\n1,F,01/02/2015,zzzz,UN1,,\n"
    fresh.add("this_year", "header.csv", len(given), given)
    fresh.check({"year": "2025-26", "authority": "Manchester", "as_at": ""})
    assert results_of(fresh).looked() == marked
    (found,) = [issue for issue in results_of(fresh).find({}, 0, 50)["issues"] if issue["looked_at"]]
    assert (found["child"], {found["rule"]: 1}) == (child, marked["rules"])


# -- downloads


@pytest.mark.parametrize(("form", "ending"), [("html", ".html"), ("text", ".txt")])
def test_several_letters_come_as_one_zip(checked: Made, form: Literal["html", "text"], ending: str) -> None:
    session, _, _ = checked
    told = done(results_of(session).letters("worker", form))
    assert (told["name"], told["type"]) == ("letters.zip", "application/zip")
    results = session._results
    assert results is not None
    expected = letters(results._return, results.report, results._groupings["worker"], form)
    with zipfile.ZipFile(io.BytesIO(told["content"])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == expected
    assert all(name.endswith(ending) for name in expected)


def test_one_letter_comes_as_it_is(fresh: Session) -> None:
    told = done(results_of(fresh).letters("worker", "html"))
    assert told["name"].endswith(".html")
    assert told["type"] == "text/html"
    assert told["content"].startswith(b"<!DOCTYPE html>")


def test_the_workbook_has_a_sheet_for_every_table_with_issues(checked: Made) -> None:
    session, _, _ = checked
    with zipfile.ZipFile(io.BytesIO(done(results_of(session).workbook()))) as book:
        sheets = book.read("xl/workbook.xml").decode()
    for table in results_of(session).tables():
        assert not table["issues"] or f'name="{table["name"]}"' in sheets


# -- which rules run


def test_only_the_rules_chosen_are_run(sampled: MadeUpReturn, checked: Made) -> None:
    chosen = sorted({issue["rule"] for issue in checked[2]})[:2]
    session = Session()
    fill(session, sampled)
    summary = done(session.check({**settings(sampled), "rules": {"name": "Two", "rules": chosen}}))
    assert summary["choice"] == {"name": "Two", "rules": 2, "of": len(in_force(sampled["year"]))}
    found = {issue["rule"] for issue in csv.DictReader(io.StringIO(done(session.issues_csv()).decode()))}
    assert found == set(chosen)
    assert done(session.check(settings(sampled)))["choice"] is None


def test_rules_of_other_years_are_left_out_with_a_notice(fresh: Session) -> None:
    other = next(code for code, rule in all_rules().items() if "2025-26" not in rule.years)
    given: CheckSettings = {"year": "2025-26", "authority": "Manchester", "as_at": ""}
    summary = done(fresh.check({**given, "rules": {"name": "", "rules": ["101", other]}}))
    assert any(other in notice["message"] for notice in summary["notices"])
    for rules in ([], [other]):
        errors = not_checked(fresh.check({**given, "rules": {"name": "", "rules": rules}}))
        assert [error["field"] for error in errors] == ["rules"]


def test_a_choice_is_saved_and_loaded_again(fresh: Session) -> None:
    file = fresh.write_choice("My rules", ["184", "101"])
    assert file["name"] == "My-rules.903rules.json"
    assert fresh.read_choice(file["name"], len(file["content"]), file["content"]) == {
        "name": "My rules",
        "rules": ["101", "184"],
    }
    problem = unusable(fresh.read_choice("a.json", 2, b"{}"))
    assert problem["place"] == "a.json"
    assert problem["remedy"]
    assert "cannot be read" in unusable(fresh.read_choice("a.json", 2, None))["problem"]
