"""Joins and orders of rows, against the same worked out row by row."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import NotRun
from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.returns import rows as returns_module
from validator.returns.rows import Return

children = st.sampled_from(["", "1", "2", "3"])
days = st.sampled_from(["", "x", "01/01/2024", "02/01/2024", "10/12/2023"])
episodes = st.lists(st.tuples(children, days, days), max_size=12)
headers = st.lists(children, max_size=6)


def make(episode_rows: list[tuple[str, str, str]], header_rows: list[str]) -> Return:
    frames = {
        "Episodes": pd.DataFrame(episode_rows, columns=["CHILD", "DECOM", "DEC"], dtype=object),
        "Header": pd.DataFrame({"CHILD": header_rows}, dtype=object),
    }
    return make_return(Collection(), {name: from_frame(name, frame) for name, frame in frames.items()})


def day(text: str) -> int | None:
    if text in ("", "x"):
        return None
    d, m, y = text.split("/")
    return int(y + m + d)


@given(episodes, headers)
def test_joins(episode_rows: list[tuple[str, str, str]], header_rows: list[str]) -> None:
    r = make(episode_rows, header_rows)
    ids = [row[0] for row in episode_rows]
    left, right = r.Episodes.pairs(r.Header)
    expected = [(i, j) for i, a in enumerate(ids) for j, b in enumerate(header_rows) if a == b != ""]
    assert list(zip(left.index.tolist(), right.index.tolist(), strict=True)) == expected
    left, right = r.Episodes.pairs(r.Header, keep_single=True)
    single = [(i, -1) for i, a in enumerate(ids) if not a or a not in header_rows]
    assert sorted(zip(left.index.tolist(), right.index.tolist(), strict=True)) == sorted(expected + single)
    assert right.exists.tolist() == [j >= 0 for j in right.index]
    first = [header_rows.index(a) if a and a in header_rows else -1 for a in ids]
    assert r.Header.of(r.Episodes).index.tolist() == first
    assert r.Episodes.child_in(r.Header).tolist() == [bool(a) and a in header_rows for a in ids]
    assert r.Header.count_for(r.Episodes).tolist() == [header_rows.count(a) if a else 0 for a in ids]
    dated = r.Episodes[~np.isnat(r.Episodes.DECOM)]
    pair, _ = dated.pairs(r.Header)
    wanted = [i for i, row in enumerate(episode_rows) if day(row[1]) and row[0] and row[0] in header_rows]
    assert np.flatnonzero(r.Episodes.any_of(pair, np.ones(len(pair), dtype=bool))).tolist() == wanted


@given(episodes, st.sampled_from(["first", "last"]))
def test_orders(rows: list[tuple[str, str, str]], blanks: str) -> None:
    r = make(rows, [])
    blank = 0 if blanks == "first" else 99999999
    names = {name: number for number, name in enumerate(r.child_names)}
    order = sorted(
        range(len(rows)),
        # Of equal starts that which ended first comes first, and one still open last.
        key=lambda i: (names.get(rows[i][0], -1), day(rows[i][1]) or blank, day(rows[i][2]) or 99999999, i),
    )
    ordered = r.Episodes.by_child("DECOM", blanks=blanks)
    assert ordered.index.tolist() == order
    before = [a if rows[a][0] == rows[b][0] != "" else -1 for a, b in pairwise(order)]
    assert ordered.previous.index.tolist() == ([-1, *before] if rows else [])
    after = [b if rows[a][0] == rows[b][0] != "" else -1 for a, b in pairwise(order)]
    assert ordered.next.index.tolist() == ([*after, -1] if rows else [])
    assert ordered.starts.tolist() == [i == -1 for i in ordered.previous.index]
    assert ordered.ends.tolist() == [i == -1 for i in ordered.next.index]


@given(episodes)
def test_first_and_last(rows: list[tuple[str, str, str]]) -> None:
    r = make(rows, [])
    dated = {name: [i for i, row in enumerate(rows) if row[0] == name and day(row[1])] for name in r.child_names}

    def place(i: int) -> tuple[int, int, int]:
        return day(rows[i][1]) or 0, day(rows[i][2]) or 99999999, i

    earliest = sorted(min(found, key=place) for found in dated.values() if found)
    latest = sorted(max(found, key=place) for found in dated.values() if found)
    assert sorted(r.Episodes.first("DECOM").index.tolist()) == earliest
    assert sorted(r.Episodes.last("DECOM").index.tolist()) == latest


def test_no_row_reads_as_blank() -> None:
    r = make([("1", "01/01/2024", "")], [])
    nobody = r.Episodes[np.array([-1, 0])]
    assert np.isnat(nobody.DECOM).tolist() == [True, False]
    assert nobody.LS.blank.tolist() == [True, True]
    assert nobody.exists.tolist() == [False, True]
    assert nobody.child.tolist() == [-1, 0]


def test_too_many_pairs_is_an_answer_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns_module, "MOST_PAIRS", 10)
    r = make([("1", "", "")] * 4, ["1"] * 4)
    with pytest.raises(NotRun, match="so many rows in Episodes and Header"):
        r.Episodes.pairs(r.Header)


def test_missing_columns_are_blank_and_unknown_tables_refused() -> None:
    r = make([("1", "01/01/2024", "")], ["1"])
    assert r.Header.UPN.blank.all()
    with pytest.raises(AttributeError, match="no table Reviews"):
        r.Reviews  # noqa: B018
    with pytest.raises(AttributeError, match="Header has no column NAME"):
        r.Header.NAME  # noqa: B018


@pytest.mark.parametrize(
    ("year", "read_as"), [("2023-24", ["1", "F", ""]), ("2024-25", ["M", "F", ""]), ("2025-26", ["1", "F", ""])]
)
def test_last_years_codes_are_renamed_in_the_year_of_the_change(year: str, read_as: list[str]) -> None:
    frame = pd.DataFrame({"CHILD": ["1", "2", "3"], "SEX": ["1", "F", ""]}, dtype=object)
    r = make_return(Collection(year), {}, {"Header": from_frame("Header", frame)})
    assert list(r.as_this_year("SEX", r.Header_last.SEX).values) == read_as
