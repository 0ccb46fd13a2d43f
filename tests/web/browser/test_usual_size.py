"""A return of usual size in the browser's Python, where indices have 32 bits: it finds the same as the native one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.answered import done
from validator.exporting.writing import write_files
from validator.page.bridge import BOXES, Session
from validator.page.correcting import Cleaning
from validator.sample import sample

from .conftest import AUTHORITY, YEAR, Checker
from .test_loop import figure
from .test_results_overview import go

CHILDREN = 1_500


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return with errors, as a folder."""
    folder = tmp_path_factory.mktemp("large")
    write_files(folder, sample(CHILDREN, 1, YEAR, 0.05).files())
    return folder


def native(folder: Path) -> Session:
    """The same return, checked natively."""
    session = Session()
    for box in BOXES:
        paths = [folder / "providers.xlsx"] if box == "providers" else sorted((folder / box).iterdir())
        for path in paths:
            session.add(box, path.name, path.stat().st_size, path.read_bytes())
    assert "errors" not in session.check({"year": YEAR, "authority": AUTHORITY, "as_at": ""})
    return session


def test_issues_and_proposals_are_those_found_natively(kept: Checker, large: Path) -> None:
    page = kept.page
    kept.choose_return(large)
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    kept.check()
    kept.results()
    session = native(large)
    assert session.report is not None
    assert figure(page, "Issues") == len(session.report.issues) > 1_000
    go(page, "fix/suggestions")
    proposals = done(Cleaning(session).suggestions("", "", "", 0, 1))["total"]
    assert proposals > 100
    heading = page.get_by_role("heading", level=2, name=re.compile(rf"^{proposals:,} suggestions$"))
    expect(heading).to_be_visible()
