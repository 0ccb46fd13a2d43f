"""A return in any form as CSV files, one for each table, its values as they stand in the input."""

from __future__ import annotations

from ..returns.csv_files import for_programs
from ..returns.tables import TextTable, tables
from .result import Reading


def as_csv_files(reading: Reading) -> dict[str, bytes]:
    """The tables that were read as CSV files: the usual file name -> bytes, every value to the letter.

    The asylum-seeker flag of XML has no column in the CSV form: there, the UASC file lists these children.
    """
    return {tables()[name].usual_file_name: as_csv(table) for name, table in reading.tables.items()}


def as_csv(table: TextTable) -> bytes:
    """One table as the CSV file that `as_csv_files` makes of it."""
    columns = list(tables()[table.name].columns)
    return for_programs(columns, zip(*(table.raw[column] for column in columns), strict=True))
