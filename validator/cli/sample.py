"""`check903 sample`: a made-up return as folders of files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..exporting.writing import write_files
from ..returns.tables import YEARS
from ..sample.make import AUTHORITY, sample

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add_command(subparsers: Subparsers) -> None:
    """Add the subcommand `sample` to the command line."""
    parser = subparsers.add_parser("sample", help="write a made-up return to try things with")
    parser.add_argument("outdir", metavar="OUTDIR", help="folder to write this_year, last_year and providers.xlsx into")
    parser.add_argument("--children", type=int, default=1500, metavar="N", help="children in this year's return")
    parser.add_argument("--seed", type=int, default=903, metavar="S", help="the same seed gives the same files")
    parser.add_argument("--year", choices=YEARS, default=YEARS[-1], help="collection year, such as 2025-26")
    parser.add_argument("--error-rate", type=float, default=0.05, metavar="R", help="errors per row, from 0 to 1")
    parser.add_argument("--authority", default=AUTHORITY, metavar="NAME", help="authority that makes the return")
    parser.set_defaults(run=sample_command)


def sample_command(args: argparse.Namespace) -> int:
    """`check903 sample`: write the made-up return into a folder."""
    made = sample(args.children, args.seed, args.year, args.error_rate, args.authority)
    folder = Path(args.outdir)
    write_files(folder, made.files())
    print(f"Made-up return of {args.children} children written to {folder}: this_year, last_year, providers.xlsx.")
    return 0
