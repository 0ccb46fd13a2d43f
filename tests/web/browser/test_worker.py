"""The worker that holds Python: what is slow can be cancelled, what fails costs one answer, nothing goes with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import YEAR, Checker, hold_up, payload
from .test_accessible import assert_sound
from .test_fix import make, see
from .test_results_overview import go

SECRET = "SECRET8"


@pytest.fixture
def results(kept: Checker, files: Path) -> Checker:
    """The page that stays open, with the results of a return."""
    kept.choose_return(files)
    kept.read()
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    return kept


def issues(page: Page) -> str:
    return page.locator(".app-numbers").inner_text()


def ask_a_busy_worker(page: Page, view: str) -> None:
    """Open a view while the worker has its hands full, with this view's question and not with one before it."""
    page.evaluate(
        """view => {
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (message, ...more) {
                const send = () => post.call(this, message, ...more);
                if (!JSON.stringify(message).includes(`"results.${view}"`)) return send();
                Worker.prototype.postMessage = post;
                self.send = send;
            };
        }""",
        view,
    )
    go(page, view)
    page.wait_for_function("() => self.send")
    hold_up(page, 300)
    page.evaluate("() => { self.send(); delete self.send; }")


def test_a_slow_question_is_cancelled_and_everything_is_there_again(kept: Checker, files: Path) -> None:
    page = kept.page
    header = (files / "this_year" / "header.csv").read_text().replace(",M,", ",m,")
    kept.choose_return(files)
    kept.choose("this_year", payload("header.csv", header.encode()))
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    go(page, "fix")
    see(page)
    make(page)
    go(page, "changes")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Results: Changes \([1-9]"))
    changes = page.get_by_role("heading", level=1).inner_text()
    go(page, "")
    before = issues(page)
    ask_a_busy_worker(page, "children")
    working = page.get_by_role("region", name="What the checker is working on")
    expect(working).to_contain_text("Fetching the children")
    assert_sound(page)
    # By keyboard it is next to where the content begins, however long the view.
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    expect(working.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You cancelled this")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Cancelled: Fetching the children")).to_be_visible()
    # It is not asked again by itself; what was asked for is there when the user wants it.
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results: By child")
    expect(page.locator("main tbody tr").first).to_be_visible()
    go(page, "changes")
    expect(page.get_by_role("heading", level=1)).to_have_text(changes)
    # Nothing was lost, so another view does not go on about it.
    expect(page.get_by_text("Cancelled: Fetching the children")).to_have_count(0)
    go(page, "")
    assert issues(page) == before


def test_a_fault_costs_one_answer_and_is_kept_for_the_self_check(results: Checker, files: Path) -> None:
    page = results.page
    before = issues(page)
    worker = page.workers[0]
    worker.evaluate(
        f"""() => {{
            self.real = Blob.prototype.arrayBuffer;
            Blob.prototype.arrayBuffer = () => {{ throw new Error('{SECRET}'); }};
        }}"""
    )
    go(page, "groups/list")
    page.locator("input[type=file][data-box=list]").set_input_files(files / "this_year" / "header.csv")
    news = page.get_by_role("status").filter(has_text="This could not be worked out")
    expect(news).to_contain_text("Your files, changes and notes are still here.")
    news.get_by_text("Details for whoever looks after this page").click()
    expect(news).to_contain_text("Reading the list of children: Error < at ")
    assert_sound(page)
    assert SECRET not in news.inner_text()
    worker.evaluate("() => { Blob.prototype.arrayBuffer = self.real; }")
    page.evaluate("() => { location.hash = '#self-check'; }")
    expect(news).to_have_count(0)
    expect(page.get_by_role("heading", name="What went wrong since the page was opened")).to_be_visible()
    expect(page.locator("li", has_text="Reading the list of children: Error < at ").first).to_be_visible()
    # It is the same worker, with the same results.
    assert page.workers[0] == worker
    go(page, "")
    assert issues(page) == before
    go(page, "tables")
    expect(page.get_by_role("table", name="Tables of the return")).to_be_visible()


