"""One council of a usual size over five years, made once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from validator.sample import Council, council

Rows = list[dict[str, str]]


def rows(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.fixture(scope="session")
def five_years() -> Council:
    return council(3000, 5, seed=11, year="2025-26")


@pytest.fixture(scope="session")
def told(five_years: Council) -> Callable[[str, str], Rows]:
    """The rows of a year's file, by the year and the name of the file without its ending."""
    read: dict[tuple[str, str], Rows] = {}

    def of(year: str, name: str) -> Rows:
        if (year, name) not in read:
            read[year, name] = rows(five_years.returns[year][f"{name}.csv"])
        return read[year, name]

    return of
