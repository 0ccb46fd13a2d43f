"""Excel workbooks: real dates, numbers, sheets that are no tables, and workbooks that ask for too much."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.reading.forms import as_xlsx
from validator.reading import Reading, read
from validator.returns.tables import tables
from validator.sample import sample

XLS = Path(__file__).parent / "data" / "return.xls"
UASC = ["CHILD", "SEX", "DOB", "DUC"]


def workbook(sheets: dict[str, list[list[Any]]], at: tuple[int, int] = (0, 0), **options: Any) -> bytes:
    """A workbook whose sheets start at the row and column `at`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    place = row + at[0], column + at[1]
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(*place, cell, as_date)
                    elif isinstance(cell, bool):
                        sheet.write_boolean(*place, cell)
                    elif isinstance(cell, float | int):
                        sheet.write_number(*place, cell)
                    elif cell == "#N/A":
                        sheet.write_formula(*place, "=NA()", None, "#N/A")
                    elif cell is not None:
                        sheet.write_string(*place, cell)
    return target.getvalue()


def read_one(data: bytes, name: str = "book.xlsx") -> Reading:
    return read([(name, data)], "2025-26")


def cells(reading: Reading, table: str = "UASC") -> list[list[str]]:
    return [list(row) for row in zip(*reading.tables[table].columns.values(), strict=True)]


def said(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(notice.file, notice.line, notice.message) for notice in reading.notices]


def test_a_workbook_and_csv_files_of_one_return_are_the_same_tables() -> None:
    made_up = sample(40, seed=3, year="2025-26").this_year
    from_csv = read(list(made_up.items()), "2025-26")
    from_book = read_one(as_xlsx(made_up))
    assert from_book.problems == ()
    assert from_book.notices == []
    assert from_book.form == "excel"
    assert list(from_book.tables) == list(from_csv.tables)
    assert dict(from_book.files[0].tables) == {name: len(table) for name, table in from_csv.tables.items()}
    for name, table in from_csv.tables.items():
        found = from_book.tables[name]
        assert found.line.tolist() == table.line.tolist()
        assert found.file == f"book.xlsx [{table.file.removesuffix('.csv')}]"
        for column, values in table.columns.items():
            assert found.columns[column].tolist() == values.tolist()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0012", "0012"),
        (dt.date(2010, 2, 1), "01/02/2010"),
        (dt.datetime(2010, 2, 1), "01/02/2010"),
        (dt.datetime(2010, 2, 1, 13, 5), "01/02/2010 13:05:00"),
        (1, "1"),
        (1234567.0, "1234567"),
        (1.5, "1.5"),
        (1e20, "1E+20"),
        (True, "TRUE"),
        (None, ""),
    ],
)
@pytest.mark.parametrize("epoch_1904", [False, True])
def test_cells(cell: Any, text: str, epoch_1904: bool) -> None:
    reading = read_one(workbook({"S": [UASC, ["1", cell, "", ""]]}, date_1904=epoch_1904))
    assert reading.problems == ()
    assert cells(reading) == [["1", text, "", ""]]


@pytest.mark.parametrize("at", [(0, 0), (3, 0), (0, 2), (4, 3)])
def test_lines_are_the_rows_of_the_sheet_wherever_the_table_stands(at: tuple[int, int]) -> None:
    reading = read_one(workbook({"S": [UASC, ["1", "M", "", ""], [], ["2", "F", "", ""]]}, at=at))
    assert cells(reading) == [["1", "M", "", ""], ["2", "F", "", ""]]
    assert reading.tables["UASC"].line.tolist() == [at[0] + 2, at[0] + 4]


def test_identifiers_held_as_numbers_are_said_once_for_the_workbook() -> None:
    episodes = list(tables()["Episodes"].columns)
    reading = read_one(
        workbook({"A": [UASC, [12, "M"], [13, "M"]], "B": [episodes, [12, *[None] * 11, 1234567], ["0013"]]})
    )
    warning = " If it had zeros at its start they are lost: format the column as text before filling it."
    assert said(reading) == [
        ("book.xlsx", None, "CHILD is held as a number in 3 rows." + warning),
        ("book.xlsx", None, "URN is held as a number in 1 row." + warning),
    ]


def test_sheets_that_are_no_tables_are_ignored_with_a_notice() -> None:
    reading = read_one(
        workbook({"Notes": [["Made on Friday"]], "Blank": [], "Data": [["Asylum seekers"], UASC, ["1", "M"]]})
    )
    assert reading.problems == ()
    assert reading.tables["UASC"].file == "book.xlsx [Data]"
    assert said(reading) == [
        ("book.xlsx [Data]", 2, "The headings are in this row; what stands above them was left out."),
        ("book.xlsx [Notes]", None, "This sheet is no table of the return and was ignored."),
    ]


