"""Checks beyond the Department's on the page: ours, switched on and off, and the rules that a council wrote itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rules.registry import own_checks
from validator import Collection, validate
from validator.checking.report import Report

from .conftest import AUTHORITY, YEAR, Checker, payload
from .test_accessible import assert_sound
from .test_results_overview import described, found, go

RULES = Path(__file__).resolve().parents[3] / "docs" / "local-rules" / "young-child-in-a-home.toml"
TICK = "Run our additional checks too"


@pytest.fixture(scope="module")
def report(files: Path) -> Report:
    """The made-up return checked with our own checks, without the page."""
    last, providers = sorted((files / "last_year").iterdir()), [files / "providers.xlsx"]
    collection = Collection(year=YEAR, authority=AUTHORITY)
    return validate(collection, sorted((files / "this_year").iterdir()), last, providers, beyond=own_checks())


def choose(kept: Checker, files: Path) -> None:
    kept.choose_return(files)
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)


def issues(page: Page) -> int:
    expect(page.locator(".app-numbers").first).to_be_visible()
    return int(described(page.locator(".app-numbers").first)["Issues"].replace(",", ""))


def back(page: Page) -> None:
    page.get_by_role("link", name="Back to the files").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your SSDA903 return")


def test_our_checks_run_only_when_asked_for_and_are_marked_as_ours(kept: Checker, files: Path, report: Report) -> None:
    page = kept.page
    choose(kept, files)
    ours = report.issues[report.issues["rule"].str.startswith("OWN")]
    of_the_department = len(report.issues) - len(ours)
    assert len(ours) > 0
    kept.check()
    kept.results()
    assert issues(page) == of_the_department
    expect(page.get_by_text("Besides the Department’s rules")).to_have_count(0)
    back(page)
    expect(page.get_by_label(TICK)).not_to_be_checked()
    page.get_by_label(TICK).check()
    expect(page.get_by_text("your files or choices have changed since")).to_be_visible()
    assert_sound(page)
    kept.check()
    kept.results()
    assert issues(page) == len(report.issues)
    count = sum(rule.origin == "own" for rule in report.asked.values())
    expect(page.get_by_text(f"this check ran {count} of our additional checks.")).to_be_visible()
    expect(page.get_by_text(f"Of the issues, {len(ours)} are from our additional checks")).to_be_visible()
    go(page, "rules")
    marked = page.locator("tr", has=page.get_by_text("Our additional check", exact=True)).locator("th a")
    assert set(marked.evaluate_all("links => links.map(link => link.firstChild.data)")) == set(ours["rule"])
    code, its_issues = next(iter(ours.groupby("rule").size().items()))
    go(page, f"find?rule={code}")
    found(page, int(its_issues))
    expect(page.locator(".app-found").get_by_text("Our additional check", exact=True)).to_have_count(int(its_issues))
    assert_sound(page)
    page.locator(".app-found td a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Rule {code}")
    expect(page.get_by_text("Our additional check", exact=True)).to_be_visible()
    assert_sound(page)
    page.get_by_role("link", name="Back to all rules").click()
    back(page)
    page.get_by_label(TICK).uncheck()
    kept.check()
    kept.results()
    assert issues(page) == of_the_department


def test_our_checks_have_a_list_of_their_own(kept: Checker) -> None:
    page = kept.page
    page.get_by_role("link", name="See the list of our additional checks").click()
    checks = own_checks()
    expect(page.get_by_label("Whose", exact=True)).to_have_value("own")
    expect(page.get_by_role("status").filter(has_text="rules")).to_have_text(f"{len(checks)} rules")
    expect(page.locator(".app-rule .app-whose")).to_have_count(len(checks))
    assert_sound(page)
    page.get_by_label("Whose", exact=True).select_option("department")
    expect(page.locator(".app-rule .app-whose")).to_have_count(0)
    page.evaluate("() => { location.hash = '#/' }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your SSDA903 return")
    page.evaluate("() => { location.hash = '#rule-OWN18' }")
    heading = page.get_by_role("heading", name="OWN18:")
    expect(heading).to_be_focused()
    expect(page.locator(".app-rule", has=heading)).to_contain_text("Why we look for it: ")
    page.evaluate("() => { location.hash = '#/' }")


def test_rules_of_a_council_run_and_what_is_wrong_with_them_is_said_by_line(kept: Checker, files: Path) -> None:
    page = kept.page
    choose(kept, files)
    # Children in foster care, young ones among them, are said to be in homes.
    episodes = (files / "this_year" / "episodes.csv").read_text(encoding="ascii")
    kept.choose("this_year", payload("episodes.csv", re.sub(",U[1-6],", ",K2,", episodes).encode()))
    kept.check()
    kept.results()
    before = issues(page)
    back(page)
    page.get_by_text("Use rules of your own council").click()
    text = RULES.read_text(encoding="utf-8")
    lines = text.splitlines()
    line = next(at for at, words in enumerate(lines, 1) if words.startswith("when"))
    wrong = text.replace("(Header.DOB, DECOM)", "(Header.DOB DECOM)")
    assert wrong != text
    kept.choose("local_rules", payload("ours.toml", wrong.encode()))
    problem = page.locator("#local-rules-error")
    expect(problem).to_contain_text(f"ours.toml, line {line}")
    expect(problem).to_contain_text("a comma and a second date is expected")
    expect(page.get_by_text("of your own will be run")).to_have_count(0)
    assert_sound(page)

    kept.choose("local_rules", payload("ours.toml", text.encode()))
    expect(problem).to_have_count(0)
    expect(page.get_by_text("1 rule of your own will be run, from ours.toml")).to_be_visible()
    expect(page.get_by_text("GAL-2: Child under 10 in a children's home")).to_be_visible()
    # A file that cannot be used leaves the one in use where it was.
    kept.choose("local_rules", payload("worse.toml", b"[[rule]\n"))
    expect(problem).to_contain_text("worse.toml, line 1")
    expect(page.get_by_text("1 rule of your own will be run, from ours.toml")).to_be_visible()
    assert_sound(page)
    kept.check()
    kept.results()
    expect(page.get_by_text("this check ran 1 rule of your own.")).to_be_visible()
    added = issues(page) - before
    assert added > 0
    go(page, "rules")
    row = page.locator("tr", has=page.get_by_text("Rule of your own", exact=True))
    expect(row).to_contain_text("GAL-2")
    expect(row.locator("[data-label=Issues]")).to_have_text(str(added))
    row.get_by_role("link", name="GAL-2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rule GAL-2")
    expect(page.get_by_text("Rule of your own", exact=True)).to_be_visible()

    # They outlive the worker, and are let go of on request.
    (worker,) = page.workers
    worker.evaluate("() => self.close()")
    expect(page.get_by_text("The checker stopped and was started again")).to_be_visible()
    page.evaluate("() => { location.hash = '#/'; }")
    kept.ready()
    kept.check()
    kept.results()
    assert issues(page) == before + added
    back(page)
    page.get_by_role("button", name="Stop using these rules").click()
    expect(page.get_by_text(re.compile("of your own will be run"))).to_have_count(0)
    expect(page.locator("summary", has_text="Use rules of your own council")).to_be_focused()
    kept.check()
    kept.results()
    assert issues(page) == before
