"""Changing one column of many rows in a real browser: from a rule and from what was found."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from .conftest import YEAR, Checker, payload
from .test_accessible import assert_sound, faults
from .test_fix import issues, make, saved, see, unpacked
from .test_results_views import open_view

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"
# Rule 103 flags every ethnic origin of these, rule 101 the sex of the last.
CHILDREN = [f'C{number:03},F,01/02/2015,"NONE",UN1,,\r\n' for number in range(118)]
CHILDREN += ["C118,M,01/02/2015,WHITE,UN1,,\r\n", "C119,Q,01/02/2015,NONE,UN1,,\r\n"]
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\r\nC001,01/02/2015,1/5/2025,PN1\r\n"
LAST_YEAR = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\nC000,M,01/02/2015,WBRI,UN1,,\r\n"

FILES = {"header.csv": (HEADER + "".join(CHILDREN)).encode(), "reviews.csv": REVIEWS.encode()}


@pytest.fixture
def results(kept: Checker) -> Iterator[Checker]:
    """Children with the same few errors, checked, the results open."""
    kept.choose("this_year", *map(upload, FILES))
    kept.read()
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    yield kept
    kept.page.set_viewport_size({"width": 1280, "height": 900})


def upload(name: str) -> FilePayload:
    return payload(name, FILES[name])


def open_rule(page: Page, code: str) -> None:
    page.evaluate("code => { location.hash = `#/results/rule/${code}`; }", code)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Rule {code}:")


def change_many(page: Page) -> None:
    page.get_by_role("link", name="Change many rows").click()
    expect(page.get_by_role("heading", level=1, name="Change many rows")).to_be_focused()
    expect(page.get_by_label("Column")).to_be_visible()


def corrected(page: Page) -> dict[str, bytes]:
    """This year's files as they are saved now, by name."""
    page.evaluate("() => { location.hash = '#/results/changes'; }")
    _, content = saved(page, "Download the corrected files")
    return unpacked(content)


def column(content: bytes, name: str) -> list[str]:
    return [row[name] for row in csv.DictReader(io.StringIO(content.decode("ascii")))]


def test_all_rows_of_a_rule_are_set_to_a_code_of_the_list(results: Checker) -> None:
    page = results.page
    before = issues(page)
    open_rule(page, "103")
    change_many(page)
    expect(page.get_by_label("All rows with these 120 issues")).to_be_checked()
    assert_sound(page)
    page.get_by_label("Column").select_option("ETHNIC")
    page.get_by_label("New value").select_option("WBRI")
    shown = see(page)
    assert shown == {
        "Cells to be changed": 120,
        "Rows to be deleted": 0,
        "Children concerned": 120,
        "Issues that would go": 120,
        "Issues that would be new": 0,
    }
    gone = page.get_by_role("table", name="Issues that would go, by rule")
    assert re.fullmatch(r"103: .+\s+120", gone.locator("tbody tr").inner_text())
    # Before and after, page by page.
    table = page.get_by_role("table", name="Before and after").locator("tbody tr")
    expect(table).to_have_count(50)
    expect(table.first).to_contain_text("C000")
    page.get_by_role("link", name="Page 3").click()
    expect(page.get_by_role("heading", level=2, name="Before and after: 120 changes")).to_be_focused()
    expect(table).to_have_count(20)
    expect(table.nth(18)).to_contain_text("WHITE")
    expect(table.last).to_contain_text("C119")
    make(page)
    expect(page.get_by_role("heading", level=1, name="Rule 103 found no issue")).to_be_visible()
    assert faults(page) == []
    assert issues(page) == before - 120
    files = corrected(page)
    assert files["reviews.csv"] == FILES["reviews.csv"]
    assert set(column(files["header.csv"], "ETHNIC")) == {"WBRI"}
    unchanged = re.sub(rb'"?(NONE|WHITE)"?', b"", FILES["header.csv"])
    assert re.sub(rb'"?WBRI"?', b"", files["header.csv"]) == unchanged


