"""The strip under the header, and warnings on top of the results with the move that cures them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .conftest import Checker


def test_settings_stand_on_every_view_and_lead_to_where_they_are_set(kept: Checker, files: Path) -> None:
    page, strip = kept.page, kept.page.get_by_role("region", name="What is checked, and how")
    expect(strip).to_have_count(0)
    kept.choose("this_year", *sorted((files / "this_year").iterdir()))
    expect(strip).to_have_text("Manchester 2025-26 · without last year · without provider list")
    strip.get_by_role("link", name="without last year").click()
    expect(page.locator("#last_year")).to_be_focused()
    kept.choose_return(files)
    kept.read()
    expect(strip).to_have_text("Manchester 2025-26")
    page.get_by_text("Check part of the way through the year").click()
    for label, value in (("Day", "30"), ("Month", "9"), ("Year", "2025")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Run our additional checks too").check()
    expect(strip).to_have_text("Manchester 2025-26, as at 30/09/2025 · additional checks")
    kept.check()
    kept.results()
    for view in ("#/results", "#/results/children", "#/results/notices", "#rules", "#/compare", "#self-check"):
        page.evaluate("view => { location.hash = view }", view)
        expect(strip).to_have_text("Manchester 2025-26, as at 30/09/2025 · additional checks")
    page.evaluate("() => { location.hash = '#/results/notices' }")
    expect(page.get_by_text("rows were left out, and")).to_be_visible()
    with page.expect_download() as download:
        page.evaluate("() => { location.hash = '#/results/download' }")
        page.get_by_role("button", name="Download the Excel workbook").click()
    assert download.value.suggested_filename == "check903-as-at-30-09-2025-additional-checks.xlsx"
    # By keyboard to the setting, in whatever it is folded away.
    strip.get_by_role("link", name="as at 30/09/2025").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    page.get_by_label("Day", exact=True).fill("")
    page.get_by_label("Month", exact=True).fill("")
    page.get_by_label("Year", exact=True).fill("")
    # Here it tells what would be checked now, beside the results how they were made.
    expect(strip).to_have_text("Manchester 2025-26 · additional checks")
    page.evaluate("() => { location.hash = '#/results' }")
    expect(strip).to_have_text("Manchester 2025-26, as at 30/09/2025 · additional checks")


def test_a_warning_stays_on_top_of_the_results_until_one_move_cures_it(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", *sorted((files / "last_year").iterdir()))
    kept.choose("last_year", *sorted((files / "this_year").iterdir()))
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option("2025-26")
    warning = page.get_by_text("The two years look swapped", exact=False)
    expect(page.get_by_role("button", name="Swap the two years")).to_be_visible()
    kept.check()
    kept.results()
    page.evaluate("() => { location.hash = '#/results/children' }")
    expect(warning).to_be_visible()
    page.evaluate("() => { location.hash = '#/results/notices' }")
    expect(warning).to_have_count(2)
    page.evaluate("() => { location.hash = '#/results' }")
    page.get_by_role("button", name="Swap the two years and check again").click()
    kept.results()
    expect(warning).to_have_count(0)
    page.evaluate("() => { location.hash = '#/' }")
    expect(kept.box("This year’s files").get_by_text("episodes.csv").first).to_be_visible()
    page.get_by_label("Collection year", exact=True).select_option("2023-24")
    page.get_by_role("button", name="Use 2025-26").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Collection year", exact=True)).to_have_value("2025-26")
    expect(page.get_by_role("button", name="Use 2025-26")).to_have_count(0)
    # The button is gone, and what stood around it has the focus.
    expect(page.locator("body")).not_to_be_focused()
