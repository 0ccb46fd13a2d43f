"""The command line: exit status, formats, and one clear line for whatever cannot be used."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from rules.registry import RULE_SET, in_force
from validator import Collection, validate
from validator.checking.issues import ISSUE_COLUMNS
from validator.cli.command import main
from validator.exporting.writing import write_files
from validator.sample import sample

CALL = "import sys; from validator.cli.command import main; raise SystemExit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return with errors: this_year, last_year, providers.xlsx."""
    made = tmp_path_factory.mktemp("return")
    assert (
        main(["sample", str(made), "--children", "40", "--seed", "5", "--year", "2025-26", "--error-rate", "0.1"]) == 0
    )
    return made


def options(folder: Path) -> list[str]:
    return [
        *("check", str(folder / "this_year"), "--last", str(folder / "last_year")),
        *("--providers", str(folder / "providers.xlsx"), "--year", "2025-26", "--authority", "Manchester"),
    ]


def test_csv_is_what_validate_gives(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "issues.csv"
    assert main([*options(folder), "--format", "csv", "-o", str(out)]) == 1
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    this_year, last_year = (sorted((folder / name).iterdir()) for name in ("this_year", "last_year"))
    report = validate(Collection("2025-26", "Manchester"), this_year, last_year, [folder / "providers.xlsx"])
    assert tuple(rows[0]) == ISSUE_COLUMNS
    assert rows == [{name: str(value) for name, value in row.items()} for row in report.issues.to_dict("records")]
    assert len(rows) > 50


def test_an_issue_points_to_its_line(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*options(folder), "--format", "csv", "--rule", "102"]) in (0, 1)
    assert main([*options(folder), "--format", "csv"]) == 1
    text = capsysbinary.readouterr().out.decode()
    for row in list(csv.DictReader(io.StringIO(text)))[:200]:
        if row["rule"] in ("", "rule"):
            continue
        box = "last_year" if row["table"].endswith("_last") else "this_year"
        lines = (folder / box / Path(row["file"]).name).read_text(encoding="utf-8").splitlines()
        assert lines[int(row["line"]) - 1].upper().startswith(row["child"]), row


def test_json_and_text_agree(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*options(folder), "--format", "json"]) == 1
    content = json.loads(capsysbinary.readouterr().out)
    assert main(options(folder)) == 1
    text = capsysbinary.readouterr().out.decode()
    assert f"{len(content['issues']):,} issues in " in text
    assert content["year"] == "2025-26"
    assert content["authority"] == "E08000003"
    assert content["crashed"] == {}
    assert set(content["not_run"]) == {"105"}


def test_a_return_without_issues_ends_with_0(tmp_path: Path) -> None:
    made = sample(30, 3, "2025-26", 0.0)
    write_files(tmp_path, made.this_year)
    assert main(["check", str(tmp_path), "--year", "2025-26", "--authority", "Manchester", "--format", "csv"]) == 0


def test_bad_files_are_named_and_the_others_checked(
    folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    header = folder / "this_year" / "header.csv"
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b\r\n1,2\r\n", encoding="utf-8")
    assert main(["check", str(header), str(notes), "--year", "2025-26", "--format", "csv"]) == 2
    out, error = capsysbinary.readouterr()
    assert error.decode().count("\n") == 2
    assert "notes.csv" in error.decode()
    assert out.decode().startswith("rule,table,row,line,file,child,fields,category,message")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nothing-here.csv", "--year", "2025-26"], "nothing-here.csv"),
        (["check", "HEADER", "--year", "2019-20"], "2019-20"),
        (["check", "HEADER", "--year", "2025-26", "--authority", "Atlantis"], "There is no authority"),
        (["check", "HEADER", "--year", "2025-26", "--as-at", "soon"], "is not a date"),
        (["check", "HEADER", "--year", "2025-26", "--rule", "9999"], "There is no rule 9999"),
        (["check", "HEADER", "--year", "2025-26", "--providers", "HEADER"], "header.csv"),
        (["check", "nothing-here"], "There is no file or folder “nothing-here”"),
        (["check", ""], "The name of a file is empty"),
        (
            ["check", "HEADER", "-o", "no-such-folder/report.txt", "--year", "2025-26"],
            "There is no folder no-such-folder",
        ),
        (["check", "HEADER", "-o", ".", "--year", "2025-26"], "The file . cannot be written: Is a directory."),
        (
            ["profile", "HEADER", "--authority", "Manchester", "-o", "no-such-folder/a", "--year", "2025-26"],
            "There is no folder",
        ),
        (["check", "HEADER", "--authority", "Manchestr", "--year", "2025-26"], "Did you mean Manchester?"),
        (["letters", "HEADER", "-o", "HEADER", "--year", "2025-26"], "header.csv cannot be a folder"),
        (["convert", "HEADER", "-o", "HEADER"], "header.csv cannot be a folder"),
        (["sample", "HEADER", "--children", "3"], "header.csv cannot be a folder"),
        (["sample", "somewhere", "--year", "2030-31"], "2030-31"),
        (["dance"], "dance"),
        (["sample", "somewhere", "--children", "0"], "cannot be made up"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(
    arguments: list[str], words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = str(folder / "this_year" / "header.csv")
    try:
        status = main([header if word == "HEADER" else word for word in arguments])
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_year_that_is_taken_for_want_of_another_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "this_year" / "header.csv"), "--rule", "102"]) in (0, 1)
    said = capsys.readouterr()
    assert said.err == "check903: The files do not tell the collection year: 2026-27 is taken. Give --year.\n"
    assert "collection year 2026-27" in said.out


