"""`check903 fix --safe`: the files it writes, the list of changes, and that a second time changes nothing."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.reading.forms import as_xlsx, as_xml
from validator.cli.command import main
from validator.exporting.change_log import HEADINGS
from validator.exporting.writing import write_files
from validator.reading import read
from validator.sample import sample

YEAR = "2025-26"


def spoilt() -> tuple[dict[str, bytes], dict[str, bytes], bytes]:
    """A made-up return with errors, its dates of review and its codes for sex written otherwise."""
    made = sample(60, 9, YEAR, 0.05)
    files = dict(made.this_year)
    iso = (rb"\b(\d\d)/(\d\d)/(\d{4}),(PN)", rb"\3-\2-\1,\4")
    files["reviews.csv"] = re.sub(*iso, files["reviews.csv"]).replace(b",PN1", b",pn1 ")
    files["header.csv"] = files["header.csv"].replace(b",M,", b",1,").replace(b",F,", b",2,")
    return files, made.last_year, made.providers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """this_year, last_year and providers.xlsx."""
    files, last, providers = spoilt()
    write_files(tmp_path / "this_year", files)
    write_files(tmp_path / "last_year", last)
    (tmp_path / "providers.xlsx").write_bytes(providers)
    return tmp_path


def fix(folder: Path, given: str, output: str, log: str, *more: str) -> int:
    options = ["--last", str(folder / "last_year"), "--providers", str(folder / "providers.xlsx"), "--year", YEAR]
    paths = ["-o", str(folder / output), "--log", str(folder / log)]
    return main(["fix", str(folder / given), *options, "--authority", "Manchester", "--safe", *paths, *more])


def issues(folder: Path, given: str, capsysbinary: pytest.CaptureFixture[bytes]) -> set[tuple[str, ...]]:
    options = ["--last", str(folder / "last_year"), "--providers", str(folder / "providers.xlsx"), "--year", YEAR]
    main(["check", str(folder / given), *options, "--authority", "Manchester", "--format", "csv"])
    rows = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode()))
    return {(row["rule"], row["table"], row["child"]) for row in rows}


def log_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_written_and_every_change_is_listed(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert fix(folder, "this_year", "fixed", "changes.csv") == 0
    said = capsysbinary.readouterr().out.decode()
    log = log_of(folder / "changes.csv")
    assert set(log[0]) == set(HEADINGS)
    before = read([folder / "this_year"], YEAR).tables
    after = read([folder / "fixed"], YEAR).tables
    removed = [line for line in log if line["Field"].startswith("(")]
    assert len(removed) == sum(map(len, before.values())) - sum(map(len, after.values()))
    changed = {(line["File"], int(line["Line"]), line["Field"], line["New value"]) for line in log} - {
        (line["File"], int(line["Line"]), line["Field"], line["New value"]) for line in removed
    }
    found = set()
    for name, table in before.items():
        kept = [
            n for n in range(len(table)) if not any(_is_of(line, table.file, int(table.line[n])) for line in removed)
        ]
        for field, raw in table.raw.items():
            for row, new in zip(kept, after[name].raw[field], strict=True):
                if raw[row] != new:
                    found.add((table.file, int(table.line[row]), field, str(new)))
    assert found == changed
    assert {line["Why"] for line in log if line["Field"] == "SEX"} >= {"2 is called F in 2025-26: Female."}
    assert re.search(r"Codes of other years: \d\d values", said)
    then, now = issues(folder, "this_year", capsysbinary), issues(folder, "fixed", capsysbinary)
    assert len(now) < len(then)
    assert f"{len(now - then)} issues of these come to light" in said


def _is_of(line: dict[str, str], file: str, number: int) -> bool:
    return (line["File"], int(line["Line"])) == (file, number)


def test_files_without_changes_are_byte_for_byte_as_given(folder: Path) -> None:
    assert fix(folder, "this_year", "fixed", "changes.csv") == 0
    given, written = contents(folder / "this_year"), contents(folder / "fixed")
    assert given.keys() == written.keys()
    touched = {line["File"] for line in log_of(folder / "changes.csv")}
    assert {name for name in given if given[name] != written[name]} == touched


@pytest.mark.parametrize("form", ["csv", "xml"])
def test_a_second_time_nothing_is_changed(folder: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    if form == "xml":
        write_files(folder / "xml", {"return.xml": as_xml(spoilt()[0])})
    assert fix(folder, "xml" if form == "xml" else "this_year", "fixed", "changes.csv") == 0
    assert len(log_of(folder / "changes.csv")) > 60
    capsysbinary.readouterr()
    assert fix(folder, "fixed", "again", "again.csv") == 0
    assert capsysbinary.readouterr().out.decode().startswith("Nothing to change.\n")
    assert contents(folder / "fixed") == contents(folder / "again")
    assert (folder / "again.csv").read_bytes().count(b"\n") == 1


def test_of_a_workbook_the_tables_come_beside_it(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_files(folder / "excel", {"return.xlsx": as_xlsx(spoilt()[0])})
    assert fix(folder, "excel", "fixed", "changes.csv") == 0
    assert b"choose the CSV files without the workbook" in capsysbinary.readouterr().err
    assert (folder / "fixed" / "return.xlsx").read_bytes() == (folder / "excel" / "return.xlsx").read_bytes()
    header = read([folder / "fixed" / "header.csv"], YEAR).tables["Header"]
    assert set(header.raw["SEX"].tolist()).isdisjoint({"1", "2"})


def test_the_list_can_be_a_workbook_and_by_social_worker(folder: Path) -> None:
    assert fix(folder, "this_year", "fixed", "fixed/changes.xlsx") == 0
    assert (folder / "fixed" / "changes.xlsx").read_bytes().startswith(b"PK")
    assert fix(folder, "this_year", "by_worker", "changes.csv", "--by-social-worker") == 0
    log = log_of(folder / "changes.csv")
    assert len({line["Social worker"] for line in log}) > 1
    assert {line["Child"] for line in log} == {line["Child"] for line in log_of_other(folder)}


def log_of_other(folder: Path) -> list[dict[str, str]]:
    """The same list without the grouping."""
    assert fix(folder, "this_year", "plain", "plain.csv") == 0
    return log_of(folder / "plain.csv")


def test_what_is_held_back_is_said(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A move has a reason, and that it is missing is seen only once the episode before ends in X1."""
    head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    rows = (
        f"1,{days},,,M1 1AE,M1 1AF," for days in ("01/04/2025,S,C2,N1,U6,PR1,01/06/2025", "01/06/2025,P,C2,N1,U6,PR1,")
    )
    write_files(folder / "moved", {"episodes.csv": "\n".join([head, *rows, ""]).encode()})
    assert fix(folder, "moved", "fixed", "changes.csv") == 0
    assert "Not made: 1 change for 1 child" in capsysbinary.readouterr().out.decode()


