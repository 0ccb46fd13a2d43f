"""Which files are one return: what came together, a year in the name, shared children; else it is asked."""

from __future__ import annotations

import pytest

from validator import InputError
from validator.insight.care.grouping import group_files, name_of, year_in_name


def header(*children: int) -> bytes:
    return "\n".join(
        ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", *(f"{child},M,01/01/2015,,,," for child in children)]
    ).encode()


def oc3(*children: int) -> bytes:
    return "\n".join(["CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", *(f"{child},,YES,," for child in children)]).encode()


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("SSDA903_2024_header.csv", "2023-24"),
        ("header 2023-24.csv", "2023-24"),
        ("header_2023_2024.csv", "2023-24"),
        ("header_2023-25.csv", ""),
        ("header 2023-24 and 2024-25.csv", ""),
        ("header 2024.csv", ""),
        ("header_20240401.csv", ""),
    ],
)
def test_a_year_in_a_name(name: str, year: str) -> None:
    assert year_in_name(name) == year


def grouped(*files: tuple[str, bytes]) -> tuple[list[tuple[str, list[str]]], list[str]]:
    found = group_files(files)
    return [(group.year, [name_of(source) for source in group.sources]) for group in found.groups], [
        name_of(source) for source in found.open
    ]


def test_what_came_together_is_one_return() -> None:
    files = [
        ("a/header.csv", header(1)),
        ("b/header.csv", header(1)),
        ("c.zip", b""),
        ("d.xml", b""),
        ("a/oc3.csv", oc3(1)),
    ]
    assert grouped(*files) == (
        [("", ["a/header.csv", "a/oc3.csv"]), ("", ["b/header.csv"]), ("", ["c.zip"]), ("", ["d.xml"])], [],
    )  # fmt: skip


def test_loose_files_by_the_year_in_their_names_then_by_their_children() -> None:
    named = [("h 2023-24.csv", header(*range(10))), ("h 2024-25.csv", header(*range(5, 15)))]
    groups = [("2023-24", ["h 2023-24.csv"]), ("2024-25", ["h 2024-25.csv"])]
    assert grouped(*named) == (groups, [])
    # Nine of ten children are in the one, and clearly fewer in the other.
    assert grouped(*named, ("oc3.csv", oc3(*range(9), 99))) == (
        [("2023-24", ["h 2023-24.csv", "oc3.csv"]), groups[1]], [],
    )  # fmt: skip
    # Eight of ten, and all of them in both: that is not plain.
    for children in ([*range(8), 98, 99], [5, 6, 7]):
        assert grouped(*named, ("oc3.csv", oc3(*children))) == (groups, ["oc3.csv"])


def test_loose_files_alone_are_one_return_unless_a_table_is_there_twice() -> None:
    assert grouped(("header.csv", header(1)), ("oc3.csv", oc3(1))) == ([("", ["header.csv", "oc3.csv"])], [])
    found = group_files([("a.csv", header(1)), ("b.csv", header(1))])
    with pytest.raises(InputError, match=r"a\.csv: It is not plain of which year’s return this file is\."):
        found.check()
