"""Histories to write, made of the sample, and what the public validator of packages finds wrong."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from frictionless import Package

from validator.checking.check import make_return
from validator.insight import History, history
from validator.places.postcodes import postcodes
from validator.reading import read
from validator.returns.collection import Collection
from validator.returns.rows import Return
from validator.sample import AUTHORITY, sample

YEAR = "2025-26"


@cache
def the_return(children: int, error_rate: float) -> Return:
    """A made-up return with last year's, of few children: a package is looked at cell by cell."""
    made = sample(children, 903, YEAR, error_rate)
    now, last = read(list(made.this_year.items()), YEAR), read(list(made.last_year.items()), YEAR, last=True)
    return make_return(Collection(YEAR, AUTHORITY), now.tables, last.tables, None, postcodes())


def a_history(children: int = 10, error_rate: float = 0.5) -> History:
    """Its history."""
    return history(the_return(children, error_rate))


def faults(folder: Path, files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """What is wrong with a package: (table, kind of fault, column or note)."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    report = Package(str(folder / "datapackage.json")).validate()
    assert not report.errors, report.errors
    return [(task.name, error.type, error.note) for task in report.tasks for error in task.errors]


def only(files: dict[str, bytes], *names: str) -> dict[str, bytes]:
    """A package of some of the tables, to be looked at sooner."""
    described = json.loads(files["datapackage.json"])
    described["resources"] = [found for found in described["resources"] if found["path"][: -len(".csv")] in names]
    return {
        "datapackage.json": json.dumps(described).encode(),
        **{f"{name}.csv": files[f"{name}.csv"] for name in names},
    }
