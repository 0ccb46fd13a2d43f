"""Through the results by child, group and table in a real browser; marks, downloads, and choosing which rules run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rules.registry import in_force

from .conftest import YEAR, Checker, exact_issues, hold_up, number_in, payload
from .test_accessible import assert_sound, faults

Issues = list[dict[str, str]]


@pytest.fixture
def results(kept: Checker, files: Path) -> Checker:
    """The made-up return, checked, its results open."""
    kept.choose_return(files)
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.page.get_by_role("combobox", name="Local authority").fill("Manchester")
    kept.check()
    kept.results()
    return kept


def issues_of(page: Page) -> Issues:
    return list(csv.DictReader(io.StringIO(exact_issues(page).decode())))


def open_view(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Results").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def assert_private(page: Page, issues: Issues) -> None:
    """No child's identifier stands where the browser's history keeps it."""
    title = page.title()
    for child in {issue["child"] for issue in issues} - {""}:
        assert child not in page.url
        assert child not in title


# -- by child


def test_a_child_is_found_and_shown_with_all_its_issues(results: Checker) -> None:
    page = results.page
    issues = issues_of(page)
    counts = Counter(issue["child"] for issue in issues if issue["child"])
    open_view(page, "By child")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(min(50, len(counts)))
    for row in rows.all()[:5]:
        child = row.locator("th").inner_text()
        assert number_in(row.locator("[data-label=Issues]").inner_text()) == counts[child]
    assert_sound(page)
    child = rows.last.locator("th").inner_text()
    page.get_by_label("Find a child").fill(child)
    expect(rows).to_have_count(1)
    assert_private(page, issues)
    rows.locator("a").click()
    expect(page.get_by_role("heading", level=2, name=f"Child {child}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert_private(page, issues)
    mine = [issue for issue in issues if issue["child"] == child]
    shown = page.get_by_role("table", name=f"Issues of child {child}").locator("tbody tr")
    expect(shown).to_have_count(len(mine))
    assert_sound(page)
    page.go_back()
    expect(page.get_by_label("Find a child")).to_have_value(child)
    expect(rows).to_have_count(1)


def busiest(page: Page) -> str:
    """Opens the child with the most issues; gives its identifier."""
    open_view(page, "By child")
    first = page.locator("tbody th").first
    child = first.inner_text()
    first.locator("a").click()
    expect(page.get_by_role("heading", level=2, name=f"Child {child}")).to_be_visible()
    return child


def test_the_time_in_care_is_drawn_and_told_in_words(results: Checker, files: Path) -> None:
    page = results.page
    child = busiest(page)
    picture = page.get_by_role("img", name=re.compile(f"time in care of child {child}"))
    expect(picture).to_be_visible()
    assert picture.locator(".app-timeline__entry--marked").count() > 0
    pins = sum(number_in(pin.text_content()) for pin in picture.locator(".app-timeline__pin > text").all())
    dated = page.get_by_text(re.compile(r"belongs? to no day")).all_inner_texts()
    unpinned = int(re.search(r"(\d+) issues? belongs? to no day", dated[0])[1]) if dated else 0  # type: ignore[index]
    assert pins + unpinned == page.get_by_role("table", name="Issues of child").locator("tbody tr").count()
    with (files / "this_year" / "episodes.csv").open(encoding="utf-8-sig") as file:
        places = [row["PLACE"] for row in csv.DictReader(file) if row["CHILD"] == child and row["DECOM"]]
    if page.get_by_role("button", name="Show the whole time").is_visible():
        page.get_by_role("button", name="Show the whole time").click()
    labels = picture.locator(".app-timeline__entry--placements title").all_text_contents()
    assert Counter(re.search(r": (\w+)", label)[1] for label in labels) == Counter(places)  # type: ignore[index]
    page.get_by_text("The time in care in words").click()
    words = " ".join(page.locator(".app-sentences li").all_inner_texts())
    for place in places:
        assert re.search(rf"placement type {place} \([A-Z]", words)
    assert_sound(page)


def test_the_picture_keeps_its_marks_in_forced_colours_and_scrolls_in_its_own_region(results: Checker) -> None:
    page = results.page
    busiest(page)
    page.set_viewport_size({"width": 400, "height": 800})
    region = page.get_by_role("region", name="Picture of the time in care")
    assert region.evaluate("part => part.scrollWidth > part.clientWidth")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 400
    region.evaluate("part => part.scrollTo(300, 0)")
    title = region.locator(".app-timeline__title").first
    assert title.bounding_box()["x"] >= 0  # type: ignore[index]
    region.focus()
    expect(region).to_be_focused()
    page.emulate_media(forced_colors="active")
    strokes = {
        kind: region.locator(f".app-timeline__entry{kind} path").first.evaluate(
            "path => [getComputedStyle(path).stroke, getComputedStyle(path).strokeWidth]"
        )
        for kind in ("--marked", ":not(.app-timeline__entry--marked)")
    }
    assert strokes["--marked"][0] != strokes[":not(.app-timeline__entry--marked)"][0]
    assert strokes["--marked"][1] != strokes[":not(.app-timeline__entry--marked)"][1]
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_child_has_its_rows_of_both_years_with_marked_cells_and_links_to_rules(results: Checker, files: Path) -> None:
    page = results.page
    child = busiest(page)
    for year, suffix in (("this_year", ""), ("last_year", ", last year")):
        with (files / year / "episodes.csv").open(encoding="utf-8-sig") as file:
            lines = [line for line, row in enumerate(csv.DictReader(file), 2) if row["CHILD"] == child]
        if not lines:
            continue
        noun = "row" if len(lines) == 1 else "rows"
        table = page.get_by_role("region", name=f"Episodes of care{suffix}: {len(lines)} {noun}", exact=True)
        assert [number_in(cell.inner_text()) for cell in table.locator("tbody th").all()] == lines
    assert page.locator(".app-rows .app-marked").count() > 0
    link = page.locator(".app-row-issues a").first
    code = link.inner_text().split(":")[0]
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Rule {code}:")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("#/results/child/999999", "No child has this place"),
        ("#/results/child/x", "No child has this place"),
        ("#/results/group/worker/999999", "No group has this place"),
        ("#/results/group/list/1", "No group has this place"),
        ("#/results/table/Nothing", "no table of this name"),
    ],
)
def test_addresses_that_lead_nowhere_say_so(results: Checker, where: str, said: str) -> None:
    results.page.evaluate("where => { location.hash = where; }", where)
    expect(results.page.get_by_text(said)).to_be_visible()


# -- by group


def test_social_workers_open_to_their_children_and_issues(results: Checker) -> None:
    page = results.page
    issues = issues_of(page)
    open_view(page, "By social worker or team")
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    assert sum(number_in(cell.inner_text()) for cell in page.locator("tbody [data-label=Issues]").all()) == len(issues)
    assert_sound(page)
    first = rows.first
    name, count = first.locator("th").inner_text(), number_in(first.locator("[data-label=Issues]").inner_text())
    first.locator("a").click()
    expect(page.get_by_role("heading", level=2, name=f"{name}: {count}")).to_be_visible()
    assert name not in page.title()
    expect(page.locator("table.app-wrong tbody tr")).to_have_count(min(50, count))
    assert_sound(page)
    page.locator("h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One child")
    assert_private(page, issues)


def test_a_list_of_ones_own_groups_children_and_a_bad_one_is_refused_in_words(results: Checker) -> None:
    page = results.page
    issues = issues_of(page)
    counts = Counter(issue["child"] for issue in issues if issue["child"])
    (first, most), (second, more) = counts.most_common(2)
    open_view(page, "By social worker or team")
    page.get_by_role("link", name="By a list of your own").click()
    box = page.get_by_role("region", name="Your list of children and their teams")
    choose = page.locator("input[type=file][data-box=list]")
    choose.set_input_files(payload("teams.csv", b"Child,Team\n1,North,x\n"))
    expect(box.get_by_text("teams.csv, line 2: This line has 3 filled columns.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(0)
    assert_sound(page)
    content = f"Child,Team\n{first},North\n{second},South\n".encode()
    dropped = page.evaluate_handle(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "teams.csv"));
            return transfer;
        }""",
        content.decode(),
    )
    box.locator(".app-drop").dispatch_event("drop", {"dataTransfer": dropped})
    expect(box.get_by_text("Grouped by teams.csv.")).to_be_visible()
    shown = {
        row.locator("th").inner_text(): number_in(row.locator("[data-label=Issues]").inner_text())
        for row in page.locator("tbody tr").all()
    }
    assert shown == {"Team: North": most, "Team: South": more, "No team given": len(issues) - most - more}
    assert_sound(page)
    page.get_by_role("link", name="Team: North").click()
    expect(page.get_by_role("heading", level=2, name=f"Team: North: {most}")).to_be_visible()


