"""The results as a whole, by rule, found and by cause; and what happens while and when the checker stops."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .conftest import Checker, address_in, exact_issues, number_in, payload
from .test_accessible import assert_sound

Issue = dict[str, str]


@pytest.fixture
def results(kept: Checker, files: Path) -> tuple[Checker, list[Issue]]:
    """The page with the results of the made-up return, and the issues as the download has them."""
    kept.choose_return(files)
    kept.read()
    kept.check()
    kept.results()
    return kept, list(csv.DictReader(io.StringIO(exact_issues(kept.page).decode())))


def go(page: Page, view: str) -> None:
    page.evaluate("view => { location.hash = view; }", f"#/results/{view}")


def chart(page: Page, title: str) -> Locator:
    return page.locator("figure", has_text=title)


def found(page: Page, issues: int) -> None:
    expect(page.get_by_role("heading", level=2, name=re.compile(rf"^{issues:,} issues?$"))).to_be_visible()


def described(part: Locator) -> dict[str, str]:
    """What a list of descriptions says."""
    return dict(zip(part.locator("dt").all_inner_texts(), part.locator("dd").all_inner_texts(), strict=True))


def children(issues: list[Issue]) -> set[str]:
    return {issue["child"] for issue in issues} - {""}


# -- overview


def test_overview_counts_what_the_download_lists(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    tiles = described(page.locator(".app-numbers"))
    assert tiles["Issues"] == f"{len(issues):,}"
    assert tiles["Children with an issue"] == str(len(children(issues)))
    words = r"(\d+) children were looked after .* ([\d,]+) issues of ([\d,]+) are in records of these children"
    said = re.search(words, page.locator("main").inner_text())
    assert said is not None
    looked_after, theirs, total = (int(number.replace(",", "")) for number in said.groups())
    assert tiles["Per looked-after child"] == f"{theirs / looked_after:.2f}"
    assert theirs < total == len(issues)

    by_rule = Counter(issue["rule"] for issue in issues)
    share = sum(count for _, count in by_rule.most_common(3)) / len(issues)
    expect(page.locator(".govuk-body-l")).to_contain_text(f"make up {share:.0%} of all issues")

    kinds = chart(page, "Issues by kind")
    assert kinds.locator("svg rect[class]").count() == 4
    for category, count in Counter(issue["category"] for issue in issues).items():
        bar = kinds.locator(f"svg a[href='#/results/find?category={category}']")
        expect(bar).to_contain_text(f"{count:,} ({count / len(issues):.0%})")
    kinds.get_by_text("Show as a table").click()
    expect(kinds.locator("tbody tr")).to_have_count(4)

    top = chart(page, "Rules with the most issues")
    for code, count in by_rule.most_common(3):
        bar = top.locator(f"svg a[href='#/results/rule/{code}']")
        expect(bar).to_contain_text(str(count))

    tables = page.get_by_role("table", name="Issues by table")
    for table, count in Counter(issue["table"] for issue in issues).items():
        row = tables.locator("tr", has=page.locator(f"a[href='#/results/find?table={table}']"))
        assert row.locator("td").last.inner_text() == f"{count:,}"


def test_a_bar_leads_to_the_list_behind_it(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    bar = chart(page, "Issues by kind").locator("svg a[href$='category=missing']")
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    found(page, sum(issue["category"] == "missing" for issue in issues))
    expect(page.get_by_label("Kind", exact=True)).to_have_value("missing")


def test_overview_names_the_file_that_would_enable_more(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose("this_year", files / "this_year" / "header.csv")
    kept.read()
    page.get_by_label("Collection year", exact=True).select_option("2025-26")
    kept.check()
    kept.results()
    not_checked = page.get_by_role("list").filter(has_text="this year’s Episodes file (such as episodes.csv)")
    expect(not_checked).to_be_visible()
    page.get_by_role("link", name=re.compile(r"See all \d+ rules that were not run")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not run")


# -- by rule


def test_a_row_is_shown_beside_what_the_rule_compared_it_with(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    # A rule on social workers' episodes compares each with the child's others.
    code = "SW08STG2"
    go(page, f"rule/{code}")
    row = page.locator("[data-table=SWEpisodes] tbody > tr").first
    child = row.locator("th").inner_text()
    button = row.get_by_role("button", name="Compare with")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    context = page.locator(".app-context")
    others = context.get_by_role("heading", name="The child’s other rows in this table")
    expect(others).to_be_visible()
    lines = context.locator("tbody th").all_inner_texts()
    own = row.locator("td").first.inner_text()
    assert lines
    assert own not in lines
    assert all(line.startswith("sw_episodes.csv, line ") for line in lines)
    assert context.locator(".app-marked").count() >= len(lines)
    assert_sound(page)
    button.click()
    expect(context).to_have_count(0)
    catalogue = page.get_by_role("link", name=f"Rule {code} in the list of all rules")
    expect(catalogue).to_have_attribute("href", f"#rule-{code}")
    number = address_in(row.locator("th a")).rsplit("/", 1)[1]
    ordered = sorted(children(issues), key=lambda child: (not child.isdigit(), int(child) if child.isdigit() else 0))
    assert ordered[int(number) - 1] == child


# -- find


def test_find_searches_filters_sorts_and_pages(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    page.get_by_role("link", name="Find", exact=True).click()
    found(page, len(issues))
    rows = page.locator(".app-found tbody tr")
    expect(rows).to_have_count(min(50, len(issues)))
    assert rows.first.locator("th").inner_text() == (issues[0]["child"] or "blank")
    assert_sound(page)

    page.get_by_role("navigation", name="Pages: Issues").get_by_role("link", name="Next page").click()
    expect(page.get_by_role("heading", level=2, name=f"{len(issues):,} issues")).to_be_focused()
    expect(page.get_by_text("Shown here: 51 to")).to_be_visible()
    wanted = issues[50]
    expect(rows.first).to_contain_text(f"{wanted['file']}, line {int(wanted['line']):,}")
    expect(rows.first).to_contain_text(f"{wanted['rule']}: ")

    page.get_by_label("Table", exact=True).focus()
    page.get_by_label("Table", exact=True).select_option("Episodes")
    of_table = [issue for issue in issues if issue["table"] == "Episodes"]
    found(page, len(of_table))
    expect(page.get_by_label("Table", exact=True)).to_be_focused()
    assert "page=" not in page.url
    page.get_by_label("Only rules with fewer issues than").fill("4")
    page.keyboard.press("Tab")
    by_rule = Counter(issue["rule"] for issue in issues)
    found(page, sum(by_rule[issue["rule"]] < 4 for issue in of_table))
    page.go_back()
    found(page, len(of_table))
    expect(page.get_by_label("Only rules with fewer issues than")).to_have_value("")

    page.get_by_label("Sort by").select_option("child")
    page.get_by_label("Order").select_option("yes")
    last = max(children(of_table), key=lambda child: (not child.isdigit(), int(child) if child.isdigit() else 0))
    expect(rows.first.locator("th")).to_have_text(last)
    page.get_by_role("link", name="Show all issues").click()
    found(page, len(issues))
    files = sorted({issue["file"] for issue in issues})
    page.get_by_label("File", exact=True).select_option(files[1])
    found(page, sum(issue["file"] == files[1] for issue in issues))
    assert files[1] not in page.url
    page.get_by_label("Rule", exact=True).select_option(issues[0]["rule"])
    count = sum(issue["file"] == files[1] and issue["rule"] == issues[0]["rule"] for issue in issues)
    found(page, count)


def test_what_is_searched_for_never_comes_into_the_address(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    child, count = Counter(issue["child"] for issue in issues if issue["child"]).most_common(1)[0]
    go(page, "find")
    page.get_by_label("Child, rule, file or value").fill(child)
    holding = page.locator(".app-found tbody th", has_text=child)
    expect(holding).to_have_count(count)
    addresses = [page.url]
    page.locator(".app-found td a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rule ")
    addresses.append(page.url)
    page.go_back()
    # The search is kept in memory, so the list is as it was left.
    expect(page.get_by_label("Child, rule, file or value")).to_have_value(child)
    expect(holding).to_have_count(count)
    page.locator(".app-found th a").first.click()
    expect(page).to_have_url(re.compile(r"#/results/child/\d+$"))
    addresses.append(page.url.rsplit("/", 1)[0])
    assert not any(child in urlsplit(address).fragment for address in addresses)
    assert page.evaluate("() => history.state") is None


def test_what_is_marked_as_looked_at_can_be_hidden(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    go(page, "find")
    found(page, len(issues))
    page.get_by_role("button", name="Mark as looked at").first.click()
    expect(page.locator(".app-found tbody tr").first).to_contain_text("Looked at")
    page.get_by_label("Hide what is marked as looked at").check()
    found(page, len(issues) - 1)
    page.get_by_label("Hide what is marked as looked at").uncheck()
    found(page, len(issues))


def test_an_address_that_makes_no_sense_does_no_harm(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    go(page, "find?sort=__class__&file=-1&fewer_than=x&page=-3&cause=%E0%A4%A")
    found(page, len(issues))
    go(page, "find?rule=nothing&page=900")
    found(page, 0)
    expect(page.get_by_text("Nothing is as you ask.")).to_be_visible()
    go(page, "rule/%E0%A4%A/Episodes/7")
    expect(page.get_by_role("heading", level=1)).to_contain_text("found no issue")


# -- causes


def test_causes_are_looked_for_on_request_and_lead_to_their_issues(results: tuple[Checker, list[Issue]]) -> None:
    checker, _ = results
    page = checker.page
    page.get_by_role("link", name="Likely causes").click()
    expect(page.locator(".app-facts")).to_have_count(0)
    page.get_by_role("button", name="Look for likely causes").click()
    expect(page.get_by_role("status").filter(has_text="Looking for likely causes")).to_be_visible()
    first = page.locator(".app-rule").first
    expect(first).to_be_visible()
    facts = described(first)
    assert set(facts) == {"Where", "Field", "Value now", "Value tried"}
    assert "NaN" not in page.locator("main").inner_text()
    sentence = first.locator("p").first.inner_text()
    assert_sound(page)
    link = first.get_by_role("link", name=re.compile(r"See the \d+ issues that would go"))
    count = number_in(link.inner_text())
    child = first.locator("h3 a").inner_text()
    link.click()
    found(page, count)
    expect(page.locator(".govuk-inset-text", has_text=sentence)).to_be_visible()
    assert set(page.locator(".app-found tbody th").all_inner_texts()) == {child}
    page.go_back()
    # What was worked out is kept.
    expect(page.locator(".app-rule").first).to_be_visible()


# -- running


def test_the_rule_is_named_while_the_page_stays_responsive(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose_return(files)
    kept.read()
    page.evaluate(
        """() => {
            window.words = [];
            const tick = () => {
                const said = document.querySelector(".app-progress p")?.textContent;
                if (said) window.words.push(said);
                window.ticking = setTimeout(tick, 0);
            };
            tick();
        }"""
    )
    kept.check()
    kept.results()
    words = page.evaluate("() => { clearTimeout(window.ticking); return window.words; }")
    # The results take the place of these words: a page held up until then would never see one.
    assert any(re.match(r"Rule \d+ of \d+\. \w+: .{10,}", said) for said in words), set(words)


def test_one_file_is_replaced_without_choosing_the_others_again(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    page.get_by_role("link", name="Back to the files").click()
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"
    checker.choose("this_year", payload("header.csv", header.encode()))
    checker.read()
    expect(page.get_by_text("your files or choices have changed since")).to_be_visible()
    checker.check()
    checker.results()
    lost = page.get_by_role("table", name="Issues by table").locator("tr", has_text="Children").first
    expect(lost.locator("td").first).to_have_text("0")
    shown = page.locator(".app-numbers div").filter(has=page.get_by_text("Issues", exact=True)).locator("dd")
    assert int(shown.inner_text().replace(",", "")) > len(issues)


def test_the_page_notices_that_the_browser_ended_the_worker(results: tuple[Checker, list[Issue]]) -> None:
    checker, issues = results
    page = checker.page
    go(page, "find")
    (worker,) = page.workers
    worker.evaluate("() => self.close()")
    news = page.get_by_role("status").filter(has_text="The checker stopped and was started again")
    expect(news).to_contain_text("Your files are still here, and so are the changes and notes")
    expect(news).to_contain_text("The browser ended the part of the page that runs the checks.")
    # The results are where they were, and what is asked meanwhile waits for the next worker.
    page.get_by_label("Child, rule, file or value").fill(issues[0]["child"])
    wanted = sum(issue["child"] == issues[0]["child"] for issue in issues)
    expect(page.get_by_role("heading", level=2, name=re.compile(rf"^{wanted} issues?$"))).to_be_visible()
    page.get_by_role("button", name="Close this message").click()
    expect(news).to_have_count(0)


def test_the_page_recovers_when_the_worker_ends_in_the_middle_of_a_check(kept: Checker, files: Path) -> None:
    page = kept.page
    kept.choose_return(files)
    kept.read()
    (worker,) = page.workers
    hold_up = "const until = Date.now() + 1500; while (Date.now() < until); self.close();"
    worker.evaluate(f"() => {{ setTimeout(() => {{ {hold_up} }}, 0); }}")
    kept.check()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checking your return")
    expect(page.get_by_text("The checker stopped and was started again")).to_be_visible()
    expect(kept.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    kept.read()
    kept.check()
    kept.results()


def test_the_page_recovers_when_python_runs_out_of_memory(kept: Checker, files: Path, tmp_path: Path) -> None:
    page = kept.page
    kept.choose_return(files)
    kept.read()
    (worker,) = page.workers
    worker.evaluate("() => { WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory'); }; }")
    large = tmp_path / "large.csv"
    large.write_bytes(b"A,B\r\n" + (b"1" * 1_000 + b",2\r\n") * 40_000)
    kept.choose("this_year", large)
    news = page.get_by_role("status").filter(has_text="The checker stopped and was started again")
    expect(news).to_contain_text("MemoryError")
    expect(kept.box("This year").get_by_text("Episodes of care:")).to_be_visible()
    expect(kept.box("This year").get_by_role("button", name="Remove large.csv")).to_be_visible()


def test_files_that_stop_the_checker_each_time_are_taken_off_the_list(
    browser: Browser, address: str, files: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()

    def altered(route: Route) -> None:
        end = "\nBlob.prototype.arrayBuffer = () => { self.close(); return new Promise(() => {}); };"
        route.fulfill(body=route.fetch().text() + end, content_type="text/javascript")

    context.route(re.compile(r"/worker-\w+\.js$"), altered)
    checker = Checker(page, address)
    checker.open().ready()
    checker.choose("this_year", files / "this_year" / "header.csv")
    # A view that asks Python at once stays open while one worker follows the other.
    page.evaluate("() => { location.hash = '#rules'; }")
    news = page.get_by_role("status").filter(has_text="The checker stopped and was started again")
    expect(news).to_contain_text("header.csv has been taken off the list")
    expect(page.get_by_label("Collection year")).to_be_visible()
    page.get_by_role("link", name="Back to the files").click()
    checker.ready()
    expect(checker.box("This year").get_by_role("listitem")).to_have_count(0)
    assert checker.faults == []
    context.close()
