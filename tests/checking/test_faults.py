"""What is told of a fault: where it is, and never a value."""

from __future__ import annotations

import json

import pytest

from tests.page.answered import done, results_of
from tests.page.page_world import contents
from validator.checking.faults import guarded, trace
from validator.page.bridge import BOXES, Session
from validator.page.correcting import Cleaning
from validator.page.given import CheckSettings
from validator.page.tracking import Runs
from validator.returns.errors import InputError

SECRET = "SECRET8"


def _fails(value: str) -> None:
    known: dict[str, str] = {}
    try:
        known[value]
    except KeyError as error:
        raise ValueError(f"{value} is no date") from error


def test_a_trace_names_places_and_kinds_and_no_value() -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        _fails(SECRET)
    told = trace(caught.value)
    assert SECRET not in told
    first, after = told.split("; after ")
    assert first.startswith("ValueError: ")
    assert "test_faults.py line" in first
    assert "(_fails)" in first
    assert after.startswith("KeyError: ")
    assert "\n" not in told
    assert "/work" not in told
    assert "/home" not in told


def test_a_recursion_is_cut_short() -> None:
    def endless(depth: int) -> int:
        return endless(depth + 1)

    with pytest.raises(RecursionError) as caught:
        endless(0)
    assert trace(caught.value).count("(endless)") < 30


def test_a_question_that_fails_is_answered() -> None:
    class Asked:
        fails = staticmethod(_fails)

        def refuses(self) -> None:
            raise InputError("The file is damaged.", "Choose it again.", file="a.csv")

        def has_no_memory(self) -> None:
            raise MemoryError

    assert guarded("four".upper) == {"answer": "FOUR"}
    assert guarded(Asked().refuses)["fault"]["words"] == "a.csv: The file is damaged. Choose it again."
    fault = guarded(Asked.fails, SECRET)["fault"]
    assert fault["words"] == ""
    assert SECRET not in str(fault)
    with pytest.raises(MemoryError):
        guarded(Asked().has_no_memory)


def test_a_rule_that_crashes_is_told_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    made = session.sample()
    for name, content in made["this_year"]:
        session.add("this_year", name, len(content), content)

    def breaks(r: object, found: object) -> None:
        _fails(SECRET)

    monkeypatch.setattr("validator.checking.run.flagged_rows", breaks)
    summary = done(session.check({"year": made["year"], "authority": "", "as_at": ""}))
    error = next(found["error"] for found in summary["crashed"])
    assert SECRET not in error
    assert error.startswith("ValueError: validator/checking/run.py line")


@pytest.fixture
def worked() -> tuple[Session, CheckSettings]:
    """A session with the made-up return checked, a safe change made, a note, a mark and a note on a rule."""
    session = Session()
    made = session.sample()
    for box in BOXES:
        for name, content in made[box]:
            session.add(box, name, len(content), content)
    settings: CheckSettings = {"year": made["year"], "authority": made["authority"], "as_at": ""}
    session.check(settings)
    return session, settings


def test_work_goes_on_in_a_session_started_anew(worked: tuple[Session, CheckSettings]) -> None:
    session, settings = worked
    cleaning, runs = Cleaning(session), Runs(session)
    kinds = [kind["kind"] for kind in done(cleaning.safe())["kinds"]]
    summary = done(cleaning.apply({"safe": kinds}))["summary"]
    removal = next(found for found in done(cleaning.suggestions("", "", "", 0, 500))["proposals"] if found["changes"])
    summary = done(cleaning.apply({"proposals": [removal["number"]], "values": {}}))["summary"]
    runs.annotate({"positions": [0, 2]}, {"state": "asked", "note": "\ud800 Ärger"})
    runs.annotate({"rule": summary["rules"][0]["code"]}, {"state": "waiting", "note": ""})
    results_of(session).mark([1], True)
    kept = session.work()

    anew = Session()
    for box in BOXES:
        for name, content in session.sources(box):
            anew.add(box, name, len(content), content)
    anew.inputs()
    anew.work_on(kept)
    assert anew.check(settings) == summary
    assert Cleaning(anew).state() == cleaning.state()
    # The archives tell when they were made.
    assert contents(done(Cleaning(anew).corrected())) == contents(done(cleaning.corrected()))
    assert results_of(anew).looked() == results_of(session).looked()
    assert results_of(anew).find({"state": "asked"}, 0, 9) == results_of(session).find({"state": "asked"}, 0, 9)
    assert json.loads(anew.work())["steps"] == json.loads(kept)["steps"]


def test_changes_to_a_file_that_is_another_now_are_not_laid_over_it(worked: tuple[Session, CheckSettings]) -> None:
    session, settings = worked
    cleaning = Cleaning(session)
    cleaning.apply({"safe": [kind["kind"] for kind in done(cleaning.safe())["kinds"]]})
    anew = Session()
    for name, content in session.sources("this_year"):
        other = content + b"\r\n"
        anew.add("this_year", name, len(other), other)
    anew.work_on(session.work())
    summary = done(anew.check(settings))
    assert anew.steps == []
    assert any("dropped, since the file is not the same" in notice["message"] for notice in summary["notices"])
