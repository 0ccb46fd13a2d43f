"""`check903 benchmark`: compare error profiles and write a report."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..exporting.comparison_report import FORMATS
from ..exporting.writing import tell, write_file
from ..insight.benchmarking.comparison import Comparison
from ..insight.benchmarking.profile import LARGEST, SUFFIX, Profile, read_profile
from ..insight.benchmarking.views import cautions, summary
from ..returns.errors import InputError
from ..returns.tables import YEARS
from ..returns.words import listed


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("benchmark", help="compare error profiles of councils, dates and years")
    parser.add_argument("profiles", nargs="+", metavar="PROFILES", help=f"error profiles, or folders of *{SUFFIX}")
    parser.add_argument(
        "--council", metavar="NAME", help="the council to compare with the others; else the first given"
    )
    parser.add_argument("--year", choices=YEARS, help="collection year to compare; else the latest given")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help="the report: a name ending in .html, .xlsx or .csv",
    )
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Compare and write the report; 2 when some file could not be used, else 0."""
    write = FORMATS.get(options.output.suffix.lower())
    if write is None:
        raise InputError(
            f"The report cannot be written as “{options.output.name}”.",
            f"Give a name that ends in {listed(list(FORMATS), 'or')}.",
        )
    profiles, problems = read_all(options.profiles)
    if len(problems) == 1 and not profiles:
        raise problems[0]
    for problem in problems:
        tell(problem)
    comparison = Comparison(profiles, options.year or "")
    here = comparison.find(options.council or _first(profiles, comparison))
    write_file(options.output, write(comparison, here))
    print(summary(comparison, here))
    for caution in cautions(comparison):
        print(f"  {caution}")
    return 2 if problems else 0


def read_all(sources: Iterable[str]) -> tuple[list[Profile], list[InputError]]:
    """The profiles in files and folders, and what is wrong with the others."""
    profiles, problems = [], []
    for path in _files(sources):
        try:
            with path.open("rb") as file:
                # One byte more than allowed tells that there are too many, without reading them all.
                profiles.append(read_profile(file.read(LARGEST + 1), str(path)))
        except OSError as error:
            problems.append(InputError(f"The file cannot be read ({error.strerror}).", file=str(path)))
        except InputError as problem:
            problems.append(problem)
    return profiles, problems


def _files(sources: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, sources):
        yield from sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]


def _first(profiles: Sequence[Profile], comparison: Comparison) -> str:
    """The first council given that has a profile of the year."""
    return next(profile.council for profile in profiles if profile.year == comparison.year)
