"""How long it takes in the browser to join the returns of five years, and to write the data model in its three forms.

Called by `build.py bench` in the project's environment. The years are joined when the view of them is on the screen, a
form is written when the browser has the file.
"""

from __future__ import annotations

import os
import re
import time

from playwright.sync_api import FilePayload, Page, expect, sync_playwright

from validator.sample import council

from .archives import archive
from .bench import served
from .bench_views import PATIENCE
from .browsers import OPTIONS
from .places import SITE
from .say import say

CHILDREN, YEARS = 1_500, 5
SEED = 903
JOINED_GOAL, WORKBOOK_GOAL = 3.0, 20.0
FORMS = (("Data package", "data package"), ("Excel workbook", "workbook"), ("SQLite database", "SQLite file"))


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, served(SITE) as address:
        browser = playwright.chromium.launch(executable_path=os.environ["CHECK903_BROWSER"], args=list(OPTIONS))
        page = browser.new_page()
        page.goto(address)
        _check(page)
        say(f"{YEARS} years of {CHILDREN:,} children")
        start = time.perf_counter()
        page.evaluate("location.hash = '#/results/years'")
        expect(page.get_by_role("heading", name="Repairs")).to_be_visible(timeout=PATIENCE)
        joined = time.perf_counter() - start
        say(f"  {'joined':24}{joined:8.1f} s")
        written = {words: _written(page, form, words) for form, words in FORMS}
        browser.close()
    say(f"Goals: joined within {JOINED_GOAL:.0f} s: {'met' if joined <= JOINED_GOAL else 'not met'}; ")
    met = "met" if written["workbook"] <= WORKBOOK_GOAL else "not met"
    say(f"       the workbook written within {WORKBOOK_GOAL:.0f} s: {met}")


def _check(page: Page) -> None:
    """Give the years, the last two in their boxes, and check the last."""
    made = council(CHILDREN, YEARS, SEED)
    *earlier, last_year, this_year = [
        {f"{year}.zip": archive(files, compress=True)} for year, files in made.returns.items()
    ]
    expect(page.get_by_text("The checker is ready.")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Add earlier years").click()
    boxes = [("this_year", this_year), ("last_year", last_year), *(("earlier", files) for files in earlier)]
    for box, files in [*boxes, ("providers", {"list.xlsx": made.providers})]:
        chosen = [FilePayload(name=name, mimeType="", buffer=content) for name, content in files.items()]
        page.locator(f"input[type=file][data-box={box}]").set_input_files(chosen)
        expect(page.locator("li[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("combobox", name="Local authority").fill("Manchester")
    page.get_by_role("button", name="Check the return").click()
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_visible(timeout=PATIENCE)


def _written(page: Page, form: str, words: str) -> float:
    page.get_by_label(re.compile(f"^{form}")).check()
    start = time.perf_counter()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Download the tables").click()
    download.value.path()
    took = time.perf_counter() - start
    say(f"  {words:24}{took:8.1f} s")
    return took


if __name__ == "__main__":
    main()
