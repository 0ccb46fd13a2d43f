"""One council of a usual size over five years, made once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import pytest

from validator.sample import Council, council

Row: TypeAlias = dict[str, str]
# The rows of a year's file, by the year and the name of the file without its ending.
Told: TypeAlias = Callable[[str, str], list[Row]]


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def telling(made: Council) -> Told:
    return cache(lambda year, name: rows(made.returns[year][f"{name}.csv"]))


@pytest.fixture(scope="session")
def five_years() -> Council:
    return council(1500, 5, seed=11, year="2025-26")


@pytest.fixture(scope="session")
def told(five_years: Council) -> Told:
    return telling(five_years)
