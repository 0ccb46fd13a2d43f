"""Costs, outcomes and support: read forgivingly, joined to placements by child and nights, and nothing made up."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.care.case_files import a_return, tables_of
from tests.insight.model.makers import faults, only
from validator import InputError
from validator.cli.command import main
from validator.exporting.model import FORMATS, write_model
from validator.exporting.model.templates import templates
from validator.insight import History, history
from validator.insight.care.extra import unknown_children
from validator.insight.care.id_list import read_ids
from validator.insight.model.keys import Keys
from validator.insight.model.schema import model_tables
from validator.reading.extension import EXTENSION, read_extra

COSTS = """\
Child ID;Start date;End date;Weekly cost;Health;basis;note;Invoice
a;01/06/2024;2024-07-11;£1,400.00;700;Spot;SECRETNOTE;1
A;11/07/2024;;700;;block booked;;2
B;01/06/2020;01/07/2020;700;;;;3
C;31/06/2024;01/07/2024;dear;;;;4
X;01/06/2024;01/07/2024;700;;;;5
X;01/07/2024;01/08/2024;700;;;;6
"""
EPISODES = [
    ("A", "01/06/2024", "S", "U6", "01/07/2024", "X1"),
    ("A", "01/07/2024", "P", "K2", "", ""),
    ("B", "01/06/2024", "S", "U6", "", ""),
    ("C", "01/06/2024", "S", "U6", "08/06/2024", "X1"),
    ("C", "08/06/2024", "P", "T1", "", ""),
]


def made(*files: tuple[str, bytes]) -> History:
    columns = ("CHILD", "DECOM", "RNE", "PLACE", "DEC", "REC")
    rows = [{**dict(zip(columns, row, strict=True)), "LS": "C2"} for row in EPISODES]
    return history(a_return("2024-25", {"Episodes": rows}), extra=read_extra(files))


def shown(h: History, name: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(line[column] for column in columns) for line in tables_of(h)[name]]


def test_costs_are_read_forgivingly_and_what_cannot_be_read_is_told() -> None:
    h = made(("costs.csv", COSTS.encode("cp1252")))
    assert shown(h, "placement_cost", "child", "start", "end", "weekly_cost", "health", "basis", "nights_placed") == [
        ("A", "01/06/2024", "11/07/2024", "1400.0", "700.0", "spot", "40"),
        ("A", "11/07/2024", "", "700.0", "", "", "264"),
        ("B", "01/06/2020", "01/07/2020", "700.0", "", "", "0"),
        ("C", "", "01/07/2024", "", "", "", "0"),
    ]
    told = [str(notice) for notice in (*h.extra.notices, *unknown_children(h, h.extra))]
    assert told == [
        "costs.csv, line 5: start is not a date, such as 31/03/2025, in 1 row, this the first. It is left blank.",
        "costs.csv, line 5: weekly_cost is not a sum, such as 1,250.00, in 1 row, this the first. It is left blank.",
        "costs.csv, line 6: The child is in no return, in 2 rows, this the first. They are left out.",
    ]


def test_each_night_costs_a_seventh_of_the_week_and_what_meets_nothing_is_listed() -> None:
    h = made(("costs.csv", COSTS.encode()))
    columns = ("child", "what", "start", "end", "nights", "amount", "placement_id")
    assert shown(h, "cost_of_placement", *columns) == [
        ("A", "cost and placement", "01/06/2024", "01/07/2024", "30", "6000.0", "01/06/2024"),
        ("A", "cost and placement", "01/07/2024", "11/07/2024", "10", "2000.0", "01/07/2024"),
        ("A", "cost and placement", "11/07/2024", "01/04/2025", "264", "26400.0", "01/07/2024"),
        ("B", "cost without a placement", "01/06/2020", "01/07/2020", "", "", ""),
        ("B", "placement without a cost", "01/06/2024", "", "", "", "01/06/2024"),
        ("C", "cost without a placement", "", "01/07/2024", "", "", ""),
        ("C", "placement without a cost", "01/06/2024", "08/06/2024", "", "", "01/06/2024"),
    ]


OUTCOMES = """\
child,date,measure,value,unit,source
A,30/06/2024,Attendance,92,percent,School
B,01/07/2024,Attendance,80.5,percent,School
C,01/07/2024,Attendance,good,percent,SECRETSOURCE
A,01/07/2024,SECRETMEASURE,SECRETVALUE,,School
"""
SUPPORT = "child,start,end,service,note\nA,30/06/2024,02/07/2024,SECRETSERVICE,SECRETNOTE\n"


def test_outcomes_and_support_stand_beside_placements() -> None:
    h = made(("o.csv", OUTCOMES.encode()), ("s.csv", SUPPORT.encode()))
    columns = ("child", "date", "measure", "value", "source", "placement_id", "measure_as_given")
    assert shown(h, "outcome", *columns) == [
        ("A", "30/06/2024", "Attendance", "92.0", "", "01/06/2024", "Attendance"),
        ("A", "01/07/2024", "", "", "", "01/07/2024", "SECRETMEASURE"),
        ("B", "01/07/2024", "Attendance", "80.5", "", "01/06/2024", "Attendance"),
        ("C", "01/07/2024", "Attendance", "", "", "08/06/2024", "Attendance"),
    ]
    assert shown(h, "support", "child", "start", "end", "days", "placement_id", "service", "note") == [
        ("A", "30/06/2024", "02/07/2024", "2", "01/06/2024", "", "SECRETNOTE")
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_words_of_few_children_and_notes_are_in_no_file_without_identifiers(form: str) -> None:
    h = made(("c.csv", COSTS.encode()), ("o.csv", OUTCOMES.encode()), ("s.csv", SUPPORT.encode()))
    written = b"".join(write_model(h, form).values())
    if form != "xlsx":  # which is packed, and made of the same cells
        assert b"Attendance" in written
    assert b"SECRET" not in written
    assert b"block booked" not in written
    if form == "csv":
        assert b"SECRETNOTE" in b"".join(write_model(h, form, with_ids=True).values())


def test_nothing_is_wrong_with_a_package_that_has_the_extension(tmp_path: Path) -> None:
    h = made(("c.csv", COSTS.encode()), ("o.csv", OUTCOMES.encode()), ("s.csv", SUPPORT.encode()))
    files = write_model(h, with_ids=True)
    assert {f"{name}.csv" for name in model_tables()} < files.keys()
    names = [name for name, table in model_tables().items() if table.extension]
    assert faults(tmp_path, only(files, "child", "care_period", "placement", *names)) == []


def test_the_templates_are_read_as_what_they_are() -> None:
    files = templates()
    for sources in (
        [("extension.xlsx", files["extension.xlsx"])],
        [(name, content) for name, content in files.items() if name.endswith(".csv")],
    ):
        found = read_extra(sources)
        assert (found.problems, found.notices) == ([], [])
        assert list(found.tables) == list(EXTENSION)
        for name, table in found.tables.items():
            assert [len(table), str(table.columns["child"][0])] == [1, "100001"]
            assert list(table.columns) == [column.name for column in EXTENSION[name]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"child,start,end,price\n1,,,\n", "a.csv: This is no table of the extension"),
        ("a.csv", b"", "a.csv: The file is empty."),
        ("a.xml", b"<a/>", "a.xml: This is an XML file."),
        ("a.csv", b'child,start,end,service\n"1,,,\n', "a.csv: The rows of this file cannot be told apart."),
    ],
)
def test_a_file_that_is_none_is_told(name: str, content: bytes, sentence: str) -> None:
    found = read_extra([(name, content), ("s.csv", SUPPORT.encode())])
    assert [str(problem)[: len(sentence)] for problem in found.problems] == [sentence]
    assert list(found.tables) == ["support"]


def test_the_command_takes_the_filled_in_templates(tmp_path: Path) -> None:
    assert main(["sample", str(tmp_path), "--children", "12", "--year", "2025-26"]) == 0
    assert main(["templates", str(tmp_path / "extra")]) == 0
    out = tmp_path / "out"
    extra = [str(path) for path in (tmp_path / "extra").glob("*.csv")]
    child = (tmp_path / "this_year" / "episodes.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    for path in extra:
        Path(path).write_text(Path(path).read_text(encoding="utf-8").replace("100001", child), encoding="utf-8")
    assert main(["model", str(tmp_path / "this_year"), "--extra", *extra, "--with-ids", "-o", str(out)]) == 0
    (line,) = csv.DictReader(io.StringIO((out / "placement_cost.csv").read_text(encoding="utf-8-sig")))
    assert (line["child"], line["weekly_cost"], line["basis"]) == (child, "1250.0", "spot")


_CELLS = st.text('child,start\n";\t£0/9measurvlutdoc', max_size=80).map(str.encode)


@settings(max_examples=25)
@given(content=st.one_of(st.binary(max_size=60), _CELLS))
def test_whatever_is_given_is_read_or_refused_in_words(content: bytes) -> None:
    found = read_extra([("a.csv", b"child,date,measure,value\n" + content), ("b", content)])
    assert all(problem.problem for problem in found.problems)
    tables_of(history(a_return("2024-25", {}), extra=found))
    with suppress(InputError):
        read_ids(b"old,new\n" + content, "a.csv")
    with suppress(InputError):
        Keys.from_csv(b"kind,identifier,key\n" + content, "a.csv")
