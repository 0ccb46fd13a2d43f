"""Issues made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from validator.checking.issues import RuleIssues
from validator.returns.tables import TableRef


def rule_issues(
    rule: str,
    table: TableRef,
    rows: Sequence[tuple[int, str]],
    fields: tuple[str, ...] = ("CHILD",),
    category: str = "invalid",
) -> RuleIssues:
    """The issues of a rule in a table, from (row, child) of each; lines as if a heading stood above the rows."""
    row = np.array([row for row, _ in rows], dtype=np.intp)
    child = np.array([child for _, child in rows], dtype=object)
    return RuleIssues(rule, table, f"{table}.csv", fields, category, f"About {rule}.", row, row + 2, child)