def test_a_sheet_that_cannot_be_used_leaves_the_others_usable() -> None:
    reading = read_one(workbook({"A": [UASC, ["1"]], "B": [["CHILD", "DOB", "ACCOM"]]}))
    assert list(reading.tables) == ["UASC"]
    assert [str(problem) for problem in reading.problems] == [
        "book.xlsx [B], line 1: The OC3 table lacks the columns IN_TOUCH and ACTIV. Add them to the headings; a column "
        "may be left blank, but it must be there."
    ]


def test_the_same_table_in_two_sheets_is_refused() -> None:
    reading = read_one(workbook({"A": [UASC, ["1"]], "B": [UASC]}))
    assert [str(problem) for problem in reading.problems] == [
        "The UASC table is there twice: in book.xlsx [A] and book.xlsx [B]. Keep the one that belongs to this return "
        "and remove the other; neither was used."
    ]


def test_cells_with_errors_are_said() -> None:
    reading = read_one(workbook({"A": [UASC, ["1", "M", "#N/A", ""]]}))
    assert cells(reading) == [["1", "M", "", ""]]
    assert said(reading) == [("book.xlsx", None, "Cells with an error such as #N/A were read as blank; C2 is one.")]


def test_the_name_does_not_matter() -> None:
    assert read_one(workbook({"A": [UASC, ["1"]]}), name="uasc.csv").problems == ()


def test_old_workbooks_are_read() -> None:
    reading = read([XLS], "2025-26")
    assert reading.problems == ()
    assert cells(reading, "Header")[0] == ["C001", "F", "02/01/2010", "WBRI", "UN1", "1", ""]
    assert cells(reading, "Reviews") == [
        ["1002", "02/02/2010", "02/05/2025", "PN1"],
        ["1003", "02/03/2010", "03/05/2025", "PN1"],
        ["1004", "02/04/2010", "04/05/2025", "PN1"],
    ]
    assert reading.tables["Reviews"].line.tolist() == [3, 4, 5]


def _changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with the content of one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return target.getvalue()


def _with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return _changed(workbook({"A": [UASC, ["1", "M", "", "x"]]}), "xl/worksheets/sheet1.xml", change)


def _xls_with(pattern: bytes, replacement: bytes) -> bytes:
    data = XLS.read_bytes()
    assert re.search(pattern, data, re.DOTALL)
    return re.sub(pattern, replacement, data, count=1, flags=re.DOTALL)


DAMAGED = (
    ": The workbook is damaged and cannot be opened. Open it in a spreadsheet, save it again as .xlsx and choose that."
)
FAR = (
    ": A sheet of the workbook reaches to row {:,} and column {:,}, further than can be read. Delete what stands far "
    "below or beside the table, and save the workbook again."
)
TOO_MUCH_TEXT = ": The cells of the workbook hold more text than can be read. Check what was exported."


