"""Ofsted's provider lists: every layout, cleaning, and what is no provider list."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from validator import InputError
from validator.places.postcodes import Postcodes
from validator.places.providers import Providers
from validator.reading.provider_list import read_providers

HOMES = ["URN", "Provider Type", "Local Authority", "Provider Code", "Provider Placement Code", "Closed Date"]
SOCIAL_CARE = [
    "URN",
    "Provision type",
    "Local authority",
    "Placement code",
    "Placement provider code",
    "Setting postcode",
]
COMBINED = [
    "Something new", "URN", "Provider type", "Local authority", "Placement code", "Placement provider code",
    "Deregistration date", "Setting address postcode",
]  # fmt: skip
SUPPORTED = [
    "URN", "Provider type", "Provider local authority", "Setting local authority",
    "Setting address postcode", "Closed date",
]  # fmt: skip

Rows = Sequence[Sequence[Any]]
Sheets = Mapping[str, Rows]


def workbook(sheets: Sheets, epoch_1904: bool = False) -> bytes:
    """An Excel workbook with these sheets of rows."""
    stream = io.BytesIO()
    options = {"in_memory": True, "date_1904": epoch_1904, "default_date_format": "dd/mm/yyyy"}
    book = xlsxwriter.Workbook(stream, options)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return stream.getvalue()


def reference() -> Postcodes:
    areas = np.array(["E08000003", "E07000209", "W06000015"])
    metres = np.array([1.0, 2.0, 3.0])
    return Postcodes.from_columns(["M1 1AE", "GU1 1AA", "CF10 1EP"], areas, metres, metres)


def read(*sheets: Sheets) -> Providers:
    return read_providers([(f"list{at}.xlsx", workbook(one)) for at, one in enumerate(sheets)], reference())


def rows(made: Providers) -> list[tuple[Any, ...]]:
    codes = [(set(places), set(kinds)) for places, kinds in zip(made.place_codes, made.provider_codes, strict=True)]
    columns = (made.urn, made.la_name, codes, made.reg_end.astype(str), made.postcode, made.la_code)
    return [(urn, name, *both, str(day), post, code) for urn, name, both, day, post, code in zip(*columns, strict=True)]


B1: Sheets = {"Sheet1": [COMBINED, ["", 1234567, "Children’s Home", "Leeds", "K2", "PR4", "-", "m1 1ae"]]}
B2: Sheets = {
    "Notes": [["Nothing to see here"]],
    "Providers": [
        COMBINED,
        ["", 1234567, "Children's Home", "Leeds", "K1/K2", "PR1, PR2", dt.date(2024, 6, 30), "gu1 1aa"],
        ["", "sc012345 ", "Fostering", "Leeds", "U1,U2 , U3", "PR1/PR2", "na", ""],
    ],
    "SA providers": [
        SUPPORTED,
        [2700001, "Supported Accommodation", "Manchester", "Surrey", "M1 1AE", ""],
        ["2700001.0", "Supported Accommodation", "Manchester", "Surrey", "GU1 1AA", "N/A"],
    ],
}


def test_combined_on_one_sheet() -> None:
    assert rows(read(B1)) == [("1234567", "Leeds", {"K2"}, {"PR4"}, "NaT", "M11AE", "E08000003")]


def test_combined_on_two_sheets() -> None:
    made = read(B2)
    assert rows(made) == [
        ("1234567", "Leeds", {"K1", "K2"}, {"PR1", "PR2"}, "2024-06-30", "GU11AA", "E10000030"),
        ("SC012345", "Leeds", {"U1", "U2", "U3"}, {"PR1", "PR2"}, "NaT", "", ""),
        ("2700001", "Manchester", {"K3"}, {"PR4"}, "NaT", "M11AE", "E08000003"),
        ("2700001", "Manchester", {"K3"}, {"PR4"}, "NaT", "GU11AA", "E10000030"),
    ]
    assert made.source[1] == ("list0.xlsx", "Providers", 3)
    assert made.reg_end.dtype == np.dtype("datetime64[D]")


def test_the_sheet_of_supported_accommodation_may_have_codes_of_its_own() -> None:
    supported: Rows = [
        [*SUPPORTED, "Placement code", "Placement provider code"],
        [2700001, "", "", "", "", "", "H5", "PR5"],
    ]
    made = read({"Providers": B2["Providers"], "SA Providers": supported})
    assert made.place_codes[-1] == {"H5", "K3"}
    assert made.provider_codes[-1] == {"PR5"}


def test_2025_issue_without_a_setting_postcode() -> None:
    heading = [*COMBINED[:-1], "Provider postcode"]
    made = read(
        {"Providers": [heading, ["", 1, "", "", "U1", "PR1", "", "M1 1AE"]], "SA providers": B2["SA providers"]}
    )
    assert made.postcode[0] == "M11AE"
    both = [*COMBINED, "Provider postcode"]
    made = read(
        {"Providers": [both, ["", 1, "", "", "U1", "PR1", "", "GU1 1AA", "M1 1AE"]], "SA providers": B2["SA providers"]}
    )
    assert made.postcode[0] == "GU11AA"


A1: Sheets = {
    "Registration Conditions": [["URN", "Condition"], [1, "None"]],
    "Provider information": [
        [*HOMES, "Setting Postcode"],
        # The two headings have each other's codes.
        [1000001, "Children's Home", "Leeds", "PR4", "K2", dt.date(2023, 1, 31), "M1 1AE"],
        [1000002, "Children's Home", "Leeds", "K1", "PR1", "", "GU1 1AA"],
    ],
}
A1_OLDER: Sheets = {
    "Settings and Inspection Info": [HOMES, [1000001, "Children's Home", "Leeds", "PR4", "K2", "-"]],
    "Address Details": [["URN", "Setting Address Postcode"], [1000009, "GU1 1AA"], [1000001, "M1 1AE"]],
}
A2: Sheets = {
    "Current providers": [SOCIAL_CARE, ["SC000001", "Fostering", "Leeds", "U1,U6", "PR1", "CF10 1EP"]],
    "Providers closed in 2022-23": [
        [*SOCIAL_CARE, "Deregistration date"],
        ["SC000002", "Fostering", "Leeds", "U1", "PR5", "M1 1AE", dt.date(2022, 9, 1)],
    ],
}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_older_pair(order: tuple[int, int]) -> None:
    made = read(*[(A1, A2)[at] for at in order])
    assert sorted(rows(made)) == [
        ("1000001", "Leeds", {"K2"}, {"PR4"}, "2023-01-31", "M11AE", "E08000003"),
        ("1000002", "Leeds", {"K1"}, {"PR1"}, "NaT", "GU11AA", "E10000030"),
        ("SC000001", "Leeds", {"U1", "U6"}, {"PR1"}, "NaT", "CF101EP", "WAL"),
        ("SC000002", "Leeds", {"U1"}, {"PR5"}, "2022-09-01", "M11AE", "E08000003"),
    ]


def test_the_oldest_homes_list_has_its_postcodes_on_another_sheet() -> None:
    assert rows(read(A1_OLDER, A2))[0] == ("1000001", "Leeds", {"K2"}, {"PR4"}, "NaT", "M11AE", "E08000003")


@pytest.mark.parametrize(("half", "words"), [(A1, "children’s homes list"), (A2, "social care providers list")])
def test_half_of_the_older_pair_is_refused(half: Sheets, words: str) -> None:
    with pytest.raises(InputError, match=f"This is the {words}.*Add the other workbook"):
        read(half)


def test_half_of_the_older_pair_beside_a_combined_list_is_welcome() -> None:
    assert len(read(A1, B1)) == 3


def test_headings_may_stand_below_a_title_and_be_written_otherwise() -> None:
    heading = [
        " urn ",
        "PROVIDER  TYPE",
        "local\u00a0authority",
        "placement Code",
        "Placement provider code",
        "Setting Address Postcode",
    ]
    made = read({"2026": [["Ofsted providers"], [], heading, [7, "children's home", "Leeds", "K2", "PR4", "M1 1AE"]]})
    assert rows(made) == [("7", "Leeds", {"K2"}, {"PR4"}, "NaT", "M11AE", "E08000003")]
    assert made.source[0].line == 4


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_of_both_epochs(epoch_1904: bool) -> None:
    sheets: Sheets = {"Providers": [COMBINED, ["", 1, "Children's Home", "", "K2", "PR4", dt.date(2024, 2, 29), ""]]}
    made = read_providers([("list.xlsx", workbook(sheets, epoch_1904))], reference())
    assert str(made.reg_end[0]) == "2024-02-29"


@pytest.mark.parametrize(
    ("cell", "day"),
    [("30/06/2024", "2024-06-30"), ("2024-06-30", "2024-06-30"), ("30/06/2024 00:00", "2024-06-30"), ("n/a", "NaT")],
)
def test_dates_written_as_text(cell: str, day: str) -> None:
    made = read({"Providers": [COMBINED, ["", 1, "Children's Home", "", "K2", "PR4", cell, ""]]})
    assert str(made.reg_end[0]) == day
    assert not made.notices


@pytest.mark.parametrize(
    ("cell", "places", "kinds"),
    [
        ("U1; U2;U3", {"U1", "U2", "U3"}, set()),
        ("U1\nPR1\r\nU2", {"U1", "U2"}, {"PR1"}),
        ("U1 & K2 and H5", {"U1", "K2", "H5"}, set()),
        ("U1-U4, PR1 to PR3", {"U1", "U2", "U3", "U4"}, {"PR1", "PR2", "PR3"}),
        ("u1|u2 u3+pr4", {"U1", "U2", "U3"}, {"PR4"}),
    ],
)
def test_codes_are_found_by_their_form(cell: str, places: set[str], kinds: set[str]) -> None:
    made = read({"Providers": [COMBINED, ["", 1, "Children's Home", "", cell, "", "", ""]]})
    assert (made.place_codes[0], made.provider_codes[0]) == (places, kinds)
    assert made.notices == []


def test_what_is_no_code_is_said() -> None:
    made = read({"Providers": [COMBINED, ["", 1, "Children's Home", "", "K2, any", "PR4", "", ""]]})
    assert made.place_codes[0] == {"K2"}
    assert [(notice.line, notice.message) for notice in made.notices] == [
        (2, "1 row of the provider list has something else among the codes, such as “ANY”, which was left out.")
    ]


def test_what_is_left_out_or_not_understood_is_said() -> None:
    made = read(
        {"Providers": [COMBINED, ["", 1, "Children's Home", "", "K2", "PR4", "soon", ""], ["x", "", "", "y"], [""] * 8]}
    )
    assert len(made) == 1
    assert np.isnat(made.reg_end[0])
    assert [(notice.file, notice.line) for notice in made.notices] == [("list0.xlsx", 3), ("list0.xlsx", 2)]
    assert made.notices[0].message == "1 row of the provider list without a URN was left out."
    assert "soon" in made.notices[1].message


@pytest.mark.parametrize(
    "sheets",
    [
        {"Data": [["Name", "Postcode"], ["Home", "M1 1AE"]]},
        {"Data": [["URN", "Place"], [1, "K2"]]},
        {"Providers": [["URN", "Provider type"], [1, "Children's Home"]]},
        {"Providers": [["URN", "Placement code"], [1, "K2"]], "SA providers": B2["SA providers"]},
        {"Empty": []},
    ],
)
def test_an_unknown_layout_lists_what_was_found_and_what_is_needed(sheets: Mapping[str, Any]) -> None:
    with pytest.raises(InputError) as error:
        read(sheets)
    assert error.value.file == "list0.xlsx"
    assert f"“{next(iter(sheets))}”" in error.value.problem
    if "URN" in str(sheets):
        assert "urn" in error.value.problem
    assert "Placement provider code" in error.value.remedy


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (b"URN,Place\n1,K2\n", "This is not an Excel workbook."),
        (b"CHILD,SEX,DOB,DUC\n", "This is the UASC table of a return, not a provider list."),
        (b"%PDF-1.4", "This is a PDF, not an Excel workbook."),
        (b"PK\x03\x04 broken", "The file is damaged: it starts as a ZIP or workbook and cannot be opened."),
    ],
)
def test_what_is_no_workbook_is_an_input_error(content: bytes, problem: str) -> None:
    with pytest.raises(InputError) as error:
        read_providers([("list.xlsx", content)])
    assert (error.value.file, error.value.problem) == ("list.xlsx", problem)


def test_a_path_or_a_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(workbook(B1))
    (tmp_path / "~$list.xlsx").write_bytes(b"left over by Excel")
    assert len(read_providers([tmp_path / "list.xlsx"], reference())) == 1
    assert len(read_providers([tmp_path], reference())) == 1
    with pytest.raises(InputError):
        read_providers([tmp_path / "absent.xlsx"])


# -- from a frame


def test_from_a_frame() -> None:
    frame = pd.DataFrame(
        {
            "URN": ["SC001", 1234567, 7654321.0, None],
            "LA_NAME_FROM_FILE": ["Leeds", None, "Bradford", "x"],
            "PLACE_CODES": ["K1, K2", ["U1", "U2"], {"K3"}, ""],
            "PROVIDER_CODES": ["PR1/PR2", "PR4", "", ""],
            "REG_END": ["30/06/2024", pd.Timestamp("2024-07-01"), pd.NaT, ""],
            "POSTCODE": ["m1 1ae", "GU1 1AA", None, ""],
            "LA_CODE_INFERRED": ["E06000001", None, "E06000002", "E06000003"],
            "LA_NAME_INFERRED": ["Hartlepool", None, "Middlesbrough", ""],
        }
    )
    assert rows(Providers.from_frame(frame)) == [
        ("SC001", "Leeds", {"K1", "K2"}, {"PR1", "PR2"}, "2024-06-30", "M11AE", "E06000001"),
        ("1234567", "", {"U1", "U2"}, {"PR4"}, "2024-07-01", "GU11AA", ""),
        ("7654321", "Bradford", {"K3"}, set(), "NaT", "", "E06000002"),
    ]


def test_a_frame_without_authorities_is_placed_by_postcode() -> None:
    made = Providers.from_frame(pd.DataFrame({"URN": ["1"], "POSTCODE": ["GU1 1AA"]}), reference())
    assert made.la_code.tolist() == ["E10000030"]
    assert made.place_codes[0] == frozenset()


def test_an_empty_frame_and_one_without_urns() -> None:
    assert len(Providers.from_frame(pd.DataFrame({"URN": []}))) == 0
    with pytest.raises(InputError, match="no column URN"):
        Providers.from_frame(pd.DataFrame({"Urn": ["1"]}))


def test_ten_thousand_providers_are_read() -> None:
    heading = [*COMBINED, *(f"Inspection {at}" for at in range(4))]
    row = ["", 0, "Children's Home", "Leeds", "K2", "PR4", "-", "M1 1AE", *["some words"] * 4]
    content = workbook({"Providers": [heading, *([*row[:1], at, *row[2:]] for at in range(1, 10_001))]})
    made = read_providers([("list.xlsx", content)], reference())
    assert len(made) == 10_000