def test_what_comes_to_light_is_said(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """An episode that begins after the year is seen as such only once its date can be read."""
    episodes = folder / "this_year" / "episodes.csv"
    lines = episodes.read_text().splitlines()
    cells = lines[1].split(",")
    cells[1] = "2027-06-01"
    episodes.write_text("\n".join([lines[0], ",".join(cells), *lines[2:], ""]))
    assert fix(folder, "this_year", "fixed", "changes.csv") == 0
    assert "come to light: no rule could read the values before." in capsysbinary.readouterr().out.decode()
    assert "01/06/2027" in (folder / "fixed" / "episodes.csv").read_text()


@pytest.mark.parametrize(
    ("output", "log", "words"),
    [
        ("this_year", "changes.csv", "this_year is among the files given"),
        ("this_year/fixed", "changes.csv", "is among the files given"),
        ("last_year", "changes.csv", "last_year is among the files given"),
        ("there", "changes.csv", "holds header.csv already"),
        ("fixed", "this_year/changes.csv", "would come to stand among the files given"),
        ("fixed", "providers.xlsx", "would come to stand among the files given"),
        ("fixed", "changes.txt", "End its name in .csv or .xlsx"),
        ("fixed", "nowhere/changes.csv", "There is no folder"),
        ("fixed", "fixed/header.csv", "holds header.csv already"),
    ],
)
def test_nothing_is_written_over(
    folder: Path, output: str, log: str, words: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_files(folder / "there", {"header.csv": b""})
    before = contents(folder)
    assert fix(folder, "this_year", output, log) == 2
    error = capsysbinary.readouterr().err.decode()
    assert words in error
    assert error.count("\n") == 1
    assert contents(folder) == before


def test_safe_is_to_be_said(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ["fix", str(folder / "this_year"), "-o", str(folder / "fixed"), "--log", str(folder / "changes.csv")]
    assert main(arguments) == 2
    assert b"Only safe changes can be made without looking. Add --safe" in capsysbinary.readouterr().err
    assert not (folder / "fixed").exists()


def test_a_file_that_cannot_be_used_is_named_and_comes_along(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "this_year" / "notes.csv").write_bytes(b"a,b\r\n1,2\r\n")
    assert fix(folder, "this_year", "fixed", "changes.csv") == 2
    assert b"notes.csv" in capsysbinary.readouterr().err
    assert (folder / "fixed" / "notes.csv").read_bytes() == b"a,b\r\n1,2\r\n"
    assert log_of(folder / "changes.csv")
