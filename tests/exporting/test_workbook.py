"""The workbook, read again with another library and looked at as XML."""

from __future__ import annotations

import datetime as dt
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.results.samples import FORMULA, IMAGE, LINK, MARKUP, THIS_YEAR, Frames, checked
from validator.checking.report import Report
from validator.cli.command import main
from validator.exporting import workbook as workbook_module
from validator.exporting.workbook import to_workbook
from validator.returns import sheets
from validator.returns.errors import Notice
from validator.returns.rows import Return

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def made() -> tuple[Return, Report, bytes]:
    r, report = checked()
    return r, report, to_workbook(r, report)


def sheet_of(book: bytes, name: str) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def parts(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def part_of_sheet(book: bytes, name: str) -> str:
    """The XML of a sheet, found by its place among the names."""
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    return parts(book)[f"xl/worksheets/sheet{names.index(name) + 1}.xml"]


def test_sheets(made: tuple[Return, Report, bytes]) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(made[2])).sheet_names
    assert names == [
        "Summary",
        "By rule",
        "By child",
        "Issues",
        "Header",
        "Episodes",
        "SWEpisodes",
        "Not run",
        "Notices",
    ]


def test_counts_are_those_of_the_report(made: tuple[Return, Report, bytes]) -> None:
    _, report, book = made
    total = len(report.issues)
    summary = {row[0]: row[1] for row in sheet_of(book, "Summary")}
    assert summary["Issues (rows flagged by a rule)"] == total
    assert summary["Children with an issue"] == 3
    assert summary["Children in the return"] == 3
    assert len(sheet_of(book, "Issues")) == total + 1
    rules = sheet_of(book, "By rule")[1:]
    assert {row[0]: row[3] for row in rules} == {
        code: float(count) for code, count in report.issues.groupby("rule").size().items()
    }
    children = sheet_of(book, "By child")[1:]
    assert sum(float(str(row[2])) for row in children) == total
    assert {row[0] for row in children} == {"1", "2", "3", "(rows without child)"}
    assert len(sheet_of(book, "Not run")) == len(report.not_run) + 1


def test_tables_are_as_in_the_file(made: tuple[Return, Report, bytes]) -> None:
    _, _, book = made
    headings, *rows = sheet_of(book, "Header")
    assert [str(heading).split("\n")[0] for heading in headings] == [
        "Line", "CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB", "Rules that flag the row",
    ]  # fmt: skip
    assert rows[0][:6] == [2.0, "1", "M", dt.date(2012, 2, 1), "WBRI", FORMULA]
    # No such day, and a day before Excel's time: both stay text.
    assert rows[1][3] == "31/02/2012"
    assert rows[2][3] == "05/06/1899"
    assert str(rows[1][8]).startswith("101 ")


def test_nothing_is_a_formula_or_markup() -> None:
    hostile = [IMAGE, FORMULA, LINK, MARKUP, "+1", "-1", "@SUM(1)", "\t=1", "<r></r>", "a&b", "_x0041_", "\x01", " x "]
    rows = [{"CHILD": str(at), "SEX": value, "DOB": value} for at, value in enumerate(hostile)]
    _, report = made_now = checked({"Header": rows})
    book = to_workbook(*made_now)
    assert {row[0] for row in sheet_of(book, "By rule")[1:]} >= {"101", "102"}
    for name, content in parts(book).items():
        if name.endswith((".xml", ".rels", ".vml")):
            ET.fromstring(content)
        assert "<f>" not in content
        assert "<f " not in content
        assert "<img" not in content
        assert "hyperlink" not in content
    cells = sheet_of(book, "Header")[1:]
    assert [row[3] for row in cells] == hostile
    # In the form of text, a cell stays text when somebody edits it in Excel, in a column of dates too.
    styles = ET.fromstring(parts(book)["xl/styles.xml"])
    looks = styles.findall(f"{NAMESPACE}cellXfs/{NAMESPACE}xf")
    cell = ET.fromstring(part_of_sheet(book, "Header")).find(f".//{NAMESPACE}c[@r='D3']")
    assert cell is not None
    assert cell.get("t") == "s"
    assert looks[int(cell.get("s", "0"))].get("numFmtId") == "49"
    assert len(report.issues) > len(hostile)


