"""Named choices of rules: written, read, refused in words, and run from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rules.registry import all_rules, in_force
from validator.checking.rule_choice import (
    ENDING,
    LARGEST_FILE,
    LONGEST_NAME,
    RuleChoice,
    file_name,
    read_choice,
    to_json,
)
from validator.cli.command import main
from validator.returns.errors import InputError
from validator.sample import sample

YEAR = "2025-26"
# A rule of other years than YEAR.
ELSEWHERE = next(code for code, rule in all_rules().items() if YEAR not in rule.years)


def content(**change: object) -> bytes:
    return json.dumps({"format": "check903-rules", "name": "Mine", "rules": ["101", "184"], **change}).encode()


def test_what_is_saved_is_what_is_read() -> None:
    choice = RuleChoice("Adoption, Élise’s", ["503D", "184", "101"])
    read = read_choice("a.json", to_json(choice))
    assert (read.name, list(read.rules), read.file) == (choice.name, ["101", "184", "503D"], "a.json")


def test_a_byte_order_mark_and_repeated_codes_do_no_harm() -> None:
    assert list(read_choice("a.json", b"\xef\xbb\xbf" + content(rules=["184", "101", "184"])).rules) == ["184", "101"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Adoption", "Adoption"),
        ("../../etc/passwd", "etc-passwd"),
        ("  ", "rules"),
        ("é<script>", "script"),
        ("x" * 200, "x" * 60),
    ],
)
def test_file_names_are_plain(name: str, expected: str) -> None:
    assert file_name(name) == expected + ENDING


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a choice of rules"),
        (b"CHILD,SEX\n1,F\n", "not a choice of rules"),
        (b"\xff\xfe\x00", "not a choice of rules"),
        (b"[" * 100_000, "not a choice of rules"),
        (b'{"name": "a", "name": "b"}', "not a choice of rules"),
        (b"[1, 2]", "not a choice of rules"),
        (content(format="something-else"), "not a choice of rules"),
        (content(name=""), "no name"),
        (content(name=7), "no name"),
        (content(name="x" * (LONGEST_NAME + 1)), f"at most {LONGEST_NAME} characters"),
        (content(name="two\nlines"), "one line"),
        (content(rules=[]), "names no rules"),
        (content(rules="101"), "names no rules"),
        (content(rules=[101]), "names no rules"),
        (content(rules=["101", "No such"]), "no rule “No such” in any year"),
        (content(rules=[f"x{n}" for n in range(9)]), "and 4 more"),
        (b" " * (LARGEST_FILE + 1), "larger than 1 MB, the most that a choice of rules can have"),
    ],
)
def test_anything_else_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_choice("mine.903rules.json", data)
    assert said in caught.value.problem
    assert caught.value.remedy
    assert caught.value.file == "mine.903rules.json"


def test_the_line_of_a_slip_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_choice("a.json", b'{"format": "check903-rules",\n"name": "x"\n"rules": ["101"]}')
    assert caught.value.line == 3


def test_rules_of_other_years_are_left_out_with_a_notice() -> None:
    codes, notices = RuleChoice("x", ["101", ELSEWHERE], "a.json").of_year(YEAR)
    assert codes == ["101"]
    assert ELSEWHERE in notices[0].message
    assert notices[0].file == "a.json"
    with pytest.raises(InputError, match=YEAR):
        RuleChoice("x", [ELSEWHERE]).of_year(YEAR)
    with pytest.raises(InputError, match="No rule is chosen"):
        RuleChoice("x", []).of_year(YEAR)
    everything = list(in_force(YEAR))
    assert RuleChoice("x", everything).of_year(YEAR) == (everything, [])


@pytest.fixture
def files(tmp_path: Path) -> str:
    folder = tmp_path / "return"
    folder.mkdir()
    for name, data in sample(40, 3, YEAR, 0.2).this_year.items():
        (folder / name).write_bytes(data)
    return str(folder)


def rules_found(written: str) -> set[str]:
    return {issue["rule"] for issue in csv.DictReader(io.StringIO(written))}


def test_the_command_line_runs_a_choice(files: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check = ["check", files, "--year", YEAR, "--authority", "Manchester", "--format", "csv"]
    assert main(check) == 1
    first, second, *_ = sorted(rules_found(capsys.readouterr().out))
    path = tmp_path / "mine.903rules.json"
    path.write_bytes(content(rules=[first, ELSEWHERE]))
    assert main([*check, "--rules", str(path)]) == 1
    told = capsys.readouterr()
    assert rules_found(told.out) == {first}
    assert ELSEWHERE in told.err
    assert main([*check, "--rules", str(path), "--rule", second]) == 1
    assert rules_found(capsys.readouterr().out) == {first, second}


def test_letters_take_a_choice_too(files: str, tmp_path: Path) -> None:
    path = tmp_path / "none.903rules.json"
    path.write_bytes(content(rules=["103"]))
    letters = ["letters", files, "--year", YEAR, "--authority", "Manchester"]
    assert main([*letters, "-o", str(tmp_path / "all")]) == 0
    assert main([*letters, "--rules", str(path), "-o", str(tmp_path / "some")]) == 0
    every, some = ("".join(f.read_text() for f in sorted((tmp_path / name).iterdir())) for name in ("all", "some"))
    assert "(rule 103)" not in every or "(rule 103)" in some
    assert every.count("(rule ") > some.count("(rule ") == some.count("(rule 103)")


@pytest.mark.parametrize("data", [None, b"{", content(rules=["No such"])])
def test_a_bad_file_of_rules_ends_the_command_with_one_line(
    files: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None
) -> None:
    path = tmp_path / "mine.903rules.json"
    if data is not None:
        path.write_bytes(data)
    assert main(["check", files, "--year", YEAR, "--authority", "Manchester", "--rules", str(path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith("check903: mine.903rules.json")
