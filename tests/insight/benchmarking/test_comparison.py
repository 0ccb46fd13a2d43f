"""Comparisons of made-up profiles, every figure worked out by hand.

Three councils in 2025-26, on five rules. Issues (- hidden, so 1 to 5, counted as 1.6), children, rows:

            101      166      218      222           503F        children  Episodes  Reviews
            invalid  invalid  missing  inconsistent  cross-year
  Ayton     10       10       30       0             50          100       200       400
  Beeford   0        17       60       20            -           200       300       500
  Colby     0        0        10       0             0           50        100       0
  all       10       27       100      20            51.6        350
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import xml.dom.minidom
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from dev.demo_profiles import demo_profiles
from rules.registry import RULE_SET, all_rules
from validator.cli.command import main
from validator.exporting.comparison_report import CSV_COLUMNS, to_csv, to_html, to_workbook
from validator.insight.benchmarking.chart_parts import Bars, Lines, Number, Table, chart_table
from validator.insight.benchmarking.comparison import Comparison, ranks, spearman
from validator.insight.benchmarking.figures import Figure, Overlap
from validator.insight.benchmarking.profile import Count, Profile, to_json
from validator.insight.benchmarking.views import cautions, rule_view, summary, view, views
from validator.returns.errors import InputError
from validator.returns.tables import TableRef

CODES = ("101", "166", "218", "222", "503F")
AYTON, BEEFORD, COLBY = 0, 1, 2


def rows(headers: int | None, episodes: int, reviews: int) -> dict[TableRef, int | None]:
    return {TableRef("Header"): headers, TableRef("Episodes"): episodes, TableRef("Reviews"): reviews}


def profile(council: str, issues: str, children: int | None = 100, **changed: Any) -> Profile:
    """A profile of a council: issues of the five rules, then, as code=issues, of others; - is hidden."""
    counts = dict(zip(CODES, issues.split(), strict=False))
    counts |= dict(word.split("=") for word in issues.split()[len(CODES) :])
    given: dict[str, Any] = {
        "council": council,
        "authority": None,
        "year": "2025-26",
        "as_at": dt.date(2026, 3, 31),
        "tool": "1.0.0",
        "rule_set": RULE_SET,
        "children": children,
        "rows": rows(children, 200, 400),
        "rounded": False,
        "suppressed": "-" in issues,
        "hidden_issues": None,
        "rules": {
            code: Count(None, None) if number == "-" else Count(int(number), int(number))
            for code, number in counts.items()
        },
        "not_run": {},
        "crashed": (),
        "file": f"{council}.json",
    }
    return Profile(**(given | changed))


def group() -> list[Profile]:
    return [
        profile("Colby", "0 0 10 0 0", 50, rows=rows(50, 100, 0)),
        profile("Ayton", "10 10 30 0 50", 100),
        profile("Beeford", "0 17 60 20 -", 200, rows=rows(200, 300, 500)),
    ]


@pytest.fixture
def three() -> Comparison:
    return Comparison(group())


def rules(codes: str) -> list[object]:
    return [all_rules()[code] for code in codes.split()]


def close(value: float) -> Any:
    """Stands for a figure wherever one is compared."""
    return pytest.approx(value, rel=1e-12)


# -- side by side


def test_rates_per_child_by_council_and_together(three: Comparison) -> None:
    assert three.councils == ["Ayton", "Beeford", "Colby"]
    # 100 issues / 100 children; (17 + 60 + 20 + 1.6) / 200, which holds a hidden count; 10 / 50.
    assert [standing.per_child for standing in three.each_council] == [
        Figure(1.0), Figure(close(0.493), True), Figure(0.2),
    ]  # fmt: skip
    # (100 + 98.6 + 10) / (100 + 200 + 50) = 208.6 / 350: of all issues and children, no mean of rates.
    assert three.overall.issues == Figure(close(208.6), True)
    assert three.overall.per_child == Figure(close(208.6 / 350), True)
    # The hidden count is from 1 to 5.
    assert [standing.between for standing in (*three.each_council, three.overall)] == [
        (100, 100), (98, 102), (10, 10), (208, 212),
    ]  # fmt: skip


def test_the_top_three_types_and_their_share(three: Comparison) -> None:
    ayton, beeford, colby = three.each_council
    # 50 + 30 + 10 of 100; 101 and 166 are level, and the lower code comes first.
    assert ayton.top == rules("503F 218 101")
    assert ayton.top_share == Figure(0.9)
    # 60 + 20 + 17 of 98.6, of which 1.6 are a hidden count.
    assert beeford.top == rules("218 222 166")
    assert beeford.top_share == Figure(close(97 / 98.6), True)
    # Only one type, which is all there is.
    assert colby.top == rules("218")
    assert colby.top_share == Figure(1.0)
    # 100 + 51.6 + 27 of 208.6.
    assert three.overall.top == rules("218 503F 166")
    assert three.overall.top_share == Figure(close(178.6 / 208.6), True)


def test_a_council_without_issues_has_no_top_types() -> None:
    found = Comparison([profile("Ayton", "0 0 0 0 0")])
    assert found.each_council[0].top_share is None
    assert found.types(0) == []
    assert found.advice(0) == []
    for shown in views(found, 0):
        assert shown.parts


def test_issues_by_category(three: Comparison) -> None:
    # invalid is 101 and 166, missing 218, inconsistent 222, cross-year 503F.
    assert [tuple(standing.categories[kind] for kind in ("missing", "invalid", "inconsistent", "cross-year"))
            for standing in (*three.each_council, three.overall)] == [
        (Figure(30), Figure(20), Figure(0), Figure(50)),
        (Figure(60), Figure(17), Figure(20), Figure(1.6, True)),
        (Figure(10), Figure(0), Figure(0), Figure(0)),
        (Figure(100), Figure(37), Figure(20), Figure(51.6, True)),
    ]  # fmt: skip


def test_hidden_numbers_of_children_make_every_rate_an_estimate() -> None:
    found = Comparison([profile("Ayton", "6 0 0 0 0", None), profile("Beeford", "6 0 0 0 0", 60)])
    # 6 / 3 children.
    assert found.each_council[0].per_child == Figure(2.0, True)
    assert found.each_council[1].per_child == Figure(close(0.1))
    # 12 / 63.
    assert found.overall.per_child == Figure(close(12 / 63), True)
    assert found.types(1)[0].per_child.median == Figure(close((2 + 0.1) / 2), True)


# -- error types


def test_each_rule_against_the_median_and_the_best(three: Comparison) -> None:
    lines = {line.rule.code: line for line in three.types(AYTON)}
    # By issues in Ayton: 50, 30, 10, 10, and 222, which only Beeford has.
    assert list(lines) == ["503F", "218", "101", "166", "222"]
    last_year = lines["503F"]
    assert (last_year.issues, last_year.share, last_year.had_by) == (50, Figure(0.5), 2)
    # 50/100, 1.6/200 (hidden), 0/50. The best is none at all, about which nothing is estimated.
    assert last_year.per_child == (Figure(0.5), Figure(close(0.008), True), Figure(0), ["Colby"])
    # Rows of Episodes: 50/200, 1.6/300, 0/100.
    assert last_year.rows == Figure(200)
    assert last_year.per_row == (Figure(0.25), Figure(close(1.6 / 300), True), Figure(0), ["Colby"])
    # 30/100, 60/200, 10/50.
    assert lines["218"].per_child == (Figure(0.3), Figure(0.3), Figure(0.2), ["Colby"])
    # 10/100, 0, 0.
    assert lines["101"].per_child == (Figure(0.1), Figure(0), Figure(0), ["Beeford", "Colby"])
    # Rows of Reviews: 10/400, 17/500; Colby has none and so no rate. Median of two: (0.025 + 0.034) / 2.
    assert lines["166"].per_row == (Figure(0.025), Figure(close(0.0295)), Figure(0.025), ["Ayton"])


def test_a_hidden_count_is_not_given_a_number(three: Comparison) -> None:
    (line,) = [line for line in three.types(BEEFORD) if line.rule.code == "503F"]
    assert line.issues is None
    # 1.6 of 98.6.
    assert line.share == Figure(close(1.6 / 98.6), True)
    assert line.per_child.here == Figure(close(0.008), True)
    (row,) = [row for row in table(three, "types", "Error types", BEEFORD).rows if str(row[0]).startswith("503F")]
    assert row[2] == "1 to 5"
    assert row[4] == Number(close(0.8), "rate")


HIDING = "- - - - - 102=- 103=- 104=40"


@pytest.mark.parametrize(
    ("told", "total", "between"),
    [
        # Seven hidden counts and 40. Not told: 1.6 each, one to five each.
        (None, 51.2, (47, 75)),
        # 20 stands for 18 to 22; 10 for 7 to 12, the middle being 9.5; 35 for 33 to 35.
        (20, 60, (58, 62)), (10, 49.5, (47, 52)), (35, 74, (73, 75)),
    ],
)  # fmt: skip
def test_hidden_counts_are_taken_as_what_the_profile_says_they_come_to(
    told: int | None, total: float, between: tuple[int, int]
) -> None:
    (found,) = Comparison([profile("Ayton", HIDING, hidden_issues=told)]).each_council
    assert found.issues == found.all_issues == Figure(close(total), True)
    assert found.between == between


def test_of_hidden_counts_some_of_which_are_compared_each_has_its_share() -> None:
    # Dale ran five of the rules only, so that two of Ayton's seven hidden counts are not compared: 5 / 7 of 20. The
    # others come to 18 to 22 less 2 to 10.
    found = Comparison([profile("Ayton", HIDING, hidden_issues=20), profile("Dale", "9 9 9 9 9 104=40")])
    assert found.each_council[0].issues == Figure(close(40 + 20 * 5 / 7), True)
    assert found.each_council[0].between == (40 + 8, 40 + 20)
    assert found.each_council[1].between == (85, 85)


def test_a_profile_that_hides_nothing_counts_rather_than_one_that_does(three: Comparison) -> None:
    exact, hiding = profile("Ayton", "9 4 0 0 0", file="exact.json"), profile("Ayton", "9 - 0 0 0")
    for given in ([exact, hiding], [hiding, exact]):
        found = Comparison(given)
        assert found.each_council[0].between == (13, 13)
        assert "Ayton.json and exact.json. Only exact.json, which hides no counts, is compared." in cautions(found)[0]


def test_a_council_without_rows_in_the_table_has_no_rate_by_row(three: Comparison) -> None:
    (line,) = [line for line in three.types(COLBY) if line.rule.code == "166"]
    assert line.per_row is None


# -- overlap


def test_overlap(three: Comparison) -> None:
    found = three.overlap(AYTON)
    assert isinstance(found, Overlap)
    # All three have 218: 100 of 208.6.
    assert (found.everyone.rules, found.everyone.share) == (rules("218"), Figure(close(100 / 208.6), True))
    # Ayton and Beeford have 166 and 503F: 27 + 51.6. A hidden count is at least 1, so that Beeford has 503F is certain.
    assert (found.some.rules, found.some.issues) == (rules("166 503F"), Figure(close(78.6), True))
    # Ayton alone has 101, Beeford alone 222: 10 + 20.
    assert (found.one.rules, found.one.issues) == (rules("101 222"), Figure(30))
    assert found.only_here.rules == rules("101")
    # 27 + 51.6 + 10 + 20 = 108.6 of 208.6 are of types that somebody has none of.
    assert found.avoided == Figure(close(108.6 / 208.6), True)
    assert three.overlap(COLBY).only_here.rules == []  # type: ignore[union-attr]


def test_one_council_has_nobody_to_overlap_with() -> None:
    found = Comparison([profile("Ayton", "1 0 0 0 0")])
    assert found.overlap(0) is None
    assert "at least two" in str(view("overlap", found, 0).parts[0])


# -- rules that not everybody ran


def test_rules_that_somebody_did_not_run_are_left_out_and_named() -> None:
    first, second, third = group()
    first = dataclasses.replace(first, crashed=("1008",))
    second = dataclasses.replace(
        second, rules={**second.rules, "1008": Count(7, 7), "9Z": Count(6, 6), "241": Count(8, 8)}
    )
    third = dataclasses.replace(third, not_run={"1008": "providers"}, rule_set="2024-01-01")
    found = Comparison([first, second, third])
    assert [rule.code for rule in found.rules] == list(CODES)
    assert found.left_out == [
        (
            "9Z", "", {"this version of Check 903 does not know it": ()},
        ),
        (
            "241", all_rules()["241"].title, {
                "it was not in force in 2025-26 (rules of 2024-01-01)": ["Beeford"],
                f"it was not in force in 2025-26 (rules of {RULE_SET})": ["Colby"],
            },
        ),
        (
            "1008", all_rules()["1008"].title,
            {"the Ofsted provider list was missing": ["Beeford"], "it failed": ["Colby"]},
        ),
    ]  # fmt: skip
    # The issues compared are as without these rules; the council's own number has them: 100 + 7 + 6 + 8.
    assert found.each_council[AYTON].issues == Figure(100)
    assert found.each_council[AYTON].all_issues == Figure(121)
    assert found.each_council[AYTON].rules_run == 8
    rows = table(found, "left-out", "Rules left out for 2025-26").rows
    assert rows[2][1] == "the Ofsted provider list was missing: Beeford; it failed: Colby"
    assert "not compared for 2025-26: the Ofsted provider list was missing" in str(rule_view(found, 0, "1008").parts[2])
    remarks = cautions(found)
    assert any("rules of 2024-01-01 and" in remark for remark in remarks)
    assert any(remark.startswith("3 rules are left out") for remark in remarks)


# -- over time

EARLIER: dict[str, Any] = {"year": "2024-25", "as_at": dt.date(2025, 3, 31)}


def test_movement_of_ranks_and_its_correlation() -> None:
    before = profile("Ayton", "10 5 40 0 20", 80, **EARLIER)
    (found,) = Comparison([before, *group()]).movements("ayton")
    assert (found.earlier, found.later, found.councils) == ("2024-25", "2025-26", ["Ayton"])
    # Issues 40, 20, 10, 5 became 30, 50, 10, 10: 101 and 166 are level on places 3 and 4. 222 was in neither year.
    assert [(line.rule.code, line.rank_before, line.rank_after) for line in found.lines] == [
        ("503F", 2, 1), ("218", 1, 2), ("101", 3, 3.5), ("166", 4, 3.5),
    ]  # fmt: skip
    # Per child: 20/80 and 50/100.
    assert (found.lines[0].before, found.lines[0].after) == (Figure(0.25), Figure(0.5))
    # Ranks less their mean 2.5: before -0.5, -1.5, 0.5, 1.5; after -1.5, -0.5, 1, 1. Products 0.75 + 0.75 + 0.5 + 1.5 =
    # 3.5; squares 0.25 + 2.25 + 0.25 + 2.25 = 5 and 2.25 + 0.25 + 1 + 1 = 4.5; 3.5 / root of 22.5.
    assert found.correlation == Figure(close(3.5 / 22.5**0.5))
    assert found.correlation.value == pytest.approx(0.737865, abs=1e-6)
    # 218 was changed in 2024-25 and 2025-26, so its two figures are not quite of one thing.
    assert [line.rule.code for line in found.lines if line.changed] == ["218"]


def test_movement_of_all_counts_the_councils_with_both_years() -> None:
    before = [profile("Ayton", "10 5 40 0 20", 80, **EARLIER), profile("Dale", "99 0 0 0 0", **EARLIER)]
    before.append(profile("BEEFORD", "0 10 40 - 0", 120, **EARLIER))
    (found,) = Comparison([*group(), *before]).movements()
    # Dale has no profile of the later year, Colby none of the earlier.
    assert found.councils == ["Ayton", "Beeford"]
    # Before: 101 10, 166 5 + 10, 218 40 + 40, 222 hidden 1.6, 503F 20. After: 10, 27, 90, 20, 50 + 1.6.
    assert [(line.rule.code, line.rank_before, line.rank_after) for line in found.lines] == [
        ("218", 1, 1), ("503F", 2, 2), ("166", 3, 3), ("222", 5, 4), ("101", 4, 5),
    ]  # fmt: skip
    # 1 - 6 * (1 + 1) / (5 * 24), the short form where none are level.
    assert found.correlation == Figure(close(0.9), True)
    # (17 + 10) / (100 + 200) in the later year.
    assert found.lines[2].after == Figure(close(0.09))


def test_ranks_share_their_mean_when_level() -> None:
    assert ranks([5, 9, 5, 0]).tolist() == [2.5, 1, 2.5, 4]
    assert ranks([7, 7, 7]).tolist() == [2, 2, 2]


def test_correlation_of_orders() -> None:
    assert spearman([3, 2, 1], [30, 20, 10]) == close(1)
    assert spearman([3, 2, 1], [10, 20, 30]) == close(-1)
    # Too few to say, and nothing to put in an order.
    assert spearman([3, 2], [3, 2]) is None
    assert spearman([3, 2, 1], [5, 5, 5]) is None


def test_trend_is_on_the_rules_that_every_profile_ran() -> None:
    half = profile("Ayton", "10 5 40 0 20", 80, year="2025-26", as_at=dt.date(2025, 9, 30))
    half = dataclasses.replace(
        half, rules={c: n for c, n in half.rules.items() if c != "166"}, not_run={"166": "year_end"}
    )
    ayton = profile("Ayton", "10 10 30 0 50", 100)
    beeford = profile("Beeford", "0 17 60 20 -", 200)
    found = Comparison([ayton, beeford, half])
    # Without 166: 70/80; 90/100; 81.6/200, which holds a hidden count.
    assert found.trend.points == [
        ("Ayton", dt.date(2025, 9, 30), Figure(0.875)),
        ("Ayton", dt.date(2026, 3, 31), Figure(0.9)),
        ("Beeford", dt.date(2026, 3, 31), Figure(0.408, True)),
    ]
    assert found.trend.rules == 4
    assert [left.code for left in found.trend.left_out] == ["166"]
    assert found.trend.left_out[0].reasons == {"the year was not over": ["Ayton"]}
    # Only the later day has two councils: (0.9 + 0.408) / 2.
    assert found.trend.medians == [("", dt.date(2026, 3, 31), Figure(close(0.654), True))]
    # The comparison side by side is of each council's latest day, where 166 was run.
    assert found.each_council[0].as_at == dt.date(2026, 3, 31)
    assert found.each_council[0].issues == Figure(100)


# -- advice


def test_advice_names_what_would_cut_most_and_who_has_solved_it(three: Comparison) -> None:
    advised = three.advice(AYTON)
    assert [(line.rule.code, line.issues, line.share, line.after) for line in advised] == [
        ("503F", 50, Figure(0.5), Figure(0.5)),
        ("218", 30, Figure(0.3), Figure(0.8)),
        ("101", 10, Figure(0.1), Figure(0.9)),
        ("166", 10, Figure(0.1), Figure(1.0)),
    ]
    assert [line.solved_by for line in advised] == [["Colby"], [], ["Beeford", "Colby"], ["Colby"]]
    # Nobody is without 218; a tenth of three councils is one, the one with the lowest rate: Colby, 0.2 to 0.3 here.
    assert [line.best for line in advised] == [[], ["Colby"], [], []]
    # Colby itself is that one, so it has nobody to ask.
    (only,) = three.advice(COLBY)
    assert (only.solved_by, only.best) == ([], [])


def test_advice_is_at_most_five_types() -> None:
    issues = "60 50 40 30 20 102=10 103=9"
    found = Comparison([profile("Ayton", issues), profile("Beeford", issues)])
    # 60 + 50 + 40 + 30 + 20 of 219.
    assert [line.rule.code for line in found.advice(0)] == list(CODES)
    assert found.advice(0)[-1].after == Figure(close(200 / 219))


# -- which profiles are compared


def test_of_two_profiles_of_one_day_the_last_counts_and_both_are_named() -> None:
    first, second = profile("Ayton", "9 0 0 0 0"), profile(" AYTON ", "8 0 0 0 0", file="new.json")
    found = Comparison([first, second])
    assert found.each_council[0].issues == Figure(8)
    assert "Ayton.json and new.json. Only new.json, added last, is compared." in cautions(found)[0]


def test_the_year_can_be_chosen_and_must_be_there() -> None:
    before = profile("Dale", "10 5 40 0 20", 80, **EARLIER)
    assert Comparison([*group(), before]).year == "2025-26"
    found = Comparison([*group(), before], "2024-25")
    assert found.councils == ["Dale"]
    assert found.find(" dale") == 0
    with pytest.raises(InputError, match="no profile of “Ayton” for 2024-25"):
        found.find("Ayton")
    with pytest.raises(InputError, match=r"No profile is of 2023-24. There are profiles of 2024-25, 2025-26."):
        Comparison([*group(), before], "2023-24")
    with pytest.raises(InputError, match="no error profile"):
        Comparison([])


def test_cautions_say_what_differs() -> None:
    early = profile("Dale", "10 5 40 0 20", 80, as_at=dt.date(2025, 9, 30), rounded=True)
    remarks = " ".join(cautions(Comparison([*group(), early])))
    assert "Dale (30/09/2025) before 31/03/2026" in remarks
    assert "1 profile of 4 hides counts from 1 to 5, so figures with such counts are estimates" in remarks
    assert "The figures of Ayton, Colby and Dale are exact, small counts included." in remarks
    assert "In 1 profile the numbers of children and rows are rounded" in remarks


# -- what is shown


def table(comparison: Comparison, name: str, title: str, here: int = AYTON) -> Table:
    (found,) = [part for part in view(name, comparison, here).parts if isinstance(part, Table) and part.title == title]
    return found


def words(entry: str | Number) -> str:
    return entry if isinstance(entry, str) else entry.shown


def test_councils_side_by_side_as_shown(three: Comparison) -> None:
    shown = [[words(entry) for entry in row] for row in table(three, "side-by-side", "Councils side by side").rows]
    assert [row[:7] for row in shown] == [
        ["Ayton", "31/03/2026", "100", "100", "exact", "1.00", "90%"],
        ["All councils", "", "350", "209", "208 and 212", "0.60", "86%"],
        ["Beeford", "31/03/2026", "200", "99", "98 and 102", "0.49", "98%"],
        ["Colby", "31/03/2026", "50", "10", "exact", "0.20", "100%"],
    ]
    assert summary(three, AYTON) == (
        "Ayton with 2 other councils, collection year 2025-26, on 5 rules that all of them ran."
    )


def test_overlap_in_words(three: Comparison) -> None:
    assert view("overlap", three, AYTON).parts[0] == (
        "48% of all issues are of types that every council has. 52% are of types that at least one "
        "council has none of: somebody avoids them."
    )


def test_every_chart_has_a_table_that_says_the_same() -> None:
    found = Comparison(demo_profiles())
    charts = [part for shown in views(found, 0) for part in shown.parts if isinstance(part, Bars | Lines)]
    assert len(charts) == 6
    for chart in charts:
        rows = chart_table(chart).rows
        if isinstance(chart, Bars):
            drawn = [(bar.label, *bar.values) for bar in chart.bars]
        else:
            drawn = [(line.label, cell) for line in reversed(chart.lines) for _, cell in line.points]
            rows = [(row[0], row[2]) for row in rows]
        assert [tuple(row) for row in rows] == drawn


def test_a_share_too_small_to_show_is_not_called_none() -> None:
    assert Number(0.004, "share").shown == "under 1%"
    assert Number(0.0, "share").shown == "0%"


def test_a_chart_of_very_many_councils_shows_the_ends_and_the_council_in_question() -> None:
    many = [profile(f"C{at:03}", f"{at + 100} 0 0 0 0") for at in range(100)]
    found = Comparison(many)
    here = found.find("C050")
    (chart,) = [part for part in rule_view(found, here, "101").parts if isinstance(part, Bars)]
    labels = [bar.label for bar in chart.bars]
    assert labels == [f"C{at:03}" for at in (*range(99, 84, -1), 50, *range(14, -1, -1))]
    assert [bar.label for bar in chart.bars if bar.marked] == ["C050"]


# -- reports


def test_html_report_has_no_script_and_nothing_unescaped() -> None:
    first, *others = group()
    hostile = "A & B's (north)"
    page = to_html(Comparison([dataclasses.replace(first, council=hostile, file="<i>"), *others]), 0).decode()
    assert "A &amp; B&#x27;s (north)" in page
    assert hostile not in page
    assert "<script" not in page
    assert not re.search(r"\son\w+=|style=|https?:|url\(", page)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    for drawn in re.findall(r"<svg.*?</svg>", page):
        xml.dom.minidom.parseString(drawn)
    assert page.count("<svg") == page.count("<figure>") == page.count("<details>") > 3
    # Every figure of the tables is in the page.
    assert '<td class="number">0.60</td>' in page
    assert "(est.)" not in page
    assert "1 to 5" in page


def test_workbook_has_every_table_with_numbers_as_numbers(three: Comparison) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_workbook(three, AYTON)))
    shown = [part for found in views(three, AYTON) for part in found.parts if not isinstance(part, str)]
    assert [part.sheet for part in shown] == book.sheet_names[1:-2]
    councils = book.get_sheet_by_name("Councils").to_python()
    assert councils[1][:7] == ["Ayton", "31/03/2026", 100, 100, "exact", 1, 0.9]
    rates = {str(row[0]).split()[0]: row[2:] for row in book.get_sheet_by_name("Rates").to_python()[1:]}
    assert rates["503F"] == [50, close(0.8), 0]
    assert rates["218"] == [30, 30, 20]
    first = book.get_sheet_by_name("Tackle first, all").to_python()
    assert [row[:2] for row in first[-1:]] == [["Colby", f"218 {all_rules()['218'].title}"]]


def test_csv_has_a_line_for_each_council_and_rule(three: Comparison) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(three, BEEFORD).decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == CSV_COLUMNS
    assert [(line["council"], line["rule"]) for line in lines[:5]] == [
        ("Beeford", code) for code in ("218", "222", "166", "503F", "101")
    ]
    assert len(lines) == 15
    hidden = lines[3]
    assert [hidden[name] for name in CSV_COLUMNS[6:]] == [
        "1.6", "yes", "200", "0.008", "Episodes", "300", "0.00533333", "0.008", "0",
    ]  # fmt: skip
    (colby,) = [line for line in lines if (line["council"], line["rule"]) == ("Colby", "166")]
    assert (colby["issues"], colby["issues_per_row"], colby["estimated"]) == ("0", "", "no")


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv"])
def test_the_command_writes_what_the_name_asks_for(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    for found in group():
        (folder / f"{found.council}.903profile.json").write_bytes(to_json(found))
    (folder / "readme.txt").write_text("not a profile")
    out = tmp_path / f"report{suffix.upper()}"
    assert main(["benchmark", str(folder), "-o", str(out), "--council", "Beeford"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Beeford with 2 other councils, collection year 2025-26, on 5 rules")
    assert said.err == ""
    begins = {".html": b"<!DOCTYPE html>", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbfyear,council"}
    assert out.read_bytes().startswith(begins[suffix])


def test_the_command_names_files_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(to_json(profile("Ayton", "9 0 0 0 0")))
    bad.write_bytes(to_json(profile("Beeford", "9 0 0 0 0")).replace(b'"issues": 9', b'"issues": "x"'))
    out = tmp_path / "report.csv"
    missing = tmp_path / "missing.json"
    assert main(["benchmark", str(bad), str(good), str(missing), "-o", str(out)]) == 2
    said = capsys.readouterr()
    assert f'{bad}, line 20: rules.101.issues: expected a whole number, found "x".' in said.err
    assert f"{missing}: The file cannot be read" in said.err
    assert said.out.startswith("Ayton, collection year 2025-26, on 5 rules.")
    assert out.exists()
    assert main(["benchmark", str(bad), "-o", str(tmp_path / "none.html")]) == 2
    assert capsys.readouterr().err.startswith(f"check903: {bad}, line 20: rules.101.issues: expected")
    assert main(["benchmark", str(bad), str(missing), "-o", str(tmp_path / "none.html")]) == 2
    assert "There is no error profile to compare." in capsys.readouterr().err
    assert main(["benchmark", str(good), "-o", str(tmp_path / "report.pdf")]) == 2
    assert "Give a name that ends in .html, .xlsx or .csv." in capsys.readouterr().err
