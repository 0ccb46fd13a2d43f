"""The model as a data package: one CSV file a table, and datapackage.json, which explains them to programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from ...insight.care.history import History
from ...insight.model.descriptor import descriptor
from ...insight.model.tables import Sheet
from ...returns.csv_files import for_people
from .cells import as_written
from .steps import Step


def package_files(h: History, sheets: Sequence[Sheet], with_ids: bool, step: Step) -> dict[str, bytes]:
    """The files of the package, the description first."""
    step("datapackage.json")
    described = descriptor(
        [(sheet.table, sheet.columns) for sheet in sheets],
        [year.name for year in h.years],
        with_ids=with_ids,
        notices=[notice.message for notice in h.notices],
    )
    written = {"datapackage.json": json.dumps(described, ensure_ascii=False, indent=1).encode()}
    for sheet in sheets:
        step(sheet.table.title)
        headings = [column.name for column in sheet.columns]
        rows = zip(*(as_written(cells, dt.date.isoformat) for cells in sheet.cells), strict=True)
        written[f"{sheet.table.name}.csv"] = for_people(headings, rows)
    return written
