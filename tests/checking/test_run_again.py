"""Running again only the rules that changed tables can affect gives what running all of them gives.

It rests on every rule saying which tables it looks at, so that is tested too, by watching the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rules import NotRun, Rule, in_force, own_checks
from tests.rules.case_files import all_cases
from validator import Collection, Report
from validator.checking.check import from_frame, make_again, make_return, of_year
from validator.checking.run import flagged_rows, run, run_again, why_not
from validator.places.postcodes import postcodes
from validator.places.providers import Providers
from validator.reading import read
from validator.reading.provider_list import read_providers
from validator.returns.rows import Return
from validator.returns.tables import DERIVED, DERIVED_FROM, LAST, THIS, YEARS, TableRef, TextTable
from validator.sample import AUTHORITY, sample

Tables = Mapping[str, TextTable]

# Whose texts take the place of others: of every kind that a column may hold, right or wrong.
ANYTHING = ("", "1", "S", "X1", "C2", "K2", "soon", "31/02/2025", "01/01/2010", "15/10/2025", "M1 1AE", "A123456789012")


def every_rule(year: str) -> dict[str, Rule]:
    return {**in_force(year), **of_year(own_checks(), year)}


@cache
def made_up(year: str) -> tuple[Tables, Tables, Providers]:
    """This year's tables, last year's and the provider list of a made-up return with many errors."""
    made = sample(80, seed=7, year=year, error_rate=0.2)
    now = read(list(made.this_year.items()), year).tables
    before = read(list(made.last_year.items()), year, last=True).tables
    return now, before, read_providers([("providers.xlsx", made.providers)], postcodes())


@cache
def of_the_cases() -> tuple[Tables, Tables, Providers]:
    """The same of all rules' cases together."""
    frames = all_cases()
    providers = Providers.from_frame(frames.pop("providers"), postcodes())
    now = {name: from_frame(name, frame) for name, frame in frames.items() if not name.endswith("_last")}
    last = {name.removesuffix("_last"): frame for name, frame in frames.items() if name.endswith("_last")}
    return now, {name: from_frame(name, frame) for name, frame in last.items()}, providers


def return_of(year: str, now: Tables, before: Tables, providers: Providers, as_at: str | None = None) -> Return:
    return make_return(Collection(year, AUTHORITY, as_at=as_at), now, before, providers, postcodes())


# -- which tables a rule looks at


