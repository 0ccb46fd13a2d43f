"""Correcting many errors at once in a real browser: what is safe, suggestions, and taking it all back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.page.answered import done
from validator.page.bridge import Session
from validator.page.correcting import Cleaning
from validator.page.given import ReturnBox

from .conftest import AUTHORITY, YEAR, Checker, hold_up, number_in
from .test_accessible import assert_sound, faults
from .test_results_views import open_view

BOXES: tuple[ReturnBox, ReturnBox] = ("this_year", "last_year")


@pytest.fixture(scope="module")
def untidy(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up return with dates written otherwise, small letters, a row twice, and a code with letter for digit."""
    folder = tmp_path_factory.mktemp("untidy")
    for box in BOXES:
        (folder / box).mkdir()
        for path in (files / box).iterdir():
            (folder / box / path.name).write_bytes(path.read_bytes())
    (folder / "providers.xlsx").write_bytes((files / "providers.xlsx").read_bytes())
    header = folder / "this_year" / "header.csv"
    lines = header.read_bytes().decode("ascii").splitlines(keepends=True)
    lines[2:12] = [re.sub(",([MF]),", lambda sex: sex[0].lower(), line, count=1) for line in lines[2:12]]
    lines[12:15] = [re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\3-\2-\1", line, count=1) for line in lines[12:15]]
    header.write_bytes("".join(lines).encode("ascii"))
    reviews = folder / "this_year" / "reviews.csv"
    first, *rest = reviews.read_bytes().decode("ascii").splitlines(keepends=True)
    reviews.write_bytes("".join([first, *rest, rest[4]]).encode("ascii"))
    episodes = folder / "this_year" / "episodes.csv"
    first, *rest = episodes.read_bytes().decode("ascii").splitlines(keepends=True)
    at = first.rstrip().split(",").index("LS")
    rest[10:12] = [with_cell(line, at, "CI") for line in rest[10:12]]
    episodes.write_bytes("".join([first, *rest]).encode("ascii"))
    return folder


def with_cell(line: str, at: int, value: str) -> str:
    cells = line.split(",")
    cells[at] = value
    return ",".join(cells)


@pytest.fixture(scope="module")
def expected(untidy: Path) -> Cleaning:
    """What Python itself answers of the same return, without a browser."""
    session = Session()
    for box in BOXES:
        for path in sorted((untidy / box).iterdir()):
            session.add(box, path.name, path.stat().st_size, path.read_bytes())
    providers = untidy / "providers.xlsx"
    session.add("providers", providers.name, providers.stat().st_size, providers.read_bytes())
    assert "errors" not in session.check({"year": YEAR, "authority": AUTHORITY, "as_at": ""})
    return Cleaning(session)


@pytest.fixture
def results(kept: Checker, untidy: Path) -> Iterator[Checker]:
    """The untidy return, checked, its results open."""
    kept.choose_return(untidy)
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    kept.check()
    kept.results()
    yield kept
    kept.page.set_viewport_size({"width": 1280, "height": 900})


# -- what the tests do again and again


def issues(page: Page) -> int:
    """How many issues the overview tells of."""
    page.evaluate("() => { location.hash = '#/results'; }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results")
    return number_in(page.locator(".app-numbers div").first.locator("dd").inner_text())


def figures(page: Page) -> dict[str, int]:
    """The figures at the top of a view, by what they are called."""
    return {
        one.locator("dt").inner_text(): number_in(one.locator("dd").inner_text())
        for one in page.locator(".app-numbers div").all()
    }


def see(page: Page) -> dict[str, int]:
    """From what is chosen to its preview; the preview's figures."""
    page.get_by_role("button", name="See what these changes would do").click()
    heading = page.get_by_role("heading", level=1, name="What these changes would do")
    expect(heading).to_be_focused()
    return figures(page)


def make(page: Page) -> None:
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_contain_text("The changes are made")
    expect(page.get_by_role("alert")).to_be_focused()


def saved(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def originals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "this_year").iterdir()}


def cells(row: Locator) -> list[str]:
    return row.locator("th, td").all_inner_texts()


# -- safe changes


