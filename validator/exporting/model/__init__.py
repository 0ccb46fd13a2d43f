"""The common data model written for others: as a data package, an Excel workbook or an SQLite file."""

from .write import FORMATS, one_file, write_model

__all__ = ["FORMATS", "one_file", "write_model"]
