"""Made-up returns: coherent without errors, wrong in nearly every way with them, and the same for the same seed."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from validator import Collection, InputError, Report, validate
from validator.cli.command import main
from validator.places.postcodes import postcodes
from validator.reading.provider_list import read_providers
from validator.returns.tables import YEARS, tables
from validator.sample import AUTHORITY, Sample, sample
from validator.sample.settings import spots

# A return in CSV cannot break these: its asylum-seeker flag, places and distances are worked out, and no two places in
# Great Britain are 1,000 miles apart.
NEVER_IN_CSV = {"164", "303", "411"}
# What cannot run here: a rule for XML alone, and one on a table that did not exist last year.
NOT_RUN = {"105", "706"}


def check(made: Sample, year: str, authority: str = AUTHORITY) -> Report:
    return validate(
        Collection(year=year, authority=authority),
        list(made.this_year.items()),
        list(made.last_year.items()),
        [("providers.xlsx", made.providers)],
    )


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode().splitlines()))


def digest(made: Sample) -> str:
    parts = [made.providers, *made.this_year.values(), *made.last_year.values()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("year", YEARS)
def test_without_errors_no_rule_finds_anything(year: str) -> None:
    report = check(sample(1500, seed=21, year=year), year)
    assert report.issues[["rule", "table", "row", "message"]].to_dict("records") == []
    assert not report.crashed
    assert not report.notices
    assert set(report.not_run) <= NOT_RUN


@pytest.mark.parametrize("authority", ["E09000001", "E06000053", "E10000030", "E06000057"])
def test_any_authority_can_make_the_return(authority: str) -> None:
    report = check(sample(300, seed=4, year="2025-26", authority=authority), "2025-26", authority)
    assert len(report.issues) == 0


def test_an_authority_that_is_half_of_the_one_it_replaced_can_make_the_return() -> None:
    report = check(sample(300, seed=4, year="2022-23", authority="E06000063"), "2022-23", "E06000063")
    assert len(report.issues) == 0


@pytest.mark.parametrize("year", YEARS)
def test_with_errors_nearly_every_rule_finds_something(year: str) -> None:
    report = check(sample(1500, seed=5, year=year, error_rate=0.05), year)
    assert not report.crashed
    fired = set(report.issues["rule"])
    silent = set(report.run) - fired - NEVER_IN_CSV
    assert len(silent) <= 0.03 * len(report.run), sorted(silent)


def test_more_errors_make_more_issues() -> None:
    few, many = (len(check(sample(300, 1, "2025-26", rate), "2025-26").issues) for rate in (0.01, 0.2))
    assert 0 < few < many


@pytest.mark.parametrize("children", [1, 3, 40])
@pytest.mark.parametrize("seed", range(4))
def test_small_returns_full_of_errors_are_made_and_read(children: int, seed: int) -> None:
    year = YEARS[seed]
    assert not check(sample(children, seed, year, error_rate=1.0), year).crashed


def test_the_same_seed_gives_the_same_bytes() -> None:
    made = digest(sample(200, seed=7, year="2026-27", error_rate=0.1))
    assert digest(sample(200, seed=7, year="2026-27", error_rate=0.1)) == made
    assert digest(sample(200, seed=8, year="2026-27", error_rate=0.1)) != made
    # Nothing may depend on the order of a set.
    code = "from tests.sample.test_sample import digest, sample; print(digest(sample(200, 7, '2026-27', 0.1)))"
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == made


def test_the_files_are_the_tables_of_each_year() -> None:
    made = sample(1500, year="2026-27")
    assert list(made.this_year) == [table.usual_file_name for table in tables().values()]
    assert "DoLo.csv" not in made.last_year
    for name, table in tables().items():
        found = rows(made.this_year[table.usual_file_name])
        assert found, name
        assert list(found[0]) == list(table.columns)
    assert "sw_episodes.csv" not in sample(5, year="2022-23").this_year
    assert "sw_episodes.csv" not in sample(5, year="2023-24").last_year
    assert len(rows(made.this_year["header.csv"])) == 1500


def test_every_life_that_the_return_knows_is_there() -> None:
    made = sample(1500, year="2026-27")
    episodes = rows(made.this_year["episodes.csv"])
    assert {"V3", "V4", "C1", "C2", "V2", "E1", "L1", "L2", "J1"} <= {row["LS"] for row in episodes}
    assert {"S", "L", "P", "B"} <= {row["RNE"] for row in episodes}
    assert {"U4", "U6", "K2", "K3", "P1", "A6", "T1", "Z12", "R5"} <= {row["PLACE"] for row in episodes}
    assert {"", "X1", "E11", "E4A", "E17", "E46"} <= {row["REC"] for row in episodes}
    header = rows(made.this_year["header.csv"])
    assert any(row["MOTHER"] == "1" for row in header)
    carried = {row["CHILD"] for row in header} & {row["CHILD"] for row in rows(made.last_year["header.csv"])}
    assert len(carried) > 500
    assert {row["SEX"] for row in rows(sample(50, year="2024-25").last_year["header.csv"])} == {"1", "2"}


def test_its_postcodes_are_real_and_its_providers_are_in_its_list() -> None:
    reference = postcodes()
    assert reference is not None
    places = [spot.postcode for spot in spots()]
    authority, _ = reference.place(places, None, "2025-26")
    assert authority.tolist() == [spot.authority for spot in spots()]
    made = sample(400, year="2025-26")
    listed = set(read_providers([("providers.xlsx", made.providers)]).urn)
    used = {row["URN"] for row in rows(made.this_year["episodes.csv"])} - {"", "XXXXXXX"}
    assert used
    assert used <= listed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"children": 0}, "0 children"),
        ({"children": 5, "error_rate": -0.1}, "error rate"),
        ({"children": 5, "error_rate": 1.5}, "error rate"),
        ({"children": 5, "year": "1999-00"}, "1999-00"),
        ({"children": 5, "authority": "Atlantis"}, "Atlantis"),
    ],
)
def test_what_cannot_be_made_up_is_an_input_error(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        sample(**arguments)  # type: ignore[arg-type]


def test_the_command_writes_folders_that_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made up"
    options = ["--children", "60", "--seed", "3", "--year", "2025-26", "--error-rate", "0", "--authority", "Leeds"]
    assert main(["sample", str(folder), *options]) == 0
    assert "Made-up return of 60 children" in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == ["last_year", "providers.xlsx", "this_year"]
    settings = ["--year", "2025-26", "--authority", "Leeds", "--last", str(folder / "last_year")]
    providers = ["--providers", str(folder / "providers.xlsx")]
    assert main(["check", str(folder / "this_year"), *settings, *providers]) == 0


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["sample", str(tmp_path / "file"), "--children", "5"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