def test_safe_changes_are_previewed_made_and_taken_back(results: Checker, expected: Cleaning, untidy: Path) -> None:
    page = results.page
    before = issues(page)
    open_view(page, "Fix")
    safe = done(expected.safe())
    rows = page.get_by_role("table", name="Safe changes").locator("tbody tr")
    expect(rows).to_have_count(len(safe["kinds"]))
    for row, kind in zip(rows.all(), safe["kinds"], strict=True):
        assert cells(row)[0] == kind["title"]
        assert cells(row)[1] == kind["what"]
        assert list(map(number_in, cells(row)[2:])) == [kind["children"], kind["rows_removed"], kind["changes"]]
    titles = {kind["title"] for kind in safe["kinds"]}
    assert {"Small letters", "Dates written otherwise", "Rows that are there twice"} <= titles
    assert_sound(page)

    shown = see(page)
    would = done(expected.preview({"safe": [kind["kind"] for kind in safe["kinds"]]}, 0, 50))
    assert shown == {
        "Cells to be changed": would["changes"],
        "Rows to be deleted": would["rows_removed"],
        "Children concerned": would["children"],
        "Issues that would go": would["resolved"],
        "Issues that would be new": 0,
        **({"Issues that come to light": would["to_light"]} if would["to_light"] else {}),
    }
    assert would["resolved"] > would["to_light"]
    table = page.get_by_role("table", name="Before and after").locator("tbody tr")
    expect(table).to_have_count(would["total"])
    for row, change in zip(table.all(), would["shown"], strict=True):
        assert cells(row)[0] == change["child"]
        if change["field"]:
            before_and_after = [cell.split("\n")[0] for cell in cells(row)[3:5]]
            assert before_and_after == [change["before"] or "blank", change["after"] or "blank"]
    assert_sound(page)

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results: Fix")
    assert issues(page) == before
    expect(page.get_by_role("link", name="Changes (0)")).to_be_visible()

    open_view(page, "Fix")
    see(page)
    make(page)
    made = safe["changes"] + safe["rows_removed"]
    expect(page.get_by_role("alert")).to_contain_text(
        f"The return has {before - would['resolved'] + would['to_light']} issues now."
    )
    expect(page.get_by_text("There is nothing that can be changed safely.")).to_be_visible()
    assert_sound(page)
    assert issues(page) == before - would["resolved"] + would["to_light"]
    open_view(page, f"Changes ({made})")
    assert_sound(page)
    page.get_by_role("button", name="Take back the last step").click()
    expect(page.get_by_role("alert")).to_contain_text("The last step is taken back")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_text("You have not changed anything.")).to_be_visible()
    assert issues(page) == before
    expect(page.get_by_text("changes that you made here")).to_have_count(0)


def test_kinds_that_are_not_wanted_are_left_out(results: Checker) -> None:
    page = results.page
    open_view(page, "Fix")
    rows = page.get_by_role("table", name="Safe changes").locator("tbody tr")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        if "Small letters" not in row.inner_text():
            row.get_by_role("checkbox").uncheck()
    letters = rows.filter(has_text="Small letters")
    changed = number_in(cells(letters)[-1])
    assert changed >= 9
    assert see(page)["Cells to be changed"] == changed
    page.get_by_role("button", name="Cancel").click()
    letters.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="See what these changes would do").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one kind of change.")
    assert_sound(page)
    for row in rows.all():
        row.get_by_role("checkbox").check()


def test_a_changed_cell_says_so_and_shows_what_the_file_says(results: Checker) -> None:
    page = results.page
    open_view(page, "Fix")
    see(page)
    make(page)
    open_view(page, "By table")
    page.get_by_role("link", name="Children", exact=True).click()
    changed = page.locator(".app-changed")
    expect(changed.nth(11)).to_be_attached()
    summary = changed.first.locator("summary")
    letter = changed.first.locator(".app-value")
    expect(letter).to_be_hidden()
    summary.press("Enter")
    expect(changed.first).to_contain_text("In your file: ")
    expect(letter).to_be_visible()
    assert letter.inner_text() in ("m", "f")
    assert faults(page) == []


# -- suggestions


