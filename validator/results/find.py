"""Finding issues: by what stands in them, by category, table, rule and file, sorted and page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rules.registry import order

from ..checking.issues import Issue, issues_of
from ..checking.report import Report
from ..returns.cells import value_of
from ..returns.rows import Return

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
    table: str = ""
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
        self.issues = issues_of(report)
        self._columns = {
            name: np.array([getattr(issue, name) for issue in self.issues], dtype=object)
            for name in ("category", "table", "rule", "file")
        }
        counts = Counter(issue.rule for issue in self.issues)
        self._of_its_rule = np.array([counts[issue.rule] for issue in self.issues], dtype=np.int64)
        self._texts = [_text(r, issue) for issue in self.issues]
        self._orders: dict[str, NDArray[np.intp]] = {}

    def find(self, query: Query, offset: int = 0, limit: int = 100) -> FoundPositions:
        """The issues looked for, with `limit` of their positions from the `offset`th on."""
        mask = self._mask(query.among)
        for name, values in self._columns.items():
            if wanted := getattr(query, name):
                mask &= values == wanted
        if query.fewer_than > 0:
            mask &= self._of_its_rule < query.fewer_than
        mask &= ~self._mask(query.hidden)
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
            "tables": dict(Counter(issue.table for issue in chosen)),
            "categories": dict(Counter(issue.category for issue in chosen)),
        }

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
