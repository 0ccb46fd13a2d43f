"""What must not matter to a history does not; and whatever stands in a return, nothing is raised."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.care.case_files import Rows, a_return, tables_of
from validator import InputError
from validator.insight import history
from validator.insight.care.log import SWITCHES
from validator.insight.model.schema import model_tables
from validator.reading import read
from validator.returns.tables import tables
from validator.sample import sample

# Where a row stands in the files may differ, and what a number is called.
PLACES = {"row_id", "source_file", "source_line", "child_key", "worker_key"}

Given = dict[str, dict[str, Rows]]


@cache
def made_up() -> Given:
    """Two years of a made-up council with many errors: year -> table -> rows."""
    made = sample(60, 5, "2024-25", 0.4)
    found: Given = {}
    for year, files in (("2023-24", made.last_year), ("2024-25", made.this_year)):
        read_tables = read(list(files.items()), year).tables
        found[year] = {name: _rows(table.columns) for name, table in read_tables.items()}
    return found


def _rows(columns: Mapping[str, Any]) -> Rows:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def model(given_years: list[tuple[str, dict[str, Rows]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The tables without what may differ, each as sorted lines."""
    found = tables_of(history([a_return(year, rows) for year, rows in given_years]))
    return {name: sorted(tuple(line[column] for column in kept(name)) for line in found[name]) for name in found}


def kept(name: str) -> list[str]:
    """The columns of a table that must be the same."""
    table = model_tables()[name]
    own = {key for key in table.key if key.endswith("_id")}
    return [column.name for column in table.columns if column.name not in PLACES | own]


def test_order_of_years_files_and_rows_does_not_matter() -> None:
    years = made_up()
    draw = random.Random(1)
    turned = []
    for year in reversed(years):
        names = list(years[year])
        draw.shuffle(names)
        turned.append((year, {name: draw.sample(years[year][name], len(years[year][name])) for name in names}))
    assert model(turned) == model(list(years.items()))


def test_a_year_given_twice_counts_once() -> None:
    years = made_up()
    again = {name: rows[::-1] for name, rows in years["2023-24"].items()}
    assert model([*years.items(), ("2023-24", again)]) == model(list(years.items()))


def test_a_year_given_twice_with_other_content_is_asked_about() -> None:
    years = made_up()
    other = {**years["2023-24"], "Header": years["2023-24"]["Header"][1:]}
    with pytest.raises(InputError, match=r"Two returns of 2023-24 were given, and their Header tables differ"):
        model([*years.items(), ("2023-24", other)])


def test_files_of_one_year_given_apart_are_one_return() -> None:
    years = made_up()
    rows = years["2023-24"]
    header, others = {"Header": rows["Header"]}, {name: found for name, found in rows.items() if name != "Header"}
    apart = model([("2024-25", years["2024-25"]), ("2023-24", header), ("2023-24", others)])
    # That a child is an asylum seeker is worked out from two tables of one return.
    together = model(list(years.items()))
    assert {name: apart[name] for name in apart.keys() - {"child", "care_period"}} == {
        name: together[name] for name in together.keys() - {"child", "care_period"}
    }


def test_other_names_of_children_give_the_same_history() -> None:
    years = made_up()

    def named(name: str) -> str:
        return f"Z{9_999_999 - int(name)}" if name.isdigit() else name

    other = [
        (year, {name: [{**row, "CHILD": named(row["CHILD"])} for row in rows] for name, rows in found.items()})
        for year, found in years.items()
    ]
    back = model(other)
    for name, lines in model(list(years.items())).items():
        at = kept(name)
        child = at.index("child") if "child" in at else None
        renamed = sorted(
            tuple(named(value) if place == child else value for place, value in enumerate(line)) for line in lines
        )
        assert renamed == back[name], name