def test_a_proposal_is_made_with_another_value_than_the_one_proposed(results: Checker, expected: Cleaning) -> None:
    page = results.page
    before = issues(page)
    answer = done(expected.suggestions("near_code", "", "", 0, 50))
    proposal = next(found for found in answer["proposals"] if found["changes"][0]["field"] == "LS")
    assert len(proposal["alternatives"]) > 0
    open_view(page, "Fix")
    page.get_by_role("link", name="Suggestions").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("Kind of change").select_option("near_code")
    expect(page.get_by_role("heading", name=f"{answer['total']} suggestion")).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert_sound(page)
    row = page.locator("table.app-proposals tbody tr", has=page.locator(f"#proposal-{proposal['number']}"))
    expect(row).to_contain_text(proposal["sentence"])
    page.get_by_role("button", name="See what these changes would do").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one of the suggestions.")
    assert_sound(page)
    row.get_by_role("checkbox").check()
    other = proposal["alternatives"][0]["value"]
    row.get_by_role("combobox").select_option(other)
    expect(page.get_by_text("1 ticked on all pages.")).to_be_visible()
    would = done(expected.preview({"proposals": [proposal["number"]], "values": {proposal["number"]: other}}, 0, 50))
    shown = see(page)
    assert shown["Cells to be changed"] == would["changes"] == len(proposal["changes"])
    assert shown["Issues that would go"] == would["resolved"]
    assert shown["Issues that would be new"] == would["added"]
    expect(page.locator(".app-changes__after").first).to_contain_text(other)
    # What was ticked is still ticked for whoever thinks again.
    page.get_by_role("link", name="Back without changing anything").click()
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(row.get_by_role("combobox")).to_have_value(other)
    see(page)
    make(page)
    expect(page.get_by_role("heading", level=2, name="suggestion")).not_to_have_text(f"{answer['total']} suggestions")
    assert issues(page) == before - would["resolved"] + would["added"] + would["to_light"]


def test_ticks_are_kept_over_pages_and_taken_away_at_once(results: Checker, expected: Cleaning) -> None:
    page = results.page
    page.evaluate("() => { location.hash = '#/results/fix/suggestions'; }")
    total = done(expected.suggestions("", "", "", 0, 1))["total"]
    expect(page.get_by_role("heading", level=2, name=f"{total} suggestions")).to_be_visible()
    here = page.locator("table.app-proposals tbody tr").count()
    page.get_by_role("button", name="Tick all on this page").press("Enter")
    expect(page.get_by_text(f"{here} ticked on all pages.")).to_be_visible()
    if total > here:
        page.get_by_role("link", name="Next page").click()
        expect(page.get_by_role("heading", level=2, name=f"{total} suggestions")).to_be_focused()
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
        expect(page.get_by_text(f"{here} ticked on all pages.")).to_be_visible()
    page.get_by_role("button", name="Take all ticks away").click()
    expect(page.get_by_text("0 ticked on all pages.")).to_be_visible()


# -- what was changed


