"""Once visited, the page works without its server; a new release replaces the old one whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

import pytest
from playwright.sync_api import Page, expect

from .servers import python
from .visit import Visit

YES = "Works offline: yes."
NEWER = "A newer version has been fetched"


@pytest.fixture
def release(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that may be changed, where a server can serve it."""
    return Path(shutil.copytree(site, tmp_path / "tools" / "check903"))


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    opened = browser.new_context()
    yield opened
    opened.close()


def stored(context: Any, address: str) -> Page:
    """The page opened, until it says that it works offline."""
    page = Visit(context.new_page()).open(address).ready().page
    expect(page.get_by_text(YES)).to_be_visible()
    return page


def localhost(address: str) -> str:
    return address.replace("intranet.test", "localhost")


def test_the_page_checks_a_return_when_its_server_is_gone(
    context: Any, release: Path, files: Path, issues: bytes
) -> None:
    with python(release) as address:
        stored(context, localhost(address)).close()
    visit = Visit(context.new_page()).open(localhost(address)).ready()
    visit.choose(files)
    visit.check()
    assert visit.issues() == issues
    # Cancelling starts Python anew, which needs every part again.
    visit.page.get_by_role("link", name="Back to the files").click()
    (worker,) = visit.page.workers
    worker.evaluate("() => setTimeout(() => { const until = Date.now() + 4000; while (Date.now() < until); }, 0)")
    visit.page.get_by_role("button", name="Check the return").click()
    visit.page.get_by_role("button", name="Cancel the check").click()
    visit.ready()


def test_a_newer_release_is_used_whole_and_only_when_it_is_whole(context: Any, release: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copytree(release, tmp_path / "newer"))
    old, new = next_release(newer)
    with python(release) as address:
        address = localhost(address)
        stored(context, address).close()
        # Half copied: the new page is there, one of its parts is not what it should be.
        (release / old).unlink()
        for name in ("index.html", "service-worker.js", "manifest.json"):
            shutil.copyfile(newer / name, release / name)
        (release / new).write_bytes(b"half")
        page = Visit(context.new_page()).open(address).ready().page
        page.wait_for_timeout(2_000)
        assert styles(page) == [old]
        assert NEWER not in page.inner_text("footer")
        assert caches(page) == 1
        page.close()
        # Now it is all there: fetched beside the older one, which stays in use until its last tab is closed.
        shutil.copyfile(newer / new, release / new)
        page = Visit(context.new_page()).open(address).ready().page
        expect(page.get_by_text(NEWER)).to_be_visible()
        assert styles(page) == [old]
        assert caches(page) == 2
        page.close()
        page = context.new_page()
        expect(Visit(page).open(address).ready().page.get_by_text(YES)).to_be_visible()
        assert styles(page) == [new]
        assert caches(page) == 1


class Described(TypedDict):
    """What the site's list of files says of one."""

    size: int
    sha256: str


def described_as(content: bytes) -> Described:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def next_release(site: Path) -> tuple[str, str]:
    """Change the site's stylesheet as a new build would; the names of the old and new one."""
    (before,) = site.glob("page-*.css")
    content = before.read_bytes() + b"/* newer */"
    described = described_as(content)
    after = before.with_name(f"page-{described['sha256'][:12]}.css")
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    was = manifest["files"].pop(before.name)
    page = site / "index.html"
    page_was = manifest["files"]["index.html"]
    page.write_text(page.read_text(encoding="utf-8").replace(before.name, after.name), encoding="utf-8")
    page_is = described_as(page.read_bytes())
    worker = site / "service-worker.js"
    script = worker.read_text(encoding="utf-8").replace(before.name, after.name)
    for old, new in ((was, described), (page_was, page_is)):
        assert old["sha256"] in script
        script = script.replace(old["sha256"], new["sha256"])
    script = re.sub(rf"\bsize:{was['size']}\b", f"size:{described['size']}", script)
    manifest["files"] |= {after.name: described, "index.html": page_is}
    # The digest of the release, which is the name of its cache.
    (release,) = set(re.findall(r'"([0-9a-f]{12})"', script))
    worker.write_text(script.replace(f'"{release}"', '"aaaaaaaaaaaa"'), encoding="utf-8")
    (site / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    before.unlink()
    after.write_bytes(content)
    return before.name, after.name


def styles(page: Page) -> list[str]:
    found = page.evaluate("[...document.styleSheets].map((sheet) => sheet.href.split('/').pop())")
    return list(found)


def caches(page: Page) -> int:
    return int(page.evaluate("caches.keys().then((names) => names.length)"))


def test_where_it_cannot_be_stored_the_page_says_why(intranet: Any, published: Path) -> None:
    with python(published) as address:
        page = intranet.new_page()
        page.goto(address)
        expect(page.get_by_text("Works offline: no, because its address begins with http://")).to_be_visible()
        page.close()


def test_nothing_is_stored_once_files_have_been_added(context: Any, published: Path, files: Path) -> None:
    with python(published) as address:
        visit = Visit(context.new_page()).open(localhost(address))
        visit.page.locator("input[type=file][data-box=this_year]").set_input_files(files / "this_year" / "header.csv")
        visit.ready()
        expect(visit.page.get_by_text("Works offline: not yet.")).to_be_visible()
        assert visit.page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
