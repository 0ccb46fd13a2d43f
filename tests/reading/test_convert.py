"""A return in any form, written as CSV files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.reading.forms import as_xml, rows_of
from validator.cli.command import main
from validator.reading import read
from validator.reading.as_csv import as_csv_files
from validator.returns.tables import tables
from validator.sample import sample


def test_csv_files_from_xml_hold_what_the_return_held() -> None:
    made_up = sample(40, seed=9, year="2026-27").this_year
    files = as_csv_files(read([("return.xml", as_xml(made_up))], "2026-27"))
    # No child of this return has a liberty order, and its XML says nothing about them.
    assert {table.usual_file_name for table in tables().values()} - set(files) == {"DoLo.csv"}
    before, after = rows_of(made_up), rows_of(files)
    for name, rows in before.items():
        assert sorted(map(str, after.get(name, []))) == sorted(map(str, rows))


def test_what_is_written_reads_back_the_same_and_values_are_those_of_the_file() -> None:
    text = 'CHILD,SEX,DOB,DUC\r\n" a,b",m,"1\n/2",É\r\n'
    files = as_csv_files(read([("x.csv", text.encode())], "2025-26"))
    assert list(files) == ["uasc.csv"]
    written = list(csv.reader(io.StringIO(files["uasc.csv"].decode(), newline="")))
    assert written == [["CHILD", "SEX", "DOB", "DUC"], [" a,b", "m", "1\n/2", "É"]]
    assert as_csv_files(read(list(files.items()), "2025-26")) == files


def test_plain_letters_need_no_mark() -> None:
    files = as_csv_files(read([("x.csv", b"CHILD,SEX,DOB,DUC\n1,M,,\n")], "2025-26"))
    assert files == {"uasc.csv": b"CHILD,SEX,DOB,DUC\r\n1,M,,\r\n"}


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "return.xml").write_bytes(b"<EXPSSDA903><CHILD><CHILDID>1</CHILDID></CHILD></EXPSSDA903>")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7")
    out = tmp_path / "out" / "csv"
    arguments = ["convert", str(tmp_path / "return.xml"), "-o", str(out), "--year", "2025-26"]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert shown.out.split() == [str(out / name) for name in usual_names() if name != "sw_episodes.csv"]
    assert shown.err == ""
    assert (out / "header.csv").read_bytes() == b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n1,,,,,,\r\n"

    assert main(arguments) == 2
    assert capsys.readouterr().err == (
        f"check903: The folder {out} holds header.csv already, which would be written over. Choose an empty folder.\n"
    )

    assert main(["convert", str(tmp_path / "bad.pdf"), "-o", str(tmp_path / "other")]) == 2
    assert "bad.pdf: This is a PDF." in capsys.readouterr().err


def usual_names() -> list[str]:
    return [table.usual_file_name for table in tables().values() if table.name != "DoLo"]
