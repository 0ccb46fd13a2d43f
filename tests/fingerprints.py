"""What the product puts out for made-up returns, as hashes: run before and after a change that must change nothing.

    python -m tests.fingerprints > before.json

Of every year and in every form of input: the issues, the workbook's cells, the letters. Of every year: the command
line's output. Then the catalogue, and what a page answers to questions drawn at random, which is most of what there is.
Clock, salt and chance stand still.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import secrets
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

# Compiled against the real clock, so before it is held.
import pandas  # noqa: F401
from hypothesis.internal.conjecture import providers
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from validator.page.given import CheckSettings, ReturnBox

PAGES = 150
SEED = 23
CHILDREN = 25


class _Still(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> _Still:
        return cls(2026, 6, 1, 12, 0, 0, tzinfo=tz)


def _hold_still() -> None:
    """Before anything of the product is imported, which may take these by name."""
    dt.datetime = _Still  # type: ignore[misc]
    secrets.token_hex = lambda nbytes=None: "ab" * (nbytes or 16)
    # What is drawn may not hang on what stands in the code.
    providers._get_local_constants = lambda: providers._local_constants
    fixed = time.gmtime(1_780_315_200)
    time.localtime = lambda *_: fixed


def fingerprints(pages: int = PAGES) -> Iterator[tuple[str, str]]:
    """Name of a product -> hash of what it is."""
    from rules.language import YEARS
    from tests.reading.forms import as_xlsx, as_xml, as_zip
    from validator.page.bridge import Session
    from validator.sample import sample

    for year in YEARS:
        made = sample(CHILDREN, SEED, year, 0.4)
        forms = {
            "csv": dict(made.this_year),
            "xml": {"return.xml": as_xml(made.this_year)},
            "xlsx": {"return.xlsx": as_xlsx(made.this_year)},
            "zip": {"return.zip": as_zip(made.this_year)},
        }
        for form, files in forms.items():
            for name, content in _of_return(year, files, dict(made.last_year)):
                yield f"{year} {form} {name}", _hash(content)
    yield "catalogue", _hash(Session().catalogue())
    for number, (answers, asked) in enumerate(_of_pages(pages)):
        yield f"page {number}: {asked} questions", answers


def _of_return(year: str, files: dict[str, bytes], last_year: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    from tests.page import page_world
    from tests.page.answered import results_of
    from validator.page.bridge import Session

    session = Session()
    boxes: dict[ReturnBox, dict[str, bytes]] = {"this_year": files, "last_year": last_year}
    for box, given in boxes.items():
        for name, content in given.items():
            session.add(box, name, len(content), content)
    settings: CheckSettings = {"year": year, "authority": page_world.AUTHORITY, "as_at": "", "own_checks": True}
    yield "inputs", session.inputs()
    yield "check", session.check(settings)
    yield "issues.csv", session.issues_csv()
    book = CalamineWorkbook.from_filelike(io.BytesIO(results_of(session).workbook()))
    yield "workbook", {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    forms: tuple[Literal["text", "html"], ...] = ("text", "html")
    for form in forms:
        letters = results_of(session).letters("worker", form)
        yield f"letters as {form}", letters and page_world.contents(letters)


def _of_pages(pages: int) -> Iterator[tuple[str, int]]:
    """For each page, the hash of everything it was asked and answered."""
    from tests.page import page_world

    told: list[Any] = []

    class Told(page_world.PageWorld):
        def __init__(self) -> None:
            super().__init__()
            told.append((hashlib.sha256(), Counter()))

        def ask(self, question: str, *given: Any) -> Any:
            real = answer = super().ask(question, *given)
            digest, asked = told[-1]
            asked["questions"] += 1
            if isinstance(answer, dict) and isinstance(answer.get("content"), bytes):
                answer = {**answer, "content": _unpacked(answer["content"])}
            # Files on the disk are in a folder of another name each time, functions elsewhere in memory.
            written = re.sub(r"/\S*/check903-[^/]+/| at 0x[0-9a-f]+", "", repr([question, given, answer]))
            digest.update(written.encode("utf-8", "replace"))
            return real

    page_world.PageWorld, before = Told, page_world.PageWorld  # type: ignore[misc]
    try:
        page_world.ask_at_random(pages, SEED)
    finally:
        page_world.PageWorld = before  # type: ignore[misc]
    for digest, asked in told:
        yield digest.hexdigest(), asked["questions"]


def _unpacked(content: bytes) -> Any:
    """What is in an archive, without the times of its members; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: _hash(archive.read(name)) for name in archive.namelist()}


def _hash(content: Any) -> str:
    written = content if isinstance(content, bytes) else repr(content).encode("utf-8", "replace")
    return hashlib.sha256(written).hexdigest()


if __name__ == "__main__":
    _hold_still()
    json.dump(dict(fingerprints()), sys.stdout, indent=1)
    print()
