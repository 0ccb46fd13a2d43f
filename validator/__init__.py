"""Finds the errors in an SSDA903 return on looked-after children.

from validator import Collection, validate
report = validate(Collection(year="2025-26", authority="Manchester"), ["header.csv", "episodes.csv"])
report.issues
"""

from .checking.check import validate
from .checking.report import Report
from .returns.collection import Collection
from .returns.errors import InputError
from .version import __version__

__all__ = ["Collection", "InputError", "Report", "__version__", "validate"]
