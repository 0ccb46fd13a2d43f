"""No setting is hidden and no warning stays behind: whatever is not as usual is said on every way out."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rules.registry import in_force
from tests.page.answered import done, results_of, there
from validator import Collection, validate
from validator.checking.check import make_return
from validator.checking.report import Report
from validator.checking.run import run
from validator.cli.command import main
from validator.insight.benchmarking.comparison import Comparison
from validator.insight.benchmarking.profile import read_profile
from validator.insight.benchmarking.views import cautions
from validator.page.answers.results import TableRows
from validator.page.bridge import Session
from validator.page.given import CheckSettings
from validator.page.tracking import Runs
from validator.places.postcodes import postcodes, set_postcodes
from validator.reading import read
from validator.returns.errors import InputError
from validator.returns.settings import settings_in_name, settings_in_words
from validator.sample import Sample, sample
from validator.tracking.comparison import compare_runs
from validator.tracking.notes import Notes
from validator.tracking.runs import Run, read_run, read_run_file, to_json
from validator.tracking.status import IssueStatuses

YEAR = "2025-26"
POSTCODES = b"pcds,oslaua,oseast1m,osnrth1m\nM1 1AA,E08000003,384500,398000\nM1 1AB,E08000003,384600,398100\n"
LOCAL = """
[[rule]]
code = "X1"
title = "Born before 1990"
message = "The child was born before 1990."
fix = "Check DOB."
table = "Header"
when = "DOB < 01/01/1990"
"""

made_up = cache(lambda year=YEAR: sample(60, 3, year, 0.05))


def report_on(made: Sample, collection: Collection, only: list[str] | None = None, *, alone: bool = False) -> Report:
    now, before = list(made.this_year.items()), list(made.last_year.items())
    providers = [("providers.xlsx", made.providers)]
    return validate(collection, now, None if alone else before, None if alone else providers, only)


@pytest.mark.parametrize(
    ("collection", "only", "alone", "words", "name"),
    [
        (Collection(YEAR, "Manchester"), None, False, "", ""),
        (Collection(YEAR, "Manchester", as_at="31/03/2026"), None, False, "", ""),
        (
            Collection(YEAR, "Manchester", as_at="30/09/2025"),
            ["101", "102"],
            False,
            f"as at 30/09/2025 · 2 of {len(in_force(YEAR))} rules",
            f"-as-at-30-09-2025-2-of-{len(in_force(YEAR))}-rules",
        ),
        (
            Collection(YEAR, start="2025-05-01"),
            None,
            True,
            "year from 01/05/2025 to 31/03/2026 · no authority · without last year · without provider list",
            "-year-from-01-05-2025-to-31-03-2026-no-authority-without-last-year-without-provider-list",
        ),
    ],
)
def test_what_is_not_as_usual_is_put_in_words(
    collection: Collection, only: list[str] | None, alone: bool, words: str, name: str
) -> None:
    settings = report_on(made_up(), collection, only, alone=alone).settings
    assert settings_in_words(settings) == words
    assert settings_in_name(settings) == name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return on disk with all that goes with it."""
    root, made = tmp_path_factory.mktemp("settings"), made_up()
    for box, files in (("now", made.this_year), ("before", made.last_year)):
        (root / box).mkdir()
        for name, content in files.items():
            (root / box / name).write_bytes(content)
    (root / "providers.xlsx").write_bytes(made.providers)
    (root / "list.csv").write_bytes(POSTCODES)
    return root


SAID = "as at 30/09/2025 · own postcodes (2 postcodes, list.csv)"


def options(folder: Path, command: str) -> list[str]:
    return [
        command, str(folder / "now"), "--last", str(folder / "before"), "--providers", str(folder / "providers.xlsx"),
        "--authority", "Manchester", "--year", YEAR, "--as-at", "30/09/2025", "--postcodes", str(folder / "list.csv"),
    ]  # fmt: skip


def test_every_way_out_of_the_command_line_says_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check = options(folder, "check")
    assert main([*check, "--format", "csv"]) == 1
    assert f"Not the usual settings: {SAID}." in capsys.readouterr().err
    assert main(check) == 1
    assert f"Not the usual settings: {SAID}." in capsys.readouterr().out
    assert main([*check, "--format", "json"]) == 1
    assert " · ".join(json.loads(capsys.readouterr().out)["settings"]) == SAID
    book, saved = tmp_path / "report.xlsx", tmp_path / "monday.903run.json"
    assert main([*check, "--format", "xlsx", "-o", str(book), "--save-run", str(saved)]) == 1
    assert SAID in capsys.readouterr().out
    summary = pd.read_excel(book, sheet_name="Summary", header=None, dtype=str, engine="calamine")
    said = summary.loc[summary[0] == "Not the usual setting", 1].tolist()
    assert " · ".join(said) == SAID
    assert " · ".join(json.loads(saved.read_text(encoding="utf-8"))["settings"].values()) == SAID

    assert main([*options(folder, "letters"), "-o", str(tmp_path / "letters")]) == 0
    assert SAID in capsys.readouterr().err
    letters = list((tmp_path / "letters").iterdir())
    assert letters
    assert all(SAID in letter.read_text(encoding="utf-8") for letter in letters)

    log = tmp_path / "changes.xlsx"
    assert main([*options(folder, "fix"), "--safe", "-o", str(tmp_path / "corrected"), "--log", str(log)]) == 0
    assert SAID in capsys.readouterr().err
    notes = pd.read_excel(log, sheet_name=0, dtype=str, engine="calamine")["Note"].tolist()
    assert " · ".join(note.removeprefix("Not the usual setting: ") for note in notes) == SAID
    profile = tmp_path / "x.903profile.json"
    assert main([*options(folder, "profile"), "-o", str(profile)]) == 0
    assert SAID in capsys.readouterr().err
    # It goes to others, who have no use for the name of a file; its day is told by itself.
    mine = read_profile(profile.read_bytes(), profile.name)
    assert mine.settings == ("own postcodes",)
    assert "Manchester was not checked with the usual settings: own postcodes." in cautions(Comparison([mine]))


