"""Files in, text tables out: reading what councils have, forgiving and never silent."""

from __future__ import annotations

from .read import read
from .result import FileReading, Reading, Source

__all__ = ["FileReading", "Reading", "Source", "read"]