def test_a_file_that_fails_is_taken_off_the_list_by_name(results: Checker, files: Path) -> None:
    page = results.page
    page.evaluate("() => { location.hash = '#/'; }")
    worker = page.workers[0]
    worker.evaluate(
        """() => {
            const real = Blob.prototype.arrayBuffer;
            Blob.prototype.arrayBuffer = function () {
                if (this.size === 7) throw new Error('made to fail');
                return real.call(this);
            };
        }"""
    )
    bad = payload("bad.csv", b"1234567")
    other = payload("other.csv", b"A,B\r\n1,2\r\n")
    results.choose("this_year", bad, other)
    expect(page.get_by_text("bad.csv has been taken off the list")).to_be_visible()
    results.read()
    box = results.box("This year")
    expect(box.get_by_role("button", name="Remove other.csv")).to_be_visible()
    expect(box.get_by_role("button", name="Remove bad.csv")).to_have_count(0)
    expect(box.get_by_text("Episodes of care:")).to_be_visible()
    assert page.workers[0] == worker


def test_a_list_of_postcodes_that_ends_the_worker_is_not_given_to_the_next(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    page.workers[0].evaluate(
        "() => { FileReaderSync.prototype.readAsArrayBuffer = () => { throw new WebAssembly.RuntimeError('end'); }; }"
    )
    page.get_by_text("Use a newer list of postcodes").click()
    kept.choose("postcodes", payload("NSPL.csv", b"pcds\r\n"))
    expect(page.get_by_text("The checker stopped and was started again")).to_be_visible()
    kept.ready()
    expect(kept.box("This year").get_by_text("Children:")).to_be_visible()
    expect(page.get_by_text("is in use")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose a list of postcodes")).to_be_enabled()


ADDRESSES = {
    "#/results/find?page=99999999999999999999": "Results: Find",
    "#/results/children/99999999999999999999": "Results: By child",
    "#/results/child/99999999999999999999": "One child’s issues and records",
    "#/results/group/worker/99999999999999999999/99999999999999999999": "One social worker’s issues",
    "#/results/table/Episodes/all/99999999999999999999": "Table: Episodes of care",
    "#/results/table/constructor": "No such table",
    "#/results/rule/constructor": "Rule constructor found no issue",
    "#/results/fix/suggestions/99999999999999999999?kind=constructor&rule=__proto__": "Results: Fix",
    "#/results/changes/99999999999999999999": "Results: Changes (0)",
    "#/results/__proto__": "Results",
    "#/compare/side-by-side/constructor": "Comparison: side by side",
    "#/compare/types/__proto__/constructor": "Comparison: error types",
    "#/compare/rule/2025-26/x/constructor": "Comparison: rule constructor",
    "#rule-constructor": "All rules",
}


def test_odd_addresses_lead_to_a_view(results: Checker) -> None:
    page = results.page
    page.evaluate("() => { location.hash = '#/compare'; }")
    page.get_by_role("button", name="Try it with made-up councils").click()
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible()
    for address, heading in ADDRESSES.items():
        page.evaluate("address => { location.hash = address; }", address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_text(re.compile("^(Fetching|Looking|Comparing)"))).to_have_count(0)
        expect(page.locator(".govuk-notification-banner")).to_have_count(0)
        if "rule/2025-26" in address:
            expect(page.get_by_text("The Department has no rule of this code.")).to_be_visible()


def test_requests_of_a_worker_that_ended_still_count(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    worker = page.workers[0]
    worker.evaluate("address => fetch(address)", f"{kept.address}manifest.json")
    counted = page.get_by_text("Requests since your files were added:")
    expect(counted).not_to_have_text(re.compile("added: 0"))
    before = int(re.findall(r"added: (\d+)", counted.inner_text())[0])
    worker.evaluate("() => self.close()")
    expect(page.get_by_text("The checker stopped and was started again")).to_be_visible()
    kept.ready()
    page.wait_for_function("before => Number(document.body.innerText.match(/added: (\\d+)/)?.[1]) > before", arg=before)
