"""The page's questions about runs and notes: saved, loaded in a fresh session, compared, shown and exported."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any, Literal

import pytest
from python_calamine import CalamineWorkbook

from tests.page.answered import done, refused, results_of, there
from tests.tracking.samples import child, run_of
from validator.page.answers.results import FlaggedRows, TableRows
from validator.page.answers.tracking import HeldRuns
from validator.page.bridge import Session
from validator.page.given import CheckSettings, ChosenRules, LookedFor
from validator.page.tracking import Runs
from validator.tracking.answers import NotesAndMarks
from validator.tracking.notes import LONGEST_NOTE, Note, Noted
from validator.tracking.runs import Run, new_salt, read_run, to_json

SETTINGS: CheckSettings = {"year": "2025-26", "authority": "Manchester", "as_at": ""}
RULES: ChosenRules = {"name": "Three", "rules": ["101", "102", "103"]}

OLD = (child("1", sex="X", born="x"), child("2", sex="X"), child("3", ethnic="?"))
NEW = (child("9", ethnic="?"), child("3", ethnic="?"), child("1", sex="X"), child("2", born="x"))


def checked(*children: dict[str, str], session: Session | None = None) -> tuple[Session, Runs]:
    """A session after a check of three rules on these children, or the one given after another check."""
    runs = None if session is None else Runs(session)
    session = session or Session()
    lines = [",".join(children[0]), *(",".join(row.values()) for row in children)]
    content = "\r\n".join(lines).encode()
    session.add("this_year", "header.csv", len(content), content)
    assert "errors" not in session.check({**SETTINGS, "rules": RULES})
    return session, runs or Runs(session)


def add(runs: Runs, run: Run, name: str = "a.json") -> HeldRuns:
    content = to_json(run)
    return runs.add(name, len(content), content)


def place(session: Session, rule: str, child: str) -> int:
    """The position of an issue."""
    found = results_of(session).find({"rule": rule}, 0, 100)["issues"]
    (position,) = [issue["position"] for issue in found if issue["child"] == child]
    return int(position)


def test_every_answer_is_plain() -> None:
    session, runs = checked(*NEW)
    add(runs, run_of(*OLD))
    runs.annotate({"positions": [0]}, {"state": "asked", "note": "x"})
    answers: list[object] = [
        runs.state(),
        runs.progress(),
        runs.fixed(0, 5),
        runs.over_time(),
        runs.states(),
        runs.compare_with(None),
    ]
    answers += [results_of(session).issue(0), results_of(session).rule_note("101")]
    for answer in answers:
        assert answer
        assert json.loads(json.dumps(answer)) == answer


def test_the_progress_since_a_run_is_exact() -> None:
    session, runs = checked(*NEW)
    assert runs.progress() is None
    assert runs.fixed(0, 5) == {"total": 0, "issues": []}
    assert {issue["status"] for issue in results_of(session).find({}, 0, 100)["issues"]} == {""}
    assert results_of(session).find({"status": "new"}, 0, 100)["total"] == 0
    state = add(runs, run_of(*OLD))
    (described,) = state["runs"]
    assert described == {
        "number": 1, "name": "a.json", "label": "22/11/2026 14:05", "year": "2025-26", "authority": "Manchester",
        "issues": 4, "children": 3, "hashed": False, "problem": None,
    }  # fmt: skip
    assert state["compared"] == 1
    progress = runs.progress()
    assert progress is not None
    assert {name: progress[name] for name in ("label", "new", "still", "fixed", "not_checked")} == {
        "label": "22/11/2026 14:05", "new": 2, "still": 2, "fixed": 2, "not_checked": 0,
    }  # fmt: skip
    assert [(rule["code"], rule["new"], rule["still"], rule["fixed"]) for rule in progress["rules"]] == [
        ("101", 0, 1, 1),
        ("102", 1, 0, 1),
        ("103", 1, 1, 0),
    ]
    status = {
        (issue["rule"], issue["child"]): issue["status"] for issue in results_of(session).find({}, 0, 9)["issues"]
    }
    assert status == {("101", "1"): "still", ("102", "2"): "new", ("103", "3"): "still", ("103", "9"): "new"}
    for wanted in ("new", "still"):
        found = results_of(session).find({"status": wanted}, 0, 9)
        assert {(issue["rule"], issue["child"]) for issue in found["issues"]} == {
            key for key, told in status.items() if told == wanted
        }
    assert results_of(session).find({"status": "new", "rule": "103"}, 0, 9)["total"] == 1
    fixed = runs.fixed(0, 1)
    assert fixed["total"] == 2
    assert fixed["issues"] == [
        {
            "rule": "101", "title": "Sex code missing or not recognised", "child": "2", "table_title": "Children",
            "key": "", "note": "", "state_title": "",
        }
    ]  # fmt: skip
    assert runs.fixed(1, 5)["issues"][0]["rule"] == "102"
    # The answers of every view tell the same.
    told = {
        row["position"]: row["status"]
        for row in there(FlaggedRows, results_of(session).rule_rows("103", "Header", 0, 9))["rows"]
    }
    told |= {
        issue["position"]: issue["status"]
        for row in there(TableRows, results_of(session).table_rows("Header", True, 0, 9))["rows"]
        for issue in row["issues"]
    }
    assert told == {issue["position"]: issue["status"] for issue in results_of(session).find({}, 0, 9)["issues"]}
    assert runs.compare_with(None)["compared"] is None
    assert runs.progress() is None
    assert results_of(session).issue(0)["status"] == ""


def test_a_run_saved_from_this_check_is_earlier_than_it(monkeypatch: pytest.MonkeyPatch) -> None:
    times = (dt.datetime(2026, 11, 23, 10, minute, tzinfo=dt.UTC) for minute in range(60))
    monkeypatch.setattr("validator.tracking.status._now", lambda: next(times))
    _, runs = checked(*NEW)
    saved = done(runs.save(False))
    runs.add(saved["name"], len(saved["content"]), saved["content"])
    progress = runs.progress()
    assert progress is not None
    assert (progress["new"], progress["still"], progress["warnings"]) == (0, 4, [])
    over_time = runs.over_time()["runs"]
    assert [run["label"] for run in over_time] == ["23/11/2026 10:01", "This check"]
    assert over_time[0]["when"] < over_time[1]["when"]


def test_the_newest_run_is_compared_with_unless_another_is_chosen() -> None:
    session, runs = checked(*NEW)
    add(runs, run_of(*NEW, later=5), "newest.json")
    add(runs, run_of(*OLD), "oldest.json")
    state = add(runs, run_of(child("1"), later=2), "middle.json")
    assert [run["name"] for run in state["runs"]] == ["oldest.json", "middle.json", "newest.json"]
    numbers = {run["name"]: run["number"] for run in state["runs"]}
    assert state["compared"] == numbers["newest.json"]
    assert done(runs.progress())["new"] == 0
    assert runs.compare_with(numbers["oldest.json"])["compared"] == numbers["oldest.json"]
    assert done(runs.progress())["fixed"] == 2
    # A check later on is compared with the same run.
    session, _ = checked(*NEW[:2], session=session)
    assert results_of(session).statuses.comparison is not None
    assert results_of(session).find({"status": "new"}, 0, 9)["total"] == 1
    assert runs.remove(numbers["oldest.json"])["compared"] == numbers["newest.json"]
    # A file of the same name takes the other's place.
    state = add(runs, run_of(*OLD, later=9), "newest.json")
    assert [run["name"] for run in state["runs"]] == ["middle.json", "newest.json"]
    assert numbers["newest.json"] not in [run["number"] for run in state["runs"]]


def test_files_that_cannot_be_used_are_listed_with_what_is_wrong() -> None:
    _, runs = checked(*NEW)
    add(runs, run_of(*OLD))
    runs.add("bad.json", 2, b"{}")
    state = runs.add("lost.json", 9, None)
    assert [run["name"] for run in state["runs"]] == ["a.json", "bad.json", "lost.json"]
    good, bad, lost = (run["problem"] for run in state["runs"])
    assert good is None
    assert bad is not None
    assert lost is not None
    assert bad["place"] == "bad.json"
    assert "not a run" in bad["problem"]
    assert "cannot be read" in lost["problem"]
    assert bad["remedy"]
    assert lost["remedy"]
    assert state["compared"] == 1
    assert runs.remove(state["runs"][1]["number"])["runs"][1]["name"] == "lost.json"


def test_a_run_of_another_authority_or_year_gets_a_warning() -> None:
    session, runs = checked(*NEW)
    add(runs, run_of(*OLD))
    session.check({"year": "2024-25", "authority": "Leeds", "as_at": "", "rules": RULES})
    warnings = " ".join(done(runs.progress())["warnings"])
    assert "different authorities: Manchester, then Leeds." in warnings
    assert "different collection years: 2025-26, then 2024-25." in warnings


# -- notes


def test_states() -> None:
    _, runs = checked(*NEW)
    assert runs.states() == [
        {"code": "todo", "title": "To do"},
        {"code": "asked", "title": "Asked"},
        {"code": "waiting", "title": "Waiting"},
        {"code": "explained", "title": "Explained to the Department"},
        {"code": "wont_fix", "title": "Won’t fix"},
    ]


def noted_session() -> tuple[Session, Runs]:
    """Notes on two issues and a rule; one issue looked at."""
    session, runs = checked(*OLD)
    one, other = place(session, "101", "1"), place(session, "103", "3")
    assert runs.annotate({"positions": [one]}, {"state": "asked", "note": "Jo\nsince May"}) == {}
    assert runs.annotate({"positions": [other]}, {"state": "", "note": "only words"}) == {}
    assert runs.annotate({"rule": "102"}, {"state": "wont_fix", "note": "dates of old"}) == {}
    results_of(session).mark([other], True)
    return session, runs


def test_issues_and_rules_carry_a_state_and_a_note() -> None:
    session, runs = noted_session()
    issue = results_of(session).issue(place(session, "101", "1"))
    assert {name: issue[name] for name in ("state", "state_title", "note", "looked_at")} == {
        "state": "asked", "state_title": "Asked", "note": "Jo\nsince May", "looked_at": False,
    }  # fmt: skip
    # The state of a whole rule is told of its issues, but is not theirs.
    issue = results_of(session).issue(place(session, "102", "1"))
    assert (issue["state"], issue["state_title"], issue["note"]) == ("", "Won’t fix (whole rule)", "")
    assert results_of(session).rule_note("102") == {
        "state": "wont_fix", "state_title": "Won’t fix", "note": "dates of old",
    }  # fmt: skip
    assert results_of(session).rule_note("101") == {"state": "", "state_title": "", "note": ""}
    assert runs.state()["notes"] == {"issues": 2, "rules": 1}

    def found(asked: LookedFor) -> set[tuple[str, str]]:
        return {(issue["rule"], issue["child"]) for issue in results_of(session).find(asked, 0, 9)["issues"]}

    assert found({"state": "asked"}) == {("101", "1")}
    assert found({"state": "wont_fix"}) == {("102", "1")}
    assert found({"state": "none"}) == {("101", "2"), ("103", "3")}
    assert found({"state": "none", "rule": "101"}) == {("101", "2")}
    assert found({"state": "none", "unseen": True}) == {("101", "2")}
    assert found({"state": "waiting"}) == set()
    assert runs.annotate({"positions": [place(session, "102", "1")]}, {"state": "todo", "note": ""}) == {}
    assert found({"state": "todo"}) == {("102", "1")}
    assert runs.annotate({"positions": [place(session, "101", "1")]}, {"state": "", "note": " \n"}) == {}
    assert ("101", "1") in found({"state": "none"})
    assert runs.state()["notes"] == {"issues": 2, "rules": 1}


def test_a_note_that_cannot_be_kept_is_told_and_changes_nothing() -> None:
    session, runs = noted_session()
    position = place(session, "101", "1")
    told = runs.annotate({"positions": [position]}, {"state": "todo", "note": "x" * (LONGEST_NOTE + 1)})
    assert "2,001 characters" in refused(told)
    assert "no state “done”" in refused(runs.annotate({"rule": "101"}, {"state": "done", "note": ""}))
    assert results_of(session).issue(position)["state"] == "asked"
    assert results_of(session).rule_note("101")["state"] == ""


@pytest.mark.parametrize("hashed", [False, True])
def test_notes_and_marks_are_carried_over_by_a_run_file(hashed: bool) -> None:
    _, runs = noted_session()
    file = done(runs.save(hashed))
    assert re.fullmatch(r"manchester-2025-26-\d{4}-\d\d-\d\d-\d{6}\.903run\.json", file["name"])
    assert file["type"] == "application/json"
    assert ('"1"' in file["content"].decode()) is not hashed
    run = read_run(file["content"], "a")
    assert bool(run.salt) is hashed
    assert abs(run.saved - dt.datetime.now().astimezone()) < dt.timedelta(minutes=5)

    # In a session of its own, loaded before the check; the children come in another order, one is gone.
    fresh = Session()
    loaded = Runs(fresh)
    state = loaded.add(file["name"], len(file["content"]), file["content"])
    assert state["notes"] == {"issues": 2, "rules": 1}
    assert (state["runs"][0]["hashed"], state["salted"]) == (hashed, hashed)
    checked(child("9", ethnic="?"), OLD[2], OLD[1], session=fresh)
    issue = results_of(fresh).issue(place(fresh, "103", "3"))
    assert (issue["note"], issue["looked_at"], issue["status"]) == ("only words", True, "still")
    assert results_of(fresh).issue(place(fresh, "103", "9"))["note"] == ""
    assert results_of(fresh).rule_note("102")["state"] == "wont_fix"
    assert results_of(fresh).looked() == {"total": 1, "rules": {"103": 1}, "unsaved": {"notes": 0, "marks": 0}}
    assert [found["rule"] for found in loaded.fixed(0, 9)["issues"]] == ["101", "102"]
    (gone, _) = loaded.fixed(0, 9)["issues"]
    assert (gone["child"], gone["note"], gone["state_title"]) == ("" if hashed else "1", "Jo\nsince May", "Asked")

    # The next file has them too, and of the fixed issue as far as it is known by more than another salt's hash.
    again = read_run(done(loaded.save(hashed))["content"], "b")
    assert again.salt == run.salt
    assert set(again.noted.issues) == set(run.noted.issues)
    assert again.noted.looked_at == run.noted.looked_at
    assert again.noted.rules == run.noted.rules
    if hashed:
        plain = read_run(done(loaded.save(False))["content"], "c")
        assert list(plain.noted.issues.values()) == [Note("", "only words")]
        assert next(iter(plain.noted.issues)).child == "3"


def test_the_newest_runs_notes_are_taken_over_never_over_those_made_here() -> None:
    session, runs = checked(*OLD)
    key = run_of(child("1", sex="X")).issues[0]
    other = run_of(child("2", sex="X")).issues[0]
    old = Noted({key: Note("asked", "old"), other: Note("asked", "old")}, {"103": Note("todo", "")})
    new = Noted({key: Note("waiting", "new"), other: Note("waiting", "new")}, {}, frozenset([key]))
    one, two = place(session, "101", "1"), place(session, "101", "2")
    runs.annotate({"positions": [two]}, {"state": "", "note": ""})
    results_of(session).mark([two], True)
    add(runs, run_of(*OLD, later=3, noted=new), "new.json")
    state = add(runs, run_of(*OLD, noted=old), "old.json")
    assert results_of(session).issue(one)["note"] == "new"
    assert results_of(session).issue(two)["note"] == ""
    assert results_of(session).looked()["total"] == 2
    assert results_of(session).rule_note("103")["state"] == ""
    assert state["notes"] == {"issues": 1, "rules": 0}
    newest = next(run["number"] for run in state["runs"] if run["name"] == "new.json")
    assert runs.remove(newest)["notes"] == {"issues": 1, "rules": 1}
    assert results_of(session).issue(one)["note"] == "old"
    assert results_of(session).looked()["total"] == 1


def test_what_was_noted_is_unsaved_until_the_page_says_that_it_was_saved() -> None:
    session, runs = checked(*NEW)

    def unsaved() -> NotesAndMarks:
        return results_of(session).looked()["unsaved"]

    assert unsaved() == {"notes": 0, "marks": 0}
    runs.annotate({"positions": [0, 1]}, {"state": "asked", "note": ""})
    runs.annotate({"positions": [1]}, {"state": "", "note": "again"})
    runs.annotate({"rule": "101"}, {"state": "todo", "note": ""})
    results_of(session).mark([2], True)
    assert unsaved() == {"notes": 3, "marks": 1}
    assert runs.noted([0, 1, 2]) == 2
    runs.save(False)
    # A file that was made is in nobody's downloads yet.
    assert unsaved() == {"notes": 3, "marks": 1}
    runs.saved()
    assert unsaved() == {"notes": 0, "marks": 0}
    # Another check loses nothing of it.
    checked(*OLD, session=session)
    checked(*NEW, session=session)
    assert runs.noted([0, 1, 2, 3]) == 2
    assert runs.state()["notes"] == {"issues": 2, "rules": 1}


ONE_SALT, OTHER_SALT = "a" * 64, "b" * 64


@pytest.mark.parametrize("salts", [("", ""), (ONE_SALT, ONE_SALT), (ONE_SALT, OTHER_SALT)])
def test_notes_that_would_go_with_a_run_or_for_another_are_counted(salts: tuple[str, str]) -> None:
    _, runs = checked(*NEW)
    first = run_of(*OLD)
    kept, gone, marked = list(first.issues)[:3]
    notes = {kept: Note("asked", "x"), gone: Note("", "y")}
    noted = Noted(notes, {"101": Note("todo", "")}, frozenset({marked}))
    first = run_of(*OLD, noted=noted)
    second = run_of(*OLD, later=1, noted=Noted({kept: Note("asked", "x")}, {"101": Note("todo", "z")}))
    first, second = (run.hashed(salt) if salt else run for run, salt in zip((first, second), salts, strict=True))
    state = add(runs, first)
    (number,) = [run["number"] for run in state["runs"]]
    everything = {"notes": 3, "marks": 1}
    assert runs.lost_without(number) == everything
    content = to_json(second)
    # The note on `kept` is in both, the rule's is another.
    expected = {"notes": 2, "marks": 1} if salts[0] == salts[1] else everything
    assert runs.lost_to("b.json", len(content), content) == expected
    older = to_json(run_of(*OLD, later=-1))
    assert runs.lost_to("c.json", len(older), older) == {"notes": 0, "marks": 0}
    assert runs.lost_to("d.json", 1, b"x") == {"notes": 0, "marks": 0}
    # What is noted here stays whatever is loaded.
    runs.annotate({"rule": "101"}, {"state": "", "note": "here"})
    assert runs.lost_without(number) == {"notes": 2, "marks": 1}
    assert runs.state()["runs"][0]["number"] == number


def test_saved_hashes_go_on_with_the_salt_of_what_is_loaded() -> None:
    _, runs = checked(*NEW)
    own = [read_run(done(runs.save(True))["content"], "a").salt for _ in range(2)]
    assert own[0] == own[1] != read_run(done(checked(*NEW)[1].save(True))["content"], "a").salt
    salt = new_salt()
    state = add(runs, run_of(*OLD).hashed(salt))
    assert (state["runs"][0]["hashed"], state["salted"]) == (True, True)
    assert read_run(done(runs.save(True))["content"], "a").salt == salt
    progress = runs.progress()
    assert progress is not None
    assert (progress["new"], progress["still"], progress["fixed"]) == (2, 2, 2)
    assert {issue["child"] for issue in runs.fixed(0, 9)["issues"]} == {""}


def test_over_time() -> None:
    session = Session()
    runs = Runs(session)
    assert runs.over_time()["runs"] == []
    add(runs, run_of(*OLD, later=1), "b.json")
    add(runs, run_of(child("1", sex="X"), child("3", ethnic="?")), "a.json")
    checked(*NEW, session=session)
    told = runs.over_time()
    assert [{name: what for name, what in run.items() if name != "when"} for run in told["runs"]] == [
        {"label": "22/11/2026 14:05", "issues": 2, "children_affected": 2, "new": None, "fixed": None},
        {"label": "23/11/2026 14:05", "issues": 4, "children_affected": 3, "new": 2, "fixed": 0},
        {"label": "This check", "issues": 4, "children_affected": 4, "new": 2, "fixed": 2},
    ]
    when = [dt.datetime.fromisoformat(run["when"]) for run in told["runs"]]
    assert when[:2] == sorted(when[:2])
    assert all(moment.tzinfo for moment in when)
    assert {line["name"]: line["issues"] for line in told["categories"]} == {
        "missing": [0, 0, 0],
        "invalid": [2, 4, 4],
        "inconsistent": [0, 0, 0],
        "cross-year": [0, 0, 0],
    }
    # Two runs whose hashes cannot be compared with each other are still in the picture.
    add(runs, run_of(*OLD).hashed(new_salt()), "c.json")
    add(runs, run_of(*OLD, later=1).hashed(new_salt()), "b.json")
    assert [(run["new"], run["fixed"]) for run in runs.over_time()["runs"]][2:] == [(None, None), (2, 2)]


# -- downloads


def sheet_of(book: bytes, name: str) -> list[dict[str, Any]]:
    headings, *rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_the_workbook_tells_states_notes_and_progress() -> None:
    session, runs = noted_session()
    book = done(results_of(session).workbook())
    assert "Fixed" not in CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert "Since last run" not in sheet_of(book, "Issues")[0]
    issues = {(row["Rule"], row["Child"]): (row["State"], row["Note"]) for row in sheet_of(book, "Issues")}
    assert issues == {
        ("101", "1"): ("Asked", "Jo\nsince May"),
        ("101", "2"): ("", ""),
        ("102", "1"): ("Won’t fix (whole rule)", ""),
        ("103", "3"): ("", "only words"),
    }
    rules = {row["Rule"]: (row["State"], row["Note"]) for row in sheet_of(book, "By rule")}
    assert rules == {"101": ("", ""), "102": ("Won’t fix", "dates of old"), "103": ("", "")}

    file = done(runs.save(False))
    runs.add("old.json", len(file["content"]), file["content"])
    checked(OLD[0] | {"DOB": "01/02/2012"}, child("9", ethnic="?"), session=session)
    book = done(results_of(session).workbook())
    summary = {row["What"]: row["Figure"] for row in sheet_of(book, "Summary")}
    assert summary["Compared with the run of"] == read_run(file["content"], "a").label
    assert [summary[f"Issues that are {what}"] for what in ("new since then", "still there", "fixed")] == [1, 1, 3]
    assert {(row["Rule"], row["Child"]): row["Since last run"] for row in sheet_of(book, "Issues")} == {
        ("101", "1"): "Still there",
        ("103", "9"): "New",
    }
    # Rule 102 has no issues left, but all that it had are fixed.
    assert [
        (row["Rule"], row["Issues"], row["New"], row["Still there"], row["Fixed"]) for row in sheet_of(book, "By rule")
    ] == [("101", 1, 0, 1, 1), ("103", 1, 1, 0, 1), ("102", 0, 0, 0, 1)]
    assert [(row["Rule"], row["Child"], row["Table"], row["Note"]) for row in sheet_of(book, "Fixed")] == [
        ("101", "2", "Children", ""),
        ("102", "1", "Children", ""),
        ("103", "3", "Children", "only words"),
    ]


@pytest.mark.parametrize("form", ["html", "text"])
def test_letters_tell_notes_and_leave_out_what_is_settled(form: Literal["html", "text"]) -> None:
    session, runs = noted_session()
    runs.annotate({"positions": [place(session, "101", "2")]}, {"state": "explained", "note": ""})
    runs.annotate({"rule": "101"}, {"state": "todo", "note": "<b>all</b> of us"})
    content = done(results_of(session).letters("worker", form))["content"].decode("utf-8-sig")
    assert "found 2 issues in the records of 2 children." in content
    assert ("State: Asked<br>Note: Jo<br>since May" if form == "html" else "  State: Asked\r\n  Note: Jo") in content
    assert "Note: only words" in content
    assert ("Note: &lt;b&gt;all&lt;/b&gt; of us" if form == "html" else "Note: <b>all</b> of us") in content
    assert "(rule 102)" not in content
    assert "Child 2" not in content
    assert (
        "Left out of this letter: 2 more issues, 1 marked “Explained to the Department” and 1 marked “Won’t fix”."
    ) in content
    # A letter in which nothing is left to put right is not written.
    for rule in ("101", "103"):
        for issue in results_of(session).find({"rule": rule}, 0, 9)["issues"]:
            runs.annotate({"positions": [issue["position"]]}, {"state": "wont_fix", "note": ""})
    letters = done(results_of(session).letters("worker", form))
    assert letters["name"] == "letters.zip"
    assert zipfile.ZipFile(io.BytesIO(letters["content"])).namelist() == []
