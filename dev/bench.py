"""How long a check takes: reading, preparing, each rule. `python -m dev.bench [CHILDREN...]` prints it.

Without numbers of children they are 1,500, and single parts are timed too (bench_parts.py), as in `build.py bench`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dev import bench_parts
from rules.language import NotRun
from rules.registry import in_force
from validator.checking.check import make_return
from validator.checking.run import flagged_rows, run, why_not
from validator.places.postcodes import postcodes
from validator.reading import read
from validator.reading.provider_list import read_providers
from validator.returns.collection import Collection
from validator.returns.tables import YEARS
from validator.sample import AUTHORITY, sample

# A busy machine makes single readings of a millisecond worthless.
TIMES = 5

# A rule above this share of all rules' time needs a reason in its comment.
SHARE = 0.05


@dataclass(frozen=True)
class Times:
    """Seconds of one check: reading the files, building the return, each rule by code, the whole `run`."""

    children: int
    rows: int
    reading: float
    building: float
    rules: dict[str, float]
    run: float
    issues: int

    def lines(self, slowest: int = 15) -> list[str]:
        """The figures in words, the slowest rules first."""
        total = sum(self.rules.values())
        found = [
            f"{self.children:,} children, {self.rows:,} rows with last year's: reading {self.reading:.3f} s, "
            f"building {self.building:.3f} s, {len(self.rules)} rules {total:.3f} s; "
            f"whole check {self.reading + self.building + self.run:.3f} s, {self.issues:,} issues"
        ]
        for code, seconds in sorted(self.rules.items(), key=lambda item: -item[1])[:slowest]:
            mark = f"  above {SHARE:.0%}" if seconds > SHARE * total else ""
            found.append(f"    {code:<10} {1000 * seconds:8.2f} ms  {seconds / total:6.1%}{mark}")
        return found


def measure(children: int, year: str = YEARS[-1], error_rate: float = 0.05) -> Times:
    """Time one check of a made-up return, everything it needs supplied; imports and made-up data are not counted."""
    made_up = sample(children, seed=1, year=year, error_rate=error_rate)
    reference = postcodes()
    providers = read_providers([("providers.xlsx", made_up.providers)], reference)
    in_force(year)
    clock = time.perf_counter
    begun = clock()
    this_year = read(list(made_up.this_year.items()), year)
    last_year = read(list(made_up.last_year.items()), year, last=True)
    have_read = clock()

    def build() -> Any:
        return make_return(Collection(year, AUTHORITY), this_year.tables, last_year.tables, providers, reference)

    r = build()
    built = clock()
    report = run(r)
    have_run = clock()
    return Times(
        children=children,
        rows=sum(map(len, [*this_year.tables.values(), *last_year.tables.values()])),
        reading=have_read - begun,
        building=built - have_read,
        rules=_each_rule(build, year),
        run=have_run - built,
        issues=len(report.issues),
    )


def _each_rule(build: Callable[[], Any], year: str) -> dict[str, float]:
    """Code -> seconds on a fresh return, the best of a few; a fact is counted with the first rule that asks for it."""
    times = [_once(build(), year) for _ in range(TIMES)]
    return {code: min(once[code] for once in times) for code in times[0]}


def _once(r: Any, year: str) -> dict[str, float]:
    seconds = {}
    for code, rule in in_force(year).items():
        if why_not(r, rule):
            continue
        begun = time.perf_counter()
        try:
            flagged_rows(r, rule)
        except NotRun:
            continue
        seconds[code] = time.perf_counter() - begun
    return seconds


def peak_memory() -> float:
    """The most memory this process has held, in GB; not known on Windows or in a browser."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ["1500"]):
        print("\n".join(measure(count).lines()))
        print(f"    peak memory {peak_memory():.2f} GB")
    if not sys.argv[1:]:
        print("\n".join(bench_parts.lines()))
