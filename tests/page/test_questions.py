"""The table of what the page may ask, and what becomes of anything else."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from validator.page.questions import SUBJECTS, Page, fits, parameters, questions_of

SECRET = "SECRET8"
SETTINGS = {"year": "2025-26", "authority": "", "as_at": ""}


@pytest.mark.parametrize("question", ["", "no_such", "results.no_such", "no_such.state", "__init__", "_forget", SECRET])
def test_what_is_in_no_table_cannot_be_asked(question: str) -> None:
    fault = Page().ask(question)["fault"]
    assert "Load the page again." in fault["words"]
    assert SECRET not in str(fault)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("choose", ("as_at", SECRET)),
        ("choose", ("year",)),
        ("choose", ("year", "2025-26", SECRET)),
        ("remove", ("constructor", SECRET)),
        ("let_go", ("this_year", SECRET)),
        ("add", ("this_year", "header.csv", 3, SECRET)),
        ("add", ("this_year", "header.csv", True, b"")),
        ("check", (SECRET,)),
        ("check", ({"year": "2025-26", "authority": ""},)),
        ("check", ({**SETTINGS, "as_at": None},)),
        ("check", ({**SETTINGS, "rules": {"name": "", "rules": [SECRET, 1]}},)),
        ("check", ({**SETTINGS, SECRET: ""},)),
        ("results.find", ({"file": SECRET}, 0, 50)),
        ("results.find", ({"among": [1]}, 0, 50)),
        ("results.positions_of", ({"table": "Header"},)),
        ("results.mark", ([0, SECRET], True)),
        ("cleaning.preview", ({"safe": [], "proposals": []}, 0, 50)),
        ("cleaning.preview", ({"proposals": [0], "values": {"0": 1}}, 0, 50)),
        ("runs.annotate", ({}, {"state": "", "note": SECRET})),
        ("comparison.add", ([[SECRET]],)),
        ("comparison.profile_preview", ({"council": SECRET, "rounded": 1, "suppressed": True},)),
    ],
)
def test_what_is_given_is_of_the_types_declared(question: str, given: tuple[Any, ...]) -> None:
    fault = Page().ask(question, *given)["fault"]
    assert f"“{question}”" in fault["words"]
    assert SECRET not in str(fault)


def test_what_comes_from_javascript_fits() -> None:
    page = Page()
    assert page.ask("add", "this_year", "header.csv", 3, memoryview(b"x,y")) == {"answer": None}
    assert (
        page.ask("settings", {**SETTINGS, "own_checks": True, "rules": None})["answer"]["what"] == "Return for 2025-26"
    )
    assert page.ask("comparison.add", [["a.json", None], ["b.json", memoryview(b"{}")]])["answer"]["files"]
    assert page.ask("use_postcodes", None)["answer"]["postcodes"] > 0


def test_questions_about_results_that_are_gone_have_no_answer() -> None:
    page = Page()
    for subject in ("results", "cleaning"):
        for name, function in questions_of(subject).items():
            given = [_some(wanted) for wanted, _ in parameters(function).values()]
            assert page.ask(f"{subject}.{name}", *given) == {"answer": None}


def _some(wanted: Any) -> Any:
    """Some value that fits a type."""
    some: tuple[object, ...] = ("html", "csv", 0, False, [], {}, {"rule": "101", "table": "Header"}, {"safe": []})
    return next(value for value in some if fits(value, wanted))


def test_every_question_declares_what_it_takes() -> None:
    asked = 0
    for subject in SUBJECTS:
        for function in questions_of(subject).values():
            taken = parameters(function)
            assert all(wanted is not Any and wanted is not object for wanted, _ in taken.values()), function
            asked += 1
    assert asked > 50


def test_what_few_pages_need_is_not_loaded_when_the_page_starts() -> None:
    program = """
import sys
from validator.page.questions import Page
assert "answer" in Page().ask("start")
late = (".answers", "validator.sample", "validator.insight", "sqlite3")
print(*(name for name in sys.modules if any(words in name for words in late)))
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "\n"
