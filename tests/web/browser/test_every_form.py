"""A return in every form that it comes in, through everything that the page does with one, against the command line."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Download, expect
from python_calamine import CalamineWorkbook

from tests.reading.forms import as_xlsx, as_xml, as_zip
from validator import Collection, validate
from validator.sample import sample

from .conftest import AUTHORITY, YEAR, Checker, payload
from .test_loop import figure, large, make, saved
from .test_results_overview import go

Files = Mapping[str, bytes]

XLS = Path(__file__).parents[2] / "reading" / "data" / "return.xls"
SOME = ("header.csv", "episodes.csv")

FORMS: Mapping[str, Callable[[Files], Files]] = {
    "CSV files": lambda files: files,
    "folder": lambda files: files,
    "ZIP of CSV files": lambda files: {"903.zip": as_zip(files)},
    "XML": lambda files: {"return.xml": as_xml(files)},
    "ZIP of XML": lambda files: {"903.zip": as_zip({"return.xml": as_xml(files)})},
    "xlsx": lambda files: {"return.xlsx": as_xlsx(files)},
    "xls": lambda files: {"return.xls": XLS.read_bytes()},
    "ZIP of a workbook": lambda files: {"903.zip": as_zip({"return.xlsx": as_xlsx(files)})},
    "mixed": lambda files: {
        "some.xlsx": as_xlsx({name: files[name] for name in SOME}),
        **{name: data for name, data in files.items() if name not in SOME},
    },
}


def untidy(files: Files) -> Files:
    """The files with small letters in the UPNs, so that there is something to write better."""
    rows = list(csv.reader(io.StringIO(files["header.csv"].decode())))
    at = rows[0].index("UPN")
    for row in rows[1:]:
        row[at] = row[at].lower()
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return {**files, "header.csv": text.getvalue().encode()}


def issues_of(files: Files, last_year: Files) -> set[tuple[str, ...]]:
    """What the command line finds: rule, file, line and child of each issue."""
    report = validate(Collection(YEAR, AUTHORITY), list(files.items()), list(last_year.items()))
    issues = report.issues
    return set(zip(issues["rule"], issues["file"], map(str, issues["line"]), issues["child"], strict=True))


def on_the_page(download: Download) -> set[tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(content(download).decode("utf-8-sig")))
    return {(row["Rule"], row["File"], row["Line"], row["Child"]) for row in rows}


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def unpacked(download: Download) -> Files:
    """The files that a download holds, whether it is a ZIP of them or the only one."""
    data = content(download)
    if not download.suggested_filename.endswith(".zip"):
        return {download.suggested_filename: data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", FORMS)
def test_a_return_goes_all_the_way(kept: Checker, form: str, tmp_path: Path) -> None:
    page = kept.page
    made = sample(12, 5, YEAR, 0.3)
    files, last_year = FORMS[form](untidy(made.this_year)), dict(made.last_year)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    if form == "folder":
        kept.choose_folder("this_year", tmp_path)
    else:
        kept.choose("this_year", *(tmp_path / name for name in files))
    kept.choose("last_year", *(payload(n, d) for n, d in last_year.items()))
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)

    # The check finds what the command line finds.
    kept.check()
    kept.results()
    found = issues_of(files, last_year)
    first = figure(page, "Issues")
    assert first >= len(found) > 0
    assert on_the_page(saved(page, "Download all issues")) == found

    # Every view opens: those of the navigation, a rule, a child, a group, a table.
    views = (
        page.get_by_role("navigation", name="Results")
        .get_by_role("link")
        .evaluate_all("links => links.map((link) => link.hash.slice('#/results/'.length))")
    )
    assert len(views) > 10
    for view in (*views, f"rule/{next(iter(found))[0]}", "child/1", "group/worker/1", "table/Header"):
        go(page, view)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Fetching")).to_have_count(0)
        expect(page.get_by_text("The checker stopped")).to_have_count(0)

    # Safe changes are made, taken back and made again.
    left = first
    go(page, "fix")
    see = page.get_by_role("button", name="See what these changes would do")
    expect(see.or_(page.get_by_text("There is nothing that can be"))).to_be_visible()
    assert see.is_visible() == (form != "xls")
    if see.is_visible():
        see.click()
        left = make(page, first)
        go(page, "changes")
        page.get_by_role("button", name="Take back the last step").click()
        expect(page.get_by_role("alert")).to_contain_text(f"The return has {first:,} issue")
        go(page, "fix")
        see.click()
        assert make(page, first) == left

        # The corrected files have the issues that the page now counts, and are complete.
        go(page, "changes")
        corrected = unpacked(saved(page, "Download the corrected files"))
        again = {name: data for name, data in corrected.items() if not name.endswith((".xlsx", ".xls"))}
        assert len(issues_of(again, last_year)) == len(on_the_page(saved(page, "Download all issues")))
        assert corrected != files

    # A run is saved and loaded.
    go(page, "progress")
    run = tmp_path / "now.903run.json"
    saved(page, "Save this run").save_as(run)
    assert len(json.loads(run.read_bytes())["issues"]) == left
    page.locator("input[type=file][data-box=runs]").set_input_files(run)
    for title, number in (("New", 0), ("Still there", left), ("Fixed", 0)):
        expect(large(page, title)).to_have_text(re.compile(rf"{number}\b"))
    # It would stay for whoever has the page next.
    runs = page.get_by_role("list", name="Earlier runs").get_by_role("listitem")
    runs.get_by_role("button", name="Remove").click()
    expect(runs).to_have_count(0)

    # Exports.
    go(page, "download")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(saved(page, "Download the Excel workbook"))))
    assert len(book.get_sheet_by_name("Issues").to_python()) >= left
    assert all(unpacked(saved(page, "Download the letters")).values())
    page.evaluate("() => { location.hash = '#/compare/save'; }")
    expect(page.get_by_role("button", name="Save the profile")).to_be_visible()
    assert json.loads(content(saved(page, "Save the profile")))["year"] == YEAR
