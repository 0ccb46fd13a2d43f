"""CSV files as councils have them: each case is a file, and what must be read or said."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.reading import Reading, read
from validator.reading.headings import aliases, squashed
from validator.returns.tables import tables

UASC = "CHILD,SEX,DOB,DUC\n"
LEAVERS = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n"
MOVES = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"


def read_one(data: bytes | str, name: str = "file.csv", year: str = "2025-26") -> Reading:
    return read([(name, data if isinstance(data, bytes) else data.encode())], year)


def cells(reading: Reading, table: str = "UASC", raw: bool = False) -> list[list[str]]:
    found = reading.tables[table]
    columns = found.raw if raw else found.columns
    return [list(row) for row in zip(*columns.values(), strict=True)]


def said(reading: Reading) -> list[tuple[int | None, str]]:
    return [(notice.line, notice.message) for notice in reading.notices]


ONE = [["1", "M", "01/02/2010", ""]]
FORMS = {
    "plain": (UASC + "1,M,01/02/2010,\n").encode(),
    "no end of line at the end": (UASC + "1,M,01/02/2010,").encode(),
    "CR LF": (UASC + "1,M,01/02/2010,\n").replace("\n", "\r\n").encode(),
    "CR alone": (UASC + "1,M,01/02/2010,\n").replace("\n", "\r").encode(),
    "UTF-8 with mark": (UASC + "1,M,01/02/2010,\n").encode("utf-8-sig"),
    "UTF-16 little end": b"\xff\xfe" + (UASC + "1,M,01/02/2010,\n").encode("utf-16-le"),
    "UTF-16 big end": b"\xfe\xff" + (UASC + "1,M,01/02/2010,\n").encode("utf-16-be"),
    "UTF-16 without mark": (UASC + "1,M,01/02/2010,\n").encode("utf-16-le"),
    "quoted": b'"CHILD","SEX","DOB","DUC"\n"1","M","01/02/2010",""\n',
    "other order": b"DUC,DOB,CHILD,SEX\n,01/02/2010,1,M\n",
    "small letters and blanks in headings": b" child,Sex ,\xc2\xa0dob,duc\n1,M,01/02/2010,\n",
    "other names of columns": b"CHILDID,GENDER,DOB,DUC\n1,M,01/02/2010,\n",
    "blank headings at the end": b"CHILD,SEX,DOB,DUC,,\n1,M,01/02/2010,,,\n",
    "a comma too many at the end of every row": (UASC + "1,M,01/02/2010,,\n").encode(),
    "blank cells beyond the headings": (UASC + "1,M,01/02/2010,,,,\n").encode(),
    "blank lines": b"\n\nCHILD,SEX,DOB,DUC\n\n1,M,01/02/2010,\n\n\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_reads_as_the_same_table_without_a_word(form: str) -> None:
    reading = read_one(FORMS[form])
    assert reading.problems == ()
    assert cells(reading) == ONE
    assert said(reading) == []
    assert reading.tables["UASC"].file == "file.csv"
    assert reading.files[0].tables == [("UASC", 1)]
    assert reading.files[0].kind == "CSV"


NOTED: dict[str, tuple[bytes | str, list[tuple[int | None, str]]]] = {
    "tabs": (
        "CHILD\tSEX\tDOB\tDUC\n1\tM\t01/02/2010\t\n",
        [(1, "The cells are separated by tabs and were read so.")],
    ),
    "semicolons": (
        "CHILD;SEX;DOB;DUC\n1;M;01/02/2010;\n",
        [(1, "The cells are separated by semicolons and were read so.")],
    ),
    "pipes": (
        "CHILD|SEX|DOB|DUC\n1|M|01/02/2010|\n",
        [(1, "The cells are separated by pipes and were read so.")],
    ),
    "blanks before quotation marks": (
        '"CHILD", "SEX", "DOB", "DUC"\n"1", "M", "01/02/2010", ""\n',
        [(1, "Blanks before the quotation marks around values were left out.")],
    ),
    "headings that are nearly right": (
        "Child ID,SEX,D.O.B.,DUC\n1,M,01/02/2010,\n",
        [(1, "The heading “Child ID” was read as CHILD."), (1, "The heading “D.O.B.” was read as DOB.")],
    ),
    "a heading that is nearly right beside the right one": (
        "CHILD,CHILD ID,SEX,DOB,DUC\n1,9,M,01/02/2010,\n",
        [(None, "Ignored a column that is not part of the UASC table: CHILD ID.")],
    ),
    "a line under the headings and a number of rows": (
        UASC + "-----,---,----------,---\n1,M,01/02/2010,\n\n(1 rows affected)\n",
        [(2, "Left out 2 rows, plainly not of the table but around it: “-----”, “(1 rows affected)”.")],
    ),
    "the headings again, in words": (
        UASC + "Child Id,Sex,Date of birth,Date until\n1,M,01/02/2010,\nCHILD,SEX,DOB,DUC\n",
        [(2, "Left out 2 rows, plainly not of the table but around it: “Child Id”, “CHILD”.")],
    ),
    "an end-of-file mark": (
        UASC + "1,M,01/02/2010,\n\x1a\n",
        [(3, "Left out 1 row, plainly not of the table but around it: “[U+001A]”.")],
    ),
    "sums and lines of text": (
        UASC + "1,M,01/02/2010,\nTotal,1,,\nPrinted on 1 May\n*** End of report ***,,,\nXX,X,XX,X\n",
        [
            (
                3,
                "Left out 4 rows, plainly not of the table but around it: “Total”, “Printed on 1 May”, "
                "“*** End of report ***”, “XX”.",
            )
        ],
    ),
    "marks around an identifier": (
        UASC + '="1",M,01/02/2010,\n',
        [
            (
                2,
                'The marks that a program put around 1 value were left out (UASC: CHILD 1): “="1"” was read as “1”.',
            )
        ],
    ),
    "an apostrophe before an identifier, and .0 after it": (
        UASC + "'1.0,M,01/02/2010,\n",
        [
            (2, "The “.0” of 1 value was left out (UASC: CHILD 1): “'1.0” was read as “1”."),
            (2, "The marks that a program put around 1 value were left out (UASC: CHILD 1): “'1.0” was read as “1”."),
        ],
    ),
    "a separator line": (
        "sep=;\nCHILD;SEX;DOB;DUC\n1;M;01/02/2010;\n",
        [
            (2, "The cells are separated by semicolons and were read so."),
            (2, "The headings are in this line; what stands above them was left out."),
        ],
    ),
    "a title": (
        "Asylum seekers\n\nCHILD,SEX,DOB,DUC\n1,M,01/02/2010,\n",
        [(3, "The headings are in this line; what stands above them was left out.")],
    ),
    "a surplus column": (
        "CHILD,SEX,NAME,DOB,DUC\n1,M,x,01/02/2010,\n",
        [(None, "Ignored a column that is not part of the UASC table: NAME.")],
    ),
    "surplus columns, one a derived one": (
        "CHILD,SEX,DOB,DUC,UASC,AGE\n1,M,01/02/2010,,1,15\n",
        [(None, "Ignored columns that are not part of the UASC table: UASC, AGE.")],
    ),
    "both the name and the other name": (
        "CHILD,CHILDID,SEX,DOB,DUC\n1,9,M,01/02/2010,\n",
        [(None, "Ignored a column that is not part of the UASC table: CHILDID.")],
    ),
    "values without a heading": (
        "CHILD,SEX,,DOB,DUC\n1,M,x,01/02/2010,\n",
        [(None, "Ignored 1 value in column 3, which has no heading.")],
    ),
    "cleared rows": (
        UASC + ",,,\n1,M,01/02/2010,\n , ,,\n",
        [(2, "Left out 2 rows of blank cells.")],
    ),
    "a short row": (
        UASC + "1,M,01/02/2010\n",
        [(2, "1 row with fewer cells than headings; the missing ones were read as blank.")],
    ),
    "blanks": (
        UASC + " 1 ,M\u00a0,01/02/2010,\n",
        [(2, "Blanks around 2 values were left out (UASC: CHILD 1, SEX 1).")],
    ),
    "small letters": (
        UASC + "1,m,01/02/2010,\n",
        [(2, "Small letters were read as capitals in 1 value (UASC: SEX 1), such as “M” for “m”.")],
    ),
    "a number with a point": (
        UASC + "1.0,M,01/02/2010,\n",
        [(2, "The “.0” of 1 value was left out (UASC: CHILD 1): “1.0” was read as “1”.")],
    ),
    "Windows-1252": (
        "CHILD,SEX,DOB,DUC,NAME\n1,M,01/02/2010,,O’Neil\n".encode("cp1252"),
        [
            (2, "The file is not in UTF-8 and was read as Windows-1252, which Excel writes as “CSV”."),
            (None, "Ignored a column that is not part of the UASC table: NAME."),
        ],
    ),
}


@pytest.mark.parametrize("case", NOTED)
def test_what_is_read_as_something_else_is_said(case: str) -> None:
    data, notices = NOTED[case]
    reading = read_one(data)
    assert reading.problems == ()
    assert cells(reading) == ONE
    assert said(reading) == notices


KEPT_AND_SAFE = "They are kept as they are and reported; the safe changes (check903 fix --safe) take them out."
# A value of a column (UASC), and what is said of it.
KEPT = {
    "marks": ("SEX", '="M"', f'A program has put marks around 1 value (UASC: SEX 1), such as “="M"”. {KEPT_AND_SAFE}'),
    "an apostrophe": (
        "DOB",
        "'01/02/2010",
        "A program has put marks around 1 value (UASC: DOB 1), such as “'01/02/2010”.",
    ),
    "NULL": (
        "DUC",
        "NULL",
        f"“NULL” or the like, a database’s word for blank, stands in 1 value (UASC: DUC 1). {KEPT_AND_SAFE}",
    ),
    "N/A": ("DUC", "N/A", "“N/A” or the like stands in 1 value (UASC: DUC 1), as some systems write for blank."),
    "the first day of SQL": ("DUC", "01/01/1900", "“01/01/1900” or the like stands in 1 value (UASC: DUC 1)"),
    "minus one": ("SEX", "-1", "“-1” or the like stands in 1 value (UASC: SEX 1)"),
    "a hidden character": (
        "SEX",
        "M\u200b1",
        "Characters that cannot be seen stand in 1 value (UASC: SEX 1), such as “M[zero width space]1”.",
    ),
    "a line break": ("SEX", '"M\n1"', "such as “M[line break]1”."),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_a_program_left_in_a_value_is_kept_and_said(case: str) -> None:
    column, value, words = KEPT[case]
    row = {"CHILD": "1", "SEX": "M", "DOB": "01/02/2010", "DUC": ""} | {column: value}
    quoted = value if value.startswith(('"', "=")) else f'"{value}"'
    reading = read_one(UASC + ",".join((row | {column: quoted}).values()) + "\n")
    assert reading.tables["UASC"].columns[column].tolist() == [value.strip('"') if "\n" in value else value]
    assert [notice.line for notice in reading.notices if words in notice.message] == [2]


def test_words_that_are_no_identifiers_are_named_once() -> None:
    children = ["1", "A1", "AB-1", "unknown", "(none)", "AB-1", "4.06E+06"]
    reading = read_one(UASC + "".join(f"{child},M,01/02/2010,\n" for child in children))
    assert len(reading.tables["UASC"]) == 7
    assert [(line, message) for line, message in said(reading) if "identifier of" in message] == [
        (
            4,
            "CHILD in the UASC table holds what is no identifier of letters and digits in 4 rows: “AB-1”, “UNKNOWN”, "
            "“(NONE)”. It was taken as it is: delete the row if it is of no child.",
        )
    ]


def test_few_dates_of_another_form_are_said() -> None:
    rows = "".join(f"{n},M,01/02/2010,\n" for n in range(9))
    assert said(read_one(UASC + rows + "9,M,2010-02-01,\n")) == [
        (
            11,
            "1 of the 10 dates in UASC.DOB is not written DD/MM/YYYY, such as “2010-02-01”. It is kept as it is "
            "and reported.",
        )
    ]


def test_names_of_columns_stay_apart_without_their_signs() -> None:
    names = {name for table in tables().values() for name in table.columns} | set(aliases())
    assert len({squashed(name) for name in names}) == len(names)


# What is said after the file's name.
BAD: dict[str, tuple[bytes | str, str]] = {
    "empty": (
        b"",
        ": The file is empty. Export it again; a table without rows still has its headings.",
    ),
    "only blanks": (
        b"\xef\xbb\xbf \r\n\r\n",
        ": The file is empty. Export it again; a table without rows still has its headings.",
    ),
    "a PDF": (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        ": This is a PDF, not a CSV. Export the return from the case-management system as CSV, XML or Excel.",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0",
        ": This is a picture (PNG), not a CSV. Export the return from the case-management system as CSV, XML or Excel.",
    ),
    "a program": (
        b"MZ\x90\0\3\0\0\0",
        ": This is a Windows program, not a CSV. Export the return from the case-management system as CSV, XML "
        "or Excel.",
    ),
    "a web page": (
        b"<!DOCTYPE html><html><table>",
        ": This is a web page, not a CSV. Open it in a spreadsheet and save each table as “CSV UTF-8”, or as .xlsx.",
    ),
    "JSON": (
        b'{"CHILD": 1}',
        ": This is a JSON file, not a CSV. Export the return from the case-management system as CSV, XML or Excel.",
    ),
    "another table": (
        "Name,Age\nx,3\n",
        ": This is not a table of the return: its headings fit none. Its first line is “Name, Age”. The first "
        "line must hold a table’s headings, such as CHILD, SEX, DOB, ETHNIC, UPN, MOTHER and MC_DOB.",
    ),
    "an output report": (
        "CHILD_LA_CODE,DECOM,SEX,LEGAL_STATUS,CIN,DOB\n1,,,,,\n",
        ": This is an output report of the Department’s system, not a table of the return. Choose the files that were "
        "sent to it.",
    ),
    "a provider list": (
        "Children's homes\n\nURN,Provider type,Local authority\nSC1,,\n",
        ": This looks like Ofsted’s provider list, not a table of the return. Give it as the provider list: in the box "
        "of that name, or with --providers.",
    ),
    "a directory of postcodes": (
        "pcds,oslaua,oseast1m\nM1 1AE,,\n",
        ": This is a directory of postcodes, not a table of the return. Give it as the postcode list: in the box of "
        "that name, or with --postcodes.",
    ),
    "a missing column and another": (
        "IDENTIFIER,SEX,DOB,DUC\n1,M,01/02/2010,\n",
        ", line 1: The UASC table lacks the column CHILD. “IDENTIFIER” is no column of this table: if that is what is "
        "meant, rename it. If not, add it to the headings; a column may be left blank, but it must be there.",
    ),
    "a column twice, nearly": (
        "CHILD ID,CHILD_ID,SEX,DOB,DUC\n1,1,M,01/02/2010,\n",
        ", line 1: The UASC table has the column CHILD twice. Keep the one that is right and delete the other.",
    ),
    "no headings": (
        "1,M,01/02/2010,\n",
        ": This is not a table of the return: its headings fit none. Its first line is “1, M, 01/02/2010”. The "
        "first line must hold a table’s headings, such as CHILD, SEX, DOB, ETHNIC, UPN, MOTHER and MC_DOB.",
    ),
    "a missing column": (
        "CHILD,DOB,DUC\n1,01/02/2010,\n",
        ", line 1: The UASC table lacks the column SEX. Add it to the headings; a column may be left blank, but "
        "it must be there.",
    ),
    "missing columns and no signature": (
        "CHILD,DOB,IN_TOUCH,ACTIV\n1,01/02/2010,,\n",
        ", line 1: The OC3 table lacks the column ACCOM. Add it to the headings; a column may be left blank, but "
        "it must be there.",
    ),
    "two missing columns": (
        "CHILD,DUC\n1,\n",
        ", line 1: The UASC table lacks the columns SEX and DOB. Add them to the headings; a column may be left "
        "blank, but it must be there.",
    ),
    "a column twice": (
        "CHILD,SEX,DOB,DUC,SEX\n1,M,01/02/2010,,F\n",
        ", line 1: The UASC table has the column SEX twice. Keep the one that is right and delete the other.",
    ),
    "a row with too much": (
        UASC + "1,M,01/02/2010,\n2,M,01/02/2010,,x\n",
        ", line 3: This row has more filled cells than there are headings. A comma inside a value may have split "
        "it in two: put quotation marks around it, or delete the comma.",
    ),
    "rows with too much": (
        UASC + "1,M,01/02/2010,,x\n2,M,01/02/2010,,x\n",
        ", line 2: 2 rows have more filled cells than there are headings (lines 2, 3). A comma inside a value "
        "may have split it in two: put quotation marks around it, or delete the comma.",
    ),
    "an open quotation mark": (
        UASC + '1,M,01/02/2010,\n2,"M,01/02/2010,\n3,M,01/02/2010,\n',
        ", line 3: A quotation mark opens a value here and is never closed. Delete it, or save the file again "
        "from a spreadsheet.",
    ),
    "a quotation mark inside a value": (
        UASC + '1,"M"x,01/02/2010,\n',
        ", line 2: A quotation mark stands inside a value. Delete it, or save the file again from a spreadsheet.",
    ),
    "zero bytes": (
        UASC + "1,M,01/02/2010,\n2,M\0,,\n",
        ", line 3: The file is not text: it holds zero bytes. Export it again as CSV; if it was copied, the copy "
        "may be damaged.",
    ),
    "half of UTF-16": (
        b"\xff\xfe" + UASC.encode("utf-16-le") + b"x",
        ": The file is damaged: it starts as UTF-16 text and goes on as something else. Export or save it again, "
        "as “CSV UTF-8” if you can choose.",
    ),
    "one long line": (
        b'"' * 3_000_000,
        ": A line of the file has more than 100,000 characters or 1,000 cells. This is not a table of the "
        "return. Check what was exported.",
    ),
    "a damaged workbook": (
        b"PK\x03\x04 and nothing else",
        ": The file is damaged: it starts as a ZIP or workbook and cannot be opened. Copy or export it again.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named_and_the_other_files_are_read(case: str) -> None:
    data, sentence = BAD[case]
    good = ("oc3.csv", (LEAVERS + "1,01/02/2010,YES,F1,B1\n").encode())
    bad = ("file.csv", data if isinstance(data, bytes) else data.encode())
    reading = read([bad, good], "2025-26")
    assert [str(problem) for problem in reading.problems] == ["file.csv" + sentence]
    assert reading.files[0].problem is reading.problems[0]
    assert reading.files[1].problem is None
    assert list(reading.tables) == ["OC3"]
    assert cells(reading, "OC3") == [["1", "01/02/2010", "YES", "F1", "B1"]]


def test_every_table_is_recognised_whatever_the_name_and_order() -> None:
    for table in tables().values():
        reading = read_one(",".join(reversed(list(table.columns))), name="903 export final (2).CSV", year="2026-27")
        assert reading.problems == ()
        assert list(reading.tables) == [table.name]
        assert len(reading.tables[table.name]) == 0
        assert list(reading.tables[table.name].columns) == list(table.columns)
        assert reading.notices == []


def test_the_same_table_twice_names_both_files_and_uses_neither() -> None:
    reading = read(
        [("a.csv", (UASC + "1,M,,\n").encode()), ("b.csv", (UASC + "2,M,,\n").encode()), ("c.csv", MOVES.encode())],
        "2025-26",
    )
    assert [str(problem) for problem in reading.problems] == [
        "The UASC table is there twice: in a.csv and b.csv. Keep the one that belongs to this return and remove the "
        "other; neither was used."
    ]
    assert [file.problem for file in reading.files] == [reading.problems[0], reading.problems[0], None]
    assert list(reading.tables) == ["Missing"]


def test_lines_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = UASC + '\n1,M,"01/02\n/2010",\n\n\n,,,\n2,M,01/02/2010,\n"3","M",01/02/2010,\n'
    assert read_one(text).tables["UASC"].line.tolist() == [3, 7, 8]


def test_values_in_the_file_are_kept_beside_those_the_rules_see() -> None:
    reading = read_one(UASC + " ab1 ,m,1/2/2010, \nNA,null,zz,None\n")
    assert cells(reading) == [["AB1", "M", "1/2/2010", ""], ["NA", "NULL", "ZZ", "NONE"]]
    assert cells(reading, raw=True) == [[" ab1 ", "m", "1/2/2010", " "], ["NA", "null", "zz", "None"]]


def test_a_column_in_which_nothing_changes_is_not_copied() -> None:
    table = read_one(UASC + "1,m,01/02/2010,\n").tables["UASC"]
    assert table.columns["DOB"] is table.raw["DOB"]
    assert table.columns["SEX"] is not table.raw["SEX"]


def test_point_zero_is_left_out_where_a_number_is_meant_and_nowhere_else() -> None:
    episodes = (
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        "0012.0,1.0,S,C2,N1,U1,PR1,,,,1.0,1.0,1234567.00\n"
    )
    table = read_one(episodes).tables["Episodes"]
    assert {name: values[0] for name, values in table.columns.items() if "0" in values[0] or "1" in values[0]} == {
        "CHILD": "0012",
        "DECOM": "1.0",
        "CIN": "N1",
        "PLACE": "U1",
        "PLACE_PROVIDER": "PR1",
        "HOME_POST": "1.0",
        "PL_POST": "1.0",
        "URN": "1234567",
    }


def test_a_number_shortened_to_a_power_of_ten_is_kept_and_said() -> None:
    reading = read_one(UASC + "4.06E+06,M,,\n")
    assert cells(reading)[0][0] == "4.06E+06"
    assert said(reading) == [
        (
            2,
            "A spreadsheet has shortened 1 value to a power of ten (UASC: CHILD 1), such as “4.06E+06”. The digits are "
            "lost: export the file again and do not save it in a spreadsheet.",
        )
    ]


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ("2010-02-28", "YYYY-MM-DD"),
        ("2010/02/28", "YYYY/MM/DD"),
        ("28/02/10", "DD/MM/YY, with two digits for the year"),
        ("28/02/2010 00:00:00", "DD/MM/YYYY with a time after it"),
        ("2010-02-28 00:00:00.000", "YYYY-MM-DD with a time after it"),
        ("28.02.2010", "DD-MM-YYYY, without slashes"),
        ("28-FEB-10", "a date with the month in words"),
        ("02/28/2010", "MM/DD/YYYY, with the month first"),
        ("40237", "a spreadsheet’s day number"),
        ("20100228", "YYYYMMDD, without anything between"),
        ("FEB 28 2010 12:00AM", "a date with the month in words"),
        ("SUNDAY 28 FEBRUARY 2010", "a date with the day of the week"),
    ],
)
def test_a_column_of_other_dates_is_kept_and_said_once(value: str, looks: str) -> None:
    reading = read_one(UASC + f"1,M,,\n2,M,{value},\n3,M,{value},\n4,M,3/4/2010,\n")
    assert [row[2] for row in cells(reading)] == ["", value, value, "3/4/2010"]
    assert said(reading) == [
        (
            3,
            f"The dates in UASC.DOB look like {looks}: 2 of 3, such as “{value}”. Dates in the return are DD/MM/YYYY; "
            "these are kept as they are and reported.",
        )
    ]


@pytest.mark.parametrize("value", ["1/2/2010", "31/12/2010", "ZZ/05/2020", "zz/zz/zzzz", ""])
def test_dates_the_return_allows_are_not_remarked_on(value: str) -> None:
    reading = read_one(f"CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,01/01/2010,P1,815,{value}\n")
    assert not any("look like" in notice.message for notice in reading.notices)


@pytest.mark.parametrize(
    ("table", "year", "last", "named"),
    [
        ("SWEpisodes", "2022-23", False, "2022-23 return, only from 2023-24"),
        ("SWEpisodes", "2023-24", False, ""),
        ("SWEpisodes", "2023-24", True, "2022-23 return, only from 2023-24"),
        ("SWEpisodes", "2024-25", True, ""),
        ("DoLo", "2025-26", False, "2025-26 return, only from 2026-27"),
        ("DoLo", "2026-27", True, "2025-26 return, only from 2026-27"),
        ("DoLo", "2026-27", False, ""),
        ("Header", "2022-23", True, ""),
    ],
)
def test_a_table_of_later_years_is_read_with_a_notice(table: str, year: str, last: bool, named: str) -> None:
    data = ",".join(tables()[table].columns).encode()
    reading = read([("x.csv", data)], year, last=last)
    assert list(reading.tables) == [table]
    expected = f"The {table} table is not part of the {named}. It was read all the same."
    assert [notice.message for notice in reading.notices] == ([expected] if named else [])
    assert reading.for_year("2026-27").year == "2026-27"


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "uasc.csv").write_text(UASC)
    reading = read([tmp_path / "a" / "uasc.csv", str(tmp_path / "b" / "uasc.csv")], "2025-26")
    assert [file.name for file in reading.files] == [f"{tmp_path}/a/uasc.csv", f"{tmp_path}/b/uasc.csv"]
    assert len(reading.problems) == 1


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    reading = read([tmp_path / "none.csv"], "2025-26")
    assert [str(problem) for problem in reading.problems] == [
        f"none.csv: There is no file or folder “{tmp_path}/none.csv”. Check the name."
    ]
