"""`check903 check --save-run` and `check903 compare`: what they write, and how they end."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path

import pytest

from tests.tracking.samples import child, run_of
from validator.cli.command import main
from validator.results.keys import IssueKey
from validator.returns.tables import TableRef
from validator.tracking.notes import Note, Noted
from validator.tracking.runs import Run, new_salt, read_run_file, to_json

OLD = (child("1", sex="X", born="x"), child("2", sex="X"), child("3", ethnic="?"))
NEW = (child("9", ethnic="?"), child("3", ethnic="?"), child("1", sex="X"), child("2", born="x"))


def saved(folder: Path, **runs: Run) -> list[str]:
    """Runs in files; their paths."""
    for name, run in runs.items():
        (folder / f"{name}.903run.json").write_bytes(to_json(run))
    return [str(folder / f"{name}.903run.json") for name in runs]


@pytest.fixture
def both(tmp_path: Path) -> list[str]:
    noted = Noted({IssueKey("101", TableRef("Header"), "2", "", 1): Note("asked", "=1+1, a\nb")})
    return saved(tmp_path, old=run_of(*OLD, noted=noted), new=run_of(*NEW, later=1))


def test_the_text_tells_counts_rules_and_issues(both: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *both]) == 1
    told = capsys.readouterr().out
    assert "the run of 22/11/2026 14:05 (4 issues) with that of 23/11/2026 14:05 (4 issues)." in told
    assert "2 new issues, 2 still there, 2 fixed, 0 not checked since 22/11/2026 14:05." in told
    table = [line.split()[:4] for line in told.splitlines() if line.startswith("10")]
    assert table == [["101", "0", "1", "1"], ["102", "1", "0", "1"], ["103", "1", "1", "0"]]
    new, _, fixed = told.partition("New issues:")[2].partition("Fixed issues:")
    assert "  102  Date of birth missing or not a real date (1)\n    child 2, Children\n" in new
    assert "child 9, Children" in new
    assert "child 1, Children" in fixed
    assert "child 2, Children" in fixed
    assert "child 3" not in told


def test_long_lists_are_cut_in_the_text_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = run_of(*(child(str(at), sex="X") for at in range(14)), later=1)
    paths = saved(tmp_path, old=run_of(child("x")), new=many)
    assert main(["compare", *paths]) == 1
    told = capsys.readouterr().out
    assert told.count("    child ") == 10
    assert "    and 4 more" in told
    assert main(["compare", *paths, "--format", "csv"]) == 1
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 14


def test_csv_and_json_tell_every_issue(both: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main(["compare", *both, "--format", "csv", "-o", str(out)]) == 1
    assert "2 new issues" in capsys.readouterr().out
    lines = list(csv.DictReader(io.StringIO(out.read_bytes().decode(), newline="")))
    assert [(line["status"], line["rule"], line["child"]) for line in lines] == [
        ("new", "102", "2"),
        ("new", "103", "9"),
        ("still", "101", "1"),
        ("still", "103", "3"),
        ("fixed", "101", "2"),
        ("fixed", "102", "1"),
    ]
    assert lines[4] == {
        "status": "fixed", "rule": "101", "title": "Sex code missing or not recognised", "table": "Header",
        "child": "2", "row": "", "state": "asked", "note": "=1+1, a\nb",
    }  # fmt: skip
    assert main(["compare", *both, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"new": 2, "still": 2, "fixed": 2, "not checked": 0}
    assert {status: [(line["rule"], line["child"]) for line in found] for status, found in told["issues"].items()} == {
        status: [(line["rule"], line["child"]) for line in lines if line["status"] == status]
        for status in ("new", "still", "fixed", "not checked")
    }
    assert [told[name]["file"] for name in ("old", "new")] == ["old.903run.json", "new.903run.json"]
    assert told["warnings"] == []
    assert [rule["code"] for rule in told["rules"]] == ["101", "102", "103"]


def test_it_ends_with_0_when_nothing_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fewer = run_of(*OLD[1:], only=["101", "103"], later=1)
    paths = saved(tmp_path, old=run_of(*OLD), new=fewer)
    assert main(["compare", *paths]) == 0
    told = capsys.readouterr().out
    assert "0 new issues, 2 still there, 1 fixed, 1 not checked" in told
    assert "could not be looked for" in told
    assert main(["compare", paths[1], paths[1]]) == 0


def test_hashed_runs_tell_no_child(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    salt = new_salt()
    old, new = run_of(*OLD), run_of(*NEW, later=1)
    paths = saved(tmp_path, old=old.hashed(salt), new=new)
    assert main(["compare", *paths]) == 1
    told = capsys.readouterr().out
    assert "2 new issues, 2 still there, 2 fixed" in told
    assert "child 9, Children" in told
    assert told.partition("Fixed issues:")[2].count("child not told, Children") == 2
    other = saved(tmp_path, other=new.hashed(new_salt()))
    assert main(["compare", paths[0], *other]) == 2
    error = capsys.readouterr().err
    assert "hashed with different salts" in error
    assert error.count("\n") == 1


def test_what_cannot_be_read_is_told_in_one_line(both: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    bad = Path(both[0]).with_name("bad.json")
    bad.write_bytes(Path(both[0]).read_bytes().replace(b'"101", "Header"', b'"101", "Ships"', 1))
    for path, words in ((bad, "bad.json, line"), (bad.with_name("none"), "none: The file cannot be opened")):
        assert main(["compare", str(path), both[1]]) == 2
        error = capsys.readouterr().err
        assert words in error
        assert error.count("\n") == 1


# -- saving


def check(source: Path, *options: str) -> int:
    given = [str(source), "--year", "2025-26", "--authority", "Manchester"]
    rules = [part for code in ("101", "102", "103") for part in ("--rule", code)]
    return main(["check", *given, *rules, "-o", str(source.with_suffix(".txt")), *options])


def source(folder: Path, name: str, *children: dict[str, str]) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([",".join(children[0]), *(",".join(row.values()) for row in children)]))
    return path


def test_runs_saved_by_the_check_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.903run.json", tmp_path / "new.903run.json"
    assert check(source(tmp_path, "a", *OLD), "--save-run", str(old)) == 1
    assert f"{old} written." in capsys.readouterr().err
    assert check(source(tmp_path, "b", *NEW), "--save-run", str(new)) == 1
    assert main(["compare", str(old), str(new)]) == 1
    assert "2 new issues, 2 still there, 2 fixed" in capsys.readouterr().out
    assert read_run_file(old).issues == run_of(*OLD).issues


def test_notes_and_salt_of_an_earlier_run_are_carried_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = (str(tmp_path / f"{name}.json") for name in ("first", "second", "third"))
    assert check(source(tmp_path, "a", *OLD), "--save-run", first, "--hash-ids") == 1
    run = read_run_file(Path(first))
    assert len(run.salt) == 64
    noted = Noted({run.issues[1]: Note("asked", "x")}, {"102": Note("todo", "")}, frozenset(run.issues[:1]), run.salt)
    Path(first).write_bytes(to_json(dataclasses.replace(run, noted=noted)))
    new = source(tmp_path, "b", child("2", sex="X"), child("1", sex="X"))
    assert check(new, "--save-run", second, "--hash-ids", "--after", first) == 1
    again = read_run_file(Path(second))
    assert again.noted == noted
    assert set(again.issues) < set(run.issues)
    # Without hashes the ids are told, and the notes on issues that are there.
    assert check(new, "--save-run", third, "--after", second) == 1
    plain = read_run_file(Path(third))
    assert (plain.salt, {key.child for key in plain.issues}) == ("", {"1", "2"})
    assert list(plain.noted.issues.values()) == [Note("asked", "x")]
    assert check(new, "--save-run", second, "--hash-ids") == 1
    assert read_run_file(Path(second)).salt != run.salt


def test_options_on_a_run_need_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = source(tmp_path, "a", *OLD)
    assert check(path, "--hash-ids") == 2
    assert "--save-run" in capsys.readouterr().err
    assert check(path, "--save-run", str(tmp_path / "x.json"), "--after", str(path)) == 2
    assert "a.csv" in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()
    assert check(path, "--save-run", str(tmp_path / "none" / "x.json")) == 2
    assert "There is no folder" in capsys.readouterr().err
