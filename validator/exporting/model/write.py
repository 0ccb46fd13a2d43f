"""One door for all forms in which the model is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ...checking.report import Report
from ...checking.run import Progress
from ...insight.care.history import History
from ...insight.model.keys import Keys
from ...insight.model.tables import Sheet, sheets
from ...returns.errors import InputError
from ..downloads import packed
from .database import database_files
from .package import package_files
from .steps import Step
from .workbook import workbook_files

Writer: TypeAlias = Callable[[History, Sequence[Sheet], bool, Step], dict[str, bytes]]

FORMATS: Mapping[str, Writer] = {"csv": package_files, "xlsx": workbook_files, "sqlite": database_files}


def one_file(name: str, files: Mapping[str, bytes]) -> bytes:
    """What `write_model` gives, as one file of that name: several are packed in a ZIP."""
    return packed(name, files).content if len(files) > 1 else next(iter(files.values()))


def write_model(
    h: History,
    form: str = "csv",
    *,
    keys: Keys | None = None,
    report: Report | None = None,
    with_ids: bool = False,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """The model of a history as files, name -> content: several for "csv", one for "xlsx" and "sqlite".

    Without `keys` the children's numbers are drawn anew; with them those that are new are added. `report` is the check
    of one of the years, for its open issues. `progress(done, total, what)` is told of each table, and may raise to end
    the work. Raises InputError for a form that is none of FORMATS.
    """
    if form not in FORMATS:
        raise InputError(f"“{form}” is no form of the model.", f"Choose from {', '.join(FORMATS)}.")
    found = sheets(h, keys or Keys(), report, with_ids=with_ids)
    done = 0

    def step(what: str) -> None:
        nonlocal done
        if progress is not None:
            progress(done, len(found) + 1, what)
        done += 1

    return FORMATS[form](h, found, with_ids, step)