def test_an_episode_split_by_a_change_of_legal_status_gives_the_same_placements() -> None:
    years = made_up()
    split: Given = {}
    number = 0
    for year, found in years.items():
        split[year] = {**found, "Episodes": []}
        for row in found["Episodes"]:
            start, end = _day(row["DECOM"]), _day(row["DEC"])
            if start is None or end is None or (end - start).astype(int) < 3 or row["LS"] != "C2":
                split[year]["Episodes"].append(row)
                continue
            number += 1
            middle = start + (end - start) // 2
            text = f"{middle.item():%d/%m/%Y}"
            first = {**row, "DEC": text, "REC": "X1", "REASON_PLACE_CHANGE": ""}
            split[year]["Episodes"] += [first, {**row, "DECOM": text, "RNE": "L", "LS": "E1"}]
    assert number > 10
    # The repair of a run is that of its last episode.
    assert model(list(split.items()))["placement"] == model(list(years.items()))["placement"]


def _day(text: str) -> np.datetime64 | None:
    try:
        day, month, year = text.split("/")
        return np.datetime64(f"{year}-{month}-{day}", "D")
    except ValueError:
        return None


# -- whatever stands in a return

_DAYS = [
    "",
    "01/04/2023",
    "31/03/2023",
    "30/03/2024",
    "01/04/2024",
    "02/04/2024",
    "31/02/2024",
    "ZZ/05/2020",
    "01/01/1700",
]
_SOME_YEARS = ["2019-20", "2022-23", "2023-24", "2024-25", "2026-27"]
_WORDS = {
    "CHILD": ["", "1", "2", "3"], "RNE": ["S", "P", "L", "T", "", "?"], "LS": ["C2", "V2", "V3", "E1", ""],
    "PLACE": ["U6", "A5", "A6", "T1", "K2", "H5", "K3", ""], "REC": ["", "X1", "E4A", "E11", "?"],
    "MISSING": ["M", "A", ""], "SDQ_SCORE": ["", "0", "13", "41", "x"], "PL_POST": ["", "M1 1AE"],
    "DATE_PERM": ["", "ZZ/ZZ/2020", "?"], "SW_ID": ["", "W1", "W2"],
}  # fmt: skip


def _table(name: str) -> st.SearchStrategy[Rows]:
    columns = tables()[name].columns
    cells = {
        column: st.sampled_from(_DAYS if entry.type == "date" else _WORDS.get(column, ["", "1", "0", "?"]))
        for column, entry in columns.items()
    }
    return st.lists(st.fixed_dictionaries(cells), max_size=5)


def _a_year() -> st.SearchStrategy[dict[str, Rows]]:
    return st.fixed_dictionaries(
        {"Episodes": _table("Episodes")}, optional={name: _table(name) for name in tables() if name != "Episodes"}
    )


@settings(max_examples=40)
@given(
    years=st.dictionaries(
        st.sampled_from(["2019-20", "2022-23", "2023-24", "2024-25", "2026-27"]), _a_year(), min_size=1
    ),
    without=st.sets(st.sampled_from(SWITCHES)),
)
def test_broken_histories_never_raise(years: Given, without: set[str]) -> None:
    h = history([a_return(year, rows) for year, rows in years.items()], without=without)
    found = tables_of(h)
    assert len(found["coverage"]) == sum(map(len, years.values()))
    # Whatever stands in them, no episode is lost that no other says the same as.
    dropped = sum(entry.repair == "duplicate_dropped" and entry.table == "Episodes" for entry in h.log)
    given_rows = sum(len(rows["Episodes"]) for rows in years.values())
    assert len(found["episode"]) <= given_rows
    if len(years) == 1:
        assert len(found["episode"]) == given_rows - dropped


def test_no_pandas_is_imported() -> None:
    program = """
import sys
from validator.checking.check import make_return
from validator.reading import read
from validator.returns.collection import Collection
from validator.sample import sample
made = sample(20, 1, "2025-26", 0.3)
now, last = read(list(made.this_year.items()), "2025-26"), read(list(made.last_year.items()), "2025-26", last=True)
r = make_return(Collection("2025-26", "Manchester"), now.tables, last.tables)
sys.modules["pandas"] = None
from validator.insight import history
from validator.insight.model.keys import Keys
from validator.insight.model.tables import sheets
print(len(sheets(history(r), Keys())))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("17", "")
