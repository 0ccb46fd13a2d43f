"""Files that cannot be used: each is named with what is wrong, and the others stay usable."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import YEAR, Checker, payload

HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"


REFUSED = {
    "an unknown CSV": (payload("budget.csv", b"COST CENTRE,AMOUNT\r\nA1,20\r\n"), "This is not a table of the return"),
    "an empty file": (payload("empty.csv", b""), "The file is empty."),
    "a PDF renamed to CSV": (payload("letter.csv", b"%PDF-1.7\n1 0 obj\n"), "This is a PDF, not a CSV."),
    "a missing column": (
        payload("short.csv", b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER\r\n1,F,01/01/2020,WBRI,UN1,\r\n"),
        "MC_DOB",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_used_is_named_and_the_others_are_read(kept: Checker, files: Path, what: str) -> None:
    bad, words = REFUSED[what]
    kept.choose("this_year", files / "this_year" / "episodes.csv")
    kept.choose("this_year", bad)
    box = kept.box("This year")
    entry = box.get_by_role("listitem").filter(has_text=str(bad["name"]))
    expect(entry.locator(".app-file__problem")).to_contain_text(words)
    expect(box.get_by_text("Episodes of care:")).to_be_visible()


def test_the_same_table_twice_names_both_files_until_one_is_removed(kept: Checker) -> None:
    kept.choose("this_year", payload("march.csv", HEADER), payload("april.csv", HEADER))
    problems = kept.box("This year").locator(".app-file__problem")
    expect(problems).to_have_count(2)
    for problem in problems.all():
        expect(problem).to_contain_text("march.csv and april.csv")
    kept.page.get_by_role("button", name="Remove april.csv").click()
    expect(problems).to_have_count(0)
    expect(kept.box("This year").get_by_text("Children: 0 rows")).to_be_visible()


@pytest.mark.parametrize(("encoding", "first"), [("cp1252", "CAFÉ"), ("utf-16", "CAFÉ"), ("utf-8-sig", "CAFÉ")])
def test_bytes_as_excel_writes_them_are_read(kept: Checker, encoding: str, first: str) -> None:
    text = f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{first},F,99/01/2020,WBRI,UN1,,\r\n"
    kept.choose("this_year", payload("header.csv", text.encode(encoding)))
    expect(kept.box("This year").get_by_text("Children: 1 row", exact=True)).to_be_visible()


def test_a_file_of_200_megabytes_is_refused_without_being_read(kept: Checker, files: Path, tmp_path: Path) -> None:
    large = tmp_path / "everything.csv"
    with large.open("wb") as out:
        out.write(HEADER)
        out.truncate(200_000_000)
    kept.choose("this_year", large)
    entry = kept.box("This year").get_by_role("listitem").filter(has_text="everything.csv")
    expect(entry.locator(".app-file__problem")).to_contain_text("The file is too large to be part of a return: 200 MB.")
    kept.choose("this_year", files / "this_year" / "header.csv")
    expect(kept.box("This year").get_by_text("Children:")).to_be_visible()


def test_the_check_goes_on_without_the_bad_file_and_says_so(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.choose("this_year", payload("notes.csv", b"hello\r\n"))
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    expect(page.get_by_text("1 file could not be used, so these results are not complete")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="notes.csv")).to_be_visible()


def test_replacing_a_file_marks_the_results_as_old(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    page.get_by_role("link", name="Back to the files").click()
    kept.choose("this_year", payload("header.csv", HEADER))
    expect(kept.box("This year").get_by_text("Children: 0 rows")).to_be_visible()
    expect(kept.box("This year").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("link", name="See the results of your last check").click()
    expect(page.get_by_text("have changed since this check")).to_be_visible()


def test_settings_that_make_no_sense_lead_to_their_fields(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.check()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose this year’s files.")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    summary.get_by_role("link", name="Choose this year’s files.").click()
    expect(page.get_by_role("button", name="Choose files (This year’s files)")).to_be_focused()
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill("Manchestre")
    page.get_by_text("Check part of the way through the year").click()
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Year", exact=True).fill("2026")
    kept.check()
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(summary).to_contain_text("There is no authority “Manchestre”.")
    expect(summary).to_contain_text("The as-at date “31/2/2026” is not a date.")
    summary.get_by_role("link", name="as-at date").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()


def test_files_chosen_at_the_last_moment_are_checked_too(kept: Checker, files: Path) -> None:
    kept.choose("this_year", *sorted((files / "this_year").iterdir()))
    kept.check()
    kept.results()
