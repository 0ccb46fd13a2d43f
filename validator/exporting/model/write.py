"""One door for all forms in which the model is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...checking.report import Report
from ...checking.run import Progress
from ...insight.care.history import History
from ...insight.model.keys import Keys
from ...insight.model.schema import model_tables
from ...insight.model.tables import sheets
from ...returns.errors import InputError
from .package import package_files


def write_model(
    h: History,
    form: str = "csv",
    *,
    keys: Keys | None = None,
    report: Report | None = None,
    with_ids: bool = False,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """The model of a history as files, name -> content.

    `form` is one of FORMATS. Without `keys` the children's numbers are drawn anew; with them those that are new are
    added. `report` is the check of one of the years, for its open issues. `progress(done, total, what)` is told of each
    table, and may raise to end the work. Raises InputError for a form that is none.
    """
    if form not in FORMATS:
        raise InputError(f"“{form}” is no form of the model.", f"Choose from {', '.join(FORMATS)}.")
    found = sheets(h, keys or Keys(), report, with_ids=with_ids)
    written: dict[str, bytes] = {}
    for name, content in FORMATS[form](h, found, with_ids=with_ids):
        if progress is not None:
            progress(len(written), len(model_tables()) + 1, name)
        written[name] = content
    return written


FORMATS: Mapping[str, Callable[..., Iterator[tuple[str, bytes]]]] = {"csv": package_files}
