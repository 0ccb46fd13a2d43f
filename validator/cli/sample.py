"""`check903 sample`: a made-up return as folders of files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..exporting.writing import write_files
from ..returns.tables import YEARS
from ..sample.make import AUTHORITY, MOST_YEARS, council, sample

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add_command(subparsers: Subparsers) -> None:
    """Add the subcommand `sample` to the command line."""
    parser = subparsers.add_parser("sample", help="write made-up returns to try things with")
    parser.add_argument("outdir", metavar="OUTDIR", help="folder to write this_year, last_year and providers.xlsx into")
    parser.add_argument("--children", type=int, default=1500, metavar="N", help="children in this year's return")
    parser.add_argument("--seed", type=int, default=903, metavar="S", help="the same seed gives the same files")
    parser.add_argument("--year", choices=YEARS, default=YEARS[-1], help="collection year, such as 2025-26")
    parser.add_argument(
        "--years",
        type=int,
        metavar="N",
        help=f"returns of so many years of a council (2 to {MOST_YEARS}), each in a folder such as 2025-26, with what "
        "its placements cost and what truly happened",
    )
    parser.add_argument("--error-rate", type=float, default=0.05, metavar="R", help="errors per row, from 0 to 1")
    parser.add_argument("--authority", default=AUTHORITY, metavar="NAME", help="authority that makes the return")
    parser.set_defaults(run=sample_command)


def sample_command(args: argparse.Namespace) -> int:
    """`check903 sample`: write the made-up returns into a folder."""
    folder = Path(args.outdir)
    if args.years is None:
        write_files(folder, sample(args.children, args.seed, args.year, args.error_rate, args.authority).files())
        print(f"Made-up return of {args.children} children written to {folder}: this_year, last_year, providers.xlsx.")
        return 0
    made = council(args.children, args.years, args.seed, args.year, args.error_rate, args.authority)
    write_files(folder, made.files())
    oldest, newest = min(made.returns), max(made.returns)
    print(
        f"Made-up returns of {args.years} years written to {folder}: {oldest} to {newest} ({args.children} children), "
        "providers.xlsx, placement_cost.csv, truth.csv."
    )
    return 0
