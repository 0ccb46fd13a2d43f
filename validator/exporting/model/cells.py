"""The model's cells as CSV and Excel have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...returns.sheets import CellValue


def as_written(cells: Sequence[Any], day: Callable[[dt.date], CellValue]) -> Iterator[CellValue]:
    """A column's cells: a blank as nothing, true and false as words, dates as `day` gives them."""
    for cell in cells:
        if cell is None:
            yield ""
        elif isinstance(cell, bool):
            yield "true" if cell else "false"
        elif isinstance(cell, dt.date):
            yield day(cell)
        else:
            yield cell
