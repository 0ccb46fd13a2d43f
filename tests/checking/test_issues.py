"""The issues of a check: counted, grouped and found by position, the same as in the frame that is made of them."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checking.samples import rule_issues
from tests.results.samples import checked
from validator.checking.issues import ISSUE_COLUMNS, Issue, Issues, RuleCount, RuleIssues
from validator.returns.tables import LAST, TableRef, every_table

HEADER, HEADER_THEN, EPISODES = TableRef("Header"), TableRef("Header", LAST), TableRef("Episodes")
ROWS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["1", "2", "A7", ""])), unique_by=lambda row: row[0])
# The rows that some rules flag in some tables, no rule twice in one table.
PARTS = st.dictionaries(
    st.tuples(st.sampled_from(["101", "102", "503A"]), st.sampled_from([HEADER, HEADER_THEN, EPISODES])), ROWS
).map(lambda found: [rule_issues(rule, table, rows) for (rule, table), rows in found.items()])


def small() -> Issues:
    return Issues(
        [
            rule_issues("101", HEADER, [(0, "1"), (4, ""), (2, "2")], ("CHILD", "SEX")),
            rule_issues("102", HEADER, []),
            rule_issues("503A", EPISODES, [(1, "1")], category="cross-year"),
            rule_issues("503A", HEADER_THEN, [(0, "1"), (4, "2")], category="cross-year"),
        ]
    )


def test_an_issue_is_found_by_its_position() -> None:
    found = small()
    assert len(found) == len(list(found)) == 6
    assert found[0] == Issue("101", HEADER, 0, 2, "Header.csv", "1", ("CHILD", "SEX"), "invalid", "About 101.")
    assert [found[position] for position in range(6)] == list(found)
    assert [(issue.rule, issue.table, issue.row) for issue in found][3:] == [
        ("503A", EPISODES, 1), ("503A", HEADER_THEN, 0), ("503A", HEADER_THEN, 4),
    ]  # fmt: skip


def test_they_are_grouped_in_their_order_and_rows_in_that_of_the_table() -> None:
    found = small()
    assert {rule: at.tolist() for rule, at in found.by(lambda part: part.rule).items()} == {
        "101": [0, 1, 2],
        "503A": [3, 4, 5],
    }
    assert list(found.by(lambda part: part.table)) == [HEADER, EPISODES, HEADER_THEN]
    assert found.by_child == {"1": [0, 3, 4], "": [1], "2": [2, 5]}
    assert {table: list(rows.items()) for table, rows in found.by_row.items()} == {
        HEADER: [(0, [0]), (2, [2]), (4, [1])],
        EPISODES: [(1, [3])],
        HEADER_THEN: [(0, [4]), (4, [5])],
    }


def test_rules_with_the_same_number_of_issues_stay_in_their_order() -> None:
    found = small()
    assert found.counts == {"101": RuleCount(3, 2), "503A": RuleCount(3, 2)}
    assert [rule for rule, _ in found.most_first] == ["101", "503A"]
    more = Issues([*found.parts, rule_issues("503A", HEADER, [(7, "")])])
    assert [rule for rule, _ in more.most_first] == ["503A", "101"]
    assert found.children == more.children == 2


def test_the_frame_writes_tables_and_fields_as_text() -> None:
    frame = small().frame
    assert tuple(frame.columns) == ISSUE_COLUMNS
    assert frame.iloc[0].tolist() == ["101", "Header", 0, 2, "Header.csv", "1", "CHILD, SEX", "invalid", "About 101."]
    assert frame["table"].tolist() == ["Header"] * 3 + ["Episodes"] + ["Header_last"] * 2
    assert frame["row"].dtype == frame["line"].dtype == np.int64
    assert Issues().frame.empty
    assert tuple(Issues().frame.columns) == ISSUE_COLUMNS


def test_the_frame_of_a_check_is_made_once_and_says_what_its_issues_say() -> None:
    _, report = checked()
    assert report.issues is report.issues
    assert [*report.found]
    assert report.issues.values.tolist() == [
        [issue.rule, str(issue.table), *issue[2:6], ", ".join(issue.fields), *issue[7:]] for issue in report.found
    ]


@given(PARTS)
def test_groups_are_those_of_the_frame(parts: list[RuleIssues]) -> None:
    found = Issues(parts)
    frame = found.frame
    named = frame[frame["child"] != ""]
    assert {rule: count.issues for rule, count in found.counts.items()} == frame.groupby("rule").size().to_dict()
    children = named.groupby("rule")["child"].nunique().to_dict()
    assert {rule: count.children for rule, count in found.counts.items() if count.children} == children
    assert found.children == named["child"].nunique()
    assert found.by_child == {child: list(at) for child, at in frame.groupby("child").indices.items()}
    by_table = found.by(lambda part: part.table)
    assert {str(table): at.tolist() for table, at in by_table.items()} == {
        table: list(at) for table, at in frame.groupby("table").indices.items()
    }
    assert sorted(position for rows in found.by_row.values() for here in rows.values() for position in here) == list(
        range(len(frame))
    )
    assert all(found[at].row == row for rows in found.by_row.values() for row, here in rows.items() for at in here)


@given(PARTS, st.randoms(use_true_random=False))
def test_what_is_counted_does_not_hang_on_the_order(parts: list[RuleIssues], draw: Random) -> None:
    found = Issues(parts)
    draw.shuffle(parts)
    other = Issues(parts)
    assert Counter(found) == Counter(other)
    assert (found.counts, found.children) == (other.counts, other.children)
    one, two = (issues.frame.sort_values(["rule", "table", "row"], ignore_index=True) for issues in (found, other))
    pd.testing.assert_frame_equal(one, two)


@given(PARTS, st.sets(st.sampled_from(["1", "2", ""])))
def test_without_some_children_the_others_are_left(parts: list[RuleIssues], children: set[str]) -> None:
    found = Issues(parts)
    assert list(found.without(children)) == [issue for issue in found if issue.child not in children]


@pytest.mark.parametrize("table", every_table(), ids=str)
def test_a_table_is_written_and_read_in_one_way(table: TableRef) -> None:
    assert TableRef.of(str(table)) == table
    assert TableRef.of(str(table)) is TableRef.of(str(table))
    assert str(table) == (f"{table.name}_last" if table.year is LAST else table.name)


def test_tables_are_in_the_order_of_their_texts() -> None:
    assert list(map(str, sorted(every_table()))) == sorted(map(str, every_table()))
