"""Letters as one download: the letter itself, or a ZIP of several."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from .groups import Grouping
from .letters import letters
from .report import Report
from .returns import Return

_TYPES = {"html": "text/html", "text": "text/plain"}


class Download(NamedTuple):
    """A file to be saved: its name, media type, bytes."""

    name: str
    type: str
    content: bytes


def letters_download(r: Return, report: Report, grouping: Grouping, form: str) -> Download:
    """The letters of `validator.letters.letters`: letters.zip, or the only letter as it is.

    A report without issues gives a ZIP with nothing in it.
    """
    files = letters(r, report, grouping, form)
    if len(files) == 1:
        ((name, content),) = files.items()
        return Download(name, _TYPES[form], content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Download("letters.zip", "application/zip", packed.getvalue())