def test_year_and_authority_are_worked_out(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", str(folder / "this_year"), "--format", "json"]) == 1
    content = json.loads(capsysbinary.readouterr().out)
    assert (content["year"], content["authority"]) == ("2025-26", "E08000003")


def test_a_report_in_a_file_leaves_the_counts_and_what_csv_has_no_room_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, out = tmp_path / "header.csv", tmp_path / "issues.csv"
    header.write_text("CHILD;SEX;DOB;ETHNIC;UPN;MOTHER;MC_DOB\n1;M;30/02/2010;WBRI;UN1;;\n", encoding="utf-8")
    options = ["check", str(header), "--year", "2025-26", "--authority", "Leeds", "--as-at", "2025-09-30"]
    assert main([*options, "--rule", "102", "--format", "csv", "-o", str(out)]) == 1
    said = capsys.readouterr()
    assert said.out == (
        f"{out} written. 1 issue in 1 rule, affecting 1 child of 1. Rules run: 1, not run: 0, crashed: 0. "
        f"Leeds, collection year 2025-26 as at 30/09/2025, rule set of {RULE_SET}. "
        f"Not the usual settings: as at 30/09/2025 · 1 of {len(in_force('2025-26'))} rules · without last year · "
        "without provider list.\n"
    )
    assert said.err == "check903: header.csv, line 1: The cells are separated by semicolons and were read so.\n"


def test_every_report_names_its_rules_its_period_and_what_reading_did(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    header = tmp_path / "header.csv"
    header.write_text("CHILD;SEX;DOB;ETHNIC;UPN;MOTHER;MC_DOB\n1;M;30/02/2010;WBRI;UN1;;\n", encoding="utf-8")
    options = ["check", str(header), "--year", "2025-26", "--authority", "Leeds", "--as-at", "2025-09-30"]
    year_end = "It is about the end of the collection year, which the as-at date comes before."

    assert main([*options, "--format", "json"]) == 1
    content = json.loads(capsysbinary.readouterr().out)
    assert (content["rule_set"], content["start"], content["end"]) == (RULE_SET, "2025-04-01", "2025-09-30")
    assert content["as_at"] == "2025-09-30"
    assert content["not_run"]["188"] == year_end
    assert [(notice["file"], notice["line"]) for notice in content["notices"]] == [("header.csv", 1)]

    assert main(options) == 1
    text = capsysbinary.readouterr().out.decode()
    assert f"rule set of {RULE_SET}" in text
    assert "Leeds, collection year 2025-26 as at 30/09/2025" in text
    assert f": {year_end}" in text
    assert content["notices"][0]["message"] in text

    book = tmp_path / "report.xlsx"
    assert main([*options, "--format", "xlsx", "-o", str(book)]) == 1
    sheets = pd.read_excel(book, sheet_name=None, header=None, dtype=str, engine="calamine")
    summary = dict(zip(sheets["Summary"][0], sheets["Summary"][1], strict=True))
    assert summary["Authority"] == "Leeds (E08000035)"
    assert summary["Period checked"] == "01/04/2025 to 30/09/2025"
    assert summary["Rule set"] == RULE_SET
    assert year_end in set(sheets["Not run"][2])
    assert content["notices"][0]["message"] in set(sheets["Notices"][2])


def test_a_workbook_is_not_thrown_at_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main([*options(folder), "--format", "xlsx"]) == 2
    assert capsys.readouterr().err.startswith("check903: A workbook cannot be shown on the terminal.")


def test_nothing_usable_is_summed_up_after_each_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "check903: None of this year’s files could be used, so nothing was checked. "
        "Choose CSV or Excel files or one XML file, or a ZIP or folder of these.\n"
    )
    assert main(["check", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in lines[:2]] == [" a.csv", " b.csv"]
    assert len(lines) == 3


def test_python_m_validator_is_the_same(folder: Path) -> None:
    told = [
        subprocess.run([*command, *options(folder), "--format", "csv"], capture_output=True, check=False)
        for command in ([sys.executable, "-m", "validator"], [sys.executable, "-c", CALL])
    ]
    assert told[0].returncode == told[1].returncode == 1
    assert told[0].stdout == told[1].stdout
    assert told[0].stdout.startswith(b"rule,table,row,line,file,child,fields,category,message\r\n")
