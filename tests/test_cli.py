"""The command line: exit status, formats, and one clear line for whatever cannot be used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from validator import Collection, validate
from validator.cli import main
from validator.report import ISSUE_COLUMNS
from validator.sample import sample


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
    files = [sorted((folder / name).iterdir()) for name in ("this_year", "last_year")]
    report = validate(Collection("2025-26", "Manchester"), *files, providers=[folder / "providers.xlsx"])
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
    for name, content in made.this_year.items():
        (tmp_path / name).write_bytes(content)
    assert main(["check", str(tmp_path), "--year", "2025-26", "--authority", "Manchester", "--format", "csv"]) == 0


def test_bad_files_are_named_and_the_others_checked(
    folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    header = folder / "this_year" / "header.csv"
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b\r\n1,2\r\n", encoding="utf-8")
    assert main(["check", str(header), str(notes), "--year", "2025-26", "--format", "csv"]) == 2
    out, error = capsysbinary.readouterr()
    assert error.decode().count("\n") == 1
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
    assert "Traceback" not in error


def test_year_and_authority_are_worked_out(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", str(folder / "this_year"), "--format", "json"]) == 1
    content = json.loads(capsysbinary.readouterr().out)
    assert (content["year"], content["authority"]) == ("2025-26", "E08000003")
