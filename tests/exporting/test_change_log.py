"""The list of changes: for whoever corrects the case-management system."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from validator import Collection
from validator.checking.check import make_return
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.exporting import change_log as log
from validator.exporting.change_log import HEADINGS, ROW_DELETED, log_csv, log_lines, log_workbook
from validator.reading import read
from validator.results.groups import Grouping, by_social_worker
from validator.returns import sheets as sheets_module
from validator.returns.settings import Setting

FILES = {
    "header.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
    " 1 ,1,1/2/2010,wbri,,,\n2,F,03/04/2011,WBRI,=1+1,,\n3,M,,,,,\n",
    "episodes.csv": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "1,01/04/2025,S,C2,N1,u1,PR1,,,,,,\n2,,S,C2,N1,U1,PR1,,,,,,\n",
    "sw_episodes.csv": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n1,,SW/1,01/04/2025,,\n2,,SW2,01/04/2025,,\n",
    "missing.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n2,,M,01/05/2025,\n2,,M,01/05/2025,\n",
}
ETHNIC, PLACE = "White British", "Foster care by relative or friend, long term"
WHEN = dt.datetime(2026, 11, 22, 14, 5, 59, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def corrected() -> Corrected:
    safe = [
        Edit("Header", 0, "SEX", "M", "Renamed in 2024-25.", "102", "form"),
        Edit("Header", 0, "ETHNIC", "WBRI", "Small letters.", "", "form"),
        Edit("Episodes", 0, "PLACE", "U1", "Small letters.", "", "form"),
    ]
    by_hand = [
        Edit("Header", 1, "UPN", "=2+2", "As the school has it.", "115"),
        Edit("Episodes", 1, "DECOM", "05/04/2025", "It was blank."),
    ]
    return Corrected(
        read([(name, text.encode()) for name, text in FILES.items()], "2025-26").tables,
        [
            Step("Form", "safe", safe, when=WHEN),
            Step(
                "Twice",
                "suggestion",
                removals=[Removal("Missing", 1, "The row is there twice.", "1014", "return")],
                when=WHEN,
            ),
            Step("Cells", "by hand", by_hand, when=WHEN),
        ],
    )


def workers(found: Corrected) -> Grouping:
    return by_social_worker(make_return(Collection("2025-26"), found.tables))


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_change_is_told_in_words() -> None:
    data = log_csv(corrected())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    headings, *found = lines(data)
    assert headings == list(HEADINGS)
    assert found == [
        ["1", "Children", "", "header.csv", "2", "SEX", "Sex", "1", "Male", "M", "Male", "Renamed in 2024-25.",
         "Form only", "102",
         "safe", "2026-11-22T14:05"],
        ["1", "Children", "", "header.csv", "2", "ETHNIC", "Ethnic origin", "wbri", ETHNIC, "WBRI", ETHNIC,
         "Small letters.", "Form only", "", "safe", "2026-11-22T14:05"],
        ["2", "Children", "", "header.csv", "3", "UPN", "Unique pupil number", "'=1+1", "", "'=2+2", "",
         "As the school has it.", "Set by hand", "115", "by hand", "2026-11-22T14:05"],
        ["1", "Episodes of care", "DECOM 01/04/2025", "episodes.csv", "2", "PLACE", "Placement type", "u1",
         PLACE, "U1", PLACE, "Small letters.", "Form only", "", "safe", "2026-11-22T14:05"],
        ["2", "Episodes of care", "DECOM (blank)", "episodes.csv", "3", "DECOM", "Date episode began", "", "",
         "05/04/2025", "", "It was blank.", "Set by hand", "", "by hand", "2026-11-22T14:05"],
        ["2", "Missing and away periods", "MIS_START 01/05/2025", "missing.csv", "3", ROW_DELETED, "", "", "", "", "",
         "The row is there twice.", "Follows from this return", "1014", "suggestion", "2026-11-22T14:05"],
    ]  # fmt: skip
    assert [[str(cell) for cell in line] for line in log_lines(corrected())] == exact(data)[1:]


def test_letters_that_are_not_ascii_have_a_mark_before_them() -> None:
    tables = corrected().original
    data = log_csv(Corrected(tables, [Step("A step", "by hand", [Edit("Header", 0, "UPN", "é", "Because.")])]))
    assert data.startswith(codecs.BOM_UTF8)
    assert lines(data)[1][9] == "é"


def test_without_changes_there_are_only_headings() -> None:
    nothing = Corrected(corrected().original)
    assert lines(log_csv(nothing)) == [list(HEADINGS)]
    assert lines(log_csv(nothing, workers(nothing))) == [["Social worker", *HEADINGS]]
    assert sheets(log_workbook(nothing, workers(nothing))) == {"All changes": [["Social worker", *HEADINGS]]}


def test_grouped_by_social_worker() -> None:
    found = corrected()
    headings, *grouped = lines(log_csv(found, workers(found)))
    assert headings == ["Social worker", *HEADINGS]
    _, *plain = lines(log_csv(found))
    assert grouped == [[f"SW{'/' if line[0] == '1' else ''}{line[0]}", *line] for line in
                       sorted(plain, key=lambda line: line[0])]  # fmt: skip


def test_a_child_is_found_in_its_group_under_its_old_and_its_new_name() -> None:
    tables = corrected().original
    edits = [Edit(name, 0, "CHILD", "7", "Because.") for name in ("Header", "Episodes")]
    renamed = Corrected(tables, [Step("A step", "by hand", [*edits, Edit("Header", 2, "CHILD", "8", "Because.")])])
    for of in ({"1": "North"}, {"7": "North"}):
        found = lines(log_csv(renamed, Grouping("Team", "No team given", of)))
        assert [line[:2] for line in found] == [
            ["Team", "Child"], ["North", "1"], ["North", "1"], ["No team given", "3"],
        ]  # fmt: skip


def sheets(data: bytes) -> dict[str, Sequence[Sequence[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_says_the_same() -> None:
    found = corrected()
    assert list(sheets(log_workbook(found))) == ["All changes"]
    assert as_text(sheets(log_workbook(found))["All changes"]) == exact(log_csv(found))
    grouped = sheets(log_workbook(found, workers(found)))
    assert list(grouped) == ["All changes", "SW 1", "SW2"]
    every = exact(log_csv(found, workers(found)))
    assert as_text(grouped["All changes"]) == every
    assert as_text(grouped["SW 1"]) == [list(HEADINGS), *(line[1:] for line in every if line[0] == "SW/1")]
    assert as_text(grouped["SW2"]) == [list(HEADINGS), *(line[1:] for line in every if line[0] == "SW2")]


def exact(data: bytes) -> list[list[str]]:
    """The lines of a CSV for people without the apostrophes that keep formulas from being such."""
    return [[cell.removeprefix("'") for cell in line] for line in lines(data)]


def as_text(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]


def test_rows_beyond_excels_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = corrected().original
    edits = [Edit("Header", row, "UPN", "x", "Because.") for row in range(3)]
    found = Corrected(tables, [Step("A step", "by hand", edits)])
    monkeypatch.setattr(sheets_module, "MOST_ROWS", 3)
    written = sheets(log_workbook(found))
    assert len(written["All changes"]) == 3
    assert written["Note"] == [["Note"], ["The sheet All changes lacks the last 1 change: Excel has no room for more."]]


def test_settings_that_are_not_the_usual_ones_come_first() -> None:
    found = corrected()
    unusual = [Setting("as_at", "as at 30/09/2025"), Setting("postcodes", "own postcodes", "2 postcodes, list.csv")]
    written = sheets(log_workbook(found, workers(found), unusual))
    assert list(written) == ["Note", "All changes", "SW 1", "SW2"]
    assert written["Note"] == [
        ["Note"],
        ["Not the usual setting: as at 30/09/2025"],
        ["Not the usual setting: own postcodes (2 postcodes, list.csv)"],
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=3, max_size=3))
def test_any_name_of_a_group_makes_a_sheet(names: list[str]) -> None:
    found = corrected()
    children = dict(zip("123", names, strict=True))
    tables = found.original
    edits = [Edit("Header", row, "UPN", "x", "Because.") for row in range(3)]
    found = Corrected(tables, [Step("A step", "by hand", edits)])
    grouping = Grouping("Team", "No team given", {child: name for child, name in children.items() if name})
    written = sheets(log_workbook(found, grouping))
    assert len(written) == 1 + len(set(names))
    assert sum(len(rows) - 1 for rows in list(written.values())[1:]) == 3
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in written)
    assert len({name.casefold() for name in written}) == len(written)


def test_names_of_groups_that_are_alike_or_not_allowed() -> None:
    taken = {"all changes"}
    names = ["All changes", "a" * 40, "A" * 41, "History's'", "'", "a/b", "a:b", " \t"]
    assert [log._sheet_name(name, taken) for name in names] == [
        "All changes (2)", "a" * 31, "A" * 27 + " (2)", "History's", "Group", "a b", "a b (2)", "Group (2)",
    ]  # fmt: skip