class Watched(dict[Any, Any]):
    """Tables of a return; those that are looked at are noted in `seen`. Asking whether one is there is no looking."""

    def __init__(self, tables: Mapping[Any, Any], ref: Callable[[Any], TableRef], seen: set[TableRef]) -> None:
        super().__init__(tables)
        self.ref = ref
        self.seen = seen

    def __getitem__(self, name: Any) -> Any:
        self.seen.add(self.ref(name))
        return super().__getitem__(name)

    def get(self, name: Any, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> Any:
        self.seen.update(map(self.ref, dict.keys(self)))
        return super().items()

    def values(self) -> Any:
        self.seen.update(map(self.ref, dict.keys(self)))
        return super().values()

    def __iter__(self) -> Any:
        # Whoever goes through the names may go on to the tables by any way.
        self.seen.update(map(self.ref, dict.keys(self)))
        return super().__iter__()


def looked_at(r: Return, rule: Rule) -> set[TableRef]:
    """The tables that the rule looks at when it is run by itself, with what several rules share worked out anew."""
    seen: set[TableRef] = set()
    r.facts.clear()
    tables, this_year, last_year = r.tables, r.this_year, r.last_year
    r.tables = Watched(tables, lambda ref: ref, seen)
    r.this_year = Watched(this_year, TableRef, seen)
    r.last_year = Watched(last_year, partial(TableRef, year=LAST), seen)
    try:
        # Which tables are there, and whether they have what the rule needs, is asked beforehand.
        if not why_not(r, rule):
            seen.clear()
            rule.check(r)
    except NotRun:
        pass
    finally:
        r.tables, r.this_year, r.last_year = tables, this_year, last_year
    return seen


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("as_at", [False, True])
def test_a_rule_looks_at_no_table_but_those_it_names(year: str, as_at: bool) -> None:
    now, before, providers = made_up(year)
    day = f"{int(year[:4]) + 1}-02-15" if as_at else None

    @cache
    def without(left_out: TableRef | None) -> Return:
        """The return, one of its tables left out, if any."""
        this_year, last_year = (
            {name: rows for name, rows in given.items() if TableRef(name, of) != left_out}
            for of, given in ((THIS, now), (LAST, before))
        )
        return return_of(year, this_year, last_year, providers, day)

    seen_in_all: set[TableRef] = set()
    for code, rule in every_rule(year).items():
        # What a rule makes do with when one of the others is not there must be named as well.
        for left_out in (None, *rule.optional):
            seen = looked_at(without(left_out), rule)
            assert seen <= set(rule.looks_at), f"{code} looks at {sorted(seen - set(rule.looks_at))}"
            seen_in_all |= seen
    expected = set(map(TableRef.of, ("Header", "Episodes", "UASC", "Header_last", "Episodes_last", "SWEpisodes")))
    assert expected - seen_in_all <= ({TableRef("SWEpisodes")} if year == "2022-23" else set())


def test_watching_notices_a_table_that_is_not_named() -> None:
    now, before, providers = made_up("2025-26")
    r = return_of("2025-26", now, before, providers)

    def check(r: Any) -> Any:
        return r.Header.child_in(r.Reviews_last) if r.has("OC2") else r.this_year["Missing"].CHILD.blank

    rule = Rule("X", "", "", "", ("2025-26",), "invalid", (TableRef("Header"),), ("CHILD",), check=check)
    assert looked_at(r, rule) == {TableRef("Header"), TableRef("Reviews", LAST)}
    less = return_of("2025-26", {name: table for name, table in now.items() if name != "OC2"}, before, providers)
    assert looked_at(less, rule) == {TableRef("Missing")}


def test_a_column_is_worked_out_from_no_other_table_than_is_known() -> None:
    now, before, providers = made_up("2025-26")

    def derived(r: Return) -> dict[tuple[TableRef, str], list[str]]:
        return {
            (table, column): r.tables[table].text(column).values.tolist()
            for name, columns in DERIVED.items()
            for table in (TableRef(name, THIS), TableRef(name, LAST))
            for column in columns
        }

    whole = derived(return_of("2025-26", now, before, providers))
    found = set()
    for year, given in ((THIS, now), (LAST, before)):
        for name, rows in given.items():
            table, changed = TableRef(name, year), {**given, name: rows_of(rows, np.arange(0))}
            this_year, last_year = (now, changed) if year is LAST else (changed, before)
            less = derived(return_of("2025-26", this_year, last_year, providers))
            found |= {
                (other, table)
                for (other, column), values in less.items()
                if other != table and values != whole[other, column]
            }
    assert found == set(DERIVED_FROM.items())


# -- the report


def rows_of(table: TextTable, index: Any) -> TextTable:
    """Some rows of a table."""
    columns = {name: values[index] for name, values in table.columns.items()}
    return TextTable(table.name, columns, columns, table.line[index], table.file)


def changed_table(table: TextTable, random: Random) -> TextTable:
    """A table with some cells of a few columns changed, or with some rows deleted."""
    if random.random() < 0.2 and len(table):
        return rows_of(table, np.flatnonzero([random.random() < 0.9 for _ in range(len(table))]))
    columns = dict(table.columns)
    for name in random.sample(sorted(columns), min(len(columns), random.choice((1, 1, 2, 4)))):
        values = columns[name] = columns[name].copy()
        there = sorted(set(values.tolist()))
        for row in random.sample(range(len(values)), min(len(values), random.choice((1, 3, 20)))):
            values[row] = random.choice((*random.choices(there, k=4), *random.choices(ANYTHING, k=2)))
    return TextTable(table.name, columns, columns, table.line, table.file)


def assert_same(one: Report, other: Report) -> None:
    pd.testing.assert_frame_equal(one.issues, other.issues)
    for name in ("asked", "run", "not_run", "crashed"):
        assert list(getattr(one, name).items()) == list(getattr(other, name).items()), name
    assert (one.rows, one.children, one.rule_set) == (other.rows, other.children, other.rule_set)
    assert (one.collection, one.notices) == (other.collection, other.notices)


def follow(year: str, given: tuple[Tables, Tables, Providers], seed: str, steps: int) -> int:
    """Change tables step by step, and compare what is run again with a whole run on fresh tables; how many changed."""
    now, before, providers = given
    random = Random(seed)
    as_at = random.choice((None, f"{int(year[:4]) + 1}-01-31"))
    r = return_of(year, now, before, providers, as_at)
    beyond = of_year(own_checks(), year)
    report = run(r, beyond=beyond)
    different = 0
    for _ in range(steps):
        changed = random.sample(sorted(now), random.choice((1, 1, 2, 3)))
        now = {name: changed_table(table, random) if name in changed else table for name, table in now.items()}
        r = make_again(r, now)
        again = run_again(r, report, changed)
        assert_same(again, run(return_of(year, now, before, providers, as_at), beyond=beyond))
        different += not again.issues.equals(report.issues)
        report = again
    return different


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("seed", range(2))
def test_after_changes_to_a_made_up_return(year: str, seed: int) -> None:
    assert follow(year, made_up(year), f"{year}/{seed}", steps=6) >= 3


@pytest.mark.parametrize("year", ["2022-23", "2026-27"])
def test_after_changes_where_nearly_every_rule_flags(year: str) -> None:
    assert follow(year, of_the_cases(), year, steps=8) >= 3


@pytest.mark.parametrize("table", sorted(made_up("2026-27")[0]))
def test_after_a_change_to_one_table_alone(table: str) -> None:
    """Only rules that look at the table, or at what is worked out from it, are run again."""
    year = "2026-27"
    now, before, providers = made_up(year)
    r = return_of(year, now, before, providers)
    watched = Ran()
    beyond = {code: watched.of(rule) for code, rule in of_year(own_checks(), year).items()}
    report = run(r, beyond=beyond)
    watched.codes.clear()
    now = {**now, table: rows_of(now[table], np.arange(len(now[table]) // 2))}
    r = make_again(r, now)
    again = run_again(r, report, [table])
    reached = {TableRef(table), *(of for of, source in DERIVED_FROM.items() if source == TableRef(table))}
    assert watched.codes <= looking_at(beyond.values(), reached)
    assert_same(again, run(return_of(year, now, before, providers), beyond=beyond))


class Ran:
    """Which rules were run."""

    def __init__(self) -> None:
        self.codes: set[str] = set()

    def of(self, rule: Rule) -> Rule:
        """The rule, which says so when it is run."""

        def check(r: Any) -> Any:
            self.codes.add(rule.code)
            return rule.check(r)

        return Rule(**{**rule.__dict__, "check": check})


def looking_at(rules: Iterable[Rule], tables: set[TableRef]) -> set[str]:
    return {rule.code for rule in rules if tables.intersection(rule.looks_at)}


def test_with_nothing_changed_nothing_is_run() -> None:
    now, before, providers = made_up("2025-26")
    r = return_of("2025-26", now, before, providers)
    report = run(r)
    assert_same(run_again(r, report, []), report)
    assert [len(rows) for rows in flagged_rows(r, report.run["101"]).values()] == [
        int((report.issues["rule"] == "101").sum())
    ]