# -- by table


def test_tables_are_shown_as_they_stand_with_their_issues(results: Checker, files: Path) -> None:
    page = results.page
    issues = issues_of(page)
    open_view(page, "By table")
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    assert sum(number_in(cell.inner_text()) for cell in page.locator("tbody [data-label=Issues]").all()) == len(issues)
    assert_sound(page)
    page.get_by_role("link", name="Episodes of care", exact=True).click()
    expect(page.locator("table.app-rows tbody tr")).to_have_count(50)
    with (files / "this_year" / "episodes.csv").open(encoding="utf-8-sig") as file:
        expected = list(csv.DictReader(file))
    fields = [text.split("\n")[0] for text in page.locator("table.app-rows thead th").all_inner_texts()]
    for row, shown in zip(expected, page.locator("table.app-rows tbody tr").all()[:3], strict=False):
        cells = dict(zip(fields, shown.locator("th, td").all(), strict=True))
        for field, value in row.items():
            found = cells[field].locator(".app-value")
            assert (found.inner_text() if found.count() else "") == value
    assert_sound(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text(f"rows 51 to {min(100, len(expected))} of {len(expected)}")).to_be_visible()
    page.get_by_role("link", name="Only rows with issues").click()
    flagged = {int(issue["line"]) for issue in issues if issue["table"] == "Episodes"}
    expect(page.locator("table.app-rows tbody tr")).to_have_count(min(50, len(flagged)))
    lines = [number_in(cell.inner_text()) for cell in page.locator("table.app-rows tbody th").all()]
    assert lines == sorted(flagged)[:50]
    page.locator("table.app-rows tbody td a[href*='/child/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One child")


