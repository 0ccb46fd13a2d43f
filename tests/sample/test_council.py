"""Made-up returns of one council over five years: they belong together, and the truth beside them is what they tell."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sample.conftest import Told, rows
from validator import Collection, InputError, validate
from validator.cli.command import main
from validator.returns.tables import YEARS
from validator.sample import AUTHORITY, Council, council, sample

YEARS_TOLD = ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"]
# What a code of one year is called in the next.
NOW_CALLED = {"1": {"1", "M"}, "2": {"2", "F"}, "H5": {"H5", "K3"}, "Z1": {"Z1", "Z11", "Z12", "Z13", "Z14"}}
EVENT = {"S": "started", "P": "moved", "B": "moved", "T": "same carer", "U": "same carer", "L": "legal status"}


def on(cell: str) -> dt.date:
    return dt.datetime.strptime(cell, "%d/%m/%Y").date()


def collection_year(cell: str) -> str:
    day = on(cell)
    opening = day.year - (day.month < 4)
    return f"{opening}-{(opening + 1) % 100:02d}"


@pytest.mark.parametrize(("before", "year"), list(pairwise(YEARS_TOLD)))
def test_no_rule_finds_anything_in_any_year(five_years: Council, before: str, year: str) -> None:
    this, last = (list(five_years.returns[name].items()) for name in (year, before))
    collection = Collection(year=year, authority=AUTHORITY)
    report = validate(collection, this, last, [("providers.xlsx", five_years.providers)])
    assert report.issues[["rule", "table", "row", "message"]].to_dict("records") == []
    assert not report.crashed


def test_a_year_without_rules_has_the_layout_of_the_first_with_rules(five_years: Council) -> None:
    assert YEARS_TOLD[0] < YEARS[0]
    assert list(five_years.returns[YEARS_TOLD[0]]) == list(five_years.returns[YEARS[0]])


@pytest.mark.parametrize(("before", "year"), list(pairwise(YEARS_TOLD)))
def test_what_was_open_on_31_march_goes_on_in_the_next_return(told: Told, before: str, year: str) -> None:
    first: dict[str, dict[str, str]] = {}
    for row in told(year, "episodes"):
        first.setdefault(row["CHILD"], row)
    open_then = [row for row in told(before, "episodes") if not row["DEC"]]
    assert len(open_then) > 500
    for row in open_then:
        goes_on = first[row["CHILD"]]
        for column in ("DECOM", "RNE", "LS", "CIN", "PLACE_PROVIDER", "PL_POST", "HOME_POST", "URN"):
            assert goes_on[column] == row[column], (row, goes_on)
        assert goes_on["PLACE"] in NOW_CALLED.get(row["PLACE"], {row["PLACE"]})
    header = {row["CHILD"]: row for row in told(year, "header")}
    for row in told(before, "header"):
        if (now := header.get(row["CHILD"])) is not None:
            assert (now["DOB"], now["ETHNIC"]) == (row["DOB"], row["ETHNIC"])
            assert now["SEX"] in NOW_CALLED.get(row["SEX"], {row["SEX"]})


def test_two_years_of_a_council_are_this_and_last_years_return() -> None:
    made = sample(120, seed=4, year="2025-26", error_rate=0.05)
    both = council(120, 2, seed=4, year="2025-26", error_rate=0.05)
    assert both.returns == {"2024-25": made.last_year, "2025-26": made.this_year}
    assert both.providers == made.providers


def test_the_truth_is_what_the_returns_tell(five_years: Council, told: Told) -> None:
    truth: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows(five_years.truth):
        truth[collection_year(row["date"])][row["event"], row["child"]] += 1
    for year in YEARS_TOLD:
        found: Counter[tuple[str, str]] = Counter()
        for row in told(year, "episodes"):
            if collection_year(row["DECOM"]) == year:
                found[EVENT[row["RNE"]], row["CHILD"]] += 1
            if row["REC"] not in ("", "X1"):
                found["left", row["CHILD"]] += 1
        assert found == truth[year]
        assert min(Counter(event for event, _ in found.elements()).values()) > 50


def test_the_truth_says_why(five_years: Council, told: Told) -> None:
    truth = rows(five_years.truth)
    assert {row["why"] for row in truth if row["event"] == "started"} >= {
        "adoption",
        "home",
        "long",
        "asylum",
        "breaks",
    }
    left = {(row["child"], row["date"]): row["why"] for row in truth if row["event"] == "left"}
    moved = {(row["child"], row["date"]): row["why"] for row in truth if row["event"] == "moved"}
    for year in YEARS_TOLD:
        for row in told(year, "episodes"):
            if row["REC"] not in ("", "X1"):
                assert left[row["CHILD"], row["DEC"]] == row["REC"]
            elif row["REASON_PLACE_CHANGE"] not in ("", "PLACE"):
                assert moved[row["CHILD"], row["DEC"]] == row["REASON_PLACE_CHANGE"]


def test_every_cost_is_of_a_placement_but_for_beds_kept(five_years: Council, told: Told) -> None:
    # Of an episode in two returns the newer one knows the end.
    ends = {(row["CHILD"], row["DECOM"]): row["DEC"] for year in YEARS_TOLD for row in told(year, "episodes")}
    placed: dict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for (child, start), end in ends.items():
        placed[child].append((on(start), on(end) if end else dt.date.max))
    costs = rows(five_years.placement_cost)
    assert len(costs) > 5000
    beside = []
    for row in costs:
        from_day, until = on(row["start"]), on(row["end"]) if row["end"] else dt.date.max
        assert from_day < until
        if not any(begun < until and from_day < over for begun, over in placed[row["child"]]):
            beside.append(row)
    assert 0 < len(beside) < 0.01 * len(costs)
    assert {row["note"] for row in beside} == {"Bed kept after the child left"}
    # A bed is kept for nobody else.
    assert sum(bool(row["note"]) for row in costs) == len(beside)


def test_a_few_placements_cost_very_much(five_years: Council) -> None:
    costs = rows(five_years.placement_cost)
    weekly = sorted(float(row["weekly_cost"]) for row in costs)
    median, top_tenth = weekly[len(weekly) // 2], weekly[-len(weekly) // 10]
    assert top_tenth >= 3 * median
    assert weekly[-1] > 15_000
    for row in costs:
        pence = [round(100 * float(row[column])) for column in ("weekly_cost", "social_care", "health", "education")]
        assert pence[0] == sum(pence[1:]) > 0
        assert row["basis"] in {"in house", "framework", "spot", "block"}


def test_most_placements_have_a_cost_and_some_have_none(five_years: Council, told: Told) -> None:
    year = YEARS_TOLD[-1]
    paid = {row["child"] for row in rows(five_years.placement_cost) if not row["end"]}
    open_now = [row for row in told(year, "episodes") if not row["DEC"] and row["LS"] not in ("V3", "V4")]
    with_carers = [row for row in open_now if row["PLACE"][0] == "U" or row["PLACE"] in ("K2", "K3")]
    assert 0.9 < sum(row["CHILD"] in paid for row in with_carers) / len(with_carers) < 1
    at_home = [row for row in open_now if row["PLACE"] == "P1"]
    assert at_home
    assert not [row for row in at_home if row["CHILD"] in paid]


def test_errors_are_in_the_last_year_alone() -> None:
    clean, spoilt = (council(150, 3, seed=2, year="2025-26", error_rate=rate) for rate in (0.0, 0.1))
    assert clean.returns["2023-24"] == spoilt.returns["2023-24"]
    assert clean.returns["2025-26"] != spoilt.returns["2025-26"]
    assert (clean.truth, clean.placement_cost) == (spoilt.truth, spoilt.placement_cost)


@pytest.mark.parametrize("years", [1, 11])
def test_years_that_cannot_be_made_up_are_an_input_error(years: int) -> None:
    with pytest.raises(InputError, match=f"{years} years"):
        council(5, years)


def test_the_command_writes_a_folder_for_each_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--children", "40", "--years", "5", "--year", "2025-26", "--error-rate", "0"]
    assert main(["sample", str(tmp_path), *options]) == 0
    assert "2021-22 to 2025-26" in capsys.readouterr().out
    beside = ["placement_cost.csv", "providers.xlsx", "truth.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [*YEARS_TOLD, *beside]
    last, providers = str(tmp_path / "2024-25"), str(tmp_path / "providers.xlsx")
    settings = ["--year", "2025-26", "--last", last, "--providers", providers, "--authority", AUTHORITY]
    assert main(["check", str(tmp_path / "2025-26"), *settings]) == 0
