"""Identifiers that changed between years are noticed where there is reason to, and joined by a list."""

from __future__ import annotations

import pytest

from tests.insight.care.case_files import a_return
from validator import InputError
from validator.insight import History, history
from validator.insight.care.id_list import read_ids
from validator.insight.care.identifiers import final


def years(still: int, renamed: int, gone: int) -> History:
    """Children in care at the end of 2023-24, of whom so many keep their identifiers, get others, or are not there."""
    born = [f"{day:02}/06/2015" for day in range(1, 29)]
    number = still + renamed + gone
    before = [f"OLD{at}" for at in range(number)]
    after = [*before[:still], *(f"NEW{at}" for at in range(still, still + renamed))]
    returns = []
    for year, names in (("2023-24", before), ("2024-25", after)):
        header = [{"CHILD": name, "SEX": "M", "DOB": born[int(name[3:])]} for name in names]
        episodes = [
            {"CHILD": name, "DECOM": "01/06/2023", "RNE": "S", "LS": "C2", "DEC": "", "REC": ""} for name in names
        ]
        returns.append(a_return(year, {"Header": header, "Episodes": episodes}))
    return history(returns)


@pytest.mark.parametrize(
    ("still", "renamed", "gone", "noticed"),
    [
        (5, 5, 0, False),  # half of them are found again
        (4, 6, 0, True),
        (4, 3, 3, True),  # half of the others have the sex and day of birth of a new child
        (4, 2, 4, False),
        (0, 4, 0, False),  # too few to tell
        (0, 5, 0, True),
    ],
)
def test_identifiers_that_seem_to_have_changed(still: int, renamed: int, gone: int, noticed: bool) -> None:
    told = [notice.message for notice in years(still, renamed, gone).notices]
    assert ["the identifiers seem to have changed" in words for words in told] == [True] * noticed


def test_a_list_of_identifiers() -> None:
    assert read_ids("﻿Old;New\n a ;B\n\nC;D\nC;D\n".encode(), "ids.csv") == {"A": "B", "C": "D"}
    assert final({"A": "B", "B": "C", "D": "D"}) == {"A": "C", "B": "C"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n", "ids.csv: This is no list of identifiers."),
        ("old,new\nA,\n", "ids.csv, line 2: One of the two identifiers is blank."),
        ("old,new\nA,B\nA,C\n", "ids.csv, line 3: “A” has two new identifiers."),
        ('old,new\n"A,B\n', "ids.csv: This is no list of identifiers."),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_ids(content.encode(), "ids.csv")
    assert str(refused.value).startswith(sentence)


def test_a_circle_of_identifiers_is_refused() -> None:
    with pytest.raises(InputError, match="round in a circle"):
        final({"A": "B", "B": "A"})
