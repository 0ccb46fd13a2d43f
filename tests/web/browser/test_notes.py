"""States and notes on issues and rules: written in place, shown wherever the issue is, found again, never lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import AUTHORITY, YEAR, Checker, address_in, hold_up
from .test_accessible import assert_sound
from .test_results_overview import found, go

NOTE = "Asked the team on 3 May.\n<img src=x onerror=alert(1)>"
EDITOR = "Note: rule"


@pytest.fixture
def results(checker: Checker, files: Path) -> Checker:
    """The made-up return, checked, on a page without notes."""
    checker.ready()
    checker.choose_return(files)
    checker.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    checker.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()
    return checker


def write(form: Locator, state: str, note: str) -> None:
    form.get_by_label("State").select_option(label=state)
    form.get_by_label("Note", exact=True).fill(note)
    form.get_by_role("button", name="Save").click()


def test_a_note_is_written_by_keyboard_and_shown_wherever_the_issue_is(results: Checker) -> None:
    page = results.page
    page.bring_to_front()
    press = page.keyboard.press
    go(page, "find")
    first = page.locator(".app-found tbody tr").first
    first.get_by_role("button", name="Add a note").focus()
    press("Enter")
    form = page.get_by_role("group", name=EDITOR)
    expect(form.get_by_label("State")).to_be_focused()
    press("Escape")
    expect(form).to_have_count(0)
    expect(first.get_by_role("button", name="Add a note")).to_be_focused()
    press("Enter")
    expect(form.get_by_label("State")).to_be_focused()
    page.keyboard.type("Ask")
    press("Tab")
    expect(form.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.insert_text(NOTE)
    assert_sound(page)
    press("Tab")
    expect(form.get_by_role("button", name="Save")).to_be_focused()
    press("Enter")
    expect(first.get_by_role("button", name="Change the note")).to_be_focused()
    expect(first.get_by_role("status")).to_have_text("Saved")
    expect(first.locator(".app-note")).to_have_text(f"Asked: {NOTE}")
    assert_sound(page)

    # In the rule's rows, the child's issues and the list of those in its state.
    first.locator("td a").first.click()
    expect(page.locator("table .app-note")).to_have_text(f"Asked: {NOTE}")
    page.go_back()
    first.locator("th a").click()
    expect(page.locator("table .app-note")).to_have_text(f"Asked: {NOTE}")
    assert_sound(page)
    go(page, "find?state=asked")
    found(page, 1)
    expect(page.get_by_label("State in the note")).to_have_value("asked")
    page.get_by_label("State in the note").select_option(label="Waiting")
    found(page, 0)
    page.get_by_label("State in the note").select_option(label="Asked")
    found(page, 1)
    for said in (page.url, page.title()):
        assert "May" not in said
    assert page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0

    page.get_by_role("button", name="Change the note").click()
    write(form, "None", "")
    found(page, 0)
    # The issue has left the list with the button that had the focus.
    expect(page.get_by_role("heading", level=2, name="0 issues")).to_be_focused()
    go(page, "find")
    expect(page.locator(".app-note")).to_have_count(0)


def test_a_rule_and_all_its_issues_can_be_noted_at_once(results: Checker) -> None:
    page = results.page
    go(page, "rules")
    row = page.locator("tbody tr").filter(has_not=page.locator("[data-label=Issues]", has_text="1")).first
    issues = int(row.locator("[data-label=Issues]").inner_text())
    assert issues > 1
    link = row.locator("th a")
    code = address_in(link).rpartition("/")[2]
    link.click()
    page.get_by_role("button", name="Add a note on the rule").click()
    assert_sound(page)
    write(page.get_by_role("group", name=EDITOR), "To do", "A fault of the system.")
    expect(page.get_by_role("button", name=re.compile(rf"Change the note ?: rule {code}$"))).to_be_focused()
    expect(page.locator(".app-note").first).to_have_text("To do: A fault of the system.")
    # What is not noted about an issue itself is taken from its rule.
    expect(page.locator("table .app-note", has_text="To do (whole rule)")).to_have_count(issues)
    go(page, "find?state=todo")
    found(page, issues)

    go(page, f"rule/{code}")
    page.get_by_role("button", name=f"Write one note on all {issues} issues").click()
    assert_sound(page)
    write(page.get_by_role("group", name=f"Note on all {issues} issues"), "Waiting", "Ticket 12.")
    expect(page.get_by_text(f"Saved for all {issues} issues of this rule.")).to_be_visible()
    expect(page.locator("table .app-note")).to_have_text(["Waiting: Ticket 12."] * issues)
    assert_sound(page)
    go(page, "find?state=todo")
    found(page, 0)
    go(page, "find?state=waiting")
    found(page, issues)


def test_a_note_that_is_too_long_is_refused_in_words(results: Checker) -> None:
    page = results.page
    go(page, "find")
    page.get_by_role("button", name="Add a note").first.click()
    form = page.get_by_role("group", name=EDITOR)
    write(form, "Asked", "x" * 2001)
    expect(form.locator(".govuk-error-message")).to_contain_text("The note has 2,001 characters.")
    assert_sound(page)
    form.get_by_label("Note", exact=True).fill("x" * 2000)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(page.locator(".app-note")).to_have_count(1)


def noted(page: Page) -> None:
    go(page, "find?state=asked")
    found(page, 1)
    expect(page.locator(".app-note")).to_have_text("Asked: Not to be lost.")
    expect(page.locator(".app-found .app-looked-at")).to_have_count(1)


def test_notes_and_marks_outlive_a_check_and_the_worker(results: Checker) -> None:
    page = results.page
    go(page, "find")
    page.get_by_role("button", name="Add a note").first.click()
    write(page.get_by_role("group", name=EDITOR), "Asked", "Not to be lost.")
    page.get_by_role("button", name="Mark as looked at").first.click()
    noted(page)
    page.get_by_role("link", name="Back to the files").click()
    results.check()
    results.results()
    noted(page)

    page.get_by_role("link", name="Back to the files").click()
    hold_up(page, 300)
    results.check()
    page.get_by_role("button", name="Cancel the check").click()
    news = page.get_by_role("status").filter(has_text="The check was cancelled")
    expect(news).to_contain_text("and so are the changes and notes that you made")
    expect(results.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    results.ready()
    page.get_by_role("link", name="Go back to the results").click()
    noted(page)
