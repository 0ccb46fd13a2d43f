"""What is typed is kept nowhere by the browser, and no address does anything but choose a view."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserType, Page, expect

from bundle.browsers import OPTIONS

from .conftest import AUTHORITY, YEAR, Checker, address_in

# Every view that has something to fill in, and some that might come to have it. RULE stands for one that found issues.
VIEWS = (
    "#/", "#rules", "#rules/own", "#self-check", "#/compare", "#/compare/save", "#/results", "#/results/rules",
    "#/results/children", "#/results/groups", "#/results/groups/list", "#/results/tables", "#/results/find",
    "#/results/find?table=Header", "#/results/causes", "#/results/fix", "#/results/fix/suggestions",
    "#/results/changes", "#/results/progress", "#/results/download", "#/results/not-run", "#/results/notices",
    "#/results/child/1", "#/results/rule/RULE", "#/results/bulk/rule/RULE/Header",
)  # fmt: skip
FIELDS = "input, select, textarea, [contenteditable]"
UNPROTECTED = """fields => fields.filter(field => field.isContentEditable || field.autocomplete !== "off"
    || (field.matches("input, textarea") && field.getAttribute("spellcheck") !== "false"))
    .map(field => field.outerHTML)"""
# What may hold words of the user's own.
TYPED = "main textarea, main input:not([type=file], [type=checkbox], [type=radio], [inputmode], [role=combobox])"


def check(checker: Checker, files: Path) -> str:
    """Check the made-up return; the rule of its first issue in the table of children."""
    checker.choose_return(files)
    checker.page.get_by_label("Collection year", exact=True).select_option(YEAR)
    checker.page.get_by_role("combobox", name="Local authority").fill(AUTHORITY)
    checker.check()
    checker.results()
    checker.page.evaluate("() => { location.hash = '#/results/find?table=Header'; }")
    link = checker.page.locator(".app-found tbody [data-label=Rule] a").first
    return address_in(link).rpartition("/")[2]


def unfolded(page: Page, view: str) -> None:
    """Open a view with all that is folded up in it, an editor of notes too."""
    page.evaluate("view => { location.hash = view; }", view)
    page.evaluate("() => new Promise(done => setTimeout(done, 150))")
    expect(page.locator("main").get_by_text(re.compile("^(Fetching|Looking)"))).to_have_count(0)
    page.evaluate("() => document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    note = page.locator("main").get_by_role("button", name="Add a note")
    if note.count():
        note.first.click()
        expect(page.locator("main textarea").first).to_be_visible()
    for choice in ("Only the rows that I tick", "Replace one value by another"):
        if page.get_by_label(choice).count():
            page.get_by_label(choice).check(force=True)


def test_no_field_is_kept_completed_spelt_or_translated_by_the_browser(kept: Checker, files: Path) -> None:
    page = kept.page
    rule = check(kept, files)
    assert page.evaluate("() => document.documentElement.translate") is False
    seen: set[str] = set()
    for view in VIEWS:
        unfolded(page, view.replace("RULE", rule))
        assert page.eval_on_selector_all(FIELDS, UNPROTECTED) == [], view
        seen |= set(page.eval_on_selector_all(FIELDS, "fields => fields.map(field => field.localName + field.type)"))
    assert seen >= {"inputtext", "inputsearch", "inputfile", "selectselect-one", "textareatextarea", "inputcheckbox"}


def words_of(number: int) -> str:
    return f"Unmistakable{number}Xyzzy"


def test_the_browsers_folder_holds_nothing_that_was_typed(
    chromium: tuple[BrowserType, str], address: str, files: Path, tmp_path: Path
) -> None:
    started, path = chromium
    profile = tmp_path / "profile"
    context = started.launch_persistent_context(profile, executable_path=path, args=OPTIONS)
    checker = Checker(context.new_page(), address).open().ready()
    page = checker.page
    rule = check(checker, files)
    typed = 0
    # Find comes last: what is sought there stays sought.
    for view in [*(view for view in VIEWS if "find" not in view), "#/results/find"]:
        unfolded(page, view.replace("RULE", rule))
        for field in page.locator(TYPED).all():
            if field.is_visible():
                typed += 1
                field.fill(words_of(typed))
    assert typed > 8
    # What a browser writes down of a tab when it is left.
    page.evaluate("() => { location.hash = '#/results'; }")
    page.goto("about:blank")
    context.close()
    kept = [path for path in profile.rglob("*") if path.is_file()]
    assert any("Session" in path.name for path in kept)
    for encoding in ("utf-8", "utf-16-le"):
        sought = "Xyzzy".encode(encoding)
        assert [path for path in kept if sought in path.read_bytes()] == []


HOSTILE = (
    "<img src=x onerror=hit()>",
    '"><svg onload=hit()>',
    "%3Cimg%20src=x%20onerror=hit()%3E",
    "javascript:hit()",
    "'-hit()-'",
    "{{hit()}}${hit()}",
    "__proto__",
    "constructor",
    "../../../etc/passwd",
    "%",
    "%00%E0%A4%A",
    "999999999",
    "-1",
)
PLACES = (
    "{}", "/{}", "rule-{}", "rules/{}", "/results/{}", "/results/rule/{}", "/results/rule/RULE/{}",
    "/results/rule/RULE/Header/{}", "/results/child/{}", "/results/group/{}/1", "/results/group/worker/{}",
    "/results/table/{}", "/results/table/Header/{}", "/results/groups/{}", "/results/bulk/{}",
    "/results/bulk/rule/{}/Header", "/results/bulk/rule/RULE/{}", "/results/bulk/find?table={}", "/results/preview/{}",
    "/results/fix/{}", "/results/fix/suggestions/{}", "/results/fix/suggestions?kind={}", "/results/changes/{}",
    "/results/progress/{}", "/results/find?rule={}&table={}", "/results/find?page={}",
    "/results/find?sort={}&status={}",
    "/results/find?file={}&cause={}&fewer_than={}", "/results/find?category={}&state={}", "/compare/{}",
    "/compare/side-by-side/{}", "/compare/side-by-side/2025-26/{}", "/compare/rule/2025-26/x/{}",
)  # fmt: skip
# Opens one address after another as fast as the page follows; tells those that did more than choose a view.
WALK = """async addresses => {
    window.hits = 0;
    window.hit = () => { window.hits += 1; };
    const did = [];
    for (const address of addresses) {
        location.hash = address;
        await new Promise(done => setTimeout(done, 20));
        const made = document.querySelector("body img, body svg[onload], main script, iframe, object, embed, form");
        const links = Array.from(document.querySelectorAll("a[href]"), link => link.getAttribute("href"));
        const elsewhere = links.some(link => !/^(#|blob:)/.test(link));
        if (window.hits || made || elsewhere || !document.querySelector("main h1")) did.push(address);
        window.hits = 0;
    }
    return did;
}"""


def test_hostile_addresses_choose_a_view_and_do_nothing_else(kept: Checker, files: Path) -> None:
    page = kept.page
    rule = check(kept, files)
    asked = len(kept.requests)
    addresses = [place.replace("RULE", rule).replace("{}", value) for place in PLACES for value in HOSTILE]
    assert page.evaluate(WALK, addresses) == []
    assert [url for url in kept.requests[asked:] if not url.startswith("blob:")] == []
    # The page still answers.
    page.evaluate("() => { location.hash = '#/results'; }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results")
    assert kept.faults == []