def _with_texts(text: bytes) -> bytes:
    """A workbook whose first shared text is this one."""
    book = workbook({"A": [UASC, ["1", "M", "", "x"]]})
    return _changed(book, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<t>CHILD</t>", b"<t>" + text + b"</t>"))


def _sharing_bytes(book: bytes) -> bytes:
    """The workbook with a hundred more parts in its directory that are all its last one."""
    start, end = book.rindex(b"PK\x01\x02"), book.index(b"PK\x05\x06")
    ending = bytearray(book[end:])
    parts, _, size = struct.unpack_from("<HHI", ending, 8)
    struct.pack_into("<HHI", ending, 8, parts + 100, parts + 100, size + 100 * (end - start))
    return book[:end] + book[start:end] * 100 + bytes(ending)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a stray cell in the last corner": (
        lambda: _with_sheet(lambda xml: xml.replace(b'r="D2"', b'r="XFD1048576"')),
        FAR.format(1048576, 16384),
    ),
    "a row far below whose cells do not say where they are": (
        lambda: _with_sheet(
            lambda xml: re.sub(rb'<row r="2"[^>]*>', b'<row r="9000000">', xml).replace(b'<c r="A2"', b"<c")
        ),
        FAR.format(9000000, 4),
    ),
    "a cell far away whose attributes hide where it is": (
        lambda: _with_sheet(lambda xml: xml.replace(b'<c r="D2"', b'<c x="/>" y="' + b"0" * 999 + b'" r="XFD1048576"')),
        FAR.format(1048576, 16384),
    ),
    "many cells without positions in a row not far below": (
        lambda: _with_sheet(
            lambda xml: xml.replace(
                b"</sheetData>", b'<row r="9000">' + b"<c><v>1</v></c>" * 1000 + b"</row></sheetData>"
            )
        ),
        FAR.format(9000, 1000),
    ),
    "tags that are not well formed": (
        lambda: _with_sheet(lambda xml: xml.replace(b'<c r="D2"', b'<c r="A1"<c r="XFD1048576"')),
        DAMAGED,
    ),
    "a text of two million letters": (
        lambda: _with_texts(b"x" * 2_000_000),
        TOO_MUCH_TEXT,
    ),
    "a text of two million letters in small pieces": (
        lambda: _with_texts(b"<r><t>xxxxx</t></r>" * 200_000),
        TOO_MUCH_TEXT,
    ),
    "a long text in many cells": (
        lambda: _changed(
            _with_texts(b"x" * 900_000),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(
                b"</sheetData>",
                b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 400))
                + b"</sheetData>",
            ),
        ),
        TOO_MUCH_TEXT,
    ),
    "one part under many names": (
        lambda: _sharing_bytes(workbook({"A": [UASC, ["1", "M", "", "x"]]})),
        DAMAGED,
    ),
    "a sheet cut off": (lambda: _with_sheet(lambda xml: xml[:-200]), " [A]" + DAMAGED),
    "a sheet of nothing but packing": (
        lambda: _with_sheet(lambda xml: xml + b" " * 260_000_000),
        ": The workbook unpacks to 260 MB, more than any return has. Check what was exported.",
    ),
    "cut off": (lambda: XLS.read_bytes()[:3000], DAMAGED),
    "an old workbook that reaches too far": (
        lambda: _xls_with(b"\x00\x02\x0e\x00.{14}", b"\x00\x02\x0e\x00" + struct.pack("<IIHHH", 0, 2**31, 0, 200, 0)),
        FAR.format(2**31, 200),
    ),
    "an old workbook with a cell far away": (
        lambda: _xls_with(b"\xfd\x00\x0a\x00\x01\x00\x00\x00", b"\xfd\x00\x0a\x00\xff\xff\xff\x00"),
        FAR.format(65536, 256),
    ),
    "no filled cell": (
        lambda: workbook({"A": []}),
        ": The workbook has no filled cell. Export it again; a table without rows has its headings.",
    ),
    "a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        ": This workbook is protected by a password. Save it without the password and try again.",
    ),
    "other sheets": (
        lambda: workbook({"A": [["Name", "Age"], ["x", 3]]}),
        ": This is not a table of the return: its headings fit none. Its first line is “Name, Age”. The first "
        "line must hold a table’s headings, such as CHILD, SEX, DOB, ETHNIC, UPN, MOTHER and MC_DOB.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_workbooks_are_refused_with_a_sentence(case: str) -> None:
    make, sentence = BAD[case]
    reading = read_one(make())
    assert [str(problem) for problem in reading.problems] == ["book.xlsx" + sentence]
    assert reading.tables == {}


def test_a_search_through_a_part_never_goes_through_it_again() -> None:
    tags = b'<worksheet t="e">' + b'<c r="A1"' * 100_000
    assert [str(problem) for problem in read_one(_with_sheet(lambda _: tags)).problems] == ["book.xlsx [A]" + DAMAGED]


def test_a_workbook_whose_cells_do_not_say_where_they_are_is_read() -> None:
    reading = read_one(_with_sheet(lambda xml: re.sub(rb' r="[A-Z]+[0-9]+"', b"", xml)))
    assert cells(reading) == [["1", "M", "", "X"]]


def test_a_date_held_as_text_of_the_standard_has_no_time_of_day() -> None:
    date = b'<c r="C2" t="d"><v>2012-06-05T00:00:00</v></c>'
    assert (
        cells(read_one(_with_sheet(lambda xml: xml.replace(b'<c r="D2"', date + b'<c r="D2"'))))[0][2] == "05/06/2012"
    )


def test_a_provider_list_among_the_files_of_the_return_is_named() -> None:
    problems = read_one(workbook({"A": [["x"]], "B": [["URN", "Provider type"], ["SC1", "Home"]]})).problems
    assert [str(problem) for problem in problems] == [
        "book.xlsx: This looks like Ofsted’s provider list, not a table of the return. Give it as the provider list: "
        "in the box of that name, or with --providers."
    ]


def test_formatted_cells_far_below_do_no_harm() -> None:
    far = b'<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row></sheetData>'
    reading = read_one(_with_sheet(lambda xml: xml.replace(b"</sheetData>", far)))
    assert reading.problems == ()
    assert len(reading.tables["UASC"]) == 1


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        (
            "xl/workbook.bin",
            "This is an Excel binary workbook (.xlsb), not an Excel workbook. Save it as .xlsx and try again.",
        ),
        (
            "content.xml",
            "This is an OpenDocument file, not an Excel workbook. Save it as .xlsx, or each sheet as “CSV UTF-8”.",
        ),
        ("word/document.xml", "This is a Word document, not an Excel workbook."),
    ],
)
def test_other_office_files_are_named(member: str, sentence: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(member, "x")
    assert str(read_one(target.getvalue()).problems[0]).startswith("book.xlsx: " + sentence)
