"""Progress from run to run: a run saved, the page opened anew, the run loaded, and what has changed since."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from .conftest import AUTHORITY, YEAR, Checker, number_in, payload
from .test_accessible import assert_sound
from .test_results_overview import chart, described, found, go

NOTE = "Known; see ticket 7."
Issue = dict[str, str]


@pytest.fixture(scope="module")
def files(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up return, the sex of one child no code: rule 101 flags that child alone."""
    folder = Path(shutil.copytree(files, tmp_path_factory.mktemp("run") / "return"))
    header = folder / "this_year" / "header.csv"
    text = header.read_text(encoding="ascii")
    header.write_text(re.sub(",M,", ",X,", text, count=1), encoding="ascii", newline="")
    return folder


def check(checker: Checker) -> None:
    page = checker.page
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()


@pytest.fixture
def results(checker: Checker, files: Path) -> Checker:
    """The made-up return, checked, on a page without runs and notes."""
    checker.ready()
    checker.choose_return(files)
    check(checker)
    return checker


def corrected(files: Path) -> tuple[FilePayload, str, str]:
    """header.csv with one child's sex put right and another's made wrong, its rows in another order.

    Gives the file as Playwright takes it, the child put right and the one made wrong.
    """
    with (files / "this_year" / "header.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = next(row for row in rows if row["SEX"] not in ("M", "F", "U"))
    right = next(row for row in rows if row["SEX"] == "M")
    wrong["SEX"], right["SEX"] = "M", "9"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(reversed(rows))
    chosen = payload("header-new.csv", text.getvalue().encode())
    return chosen, wrong["CHILD"], right["CHILD"]


def change_files(checker: Checker, changed: FilePayload) -> None:
    checker.page.get_by_role("button", name="Remove header.csv").first.click()
    checker.choose("this_year", changed)
    checker.read()


def save(page: Page, hashed: bool = False) -> tuple[str, bytes]:
    go(page, "progress")
    page.get_by_label("Replace children’s identifiers").set_checked(hashed)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this run").click()
    name = download.value.suggested_filename
    expect(page.get_by_text(f"{name} is in your downloads.")).to_be_visible()
    return name, Path(download.value.path()).read_bytes()


def load(page: Page, *runs: tuple[str, bytes]) -> None:
    page.locator("input[type=file][data-box=runs]").set_input_files([payload(name, content) for name, content in runs])


def earlier(content: bytes, day: str) -> bytes:
    """A run file as if it had been saved on another day."""
    run = json.loads(content)
    run["saved"] = f"{day}T09:30:00+00:00"
    return json.dumps(run).encode()


def progress(page: Page) -> dict[str, int]:
    """The figures since the run compared with."""
    numbers = page.locator(".app-numbers").filter(has_text="Still there")
    expect(numbers).to_be_visible()
    return {title: int(re.sub(r"\D", "", value)) for title, value in described(numbers).items()}


def listed(page: Page) -> Locator:
    return page.get_by_role("list", name="Earlier runs").get_by_role("listitem")


def cells(row: Locator) -> list[str]:
    return row.locator("th, td").all_inner_texts()


def test_the_whole_way_from_one_run_to_the_next(results: Checker, files: Path) -> None:
    page = results.page
    go(page, "find?rule=101")
    row = page.locator(".app-found tbody tr").first
    row.get_by_role("button", name="Add a note").click()
    page.get_by_label("State", exact=True).select_option(label="Asked")
    page.get_by_role("button", name="Save", exact=True).click()
    go(page, "find")
    noted = page.locator(".app-found tbody tr").filter(has_not=page.get_by_role("link", name="101:")).first
    noted_child, noted_rule = noted.locator("th").inner_text(), noted.locator("td a").first.inner_text()
    noted.get_by_role("button", name="Add a note").click()
    page.get_by_label("State", exact=True).select_option(label="Waiting")
    page.get_by_label("Note", exact=True).fill(NOTE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(noted).to_contain_text(f"Waiting: {NOTE}")
    noted.get_by_role("button", name="Mark as looked at").click()
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Results: Progress")).to_be_focused()
    assert_sound(page)
    name, content = save(page)
    assert name.endswith(".903run.json")
    assert NOTE in content.decode()
    assert_sound(page)
    saved = Counter(rule for rule, *_ in json.loads(content)["issues"])

    # Nothing is kept in the page; the file brings everything back.
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    results.ready()
    results.choose_return(files)
    changed, fixed, new = corrected(files)
    change_files(results, changed)
    check(results)
    go(page, "find?state=waiting")
    found(page, 0)
    go(page, "progress")
    load(page, (name, content))
    expect(page.get_by_role("heading", level=2, name=re.compile("Since the run of "))).to_be_visible()
    figures = progress(page)
    assert figures["New"] > 0
    assert figures["Fixed"] > 0
    assert figures["Not checked this time"] == 0
    assert figures["Still there"] + figures["Fixed"] == saved.total()
    assert_sound(page)

    fixed_row = page.get_by_role("table", name="Fixed issues").locator("tbody tr", has_text="101:")
    expect(fixed_row).to_have_count(1)
    assert fixed_row.locator("th").inner_text() == fixed
    expect(fixed_row).to_contain_text("Asked")
    of_rule = page.get_by_role("table", name="By rule").locator("tbody tr").filter(has_text=re.compile("^101:"))
    if not of_rule.count():
        page.get_by_role("button", name=re.compile(r"Show all \d+ rules")).click()
    assert [re.sub(r"\D.*", "", cell, flags=re.DOTALL) for cell in cells(of_rule)[1:]] == ["1", "0", "1"]
    of_rule.locator("td a").first.click()
    found(page, 1)
    expect(page.locator(".app-found tbody th")).to_have_text(new)
    expect(page.locator(".app-status")).to_have_text("New")
    assert_sound(page)

    # Filters, the overview and the list of rules say the same.
    for status, title in (("new", "New"), ("still", "Still there")):
        go(page, f"find?status={status}")
        found(page, figures[title])
        expect(page.get_by_label("New or still there")).to_have_value(status)
    page.get_by_label("New or still there").select_option("")
    found(page, figures["New"] + figures["Still there"])
    go(page, "")
    assert progress(page) == figures
    assert_sound(page)
    go(page, "rules")
    page.get_by_role("heading", level=1, name="By rule").wait_for()
    for column, title in (("New", "New"), ("Still there", "Still there")):
        values = page.locator(f"td[data-label='{column}']").all_inner_texts()
        assert sum(map(number_in, values)) == figures[title]
    assert_sound(page)

    # Notes and marks came with the run.
    go(page, "find?state=waiting")
    found(page, 1)
    row = page.locator(".app-found tbody tr")
    assert (row.locator("th").inner_text(), row.locator("td a").first.inner_text()) == (noted_child, noted_rule)
    expect(row).to_contain_text(f"Waiting: {NOTE}")
    expect(row.locator(".app-looked-at")).to_be_visible()
    expect(row.locator(".app-status")).to_have_text("Still there")
    row.locator("th a").click()
    expect(page.locator(".app-status").first).to_be_visible()
    assert_sound(page)
    for said in (page.url, page.title()):
        assert noted_child not in said
    assert page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_several_runs_are_drawn_over_time_compared_with_and_removed(results: Checker) -> None:
    page = results.page
    _, content = save(page)
    issues = len(json.loads(content)["issues"])
    load(
        page,
        ("first.903run.json", earlier(content, "2026-04-20")),
        ("second.903run.json", earlier(content, "2026-05-04")),
    )
    expect(listed(page)).to_have_count(2)
    expect(page.get_by_text("2 runs loaded")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Since the run of 04/05/2026 09:30")).to_be_visible()
    assert progress(page) == {"New": 0, "Still there": issues, "Fixed": 0, "Not checked this time": 0}
    expect(page.get_by_role("heading", level=2, name="0 fixed issues")).to_be_visible()

    figure = chart(page, "Issues from run to run")
    expect(figure.locator("path.app-chart__line")).to_have_count(2)
    figure.get_by_text("Show as a table").click()
    of_issues = figure.locator("tbody tr", has=page.get_by_role("rowheader", name="Issues", exact=True))
    assert [cells(row)[1:] for row in of_issues.all()] == [
        [day, str(issues)] for day in ("20/04/2026", "04/05/2026", "This check")
    ]
    kinds = chart(page, "Issues by kind from run to run")
    expect(kinds.locator("path.app-chart__line")).to_have_count(4)
    kinds.get_by_text("Show as a table").click()
    last = kinds.locator("tbody tr", has_text="This check").locator("td:last-child").all_inner_texts()
    assert sum(map(int, last)) == issues
    changes = chart(page, "New and fixed from run to run")
    changes.get_by_text("Show as a table").click()
    assert [cells(row) for row in changes.locator("tbody tr").all()] == [
        [label, "0", "0"] for label in ("04/05/2026 09:30", "This check")
    ]
    assert_sound(page)

    first = listed(page).filter(has_text="20/04/2026")
    first.get_by_role("button", name="Compare with this one").click()
    expect(page.get_by_role("heading", level=2, name="Since the run of 20/04/2026 09:30")).to_be_visible()
    expect(first.get_by_text("Compared with this check")).to_be_visible()
    first.get_by_role("button", name="Remove").click()
    expect(listed(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Load earlier runs")).to_be_focused()
    expect(page.get_by_role("heading", level=2, name="Since the run of 04/05/2026 09:30")).to_be_visible()
    listed(page).get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", level=2, name=re.compile("Since the run"))).to_have_count(0)
    expect(page.locator("figure")).to_have_count(0)


def test_a_run_with_scrambled_identifiers_holds_no_child(results: Checker, files: Path) -> None:
    page = results.page
    go(page, "progress")
    expect(page.locator(".govuk-inset-text")).to_contain_text("The file will hold children’s identifiers.")
    _, plain = save(page)
    name, content = save(page, hashed=True)
    expect(page.locator(".govuk-inset-text")).to_contain_text("The file will hold no child’s identifier.")
    assert_sound(page)
    children = {child for _, _, child, *_ in json.loads(plain)["issues"]} - {""}
    assert len(children) > 10
    assert all(child in plain.decode() for child in children)
    assert not any(child in content.decode() for child in children)
    changed, fixed, _ = corrected(files)
    page.get_by_role("link", name="Back to the files").click()
    change_files(results, changed)
    results.check()
    results.results()
    go(page, "progress")
    load(page, (name, content))
    expect(listed(page)).to_contain_text("identifiers scrambled")
    figures = progress(page)
    assert figures["Still there"] + figures["Fixed"] == len(json.loads(plain)["issues"])
    row = page.get_by_role("table", name="Fixed issues").locator("tbody tr", has_text="101:")
    expect(row.locator("th")).to_have_text("not in the file")
    assert fixed not in row.inner_text()
    assert_sound(page)


def test_files_that_are_no_runs_are_named_with_what_is_wrong(results: Checker) -> None:
    page = results.page
    _, content = save(page)
    cut = content[: len(content) // 2]
    load(page, ("cut.903run.json", cut), ("notes.json", b"hello"), ("good.903run.json", earlier(content, "2026-05-04")))
    expect(page.get_by_text("1 run loaded, and 2 files that cannot be used")).to_be_visible()
    expect(listed(page)).to_have_count(3)
    for name in ("cut.903run.json", "notes.json"):
        expect(listed(page).filter(has_text=name).locator(".app-file__problem")).to_be_visible()
    assert_sound(page)
    expect(page.get_by_role("heading", level=2, name="Since the run of 04/05/2026 09:30")).to_be_visible()
    for name in ("cut.903run.json", "notes.json"):
        page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_text("1 run loaded", exact=True)).to_be_visible()


def test_runs_are_there_again_when_the_checker_was_started_anew(results: Checker) -> None:
    page = results.page
    _, content = save(page)
    load(
        page,
        ("first.903run.json", earlier(content, "2026-04-20")),
        ("second.903run.json", earlier(content, "2026-05-04")),
    )
    first = listed(page).filter(has_text="20/04/2026")
    first.get_by_role("button", name="Compare with this one").click()
    expect(first.get_by_text("Compared with this check")).to_be_visible()
    (worker,) = page.workers
    worker.evaluate("() => self.close()")
    expect(page.get_by_text("The checker stopped and was started again")).to_be_visible()
    page.evaluate("() => { location.hash = '#/'; }")
    results.ready()
    go(page, "progress")
    expect(listed(page)).to_have_count(2)
    expect(first.get_by_text("Compared with this check")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Since the run of 20/04/2026 09:30")).to_be_visible()
