"""Our own checks: well formed, silent where all is well, sound on odd returns, run only where they are asked for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import given

from rules import Rule, all_rules, in_force, own_checks
from rules.own.children import UPN_LETTERS
from rules.own.declare import reason
from tests.results.samples import Frames, return_of
from tests.rules.case_files import all_cases
from tests.rules.test_properties import AUTHORITY, SHAPES, Given, bounded, check_in_any_order, flagged, returns
from validator import Collection, Report, validate
from validator.checking.catalogue import entries, own_as_markdown
from validator.checking.rule_choice import RuleChoice
from validator.checking.rule_choice import to_json as choice_json
from validator.checking.run import run
from validator.cli.command import main
from validator.insight.benchmarking.profile import make_profile, to_json
from validator.results.causes import causes
from validator.returns.tables import DERIVED, YEARS, tables
from validator.sample import Sample, sample

AFTER_JANUARY = ("02/2026", "03/2026")

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "own-checks.md"


@cache
def made_up(year: str, children: int = 1500, error_rate: float = 0.0) -> Sample:
    return sample(children, seed=21, year=year, error_rate=error_rate)


def own_report(made: Sample, year: str, as_at: str | None = None) -> Report:
    """What our own checks, and they alone, find in a made-up return."""
    own = [code for code, check in own_checks().items() if year in check.years]
    return validate(
        Collection(year, AUTHORITY, as_at=as_at),
        list(made.this_year.items()),
        list(made.last_year.items()),
        [("providers.xlsx", made.providers)],
        only=own,
        beyond=own_checks(),
    )


# -- as they are declared


def test_there_are_enough_and_their_codes_have_no_gaps() -> None:
    assert len(own_checks()) >= 15
    assert list(own_checks()) == [f"OWN{number:02}" for number in range(1, len(own_checks()) + 1)]
    assert not set(own_checks()) & set(all_rules())


@pytest.mark.parametrize("check", own_checks().values(), ids=lambda check: check.code)
def test_a_check_is_well_formed(check: Rule) -> None:
    """Its words are whole sentences in plain ASCII (issues.csv relies on that), its tables and fields exist."""
    why, takes = reason(check.code)
    for words in (check.title, check.message, check.fix, why, takes):
        assert words.isascii(), words
        assert words[0].isupper() or words[0].isdigit(), words
    for sentence in (check.message, check.fix, why, takes):
        assert sentence.endswith("."), sentence
    assert not check.title.endswith(".")
    assert check.origin == "own"
    names = [table.name for table in check.looks_at]
    known = {column for name in names for column in (*tables()[name].columns, *DERIVED.get(name, ()))}
    assert known.issuperset(check.fields)


def test_the_document_is_up_to_date_and_has_every_check() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == own_as_markdown(), "run python -m validator.checking.catalogue own > docs/own-checks.md"
    for code, check in own_checks().items():
        for words in (check.message, check.fix, *reason(code)):
            assert words in written


# -- what they find


@pytest.mark.parametrize("year", YEARS)
def test_where_all_is_well_they_find_nothing(year: str) -> None:
    report = own_report(made_up(year), year)
    assert report.issues[["rule", "table", "row"]].to_dict("records") == []
    assert report.crashed == {}
    assert list(report.not_run) == ["OWN26"]


def test_during_the_year_they_look_ahead() -> None:
    report = own_report(made_up("2025-26"), "2025-26", as_at="2026-01-31")
    assert report.crashed == {}
    assert report.not_run == {}
    # The made-up return tells of the whole year: who still leaves care before its end needs no questionnaire.
    episodes = list(csv.DictReader(made_up("2025-26").this_year["episodes.csv"].decode().splitlines()))
    leaving = {row["CHILD"] for row in episodes if row["REC"] not in ("", "X1") and row["DEC"][3:] in AFTER_JANUARY}
    asked = report.issues[report.issues["rule"] == "OWN26"]
    assert len(asked) > 0
    assert set(asked["table"]) == {"Episodes"}
    assert set(asked["child"]) <= leaving
    # A review after the day is not looked at: nobody had held it then.
    reviews = list(csv.DictReader(made_up("2025-26").this_year["reviews.csv"].decode().splitlines()))
    assert any(row["REVIEW"][3:] in AFTER_JANUARY for row in reviews)
    assert "OWN20" not in set(report.issues["rule"])


def test_a_digit_mistyped_or_two_exchanged_always_changes_the_check_letter() -> None:
    digits = "352123400017"
    place = sum(at * int(digit) for at, digit in enumerate(digits, 2)) % 23
    right = UPN_LETTERS[place] + digits
    wrong = [
        right[:at] + str(digit) + right[at + 1 :]
        for at in range(1, 13)
        for digit in range(10)
        if right[at] != str(digit)
    ]
    wrong += [
        right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(1, 12) if right[at] != right[at + 1]
    ]
    header = [{"CHILD": str(number), "UPN": upn} for number, upn in enumerate([right, *wrong])]
    report = run(return_of({"Header": header}), ["OWN02"], beyond=own_checks())
    assert report.issues["row"].tolist() == list(range(1, len(header)))


# -- whatever is in the files


@pytest.mark.parametrize("shape", SHAPES)
def test_no_odd_return_makes_them_crash(shape: str) -> None:
    @bounded(2)
    @given(returns("2025-26", shape))
    def no_crash(odd: Given) -> None:
        for year in ("2022-23", "2026-27"):
            for as_at in (None, f"{int(year[:4]) + 1}-02-01"):
                asked = replace(odd, collection=Collection(year, AUTHORITY, as_at=as_at), beyond=own_checks())
                own = [code for code, check in own_checks().items() if year in check.years]
                report = asked.check(only=own)
                assert report.crashed == {}
                assert {*report.run, *report.not_run} == set(own)

    no_crash()


@pytest.mark.parametrize("year", YEARS)
def test_no_mixed_return_makes_them_crash_or_is_changed(year: str) -> None:
    @bounded(5)
    @given(returns(year))
    def no_crash(odd: Given) -> None:
        supplied = {name: frame.copy() for name, frame in odd.frames.items()}
        own = [code for code, check in own_checks().items() if year in check.years]
        assert replace(odd, beyond=own_checks()).check(only=own).crashed == {}
        for name, frame in supplied.items():
            assert odd.frames[name].equals(frame)

    no_crash()


def test_the_order_of_rows_and_the_choice_of_rules_do_not_matter() -> None:
    cases = all_cases()
    frames = {name: frame for name, frame in cases.items() if name != "providers"}
    some = Given(Collection("2026-27", AUTHORITY), frames, cases["providers"], own_checks())
    report = check_in_any_order(some, Random(903))
    assert report.crashed == {}
    found = {rule for rule, _, _ in flagged(report)} & set(own_checks())
    assert len(found) >= 20, sorted(set(own_checks()) - found)


# -- where they are run


def test_only_those_of_the_year_are_run() -> None:
    header = pd.DataFrame({"CHILD": ["1"]}, dtype=object)
    for year, there in (("2022-23", False), ("2023-24", True)):
        report = validate(Collection(year), {"Header": header}, beyond=own_checks())
        assert ("OWN27" in report.asked) is there
        assert set(in_force(year)) < set(report.asked)


TOO_LATE: Frames = {
    "Header": [
        {"CHILD": "1", "SEX": "M", "DOB": "01/02/2001", "ETHNIC": "WBRI", "UPN": "B123456789012"},
    ],
    "Episodes": [
        {"CHILD": "1", "DECOM": "01/05/2020", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4",
         "DEC": "01/06/2025", "REC": "E4A"},
    ],
    "Reviews": [{"CHILD": "1", "DOB": "01/02/2011", "REVIEW": "01/05/2025", "REVIEW_CODE": "PN1"}],
    "OC3": [{"CHILD": "1", "DOB": "01/02/2011", "IN_TOUCH": "YES", "ACTIV": "F1", "ACCOM": "B1"}],
}  # fmt: skip


def test_a_profile_is_the_same_with_them_and_without() -> None:
    r = return_of(TOO_LATE)
    plain, more = run(r), run(r, beyond=own_checks())
    assert set(more.issues["rule"]) & set(own_checks())
    assert set(more.not_run) & set(own_checks())
    assert to_json(make_profile(more)) == to_json(make_profile(plain))


def test_a_likely_cause_explains_them_too() -> None:
    r = return_of(TOO_LATE)
    report = run(r, beyond=own_checks())
    cause = next(cause for cause in causes(r, report) if cause["kind"] == "date_of_birth")
    assert "OWN08" in {report.issues["rule"].iloc[position] for position in cause["resolves"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return on disk with errors, this year's and last year's."""
    target = tmp_path_factory.mktemp("return")
    for name, content in made_up("2025-26", 120, 0.2).files().items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return target


