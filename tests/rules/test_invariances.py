"""What must not matter does not: how a return is written, who else is in it, and what a rule is not about.

Each is tested on every rule of every year, on returns in which nearly every rule finds something.
`CHECK903_MORE_RETURNS=20 pytest tests/rules/test_invariances.py` tests it on twenty times as many made-up returns.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import all_rules, in_force
from tests.rules.case_files import read_cases
from tests.rules.test_properties import AUTHORITY, PROVIDERS, Given, bounded, returns
from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.checking.run import run
from validator.places.postcodes import postcodes
from validator.places.providers import Providers
from validator.reading import read
from validator.results.keys import IssueKey, issue_keys
from validator.returns.columns import parse_dates
from validator.returns.tables import DERIVED, YEARS, tables
from validator.sample import sample

Frames = Mapping[str, pd.DataFrame]

TIMES = int(os.environ.get("CHECK903_MORE_RETURNS", "1"))
DATE = re.compile(r"0?(\d{1,2})/0?(\d{1,2})/(\d{4})")

# Rules about several children at once, and why: every other one sees one child at a time.
SEVERAL_CHILDREN = {"444": "two children have the same pupil number"}

# Rules to which it matters whether an episode is open, besides those that report its end (DEC or REC).
THE_END = {
    "226": "a move to another placement needs its reason, and a next episode shows it",
    "233": "an open episode has no reason for a change of placement yet",
    "432": "what follows an episode that ended care is a start of care",
    "553": "an adoption decision given up while the placement order runs",
    "555": "an adoption decision given up while the freeing order runs",
    "575": "who is still missing when the placement ends",
    "577": "who is still missing when care ends",
    "578": "who goes missing after care has ended",
    "581": "who goes missing after the last episode has ended",
    "707": "a deprivation of liberty order that outlasts care",
    "1007": "care leaver information for a child who is in care",
    "1016": "care leaver information for a child who left care after a birthday",
    "SW12STG2": "social workers are compared with episodes that ended and that are open in different ways",
}

# Rules about the date of birth: it is missing, or not what it was last year or in another table.
BIRTH = {
    "102": "it must be given",
    "203": "it is another than last year’s",
}


# -- the returns


@cache
def full_returns(year: str) -> tuple[Given, ...]:
    """Returns of a year in which nearly every rule finds something: all rules' cases, and made-up ones with errors.

    The first lacks the columns that are otherwise worked out (PL_LA and so on), the second has them.
    """
    later = int(year[:4]) - int(YEARS[-1][:4])
    found = []
    for supplied, cases in enumerate(all_cases_of_the_last_year()):
        frames = {name: dated(frame, later) for name, frame in cases.items()}
        providers = frames.pop("providers", PROVIDERS)
        if not supplied:
            made = [
                made_up(year, rate, 2 * seed + many) for seed in range(TIMES) for many, rate in enumerate((0.05, 0.5))
            ]
            frames = joined([*frames.items(), *(table for tables_made in made for table in tables_made)])
        found.append(Given(Collection(year, AUTHORITY), told_apart(frames), providers))
    return tuple(found)


@cache
def all_cases_of_the_last_year() -> tuple[dict[str, pd.DataFrame], ...]:
    """The cases without and with columns that are otherwise worked out, each case with children and dates of its own.

    Their dates are moved to the last collection year, as far as they are from their own.
    """
    worked_out = {name for names in DERIVED.values() for name in names}
    parts: tuple[list[tuple[str, pd.DataFrame]], ...] = ([], [])
    for number, case in enumerate(read_cases()):
        supplied = any(worked_out.intersection(frame) for name, frame in case.tables.items() if name != "providers")
        later = int(YEARS[-1][:4]) - int(case.year[:4])
        parts[supplied].extend((name, own_children(dated(f, later), f"{number}, ")) for name, f in case.tables.items())
    return tuple(map(joined, parts))


def joined(frames: Iterable[tuple[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Those of one name as one table, columns that some lack blank there."""
    by_name: dict[str, list[pd.DataFrame]] = {}
    for name, frame in frames:
        by_name.setdefault(name, []).append(frame)
    return {name: pd.concat(some, ignore_index=True).fillna("") for name, some in by_name.items()}


def made_up(year: str, error_rate: float, seed: int) -> list[tuple[str, pd.DataFrame]]:
    """The tables of a made-up return of 60 children with errors, and their names."""
    found = sample(60, seed=seed, year=year, error_rate=error_rate)
    return [
        (name + suffix, own_children(pd.DataFrame(dict(table.columns), dtype=object), f"made {seed}, "))
        for suffix, files in (("", found.this_year), ("_last", found.last_year))
        for name, table in read(list(files.items()), year, last=bool(suffix)).tables.items()
    ]


