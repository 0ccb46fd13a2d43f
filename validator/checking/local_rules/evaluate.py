"""Works out on which rows a condition holds, column by column.

A value is known where it can be read: a blank, an unreadable date, text that is no number are unknown, and so is what
is worked out from them. No comparison with an unknown value holds, be it denied or not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rules.dates import days_between, known, months_after
from rules.language import Dates, NotRun

from ...returns.columns import Text
from .language import Condition
from .nodes import Call, ColumnCell, Comparison, Filled, Joined, Literal, Node, Not, Shifted, ValueKind, YearBound

Mask: TypeAlias = "NDArray[np.bool_]"
Values: TypeAlias = "Text | Dates | NDArray[np.float64] | str | float | np.datetime64"


def flagged(condition: Condition, r: Any) -> Mask:
    """Where the condition holds, over the rows of its table in a return."""
    return _Rows(condition, r).holds()


def age(born: Any, on: Any) -> NDArray[np.float64]:
    """Whole years from one day to another, NaN where either is unknown; negative before birth.

    Who was born on 29 February is a year older on the 28th where there is no 29th.
    """
    born, on = np.broadcast_arrays(*np.atleast_1d(born, on))
    born_in, on_in = born.astype("M8[M]"), on.astype("M8[M]")
    years, months = np.divmod((on_in - born_in).astype(np.int64), 12)
    before = (months == 0) & (on - on_in.astype("M8[D]") < born - born_in.astype("M8[D]"))
    # The last day of a month stands for the days that it lacks.
    before[before] = (on[before] + 1).astype("M8[M]") == on_in[before]
    return np.where(known(born) & known(on), years - before, np.nan)


class _Rows:
    """The rows of one return on which a condition is worked out."""

    def __init__(self, condition: Condition, r: Any) -> None:
        self._r = r
        self._test = condition.test
        self._own: Any = r.this_year[condition.table]
        self._header: Any = r.Header.of(self._own) if any(cell.of_header for cell in condition.cells) else None

    def holds(self) -> Mask:
        """One truth per row."""
        return np.array(np.broadcast_to(self._of(self._test), len(self._own)))

    def _of(self, node: Node) -> Any:
        """The values of a node, a truth for a test; one for all rows where they cannot differ."""
        match node:
            case Joined():
                join = np.logical_or if node.either else np.logical_and
                return functools.reduce(join, map(self._of, node.tests))
            case Not():
                return ~self._of(node.test)
            case Filled():
                return self._text(node.cell).filled ^ node.negated
            case Comparison():
                return self._compared(node)
            case ColumnCell():
                return self._column(node)
            case Literal():
                return node.value
            case YearBound():
                return self._r.end if node.last else self._r.start
            case Shifted():
                date = self._of(node.date)
                return months_after(date, node.amount) if node.months else date + node.amount
            case Call():
                return _FUNCTIONS[node.function](*map(self._of, node.arguments))

    def _compared(self, node: Comparison) -> Any:
        left, right = self._of(node.left), [self._of(one) for one in node.right]
        relations = _OF_TEXT if node.left.kind is ValueKind.TEXT else _OF_VALUES
        holds = relations[node.relation](left, right)
        in_question = functools.reduce(np.logical_and, [_known(value) for value in (left, *right)])
        return in_question & (holds ^ node.negated)

    def _home(self, cell: ColumnCell) -> Any:
        return self._header if cell.of_header else self._own

    def _text(self, cell: ColumnCell) -> Text:
        try:
            return self._home(cell).text(cell.name)
        except KeyError:
            # Header's UASC is there only where a file tells.
            raise NotRun("It needs this year’s UASC file (such as uasc.csv).") from None

    def _column(self, cell: ColumnCell) -> Any:
        if cell.kind is ValueKind.DATE:
            # The rows keep their dates, but for those of which parts may be unknown.
            dates = getattr(self._home(cell), cell.name)
            return dates.dates() if isinstance(dates, Text) else dates
        return _numbers(self._text(cell)) if cell.kind is ValueKind.NUMBER else self._text(cell)


def _same_text(left: Any, right: list[Any]) -> Mask:
    return left == right[0] if isinstance(left, Text) else right[0] == left


def _known(value: Values) -> Any:
    if isinstance(value, Text):
        return value.filled
    if isinstance(value, str):
        return np.True_
    array = np.asarray(value)
    return known(array) if array.dtype.kind == "M" else ~np.isnan(array)


def _numbers(text: Text) -> NDArray[np.float64]:
    found = text.numbers()
    return np.where(np.isfinite(found), found, np.nan)


def _length(text: Text) -> NDArray[np.float64]:
    lengths = np.array([len(word) or np.nan for word in text.words.values], dtype=np.float64)
    return lengths[text.codes]


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {"days": days_between, "age": age, "length": _length, "number": _numbers}

# What holds of a value and the values on the right of the relation.
_OF_TEXT: Mapping[str, Callable[[Any, list[Any]], Any]] = {
    "=": _same_text,
    "in": lambda text, listed: text.isin(listed),
    "starts with": lambda text, start: text.startswith(start[0]),
    "contains": lambda text, piece: text.each(lambda word: piece[0] in word),
}
_OF_VALUES: Mapping[str, Callable[[Any, list[Any]], Any]] = {
    "=": lambda value, other: value == other[0],
    "<": lambda value, other: value < other[0],
    "<=": lambda value, other: value <= other[0],
    ">": lambda value, other: value > other[0],
    ">=": lambda value, other: value >= other[0],
    "in": lambda value, listed: np.isin(value, np.array(listed)),
    "between": lambda value, span: (value >= span[0]) & (value <= span[1]),
}
