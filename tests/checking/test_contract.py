"""What `validate` promises a Python user: the forms that input may have, and the report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from validator import Collection, InputError, Report, validate
from validator.checking.issues import ISSUE_COLUMNS
from validator.exporting.writing import write_files
from validator.sample import Sample, sample

YEAR = "2025-26"
MANCHESTER = "E08000003"
TABLES = {
    "Header": "header.csv",
    "Episodes": "episodes.csv",
    "Reviews": "reviews.csv",
    "UASC": "uasc.csv",
    "OC2": "oc2.csv",
    "OC3": "oc3.csv",
    "AD1": "ad1.csv",
    "PlacedAdoption": "placed_for_adoption.csv",
    "PrevPerm": "previous_permanence.csv",
    "Missing": "missing.csv",
    "SWEpisodes": "sw_episodes.csv",
}


@pytest.fixture(scope="module")
def made() -> Sample:
    """A made-up return with errors."""
    return sample(60, 9, YEAR, 0.1)


@pytest.fixture(scope="module")
def folder(made: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same return as files: this_year, last_year, providers.xlsx."""
    folder = tmp_path_factory.mktemp("return")
    write_files(folder, made.files())
    return folder


def frames(folder: Path, names: dict[str, str]) -> dict[str, pd.DataFrame]:
    return {
        table: pd.read_csv(folder / file, dtype=str, keep_default_na=False).astype(object)
        for table, file in names.items()
    }


@pytest.fixture(scope="module")
def report(made: Sample) -> Report:
    """What is found in pairs of name and bytes."""
    now, before = list(made.this_year.items()), list(made.last_year.items())
    return validate(Collection(YEAR, MANCHESTER), now, before, [("providers.xlsx", made.providers)])


def test_paths_folders_and_pairs_give_the_same_report(folder: Path, report: Report) -> None:
    this_year, last_year, providers = folder / "this_year", folder / "last_year", folder / "providers.xlsx"
    collection = Collection(YEAR, MANCHESTER)
    for now, before, listed in (
        (sorted(this_year.iterdir()), list(map(str, last_year.iterdir())), [providers]),
        ([this_year], [str(last_year)], [str(providers)]),
        (str(this_year), last_year, providers),
    ):
        other = validate(collection, now, before, listed)
        pd.testing.assert_frame_equal(other.issues, report.issues)
        assert other.not_run == report.not_run
    assert tuple(report.issues.columns) == ISSUE_COLUMNS
    assert len(report.issues) > 50
    assert report.crashed == {}


def test_frames_give_the_same_issues(folder: Path, report: Report) -> None:
    now = frames(folder / "this_year", TABLES)
    before = frames(folder / "last_year", TABLES)
    other = validate(Collection(YEAR, MANCHESTER), now, before, [folder / "providers.xlsx"])
    columns = [name for name in ISSUE_COLUMNS if name != "file"]
    pd.testing.assert_frame_equal(other.issues[columns], report.issues[columns])
    assert set(other.issues["table"]) >= {"Episodes", "Header"}
    for table, row, child in zip(other.issues["table"], other.issues["row"], other.issues["child"], strict=True):
        box = before if table.endswith("_last") else now
        assert box[table.removesuffix("_last")]["CHILD"].iloc[row].strip().upper() == child.strip().upper()


def test_lines_are_those_of_a_spreadsheet_and_rows_leave_blank_lines_out() -> None:
    lines = ["", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", "", "1,M,01/01/2010,,,,", ",,,,,,", "2,M,30/02/2010,,,,", ""]
    report = validate(Collection(YEAR), [("h.csv", "\r\n".join(lines).encode())], only=["102"])
    assert report.issues[["row", "line", "file", "child"]].to_numpy().tolist() == [[1, 6, "h.csv", "2"]]
    assert [(notice.file, notice.line) for notice in report.notices] == [("h.csv", 5)]


def test_a_missing_column_counts_as_blank_and_a_derived_one_is_kept() -> None:
    header = pd.DataFrame({"CHILD": ["1", "2"], "UASC": ["1", "0"], "DOB": ["01/01/2020"] * 2}, dtype=object)
    kept = validate(Collection(YEAR), {"Header": header}, only=["231", "101"])
    assert kept.issues[["rule", "row"]].to_numpy().tolist() == [["101", 0], ["101", 1], ["231", 0]]


def test_a_frame_of_providers_will_do() -> None:
    episodes = pd.DataFrame({"CHILD": ["1", "2"], "URN": ["SC000001", "SC000002"], "PLACE": "K2"}, dtype=object)
    columns = ("URN", "LA_NAME_FROM_FILE", "PLACE_CODES", "PROVIDER_CODES", "REG_END", "POSTCODE", "LA_CODE_INFERRED",
               "LA_NAME_INFERRED")  # fmt: skip
    listed = pd.DataFrame([["SC000001", "Leeds", "K2", "PR4", "", "LS1 1UR", "E08000035", "Leeds"]], columns=columns)
    report = validate(Collection(YEAR, MANCHESTER), {"Episodes": episodes}, providers=listed, only=["1008"])
    assert report.issues["row"].tolist() == [1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "The input is NoneType, not files."),
        (7, "The input is int, not files."),
        (b"CHILD", "The input holds int where a file is wanted."),
        ([3], "The input holds int where a file is wanted."),
        ([("header.csv", "CHILD")], "The input holds tuple where a file is wanted."),
        (["a\0b"], "This is not the name of a file."),
        (["x" * 5000], "The file cannot be opened: File name too long."),
        ([""], "The name of a file is empty."),
        ([("header.csv", b"")], "The file is empty."),
    ],
)
def test_whatever_is_given_only_an_input_error_comes_back(given: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        validate(Collection(YEAR), given)
    assert words in str(caught.value)


def test_a_frame_may_hold_anything() -> None:
    dates = [dt.date(2010, 1, 1), pd.Timestamp(2010, 1, 1)]
    values = [None, 3, 2.0, float("nan"), pd.NaT, ["a", "b"], {"x": 1}, b"x", *dates]
    frame = pd.DataFrame({"CHILD": [str(n) for n in range(len(values))], "DOB": pd.Series(values, dtype=object)})
    report = validate(Collection(YEAR), {"Header": frame})
    assert report.crashed == {}
    found = report.issues.loc[report.issues["rule"] == "102", "row"].tolist()
    assert found == list(range(8))


def test_one_rule_may_be_named_without_a_list() -> None:
    header = pd.DataFrame({"CHILD": ["1"], "DOB": ["x"]}, dtype=object)
    assert list(validate(Collection(YEAR), {"Header": header}, only="102").run) == ["102"]


def test_input_is_not_changed(folder: Path) -> None:
    now = frames(folder / "this_year", TABLES)
    before = {name: frame.copy() for name, frame in now.items()}
    validate(Collection(YEAR, MANCHESTER), now)
    for name, frame in now.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_collection_of_ones_own_dates() -> None:
    header = pd.DataFrame({"CHILD": ["1", "2"], "DOB": ["01/03/2026", "28/02/2026"]}, dtype=object)
    collection = Collection(YEAR, start=dt.date(2025, 4, 2), end="28/02/2026")
    assert collection.period == (dt.date(2025, 4, 2), dt.date(2026, 2, 28))
    assert not collection.ends_early
    assert validate(collection, {"Header": header}, only=["301"]).issues["row"].tolist() == [0]
