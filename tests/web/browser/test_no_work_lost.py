"""No click loses work without asking: what would go is named and can be saved first, and what is half written stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from .conftest import YEAR, Checker, payload
from .test_accessible import assert_sound
from .test_results_overview import go

ROWS = 12
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"
# The sex of each is in small letters and the review's date is short, which can be changed safely; ETHNIC is wrong.
CHILDREN = "".join(f"C{number:02},f,01/02/2015,NOPE,UN1,,\r\n" for number in range(ROWS))
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\r\nC01,01/02/2015,1/5/2025,PN1\r\n"
NOTE = "Half a sentence about"


def csv(name: str, text: str) -> FilePayload:
    return payload(name, text.encode())


def check(checker: Checker) -> None:
    start(checker.page)
    checker.read()
    checker.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    checker.check()
    checker.results()


def start(page: Page) -> None:
    page.evaluate("() => { location.hash = '#/'; }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your SSDA903 return")


@pytest.fixture
def results(kept: Checker) -> Iterator[Checker]:
    kept.choose("this_year", csv("header.csv", HEADER + CHILDREN), csv("reviews.csv", REVIEWS))
    check(kept)
    yield kept
    kept.page.set_viewport_size({"width": 1280, "height": 900})


def change_children(page: Page) -> int:
    """Make the safe changes; how many they are."""
    go(page, "fix")
    page.get_by_role("button", name="See what these changes would do").click()
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_contain_text("The changes are made")
    go(page, "changes")
    text = page.get_by_role("link", name=re.compile(r"^Changes \(")).inner_text()
    return int(re.sub(r"\D", "", text))


def question(page: Page, title: str | re.Pattern[str]) -> Locator:
    """The dialog that is open, with the focus on the answer that changes nothing."""
    found = page.get_by_role("dialog", name=title)
    expect(found.locator(".app-actions button").first).to_be_focused()
    return found


def test_whatever_drops_changes_asks_names_them_and_offers_to_save(results: Checker) -> None:
    page = results.page
    changes = change_children(page)
    assert changes == ROWS + 1
    start(page)
    expect(page.get_by_role("button", name="Try it with made-up data")).to_have_count(0)

    # Removing all: Escape and staying change nothing, and the focus comes back.
    remove_all = page.get_by_role("button", name="Remove all files")
    remove_all.focus()
    page.keyboard.press("Enter")
    asked = question(page, "Remove all files?")
    expect(asked).to_contain_text(f"You would lose {changes} changes that are not saved.")
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(remove_all).to_be_focused()
    page.keyboard.press("Enter")
    question(page, "Remove all files?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(results.box("This year").get_by_role("listitem")).to_have_count(2)

    # One file: that of a table that was changed, not another.
    results.choose("this_year", csv("header.csv", HEADER + CHILDREN))
    results.read()
    expect(page.get_by_role("dialog")).to_have_count(0)
    results.choose("this_year", csv("header.csv", HEADER + CHILDREN.replace("C01", "X01")))
    asked = question(page, "Replace header.csv?")
    expect(asked).to_contain_text(f"You would lose {ROWS} changes that are not saved.")
    asked.get_by_role("button", name="No, keep everything").click()
    page.get_by_role("button", name="Remove header.csv").click()
    asked = question(page, "Remove header.csv?")
    expect(asked).to_contain_text(f"You would lose {ROWS} changes that are not saved.")

    # Saved from within the question, they would be lost no more, and nothing asks until there is another change.
    with page.expect_download() as download:
        asked.get_by_role("button", name="Save the list of changes").click()
    assert download.value.suggested_filename == "changes-no-authority-without-last-year-without-provider-list.xlsx"
    expect(asked).to_contain_text("Everything that would be lost is saved now.")
    expect(asked.get_by_role("button", name=re.compile("^Save"))).to_have_count(0)
    asked.get_by_role("button", name="No, keep everything").click()
    expect(results.box("This year").get_by_role("listitem")).to_have_count(2)

    # Taking everything back asks even so.
    check(results)
    go(page, "changes")
    page.get_by_role("button", name="Take back everything").click()
    asked = question(page, re.compile("^Take back"))
    expect(asked).not_to_contain_text("You would lose")
    asked.get_by_role("button", name="Yes, take everything back").click()
    expect(page.get_by_role("alert")).to_contain_text("Everything is taken back")

    # Whoever agreed is not asked a second time by the check.
    assert change_children(page) == changes
    start(page)
    page.get_by_role("button", name="Remove header.csv").click()
    question(page, "Remove header.csv?").get_by_role("button", name="Remove the file").click()
    expect(page.get_by_role("button", name="Choose files (This year’s files)")).to_be_focused()
    results.choose("this_year", csv("other.csv", HEADER + CHILDREN))
    check(results)
    expect(page.get_by_role("link", name="Changes (1)")).to_be_visible()


def test_a_check_that_would_drop_changes_asks_for_files_given_in_another_way(results: Checker) -> None:
    page = results.page
    changes = change_children(page)
    start(page)
    # The same table twice: neither is used.
    results.choose("this_year", csv("again.csv", HEADER + CHILDREN))
    results.read()
    results.check()
    asked = question(page, "Check the return without these changes?")
    expect(asked).to_contain_text(f"You would lose {ROWS} changes")
    asked.get_by_role("button", name="No, do not check yet").click()
    page.get_by_role("button", name="Remove again.csv").click()
    check(results)
    expect(page.get_by_role("link", name=f"Changes ({changes})")).to_be_visible()


def test_what_is_half_written_is_there_again_until_it_is_thrown_away(results: Checker) -> None:
    page = results.page
    go(page, "find?rule=102")
    go(page, "find?rule=103")
    first = page.locator(".app-found tbody tr").first
    first.get_by_role("button", name="Add a note").click()
    form = page.get_by_role("group", name="Note: rule 103")
    form.get_by_label("Note", exact=True).fill(NOTE)
    # Escape, another issue, Back, another view and another check.
    page.keyboard.press("Escape")
    expect(first.locator(".app-note")).to_have_text(f"Not saved yet: {NOTE}")
    page.locator(".app-found tbody tr").nth(1).get_by_role("button", name="Add a note").click()
    page.locator(".app-found tbody tr").nth(1).get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    go(page, "rules")
    expect(page.locator(".govuk-inset-text", has_text="1 note half written and not saved")).to_contain_text(NOTE)
    check(results)
    go(page, "rule/103")
    again = page.locator("tr", has_text=NOTE)
    again.get_by_role("button", name="Go on with the note").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    page.get_by_role("button", name="Cancel").click()
    asked = question(page, "Throw away what you wrote?")
    expect(asked).to_contain_text(NOTE)
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    page.get_by_role("button", name="Cancel").click()
    question(page, "Throw away what you wrote?").get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text(NOTE)).to_have_count(0)

    # The form for many rows keeps what was filled in for each rule.
    for value in (NOTE, "OTHER"):
        go(page, f"bulk/{'rule/103/Header' if value == NOTE else 'find?table=Header'}")
        page.get_by_label("Column").select_option("DOB")
        page.get_by_label("New value").fill(value)
    go(page, "bulk/rule/103/Header")
    expect(page.get_by_label("New value")).to_have_value(NOTE)
    check(results)
    go(page, "bulk/rule/103/Header")
    expect(page.get_by_label("New value")).to_have_value(NOTE)


def test_notes_and_marks_are_not_replaced_or_removed_without_a_question(checker: Checker, tmp_path: Path) -> None:
    page = checker.page
    checker.ready()
    checker.choose("this_year", csv("header.csv", HEADER + CHILDREN), csv("reviews.csv", REVIEWS))
    check(checker)
    go(page, "rule/103")
    page.get_by_role("button", name="Add a note", exact=False).nth(1).click()
    page.get_by_label("Note", exact=True).fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("table .app-note")).to_have_text("Mine")
    page.get_by_role("button", name=f"Write one note on all {ROWS} issues").click()
    page.get_by_label("Note", exact=True).fill("One for all")
    page.get_by_role("button", name=f"Save for all {ROWS}").click()
    asked = question(page, re.compile("^Write one note on all"))
    expect(asked).to_contain_text("You would lose 1 note that is not saved.")
    with page.expect_download() as download:
        asked.get_by_role("button", name="Save this run with its notes").click()
    run = tmp_path / download.value.suggested_filename
    download.value.save_as(run)
    expect(asked).to_contain_text(f"{run.name} is in your downloads.")
    asked.get_by_role("button", name="No, keep everything").click()
    expect(page.locator("table .app-note")).to_have_text("Mine")
    page.get_by_role("button", name="Cancel").click()
    question(page, "Throw away what you wrote?").get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name=re.compile("^Mark as looked at")).nth(0).click()
    page.get_by_role("button", name="Take all marks of this rule away").click()
    asked = question(page, "Take away the mark of this rule?")
    assert_sound(page)
    asked.get_by_role("button", name="No, keep the marks").click()
    expect(page.get_by_text(f"1 of {ROWS} issues looked at")).to_be_visible()

    # The page loaded again: said why nothing is there, with nothing stored to know it by.
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_role("status").filter(has_text="The page was loaded again")).to_contain_text(
        "only while the page is open"
    )
    assert page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert page.evaluate("() => history.state") is None
    checker.ready()
    assert_sound(page)
    expect(page.get_by_role("button", name="Try it with made-up data")).to_be_visible()

    # Notes taken over from a run go with it.
    checker.choose("this_year", csv("header.csv", HEADER + CHILDREN), csv("reviews.csv", REVIEWS))
    expect(page.get_by_role("button", name="Try it with made-up data")).to_have_count(0)
    check(checker)
    go(page, "progress")
    runs = page.get_by_role("list", name="Earlier runs").get_by_role("listitem")
    page.locator("input[type=file][data-box=runs]").set_input_files(run)
    expect(runs).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this run").click()
    other = tmp_path / "other.903run.json"
    # A later one without the note.
    other.write_text(
        Path(download.value.path()).read_text(encoding="utf-8").replace('"Mine"', '"Theirs"'), encoding="utf-8"
    )
    page.locator("input[type=file][data-box=runs]").set_input_files(other)
    asked = question(page, "Load other.903run.json?")
    expect(asked).to_contain_text("You would lose 1 note.")
    assert_sound(page)
    asked.get_by_role("button", name="No, do not load it").click()
    expect(runs).to_have_count(1)
    runs.get_by_role("button", name="Remove").click()
    question(page, "Remove this run?").get_by_role("button", name="Remove the run").click()
    expect(runs).to_have_count(0)
    expect(page.get_by_role("button", name="Load earlier runs")).to_be_focused()