def test_a_run_keeps_its_settings_and_a_comparison_says_where_they_differ(folder: Path, tmp_path: Path) -> None:
    usual, own = tmp_path / "usual.903run.json", tmp_path / "own.903run.json"
    check = options(folder, "check")
    main([*check, "--rule", "101", "-o", str(tmp_path / "x"), "--save-run", str(own)])
    main([*check[:-2], "--rule", "101", "-o", str(tmp_path / "x"), "--save-run", str(usual)])
    runs = [read_run_file(path) for path in (usual, own)]
    assert runs[1].settings is not None
    assert runs[1].settings["postcodes"] == "own postcodes (2 postcodes, list.csv)"
    assert [read_run(to_json(run), run.file) for run in runs] == runs
    assert "The runs were checked differently: the built-in postcodes, then own postcodes (2 postcodes, list.csv)." in (
        compare_runs(*runs).warnings
    )
    # Runs that were saved before there was such a field can still be compared.
    older = read_run(to_json(replace(runs[0], settings=None)), "")
    assert older.settings is None
    assert not any("differently" in warning for warning in compare_runs(older, runs[1]).warnings)


def test_a_setting_of_a_run_is_one_short_line_of_a_kind_that_is_known() -> None:
    run = json.loads(to_json(make_run_of(made_up())))
    unfit: list[object] = [[], {"x": "y"}, {"as_at": 1}, {"as_at": "a\nb"}, {"as_at": "a" * 501}]
    for settings in unfit:
        with pytest.raises(InputError, match="settings"):
            read_run(json.dumps({**run, "settings": settings}).encode(), "x")


def make_run_of(made: Sample) -> Run:
    r = make_return(Collection(YEAR), read(list(made.this_year.items()), YEAR).tables)
    return IssueStatuses(r, run(r, ["101"]), Notes()).run


# -- warnings


def swapped(made: Sample) -> Report:
    return validate(Collection(YEAR), list(made.last_year.items()), list(made.this_year.items()))


def other_ids(made: Sample) -> Report:
    last = {
        name: content.decode().replace("\n", "\nX").encode().removesuffix(b"X")
        for name, content in made.last_year.items()
    }
    return validate(Collection(YEAR), list(made.this_year.items()), list(last.items()))


WARNED = {
    "swapped": (swapped, "The two years look swapped", ("swap", "", "Swap the two years")),
    "same files twice": (
        lambda made: validate(Collection(YEAR), list(made.this_year.items()), list(made.this_year.items())),
        "hold the same data",
        None,
    ),
    "another year": (
        lambda made: report_on(made, Collection("2024-25", "Manchester"), alone=True),
        "Most dates in this year’s files are in 2025-26",
        ("year", "2025-26", "Use 2025-26"),
    ),
    "another authority": (
        lambda made: report_on(made, Collection(YEAR, "Leeds")),
        "home postcodes are in Manchester, but the check is for Leeds",
        ("authority", "E08000003", "Use Manchester"),
    ),
    "other identifiers": (other_ids, "None of the", None),
}


@pytest.mark.parametrize("case", WARNED)
def test_a_check_knows_what_does_not_fit_together(case: str) -> None:
    check, words, cure = WARNED[case]
    report = check(made_up())
    (warning,) = report.warnings
    assert words in warning.words
    assert warning.cure == cure
    # It is the first of the notices, and so is wherever these are.
    assert (report.notices[0].file, report.notices[0].message) == ("", warning.words)


def test_a_return_that_fits_together_has_no_warning() -> None:
    assert report_on(made_up(), Collection(YEAR, "Manchester")).warnings == ()
    frames = {"Header": pd.DataFrame({"CHILD": ["1"], "DOB": ["01/01/2015"]})}
    assert validate(Collection(YEAR), frames, frames).warnings[0].words.startswith("This year’s and last year’s")


