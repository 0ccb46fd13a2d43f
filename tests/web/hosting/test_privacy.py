"""Nothing of the files leaves the page or stays behind, and nothing in them is taken for markup or code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .servers import python
from .visit import Visit

COUNT = "Requests since your files were added: "
HOSTILE = (
    "<img src=x onerror=hit()>",
    "=cmd|'/C calc'!A0",
    "javascript:hit()",
    "<script>hit()</script>",
    "{{hit()}}${hit()}",
    '"><svg onload=hit()>',
)


@pytest.fixture(scope="module")
def address(published: Path) -> Iterator[str]:
    """The page where the browser gives it everything: storage, caches, a service worker."""
    with python(published) as found:
        yield found.replace("intranet.test", "localhost")


def test_nothing_is_asked_for_and_nothing_stays_after_a_check(
    browser: Any, address: str, published: Path, files: Path
) -> None:
    context = browser.new_context()
    visit = Visit(context.new_page()).open(address).ready()
    page = visit.page
    expect(page.get_by_text("Works offline: yes.")).to_be_visible()
    asked = len(visit.asked)
    assert COUNT not in page.inner_text("footer")
    visit.choose(files)
    visit.check()
    visit.issues()
    for _ in range(2):
        # Counted anew every few seconds.
        expect(page.get_by_text(COUNT + "0", exact=True)).to_be_visible()
        page.wait_for_timeout(3_500)
    assert visit.asked[asked:] == [url for url in visit.asked[asked:] if url.startswith("blob:")]
    left = page.evaluate(
        """async () => ({
            local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
            databases: await indexedDB.databases(),
            files: await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
            history: JSON.stringify(history.state), address: location.href,
        })"""
    )
    assert left == {
        "local": 0, "session": 0, "cookie": "", "databases": [], "files": [], "history": "null",
        "address": f"{address}#/results/download",
    }  # fmt: skip
    assert context.cookies() == []
    # What is kept for use without a network is the page's own files and those alone.
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    assert {address + name for name in manifest["files"]} > set(kept(page)) != set()
    context.close()
    assert visit.complaints == []


def kept(page: Page) -> list[str]:
    """The addresses in all of the browser's caches for the page."""
    found: list[str] = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(request.url);
            return found;
        }"""
    )
    return found


def test_a_request_since_the_files_were_added_is_counted_and_named(browser: Any, address: str, files: Path) -> None:
    page = browser.new_page(service_workers="block")
    visit = Visit(page).open(address).ready()
    visit.choose(files)
    expect(page.get_by_text(COUNT + "0", exact=True)).to_be_visible()
    (worker,) = page.workers
    worker.evaluate("address => fetch(address).then(() => 0)", f"{address}elsewhere?child=1")
    expect(page.get_by_text(COUNT + "1", exact=True)).to_be_visible()
    expect(page.get_by_text("Asked for by something other than this page")).to_contain_text("/elsewhere?child=1")
    page.close()


def test_a_parameter_of_the_address_changes_nothing(intranet: Any, address: str, published: Path) -> None:
    address = address.replace("localhost", "intranet.test")
    elsewhere = "https://elsewhere.test/code"
    names = ("indexURL", "lockFileURL", "packages", "package", "code", "url", "src", "endpoint", "debug", "worker")
    parameters = "&".join(f"{name}={quote(elsewhere, safe='')}" for name in names)
    page = intranet.new_page()
    visit = Visit(page).open(f"{address}?{parameters}#/{quote(elsewhere, safe='')}?{parameters}").ready()
    own = {address + name for name in json.loads((published / "manifest.json").read_text(encoding="utf-8"))["files"]}
    assert {url for url in visit.asked if not url.startswith("blob:")} <= own | {page.url.split("#")[0]}
    assert visit.complaints == []
    page.close()


def test_hostile_values_and_names_appear_as_text(browser: Any, address: str) -> None:
    page = browser.new_page(service_workers="block")
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
    visit = Visit(page).open(address).ready()
    rows = "".join(f'"{value.replace(chr(34), chr(34) * 2)}",{index},32/13/2020,"{HOSTILE[0]}",x,2,\r\n'
                   for index, value in enumerate(HOSTILE))  # fmt: skip
    header = f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{rows}"
    name = "header <img src=x onerror=hit()>.csv"
    page.locator("input[type=file][data-box=this_year]").set_input_files(
        {"name": name, "mimeType": "", "buffer": header.encode()}
    )
    expect(page.get_by_text(name).first).to_be_visible()
    assert_nothing_made(page)
    page.get_by_label("Collection year", exact=True).select_option("2025-26")
    visit.check()
    seen = ""
    addresses = ["#/results"]
    for opened in addresses:
        page.evaluate("address => { location.hash = address; }", opened)
        page.wait_for_timeout(300)
        expect(page.locator("[aria-busy=true], progress")).to_have_count(0)
        seen += page.inner_text("main")
        assert_nothing_made(page)
        links = page.eval_on_selector_all("main a[href]", "links => links.map((link) => link.getAttribute('href'))")
        assert all(link.startswith(("#", "blob:")) for link in links), links
        # Every view of the results, and of every rule and child once.
        addresses += [link for link in links if link.startswith("#/results") and link not in addresses][:40]
        if len(addresses) > 60:
            break
    for value in HOSTILE:
        assert value in seen, value
    page.close()
    assert [said for said in visit.complaints if "Content Security Policy" in said] == []


def assert_nothing_made(page: Page) -> None:
    """No value became an element or ran."""
    assert page.evaluate("window.hits") == 0
    assert page.locator("main img, main script, main iframe, main object, main svg[onload]").count() == 0
