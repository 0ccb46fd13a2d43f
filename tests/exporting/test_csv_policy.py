"""CSV and workbooks as they are exported: harmless for people, exact for programs, whatever the files hold."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dev.demo_profiles import demo_profiles
from rules.registry import in_force, own_checks
from tests.results.samples import checked
from validator.checking.check import from_frame, make_return, of_year
from validator.checking.run import run
from validator.correcting.edits import Corrected, Edit, Step
from validator.exporting.change_log import log_csv, log_workbook
from validator.exporting.comparison_report import to_csv as figures_csv
from validator.exporting.comparison_report import to_workbook as figures_workbook
from validator.exporting.issue_list import issue_columns, issue_list_csv
from validator.exporting.workbook import to_workbook
from validator.insight.benchmarking.comparison import Comparison
from validator.reading import read
from validator.reading.as_csv import as_csv_files
from validator.results.groups import Grouping
from validator.returns.collection import Collection
from validator.returns.csv_files import for_people, for_programs
from validator.returns.tables import YEARS, tables
from validator.tracking.notes import Notes, note_of
from validator.tracking.status import IssueStatuses

MARK = b"\xef\xbb\xbf"
FORMULA = "=+-@\t\r\n＝＋－＠"
HOSTILE = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "＝1", 'a"b,c\nd', "é")


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def assert_harmless(data: bytes) -> None:
    assert data.startswith(MARK)
    assert not [cell for line in cells(data) for cell in line if cell.startswith(tuple(FORMULA))]


def assert_no_formula(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not [e for e in ElementTree.fromstring(archive.read(name)).iter() if e.tag.endswith("}f")], name


@given(st.lists(st.lists(st.text("=+-@\t\r\n＝'\"a,é", max_size=5), min_size=2, max_size=2), max_size=4))
def test_for_people_no_cell_begins_a_formula_and_for_programs_every_cell_is_exact(rows: list[list[str]]) -> None:
    found = for_people(("A", "=B"), rows)
    assert_harmless(found)
    for line, row in zip(cells(found)[1:], rows, strict=True):
        assert line == [f"'{cell}" if cell.startswith(tuple(FORMULA)) else cell for cell in row]
    exact = for_programs(("A", "=B"), rows)
    assert exact.startswith(b"A,=B\r\n")
    assert cells(exact) == [["A", "=B"], *rows]


def test_numbers_stay_numbers_and_what_has_no_place_in_utf_8_stops_nothing() -> None:
    assert for_people(["A"], [[-1], [2.5], ["-1"]]) == MARK + b"A\r\n-1\r\n2.5\r\n'-1\r\n"
    assert for_programs(["A"], [["\ud800"]]) == b"A\r\n?\r\n"


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_harmless_in_every_file_for_people(value: str) -> None:
    row = {"CHILD": value, "SEX": value, "DOB": value, "ETHNIC": value, "UPN": value}
    worker = {"CHILD": value, "DOB": "", "SW_ID": value, "SW_DECOM": "01/04/2025"}
    r, report = checked({"Header": [row], "SWEpisodes": [worker]})
    assert len(report.issues) > 3
    notes = Notes()
    statuses = IssueStatuses(r, report, notes)
    notes.annotate(statuses.keys[:1], note_of("", value))
    listed = issue_list_csv(r, report, report.found, statuses)
    assert_harmless(listed)
    assert_no_formula(to_workbook(r, report, statuses))
    # For programs it is to the letter.
    issues = csv.DictReader(io.StringIO(report.to_csv().decode(), newline=""))
    assert value in {issue["child"] for issue in issues}

    changed = Corrected(
        {name: rows._data.source for name, rows in r.this_year.items()},
        [Step("A step", "by hand", [Edit("Header", 0, "UPN", value + "x", value)])],
    )
    grouping = Grouping(value, "None", {value: value})
    for found in (log_csv(changed), log_csv(changed, grouping)):
        assert_harmless(found)
    assert_no_formula(log_workbook(changed))


def test_the_figures_of_a_comparison_are_harmless_whoever_names_the_council() -> None:
    profiles = demo_profiles()
    # The reader refuses such a name; what is written does not rely on it.
    found = Comparison([*profiles, dataclasses.replace(profiles[-1], council="=1+1")])
    assert_harmless(figures_csv(found, 0))
    assert_no_formula(figures_workbook(found, 0))


def test_a_return_made_into_csv_is_exact_and_has_no_mark() -> None:
    head = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"
    text = f"{head}=1+1,-M,@x,É,+1,,\r\n"
    assert as_csv_files(read([("header.csv", text.encode())], "2025-26"))["header.csv"] == text.encode()


def test_the_list_for_people_has_the_issues_of_the_one_for_programs_in_words() -> None:
    r, report = checked()
    notes = Notes()
    statuses = IssueStatuses(r, report, notes)
    notes.annotate(statuses.keys[:1], note_of("waiting", "The school is asked."))
    headings, *lines = cells(issue_list_csv(r, report, report.found, statuses))
    assert headings == [heading for heading, _, _ in issue_columns(statuses)]
    listed = [dict(zip(headings, line, strict=True)) for line in lines]
    exact = report.issues.to_dict("records")
    assert [
        (line["Rule"], line["Child"].removeprefix("'"), line["File"].removeprefix("'"), line["Line"]) for line in listed
    ] == [(issue["rule"], issue["child"], issue["file"], str(issue["line"])) for issue in exact]
    assert [line["What is wrong"] for line in listed] == [issue["message"] for issue in exact]
    assert {line["Title"] for line in listed} == {report.run[issue["rule"]].title for issue in exact}
    assert listed[0]["Note"] == "The school is asked."
    assert listed[0]["State"]
    assert {line["Social worker"] for line in listed} > {""}
    assert all(line["Values in question"] for line in listed)


def sources() -> Iterator[Path]:
    yield from (Path(__file__).resolve().parents[2] / "validator").rglob("*.py")


def test_csv_is_written_in_one_place() -> None:
    writing = {path.name for path in sources() if "csv.writer(" in path.read_text("utf-8")}
    assert writing == {"csv_files.py"}
    pandas = {path.name for path in sources() if ".to_csv(index" in path.read_text("utf-8")}
    assert pandas == set()


# -- sentences that are put together


def test_every_reason_for_not_running_is_a_sentence() -> None:
    """With any tables missing, no authority, no providers, no postcodes, in mid-year and at its end."""
    reasons: dict[str, str] = {}
    year = YEARS[-1]
    rules = {**in_force(year), **of_year(own_checks(), year)}
    for this in ((), ("Header",), ("Episodes",), ("UASC",), tuple(tables())):
        for last in (None, ("Episodes",), tuple(tables())):
            for authority, as_at in ((None, None), ("Manchester", f"{year[:4]}-09-30")):
                r = make_return(
                    Collection(year, authority, as_at=as_at),
                    {name: from_frame(name, pd.DataFrame()) for name in this},
                    None if last is None else {name: from_frame(name, pd.DataFrame()) for name in last},
                )
                report = run(r, beyond=of_year(own_checks(), year))
                assert not report.crashed
                reasons |= {why: code for code, why in report.not_run.items()}
    assert set(reasons.values()) <= set(rules)
    assert any("provider list and the postcode reference, which this installation lacks." in why for why in reasons)
    for why in reasons:
        assert why[0].isupper(), why
        assert why.endswith("."), why
        assert "  " not in why, why
        # What is said of one thing stands at the end, and the things before it are joined by one "and".
        assert "which this installation lacks" not in why or why.endswith("which this installation lacks."), why
        assert re.sub(r" \(such as [^)]*\)", "", why).count(" and ") <= 1, why
