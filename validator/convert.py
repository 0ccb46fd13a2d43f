"""`check903 convert`: a return in any form as CSV files, one for each table, its values as they stand in the input."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .csv_files import for_programs
from .errors import InputError
from .reading import Reading, read
from .tables import YEARS, TextTable, tables
from .writing import tell, write_files

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def as_csv_files(reading: Reading) -> dict[str, bytes]:
    """The tables that were read as CSV files: the usual file name -> bytes, every value to the letter.

    The asylum-seeker flag of XML has no column in the CSV form: there, the UASC file lists these children.
    """
    return {tables()[name].usual_file_name: as_csv(table) for name, table in reading.tables.items()}


def as_csv(table: TextTable) -> bytes:
    """One table as the CSV file that `as_csv_files` makes of it."""
    columns = list(tables()[table.name].columns)
    return for_programs(columns, zip(*(table.raw[column] for column in columns), strict=True))


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
