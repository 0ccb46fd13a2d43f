"""Other ways to give the page its data: a newer list of postcodes, and an XML return that is saved as CSV files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from tests.reading.forms import as_xml
from validator.reading import read
from validator.reading.as_csv import as_csv_files
from validator.sample import sample

from .conftest import YEAR, Checker, payload

HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\nA1,M,01/01/2012,WBRI,UN5,,\r\n"
EPISODES = (
    b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n"
    b"A1,01/05/2025,S,C2,N1,U4,PR1,,,,M1 1AE,M99 9ZZ,\r\n"
)
NEWER = b"pcds,oslaua,oseast1m,osnrth1m\r\nM1 1AE,E08000003,384000,398000\r\nM99 9ZZ,E08000003,385000,398000\r\n"


def unknown_postcodes(checker: Checker) -> int:
    """Check, and count the rows that rule 392c (the postcode does not exist) flags."""
    checker.check()
    checker.results()
    checker.page.evaluate("() => { location.hash = '#/results/rule/392c' }")
    heading = checker.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("392c")
    return 0 if "found no issue" in heading.inner_text() else 1


def test_a_newer_list_of_postcodes(checker: Checker) -> None:
    page = checker.page
    checker.ready()
    for name, content in (("header.csv", HEADER), ("episodes.csv", EPISODES)):
        checker.choose("this_year", payload(name, content))
    checker.read()
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    assert unknown_postcodes(checker) == 1

    page.evaluate("() => { location.hash = '#/' }")
    page.get_by_text("Use a newer list of postcodes").click()
    checker.choose("postcodes", payload("notes.csv", b"a,b\r\n1,2\r\n"))
    expect(page.locator(".app-file__problem")).to_contain_text("notes.csv")
    checker.choose("postcodes", payload("NSPL.csv", NEWER))
    expect(page.get_by_text("NSPL.csv is in use: 2 postcodes.")).to_be_visible()
    assert unknown_postcodes(checker) == 0
    # A file that cannot be used takes nothing away, and the one in use can still be given up.
    page.evaluate("() => { location.hash = '#/'; }")
    page.get_by_text("Use a newer list of postcodes").click()
    checker.choose("postcodes", payload("notes.csv", b"a,b\r\n1,2\r\n"))
    expect(page.get_by_text("notes.csv: ")).to_be_visible()
    expect(page.get_by_text("NSPL.csv is in use: 2 postcodes.")).to_be_visible()
    expect(page.get_by_text("Postcodes: NSPL.csv, in place of the built-in ones")).to_be_visible()
    page.get_by_role("button", name="Use the built-in list again").click()
    expect(page.get_by_text("is in use")).to_have_count(0)
    assert unknown_postcodes(checker) == 1


def test_an_xml_return_can_be_saved_as_csv_files(checker: Checker, tmp_path: Path) -> None:
    page = checker.page
    checker.ready()
    xml = as_xml(sample(20, 4, YEAR, 0.1).this_year)
    checker.choose("this_year", payload("return.xml", xml))
    checker.read()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save these tables as CSV files").click()
    saved = tmp_path / "tables.zip"
    saving.value.save_as(saved)
    with zipfile.ZipFile(io.BytesIO(saved.read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files == as_csv_files(read([("return.xml", xml)], YEAR))
    assert len(files) > 5
