"""What issues are known by: the same from run to run whatever happens to the files, and hashed past recognition."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checking.samples import rule_issues
from tests.results.samples import checked, return_of
from validator import Collection
from validator.checking.check import make_return
from validator.checking.issues import Issues
from validator.checking.report import Report
from validator.checking.run import run
from validator.correcting.edits import Corrected
from validator.correcting.proposals import State, effect
from validator.correcting.safe import safe_changes
from validator.reading import read
from validator.results.keys import IssueKey, hashed, issue_keys, paired
from validator.returns.rows import Return
from validator.returns.tables import LAST, TableRef
from validator.sample import sample
from validator.tracking.runs import new_salt

YEAR = "2025-26"
EPISODES = TableRef("Episodes")
Row = tuple[str, str, str]

_, EMPTY = checked({"Header": []})


def flagged(rows: Sequence[Row], issues: Sequence[tuple[str, int]]) -> tuple[Return, Report]:
    """A return of episodes (child, start, placement) and a report of (rule, row) on it."""
    r = return_of({"Episodes": [{"CHILD": child, "DECOM": decom, "PLACE": place} for child, decom, place in rows]})
    parts = (rule_issues(rule, EPISODES, [(row, rows[row][0])]) for rule, row in issues)
    return r, dataclasses.replace(EMPTY, found=Issues(parts))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "A7", ""]),
        st.sampled_from(["01/02/2025", "1/2/2025", "02/02/2025", "31/02/2025", "X", ""]),
        st.sampled_from(["U4", "K2", ""]),
    ),
    min_size=1,
    max_size=12,
)


def meant(row: Row) -> Row:
    child, decom, place = row
    return child, decom.replace("1/2/", "01/02/"), place


@given(rows=ROWS, more=ROWS, draw=st.data())
def test_keys_survive_another_order_and_more_rows(rows: list[Row], more: list[Row], draw: st.DataObject) -> None:
    # Of rows that say the same nobody can tell which is which.
    rows = list({meant(row): row for row in rows}.values())
    where = st.integers(0, len(rows) - 1)
    issues = draw.draw(st.lists(st.tuples(st.sampled_from(["101", "503A"]), where), max_size=15, unique=True))
    before = issue_keys(*flagged(rows, issues))
    assert len(set(before)) == len(before) == len(issues)

    order = draw.draw(st.permutations(range(len(rows))))
    moved = [rows[at] for at in order]
    after = issue_keys(*flagged(moved, [(rule, order.index(row)) for rule, row in issues]))
    assert sorted(after) == sorted(before)

    # Which of several issues is which goes by what stands in the row.
    def by_content(keys: Sequence[IssueKey]) -> list[tuple[IssueKey, tuple[str, ...]]]:
        # 1/2/2025 is the same day as 01/02/2025.
        return sorted(
            (key, (child, decom.replace("1/2/", "01/02/"), place))
            for key, (_, row) in zip(keys, issues, strict=True)
            for child, decom, place in [rows[row]]
        )

    assert by_content(after) == by_content(before)

    # A row that is called the same may come before; the issues are known for all that.
    every = draw.draw(st.permutations([*enumerate(rows), *((-1, row) for row in more)]))
    place = [at for at, _ in every]
    after = issue_keys(*flagged([row for _, row in every], [(rule, place.index(row)) for rule, row in issues]))
    assert [key[:-1] for key in after] == [key[:-1] for key in before]
    known = paired([after], [before])
    assert sorted(at for at in known if at is not None) == list(range(len(before)))


def test_a_key_says_which_row_of_which_child_it_is() -> None:
    rows = [
        ("1", "1/2/2025", "U4"),
        ("1", "X", "U4"),
        ("1", "", "U4"),
        ("", "01/02/2025", "K2"),
        ("1", "01/02/2025", "A3"),
    ]
    keys = issue_keys(*flagged(rows, [("101", at) for at in range(5)]))
    assert keys == [
        IssueKey("101", EPISODES, "1", "DECOM 01/02/2025", 2),
        IssueKey("101", EPISODES, "1", "DECOM X", 1),
        IssueKey("101", EPISODES, "1", "DECOM (blank)", 1),
        IssueKey("101", EPISODES, "", "DECOM 01/02/2025", 1),
        IssueKey("101", EPISODES, "1", "DECOM 01/02/2025", 1),
    ]


def test_tables_with_one_row_a_child_need_no_more_and_last_years_are_told_apart() -> None:
    header = {"CHILD": "1", "SEX": "9", "DOB": "x", "ETHNIC": "?", "UPN": "", "MOTHER": "", "MC_DOB": ""}
    r, report = checked({"Header": [header]}, {"Header": [header]})
    assert {(key.table, key.row) for key in issue_keys(r, report)} == {(TableRef("Header"), "")}
    # That an issue is in last year's table is part of what it is known by.
    of_last_year = [dataclasses.replace(part, table=TableRef("Header", LAST)) for part in report.found.parts]
    last = dataclasses.replace(report, found=Issues(of_last_year))
    assert set(issue_keys(r, last)).isdisjoint(issue_keys(r, report))
    assert not issue_keys(*checked({"Header": []}))


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, bytes]]:
    found = sample(120, seed=7, year=YEAR, error_rate=0.1)
    return {"this_year": dict(found.this_year), "last_year": dict(found.last_year)}


def keys_of(this_year: dict[str, bytes], last_year: dict[str, bytes]) -> list[IssueKey]:
    now, before = read(list(this_year.items()), YEAR), read(list(last_year.items()), YEAR, last=True)
    r = make_return(Collection(YEAR, "Manchester"), now.tables, before.tables)
    return issue_keys(r, run(r))


def test_a_return_with_rows_shuffled_and_files_renamed_has_the_same_issues(
    made: dict[str, dict[str, bytes]],
) -> None:
    draw = random.Random(903)

    def shuffled(files: dict[str, bytes]) -> dict[str, bytes]:
        moved = {}
        for at, content in enumerate(files.values()):
            heading, *lines = content.splitlines(keepends=True)
            draw.shuffle(lines)
            moved[f"export {at}.csv"] = b"".join([heading, *lines])
        return moved

    before = keys_of(made["this_year"], made["last_year"])
    assert len(before) > 100
    assert sorted(keys_of(shuffled(made["this_year"]), shuffled(made["last_year"]))) == sorted(before)


def test_more_children_leave_the_issues_of_others_alone(made: dict[str, dict[str, bytes]]) -> None:
    before = keys_of(made["this_year"], made["last_year"])
    files = dict(made["this_year"])
    heading, *lines = files["header.csv"].splitlines(keepends=True)
    files["header.csv"] = b"".join([heading, b"NEW1,9,x,?,,,\r\n", *lines])
    after = keys_of(files, made["last_year"])
    assert set(after) > set(before)
    assert {key.child for key in set(after) - set(before)} == {"NEW1"}


# -- hashes


def test_hashes_tell_neither_child_nor_date_and_are_the_same_with_the_same_salt() -> None:
    rows = [("1", "01/02/2025", "U4"), ("2", "01/02/2025", "U4"), ("1", "01/03/2025", "U4"), ("", "01/02/2025", "U4")]
    keys = issue_keys(*flagged(rows, [("101", at) for at in range(4)]))
    salt = new_salt()
    found = hashed(keys, salt)
    assert found == hashed(keys, salt)
    assert found != hashed(keys, new_salt())
    assert [(key.rule, key.table, key.number) for key in found] == [("101", EPISODES, 1)] * 4
    assert found[0].child == found[2].child != found[1].child
    # The same day of two children is not seen to be the same.
    assert len({key.row for key in found}) == 4
    assert found[3].child == ""
    assert all(len(key.row) == 32 and set(key.row) <= set("0123456789abcdef") for key in found)
    assert issue_keys(*flagged([("1", "", "")], [("101", 0)]))[0].row == "DECOM (blank)"
    assert hashed([IssueKey("101", TableRef("Header"), "1", "", 1)], salt)[0].row == ""


def test_twenty_thousand_keys_are_all_different() -> None:
    rows = [(str(at % 3000), f"{1 + at % 28:02}/{1 + at % 12:02}/{2020 + at % 5}", "U4") for at in range(20_000)]
    made = flagged(rows, [("101", at) for at in range(20_000)])
    assert len(set(issue_keys(*made))) == 20_000


DECOMS = ("09/07/2025", "9/7/2025", "2025-07-09", " 2025-07-09 00:00:00", "9 Jul 2025", '="09/07/2025"', "'2025-07-09")
PLACED = (("U4", " u4", "U 4", "'U4"), ("K2", "k2 ", "K-2"))


@given(st.sampled_from(DECOMS), st.sampled_from(PLACED[0]), st.sampled_from(PLACED[1]))
def test_a_key_is_of_what_the_row_says_however_it_is_written(decom: str, one: str, other: str) -> None:
    """Two episodes of one day are told apart by their placement, and that too in every spelling."""
    head = ",".join(
        [
            "CHILD",
            "DECOM",
            "PLACE",
            *["RNE", "LS", "CIN", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"],
        ]
    )

    def keys(*rows: tuple[str, str]) -> list[IssueKey]:
        lines = [head, *(f'1,"{when.replace(chr(34), chr(34) * 2)}"{"," + place + "," * 10}' for when, place in rows)]
        now = read([("episodes.csv", "\n".join(lines).encode())], YEAR).tables
        r = make_return(Collection(YEAR), now)
        return issue_keys(r, flagged([("1", "", "")] * 2, [("101", 0), ("101", 1)])[1])

    assert keys((decom, one), (decom, other)) == keys(("09/07/2025", "U4"), ("09/07/2025", "K2"))
    assert keys((decom, other), (decom, one)) == keys(("09/07/2025", "K2"), ("09/07/2025", "U4"))


def test_safe_changes_of_form_leave_every_issue_what_it_is_known_by(made: dict[str, dict[str, bytes]]) -> None:
    """Nothing is counted as new and as fixed that is the same."""
    iso = re.compile(rb"(\d\d)/(\d\d)/(\d{4})")
    spoilt = {name: iso.sub(rb"\3-\2-\1", content) for name, content in made["this_year"].items()}
    assert set(keys_of(spoilt, made["last_year"])) & set(keys_of(made["this_year"], made["last_year"]))
    state_before = read(list(spoilt.items()), YEAR)
    r = make_return(Collection(YEAR, "Manchester"), state_before.tables)
    state = State(Corrected(state_before.tables), r, run(r))
    step = safe_changes(state, []).steps["date_form"]
    after = effect(state, [step])
    before = set(issue_keys(r, state.report))
    now = set(issue_keys(after.state.r, after.state.report))
    changed = {(flag.rule, flag.child) for flag in after.added | after.resolved}
    assert {(key.rule, key.child) for key in before ^ now} <= changed
