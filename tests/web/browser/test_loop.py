"""The loop that an analyst goes through some fifteen times a year: check, correct many, save, check again, compare."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from .conftest import AUTHORITY, YEAR, Checker, exact_issues
from .test_journey import checked_on_the_command_line, nothing_stored
from .test_results_overview import go


def check(checker: Checker, files: Path) -> int:
    """Choose a return and check it; how many issues the page counts."""
    page = checker.page
    checker.ready()
    checker.choose_return(files)
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()
    return figure(page, "Issues")


def large(page: Page, title: str) -> Locator:
    """One of the large figures of a view."""
    return page.locator(".app-numbers div").filter(has=page.locator("dt", has_text=title)).locator("dd").first


def figure(page: Page, title: str) -> int:
    """The same as a number."""
    return int("".join(filter(str.isdigit, large(page, title).inner_text())))


def saved(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value


def make(page: Page, before: int) -> int:
    """From the preview: make the changes. How many issues there must be after them."""
    expect(page.get_by_role("heading", level=1)).to_have_text("What these changes would do")
    left = before - figure(page, "Issues that would go") + figure(page, "Issues that would be new")
    if page.locator("dt", has_text="Issues that come to light").count():
        left += figure(page, "Issues that come to light")
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_contain_text(f"The return has {left:,} issue")
    return left


def test_the_whole_loop(checker: Checker, files: Path, tmp_path: Path) -> None:
    page = checker.page
    first = check(checker, files)

    # A note, so that there is something to carry over, on an issue of a rule that no change touches.
    go(page, "find?category=cross-year")
    noted = page.locator(".app-found tbody tr").last
    rule = noted.locator("a[href*='/rule/']").first.inner_text()
    noted.get_by_role("button", name="Add a note").click()
    noted.get_by_label("State").select_option(label="Waiting")
    noted.get_by_label("Note", exact=True).fill("Last year's team is looking.")
    noted.get_by_role("button", name="Save").click()
    expect(noted.locator(".app-note")).to_contain_text("Last year's team is looking.")
    go(page, "progress")
    run = tmp_path / "monday.903run.json"
    saved(page, "Save this run").save_as(run)

    # What is safe, then one column of many rows.
    go(page, "fix")
    page.get_by_role("button", name="See what these changes would do").click()
    left = make(page, first)
    assert left < first
    go(page, "find?rule=224&table=Episodes")
    page.get_by_role("link", name="Change many rows").click()
    page.get_by_label("Column").select_option("PLACE_PROVIDER")
    page.get_by_label("Set all of them to one value").check()
    page.get_by_label("New value").select_option("PR4")
    page.get_by_role("button", name="See what these changes would do").click()
    left = make(page, left)

    # The corrected files, and the list of what was changed.
    go(page, "changes")
    packed = tmp_path / "corrected.zip"
    saved(page, "Download the corrected files").save_as(packed)
    assert saved(page, "Download the list as a workbook").suggested_filename == "changes.xlsx"
    corrected = tmp_path / "corrected"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(corrected / "this_year")
    (corrected / "last_year").symlink_to(files / "last_year")
    (corrected / "providers.xlsx").symlink_to(files / "providers.xlsx")
    names = {path.name for path in (files / "this_year").iterdir()}
    assert {path.name for path in (corrected / "this_year").iterdir()} == names
    assert nothing_stored(page)

    # Another day: the corrected files are checked, with the run of before beside them.
    checker.open()
    assert check(checker, corrected) == left
    assert exact_issues(page) == checked_on_the_command_line(corrected, tmp_path / "issues.csv")
    go(page, "progress")
    page.locator("input[type=file][data-box=runs]").set_input_files(run)
    expect(page.get_by_role("heading", name="Since the run of")).to_be_visible()
    new, still, fixed = figure(page, "New"), figure(page, "Still there"), figure(page, "Fixed")
    assert new + still == left
    assert still + fixed == first
    assert fixed > 0
    assert page.locator("svg", has_text="Issues").first.is_visible()

    go(page, "find?state=waiting")
    expect(page.locator(".app-found tbody tr")).to_have_count(1)
    expect(page.locator(".app-found tbody tr")).to_contain_text(rule)
    expect(page.locator(".app-found .app-note")).to_contain_text("Last year's team is looking.")
