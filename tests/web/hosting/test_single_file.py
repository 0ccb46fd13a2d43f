"""The one-file edition, opened from disk without any network: the same results, and no request at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bundle import tools
from bundle.browsers import firefox
from bundle.places import WEB
from bundle.say import run
from bundle.single import build_single

from .conftest import AUTHORITY, YEAR
from .visit import Visit

LARGEST = 40_000_000
OFFLINE = "Works offline: yes, this page is one file."
NO_REQUESTS = "Requests since your files were added: 0"


@pytest.fixture(scope="module")
def page(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page in a folder with spaces and accents that nobody may write to."""
    folder = tmp_path_factory.mktemp("Données d’enfants à vérifier")
    file = folder / "check 903.html"
    build_single(site, file)
    file.chmod(0o444)
    folder.chmod(0o555)
    yield file
    folder.chmod(0o755)


def test_it_is_small_enough_to_be_sent_around(page: Path) -> None:
    assert page.stat().st_size < LARGEST


def test_chromium_checks_a_return(
    launch: Callable[..., Any], page: Path, files: Path, issues: bytes, tmp_path: Path
) -> None:
    offline = launch("--host-resolver-rules=MAP * ~NOTFOUND")
    visit = Visit(offline.new_context(offline=True).new_page()).open(page.as_uri()).ready()
    visit.choose(files)
    visit.check()
    assert visit.issues() == issues
    footer = visit.page.inner_text("footer")
    offline.close()
    assert OFFLINE in footer
    assert NO_REQUESTS in footer
    assert [url for url in visit.asked if not url.startswith("blob:null/")] == [page.as_uri()]
    assert visit.complaints == []


def test_firefox_checks_a_return(page: Path, files: Path, issues: bytes, tmp_path: Path) -> None:
    program = firefox()
    if not program:
        pytest.skip("Firefox is not installed")
    specification = {
        "firefox": program,
        "modules": f"{WEB}/",
        "page": page.as_uri(),
        "boxes": {box: [str(path) for path in sorted((files / box).iterdir())] for box in ("this_year", "last_year")},
        "year": {"field": "#year", "value": YEAR},
        "authority": {"field": "#authority", "value": AUTHORITY},
        "downloads": str(tmp_path),
    }
    said = json.loads(
        run([tools.node(), Path(__file__).with_name("firefox.mjs"), json.dumps(specification)], "A visit in Firefox")
    )
    assert (tmp_path / "issues-for-programs.csv").read_bytes() == issues
    assert OFFLINE in said["footer"]
    assert NO_REQUESTS in said["footer"]
    assert {url for url in said["requests"] if not url.startswith(("blob:", "data:"))} <= {page.as_uri()}
    assert said["complaints"] == []


def test_a_file_that_was_cut_short_says_so(launch: Callable[..., Any], page: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.html"
    shutil.copyfile(page, spoilt)
    spoilt.chmod(0o644)
    text = spoilt.read_text(encoding="utf-8")
    at = text.index('data-asset="packages">') + 100_000
    spoilt.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :], encoding="utf-8")
    browser = launch()
    opened = browser.new_page()
    opened.goto(spoilt.as_uri())
    opened.get_by_text("The checker could not start").wait_for()
    opened.get_by_role("link", name="See which part of the page is missing or altered").click()
    opened.get_by_text("1 part of 5 is not as published").wait_for()
    assert "Copy it again." in opened.inner_text("main li")
    browser.close()
