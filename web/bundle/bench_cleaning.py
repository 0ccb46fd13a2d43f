"""How long it takes in the browser to work out changes to a return of usual size, make them and check it again.

Called by `build.py bench` in the project's environment. A change is made when the page says so and has the results
after it: the time from the press of the button until then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect, sync_playwright

from .bench import served
from .bench_views import PATIENCE, check
from .browsers import OPTIONS
from .places import SITE
from .say import say

CHILDREN = 1_500
ERRORS_A_ROW = 0.05
GOAL = 1.0
# The column that is changed in all rows with an issue of the table that most rules look at.
FOUND = "find?table=Episodes"
COLUMN, VALUE = "CIN", "N2"


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, served(SITE) as address:
        browser = playwright.chromium.launch(executable_path=os.environ["CHECK903_BROWSER"], args=list(OPTIONS))
        page = browser.new_page()
        page.goto(address)
        check(page, CHILDREN, ERRORS_A_ROW)
        times = [_change(page), _safe(page), _take_back(page)]
        browser.close()
    say(f"Goal: changed and checked again within {GOAL:.0f} s: {'met' if max(times) <= GOAL else 'not met'}")


def _go(page: Page, view: str) -> None:
    page.evaluate("view => { location.hash = view; }", f"#/results/{view}")


def _took(words: str, action: Callable[[], object], done: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    done()
    took = time.perf_counter() - start
    say(f"  {words:40}{took:8.2f} s")
    return took


def _change(page: Page) -> float:
    """One column of many rows of Episodes."""
    _go(page, FOUND)
    page.get_by_role("link", name="Change many rows").click()
    page.get_by_label("Column").select_option(COLUMN)
    page.get_by_label("New value").select_option(VALUE)
    return _previewed_and_made(page, "many rows of Episodes")


def _safe(page: Page) -> float:
    """Everything that is safe, in all tables."""
    button = page.get_by_role("button", name="See what these changes would do")
    _took("look for safe changes", lambda: _go(page, "fix"), lambda: button.wait_for(timeout=PATIENCE))
    return _previewed_and_made(page, "all that is safe")


def _previewed_and_made(page: Page, what: str) -> float:
    previewed = _took(
        f"preview {what}",
        lambda: page.get_by_role("button", name="See what these changes would do").click(),
        lambda: page.get_by_role("button", name="Make these changes").wait_for(timeout=PATIENCE),
    )
    made = _took(
        f"make and check again: {what}",
        lambda: page.get_by_role("button", name="Make these changes").click(),
        lambda: expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE),
    )
    return max(previewed, made)


def _take_back(page: Page) -> float:
    _go(page, "changes")
    steps = page.get_by_role("button", name="Take back the last step")
    return _took(
        "take the last step back",
        lambda: steps.click(),
        lambda: expect(page.get_by_role("alert")).to_contain_text("taken back", timeout=PATIENCE),
    )


if __name__ == "__main__":
    main()
