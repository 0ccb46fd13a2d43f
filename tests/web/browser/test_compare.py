"""Comparing error profiles on the page: the whole way, what is refused, how long it takes, and that all can use it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from dev.demo_profiles import demo_profiles
from validator.exporting.comparison_report import to_csv, to_html
from validator.insight.benchmarking.chart_parts import Bars, Table
from validator.insight.benchmarking.comparison import Comparison
from validator.insight.benchmarking.profile import file_name, read_profile, to_json
from validator.insight.benchmarking.views import VIEWS, view

from .conftest import AUTHORITY, YEAR, Checker, address_in, payload
from .test_accessible import assert_sound, faults

ASHMERE = "Ashmere"


@pytest.fixture(scope="module")
def comparing(profile: Any, address: str) -> Iterator[Page]:
    """The comparison with the made-up councils, kept for tests that only look."""
    opened = Checker(profile.new_page(), address)
    page = opened.page
    page.goto(f"{address}#/compare")
    add_made_up(page)
    yield page
    page.close()
    assert not opened.faults


def add_made_up(page: Page) -> None:
    button = page.get_by_role("button", name="Try it with made-up councils")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("30 profiles", exact=True)).to_be_visible()


def go(page: Page, title: str) -> None:
    link = page.get_by_role("navigation", name="Comparison").get_by_role("link", name=title)
    if link.get_attribute("aria-current") == "page":
        return
    link.click()
    heading = page.get_by_role("heading", level=1, name=f"Comparison: {title.lower()}")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()


def compare(page: Page) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/compare")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Comparison: side by side")).to_be_visible()


def cells(row: Locator) -> list[str]:
    return row.locator("th, td").all_inner_texts()


def test_every_view_shows_the_figures_that_python_works_out(comparing: Page) -> None:
    page = comparing
    compare(page)
    expected = Comparison(demo_profiles())
    here = expected.find(ASHMERE)
    for name, (title, _) in VIEWS.items():
        go(page, title)
        parts = view(name, expected, here).parts
        for part in parts:
            if isinstance(part, Table):
                shown = page.get_by_role("region", name=part.title, exact=True)
                expect(shown).to_be_visible()
                wanted = [[cell if isinstance(cell, str) else cell.shown for cell in row] for row in part.rows]
                found = [cells(row) for row in shown.locator("tbody tr").all()]
                assert found == wanted[: len(found)], part.title
                assert len(found) == min(15, len(wanted))
            elif isinstance(part, Bars):
                figure = page.locator("figure", has_text=part.title)
                expect(figure.locator("svg")).to_be_visible()
                values = [value.shown for bar in part.bars for value in bar.values if value]
                drawn = [text.strip() for text in figure.locator("svg text").all_text_contents()]
                assert all(value in drawn for value in values), part.title
                figure.get_by_text("Show as a table").click()
                twin = [cells(row) for row in figure.locator("tbody tr").all()]
                assert twin == [[bar.label, *(value.shown for value in bar.values if value)] for bar in part.bars]
        assert page.locator("figure").count() == sum(not isinstance(part, str | Table) for part in parts)


def test_the_trend_has_a_line_for_each_council_and_a_table(comparing: Page) -> None:
    page = comparing
    compare(page)
    go(page, "Over time")
    figure = page.locator("figure")
    # Ten councils and their median.
    expect(figure.locator("path.app-chart__line")).to_have_count(11)
    figure.get_by_text("Show as a table").click()
    assert cells(figure.locator("tbody tr").first)[:2] == [ASHMERE, "31/03/2024"]
    expect(figure.locator("tbody tr")).to_have_count(33)


def test_year_and_council_are_chosen_and_stay_in_the_address(comparing: Page) -> None:
    page = comparing
    compare(page)
    page.get_by_label("Your council").select_option("Calder Vale")
    page.get_by_label("Collection year", exact=True).focus()
    page.get_by_label("Collection year", exact=True).select_option("2024-25")
    expect(page.get_by_text("Calder Vale with 9 other councils, collection year 2024-25")).to_be_visible()
    # Choosing does not take the focus away from what was used to choose.
    expect(page.get_by_label("Collection year", exact=True)).to_be_focused()
    go(page, "What to tackle first")
    expect(page.get_by_role("heading", name="What Calder Vale could tackle first")).to_be_visible()
    assert page.url.endswith("#/compare/advice/2024-25/Calder%20Vale")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Comparison: side by side")).to_be_visible()
    expect(page.get_by_label("Your council")).to_have_value("Calder Vale")


def test_a_bar_leads_to_its_rule_by_keyboard(comparing: Page) -> None:
    page = comparing
    compare(page)
    go(page, "Error types")
    first = page.locator(".app-chart a").first
    first.focus()
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    code = address_in(first).rpartition("/")[2]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=f"Comparison: rule {code}")).to_be_focused()
    expect(page.get_by_role("region", name=f"Rule {code} in each council").locator("tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Back to the error types").click()
    expect(page.get_by_role("heading", level=1, name="Comparison: error types")).to_be_visible()


def test_reports_are_those_of_the_command_line_and_pictures_are_pictures(comparing: Page) -> None:
    page = comparing
    compare(page)
    expected = Comparison(demo_profiles())
    here = expected.find(ASHMERE)

    def saved(button: str) -> tuple[str, bytes]:
        with page.expect_download() as download:
            page.get_by_role("button", name=button).first.click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    assert saved("Download a report") == ("comparison-2025-26.html", to_html(expected, here))
    assert saved("Download the figures (CSV)") == ("comparison-2025-26.csv", to_csv(expected, here))
    name, workbook = saved("Download the workbook")
    assert name == "comparison-2025-26.xlsx"
    assert "Tackle first, all" in CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
    name, picture = saved("Save as a picture")
    assert name == "councils-by-issues-per-child.png"
    assert picture.startswith(b"\x89PNG")
    # As wide as the chart and its margins, at twice the density, and not of one colour.
    width = int.from_bytes(picture[16:20], "big")
    assert width == 2 * (page.locator("figure svg").first.evaluate("svg => svg.width.baseVal.value") + 32)
    assert len(picture) > 10_000


def test_every_view_is_sound_on_wide_and_narrow_screens(comparing: Page) -> None:
    page = comparing
    page.goto(f"{page.url.partition('#')[0]}#/compare")
    page.get_by_role("button", name="See all that is in it").first.click()
    expect(page.locator("pre")).to_contain_text('"format": "check903-profile"')
    assert_sound(page)
    compare(page)
    page.get_by_text("What to bear in mind with these profiles").click()
    for title, _ in VIEWS.values():
        go(page, title)
        for chart in page.get_by_text("Show as a table").all():
            chart.click()
        assert_sound(page)
    go(page, "Error types")
    page.locator(".app-chart a").first.click()
    expect(page.get_by_role("heading", level=1, name="Comparison: rule")).to_be_visible()
    assert_sound(page)


def test_files_that_are_no_profiles_are_named_with_the_field(comparing: Page, address: str) -> None:
    page = comparing
    page.goto(f"{address}#/compare")
    good = to_json(demo_profiles()[0])
    bad = json.loads(good)
    bad["rules"]["101"] = {"issues": "<img src=x onerror=alert(1)>", "children": 0}
    files = {
        "field.json": json.dumps(bad).encode(),
        "deep.json": b"[" * 100_000,
        "huge.json": good + b" " * 300_000,
        "letter.pdf": b"%PDF-1.7",
    }
    page.locator("input[data-box=profiles]").set_input_files(
        [payload(name, content) for name, content in files.items()]
    )
    expect(page.get_by_text("30 profiles, and 4 files that cannot be used")).to_be_visible()
    words = {
        "field.json": 'rules.101.issues: expected a whole number or null, found "<img src=x onerror=alert(1)>".',
        "deep.json": "nested too deeply",
        "huge.json": "larger than 262,144 bytes",
        "letter.pdf": "not whole JSON",
    }
    listed = page.get_by_role("list", name="Profiles").get_by_role("listitem")
    for name, said in words.items():
        expect(listed.filter(has_text=name).locator(".govuk-error-message")).to_contain_text(said)
    assert_sound(page)
    for name in files:
        page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_text("30 profiles", exact=True)).to_be_visible()


def test_five_hundred_profiles_are_compared_at_once(checker: Checker) -> None:
    page = checker.page
    checker.ready()
    page.goto(f"{checker.address}#/compare")
    of_a_year = [profile for profile in demo_profiles() if profile.year == "2025-26"]
    files = []
    for number in range(50):
        for profile in of_a_year:
            text = to_json(profile).replace(profile.council.encode(), f"{profile.council} {number}".encode())
            files.append(payload(f"{number}-{file_name(profile)}", text))
    chooser = page.locator("input[data-box=profiles]")
    chooser.set_input_files(files)
    expect(page.get_by_text("500 profiles", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("with 499 other councils")).to_be_visible()
    expect(page.locator("figure").first.get_by_text("Show as a table")).to_be_visible()
    expect(page.get_by_text("The chart shows the 15 highest and the 15 lowest of 501")).to_be_visible()


def test_the_last_check_is_saved_as_it_was_shown(checker: Checker, files: Path) -> None:
    page = checker.page
    checker.ready()
    page.goto(f"{checker.address}#/compare/save")
    expect(page.get_by_text("There are no results to make it from.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Check your return").click()
    checker.choose_return(files)
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()
    page.get_by_role("link", name="Save an error profile").click()
    shown = page.get_by_role("region", name="Content of")
    expect(shown).to_contain_text('"council": "Manchester"')
    page.get_by_label("Name in the profile").fill("<North>")
    expect(page.locator("#profile-council-error")).to_contain_text("cannot be used")
    assert faults(page) == []
    page.get_by_label("Name in the profile").fill("North 3")
    page.get_by_label("Round children and rows").check()
    page.get_by_label("Hide counts from 1 to 5").uncheck()
    expect(shown).to_contain_text('"council": "North 3"')
    expect(shown).to_contain_text('"suppressed": false')
    expect(shown).to_contain_text('"rounded": true')
    assert_sound(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the profile").click()
    content = Path(download.value.path()).read_bytes()
    assert content.decode() == shown.text_content()
    saved = read_profile(content, download.value.suggested_filename)
    assert (saved.council, saved.authority, saved.year) == ("North 3", None, YEAR)
    page.get_by_role("button", name="Add it to the comparison").click()
    page.get_by_role("link", name="Compare it with others").click()
    expect(page.get_by_text("1 profile", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("North 3, collection year 2025-26, on")).to_be_visible()
    # As chosen, what is saved is as exact as what is looked at here.
    assert not saved.suppressed
    expect(page.get_by_role("row", name="North 3").filter(has_text="exact")).to_have_count(1)
    go(page, "Overlap")
    expect(page.get_by_text("Overlap needs the profiles of at least two councils")).to_be_visible()
    go(page, "Over time")
    expect(page.get_by_text("This view needs profiles of at least two days or years")).to_be_visible()
    assert_sound(page)
    nothing_asked_for = [url for url in checker.requests if not url.startswith((checker.address, "blob:", "data:"))]
    assert nothing_asked_for == []
