"""How long single parts of the work take next to what they may take; `python -m dev.bench` prints it.

The budgets are for a quiet computer of two processors. On a busy one single readings mean little: each is the best of
a few.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from validator.checking.check import from_frame, make_return
from validator.checking.local_rules.evaluate import flagged
from validator.checking.local_rules.language import read_condition
from validator.checking.run import run
from validator.correcting.edits import Corrected
from validator.correcting.proposals import State
from validator.correcting.safe import safe_changes
from validator.correcting.suggestions import suggestions
from validator.exporting.model import write_model
from validator.insight import history
from validator.places.postcodes import postcodes
from validator.reading import read
from validator.reading.provider_list import read_providers
from validator.results.find import Finder, Query
from validator.results.keys import issue_keys
from validator.returns.collection import Collection
from validator.returns.rows import Return
from validator.returns.sheets import Book
from validator.returns.tables import YEARS
from validator.sample import AUTHORITY, council, sample

TIMES = 3

# What is timed, seconds that it may take, what to call.
Benchmark = tuple[str, float, Callable[[], Any]]


def lines() -> Iterator[str]:
    """Each part in words, with its seconds, and whether its budget is met."""
    for words, budget, call in (*_reference(), *_cleaning(), *_issues(), *_local_rules(), *_history()):
        seconds = min(_seconds(call) for _ in range(TIMES))
        met = "met" if seconds <= budget else "not met"
        yield f"    {words:<60}{seconds:8.3f} s  of {budget:g} s: {met}"


def _seconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _reference() -> list[Benchmark]:
    """Postcodes and the provider list."""
    reference = postcodes()
    assert reference is not None
    texts = [f"M{n % 30 + 1} {n % 10}{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}" for n in range(10_000)]
    asked = np.array(texts, dtype=object)
    book = Book()
    headings = (
        "URN",
        "Provider type",
        "Local authority",
        "Placement code",
        "Placement provider code",
        "Setting address postcode",
    )
    sheet = book.add("Providers", headings, (10,) * 6, ("text",) * 6)
    sheet.fill((str(1_000_000 + n), "Children's Home", "Leeds", "K2", "PR4", texts[n]) for n in range(10_000))
    workbook = book.close()
    return [
        ("10,000 postcodes looked up", 0.05, lambda: reference.look_up(asked)),
        ("a provider list of 10,000 read", 3, lambda: read_providers([("list.xlsx", workbook)], reference)),
    ]


def _state(children: int, error_rate: float) -> State:
    """A made-up return, checked."""
    year = YEARS[-2]
    made = sample(children, 1, year, error_rate)
    this_year = read(list(made.this_year.items()), year).tables
    last_year = read(list(made.last_year.items()), year, last=True).tables
    providers = read_providers([("providers.xlsx", made.providers)], postcodes())
    r = make_return(Collection(year, AUTHORITY), this_year, last_year, providers, postcodes())
    return State(Corrected(this_year), r, run(r))


def _cleaning() -> list[Benchmark]:
    """What can be corrected in a return of usual size."""
    state = _state(1_500, 0.1)
    found = len(state.report.issues)
    return [
        (f"safe changes of 1,500 children, {found:,} issues", 1, lambda: safe_changes(state, [])),
        (f"suggestions for 1,500 children, {found:,} issues", 2, lambda: suggestions(state)),
    ]


def _issues() -> list[Benchmark]:
    """Looking through many issues."""
    state = _state(6_700, 0.22)
    finder = Finder(state.r, state.report)
    found = len(state.report.issues)
    query = Query(text="12 2025", sort="child", category="inconsistent")
    return [
        (f"{found:,} issues searched", 0.1, lambda: finder.find(query, 10, 50)),
        (f"{found:,} lasting keys made", 0.3, lambda: issue_keys(state.r, state.report)),
    ]


def _local_rules() -> list[Benchmark]:
    """Conditions of local rules on many rows."""
    rows = 100_000
    draw = np.random.default_rng(903)
    days = pd.Series(pd.date_range("2020-01-01", periods=2000)).dt.strftime("%d/%m/%Y").to_numpy(dtype=object)
    child = np.arange(rows).astype(str).astype(object)
    tables = {
        "Episodes": {
            "CHILD": draw.permutation(child),
            "DECOM": draw.choice(days, rows),
            "DEC": draw.choice(days, rows),
            "PLACE": draw.choice(np.array(["U1", "U4", "K2", ""], dtype=object), rows),
            "URN": draw.choice(np.array(["1234567", ""], dtype=object), rows),
        },
        "Header": {"CHILD": child, "DOB": draw.choice(days, rows)},
    }
    texts = {name: from_frame(name, pd.DataFrame(columns)) for name, columns in tables.items()}
    r = Return(Collection(YEARS[-2]), texts)
    conditions = (
        "PLACE in ('U1', 'U2') and URN is blank and DECOM >= 01/04/2025",
        "age(Header.DOB, DECOM) < 10",
        "DECOM + 6 months < DEC or length(URN) > 7",
    )

    def part(condition: str) -> Benchmark:
        known = read_condition(condition, "Episodes")
        return f"{condition[:32]}... on {rows:,} rows", 0.05, lambda: flagged(known, r)

    return [part(condition) for condition in conditions]


def _history() -> list[Benchmark]:
    """Five years' returns joined, with the spells that figures rest on, and written."""
    returns = []
    for year, files in council(1_500, 5, 1, error_rate=0.05).returns.items():
        returns.append(
            make_return(Collection(year, AUTHORITY), read(list(files.items()), year).tables, None, None, postcodes())
        )
    joined = history(returns)

    def spells() -> int:
        h = history(returns)
        return len(h.periods) + len(h.placements) + len(h.legal_statuses)

    return [
        ("history of five years of 1,500 children", 1, spells),
        ("the same as a data package", 5, lambda: write_model(joined)),
        ("the same as a workbook", 5, lambda: write_model(joined, "xlsx")),
        ("the same as an SQLite file", 5, lambda: write_model(joined, "sqlite")),
    ]