def rules_in(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> set[str]:
    """The rules with issues in the CSV that the command prints."""
    command = ["check", str(folder / "this_year"), "--last", str(folder / "last_year"), "--authority", AUTHORITY]
    assert main([*command, "--year", "2025-26", "--format", "csv", *options]) == 1
    return {row["rule"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}


def test_the_command_runs_them_when_asked(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plain = rules_in(folder, capsys)
    assert plain <= set(all_rules())
    more = rules_in(folder, capsys, "--own-checks")
    own = more & set(own_checks())
    assert more - own == plain
    assert len(own) >= 5
    one = sorted(own)[0]
    assert rules_in(folder, capsys, "--rule", one) == {one}
    chosen = sorted(plain)[0]
    choice = tmp_path / "one.903rules.json"
    choice.write_bytes(choice_json(RuleChoice("One", [chosen])))
    assert rules_in(folder, capsys, "--rules", str(choice)) == {chosen}
    assert rules_in(folder, capsys, "--rules", str(choice), "--own-checks") == {chosen, *own}
    assert rules_in(folder, capsys, "--rules", str(choice), "--rule", one) == {chosen, one}


def test_letters_tell_of_them(folder: Path, tmp_path: Path) -> None:
    command = ["letters", str(folder / "this_year"), "--year", "2025-26", "--format", "text"]
    for name, options in (("plain", []), ("more", ["--own-checks"])):
        assert main([*command, *options, "-o", str(tmp_path / name)]) == 0
    plain, more = (
        "\n".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / name).iterdir()))
        for name in ("plain", "more")
    )
    titles = [check.title for check in own_checks().values()]
    assert sum(title in more for title in titles) >= 3
    assert not any(title in plain for title in titles)


def test_the_command_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    for year in ("2022-23", "2026-27"):
        own = [code for code, check in own_checks().items() if year in check.years]
        assert main(["rules", "--year", year, "--own"]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [*in_force(year), *own]
    assert main(["rules", "--own", "--format", "json"]) == 0
    listed = {entry["code"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert {entry["origin"] for entry in listed.values()} == {"department", "own"}
    assert listed["OWN18"]["why"] == reason("OWN18").why
    assert listed["101"]["why"] == ""
    assert main(["rules", "--own", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["code"]: row["origin"] for row in rows}["OWN18"] == "own"


def test_the_catalogue_has_them_last() -> None:
    origins = [entry["origin"] for entry in entries()]
    assert origins == ["department"] * len(all_rules()) + ["own"] * len(own_checks())
