"""Accessibility: axe-core on every state, the whole way by keyboard alone, narrow screens, dark and forced colours."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from .conftest import AUTHORITY, YEAR, Checker, hold_up, payload

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 900), (400, 800)


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice, one sentence each."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate("() => axe.run()")
    return [
        f"{violation['id']}: {violation['help']} ({node['html'][:200]})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_sound(page: Page) -> None:
    """No fault in light colours on a wide screen nor in dark ones on a narrow, and no page wider than the screen."""
    looks: tuple[tuple[Literal["light", "dark"], tuple[int, int]], ...] = (("light", WIDE), ("dark", NARROW))
    for scheme, (width, height) in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page) == [], (page.url, scheme, width)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (page.url, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_every_state_is_sound(checker: Checker, files: Path) -> None:
    page = checker.page
    assert faults(page) == []
    checker.ready()
    assert_sound(page)
    checker.check()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_sound(page)
    checker.choose_return(files)
    checker.choose("this_year", payload("notes.csv", b"hello\r\n"))
    windows = "CHILD,DOB,REVIEW,REVIEW_CODE\r\nCAFÉ,01/01/2020,1/5/2025,PN1\r\n,,,\r\n".encode("cp1252")
    checker.choose("last_year", payload("reviews.csv", windows))
    checker.read()
    page.get_by_text("about how this file was read").first.click()
    page.get_by_text("Check part of the way through the year").click()
    page.get_by_role("combobox", name="Local authority").fill("man")
    expect(page.get_by_role("option", name="Manchester")).to_be_visible()
    assert_sound(page)
    page.get_by_role("combobox", name="Local authority").fill("Manchester")
    hold_up(page, 5)
    checker.check()
    expect(page.get_by_role("button", name="Cancel the check")).to_be_visible()
    assert faults(page) == []
    checker.results()
    assert_sound(page)
    for view in ("By rule", "Not run", "Notices"):
        page.get_by_role("navigation", name="Results").get_by_role("link", name=view).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(view)
        assert_sound(page)
    page.get_by_role("link", name="By rule", exact=True).click()
    page.locator("tbody a").first.click()
    expect(page.locator(".app-marked").first).to_be_visible()
    assert_sound(page)


def test_the_whole_way_with_made_up_data_by_keyboard(checker: Checker) -> None:
    page = checker.ready().page
    # Keys go to the page in front, and the first Tab starts at its top.
    page.bring_to_front()
    press = page.keyboard.press

    def tab_to(name: str) -> None:
        """Tab on until the thing of that name has the focus; what has it must be visible and shown to have it."""
        for _ in range(200):
            press("Tab")
            label = page.evaluate(
                "() => (document.activeElement.textContent || '') + (document.activeElement.id || '')"
            )
            if name in label:
                outline = page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow; }"
                )
                assert outline != "nonenone", name
                return
        raise AssertionError(f"Tab never comes to “{name}”.")

    press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to("Try it with made-up data")
    press("Enter")
    expect(checker.box("Ofsted provider list").get_by_text("Providers:")).to_be_visible()

    expect(page.get_by_label("Collection year", exact=True)).to_have_value(YEAR)
    tab_to("authority")
    combobox = page.get_by_role("combobox", name="Local authority")
    expect(combobox).to_be_focused()
    expect(combobox).to_have_value(AUTHORITY)
    press("Control+a")
    page.keyboard.type("trafford")
    press("ArrowDown")
    expect(page.get_by_role("option", name="Trafford")).to_have_attribute("aria-selected", "true")
    press("Enter")
    expect(combobox).to_have_value("Trafford")
    press("Control+a")
    page.keyboard.type("manch")
    press("ArrowDown")
    press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(combobox).to_have_value("Manchester")

    tab_to("Check the return")
    press("Enter")
    checker.results()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to("By rule")
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page.locator("tbody a").first.inner_text().split("\n")[0])
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rule ")
    table = page.get_by_role("region").filter(has=page.locator("table")).last
    for _ in range(30):
        press("Tab")
        if table.evaluate("table => table === document.activeElement"):
            break
    else:
        raise AssertionError("A table that scrolls cannot be reached by keyboard.")


def test_removing_a_file_leaves_the_focus_where_the_next_can_be_chosen(kept: Checker, files: Path) -> None:
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.page.get_by_role("button", name="Remove header.csv").press("Enter")
    expect(kept.page.get_by_role("button", name="Choose files (This year’s files)")).to_be_focused()


def test_forced_colours_keep_marks_and_progress_visible(kept: Checker, files: Path) -> None:
    page = kept.page
    page.emulate_media(forced_colors="active")
    kept.choose_return(files)
    page.get_by_label("Collection year", exact=True).select_option(YEAR)
    kept.check()
    kept.results()
    page.get_by_role("link", name="By rule", exact=True).click()
    page.locator("tbody a").first.click()
    marked = page.locator(".app-marked").first
    expect(marked).to_be_visible()
    assert marked.evaluate("cell => getComputedStyle(cell).borderLeftWidth") == "6px"
    page.emulate_media(forced_colors="none")
