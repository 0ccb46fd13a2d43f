"""Rows of different children compared: who shares a postcode, an Ofsted number, a date of birth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..language import Counts, Dates, Index, Mask, Text


def groups(*columns: Text | Dates | Index) -> Index:
    """Each row's group: rows with the same in all columns (Text, dates or integers, of one length) share a number.

    Numbers go from 0 up without gaps.
    """
    together = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values = column.codes if hasattr(column, "codes") else np.asarray(column).astype(np.int64)
        code, found = pd.factorize(values)
        together = pd.factorize(together * max(len(found), 1) + code)[0].astype(np.int64)
    return together.astype(np.intp)


def children_in(group: Index, child: Index) -> Counts:
    """For each row: how many different children the rows of its group are about; a blank CHILD (-1) is none."""
    count = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    whose = child >= 0
    # One row for each child of each group.
    _, first = np.unique(groups(group[whose], child[whose]), return_index=True)
    np.add.at(count, group[whose][first], 1)
    return count[group]


def unusual(group: Index, value: Text, child: Index) -> Mask:
    """Where a row's value is not the one that most children of its group have.

    Where no value has most, as when two have as many, all rows of the group.
    """
    pair = groups(group, value)
    having = children_in(pair, child)
    most = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(most, group, having)
    leads = having == most[group]
    # How many different values of the group are had by the most children: one, unless it is a draw.
    leading = np.zeros(len(most), dtype=np.int64)
    _, first = np.unique(pair[leads], return_index=True)
    np.add.at(leading, group[leads][first], 1)
    result: Mask = ~leads | (leading[group] > 1)
    return result


def without_spaces(postcode: Text) -> Text:
    """A column of postcodes in capitals and without spaces, so that only different places differ."""
    return postcode.respelt(lambda word: "".join(word.upper().split()))
