"""What a condition is made of once it has been read: nodes, each of one kind of value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np


class ValueKind(Enum):
    """What a node stands for; the value says it in words."""

    TEXT = "text"
    DATE = "a date"
    NUMBER = "a number"
    TEST = "a test"


@dataclass(frozen=True)
class ColumnCell:
    """A column, of the rule's own table or of the child's header; `codes` names its list of codes, "" for none."""

    name: str
    kind: ValueKind
    of_header: bool = False
    codes: str = ""


@dataclass(frozen=True)
class Literal:
    """A text (in capitals, as columns are), a number or a day as the condition has it."""

    value: str | float | np.datetime64
    kind: ValueKind


@dataclass(frozen=True)
class YearBound:
    """The first or the last day of the period that is checked."""

    last: bool
    kind: ValueKind = ValueKind.DATE


@dataclass(frozen=True)
class Shifted:
    """A date so many days or months later, or with a negative amount earlier."""

    date: Node
    amount: int
    months: bool
    kind: ValueKind = ValueKind.DATE


@dataclass(frozen=True)
class Call:
    """A function of its arguments: days, age, length or number."""

    function: str
    arguments: tuple[Node, ...]
    kind: ValueKind = ValueKind.NUMBER


@dataclass(frozen=True)
class Filled:
    """Whether a column holds anything, or with `negated` nothing."""

    cell: ColumnCell
    negated: bool
    kind: ValueKind = ValueKind.TEST


@dataclass(frozen=True)
class Comparison:
    """`left` held against `right`, which has one value, two for "between", any number for "in".

    `relation` is one of = < <= > >= in between “starts with” contains. It never holds, `negated` or not, where a value
    is unknown.
    """

    relation: str
    left: Node
    right: tuple[Node, ...]
    negated: bool = False
    kind: ValueKind = ValueKind.TEST


@dataclass(frozen=True)
class Not:
    """True where the test is not."""

    test: Node
    kind: ValueKind = ValueKind.TEST


@dataclass(frozen=True)
class Joined:
    """True where all the tests are, or with `either` any of them."""

    tests: tuple[Node, ...]
    either: bool
    kind: ValueKind = ValueKind.TEST


Node: TypeAlias = "ColumnCell | Literal | YearBound | Shifted | Call | Filled | Comparison | Not | Joined"
