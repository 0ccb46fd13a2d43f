"""How fast the views of the results open after the check of a large return with many errors, and the page's memory.

Called by `build.py bench` in the project's environment. A view has opened when what it lists is on the screen: the time
from the change of the address to the frame after that, by the browser's own clock.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from validator.sample import sample

from .bench import served
from .browsers import OPTIONS
from .places import ROOT, SITE
from .say import say

# Enough for 10,000 episodes and 20,000 issues.
CHILDREN = 6_700
ERRORS_A_ROW = 0.22
SEED = 903
YEAR = "2025-26"

ROUNDS = 3
VIEW_GOAL = 300.0
MEMORY_GOAL = 1_500.0
PROFILES = 500
PROFILES_GOAL = 3.0
MADE_UP = ROOT / "validator" / "data" / "demo_profiles.jsonl"
PATIENCE = 300_000

# The views, where they are (None: where the first link of the view before leads), and what is there once they are open.
VIEWS = (
    ("Overview", "", ".app-chart svg a"),
    ("By rule", "rules", ".app-stack tbody a"),
    ("One rule", None, ".app-marked"),
    ("By child", "children", "tbody a[href*='/child/']"),
    ("One child", None, ".app-timeline"),
    ("By social worker", "groups", "tbody a[href*='/group/']"),
    ("One social worker", None, ".app-wrong"),
    ("By table", "tables", "tbody a[href*='/table/']"),
    ("One table", "table/Episodes", ".app-rows tbody tr"),
    ("Find", "find", ".app-found tbody tr"),
    ("Find, by child", "find?sort=child", ".app-found tbody tr"),
    ("Find, page 200", "find?page=200", ".app-found tbody tr"),
    ("Find, missing only", "find?category=missing", ".app-found tbody tr"),
    ("Likely causes", "causes", "a[aria-current=page][href$=causes]"),
    ("Hand on", "hand-on", "a[aria-current=page][href$=hand-on]"),
    ("Not run", "not-run", "a[aria-current=page][href$=not-run]"),
)
# Where each view is opened from; it has nothing that could be taken for another's.
FROM = "#/results/notices"
OPEN = """([address, selector]) => new Promise((done) => {
    const start = performance.now();
    location.hash = address;
    const look = () => {
        if (document.querySelector(selector)) requestAnimationFrame(() => done(performance.now() - start));
        else requestAnimationFrame(look);
    };
    look();
})"""
# The time from when files are chosen to when the page says the words.
NOTE_TIMES = """(chooser, words) => {
    chooser.addEventListener("change", () => (window.began = performance.now()), { capture: true });
    new MutationObserver(() => {
        if (document.body.innerText.includes(words)) window.ended ??= performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, served(SITE) as address:
        browser = playwright.chromium.launch(executable_path=os.environ["CHECK903_BROWSER"], args=list(OPTIONS))
        page = browser.new_page()
        page.goto(address)
        check(page, CHILDREN, ERRORS_A_ROW)
        times = _views(page)
        _slow_things(page)
        memory = _memory(browser)
        profiles = _profiles(page)
        browser.close()
    worst = max(times)
    say(f"Goals: any view within {VIEW_GOAL:.0f} ms: {'met' if worst <= VIEW_GOAL else 'not met'}; ")
    if memory is not None:
        say(f"       at most {MEMORY_GOAL:,.0f} MB of memory: {'met' if memory <= MEMORY_GOAL else 'not met'}")
    met = "met" if profiles <= PROFILES_GOAL else "not met"
    say(f"       {PROFILES} error profiles compared within {PROFILES_GOAL:.0f} s: {met}")


def check(page: Page, children: int, errors_a_row: float) -> None:
    """Choose a made-up return of so many children and check it."""
    made = sample(children, SEED, YEAR, errors_a_row)
    expect(page.get_by_text("The checker is ready.")).to_be_visible(timeout=PATIENCE)
    boxes = (("this_year", made.this_year), ("last_year", made.last_year), ("providers", {"list.xlsx": made.providers}))
    for box, files in boxes:
        chosen = [FilePayload(name=name, mimeType="", buffer=content) for name, content in files.items()]
        page.locator(f"input[type=file][data-box={box}]").set_input_files(chosen)
    expect(page.locator("li[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("combobox", name="Local authority").fill("Manchester")
    start = time.perf_counter()
    page.get_by_role("button", name="Check the return").click()
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_visible(timeout=PATIENCE)
    took = time.perf_counter() - start
    issues = page.locator(".app-numbers dd").first.inner_text()
    episodes = page.locator("main tr", has_text=re.compile(r"^Episodes of care\d")).locator("td").first.inner_text()
    say(f"A return of {children:,} children, {episodes} episodes and {issues} issues")
    say(f"  {'check':24}{took:8.1f} s")


def _views(page: Page) -> list[float]:
    """Milliseconds to open each view, the slowest of some rounds: the first time there is more to work out."""
    times: list[float] = []
    link = ""
    for words, place, selector in VIEWS:
        address = f"#/results/{place}" if place is not None else str(page.locator(link).first.get_attribute("href"))
        link = selector
        rounds = []
        for _ in range(ROUNDS):
            page.evaluate(OPEN, [FROM, "a[aria-current=page][href$=notices]"])
            rounds.append(float(page.evaluate(OPEN, [address, selector])))
        times.append(max(rounds))
        say(f"  {words:24}{times[-1]:8.0f} ms")
    return times


def _slow_things(page: Page) -> None:
    """What is done on request, with a word while it works."""
    page.evaluate("location.hash = '#/results/causes'")
    start = time.perf_counter()
    page.get_by_role("button", name="Look for likely causes").click()
    expect(page.locator(".app-facts").first).to_be_visible(timeout=PATIENCE)
    say(f"  {'likely causes':24}{time.perf_counter() - start:8.1f} s")


def _profiles(page: Page) -> float:
    """Seconds to read many error profiles and to compare them. Playwright's own way to hand them over is left out."""
    page.evaluate("location.hash = '#/compare'")
    of_a_year = [line for line in MADE_UP.read_bytes().splitlines() if b'"2025-26"' in line]
    council = re.compile(rb'("council": ?")')
    files = []
    for number in range(PROFILES):
        content = council.sub(rb"\g<1>%d " % number, of_a_year[number % len(of_a_year)], count=1)
        files.append(FilePayload(name=f"{number}.903profile.json", mimeType="application/json", buffer=content))
    chooser = page.locator("input[data-box=profiles]")
    chooser.evaluate(NOTE_TIMES, f"{PROFILES} profiles")
    chooser.set_input_files(files)
    expect(page.get_by_text(f"{PROFILES} profiles", exact=True)).to_be_visible(timeout=PATIENCE)
    reading = float(page.evaluate("window.ended - window.began")) / 1000
    start = time.perf_counter()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text(f"with {PROFILES - 1} other councils")).to_be_visible(timeout=PATIENCE)
    comparing = time.perf_counter() - start
    say(f"  {f'{PROFILES} profiles':24}{reading:8.1f} s to read, {comparing:.1f} s to compare")
    return reading + comparing


def _memory(browser: Browser) -> float | None:
    """The most megabytes that the page's process ever took, Python's included; None where the system does not tell."""
    session: Any = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    peaks = []
    for process in processes:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.is_file():
            kilobytes = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
            peaks += [int(kilobytes[1]) * 1024 / 1e6] if kilobytes else []
    if not peaks:
        return None
    say(f"  {'memory at the most':24}{max(peaks):8,.0f} MB")
    return max(peaks)


if __name__ == "__main__":
    main()
