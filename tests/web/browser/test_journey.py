"""The whole way from files to issues in a real browser, and what must not happen on it."""

from __future__ import annotations

import csv
import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Page, expect

from .conftest import AUTHORITY, YEAR, Checker, exact_issues, hold_up, payload

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another origin that would answer anybody, and the paths it was asked for."""
    asked: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def checked_on_the_command_line(files: Path, target: Path) -> bytes:
    command = [
        sys.executable, "-m", "validator", "check", str(files / "this_year"),
        "--last", str(files / "last_year"), "--providers", str(files / "providers.xlsx"),
        "--year", YEAR, "--authority", AUTHORITY, "--format", "csv", "-o", str(target),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    return target.read_bytes()


def test_page_and_command_line_find_the_same_and_nothing_leaves_the_page(
    checker: Checker, files: Path, tmp_path: Path
) -> None:
    page = checker.page
    checker.ready()
    own = urlsplit(checker.address)
    loaded = list(checker.requests)
    assert {urlsplit(url.removeprefix("blob:")).netloc for url in loaded} == {own.netloc}
    assert all(urlsplit(url.removeprefix("blob:")).path.startswith(own.path) for url in loaded if "blob:" not in url)

    checker.choose_return(files)
    expect(checker.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all issues (issues.csv)").click()
    assert download.value.suggested_filename == "issues.csv"
    shown_to_people = Path(download.value.path()).read_bytes()
    found = exact_issues(page)
    assert found == checked_on_the_command_line(files, tmp_path / "issues.csv")

    issues = list(csv.DictReader(io.StringIO(found.decode("utf-8"))))
    listed = csv.DictReader(io.StringIO(shown_to_people.decode("utf-8-sig")))
    assert [(line["Rule"], line["Child"], line["Line"]) for line in listed] == [
        (issue["rule"], issue["child"], issue["line"]) for issue in issues
    ]
    assert len(issues) > 50
    shown = page.locator(".app-numbers div", has_text="Issues").locator("dd")
    assert int(shown.inner_text().replace(",", "")) == len(issues)
    failed = page.locator(".app-numbers div", has_text="Rules that failed").locator("dd")
    assert failed.inner_text() == "0"

    # Every rule with issues is listed with as many as the file has, and its rows are those of the file.
    page.get_by_role("link", name="By rule", exact=True).click()
    counts: dict[str, int] = {}
    for issue in issues:
        counts[issue["rule"]] = counts.get(issue["rule"], 0) + 1
    for code, count in counts.items():
        row = page.locator("tbody tr", has=page.locator(f"a[href='#/results/rule/{code}']"))
        assert int(row.locator("[data-label=Issues]").inner_text().replace(",", "")) == count
    code = max(counts, key=lambda code: counts[code])
    page.locator(f"a[href='#/results/rule/{code}']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Rule {code}:")
    of_rule = [issue for issue in issues if issue["rule"] == code]
    first_table = [issue for issue in of_rule if issue["table"] == of_rule[0]["table"]]
    section = page.locator(f"[data-table={of_rule[0]['table']}]")
    expect(section.locator("tbody tr")).to_have_count(min(50, len(first_table)))
    for issue, row in zip(first_table, section.locator("tbody tr").all(), strict=False):
        assert row.locator("th").inner_text() == issue["child"]
        assert row.locator("td").first.inner_text() == f"{issue['file']}, line {int(issue['line']):,}"
        assert row.locator(".app-marked").count() == len(issue["fields"].split(", "))

    assert checker.requests == loaded
    assert nothing_stored(page)


def nothing_stored(page: Page) -> bool:
    """Nothing but the page's own parts for use without a network, of which tests/web/hosting tells more."""
    return page.evaluate(
        """async () => !localStorage.length && !sessionStorage.length && !document.cookie
            && !(await indexedDB.databases()).length"""
    )


