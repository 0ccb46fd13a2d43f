"""Takes the pictures of the main states that the docs show."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FloatRect, expect

from .conftest import Checker, payload

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "screenshots"
SIZES = {"desktop": (1280, 900), "narrow": (400, 800)}
# A long list goes on as it begins.
TALLEST = 2400


def take(checker: Checker, name: str) -> None:
    """The state as it is, on a wide screen and on a narrow one."""
    page = checker.page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        whole = page.evaluate("() => document.documentElement.scrollHeight")
        clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(whole, TALLEST)}
        path = FOLDER / f"{name}-{size}.png"
        page.screenshot(path=path, full_page=True, clip=clip)
        assert path.stat().st_size > 10_000
    width, height = SIZES["desktop"]
    page.set_viewport_size({"width": width, "height": height})


def test_pictures_of_the_main_states(checker: Checker) -> None:
    page = checker.ready().page
    FOLDER.mkdir(parents=True, exist_ok=True)
    take(checker, "start")
    page.get_by_role("button", name="Try it with made-up data").click()
    expect(checker.box("Ofsted provider list").get_by_text("Providers:")).to_be_visible()
    checker.choose("this_year", payload("notes.csv", b"Meeting of 4 May\r\n"))
    checker.read()
    take(checker, "files")
    page.get_by_role("button", name="Remove notes.csv").click()
    checker.check()
    checker.results()
    take(checker, "results")
    page.get_by_role("link", name="By rule").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results: By rule")
    take(checker, "rules")
    page.locator("tbody a").first.click()
    expect(page.locator(".app-marked").first).to_be_visible()
    take(checker, "rule")
    page.get_by_role("link", name="Back to all rules").click()
    page.get_by_role("link", name="By child").click()
    page.locator("main table a").first.click()
    expect(page.locator("main svg").first).to_be_visible()
    take(checker, "child")
    page.get_by_role("link", name="Back to all children").click()
    page.get_by_role("link", name="Likely causes").click()
    page.get_by_role("button", name="Look for likely causes").click()
    expect(page.get_by_role("heading", name="likely causes")).to_be_visible()
    take(checker, "causes")
    page.get_by_role("link", name="Fix", exact=True).click()
    page.get_by_role("button", name="See what these changes would do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What these changes would do")
    take(checker, "preview")
    with page.expect_download() as download:
        page.get_by_role("link", name="Back without changing anything").click()
        page.get_by_role("link", name="Progress").click()
        page.get_by_role("button", name="Save this run").click()
    page.get_by_role("link", name="Fix", exact=True).click()
    page.get_by_role("button", name="See what these changes would do").click()
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name="Changes").first.click()
    expect(page.get_by_role("heading", name="Every change")).to_be_visible()
    take(checker, "changes")
    page.get_by_role("link", name="Progress").click()
    run = payload("monday.903run.json", Path(download.value.path()).read_bytes())
    page.locator("input[type=file][data-box=runs]").set_input_files(run)
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    take(checker, "progress")
    page.get_by_role("link", name="Compare error profiles").click()
    page.get_by_role("button", name="Try it with made-up councils").click()
    expect(page.get_by_text("30 profiles", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("main svg").first).to_be_visible()
    take(checker, "compare")
