"""The engine's contract: settings, which rules run and why others do not, and what a report holds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd
import pytest

from rules.registry import Rule, all_rules, in_force, order
from validator import Collection, InputError, validate
from validator.checking import run as run_module
from validator.checking.issues import ISSUE_COLUMNS
from validator.returns.authorities import authorities, find_authority
from validator.returns.codes import codes, meaning
from validator.returns.tables import DERIVED, YEARS, TableRef, tables


def header(*births: str) -> dict[str, pd.DataFrame]:
    children = [str(number) for number in range(1, len(births) + 1)]
    return {"Header": pd.DataFrame({"CHILD": children, "DOB": births}, dtype=object)}


def test_issues_have_the_columns_of_the_contract() -> None:
    report = validate(Collection("2025-26"), header("01/01/2010", "x", ""), only=["102"])
    assert tuple(report.issues.columns) == ISSUE_COLUMNS
    assert report.issues.to_dict("records") == [
        {
            "rule": "102",
            "table": "Header",
            "row": row,
            "line": row + 2,
            "file": "Header",
            "child": str(row + 1),
            "fields": "DOB",
            "category": "invalid",
            "message": in_force("2025-26")["102"].message,
        }
        for row in (1, 2)
    ]
    assert list(report.run) == ["102"]
    assert report.not_run == {}
    assert report.crashed == {}
    assert report.rows == {TableRef("Header"): 3}
    assert report.children == 3


def test_no_issue_and_no_row() -> None:
    report = validate(Collection("2025-26"), {"Header": pd.DataFrame(columns=["CHILD", "DOB"])})
    assert report.issues.empty
    assert tuple(report.issues.columns) == ISSUE_COLUMNS
    assert "102" in report.run
    assert set(report.run) | set(report.not_run) == set(in_force("2025-26"))


def test_reasons_name_what_would_enable_the_rule() -> None:
    report = validate(Collection("2025-26"), header("01/01/2010"))
    assert report.not_run["112"] == "It needs this year’s AD1 file (such as ad1.csv)."
    assert "this year’s Episodes file (such as episodes.csv)" in report.not_run["503A"]
    assert "last year’s Episodes file (such as episodes.csv)" in report.not_run["503A"]
    assert "the Ofsted provider list" in report.not_run["1008"]


def test_a_crash_is_reported_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(r: Any) -> Any:
        raise ZeroDivisionError("a value")

    rules = {
        "X1": Rule("X1", "t", "m", "f", YEARS, "invalid", (TableRef("Header"),), ("DOB",), check=broken),
        "102": in_force("2025-26")["102"],
    }
    monkeypatch.setattr(run_module, "in_force", lambda year: rules)
    report = validate(Collection("2025-26"), header("x"))
    assert list(report.crashed) == ["X1"]
    # Of which kind and where, without the message: it may quote a value.
    where = r"ZeroDivisionError: .*run\.py line \d+ \(\w+\) > .*test_engine\.py line \d+ \(broken\)"
    assert re.fullmatch(where, report.crashed["X1"])
    assert list(report.issues["rule"]) == ["102"]


def test_progress_is_told() -> None:
    seen: list[tuple[int, int, str]] = []
    validate(Collection("2025-26"), header("x"), only=["101", "102"], progress=lambda *step: seen.append(step))
    assert [(done, total) for done, total, _ in seen] == [(0, 2), (1, 2), (2, 2)]
    assert seen[1][2].startswith("102: ")


def test_unknown_rules_tables_and_settings_are_input_errors() -> None:
    with pytest.raises(InputError, match="no rule 9999 in 2025-26"):
        validate(Collection("2025-26"), header("x"), only=["9999"])
    with pytest.raises(InputError, match="“Headers” is not a table"):
        validate(Collection("2025-26"), {"Headers": pd.DataFrame()})
    with pytest.raises(InputError, match="Header is not a DataFrame"):
        validate(Collection("2025-26"), {"Header": [1]})  # type: ignore[dict-item]
    twice = pd.DataFrame([["1", "x", "y"]], columns=["CHILD", "DOB", "DOB"])
    with pytest.raises(InputError, match="column DOB more than once"):
        validate(Collection("2025-26"), {"Header": twice})
    with pytest.raises(InputError, match="no-such-folder"):
        validate(Collection("2025-26"), "no-such-folder")
    with pytest.raises(InputError, match="2019-20"):
        Collection("2019-20")
    with pytest.raises(InputError, match="no authority “Atlantis”"):
        Collection(authority="Atlantis")
    with pytest.raises(InputError, match="outside the collection year"):
        Collection("2025-26", as_at="2024-01-01")
    with pytest.raises(InputError, match="not a date"):
        Collection("2025-26", start="soon")
    with pytest.raises(InputError, match="before it starts"):
        Collection("2025-26", start="2026-01-01", end="2025-01-01")


def test_frames_may_use_other_names_and_any_index() -> None:
    frame = pd.DataFrame({"CHILDID": ["a", "b"], "GENDER": ["M", "x"]}, index=[7, 7])
    report = validate(Collection("2025-26"), {"Header": frame}, only=["101"])
    assert report.issues[["child", "row"]].values.tolist() == [["b", 1]]


def test_periods() -> None:
    assert Collection("2025-26").period == (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    early = Collection("2025-26", as_at="30/09/2025")
    assert early.period == (dt.date(2025, 4, 1), dt.date(2025, 9, 30))
    assert early.ends_early
    assert not Collection("2025-26", as_at="2026-03-31").ends_early


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E08000003", "E08000003"),
        ("manchester", "E08000003"),
        (" MANCHESTER  City Council", "E08000003"),
        ("352", "E08000003"),
        ("E10000023", "E06000065"),
        ("London Borough of Brent", "E09000005"),
        ("Kensington & Chelsea", "E09000020"),
        ("Bristol", "E06000023"),
        ("st helens", "E08000013"),
    ],
)
def test_authorities_are_found_by_code_name_number_or_old_code(text: str, code: str) -> None:
    assert find_authority(text).code == code


def test_a_name_that_is_nearly_one_is_asked_about() -> None:
    for text, meant in {"Manchestr": "Manchester", "Southend": "Southend-on-Sea", "LB Brent": "Brent"}.items():
        with pytest.raises(InputError, match=f"Did you mean {meant}?"):
            find_authority(text)


def test_there_are_153_authorities() -> None:
    assert len({a.code for a in authorities()}) == len(authorities()) == 153


def test_codes_follow_the_year() -> None:
    assert list(codes("SEX", "2023-24")) == ["1", "2"]
    assert list(codes("SEX", "2024-25")) == ["M", "F", "U"]
    assert {"H5", "P2"} <= set(codes("PLACE", "2023-24"))
    assert "K3" not in codes("PLACE", "2023-24")
    assert "K3" in codes("PLACE", "2024-25")
    assert {"Z11", "Z14"} <= set(codes("PLACE", "2025-26"))
    assert "Z1" not in codes("PLACE", "2025-26")
    assert codes("LA_PERM", "2025-26")["352"] == "Manchester"
    assert codes("LA_PERM", "2025-26")["909"].startswith("Cumbria")
    assert meaning("PLACE", "H5").startswith("Semi-independent")
    assert meaning("PLACE", "Q9") == ""


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    """Its words are whole sentences in plain ASCII (issues.csv relies on that), its tables and fields exist."""
    for words in (rule.title, rule.message, rule.fix):
        assert words.isascii(), words
        assert words[0].isupper() or words[0] in "0123456789", words
    assert rule.message.endswith(".")
    assert rule.fix.endswith(".")
    assert not rule.title.endswith(".")
    names = [table.name for table in rule.looks_at]
    assert names
    known = {column for name in names for column in (*tables()[name].columns, *DERIVED.get(name, ()))}
    assert known.issuperset(rule.fields)
    assert set(rule.changed) <= set(rule.years)


def test_every_list_that_a_column_names_exists() -> None:
    for table in tables().values():
        for column in table.columns.values():
            if column.codes:
                assert codes(column.codes, YEARS[-1])


def test_signatures_single_out_their_table() -> None:
    for table in tables().values():
        holders = [name for name, other in tables().items() if table.signature in other.columns]
        assert holders == [table.name]


def test_codes_sort_as_people_sort_them() -> None:
    shuffled = ["SW10bSTG2", "1009", "197B", "SW02STG1", "101", "INT01", "197a", "SW10aSTG2", "217t", "217", "EPI"]
    assert sorted(shuffled, key=order) == (
        ["101", "197a", "197B", "217", "217t", "1009", "EPI", "INT01", "SW02STG1", "SW10aSTG2", "SW10bSTG2"]
    )
