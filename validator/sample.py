"""Made-up returns: this year's and last year's, with a provider list, coherent and with as many errors as wanted.

No real child stands behind any of it. The postcodes are real public ones, everything else is drawn by chance from a
seed: the same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .collection import Collection
from .errors import InputError
from .sample_draws import Draws
from .sample_lives import Lives
from .sample_settings import Settings
from .sample_tables import Teller, as_files
from .tables import YEARS

AUTHORITY = "E08000003"

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


@dataclass(frozen=True)
class Sample:
    """A made-up return: file name -> bytes for each year, and the provider list (an Excel workbook)."""

    this_year: dict[str, bytes]
    last_year: dict[str, bytes]
    providers: bytes


def sample(
    children: int, seed: int = 903, year: str = YEARS[-1], error_rate: float = 0.0, authority: str = AUTHORITY
) -> Sample:
    """A made-up return of so many children for the collection year and authority.

    `error_rate` is the number of errors per row of this year's tables; 0 gives a return without any issue.

    Raises InputError for an unknown year or authority, or numbers that make no sense.
    """
    if children < 1:
        raise InputError(f"A return of {children} children cannot be made up.", "Ask for at least 1 child.")
    if not 0 <= error_rate <= 1:
        raise InputError(f"The error rate {error_rate} makes no sense.", "Give errors per row, from 0 to 1.")
    collection = Collection(year=year, authority=authority)
    assert collection.authority is not None
    draws = Draws(seed)
    settings = Settings(collection.authority, children, draws)
    lives = Lives(year, settings, draws, children)
    this_year = [lives.child() for _ in range(children)]
    gone = [lives.child_of_last_year() for _ in range(children // 6)]
    # Supported accommodation has Ofsted numbers since 2023; an open placement keeps its number from year to year.
    supported_numbers = year >= "2023-24"
    now = Teller(year, draws, supported_numbers=supported_numbers).tell(this_year)
    before = Teller(_year_before(year), draws, supported_numbers=supported_numbers).tell([*this_year, *gone])
    return Sample(as_files(now), as_files(before), settings.workbook())


def _year_before(year: str) -> str:
    opening = int(year[:4])
    return f"{opening - 1}-{opening % 100:02d}"


def add_command(subparsers: Subparsers) -> None:
    """Add the subcommand `sample` to the command line."""
    parser = subparsers.add_parser("sample", help="write a made-up return to try things with")
    parser.add_argument("outdir", metavar="OUTDIR", help="folder to write this_year, last_year and providers.xlsx into")
    parser.add_argument("--children", type=int, default=1500, metavar="N", help="children in this year's return")
    parser.add_argument("--seed", type=int, default=903, metavar="S", help="the same seed gives the same files")
    parser.add_argument("--year", default=YEARS[-1], metavar="YEAR", help="collection year, such as 2025-26")
    parser.add_argument("--error-rate", type=float, default=0.05, metavar="R", help="errors per row, from 0 to 1")
    parser.add_argument("--authority", default=AUTHORITY, metavar="NAME", help="authority that makes the return")
    parser.set_defaults(run=sample_command)


def sample_command(args: argparse.Namespace) -> int:
    """`check903 sample`: write the made-up return into a folder."""
    made = sample(args.children, args.seed, args.year, args.error_rate, args.authority)
    folder = Path(args.outdir)
    for name, files in (("this_year", made.this_year), ("last_year", made.last_year)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            (folder / name / file).write_bytes(content)
    (folder / "providers.xlsx").write_bytes(made.providers)
    print(f"Made-up return of {args.children} children written to {folder}: this_year, last_year, providers.xlsx.")
    return 0
