"""The built site served from a sub-folder, as an intranet would, and a page open on it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, ViewportSize, expect

from tests.web.hosting.servers import FOLDER, free_port, running
from validator.exporting.writing import write_files
from validator.sample import sample

CHILDREN = 60
SEED = 17
YEAR = "2025-26"
AUTHORITY = "Manchester"
WINDOW: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served, by nothing cleverer than Python's own static server."""
    root = tmp_path_factory.mktemp("served")
    (root / FOLDER).parent.mkdir(parents=True)
    (root / FOLDER).symlink_to(site)
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(root)]
    with running(command, port):
        yield f"http://127.0.0.1:{port}/{FOLDER}/"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return with errors, as a folder: this_year, last_year, providers.xlsx."""
    folder = tmp_path_factory.mktemp("return")
    write_files(folder, sample(CHILDREN, SEED, YEAR, 0.1).files())
    return folder


class Checker:
    """The page, as its user sees it. `requests` are the addresses of all it asked for, `faults` what it threw."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self) -> Checker:
        self.page.goto(self.address)
        return self

    def ready(self) -> Checker:
        expect(self.page.get_by_text("The checker is ready.")).to_be_visible()
        return self

    def box(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title)

    def choose(self, box: str, *files: Path | FilePayload) -> None:
        """Choose files: all of them from the disk, or none (see `payload`)."""
        paths = [file for file in files if isinstance(file, Path)]
        made = [file for file in files if not isinstance(file, Path)]
        assert not (paths and made)
        self.page.locator(f"input[type=file][data-box={box}]").set_input_files(paths or made)

    def choose_folder(self, box: str, folder: Path) -> None:
        self.page.locator(f"input[type=file][data-folder={box}]").set_input_files(folder)

    def choose_return(self, files: Path) -> None:
        self.choose_folder("this_year", files / "this_year")
        self.choose("last_year", *sorted((files / "last_year").iterdir()))
        self.choose("providers", files / "providers.xlsx")
        expect(self.box("Ofsted provider list").get_by_text("Providers:")).to_be_visible()

    def check(self) -> None:
        self.page.get_by_role("button", name="Check the return").click()

    def results(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name="Results")).to_be_visible()

    def read(self) -> None:
        """Wait until every file chosen has been read."""
        expect(self.page.locator("li[aria-busy=true]")).to_have_count(0)


def payload(name: str, content: bytes) -> FilePayload:
    """A file to be chosen that is on no disk. The page asks nothing of its kind."""
    return {"name": name, "mimeType": "", "buffer": content}


def number_in(text: str | None) -> int:
    """The first number in a text."""
    found = re.search(r"\d[\d,]*", text or "")
    assert found is not None, text
    return int(found[0].replace(",", ""))


def address_in(link: Locator) -> str:
    """Where a link leads."""
    address = link.get_attribute("href")
    assert address is not None
    return address


def hold_up(page: Page, seconds: int) -> None:
    """Keep the worker busy: it answers nothing meanwhile. To be cancelled, longer than any machine takes."""
    (worker,) = page.workers
    worker.evaluate(
        "ms => setTimeout(() => { const until = Date.now() + ms; while (Date.now() < until); }, 0)", 1000 * seconds
    )


def exact_issues(page: Page) -> bytes:
    """The issues as the page saves them for programs, from wherever among the results it is."""
    before = page.evaluate("() => location.hash")
    page.evaluate("() => { location.hash = '#/results/download'; }")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all issues for programs").click()
    # What makes the check differ from the usual one stands behind.
    assert re.fullmatch(r"issues-for-programs[a-z0-9-]*\.csv", download.value.suggested_filename)
    page.evaluate("before => { location.hash = before; }", before)
    return Path(download.value.path()).read_bytes()


@pytest.fixture(scope="session")
def profile(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One browser profile with a page that is left open: each further page finds Python compiled already."""
    context = browser.new_context(viewport=WINDOW)
    yield context
    context.close()


@pytest.fixture
def checker(profile: BrowserContext, long_open: Checker, address: str) -> Iterator[Checker]:
    """The page, just opened."""
    opened = Checker(profile.new_page(), address)
    yield opened.open()
    opened.page.close(run_before_unload=False)
    assert not opened.faults


@pytest.fixture(scope="session")
def long_open(profile: BrowserContext, address: str) -> Checker:
    """One page for the whole run: starting Python takes seconds."""
    return Checker(profile.new_page(), address).open().ready()


@pytest.fixture
def kept(long_open: Checker) -> Iterator[Checker]:
    """The page that stays open, at its start and without files."""
    page = long_open.page
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(WINDOW)
    page.evaluate("() => document.querySelector('dialog .app-actions .govuk-button--secondary')?.click()")
    page.evaluate("() => { location.hash = '#/'; }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your SSDA903 return")
    if page.get_by_role("button", name="Remove all files").is_visible():
        page.get_by_role("button", name="Remove all files").click()
        # Asked only where a test has left changes that are not saved.
        page.evaluate("() => document.querySelector('dialog .govuk-button--warning')?.click()")
        expect(page.get_by_role("button", name="Remove all files")).to_have_count(0)
    yield long_open
    assert not long_open.faults
