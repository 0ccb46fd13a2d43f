"""Finding issues: by what stands in them, by category, table, rule and file, sorted and page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rules.registry import order

from ..checking.issues import Issue, RuleIssues
from ..checking.report import Report
from ..returns.cells import value_of
from ..returns.rows import Return
from ..returns.tables import TableRef

if TYPE_CHECKING:
    from .answers import FoundPositions


@dataclass(frozen=True)
class Query:
    """What to look for; a blank means "any".

    `text` is looked for, in any case, in child, rule, file and the values that a rule points to; several words must all
    occur. `category`, `table`, `rule` and `file` are exact. `fewer_than` keeps only rules with fewer issues than that
    in the whole report (0: all rules). `among` are the positions to keep to (None: all), `hidden` those to leave out.
    `sort` is one of SORTS, any other is the report's order.
    """

    text: str = ""
    category: str = ""
    table: TableRef | None = None
    rule: str = ""
    file: str = ""
    fewer_than: int = 0
    among: Collection[int] | None = None
    hidden: Collection[int] = ()
    sort: str = "report"
    descending: bool = False


# What issues can be sorted by; those that are equal in it keep the report's order.
SORTS: dict[str, Callable[[Issue], Any]] = {
    "report": lambda issue: 0,
    "rule": lambda issue: order(issue.rule),
    "child": lambda issue: natural(issue.child),
    "table": lambda issue: issue.table,
    "file": lambda issue: issue.file,
    "line": lambda issue: (issue.file, issue.line),
    "category": lambda issue: issue.category,
}


class Finder:
    """One report's issues, made ready for searching; made once for each report.

    `issues` are all of them, in the report's order.
    """

    def __init__(self, r: Return, report: Report) -> None:
        self.issues = report.found
        self._texts = [_text(r, issue) for issue in self.issues]
        self._orders: dict[str, NDArray[np.intp]] = {}

    def find(self, query: Query, offset: int = 0, limit: int = 100) -> FoundPositions:
        """The issues looked for, with `limit` of their positions from the `offset`th on."""
        mask = self._mask(query.among) & ~self._mask(query.hidden)
        mask &= self.issues.column(lambda part: self._may_be_asked_for(query, part), bool)
        for word in query.text.casefold().split():
            candidates = np.flatnonzero(mask)
            mask[[at for at in candidates.tolist() if word not in self._texts[at]]] = False
        order_of_all = self._order(query.sort)
        found = order_of_all[mask[order_of_all]]
        if query.descending:
            found = found[::-1]
        chosen = [self.issues[at] for at in found.tolist()]
        return {
            "total": len(found),
            "positions": found[offset : offset + limit].tolist(),
            "children": len({issue.child for issue in chosen} - {""}),
            "rules": dict(Counter(issue.rule for issue in chosen)),
        }

    def _may_be_asked_for(self, query: Query, part: RuleIssues) -> bool:
        exact = (
            (query.category, part.category),
            (query.table, part.table),
            (query.rule, part.rule),
            (query.file, part.file),
        )
        rare = query.fewer_than <= 0 or self.issues.counts[part.rule].issues < query.fewer_than
        return rare and all(not asked or asked == there for asked, there in exact)

    def _mask(self, positions: Collection[int] | None) -> NDArray[np.bool_]:
        mask = np.full(len(self.issues), positions is None)
        mask[[position for position in positions or () if 0 <= position < len(mask)]] = True
        return mask

    def _order(self, sort: str) -> NDArray[np.intp]:
        if sort not in self._orders:
            keys = list(map(SORTS.get(sort, SORTS["report"]), self.issues))
            self._orders[sort] = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)
        return self._orders[sort]


def _text(r: Return, issue: Issue) -> str:
    values = (value_of(r, issue.table, issue.row, field) for field in issue.fields)
    # Parted by a sign that no search can hold, so that nothing is found across two of them.
    return "\n".join((issue.child, issue.rule, issue.file, *values)).casefold()


def natural(child: str) -> tuple[int, int, str]:
    """A key to sort identifiers by: numbers by size, before anything else."""
    return (0, int(child), child) if child.isascii() and child.isdigit() and len(child) < 19 else (1, 0, child)
