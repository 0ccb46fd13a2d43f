"""A council's own rules on the page."""

from __future__ import annotations

import json

import pytest

from tests.checking.local_rules.written import rule_text
from tests.page.answered import done, results_of, there, unusable
from validator.page.answers.common import Unusable
from validator.page.answers.results import FlaggedRows, Summary
from validator.page.answers.session import LocalRulesTaken
from validator.page.bridge import BOXES, Session
from validator.page.given import CheckSettings

FILE = (
    rule_text(code="N01", when="DECOM < 01/04/2025", message="Begun <b>before</b> April.")
    + rule_text(code="N02", table="Missing", when="Header.SEX = 'F'")
    + rule_text(code="N03", years="2022-23")
).encode()


@pytest.fixture
def session() -> Session:
    session = Session()
    made = session.sample()
    for box in BOXES[:2]:
        for name, content in made[box]:
            session.add(box, name, len(content), content)
    return session


SETTINGS: CheckSettings = {"year": "2025-26", "authority": "Manchester", "as_at": ""}


def check(session: Session) -> Summary:
    return done(session.check(SETTINGS))


def codes(summary: Summary) -> set[str]:
    return {rule["code"] for rule in summary["rules"]}


def use(session: Session, content: bytes | None, name: str = "north.toml") -> LocalRulesTaken | Unusable:
    return session.use_local_rules(name, len(content or b""), content)


def test_rules_are_told_and_run_from_the_next_check_on(session: Session) -> None:
    before = codes(check(session))
    answer = use(session, FILE)
    assert answer == {
        "name": "north.toml",
        "rules": [{"code": code, "title": "A title"} for code in ("N01", "N02", "N03")],
    }
    summary = check(session)
    assert codes(summary) - before == {"N01", "N02"}
    assert session.report is not None
    assert session.report.run["N01"].origin == "council"
    assert [str(notice) for notice in session.report.notices][-1].startswith("north.toml: 1 local rule not run")
    rows = there(FlaggedRows, results_of(session).rule_rows("N01", "Episodes", 0, 50))
    assert json.loads(json.dumps(rows)) == rows
    assert rows["rows"]


def test_they_run_beside_a_choice_of_rules(session: Session) -> None:
    use(session, FILE)
    session.check({**SETTINGS, "rules": {"name": "One", "rules": ["101"]}})
    assert session.report is not None
    assert set(session.report.run) == {"101", "N01", "N02"}


def test_another_file_takes_their_place_and_a_wrong_one_changes_nothing(session: Session) -> None:
    use(session, FILE)
    wrong = use(session, rule_text(code="M01", when="DECOM <").encode(), "south.toml")
    assert wrong == {
        "problem": {
            "place": "south.toml, line 7, column when",
            "problem": "After “DECOM <” a column, a text, a number or a date is expected.",
            "remedy": "The condition ends there.",
        }
    }
    assert {"N01", "N02"} <= codes(check(session))
    use(session, rule_text(code="M01", when="DECOM < 01/04/2025").encode(), "south.toml")
    assert codes(check(session)) & {"N01", "N02", "M01"} == {"M01"}


def test_a_file_that_the_disk_does_not_give_or_too_large_is_told(session: Session) -> None:
    assert unusable(use(session, None))["problem"] == "The file cannot be read from the disk."
    assert "too large" in unusable(use(session, b"#" * 1_000_001))["problem"]


def test_they_are_dropped_on_request_and_with_all_files(session: Session) -> None:
    use(session, FILE)
    session.drop_local_rules()
    assert not codes(check(session)) & {"N01", "N02"}
    use(session, FILE)
    session.clear()
    made = session.sample()
    for name, content in made["this_year"]:
        session.add("this_year", name, len(content), content)
    assert not codes(check(session)) & {"N01", "N02"}
