"""Reads a condition, such as `PLACE in ('U1', 'U2') and URN is blank`, into a tree of nodes with their types checked.

condition = both { "or" both }
both      = negation { "and" negation }
negation  = "not" negation | test
test      = value [ sign value | "is" ["not"] ( "blank" | "filled" )
                  | ["not"] ( "in" list | "between" value "and" value )
                  | ( "starts" "with" | "contains" | "does" "not" ( "start" "with" | "contain" ) ) text ]
value     = primary { ( "+" | "-" ) number unit }
primary   = "(" condition ")" | literal | column | table "." column | "year_start" | "year_end"
          | function "(" value { "," value } ")"
list      = "(" literal { "," literal } ")"
literal   = text | number | "-" number | date
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .cells import UnknownColumn, find_cell, nearest
from .cursor import Cursor, NodeRead
from .kinds import comparable, findable, listable, must_test, what
from .nodes import Call, ColumnCell, Comparison, Filled, Joined, Literal, Node, Not, Shifted, ValueKind, YearBound
from .tokens import Mistake, Token

LONGEST = 2_000

# Sign -> the relation, and whether it is denied.
SIGNS = {
    "=": ("=", False), "==": ("=", False), "!=": ("=", True), "<>": ("=", True),
    "<": ("<", False), "<=": ("<=", False), ">": (">", False), ">=": (">=", False),
}  # fmt: skip
# Unit -> days or months in it, whether it is months, and how many of it at most: a hundred years.
UNITS = {"day": (1, False, 36_525), "week": (7, False, 5_218), "month": (1, True, 1_200), "year": (12, True, 100)}
# Function -> what its arguments must be, and how it is written.
FUNCTIONS = {
    "days": ((ValueKind.DATE, ValueKind.DATE), "days(DECOM, DEC)"),
    "age": ((ValueKind.DATE, ValueKind.DATE), "age(Header.DOB, DECOM)"),
    "length": ((ValueKind.TEXT,), "length(URN)"),
    "number": ((ValueKind.TEXT,), "number(URN)"),
}
BOUNDS = {"year_start": False, "year_end": True}
# Words that name no column.
KEYWORDS = frozenset(
    {"and", "or", "not", "is", "blank", "filled", "in", "between", "starts", "start", "with", "contains", "contain"}
    | {"does", *BOUNDS}
)

# What a float holds exactly.
_LONGEST_NUMBER = 15


@dataclass(frozen=True)
class Condition:
    """A condition on the rows of `table`: the test, and the columns that it names, each once, in their order."""

    table: str
    test: Node
    cells: tuple[ColumnCell, ...]


def read_condition(source: str, table: str) -> Condition:
    """The condition that `source` puts on rows of a table. Raises Mistake, and nothing else, for any other text."""
    if len(source) > LONGEST:
        raise Mistake(f"The condition is longer than {LONGEST:,} characters.", "Divide it between several rules.", 0)
    return _Reader(source, table).condition()


class _Reader:
    def __init__(self, source: str, table: str) -> None:
        self._cursor = Cursor(source)
        self._table = table
        self._cells: dict[ColumnCell, None] = {}

    def condition(self) -> Condition:
        cursor = self._cursor
        if cursor.now.kind == "end":
            cursor.fail("The condition is empty.", "Say which rows are wrong, as in URN is blank.")
        whole = self._either()
        if cursor.sees(")"):
            cursor.fail("A closing bracket has no opening one.", "Take it out, or add the opening one.")
        must_test(cursor, whole)
        if cursor.now.kind != "end":
            cursor.expected("“and”, “or” or the end of the condition is expected")
        if not self._cells:
            cursor.wrong(whole, "names no column, so it is the same for every row.", "Compare a column with something.")
        return Condition(self._table, whole.node, tuple(self._cells))

    # -- tests

    def _either(self) -> NodeRead:
        return self._joined("or", self._both)

    def _both(self) -> NodeRead:
        return self._joined("and", self._negation)

    def _joined(self, word: str, read: Callable[[], NodeRead]) -> NodeRead:
        parts = [read()]
        while self._cursor.sees(word):
            must_test(self._cursor, parts[-1])
            self._cursor.advance()
            parts.append(read())
        if len(parts) == 1:
            return parts[0]
        must_test(self._cursor, parts[-1])
        return self._cursor.part(Joined(tuple(part.node for part in parts), word == "or"), parts[0].first)

    def _negation(self) -> NodeRead:
        first = self._cursor.at
        if not self._cursor.take("not"):
            return self._test()
        part = self._cursor.deeper(self._negation)
        must_test(self._cursor, part)
        return self._cursor.part(Not(part.node), first)

    def _test(self) -> NodeRead:
        cursor = self._cursor
        left = self._value()
        if cursor.now.kind == "sign" and cursor.now.words in SIGNS:
            sign = cursor.advance().words
            right = self._value()
            comparable(cursor, left, right, sign)
            relation, negated = SIGNS[sign]
            return cursor.part(Comparison(relation, left.node, (right.node,), negated), left.first)
        if cursor.take("is"):
            return cursor.part(self._filled(left), left.first)
        negated = cursor.take("not")
        if cursor.take("in"):
            return cursor.part(Comparison("in", left.node, self._list(left), negated), left.first)
        if cursor.take("between"):
            return cursor.part(Comparison("between", left.node, self._span(left), negated), left.first)
        if negated:
            cursor.expected("“in” or “between” is expected")
        if cursor.take("does"):
            cursor.must_take("not", "“not” is expected")
            if not (cursor.sees("start") or cursor.sees("contain")):
                cursor.expected("“start with” or “contain” is expected")
            return self._holding(left, cursor.advance().words.lower() + "s", negated=True)
        if cursor.sees("starts") or cursor.sees("contains"):
            return self._holding(left, cursor.advance().words.lower(), negated=False)
        return left

    def _holding(self, left: NodeRead, verb: str, *, negated: bool) -> NodeRead:
        """What is left of a test after “starts” or “contains”."""
        if verb == "starts":
            self._cursor.must_take("with", "“with” is expected")
        relation = "contains" if verb == "contains" else "starts with"
        if self._cursor.now.kind != "text":
            self._cursor.expected("a text in quotation marks is expected")
        piece = self._text()
        findable(self._cursor, left, piece, relation)
        return self._cursor.part(Comparison(relation, left.node, (piece.node,), negated), left.first)

    def _filled(self, left: NodeRead) -> Filled:
        negated = self._cursor.take("not")
        if not self._cursor.sees("blank") and not self._cursor.sees("filled"):
            self._cursor.expected("“blank” or “filled” is expected")
        if not isinstance(left.node, ColumnCell):
            self._cursor.wrong(
                left, "is no column, and only a column is blank or filled.", "Name a column before “is”."
            )
        blank = self._cursor.advance().words.lower() == "blank"
        return Filled(left.node, blank != negated)

    def _list(self, left: NodeRead) -> tuple[Node, ...]:
        cursor = self._cursor
        example = listable(cursor, left)
        cursor.must_take("(", f"a list in brackets is expected, such as {example}")
        entries: list[Node] = []
        while True:
            entry = self._literal()
            if entry is None:
                cursor.expected("a text, a number or a date is expected")
            comparable(cursor, left, entry, "in")
            entries.append(entry.node)
            if cursor.take(")"):
                return tuple(entries)
            cursor.must_take(",", "a comma or a closing bracket is expected")

    def _span(self, left: NodeRead) -> tuple[Node, ...]:
        low = self._value()
        comparable(self._cursor, left, low, "between")
        self._cursor.must_take("and", "“and” with the end of the span is expected")
        high = self._value()
        comparable(self._cursor, left, high, "between")
        return low.node, high.node

    # -- values

    def _value(self) -> NodeRead:
        cursor = self._cursor
        part = self._primary()
        while cursor.sees("+") or cursor.sees("-"):
            part = self._shifted(part)
        if isinstance(part.node, Literal) and part.node.kind is ValueKind.NUMBER and _unit(cursor.now):
            cursor.advance()
            cursor.wrong(
                cursor.part(part.node, part.first),
                "can only be added to a date or taken from one, as in DEC + 30 days.",
                "To compare a number of days, as days(DECOM, DEC) gives it, write the number alone.",
            )
        return part

    def _shifted(self, part: NodeRead) -> NodeRead:
        cursor = self._cursor
        sign = cursor.now.words
        if part.node.kind is not ValueKind.DATE:
            cursor.wrong(part, f"is {what(part.node)}; {sign} is for dates alone.", "Write as in DEC + 30 days.")
        cursor.advance()
        amount, unit = cursor.now, cursor.then
        if sign == "-" and amount.kind in ("name", "date"):
            cursor.fail("A date cannot be taken from a date.", "For the days between two write days(DECOM, DEC).")
        if amount.kind != "number":
            cursor.expected("a number of days, weeks, months or years is expected")
        cursor.advance()
        if not (name := _unit(unit)):
            cursor.expected("days, weeks, months or years is expected")
        cursor.advance()
        size, months, most = UNITS[name]
        if not amount.words.isdigit() or len(amount.words) > len(str(most)) or int(amount.words) > most:
            cursor.fail(
                f"“{amount.words[:40]} {unit.words}” is not a whole number from 0 to {most:,} {name}s.",
                "Dates can be moved by up to a hundred years.",
                amount,
            )
        moved = int(amount.words) * size * (-1 if sign == "-" else 1)
        return cursor.part(Shifted(part.node, moved, months), part.first)

    def _primary(self) -> NodeRead:
        cursor = self._cursor
        if cursor.sees("("):
            return self._bracketed()
        if (literal := self._literal()) is not None:
            return literal
        word, first = cursor.now.words.lower(), cursor.at
        if cursor.now.kind != "name" or (word in KEYWORDS and word not in BOUNDS):
            cursor.expected("a column, a text, a number or a date is expected")
        if cursor.then.words == "(":
            return self._call()
        token = cursor.advance()
        if word in BOUNDS:
            return cursor.part(YearBound(BOUNDS[word]), first)
        try:
            cell = find_cell(self._table, token.words)
        except UnknownColumn as unknown:
            cursor.fail(unknown.problem, unknown.remedy, token)
        self._cells[cell] = None
        return cursor.part(cell, first)

    def _bracketed(self) -> NodeRead:
        cursor, first = self._cursor, self._cursor.at
        bracket = cursor.advance()
        inner = cursor.deeper(self._either)
        if cursor.sees(","):
            cursor.fail("A list stands only after “in”.", "Write as in PLACE in ('U1', 'U2').", bracket)
        cursor.must_take(")", "a closing bracket is expected")
        return cursor.part(inner.node, first)

    def _call(self) -> NodeRead:
        cursor, first = self._cursor, self._cursor.at
        token = cursor.advance()
        name = token.words.lower()
        if name not in FUNCTIONS:
            near = nearest(name, FUNCTIONS)
            remedy = f"Did you mean {near[0]}?" if near else f"The functions are {', '.join(FUNCTIONS)}."
            cursor.fail(f"There is no function “{token.words[:40]}”.", remedy, token)
        wanted, example = FUNCTIONS[name]
        cursor.advance()
        arguments: list[Node] = []
        for kind in wanted:
            if arguments:
                cursor.must_take(",", f"a comma and a second date is expected, as in {example}")
            part = cursor.deeper(self._value)
            if part.node.kind is not kind or (kind is ValueKind.TEXT and not isinstance(part.node, ColumnCell)):
                takes = "a column of text" if kind is ValueKind.TEXT else kind.value
                cursor.wrong(part, f"is {what(part.node)}, and {name}(…) takes {takes}.", f"Write as in {example}.")
            arguments.append(part.node)
        cursor.must_take(")", "a closing bracket is expected")
        return cursor.part(Call(name, tuple(arguments)), first)

    # -- literals

    def _literal(self) -> NodeRead | None:
        """A text, a number (it may be negative) or a date; None when something else comes next."""
        cursor, first = self._cursor, self._cursor.at
        if cursor.now.kind == "text":
            return self._text()
        if cursor.now.kind == "date":
            return cursor.part(Literal(self._day(cursor.advance()), ValueKind.DATE), first)
        negative = cursor.sees("-") and cursor.then.kind == "number"
        if not negative and cursor.now.kind != "number":
            return None
        if negative:
            cursor.advance()
        token = cursor.advance()
        if len(token.words) > _LONGEST_NUMBER:
            cursor.fail(
                f"The number {token.words[:20]}… has too many digits.",
                "If it is text, put it in quotation marks.",
                token,
            )
        number = float(token.words)
        return cursor.part(Literal(-number if negative else number, ValueKind.NUMBER), first)

    def _text(self) -> NodeRead:
        first = self._cursor.at
        return self._cursor.part(Literal(self._cursor.advance().words[1:-1].upper(), ValueKind.TEXT), first)

    def _day(self, token: Token) -> np.datetime64:
        shape = "Write days as DD/MM/YYYY or YYYY-MM-DD, for instance 01/04/2025."
        if "/" in token.words:
            day, month, year = token.words.split("/")
        else:
            year, month, day = token.words.split("-")
        if len(year) != 4 or len(day) > 2 or len(month) > 2:
            self._cursor.fail(f"“{token.words[:40]}” is not a date.", shape, token)
        try:
            found = dt.date(int(year), int(month), int(day))
        except ValueError:
            self._cursor.fail(f"There is no day {token.words}.", shape, token)
        if not 1900 <= found.year <= 2200:
            self._cursor.fail(f"The day {token.words} is not between 1900 and 2200.", "Correct its year.", token)
        return np.datetime64(found, "D")


def _unit(token: Token) -> str:
    """day, week, month or year when the token is one of these, be it more than one; else ""."""
    name = token.words.lower().removesuffix("s") if token.kind == "name" else ""
    return name if name in UNITS else ""