def test_rows_that_are_ticked_are_cleared_and_ticks_stay_over_pages(results: Checker) -> None:
    page = results.page
    open_rule(page, "103")
    change_many(page)
    page.get_by_label("Only the rows that I tick").check()
    ticks = page.get_by_role("table", name="Rows to tick").get_by_role("checkbox")
    expect(ticks).to_have_count(50)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    ticks.nth(1).check()
    page.get_by_role("link", name="Page 3").click()
    expect(page.get_by_role("heading", level=2, name="Rows to tick: 1 of 120 ticked")).to_be_focused()
    page.get_by_label("Change: line 121, child C119").check()
    expect(page.get_by_role("heading", level=2, name="Rows to tick: 2 of 120 ticked")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Column").select_option("SEX")
    page.get_by_label("Clear them").check()
    expect(page.get_by_label("New value")).to_have_count(0)
    shown = see(page)
    assert shown["Cells to be changed"] == 2
    assert shown["Issues that would be new"] > 0
    expect(page.get_by_text("would be new. Look at")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Cancel").click()
    # Whoever thinks again finds all as it was filled in.
    expect(page.get_by_label("Clear them")).to_be_checked()
    expect(page.get_by_role("heading", level=2, name="Rows to tick: 2 of 120 ticked")).to_be_visible()
    see(page)
    make(page)
    values = column(corrected(page)["header.csv"], "SEX")
    assert [at for at, value in enumerate(values) if value == ""] == [1, 119]


def test_one_value_is_replaced_and_setting_it_back_gives_the_bytes_of_the_file(results: Checker) -> None:
    page = results.page
    before = issues(page)
    open_rule(page, "103")
    change_many(page)
    page.get_by_label("Column").select_option("ETHNIC")
    page.get_by_label("Replace one value by another").check()
    page.get_by_label("Value to be replaced").fill("white")
    page.get_by_label("New value").select_option("WOTH")
    assert see(page)["Cells to be changed"] == 1
    make(page)
    assert issues(page) == before - 1
    assert column(corrected(page)["header.csv"], "ETHNIC").count("WOTH") == 1

    page.evaluate("() => { location.hash = '#/results/rule/101'; }")
    change_many(page)
    page.get_by_label("Column").select_option("SEX")
    page.get_by_label("New value").select_option("F")
    see(page)
    make(page)
    files = corrected(page)
    assert column(files["header.csv"], "SEX")[119] == "F"
    expect(page.get_by_role("table", name="Steps").locator("tbody tr")).to_have_count(2)
    for left in (1, 0):
        page.get_by_role("button", name="Take back the last step").click()
        expect(page.get_by_role("alert")).to_contain_text("The last step is taken back")
        expect(page.get_by_role("table", name="Steps").locator("tbody tr")).to_have_count(left)
    assert issues(page) == before


def test_steps_that_leave_everything_as_it_was_give_the_files_byte_for_byte(results: Checker) -> None:
    page = results.page
    before = issues(page)
    for value in ("01/02/2014", "01/02/2015"):
        page.evaluate("() => { location.hash = '#/results/find?table=Header&rule=101'; }")
        expect(page.get_by_role("heading", level=2, name="1 issue")).to_be_visible()
        change_many(page)
        page.get_by_label("Column").select_option("DOB")
        page.get_by_label("New value").fill(value)
        assert see(page)["Cells to be changed"] == 1
        make(page)
    assert issues(page) == before
    assert corrected(page) == FILES
    expect(page.get_by_text("The steps together leave everything as it was.")).to_be_visible()
    expect(page.get_by_role("link", name="Changes (0)")).to_be_visible()
    expect(page.get_by_role("table", name="Steps").locator("tbody tr")).to_have_count(2)
    assert_sound(page)


def test_rows_found_in_one_table_are_changed_and_nothing_of_the_search_is_in_the_address(results: Checker) -> None:
    page = results.page
    open_view(page, "Find")
    expect(page.get_by_text("To change many rows at once, choose a table first.")).to_be_visible()
    page.get_by_label("Child, rule, file or value").fill("C11")
    page.get_by_label("Table").select_option("Header")
    page.get_by_label("Rule", exact=True).select_option("103")
    expect(page.get_by_role("heading", level=2, name="10 issues")).to_be_visible()
    change_many(page)
    assert "C11" not in page.url
    expect(page.get_by_label("All rows with these 10 issues")).to_be_checked()
    page.get_by_label("Column").select_option("DOB")
    page.get_by_label("New value").fill("01/02/2014")
    assert see(page)["Cells to be changed"] == 10
    make(page)
    born = column(corrected(page)["header.csv"], "DOB")
    assert [at for at, value in enumerate(born) if value == "01/02/2014"] == list(range(110, 120))
    page.evaluate("() => { location.hash = '#/results/find'; }")
    page.get_by_role("link", name="Show all issues").click()


def test_what_is_missing_or_makes_no_sense_is_said(results: Checker) -> None:
    page = results.page
    open_rule(page, "103")
    change_many(page)
    page.get_by_label("Only the rows that I tick").check()
    button = page.get_by_role("button", name="See what these changes would do")
    button.click()
    alert = page.get_by_role("alert")
    for words in ("Tick at least one row", "Choose a column.", "Enter the new value"):
        expect(alert).to_contain_text(words)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_sound(page)
    alert.get_by_role("link", name="Choose a column.").click()
    expect(page.get_by_label("Column")).to_be_focused()
    page.get_by_label("All rows with these 120 issues").check()
    page.get_by_label("Column").select_option("SEX")
    page.get_by_label("Replace one value by another").check()
    page.get_by_label("Value to be replaced").fill("X")
    page.get_by_label("New value").select_option("M")
    button.click()
    expect(alert).to_contain_text("Nothing would change")
    assert page.get_by_role("heading", level=1).inner_text() == "Change many rows"


def test_last_years_rows_are_not_offered_to_be_changed(results: Checker) -> None:
    page = results.page
    page.get_by_role("link", name="Back to the files").click()
    buffer = LAST_YEAR.encode()
    results.choose("last_year", payload("header.csv", buffer))
    results.read()
    results.check()
    results.results()
    open_view(page, "Find")
    tables = page.get_by_label("Table").locator("option").evaluate_all("options => options.map(({ value }) => value)")
    for table in filter(None, tables):
        page.get_by_label("Table").select_option(table)
        expect(page.get_by_role("link", name="Change many rows")).to_have_count(0 if table.endswith("_last") else 1)
    page.evaluate("() => { location.hash = '#/results/bulk/find?table=Header_last'; }")
    expect(page.get_by_text("Choose a table of this year that has issues")).to_be_visible()


@pytest.mark.parametrize(
    "where",
    ["#/results/bulk", "#/results/bulk/rule/999/Header", "#/results/bulk/rule/103/Nothing", "#/results/bulk/find"],
)
def test_addresses_that_lead_nowhere_say_so(results: Checker, where: str) -> None:
    page = results.page
    page.evaluate("where => { location.hash = where; }", where)
    expect(page.get_by_text("Choose a table of this year that has issues")).to_be_visible()
    assert_sound(page)


def test_a_long_list_of_codes_is_suggested_while_typing(results: Checker, tmp_path: Path) -> None:
    page = results.page
    page.get_by_role("link", name="Back to the files").click()
    text = "CHILD,DOB,DATE_PERM,PREV_PERM,LA_PERM\r\nC001,01/02/2015,01/02/2020,P1,ZZZ\r\n"
    path = tmp_path / "previous_permanence.csv"
    path.write_bytes(text.encode())
    results.choose("this_year", path)
    results.read()
    results.check()
    results.results()
    page.evaluate("() => { location.hash = '#/results/find?table=PrevPerm'; }")
    change_many(page)
    page.get_by_label("Column").select_option("LA_PERM")
    field = page.get_by_label("New value")
    expect(page.get_by_text("Begin to type a code or its meaning")).to_be_visible()
    assert page.locator("#bulk-value-options option").count() > 100
    field.fill("352")
    assert_sound(page)
    assert see(page)["Cells to be changed"] == 1
    expect(page.locator(".app-changes__after").first).to_contain_text("Manchester")
