"""`check903 convert`: a return in any form as CSV files, one for each table, its values as they stand in the input."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..exporting.writing import tell, write_files
from ..reading import read
from ..reading.as_csv import as_csv_files
from ..returns.errors import InputError
from ..returns.tables import YEARS

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add_command(subparsers: Subparsers) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("convert", help="write a return as CSV files, for instance from its XML")
    parser.add_argument("files", nargs="+", metavar="FILES", help="files or folders of one return")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUTDIR", help="folder for the CSV files")
    parser.add_argument("--year", choices=YEARS, default=YEARS[-1], help="collection year of the return")
    parser.set_defaults(run=convert)


def convert(options: argparse.Namespace) -> int:
    """Write the files and name them; 2 when some input could not be used, else 0.

    Raises InputError when the folder cannot be written to, or holds such files already.
    """
    reading = read(options.files, options.year)
    for said in (*reading.problems, *reading.notices):
        tell(said)
    files = as_csv_files(reading)
    present = [name for name in files if (options.output / name).exists()]
    if present:
        raise InputError(
            f"The folder {options.output} holds {present[0]} already, which would be written over.",
            "Choose an empty folder.",
        )
    if files:
        write_files(options.output, files)
    for name in files:
        print(options.output / name)
    return 2 if reading.problems else 0