def test_offending_cells_are_coloured_and_commented(made: tuple[Return, Report, bytes]) -> None:
    _, report, book = made
    whole = parts(book)
    styles = ET.fromstring(whole["xl/styles.xml"])
    looks = styles.findall(f"{NAMESPACE}cellXfs/{NAMESPACE}xf")
    filled = {str(at) for at, look in enumerate(looks) if look.get("applyFill") == "1"}
    found = ET.fromstring(part_of_sheet(book, "Header"))
    coloured = {cell.get("r") for cell in found.iter(f"{NAMESPACE}c") if cell.get("s") in filled}
    # 168 points to UPN of the first child, 101, 102 and 103 to SEX, DOB and ETHNIC of the second; 103, 351, EPI below.
    assert coloured == {"F2", "C3", "D3", "E3", "E4", "D4", "B4"}
    comments = ET.fromstring(whole["xl/comments1.xml"])
    assert {comment.get("ref") for comment in comments.iter(f"{NAMESPACE}comment")} == coloured
    assert f"102: {report.run['102'].message}" in "".join(comments.itertext())


def test_sheets_are_made_to_be_worked_with(made: tuple[Return, Report, bytes]) -> None:
    sheet = part_of_sheet(made[2], "Episodes")
    assert '<pane xSplit="2" ySplit="1" topLeftCell="C2"' in sheet
    assert '<autoFilter ref="A1:O5"/>' in sheet
    assert "<cols>" in sheet
    assert 'numberStoredAsText="1"' in sheet


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_COMMENTS", 1)
    monkeypatch.setattr(sheets, "MOST_ROWS", 60)
    long = "9" * 40_000
    r, report = checked({"Header": [{"CHILD": str(at), "SEX": long, "DOB": "x"} for at in range(70)]}, only=["101"])
    book = to_workbook(r, report)
    notes = [str(row[1]) for row in sheet_of(book, "Summary") if row[0] == "Note"]
    assert notes == [
        "The sheet By child lacks its last 11 lines: Excel has no room for more.",
        "The sheet Issues lacks its last 11 lines: Excel has no room for more.",
        "The sheet Header lacks its last 11 lines: Excel has no room for more.",
    ]
    cells = sheet_of(book, "Header")
    assert cells[0][-1] == "Rules that flag the row\nOnly the first 1 of 70 coloured cells have comments too"
    assert len(cells) == 60
    assert str(cells[1][2]).endswith("… (shortened)")
    assert len(str(cells[1][2])) == 32_767
    assert len(ET.fromstring(parts(book)["xl/comments1.xml"]).findall(f".//{NAMESPACE}comment")) == 1


def test_last_years_tables_are_there_when_something_is_wrong_in_them() -> None:
    last: Frames = {"Header": [{"CHILD": "9", "SEX": "M", "DOB": "01/02/2012"}]}
    r, report = checked(THIS_YEAR, last)
    names = CalamineWorkbook.from_filelike(io.BytesIO(to_workbook(r, report))).sheet_names
    assert ("Header last year" in names) == bool((report.issues["table"] == "Header_last").any())


def test_notices_and_an_empty_report() -> None:
    r, report = checked({"Header": []})
    report = Report(**{**vars(report), "notices": (Notice("=x.csv", 3, "Blanks were left out."),)})
    book = to_workbook(r, report)
    assert sheet_of(book, "Notices")[1] == ["=x.csv", 3.0, "Blanks were left out."]
    assert len(sheet_of(book, "Issues")) == 1
    summary = {row[0]: row[1] for row in sheet_of(book, "Summary")}
    assert summary["The most frequent rules"] == "No issues were found."


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    source = tmp_path / "header.csv"
    source.write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,M,x,WBRI,UN1,,\n")
    out = tmp_path / "out.xlsx"
    options = ["--year", "2025-26", "--authority", "Manchester", "--rule", "102", "--format", "xlsx", "-o", str(out)]
    assert main(["check", str(source), *options]) == 1
    headings, row = sheet_of(out.read_bytes(), "Issues")
    assert dict(zip(headings, row, strict=True)) | {"What is wrong": ""} == {
        "Rule": "102", "Title": row[1], "Category": "Invalid information", "Child": "1", "Social worker": "",
        "Table": "Children", "File": "header.csv", "Line": 2.0, "Values in question": "DOB x", "State": "", "Note": "",
        "What is wrong": "",
    }  # fmt: skip
