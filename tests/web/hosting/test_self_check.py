"""The self-check says in words what is wrong with the page's parts and with the browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .servers import iis, python
from .visit import Visit


@pytest.fixture
def copied(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that may be spoilt."""
    return Path(shutil.copytree(site, tmp_path / "tools" / "check903"))


def part(site: Path, pattern: str) -> Path:
    (found,) = site.glob(pattern)
    return found


@contextmanager
def self_check(browser: Any, served: Any) -> Iterator[Page]:
    with served as address:
        page = browser.new_page()
        page.goto(f"{address}#self-check")
        page.get_by_role("heading", name="This browser and this page").wait_for()
        yield page
        page.close()


def test_a_whole_site_is_said_to_be_whole(intranet: Any, copied: Path) -> None:
    with self_check(intranet, iis(copied)) as page:
        said = page.inner_text("main")
        assert re.search(r"All \d+ parts of the page are as published", said)
        for title in ("Speed", "Browser", "Memory of the computer", "Python", "Check 903", "Rules as of", "Postcodes"):
            assert page.get_by_role("rowheader", name=title, exact=True).count() == 1, title
        assert "pandas 3.0.2" in said
        with page.expect_download() as download:
            page.get_by_role("button", name="Save this as a text file").click()
        saved = Path(download.value.path()).read_text(encoding="utf-8")
        assert "index.html: as published" in saved


def test_what_was_altered_blocked_or_missing_is_named_when_python_cannot_start(intranet: Any, copied: Path) -> None:
    packages, postcodes, python_part = (part(copied, f"{role}-*.zip") for role in ("packages", "postcodes", "python"))
    content = bytearray(packages.read_bytes())
    content[-1] ^= 1
    packages.write_bytes(content)
    postcodes.write_bytes(b"<!DOCTYPE html><title>Blocked by policy</title>")
    python_part.unlink()
    with iis(copied) as address:
        page = intranet.new_page()
        page.goto(address)
        page.get_by_text("The checker could not start").wait_for()
        page.get_by_role("link", name="See which part of the page is missing or altered").click()
        page.get_by_text(re.compile(r"3 parts of \d+ are not as published")).wait_for()
        wrong = page.locator("main ul.govuk-list li").all_inner_texts()
        page.close()
    found = {words.split(":")[0]: words for words in wrong}
    assert set(found) == {packages.name, postcodes.name, python_part.name}
    assert "its size is right but its content is not" in found[packages.name]
    assert "A web page came in its place" in found[postcodes.name]
    assert "404" in found[python_part.name]


def test_a_blocked_part_is_told_from_a_missing_one(intranet: Any, copied: Path) -> None:
    with python(copied) as address:
        page = intranet.new_page()
        page.route("**/postcodes-*.zip", lambda route: route.abort())
        page.goto(f"{address}#self-check")
        page.get_by_text(re.compile(r"1 part of \d+ is not as published")).wait_for()
        assert "blocked" in page.inner_text("main ul.govuk-list li")
        page.close()


def test_a_wrong_type_is_named(intranet: Any, copied: Path) -> None:
    settings = copied / "web.config"
    text = settings.read_text(encoding="utf-8")
    assert "text/css; charset=utf-8" in text
    settings.write_text(text.replace("text/css; charset=utf-8", "application/octet-stream"), encoding="utf-8")
    with self_check(intranet, iis(copied)) as page:
        words = page.inner_text("main ul.govuk-list li")
    assert "page-" in words
    assert "the server says its type is “application/octet-stream”" in words


def test_a_page_whose_own_script_is_missing_still_says_something(intranet: Any, copied: Path) -> None:
    part(copied, "page-*.js").unlink()
    with python(copied) as address:
        page = intranet.new_page()
        page.goto(address)
        expect(page.get_by_text("your network or browser has blocked a part of it")).to_be_visible()
        page.close()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        # As in Edge where the compiler is switched off: the same loop, a hundred times slower.
        (
            """const now = performance.now.bind(performance); const { instantiate } = WebAssembly; let slow = 0;
            performance.now = () => now() + slow;
            WebAssembly.instantiate = async (...given) => {
                const made = await instantiate(...given); const { run } = made.instance.exports;
                return { instance: { exports: { run: (steps) => { run(steps); slow += 400; } } } };
            };""",
            "its compiler is switched off",
        ),
        ("delete globalThis.WebAssembly;", "This browser does not run WebAssembly"),
    ],
)
def test_a_browser_without_a_compiler_is_told(intranet: Any, published: Path, before: str, words: str) -> None:
    with python(published) as address:
        page = intranet.new_page()
        page.add_init_script(before)
        page.goto(f"{address}#self-check")
        expect(page.get_by_text(words)).to_be_visible()
        page.close()


def test_a_newer_visit_looks_at_the_server_and_not_at_what_is_stored(browser: Any, copied: Path) -> None:
    with python(copied) as served:
        address = served.replace("intranet.test", "localhost")
        context = browser.new_context()
        page = Visit(context.new_page()).open(address).ready().page
        expect(page.get_by_text("Works offline: yes.")).to_be_visible()
        part(copied, "postcodes-*.zip").write_bytes(b"other")
        page.evaluate("() => { location.hash = '#self-check'; }")
        expect(page.get_by_text(re.compile(r"1 part of \d+ is not as published"))).to_be_visible()
        context.close()
