"""ZIPs and folders: what is taken out of them, what is passed over, and what is refused."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from validator.page.bridge import BOXES, Session
from validator.reading import Reading, read

UASC = b"CHILD,SEX,DOB,DUC\n1,M,01/02/2010,\n"
MISSING = b"CHILD,DOB,MISSING,MIS_START,MIS_END\n"
LEAVERS = b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n"
PACK_AGAIN = " Pack the files of the return again, or choose them without packing."


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def read_zip(*members: tuple[str, bytes]) -> Reading:
    return read([("a.zip", packed(*members))], "2025-26")


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(notice.file, notice.message) for notice in reading.notices]


SYSTEM = "The computer’s own file, not data: ignored."
NO_DATA = "Not a CSV, XML or Excel file: ignored."
MEMBERS = [
    ("z/uasc.csv", UASC),
    ("missing.csv", MISSING),
    ("__MACOSX/._missing.csv", b"x"),
    (".DS_Store", b"x"),
    ("z/Thumbs.db", b"x"),
    ("~$book.xlsx", b"x"),
    ("letter.docx", b"x"),
    ("readme.txt", b"Made on Friday\n"),
    ("oc3.txt", LEAVERS),
]
NOTICES = [
    (".DS_Store", SYSTEM),
    ("__MACOSX/._missing.csv", SYSTEM),
    ("letter.docx", NO_DATA),
    ("readme.txt", "Not a table of the return: ignored."),
    ("z/Thumbs.db", SYSTEM),
    ("~$book.xlsx", SYSTEM),
]


def test_a_zip_is_read_in_the_order_of_names() -> None:
    reading = read_zip(*MEMBERS)
    assert reading.problems == ()
    assert list(reading.tables) == ["UASC", "OC3", "Missing"]
    assert reading.tables["UASC"].file == "a.zip/z/uasc.csv"
    assert [file.name for file in reading.files if file.tables] == [
        "a.zip/missing.csv",
        "a.zip/oc3.txt",
        "a.zip/z/uasc.csv",
    ]
    assert said(reading) == [(f"a.zip/{name}", words) for name, words in NOTICES]
    assert reading.files[0].kind == "ZIP"


def test_a_folder_is_read_like_a_zip_and_names_its_files_from_there(tmp_path: Path) -> None:
    for name, data in MEMBERS:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(data)
    reading = read([tmp_path], "2025-26")
    assert reading.problems == ()
    assert list(reading.tables) == ["UASC", "OC3", "Missing"]
    assert reading.tables["UASC"].file == "z/uasc.csv"
    assert said(reading) == NOTICES


def test_files_of_two_folders_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "uasc.csv").write_bytes(UASC)
    problem = read([tmp_path / "a", tmp_path / "b"], "2025-26").problems[0].problem
    a, b = ((tmp_path / name / "uasc.csv").as_posix() for name in "ab")
    assert problem == f"The UASC table is there twice: in {a} and {b}."


def test_what_is_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "uasc.csv"
    path.write_bytes(UASC)
    for given, name in ((path, str(path)), (tmp_path, str(tmp_path))):
        reading = read([given, str(given)], "2025-26")
        assert reading.problems == ()
        assert reading.tables["UASC"].file.endswith("uasc.csv")
        assert said(reading) == [(name, "Given twice: read once.")]


def test_a_name_that_cannot_be_written_out_is_shown_without_its_odd_letters(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.csv").write_bytes(UASC)
    assert read([tmp_path], "2025-26").tables["UASC"].file == "caf?.csv"


def test_a_zip_in_a_folder_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("uasc.csv", UASC)))
    assert list(read([tmp_path], "2025-26").tables) == ["UASC"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert [problem.problem for problem in read([tmp_path], "2025-26").problems] == ["The folder is empty."]


LEADS_OUT = "The name of this file in the ZIP leads out of it." + PACK_AGAIN


@pytest.mark.parametrize("name", ["../uasc.csv", "/etc/uasc.csv", "x/../../uasc.csv", "C:/uasc.csv", "..\\uasc.csv"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    reading = read_zip((name, UASC), ("missing.csv", MISSING))
    assert [problem.problem + " " + problem.remedy for problem in reading.problems] == [LEADS_OUT]
    assert list(reading.tables) == ["Missing"]


def test_a_zip_inside_a_zip_is_refused_under_any_name() -> None:
    reading = read_zip(("in.zip", packed(("uasc.csv", UASC))), ("in.csv", packed(("uasc.csv", UASC))))
    assert [str(problem) for problem in reading.problems] == [
        "a.zip/in.csv: A ZIP inside a ZIP is not opened. Unpack it first.",
        "a.zip/in.zip: A ZIP inside a ZIP is not opened. Unpack it first.",
    ]


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(packed(("uasc.csv", UASC), method=zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    for flags in (6, directory + 8):
        data[flags] |= 1
    reading = read([("a.zip", bytes(data))], "2025-26")
    assert [str(problem) for problem in reading.problems] == [
        "a.zip/uasc.csv: This file in the ZIP is protected by a password." + PACK_AGAIN
    ]


def test_a_damaged_member_leaves_the_others_usable() -> None:
    data = bytearray(packed(("missing.csv", MISSING), ("uasc.csv", UASC), method=zipfile.ZIP_STORED))
    data[data.index(b"CHILD,SEX")] = ord("X")
    reading = read([("a.zip", bytes(data))], "2025-26")
    assert [str(problem) for problem in reading.problems] == [
        "a.zip/uasc.csv: This file in the ZIP is damaged." + PACK_AGAIN
    ]
    assert list(reading.tables) == ["Missing"]


def _lying_about_its_size() -> bytes:
    """A ZIP whose member unpacks to more than it says."""
    data = bytearray(packed(("uasc.csv", UASC + b"," * 5_000_000)))
    directory = data.index(b"PK\x01\x02")
    data[22:26] = data[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    return bytes(data)


def _sharing_bytes() -> bytes:
    """A ZIP whose directory lists its one file a hundred times."""
    data = packed(("uasc.csv", UASC + bytes(range(48, 122)) * 50), method=zipfile.ZIP_STORED)
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, ending = data[start:end], bytearray(data[end:])
    struct.pack_into("<HHI", ending, 8, 100, 100, 100 * len(entry))
    return data[:start] + entry * 100 + bytes(ending)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "packed far too tightly": (
        lambda: packed(("uasc.csv", UASC + b"," * 50_000_000)),
        "a.zip: The ZIP unpacks to 50 MB, more than any return has, so it was not unpacked." + PACK_AGAIN,
    ),
    "too many files": (
        lambda: packed(*[(f"{number}.csv", b"") for number in range(1001)]),
        "a.zip: The ZIP holds 1,001 files, more than any return has." + PACK_AGAIN,
    ),
    "lying about its size": (
        _lying_about_its_size,
        "a.zip/uasc.csv: This file in the ZIP is damaged." + PACK_AGAIN,
    ),
    "many that are packed too tightly together": (
        lambda: packed(*[(f"{number}.csv", UASC + b"," * 9_000_000) for number in range(3)]),
        "a.zip: The ZIP unpacks to 27 MB, more than any return has, so it was not unpacked." + PACK_AGAIN,
    ),
    "one file under many names": (
        _sharing_bytes,
        "a.zip: The ZIP is damaged: files in it share their bytes." + PACK_AGAIN,
    ),
    "empty": (lambda: packed(), "a.zip: The ZIP is empty." + PACK_AGAIN),
}


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_are_refused(case: str) -> None:
    make, sentence = BOMBS[case]
    reading = read([("a.zip", make())], "2025-26")
    assert [str(problem) for problem in reading.problems] == [sentence]
    assert reading.tables == {}


def test_of_too_many_files_the_first_thousand_are_read_and_the_next_is_told(tmp_path: Path) -> None:
    for number in range(1001):
        (tmp_path / f"{number:04}.dat").touch()
    (tmp_path / "0000.csv").write_bytes(UASC)
    reading = read([tmp_path], "2025-26")
    assert list(reading.tables) == ["UASC"]
    assert [str(problem) for problem in reading.problems] == [
        "0999.dat: There are more than 1,000 files: neither this one nor those after it were read. Choose only the "
        "files of the return."
    ]


def test_the_page_goes_on_with_more_than_a_thousand_files_and_with_a_file_without_a_name() -> None:
    session = Session()
    for box in BOXES:
        session.add(box, "", len(UASC), UASC)
        for number in range(1001):
            session.add(box, f"{number}.csv", 0, b"")
    files = session.inputs()["files"]
    assert files["this_year"][0]["tables"] == [{"title": "Unaccompanied asylum-seeking children", "rows": 1}]
    for box in ("this_year", "last_year"):
        assert ["more than 1,000 files" in str(file["problems"]) for file in files[box]] == [
            *[False] * 1000,
            True,
            False,
        ]
    assert any(file["problems"] for file in files["providers"])
    session.add("this_year", "oc3.csv", 0, b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n")
    assert len(session.remove("this_year", "7.csv")["files"]["this_year"]) == 1002