def test_what_was_changed_is_saved_and_everything_taken_back(results: Checker, untidy: Path) -> None:
    page = results.page
    before = issues(page)
    asked = len(results.requests)
    open_view(page, "Fix")
    shown = see(page)
    make(page)
    page.get_by_role("link", name="See all changes, take them back, or save the corrected files").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changes (")
    made = shown["Cells to be changed"] + shown["Rows to be deleted"]
    expect(page.get_by_role("heading", name=f"Every change: {made}")).to_be_visible()

    given = originals(untidy)
    name, content = saved(page, "Download the files as they came")
    assert name == "originals.zip"
    assert unpacked(content) == given
    expect(page.get_by_text("originals.zip is in your downloads.")).to_be_visible()
    name, content = saved(page, "Download the corrected files")
    assert name == "corrected.zip"
    corrected = unpacked(content)
    assert set(corrected) == set(given)
    assert {name for name in given if corrected[name] != given[name]} >= {"header.csv", "reviews.csv"}
    assert corrected["episodes.csv"] == given["episodes.csv"]
    for old, new in zip(given["header.csv"].splitlines()[:12], corrected["header.csv"].splitlines(), strict=False):
        assert new.upper() == old.upper()

    name, content = saved(page, "Download the list as CSV")
    assert name == "changes.csv"
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(lines) == made
    page.get_by_label("Grouped by social worker").check()
    _, grouped = saved(page, "Download the list as CSV")
    by_worker = list(csv.DictReader(io.StringIO(grouped.decode("utf-8-sig"))))
    (worker,) = by_worker[0].keys() - lines[0].keys()
    assert worker == "Social worker"
    workers = [line.pop(worker) for line in by_worker]
    assert len(set(workers)) > 1
    assert workers == [name for name in dict.fromkeys(workers) for _ in range(workers.count(name))]
    assert sorted(map(str, by_worker)) == sorted(map(str, lines))
    name, workbook = saved(page, "Download the list as a workbook")
    assert name == "changes.xlsx"
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
    assert [url for url in results.requests[asked:] if not url.startswith("blob:")] == []

    page.get_by_role("button", name="Take back everything").press("Enter")
    question = page.get_by_role("dialog", name="Take back the only step?")
    expect(question.get_by_role("button", name="No, keep the changes")).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    page.get_by_role("button", name="Take back everything").click()
    page.get_by_role("button", name="Yes, take everything back").click()
    expect(page.get_by_role("alert")).to_contain_text("Everything is taken back")
    assert issues(page) == before


def test_changes_stay_over_another_check_of_the_same_files_and_are_dropped_with_their_file(
    results: Checker, untidy: Path
) -> None:
    page = results.page
    open_view(page, "Fix")
    shown = see(page)
    make(page)
    made = shown["Cells to be changed"] + shown["Rows to be deleted"]
    page.get_by_role("link", name="Back to the files").click()
    page.get_by_role("button", name="Remove reviews.csv").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove the file").click()
    page.get_by_role("link", name="See the results of your last check").click()
    for view in ("Fix", "Changes"):
        open_view(page, view)
        expect(page.get_by_text("before you correct it")).to_be_visible()
        expect(page.get_by_role("button", name="See what these changes would do")).to_have_count(0)
    page.get_by_role("link", name="Check the return again").click()
    kept_path = untidy / "this_year" / "reviews.csv"
    results.choose("this_year", kept_path)
    results.read()
    results.check()
    results.results()
    expect(page.get_by_role("link", name=f"Changes ({made})")).to_be_visible()
    page.get_by_role("link", name="Back to the files").click()
    page.get_by_role("button", name="Remove header.csv").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove the file").click()
    results.check()
    results.results()
    expect(page.get_by_role("link", name=f"Changes ({made})")).to_have_count(0)
    open_view(page, "Notices")
    expect(page.get_by_text("were dropped")).to_be_visible()


def test_that_python_works_is_said_and_nothing_else_can_be_asked_for(results: Checker) -> None:
    page = results.page
    open_view(page, "Fix")
    expect(page.get_by_role("table", name="Safe changes")).to_be_visible()
    hold_up(page, 4)
    button = page.get_by_role("button", name="See what these changes would do")
    button.click()
    expect(page.get_by_role("status").filter(has_text="Working out the changes")).to_be_visible()
    expect(button).to_be_disabled()
    assert faults(page) == []
    expect(page.get_by_role("heading", level=1, name="What these changes would do")).to_be_visible()


def test_the_whole_way_by_keyboard(results: Checker) -> None:
    page = results.page
    page.bring_to_front()
    press = page.keyboard.press

    def tab_to(locator: Locator) -> None:
        for _ in range(200):
            press("Tab")
            if locator.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab never comes to {locator}.")

    tab_to(page.get_by_role("navigation", name="Results").get_by_role("link", name="Fix"))
    press("Enter")
    expect(page.get_by_role("table", name="Safe changes")).to_be_visible()
    tick = page.get_by_role("checkbox").first
    tab_to(tick)
    press("Space")
    expect(tick).not_to_be_checked()
    press("Space")
    tab_to(page.get_by_role("button", name="See what these changes would do"))
    press("Enter")
    expect(page.get_by_role("heading", level=1, name="What these changes would do")).to_be_focused()
    tab_to(page.get_by_role("button", name="Make these changes"))
    press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page.get_by_role("link", name="See all changes"))
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page.get_by_role("button", name="Take back the last step"))
    press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("where", ["#/results/preview", "#/results/preview/7"])
def test_a_preview_of_nothing_says_so(results: Checker, where: str) -> None:
    page = results.page
    page.evaluate("where => { location.hash = where; }", where)
    expect(page.get_by_role("heading", level=1, name="Nothing to preview")).to_be_visible()
    assert_sound(page)


def test_changes_outlive_a_cancelled_check_and_the_worker(results: Checker) -> None:
    page = results.page
    open_view(page, "Fix")
    see(page)
    make(page)
    before = issues(page)
    page.get_by_role("link", name="Back to the files").click()
    hold_up(page, 300)
    results.check()
    page.get_by_role("button", name="Cancel the check").click()
    expect(page.get_by_text("and so are the changes and notes that you made")).to_be_visible()
    results.ready()
    page.get_by_role("link", name="Go back to the results").click()
    results.results()
    assert issues(page) == before
    open_view(page, "Changes")
    expect(page.get_by_role("button", name="Take back the last step")).to_be_visible()
    page.get_by_role("button", name="Take back the last step").click()
    expect(page.get_by_text("The last step is taken back")).to_be_visible()


def test_no_child_is_named_in_any_address(results: Checker, untidy: Path) -> None:
    page = results.page
    children: set[Any] = {line.split(",")[0] for line in (untidy / "this_year/header.csv").read_text().splitlines()[1:]}
    visited = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    open_view(page, "Fix")
    see(page)
    make(page)
    open_view(page, "Changes")
    assert len(visited) >= 3
    assert not any(child in url for url in visited for child in children)
