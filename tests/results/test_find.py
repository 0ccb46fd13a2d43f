"""Finding issues: words, filters, order, pages and counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.results.samples import checked
from validator.checking.issues import Issue, Issues
from validator.checking.report import Report
from validator.results.find import SORTS, Finder, Query
from validator.returns.tables import TableRef


@pytest.fixture(scope="module")
def made() -> tuple[Finder, Report, Issues]:
    r, report = checked()
    return Finder(r, report), report, report.found


def found(made: tuple[Finder, Report, Issues], **query: Any) -> list[Issue]:
    finder, _, issues = made
    return [issues[position] for position in finder.find(Query(**query))["positions"]]


def test_everything_is_found_in_the_order_of_the_report(made: tuple[Finder, Report, Issues]) -> None:
    answer = made[0].find(Query())
    assert answer["total"] == len(made[2])
    assert answer["positions"] == list(range(len(made[2])))
    assert answer["children"] == 3
    assert answer["rules"] == made[1].issues.groupby("rule").size().to_dict()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("=CMD|", {"168"}),
        ("<img header", {"103"}),
        ("onerror 103", {"103"}),
        ("sw02stg1", {"SW02STG1"}),
        ("swepisodes ab9", {"SW02STG1"}),
        ("zz", {"146", "526"}),
        ("nothing such", set()),
        # Not across two values of a row.
        ("x31/02", set()),
    ],
)
def test_words_are_looked_for_in_child_rule_file_and_values(
    made: tuple[Finder, Report, Issues], text: str, rules: set[str]
) -> None:
    hits = found(made, text=text)
    if text == "<img header":
        assert {issue.child for issue in hits} == {"2"}
    assert {issue.rule for issue in hits} == rules


def test_filters_combine(made: tuple[Finder, Report, Issues]) -> None:
    episodes = TableRef("Episodes")
    assert all(issue.table == episodes for issue in found(made, table=episodes))
    both = found(made, table=episodes, category="missing")
    assert both == [issue for issue in made[2] if (issue.table, issue.category) == (episodes, "missing")]
    assert len({issue.rule for issue in both}) > 1
    assert {issue.rule for issue in found(made, rule="526")} == {"526"}
    assert found(made, file="Header") == [issue for issue in made[2] if issue.file == "Header"]
    few = found(made, fewer_than=2)
    assert few == [issue for issue in made[2] if sum(other.rule == issue.rule for other in made[2]) < 2]
    assert few
    assert found(made, hidden=range(len(made[2]) - 1)) == [made[2][-1]]


@pytest.mark.parametrize("sort", SORTS)
def test_order(made: tuple[Finder, Report, Issues], sort: str) -> None:
    there = [SORTS[sort](issue) for issue in found(made, sort=sort)]
    assert there == sorted(there)
    back = [SORTS[sort](issue) for issue in found(made, sort=sort, descending=True)]
    assert back == sorted(there, reverse=True)


def test_numbers_are_sorted_by_size() -> None:
    r, report = checked(
        {"Header": [{"CHILD": child, "SEX": "X"} for child in ("10", "9", "A1", "9" * 5000)]}, only=["101"]
    )
    order = [report.found[at].child for at in Finder(r, report).find(Query(sort="child"))["positions"]]
    assert order == ["9", "10", "9" * 5000, "A1"]


def test_pages(made: tuple[Finder, Report, Issues]) -> None:
    pages = [made[0].find(Query(sort="child"), offset, 5)["positions"] for offset in range(0, 60, 5)]
    assert all(len(page) <= 5 for page in pages)
    assert [position for page in pages for position in page] == made[0].find(Query(sort="child"))["positions"]


def test_twenty_thousand_issues_are_searched() -> None:
    rows = [{"CHILD": str(at), "SEX": "X", "DOB": "x", "ETHNIC": "Y"} for at in range(7_000)]
    r, report = checked({"Header": rows}, only=["101", "102", "103"])
    assert len(report.issues) >= 20_000
    finder = Finder(r, report)
    finder.find(Query(sort="child"))
    answer = finder.find(Query(text="699 header", sort="child", category="invalid"), 10, 50)
    assert answer["total"] == sum("699" in str(at) for at in range(7_000)) * 3


def test_a_report_without_issues() -> None:
    answer = Finder(*checked({"Header": []})).find(Query(text="x", hidden=[0]))
    assert (answer["total"], answer["positions"], answer["rules"]) == (0, [], {})