# -- looked at


def test_issues_marked_as_looked_at_are_counted_everywhere_and_only_in_memory(results: Checker) -> None:
    page = results.page
    child = busiest(page)
    mark = page.get_by_role("button", name="Mark as looked at").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Looked at", exact=True).nth(1)).to_be_visible()
    undo = page.get_by_role("button", name="Take the mark away")
    expect(undo).to_be_focused()
    assert faults(page) == []
    page.get_by_role("link", name="Back to all children").click()
    row = page.locator("tbody tr", has=page.get_by_role("link", name=child, exact=True))
    expect(row.locator("[data-label='Looked at']")).to_have_text("1")
    assert page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0
    page.go_back()
    undo.click()
    expect(undo).to_have_count(0)


# -- downloads


def test_workbook_csv_and_letters_are_saved_as_downloads(results: Checker) -> None:
    page = results.page
    asked = len(results.requests)
    open_view(page, "Download and share")
    assert_sound(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the Excel workbook").click()
    assert download.value.suggested_filename == "check903.xlsx"
    with zipfile.ZipFile(download.value.path()) as book:
        assert "xl/workbook.xml" in book.namelist()
    expect(page.get_by_text("check903.xlsx is in your downloads.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all issues as CSV").click()
    assert download.value.suggested_filename == "issues.csv"
    for form, start in (("Pages to print", b"<!DOCTYPE html>"), ("Text to paste", "\ufeffRecords to check".encode())):
        page.get_by_label(form).check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the letters").click()
        assert download.value.suggested_filename == "letters.zip"
        with zipfile.ZipFile(download.value.path()) as archive:
            letters = [archive.read(name) for name in archive.namelist()]
        assert len(letters) > 1
        assert all(letter.startswith(start) for letter in letters)
    assert [url for url in results.requests[asked:] if not url.startswith("blob:")] == []


def test_the_page_says_what_it_is_making(results: Checker) -> None:
    page = results.page
    open_view(page, "Download and share")
    hold_up(page, 4)
    with page.expect_download():
        page.get_by_role("button", name="Download the Excel workbook").click()
        expect(page.get_by_role("status").filter(has_text="Making the workbook")).to_be_visible()
        expect(page.get_by_role("button", name="Download the letters")).to_be_disabled()
    expect(page.get_by_role("button", name="Download the letters")).to_be_enabled()
    expect(page.get_by_role("button", name="Download the Excel workbook")).to_be_focused()


# -- which rules run


def test_some_rules_are_chosen_saved_loaded_and_run(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", *sorted((files / "this_year").iterdir()))
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_text("Choose which rules to run").click()
    every = len(in_force(YEAR))
    expect(page.get_by_text(f"{every} rules shown. {every} of {every} chosen.")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Leave out all shown").click()
    kept.check()
    expect(page.get_by_role("alert")).to_contain_text("No rule is chosen. Choose at least one.")
    assert_sound(page)
    page.get_by_label("Find rules by code or words").fill("101")
    page.locator("label[for='run-101']").click()
    page.get_by_label("Find rules by code or words").fill("")
    page.get_by_label("Kind").select_option("missing")
    page.get_by_label("Table").select_option("Reviews")
    page.get_by_role("button", name="Choose all shown").click()
    wanted = {"101"} | {
        code
        for code, rule in in_force(YEAR).items()
        if rule.category == "missing" and {"Reviews", "Reviews_last"} & {*rule.tables, *rule.optional}
    }
    expect(page.get_by_text(f"Only {len(wanted)} of {every} rules will be run")).to_be_visible()
    page.get_by_role("button", name="Save this choice").click()
    expect(page.get_by_text("Write a name for this choice.")).to_be_visible()
    expect(page.get_by_label("Name of this choice")).to_be_focused()
    assert_sound(page)
    page.get_by_label("Name of this choice").fill("Reviews first")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this choice").click()
    assert download.value.suggested_filename == "Reviews-first.903rules.json"
    saved = Path(download.value.path()).read_bytes()
    assert set(json.loads(saved)["rules"]) == wanted

    page.get_by_role("button", name="Run all rules").click()
    expect(page.get_by_text(f"of {every} rules will be run")).to_have_count(0)
    load = page.locator("input[type=file][data-box=rules]")
    load.set_input_files(payload("notes.json", b'{"rules": ["101"]}'))
    expect(page.get_by_text("notes.json: This is not a choice of rules.")).to_be_visible()
    assert_sound(page)
    load.set_input_files(payload("mine.903rules.json", saved))
    expect(page.get_by_text(f"Only {len(wanted)} of {every} rules will be run (Reviews first).")).to_be_visible()
    expect(page.get_by_text("This is not a choice of rules.")).to_have_count(0)
    kept.check()
    kept.results()
    chosen = f"Only {len(wanted)} of the {every} rules of this year were chosen to run (Reviews first)."
    expect(page.get_by_text(chosen)).to_be_visible()
    assert {issue["rule"] for issue in issues_of(page)} <= wanted
    assert_sound(page)


def test_files_that_the_disk_does_not_give_are_named(results: Checker) -> None:
    page = results.page
    open_view(page, "By social worker or team")
    page.get_by_role("link", name="By a list of your own").click()
    (worker,) = page.workers
    worker.evaluate(
        """() => {
            self.given = Blob.prototype.arrayBuffer;
            Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError"));
        }"""
    )
    teams = payload("teams.csv", b"Child,Team\n1,North\n")
    page.locator("input[type=file][data-box=list]").set_input_files(teams)
    expect(page.get_by_text("teams.csv: The file cannot be read from the disk.")).to_be_visible()
    worker.evaluate("() => { Blob.prototype.arrayBuffer = self.given; }")
