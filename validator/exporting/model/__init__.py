"""The common data model written for others: as a data package, an Excel workbook or an SQLite file."""

from .write import FORMATS, write_model

__all__ = ["FORMATS", "write_model"]