def own_children(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    """With a mark before each child's identifier (in the provider list there is none)."""
    return frame.assign(CHILD=[child and mark + child for child in frame["CHILD"]]) if "CHILD" in frame else frame


def dated(frame: pd.DataFrame, years_later: int) -> pd.DataFrame:
    """With every date so many years later."""

    def moved(text: str) -> str:
        if not (found := DATE.fullmatch(text)):
            return text
        day, month, year = found.groups()
        leap_day = (day, month) == ("29", "2")
        return f"{'28' if leap_day else day.zfill(2)}/{month.zfill(2)}/{int(year) + years_later}"

    return frame.map(moved) if years_later else frame


def told_apart(frames: Frames) -> dict[str, pd.DataFrame]:
    """Without the second of two rows of one child that differ neither in their key nor in their end.

    Only the order of the file can tell which of them is the first.
    """
    kept = {}
    for name, frame in frames.items():
        table = tables()[name.removesuffix("_last")]
        keys = frame.reindex(columns=[*table.row_key, *filter(None, [table.ends])], fill_value="")
        for column in keys.columns:
            if table.columns[column].type == "date":
                keys[column] = parse_dates(keys[column].to_numpy(dtype=object)).astype(str)
        kept[name] = frame[~keys.duplicated() | (frame["CHILD"] == "")].reset_index(drop=True)
    return kept


# -- their issues


def issues(some: Given, frames: Frames | None = None) -> set[IssueKey]:
    """The keys of the issues of a return, or of other tables in its place."""
    found = {name: from_frame(name.removesuffix("_last"), f) for name, f in (frames or some.frames).items()}
    now = {name: table for name, table in found.items() if not name.endswith("_last")}
    last = {name.removesuffix("_last"): table for name, table in found.items() if name.endswith("_last")}
    places = postcodes()
    listed = None if some.providers is None else Providers.from_frame(some.providers, places)
    r = make_return(some.collection, now, last or None, listed, places)
    report = run(r)
    assert report.crashed == {}
    return set(issue_keys(r, report))


@cache
def issues_of_year(year: str) -> tuple[set[IssueKey], ...]:
    """The issues of each of the full returns of a year."""
    return tuple(map(issues, full_returns(year)))


def an_example_of_each(keys: Iterable[IssueKey]) -> dict[str, IssueKey]:
    """Rule -> one of its issues, to be read when a test fails."""
    return {key.rule: key for key in sorted(keys)}


def unnumbered(keys: Iterable[IssueKey]) -> Counter[IssueKey]:
    """How many there are of each, whichever of several rows that have the same name comes first in its file."""
    return Counter(key._replace(number=0) for key in keys)


def same(before: Iterable[IssueKey], after: Iterable[IssueKey]) -> None:
    """Assert that no issue has gone and none is new."""
    before, after = Counter(before), Counter(after)
    assert (an_example_of_each(before - after), an_example_of_each(after - before)) == ({}, {})


# -- how it is written


def in_short(frames: Frames) -> Frames:
    """With every date that can be read written d/m/yyyy."""

    def written(column: pd.Series[str]) -> pd.Series[str]:
        readable = ~np.isnat(parse_dates(column.to_numpy(dtype=object)))
        return column.mask(readable, column.str.replace(DATE, r"\1/\2/\3", regex=True))

    return {name: frame.assign(**{c: written(frame[c]) for c in dates(name, frame)}) for name, frame in frames.items()}


def dates(name: str, frame: pd.DataFrame) -> list[str]:
    """The columns of a table that hold dates."""
    columns = tables()[name.removesuffix("_last")].columns
    return [name for name, column in columns.items() if column.type == "date" and name in frame]


def in_order(frames: Frames, order: Callable[[int], Iterable[int]]) -> Frames:
    """With the rows of each table in another order: `order` takes their number and gives their positions."""
    return {name: frame.iloc[list(order(len(frame)))].reset_index(drop=True) for name, frame in frames.items()}


def children(some: Given) -> list[str]:
    """The identifiers of the children, in order."""
    return sorted({child for frame in some.frames.values() for child in frame["CHILD"] if child})


def writing_does_not_matter(some: Given, before: set[IssueKey], random: Random) -> None:
    shuffled = in_order(some.frames, lambda count: random.sample(range(count), count))
    same(unnumbered(before), unnumbered(issues(some, in_short(shuffled))))

    old_names = children(some)
    numbers = random.sample(range(len(old_names)), len(old_names))
    new_name = {"": ""} | {old: f"N{number}" for old, number in zip(old_names, numbers, strict=True)}
    old_name = {new: old for old, new in new_name.items()}
    backwards = in_order(some.frames, lambda count: range(count - 1, -1, -1))
    renamed = issues(
        some, {name: frame.assign(CHILD=frame["CHILD"].map(new_name)) for name, frame in backwards.items()}
    )
    same(unnumbered(before), unnumbered(key._replace(child=old_name[key.child]) for key in renamed))


@pytest.mark.parametrize("year", YEARS)
def test_spelling_of_dates_order_of_rows_and_names_of_children_do_not_matter(year: str) -> None:
    for some, before in zip(full_returns(year), issues_of_year(year), strict=True):
        writing_does_not_matter(some, before, Random(year))


# -- who else is in it


def others_do_not_matter(some: Given, before: set[IssueKey], group: Callable[[int], int]) -> None:
    """Check the children group by group; `group` takes a child's number. Rows without a child go with the first."""
    group_of = {"": 0} | {child: group(number) for number, child in enumerate(children(some))}
    found: set[IssueKey] = set()
    for one in sorted(set(group_of.values())):
        found |= issues(some, {n: f[f["CHILD"].map(group_of) == one] for n, f in some.frames.items()})
    same(*({key for key in keys if key.rule not in SEVERAL_CHILDREN} for keys in (before, found)))


@pytest.mark.parametrize("year", YEARS)
def test_the_other_children_do_not_matter(year: str) -> None:
    """Each child has the same issues among a third of the children."""
    for some, before in zip(full_returns(year), issues_of_year(year), strict=True):
        random = Random(year)
        group_of = [random.randrange(3) for _ in children(some)]
        others_do_not_matter(some, before, group_of.__getitem__)


# -- what a rule is not about


def last_episodes_ended(some: Given, random: Random) -> Frames:
    """With each child's last episode, where it is open, ended on the last day of the period, be it with care or not."""
    episodes = some.frames["Episodes"].reindex(columns=list(tables()["Episodes"].columns), fill_value="")
    begin = pd.Series(parse_dates(episodes["DECOM"].to_numpy(dtype=object)))
    end = np.datetime64(some.collection.period[1], "D")
    # An episode without date may be the last one.
    latest = begin.fillna(pd.Timestamp.max).groupby(episodes["CHILD"]).transform("max")
    last = (begin == latest) & (begin < end) & ~episodes[["CHILD"]].assign(begin=begin).duplicated(keep=False)
    still_open = last & (episodes["CHILD"] != "") & (episodes["DEC"] == "") & (episodes["REC"] == "")
    assert still_open.any()
    reason = pd.Series(random.choices(["E4A", "X1"], k=len(episodes)))
    ended: dict[str, str | pd.Series] = {"DEC": f"{end.item():%d/%m/%Y}", "REC": reason}
    changed = some.frames["Episodes"].assign(**{c: episodes[c].mask(still_open, to) for c, to in ended.items()})
    return {**some.frames, "Episodes": changed}


@pytest.mark.parametrize("year", YEARS)
def test_an_end_on_the_last_day_matters_only_to_rules_about_the_end(year: str) -> None:
    about_it = {code for code, rule in in_force(year).items() if {"DEC", "REC"} & set(rule.fields)} | set(THE_END)
    for some, before in zip(full_returns(year), issues_of_year(year), strict=True):
        changed = before ^ issues(some, last_episodes_ended(some, Random(year)))
        assert an_example_of_each(key for key in changed if key.rule not in about_it) == {}


def birth_unknown(some: Given, before: set[IssueKey], random: Random) -> None:
    """Of some children the date of birth is blank in Header alone, of the others everywhere."""
    everywhere = {child: random.random() < 0.5 for child in ["", *children(some)]}
    blank = {
        name: frame.assign(DOB=frame["DOB"].mask(frame["CHILD"].map(everywhere) | (name == "Header"), ""))
        for name, frame in some.frames.items()
        if "DOB" in frame
    }
    added = issues(some, {**some.frames, **blank}) - before
    assert an_example_of_each(key for key in added if key.rule not in BIRTH) == {}


@pytest.mark.parametrize("year", YEARS)
def test_a_blank_date_of_birth_adds_issues_only_of_rules_about_it(year: str) -> None:
    for some, before in zip(full_returns(year), issues_of_year(year), strict=True):
        birth_unknown(some, before, Random(year))


# -- the same where tables are odd


@bounded(2 * TIMES)
@given(st.sampled_from(YEARS).flatmap(returns), st.integers())
def test_none_of_it_matters_in_odd_returns(odd: Given, seed: int) -> None:
    random = Random(seed)
    some = replace(odd, frames=told_apart(odd.frames))
    before = issues(some)
    writing_does_not_matter(some, before, random)
    others_do_not_matter(some, before, lambda number: number)
    birth_unknown(some, before, random)


# -- that all this says something


@pytest.mark.parametrize("year", YEARS)
def test_nearly_every_rule_finds_something_in_these_returns(year: str) -> None:
    # Silent are those about repeated rows, which are left out, and some about a provider that other cases list as well.
    silent = set(in_force(year)) - {key.rule for keys in issues_of_year(year) for key in keys}
    assert len(silent) <= len(in_force(year)) // 25, sorted(silent)


def test_exceptions_are_rules() -> None:
    assert {*SEVERAL_CHILDREN, *THE_END, *BIRTH} <= set(all_rules())
