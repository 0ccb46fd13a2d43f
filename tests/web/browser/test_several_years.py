"""Several years on the page: files of earlier years, the repairs, and all of it saved as one set of tables."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from validator.exporting.writing import write_files
from validator.sample import sample

from .conftest import AUTHORITY, YEAR, Checker, hold_up
from .test_accessible import assert_sound
from .test_results_overview import go

CHILDREN = 20


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns of two earlier years, a folder each."""
    folder = tmp_path_factory.mktemp("earlier")
    for year in ("2022-23", "2023-24"):
        write_files(folder / year, sample(CHILDREN, 3, year).this_year)
    return folder


def add(kept: Checker, folder: Path) -> None:
    kept.choose_folder("earlier", folder)
    kept.read()


def tables_in(download: Download) -> dict[str, int]:
    """The tables of an SQLite file that was saved, with their rows."""
    with sqlite3.connect(download.path()) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def check(kept: Checker, files: Path) -> None:
    kept.choose_return(files)
    kept.read()
    kept.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    kept.check()
    kept.results()


def years_shown(page: Page) -> list[str]:
    headings = page.get_by_role("region", name="What there is of each year").locator("thead th")
    return [heading.split()[0] for heading in headings.all_inner_texts()[1:]]


def test_earlier_years_are_told_apart_and_their_year_can_be_changed(kept: Checker, earlier: Path) -> None:
    page = kept.page
    expect(page.locator("#earlier")).not_to_be_visible()
    page.get_by_text("Add earlier years, to look at several together").click()
    for year in ("2022-23", "2023-24"):
        add(kept, earlier / year)
    assert years_shown(page) == ["2022-23", "2023-24"]
    expect(page.get_by_role("link", name="with 2 earlier years")).to_be_visible()
    header = earlier / "2022-23" / "header.csv"
    kept.choose("earlier", header)
    kept.read()
    page.get_by_role("combobox", name="Year of 2023-24/").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Use the year that the files tell (not 2024-25)")).to_be_visible()
    assert years_shown(page)[:2] == ["2022-23", "2024-25"]
    expect(page.get_by_text("There is no return of 2023-24")).to_be_visible()
    expect(page.get_by_role("heading", name="Of which year are these files?")).to_be_visible()
    assert_sound(page)
    page.get_by_role("combobox", name="Year of header.csv").select_option("2022-23")
    expect(page.get_by_role("heading", name="Of which year are these files?")).to_have_count(0)
    page.get_by_role("button", name="Remove header.csv").click()
    page.get_by_role("button", name="Use the year that the files tell").click()
    expect(page.get_by_text("There is no return of")).to_have_count(0)
    assert years_shown(page) == ["2022-23", "2023-24"]


def test_repairs_are_listed_switched_off_and_there_again_after_what_was_cancelled(
    kept: Checker, files: Path, earlier: Path
) -> None:
    page = kept.page
    add(kept, earlier / "2022-23")
    check(kept, files)
    go(page, "years")
    expect(page.get_by_text("There is no return of 2023-24")).to_be_visible()
    assert years_shown(page) == ["2022-23", "2024-25", "2025-26"]
    assert_sound(page)
    rows = page.get_by_role("link", name="rows: Closed by next")
    number = rows.inner_text().split()[0]
    rows.click()
    expect(page.get_by_role("heading", name=f"Closed by next: {number} rows")).to_be_visible()
    expect(page.get_by_text("There is no return of 2023-24")).to_be_visible()
    expect(page.locator("td[data-label=Where]").first).to_contain_text("episodes.csv, line")
    assert_sound(page)
    child = page.locator("tbody th a").first
    name = child.inner_text()
    child.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"Child {name}")
    go(page, "years")
    page.get_by_label("On: Closed by next").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Off: Closed by next")).not_to_be_checked()
    expect(page.get_by_text("Switched off is the repair closed_by_next")).to_be_visible()
    expect(page.get_by_role("link", name="1 repair switched off")).to_be_visible()
    hold_up(page, 300)
    page.get_by_role("button", name="Download the tables").click()
    working = page.get_by_role("region", name="What the checker is working on")
    expect(working).to_contain_text("Writing the data model")
    working.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: Writing the data model")).to_be_visible()
    expect(page.get_by_role("link", name="1 repair switched off")).to_be_visible()
    expect(page.get_by_label("Off: Closed by next")).to_be_visible()
    expect(page.get_by_role("button", name="Download the tables")).to_be_enabled()
    assert years_shown(page) == ["2022-23", "2024-25", "2025-26"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the tables").click()
    assert download.value.suggested_filename == "model.zip"


def test_a_database_is_written_on_the_page_with_the_numbers_kept(kept: Checker, files: Path) -> None:
    page = kept.page
    check(kept, files)
    go(page, "years")
    page.get_by_label("SQLite database").check()
    expect(page.get_by_text("This is personal data, to be kept like the return.")).to_be_visible()
    page.get_by_label("Keep the children’s numbers").check()
    saved: list[Download] = []

    def keep(download: Download) -> None:
        saved.append(download)

    page.on("download", keep)
    page.get_by_role("button", name="Download the tables").click()
    expect(page.get_by_text("model.sqlite and model-keys.csv are in your downloads.")).to_be_visible()
    page.remove_listener("download", keep)
    keys, model = sorted(saved, key=lambda download: download.suggested_filename)
    tables = tables_in(model)
    listed = list(csv.DictReader(io.StringIO(Path(keys.path()).read_text(encoding="utf-8-sig"))))
    assert tables["child"] == sum(line["kind"] == "child" for line in listed) > 0
    assert tables["episode"] >= tables["child"]
    expect(page.get_by_role("main").get_by_text("model-keys.csv is in use.")).to_have_count(1)
    page.get_by_label("With identifiers").check()
    expect(page.get_by_text("With identifiers: children, dates of birth, postcodes")).to_be_visible()
    page.get_by_text("Add what placements cost").click()
    kept.choose("extra", {"name": "costs.csv", "mimeType": "text/csv", "buffer": b"child,start,end,weekly_cost\n"})
    costs = page.get_by_role("region", name="Costs, outcomes and support")
    expect(costs.locator(".app-file__name")).to_have_text("costs.csv")
    assert_sound(page)