def test_warnings_are_on_stderr_and_in_every_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["check", str(folder / "before"), "--last", str(folder / "now"), "--year", YEAR]
    book = tmp_path / "report.xlsx"
    for form in ("text", "json", "csv", "xlsx"):
        assert main([*wrong, "--format", form, *(["-o", str(book)] if form == "xlsx" else [])]) == 1
        said = capsys.readouterr()
        assert said.err.count("The two years look swapped") == 1
        if form in ("text", "json"):
            assert "The two years look swapped" in said.out.splitlines()[0] or form == "json"
            assert "The two years look swapped" in said.out
    sheets = pd.read_excel(book, sheet_name=None, header=None, dtype=str, engine="calamine")
    assert sheets["Summary"].loc[sheets["Summary"][0] == "Look at this first", 1].str.contains("swapped").any()
    assert sheets["Notices"][2].str.contains("look swapped").any()


# -- what the page is told


@pytest.fixture
def session() -> Any:
    built_in = postcodes()
    session = Session()
    for box in ("this_year", "last_year"):
        for name, content in getattr(made_up(), box).items():
            session.add(box, name, len(content), content)
    session.add("providers", "providers.xlsx", len(made_up().providers), made_up().providers)
    session.inputs()
    yield session
    if built_in is not None:
        set_postcodes(built_in)


def told(strip: Mapping[str, Any]) -> str:
    return " · ".join([strip["what"], *(setting["words"] for setting in strip["settings"])])


def test_the_page_is_told_before_and_after_the_check(session: Session, tmp_path: Path) -> None:
    chosen: CheckSettings = {"year": YEAR, "authority": "Manchester", "as_at": "", "own_checks": False}
    assert told(session.settings(chosen)) == "Manchester 2025-26"
    session.use_local_rules("ours.toml", len(LOCAL), LOCAL.encode())
    (tmp_path / "list.csv").write_bytes(POSTCODES)
    assert session.use_postcodes(str(tmp_path / "list.csv")) == {"postcodes": 2}
    chosen |= {"as_at": "30/9/2025", "rules": {"name": "", "rules": ["101", "144"]}, "own_checks": True}
    expected = (
        f"Manchester 2025-26 · as at 30/09/2025 · own postcodes · 2 of {len(in_force(YEAR))} rules · "
        "additional checks · 1 rule of the council"
    )
    assert told(session.settings(chosen)) == expected
    summary = done(session.check(chosen))
    assert told(summary["strip"]) == expected
    assert summary["name_ending"].startswith("-as-at-30-09-2025-own-postcodes-2-of-")
    # What makes no sense yet is told when the check is asked for.
    assert told(session.settings({"year": "", "authority": "?", "as_at": "1//"})).startswith("Return for 2026-27")


def test_a_file_that_cannot_be_used_is_as_good_as_none_before_the_check_too(session: Session) -> None:
    chosen: CheckSettings = {"year": YEAR, "authority": "Manchester", "as_at": ""}
    session.add("providers", "providers.xlsx", 3, b"abc")
    for name in made_up().last_year:
        session.add("last_year", name, 3, b"abc")
    assert told(session.settings(chosen)) == "Manchester 2025-26 · without last year · without provider list"
    assert session.settings(chosen) == done(session.check(chosen))["strip"]


@pytest.mark.parametrize("name", ["a\u00adb.csv", "tab\tname.csv", "new\nline.csv"])
def test_a_run_with_an_oddly_named_list_of_postcodes_can_be_read_again(
    session: Session, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(POSTCODES)
    session.use_postcodes(str(tmp_path / name))
    session.check({"year": YEAR, "authority": "Manchester", "as_at": ""})
    runs = Runs(session)
    saved = done(runs.save(False))
    assert saved is not None
    assert runs.add(saved["name"], len(saved["content"]), saved["content"])["runs"][0].get("problem") is None


def test_the_years_are_swapped_with_one_move(session: Session) -> None:
    session.swap_years()
    swapped = session.inputs()
    assert [warning["cure"] and warning["cure"]["setting"] for warning in swapped["warnings"]] == ["swap"]
    chosen: CheckSettings = {"year": YEAR, "authority": "Manchester", "as_at": ""}
    summary = done(session.check(chosen))
    cure = summary["warnings"][0]["cure"]
    assert cure is not None
    assert cure["words"] == "Swap the two years"
    assert session.swap_years()["warnings"] == []
    assert done(session.check(chosen))["warnings"] == []


def test_what_was_left_out_or_opened_stays_in_the_report_of_the_page(session: Session) -> None:
    summary = done(session.check({"year": YEAR, "authority": "Manchester", "as_at": "30/09/2025"}))
    assert any("rows were left out" in notice["message"] for notice in summary["notices"])
    episodes = made_up().this_year["episodes.csv"].count(b"\n") - 1
    assert {table["name"]: table["rows"] for table in results_of(session).tables()}["Episodes"] == episodes
    shown = there(TableRows, results_of(session).table_rows("Episodes", False, 0, episodes))
    assert (shown["total"], [row["line"] for row in shown["rows"]]) == (episodes, list(range(2, episodes + 2)))
    assert io.BytesIO(done(results_of(session).workbook())).getbuffer().nbytes > 0
