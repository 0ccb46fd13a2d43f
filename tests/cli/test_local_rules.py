"""Local rules on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.checking.local_rules.written import rule_text
from validator.cli.command import main
from validator.exporting.writing import write_files
from validator.sample import sample

FIRST = rule_text(code="N01", when="DECOM < 01/04/2025", message="Begun — before April.", category="cross-year")
SECOND = rule_text(code="N02", when="PLACE = 'U9'")
OLD = rule_text(code="N03", years="..2023-24")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("return")
    write_files(made / "this_year", sample(30, 5, "2025-26", 0.0).this_year)
    (made / "first.toml").write_text(FIRST, encoding="utf-8")
    (made / "second.toml").write_text(SECOND, encoding="utf-8")
    (made / "old.toml").write_text(OLD, encoding="utf-8")
    (made / "a.903rules.json").write_text(
        '{"format": "check903-rules", "name": "A", "rules": ["101"]}', encoding="utf-8"
    )
    return made


def words(folder: Path, *more: str | Path) -> list[str]:
    given = ("check", folder / "this_year", "--year", "2025-26", "--authority", "Manchester", *more)
    return [str(word) for word in given]


def begun_before_april(folder: Path) -> list[int]:
    """The lines of the episodes that began before April 2025, from the file itself."""
    with (folder / "this_year" / "episodes.csv").open(encoding="utf-8", newline="") as file:
        begun = [row["DECOM"].split("/") for row in csv.DictReader(file)]
    return [line for line, (day, month, year) in enumerate(begun, 2) if (year, month, day) < ("2025", "04", "01")]


def test_local_rules_run_beside_the_departments(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(words(folder, "--local-rules", folder / "first.toml", "--format", "csv")) == 1
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert {row["rule"] for row in rows} == {"N01"}
    assert [int(row["line"]) for row in rows] == begun_before_april(folder) != []
    first = rows[0]
    assert (first["table"], first["fields"], first["category"]) == ("Episodes", "DECOM", "cross-year")
    assert first["message"] == "Begun — before April."


def test_a_rule_can_be_run_alone_and_beside_a_choice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    local = ("--local-rules", folder / "first.toml")
    assert main(words(folder, *local, "--rule", "N01")) == 1
    assert "Rules run: 1," in capsys.readouterr().out
    assert main(words(folder, *local, "--rule", "101")) == 0
    assert "Rules run: 1," in capsys.readouterr().out
    assert main(words(folder, *local, "--rules", folder / "a.903rules.json")) == 1
    assert "Rules run: 2," in capsys.readouterr().out


def test_a_wrong_file_is_one_line_and_status_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--local-rules", folder / "first.toml", "--local-rules", folder / "second.toml")
    assert main(words(folder, *given)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "check903: second.toml, line 7, column when: 'U9' is not a code of PLACE in any year. "
        "The nearest codes are U1, U2, U3, U4, U5 and U6.\n"
    )


def test_rules_for_other_years_are_not_run_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(folder, "--local-rules", folder / "old.toml", "--format", "csv")) == 0
    assert "old.toml: 1 local rule not run, not being for 2025-26: N03." in capsys.readouterr().err
    assert main(words(folder, "--local-rules", folder / "old.toml", "--rule", "N03")) == 2
    assert "There is no rule N03 in 2025-26." in capsys.readouterr().err


def test_letters_tell_of_local_rules(folder: Path, tmp_path: Path) -> None:
    command = ["letters", *words(folder)[1:], "--local-rules", str(folder / "first.toml"), "--format", "text"]
    assert main([*command, "-o", str(tmp_path / "letters")]) == 0
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "letters").rglob("*") if path.is_file())
    assert "Begun — before April." in text
    assert "What to do." in text
