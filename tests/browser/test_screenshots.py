"""Takes the pictures of the main states that the docs show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Checker

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


@pytest.mark.parametrize(("size", "width", "height"), [("desktop", 1280, 900), ("narrow", 400, 800)])
def test_pictures_of_the_main_states(browser: Any, address: str, size: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    checker = Checker(context.new_page(), address).open().ready()
    page = checker.page
    taken = []

    def take(name: str) -> None:
        path = FOLDER / f"{name}-{size}.png"
        page.screenshot(path=path, full_page=True)
        taken.append(path)

    FOLDER.mkdir(parents=True, exist_ok=True)
    take("start")
    page.get_by_role("button", name="Try it with made-up data").click()
    expect(checker.box("Ofsted provider list").get_by_text("Providers:")).to_be_visible(timeout=60_000)
    notes = {"name": "notes.csv", "mimeType": "text/csv", "buffer": b"Meeting of 4 May\r\n"}
    checker.choose("this_year", notes)
    checker.read()
    take("files")
    page.get_by_role("button", name="Remove notes.csv").click()
    checker.check()
    checker.results()
    take("results")
    page.get_by_role("link", name="By rule").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results: By rule")
    take("rules")
    page.locator("tbody a").first.click()
    expect(page.locator(".app-marked").first).to_be_visible()
    take("rule")
    context.close()
    assert all(path.stat().st_size > 10_000 for path in taken)
