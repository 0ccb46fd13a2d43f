"""A visit to the page as its user makes it: files in, issues out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import AUTHORITY, YEAR


class Visit:
    """One page; `asked` are the addresses it asked for, `answers` those that came, `complaints` the browser's."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {}
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", lambda response: self.answers.update({response.url: response}))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> Visit:
        self.page.goto(address)
        return self

    def ready(self) -> Visit:
        expect(self.page.get_by_text("The checker is ready.")).to_be_visible()
        return self

    def choose(self, files: Path) -> None:
        for box in ("this_year", "last_year"):
            self.page.locator(f"input[type=file][data-box={box}]").set_input_files(sorted((files / box).iterdir()))
        expect(self.page.locator("li[aria-busy=true]")).to_have_count(0)
        self.page.get_by_label("Collection year", exact=True).select_option(YEAR)
        self.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)

    def check(self) -> None:
        self.page.get_by_role("button", name="Check the return").click()
        expect(self.page.get_by_role("heading", level=1, name="Results")).to_be_visible()

    def issues(self) -> bytes:
        """The issues as the page saves them for programs."""
        self.page.get_by_role("link", name="Download and share").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Download all issues for programs").click()
        return Path(download.value.path()).read_bytes()