def test_policy_refuses_other_origins_to_page_and_worker(kept: Checker, elsewhere: tuple[str, list[str]]) -> None:
    url, asked = elsewhere
    fetch = "url => fetch(url).then(() => 'answered', error => error.name)"
    assert kept.page.evaluate(fetch, url) == "TypeError"
    (worker,) = kept.page.workers
    assert worker.evaluate(fetch, url) == "TypeError"
    # Python reaches the network only through the worker, so what binds the worker binds Python.
    assert worker.evaluate("url => new Promise(done => { try { const request = new XMLHttpRequest();"
                           " request.open('GET', url, false); request.send(); done('answered'); }"
                           " catch (error) { done(error.name); } })", url) == "NetworkError"  # fmt: skip
    image = (
        "url => new Promise(done => { const i = new Image(); i.onload = i.onerror = e => done(e.type); i.src = url; })"
    )
    assert kept.page.evaluate(image, url) == "error"
    assert asked == []


def test_files_chosen_before_python_is_ready_wait_and_are_then_read(checker: Checker, files: Path) -> None:
    checker.choose("this_year", *sorted((files / "this_year").iterdir()))
    expect(checker.page.get_by_text("Waiting for the checker to be ready").first).to_be_visible()
    checker.check()
    expect(checker.page.get_by_role("heading", level=1)).to_have_text("Checking your return")
    # The year was worked out from the files, so the check goes through.
    checker.results()


def test_rows_are_shown_page_by_page(kept: Checker) -> None:
    page = kept.page
    rows = "".join(f"C{number:03},F,01/02/2015,NONE,UN1,,\r\n" for number in range(120))
    text = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n" + rows
    kept.choose("this_year", payload("header.csv", text.encode()))
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    page.locator("a[href='#/results/rule/103']").first.click()
    children = page.locator("[data-table=Header] tbody th")
    expect(children).to_have_count(50)
    expect(children.first).to_have_text("C000")
    pages = page.get_by_role("navigation", name="Pages: Children")
    expect(pages.get_by_role("link", name="Previous page")).to_have_count(0)
    pages.get_by_role("link", name="Next page").click()
    expect(children.first).to_have_text("C050")
    expect(page.get_by_role("heading", level=2, name="Children: 120 rows")).to_be_focused()
    pages.get_by_role("link", name="Page 3").click()
    expect(children).to_have_count(20)
    expect(children.last).to_have_text("C119")
    expect(pages.get_by_role("link", name="Next page")).to_have_count(0)
    page.go_back()
    expect(children.first).to_have_text("C050")


def test_files_can_be_dropped(kept: Checker, files: Path) -> None:
    text = (files / "this_year" / "header.csv").read_text(encoding="ascii")
    dropped = kept.page.evaluate_handle(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "children.csv"));
            return transfer;
        }""",
        text,
    )
    zone = kept.box("Last year").locator(".app-drop")
    zone.dispatch_event("dragover", {"dataTransfer": dropped})
    expect(zone).to_have_class("app-drop app-drop--over")
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    expect(zone).to_have_class("app-drop ")
    expect(kept.box("Last year").get_by_text("Children:")).to_be_visible()
    expect(kept.box("This year").get_by_role("listitem")).to_have_count(0)


def test_cancelling_keeps_the_files(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose_return(files)
    # Held up inside the worker, the check cannot end before it is cancelled.
    hold_up(page, 300)
    kept.check()
    page.get_by_role("button", name="Cancel the check").click()
    expect(page.get_by_text("The check was cancelled")).to_be_visible()
    expect(kept.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    kept.check()
    kept.results()


def test_the_page_recovers_when_the_worker_breaks(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    (worker,) = page.workers
    worker.evaluate("() => { setTimeout(() => { throw new Error('made to fail'); }, 0); }")
    news = page.get_by_role("status").filter(has_text="The checker stopped and was started again")
    expect(news).to_contain_text("Your files are still here.")
    expect(news).to_contain_text("made to fail")
    expect(kept.box("This year").get_by_text("Children:")).to_be_visible()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()


def test_leaving_with_results_open_asks_first(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert not page.is_closed()


def test_back_button_and_addresses_lead_through_the_results(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose_return(files)
    kept.check()
    kept.results()
    page.get_by_role("link", name="By rule", exact=True).click()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rule ")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results: By rule")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your SSDA903 return")
    expect(kept.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    page.get_by_role("link", name="Go back to the results").click()
    kept.results()
    children = {line.split(",")[0] for line in (files / "this_year" / "header.csv").read_text().splitlines()[1:]}
    assert not any(child in page.url for child in children)
