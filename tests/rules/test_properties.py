"""No return, however odd, makes a rule crash; and what a rule flags depends on nothing but the return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rules import Rule, in_force
from tests.rules.case_files import all_cases
from validator import Collection, Report, validate
from validator.returns.codes import codes
from validator.returns.tables import DERIVED, YEARS, Column, tables

AUTHORITY = "E08000003"
CHILDREN = ("1", "2", "3", "")
HOSTILE = (
    *(
        "\x00",
        "\ud800",
        "\u202e",
        "\u00a0",
        "\u00b2",
        "\uff11\uff12/01/2024",
        "NAN",
        "NONE",
        "<NA>",
        "INF",
        "-1",
        "1E999",
    ),
    *(
        "9" * 400,
        "0x1F",
        "1_0",
        "=1+1",
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "%s%n",
        "{0}",
        "\\",
        "a\nb",
        "*.[",
    ),
    *("31/02/2024", "00/00/0000", "01/01/0001", "31/12/9999", "1/1/24", "2024-01-01", "ZZ/ZZ/ZZZZ", "12/05/\ud800024"),
)
UNREADABLE = ("31/02/2024", "00/00/0000", "01/01/0001", "1/1/24", "2024-01-01", "ZZ/ZZ/ZZZZ", "soon")
PLAUSIBLE = {
    "UPN": ("A123456789012", "B12345678901X", "UN1", "UN4"),
    "HOME_POST": ("M1 1AE", "SW1A 1AA"),
    "PL_POST": ("M1 1AE", "GU1 1AA", "ZZ9 9ZZ"),
    "URN": ("SC000001", "1234567", "XXXXXXX"),
    "SW_ID": ("SW1234", "XX1234", "1234"),
    "SDQ_SCORE": ("0", "17", "41"),
    "DATE_PERM": ("01/05/2012", "ZZ/05/2012", "ZZ/ZZ/ZZZZ"),
    "PL_LA": (AUTHORITY, "E09000033", "WAL", "CON"),
    "PL_LOCATION": ("IN", "OUT"),
    "PL_DISTANCE": ("0.0", "0.2", "12.5", "999.9"),
    "UASC": ("0", "1"),
}

# How a table can be odd. A return is drawn with all its tables in one shape, or with each in a shape of its own.
SHAPES = (
    *("plausible", "no rows", "one row", "blank", "blank child", "undated", "unreadable dates", "hostile"),
    *("one child", "strangers", "no column but CHILD", "missing"),
)


@dataclass
class Given:
    """What is given to `validate`: settings, tables (last year's with `_last` in their names), provider list.

    `beyond` are the checks to be run besides the Department's rules.
    """

    collection: Collection
    frames: dict[str, pd.DataFrame]
    providers: pd.DataFrame | None
    beyond: Mapping[str, Rule] = field(default_factory=dict)

    def check(self, frames: Mapping[str, pd.DataFrame] | None = None, only: Sequence[str] | None = None) -> Report:
        """Check the return, or other frames in its place."""
        frames = self.frames if frames is None else frames
        now = {name: frame for name, frame in frames.items() if not name.endswith("_last")}
        last = {name.removesuffix("_last"): frame for name, frame in frames.items() if name.endswith("_last")}
        return validate(self.collection, now, last or None, self.providers, only=only, beyond=self.beyond)


def _dates(year: str) -> tuple[str, ...]:
    """The days on which comparisons turn, and some before and after."""
    first = int(year[:4])
    around = ("31/03/{0}", "01/04/{0}", "02/04/{0}", "15/10/{0}", "24/03/{1}", "30/03/{1}", "31/03/{1}", "01/04/{1}")
    births = tuple(f"01/04/{first - age}" for age in (1, 5, 10, 14, 16, 17, 18, 21, 25))
    return (
        *(day.format(first, first + 1) for day in around),
        *births,
        f"31/08/{first - 1}",
        "29/02/2020",
        "29/02/2008",
    )


def _values(column: Column | None, name: str, year: str) -> tuple[str, ...]:
    """Plausible values of a column (None: a derived one), a blank among them."""
    if name in PLAUSIBLE:
        return (*PLAUSIBLE[name], "")
    assert column is not None
    return (*(_dates(year) if column.type == "date" else codes(column.codes, year)), "")


@st.composite
def frames(draw: st.DrawFn, table: str, year: str, shape: str) -> pd.DataFrame:
    """One table of text in one of the SHAPES."""
    known = tables()[table].columns
    names = [*known, *DERIVED.get(table, ())] if shape != "no column but CHILD" else ["CHILD"]

    def cells(name: str) -> st.SearchStrategy[str]:
        is_date = name in known and known[name].type == "date"
        if name == "CHILD":
            own = {"one child": ("1",), "blank child": ("",), "strangers": (f"only in {table}",), "hostile": HOSTILE}
            return st.sampled_from(own.get(shape, CHILDREN))
        if shape in ("blank", "blank child") or (shape == "undated" and is_date):
            return st.just("")
        if shape == "hostile":
            return st.sampled_from(HOSTILE)
        if shape == "unreadable dates" and is_date:
            return st.sampled_from(UNREADABLE)
        return st.sampled_from(_values(known.get(name), name, year))

    least, most = {"no rows": (0, 0), "one row": (1, 1)}.get(shape, (2, 5))
    rows = draw(st.lists(st.tuples(*map(cells, names)), min_size=least, max_size=most))
    return pd.DataFrame(rows, columns=names, dtype=object)


@st.composite
def returns(draw: st.DrawFn, year: str, shape: str | None = None) -> Given:
    """A return with all tables in one shape, or (None) each in a shape of its own."""
    given_tables = {}
    for suffix in ("", "_last"):
        for name in tables():
            own = shape or draw(st.sampled_from(SHAPES))
            if own != "missing":
                given_tables[name + suffix] = draw(frames(name, year, own))
    early = draw(st.sampled_from((None, None, f"{year[:4]}-09-30")))
    providers = draw(st.sampled_from((PROVIDERS, PROVIDERS[:0], None))) if shape is None else PROVIDERS
    return Given(Collection(year, AUTHORITY, as_at=early if shape is None else None), given_tables, providers)


PROVIDERS = pd.DataFrame(
    {
        "URN": ["SC000001", "SC000001", "1234567", "\ud800"],
        "LA_NAME_FROM_FILE": ["Manchester", "", "Surrey", "{0}"],
        "PLACE_CODES": ["K2", "U1,U2", "", "\x00"],
        "PROVIDER_CODES": ["PR1", "PR4", "", "*.["],
        "REG_END": ["", "15/10/2024", "", "soon"],
        "POSTCODE": ["M1 1AE", "", "GU1 1AA", "'"],
        "LA_CODE_INFERRED": [AUTHORITY, "", "E10000030", ""],
        "LA_NAME_INFERRED": ["Manchester", "", "Surrey", ""],
    },
    dtype=object,
)


def bounded(examples: int) -> settings:
    """The same examples on every run, so many of them."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def flagged(report: Report, places: Mapping[str, Sequence[int]] | None = None) -> set[tuple[str, str, int]]:
    """(rule, table, row) of each issue, rows counted as they stood before they were moved to `places`."""
    hits = zip(report.issues["rule"], report.issues["table"], report.issues["row"], strict=True)
    found = [(rule, table, int(places[table][row] if places else row)) for rule, table, row in hits]
    assert len(found) == len(set(found)), "a row is reported twice"
    return set(found)


def moved(frame: pd.DataFrame, random: Random) -> list[int]:
    """The positions of the rows in a new order, each child's own rows in the order in which they were."""
    owners = [child or f"blank, {row}" for row, child in enumerate(frame["CHILD"])]
    own_rows: dict[str, list[int]] = {owner: [] for owner in owners}
    for row, owner in enumerate(owners):
        own_rows[owner].append(row)
    return [own_rows[owner].pop(0) for owner in random.sample(owners, len(owners))]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_whole_return_of_one_shape(shape: str) -> None:
    @bounded(2)
    @given(returns("2024-25", shape))
    def no_crash_in_any_year(odd: Given) -> None:
        for year in YEARS:
            report = replace(odd, collection=Collection(year, AUTHORITY)).check()
            assert report.crashed == {}
            assert {*report.run, *report.not_run} == set(in_force(year))
            if shape not in ("missing", "no column but CHILD"):
                # Whatever the tables hold, a rule whose tables are there is run, unless the postcode reference is not.
                needing_postcodes = {code for code, rule in in_force(year).items() if "postcodes" in rule.needs}
                assert set(report.not_run) <= needing_postcodes

    no_crash_in_any_year()


@pytest.mark.parametrize("year", YEARS)
def test_a_return_with_each_table_in_a_shape_of_its_own(year: str) -> None:
    @bounded(5)
    @given(returns(year))
    def no_crash(odd: Given) -> None:
        supplied = {name: frame.copy() for name, frame in odd.frames.items()}
        assert odd.check().crashed == {}
        for name, frame in supplied.items():
            pd.testing.assert_frame_equal(odd.frames[name], frame)

    no_crash()


def check_in_any_order(some: Given, random: Random) -> Report:
    """The report, after asserting that it stays the same when rows and tables trade places or fewer rules are ticked.

    Rows move among those of other children; each child's own keep their order.
    """
    whole = some.check()
    expected = flagged(whole)

    places = {name: moved(frame, random) for name, frame in some.frames.items()}
    assert flagged(some.check({n: f.iloc[places[n]] for n, f in some.frames.items()}), places) == expected

    tables_moved = {name: some.frames[name] for name in random.sample(list(some.frames), len(some.frames))}
    assert flagged(some.check(tables_moved)) == expected

    codes_chosen = random.sample(list(whole.asked), 40)
    chosen = some.check(only=codes_chosen)
    assert flagged(chosen) == {hit for hit in expected if hit[0] in codes_chosen}
    assert chosen.not_run == {code: why for code, why in whole.not_run.items() if code in codes_chosen}
    return whole


@pytest.mark.parametrize("year", YEARS)
def test_order_and_choice_do_not_matter_in_odd_returns(year: str) -> None:
    @bounded(3)
    @given(returns(year), st.integers())
    def same(odd: Given, seed: int) -> None:
        assert check_in_any_order(odd, Random(seed)).crashed == {}

    same()


@pytest.fixture(scope="module")
def every_case() -> dict[str, pd.DataFrame]:
    """All rules' cases as one return."""
    return all_cases()


@pytest.mark.parametrize("year", YEARS)
def test_order_and_choice_do_not_matter_where_nearly_every_rule_flags(
    year: str, every_case: dict[str, pd.DataFrame]
) -> None:
    tables_given = {name: frame for name, frame in every_case.items() if name != "providers"}
    report = check_in_any_order(Given(Collection(year, AUTHORITY), tables_given, every_case["providers"]), Random(year))
    assert report.crashed == {}
    silent = set(report.run) - set(report.issues["rule"])
    assert len(silent) <= len(report.run) // 10, sorted(silent)
