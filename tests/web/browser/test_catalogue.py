"""The list of all rules on the page: every rule of a year, found by words, each at an address of its own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from rules.registry import in_force

from .conftest import Checker, address_in
from .test_accessible import assert_sound


def test_lists_finds_and_opens_rules(browser: Any, address: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}#rule-503D")
    heading = page.get_by_role("heading", name="503D:")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("status").filter(has_text="rule")).to_have_text(f"{len(in_force('2026-27'))} rules")

    page.get_by_label("Collection year", exact=True).select_option("2022-23")
    expect(page.get_by_role("status").filter(has_text="rule")).to_have_text(f"{len(in_force('2022-23'))} rules")
    expect(page.get_by_role("heading", name="700:")).to_have_count(0)

    page.get_by_label("Find").fill("adoption e11")
    wanted = [rule for rule in in_force("2022-23").values() if "E11" in f"{rule.message} {rule.fix}"]
    assert 0 < page.locator(".app-rule").count() <= len(wanted)
    page.get_by_label("Kind").select_option("missing")
    page.get_by_label("Find").fill("")
    missing = [rule for rule in in_force("2022-23").values() if rule.category == "missing"]
    expect(page.get_by_role("status").filter(has_text="rule")).to_have_text(f"{len(missing)} rules")
    assert_sound(page)
    page.context.close()


def test_an_issue_leads_to_its_rule(checker: Checker, files: Any) -> None:
    page = checker.page
    checker.ready()
    checker.choose_return(files)
    checker.check()
    checker.results()
    page.get_by_role("link", name="By rule").click()
    page.get_by_label("Order", exact=True).select_option("stage")
    tables = [
        [code.split()[0] for code in table.locator("tbody th").all_text_contents()]
        for table in page.locator("table").all()
    ]
    stages = [[{"STG1": 1, "STG2": 3}.get(code[-4:], 2) for code in codes] for codes in tables]
    assert stages == list(map(sorted, stages))
    assert len({stage for of_table in stages for stage in of_table}) > 1
    expect(page.get_by_text("reaches stage 2 only for records that pass stage 1")).to_be_visible()
    page.locator("tbody th a").first.click()
    link = page.get_by_role("link", name="in the list of all rules")
    code = address_in(link).removeprefix("#rule-")
    link.click()
    expect(page.get_by_role("heading", name=f"{code}:")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Rule {code}")
