"""Several files as one download: the letters, or a return's tables as CSV."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from ..checking.report import Report
from ..reading import Reading
from ..reading.as_csv import as_csv_files
from ..results.groups import Grouping
from ..returns.rows import Return
from ..tracking.notes import IssueNotes
from .letters import letters

_TYPES = {"html": "text/html", "text": "text/plain"}


class Download(NamedTuple):
    """A file to be saved: its name, media type, bytes."""

    name: str
    type: str
    content: bytes


def letters_download(r: Return, report: Report, grouping: Grouping, form: str, notes: IssueNotes) -> Download:
    """The letters of `validator.exporting.letters.letters`: letters.zip, or the only letter as it is.

    A report without issues to put right gives a ZIP with nothing in it.
    """
    files = letters(r, report, grouping, form, notes)
    if len(files) == 1:
        ((name, content),) = files.items()
        return Download(name, _TYPES[form], content)
    return packed("letters.zip", files)


def tables_download(reading: Reading) -> Download:
    """The tables of a return, whatever form it came in, as CSV files in tables.zip (see `convert.as_csv_files`)."""
    return packed("tables.zip", as_csv_files(reading))


def packed(name: str, files: Mapping[str, bytes]) -> Download:
    """File name -> bytes as a ZIP."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files.items():
            archive.writestr(member, content)
    return Download(name, "application/zip", written.getvalue())
