"""`check903 model`: files of every form in, one history out; a clear sentence for what is not plain."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.reading.forms import as_xlsx, as_xml, as_zip
from validator.cli.command import main
from validator.exporting.writing import write_files
from validator.sample import sample

TABLES = ("care_period", "placement", "year_status", "coverage")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up returns of 2025-26 and 2024-25, and of 2022-23 of others, in folders of these names."""
    made = tmp_path_factory.mktemp("years")
    newest, older = sample(25, 5, "2025-26", 0.1), sample(10, 6, "2022-23", 0)
    for year, files in (("2025-26", newest.this_year), ("2024-25", newest.last_year), ("2022-23", older.this_year)):
        write_files(made / year, files)
    return made


def model(folder: Path, *words: str, status: int = 0) -> dict[str, list[dict[str, str]]]:
    """The tables that the command writes, rows without their numbers."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    options = ["--authority", "Manchester", "--with-ids", "-o", str(out)]
    assert main(["model", *words, *options]) == status
    return {name: rows_of((out / f"{name}.csv").read_bytes()) for name in TABLES} if status == 0 else {}


def rows_of(content: bytes) -> list[dict[str, str]]:
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    numbers = {"row_id", "child_key", "worker_key", "source_file", "source_line"}
    numbers |= {"period_id", "placement_id", "counted_as", "same_carer_id"}
    return sorted(
        ({name: value for name, value in line.items() if name not in numbers} for line in lines),
        key=lambda line: tuple(line.values()),
    )


def test_earlier_years_in_any_order_and_last_is_one_of_them(folder: Path) -> None:
    now, last, old = (str(folder / year) for year in ("2025-26", "2024-25", "2022-23"))
    found = model(folder, now, "--earlier", last, "--earlier", old)
    assert {row["year"] for row in found["coverage"]} == {"2025-26", "2024-25", "2022-23"}
    assert found["care_period"]
    again = model(folder, now, "--earlier", old, "--last", last)
    # The check of this year knows more with last year's return.
    for rows in (*found.values(), *again.values()):
        for row in rows:
            row.pop("open_issues", None)
    assert again == found


@pytest.mark.parametrize("form", ["zip", "xlsx", "xml", "loose"])
def test_an_earlier_year_in_every_form(folder: Path, tmp_path: Path, form: str) -> None:
    now, files = str(folder / "2025-26"), {p.name: p.read_bytes() for p in (folder / "2024-25").iterdir()}
    expected = model(tmp_path, now, "--earlier", str(folder / "2024-25"))
    if form == "loose":
        write_files(tmp_path / "loose", {f"SSDA903_2025_{name}": content for name, content in files.items()})
        given = [str(path) for path in (tmp_path / "loose").iterdir()]
    else:
        made = {"zip": as_zip, "xlsx": as_xlsx, "xml": as_xml}[form](files)
        (tmp_path / f"return.{form}").write_bytes(made)
        given = [str(tmp_path / f"return.{form}")]
    found = model(tmp_path, now, "--earlier", *given)
    if form == "xml":  # has every table, and the return as it was before social workers
        assert found["care_period"] == expected["care_period"]
    else:
        assert found == expected


def test_issues_of_this_years_check_stand_beside_each_child(folder: Path, tmp_path: Path) -> None:
    words = (str(folder / "2025-26"), "--last", str(folder / "2024-25"))
    found = model(tmp_path, *words)["year_status"]
    assert {row["open_issues"] for row in found if row["year"] == "2024-25"} == {""}
    counted = sum(int(row["open_issues"]) for row in found if row["year"] == "2025-26")
    out = tmp_path / "issues.csv"
    assert main(["check", *words, "--authority", "Manchester", "--format", "csv", "-o", str(out)]) == 1
    issues = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert counted == sum(bool(row["child"]) and not row["table"].endswith("_last") for row in issues) > 10


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["2024-25", "2022-23"], "give each year its own --earlier"),
        (["2024-25/header.csv", "2022-23/header.csv"], "It is not plain of which year’s return this file is"),
        (["nothing"], "There is no file or folder"),
    ],
)
def test_what_is_not_plain_is_asked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], sentence: str
) -> None:
    model(tmp_path, str(folder / "2025-26"), "--earlier", *(str(folder / name) for name in given), status=2)
    assert sentence in capsys.readouterr().err


def test_files_that_do_not_tell_their_year_are_asked_about(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = tmp_path / "header.csv"
    shutil.copy(folder / "2024-25" / "header.csv", header)
    model(tmp_path, str(folder / "2025-26"), "--earlier", str(header), status=2)
    assert "Nothing in these files tells their year" in capsys.readouterr().err
    header.rename(tmp_path / "header 2024-25.csv")
    found = model(tmp_path, str(folder / "2025-26"), "--earlier", str(tmp_path / "header 2024-25.csv"))
    assert {row["year"] for row in found["coverage"]} == {"2025-26", "2024-25"}


def test_a_name_that_says_another_year_than_the_dates_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(folder / "2024-25", tmp_path / "return 2023-24")
    found = model(tmp_path, str(folder / "2025-26"), "--earlier", str(tmp_path / "return 2023-24"))
    assert "Most dates are in 2024-25, though the name says 2023-24" in capsys.readouterr().err
    assert {row["year"] for row in found["coverage"]} == {"2025-26", "2024-25"}


def test_swapped_headers_and_a_missing_year_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year, other in (("2025-26", "2024-25"), ("2024-25", "2025-26")):
        shutil.copytree(folder / year, tmp_path / year)
        shutil.copy(folder / other / "header.csv", tmp_path / year / "header.csv")
    old = str(folder / "2022-23")
    model(
        tmp_path,
        str(tmp_path / "2025-26"),
        "--year",
        "2025-26",
        "--earlier",
        str(tmp_path / "2024-25"),
        "--earlier",
        old,
    )
    told = capsys.readouterr().err
    assert "The Header files of 2024-25 and 2025-26 look swapped" in told
    assert "There is no return of 2023-24" in told
    model(tmp_path, str(folder / "2025-26"), "--earlier", str(folder / "2024-25"))
    assert "swapped" not in capsys.readouterr().err


def test_identifiers_that_changed_are_noticed_and_joined(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder / "2024-25", old)
    children = {row["CHILD"] for row in csv.DictReader((old / "header.csv").open(encoding="utf-8-sig"))} - {""}
    for path in old.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        for child in children:
            text = text.replace(f"{child},", f"OLD{child},")
        path.write_text(text, encoding="utf-8")
    words = (str(folder / "2025-26"), "--earlier", str(old))
    model(tmp_path, *words)
    assert "the identifiers seem to have changed" in capsys.readouterr().err
    ids = tmp_path / "ids.csv"
    ids.write_text("Old,New\n" + "".join(f"old{child},{child}\n" for child in sorted(children)), encoding="utf-8")
    joined = model(tmp_path, *words, "--ids", str(ids))
    assert "identifiers" not in capsys.readouterr().err
    plain = model(tmp_path, str(folder / "2025-26"), "--earlier", str(folder / "2024-25"))
    assert joined["care_period"] == plain["care_period"]


def test_keys_are_kept_from_one_export_to_the_next(folder: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.csv"
    base = ["model", str(folder / "2025-26"), "--keys", str(keys), "--with-ids", "-o"]
    numbers = []
    for name, more in (("one.zip", []), ("two.zip", ["--earlier", str(folder / "2024-25")])):
        assert main([*base, str(tmp_path / name), *more]) == 0
        with zipfile.ZipFile(tmp_path / name) as archive:
            lines = csv.DictReader(io.StringIO(archive.read("child.csv").decode("utf-8-sig")))
            numbers.append({line["child"]: line["child_key"] for line in lines})
    one, two = numbers
    assert len(two) > len(one)
    assert {child: two[child] for child in one} == one
    assert len(set(two.values())) == len(two)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n", "This is no key file"),
        ("kind,identifier,key\nchild,A,0\n", "line 2"),
        ("kind,identifier,key\nchild,A,1\nchild,B,1\n", "stands here again"),
    ],
)
def test_a_damaged_key_file_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    keys = tmp_path / "keys.csv"
    keys.write_text(content, encoding="utf-8")
    assert main(["model", str(folder / "2025-26"), "--keys", str(keys), "-o", str(tmp_path / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert keys.read_text(encoding="utf-8") == content
    assert not (tmp_path / "out").exists()
