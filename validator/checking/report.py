"""What a check found: the issues, and everything that could not be checked, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from rules.registry import Rule

from ..reading.proposal import Contradiction
from ..returns.collection import Collection
from ..returns.csv_files import for_programs
from ..returns.errors import Notice
from ..returns.settings import Setting
from ..returns.tables import TableRef
from .issues import ISSUE_COLUMNS, Issues


@dataclass(frozen=True)
class Report:
    """The outcome of one check.

    `found` are the issues, and `issues` the same as a frame. `asked` are all the rules that were to be run, `run` those
    that did, `not_run` gives code -> reason, `crashed` code -> where and how it failed, without any value
    (`faults.trace`). `rows` and `children` count those that were checked. `warnings` say what does not fit together in
    the input, `settings` what is not as it usually is. `notices` are the warnings, what reading changed or ignored
    (`of_files`), and what a check as at a day left out.
    """

    collection: Collection
    rule_set: str
    found: Issues
    asked: Mapping[str, Rule]
    run: Mapping[str, Rule]
    not_run: Mapping[str, str]
    crashed: Mapping[str, str]
    rows: Mapping[TableRef, int]
    children: int
    notices: Sequence[Notice] = field(default=())
    of_files: Sequence[Notice] = field(default=())
    warnings: Sequence[Contradiction] = field(default=())
    settings: Sequence[Setting] = field(default=())

    @property
    def issues(self) -> pd.DataFrame:
        """One line per (rule, table, row), columns ISSUE_COLUMNS.

        `row` counts the table's rows from 0, `line` is the line of `file` as a spreadsheet counts, `table` ends in
        `_last` for last year's, `fields` are parted by commas.
        """
        return self.found.frame

    def to_csv(self) -> bytes:
        """The issues as CSV for programs, every value to the letter (see `csv_files`)."""
        columns = self.found.written
        return for_programs(ISSUE_COLUMNS, zip(*(column.tolist() for column in columns.values()), strict=True))
