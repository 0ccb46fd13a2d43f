"""Whether the parts of a test fit each other, and what to say when they do not."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...returns.columns import parse_dates
from .cells import all_codes, codes_like
from .cursor import Cursor, NodeRead
from .nodes import ColumnCell, Literal, Node, ValueKind

_ORDERED = ("<", "<=", ">", ">=", "between")


def what(node: Node) -> str:
    """What a node is, in words."""
    return "a column of codes" if isinstance(node, ColumnCell) and node.codes else node.kind.value


def must_test(cursor: Cursor, part: NodeRead) -> None:
    """Refuse a part that is a value where a test must be."""
    node = part.node
    if node.kind is ValueKind.TEST:
        return
    if isinstance(node, ColumnCell):
        remedy = f"Say what is to hold of it, as in {node.name} is blank."
    elif isinstance(node, Literal):
        remedy = "Name the column again, as in PLACE = 'U1' or PLACE = 'U2', or write PLACE in ('U1', 'U2')."
    else:
        remedy = "Compare it with something, as in DEC < year_end."
    cursor.wrong(part, f"is {'a column' if isinstance(node, ColumnCell) else what(node)}, not a test.", remedy)


def comparable(cursor: Cursor, left: NodeRead, right: NodeRead, relation: str) -> None:
    """Refuse two parts that cannot be held against each other by a sign, "between" or "in"."""
    one, other = left.node, right.node
    for part in (left, right):
        if part.node.kind is ValueKind.TEST:
            cursor.wrong(part, "is a test and cannot be compared.", "Join tests with “and” or “or”.")
    if one.kind is not other.kind:
        cursor.wrong(
            left,
            f"is {what(one)} and {cursor.words_of(right)} is {what(other)}, so they cannot be compared.",
            _put_right(one, other) or _put_right(other, one) or "Compare things of one kind.",
        )
    if isinstance(one, Literal) and isinstance(other, Literal):
        cursor.wrong(left, "stands where a column is expected.", "Name the column that is to be compared.")
    if one.kind is ValueKind.TEXT and relation in _ORDERED:
        remedy = "Use =, !=, in, starts with or contains."
        if isinstance(one, ColumnCell) and not one.codes:
            remedy += f" If it holds numbers, write number({one.name})."
        cursor.wrong(left, f"is text, which has no order, so {relation} cannot be used.", remedy)
    _possible(cursor, one, right)
    _possible(cursor, other, left)


def listable(cursor: Cursor, left: NodeRead) -> str:
    """An example of a list in which `left` may be; refuses what can be in no list."""
    node = left.node
    if node.kind is ValueKind.TEST:
        cursor.wrong(left, "is a test and cannot be in a list.", "Join tests with “and” or “or”.")
    if isinstance(node, ColumnCell) and node.codes:
        return "(" + ", ".join(f"'{code}'" for code in all_codes(node.codes)[:2]) + ")"
    return {ValueKind.DATE: "(01/04/2025, 31/03/2026)", ValueKind.NUMBER: "(16, 17)"}.get(node.kind, "('A', 'B')")


def findable(cursor: Cursor, left: NodeRead, piece: NodeRead, relation: str) -> None:
    """Refuse to look for a piece of text where it can never be found."""
    node, text = left.node, _text_of(piece.node)
    if not isinstance(node, ColumnCell) or node.kind is not ValueKind.TEXT:
        cursor.wrong(left, f"is {what(node)}, and “{relation}” needs a column of text.", "Compare it with =, < or >.")
    if not text:
        cursor.wrong(piece, "is an empty text.", f"For cells that hold anything write {node.name} is filled.")
    if node.codes:
        known = all_codes(node.codes)
        if not any(text in code if relation == "contains" else code.startswith(text) for code in known):
            problem = f"cannot be found: no code of {node.name} {relation} it in any year."
            cursor.wrong(piece, problem, codes_like(node.codes, text))


def _possible(cursor: Cursor, node: Node, part: NodeRead) -> None:
    """Refuse a text that no cell of the column can hold."""
    if not isinstance(node, ColumnCell) or not isinstance(part.node, Literal) or node.kind is not ValueKind.TEXT:
        return
    text = _text_of(part.node)
    if not text.strip():
        cursor.wrong(part, "is an empty text.", f"For cells that hold nothing write {node.name} is blank.")
    if text != text.strip():
        cursor.wrong(part, "begins or ends with a space, and no cell does.", "Take the space out.")
    if node.codes and text not in all_codes(node.codes):
        cursor.wrong(part, f"is not a code of {node.name} in any year.", codes_like(node.codes, text))


def _text_of(node: Node) -> str:
    return str(node.value) if isinstance(node, Literal) else ""


def _put_right(one: Node, other: Node) -> str:
    """What to write in place of the literal `other` for it to be of one kind with `one`; "" if it is no literal."""
    if not isinstance(other, Literal):
        return ""
    if one.kind is ValueKind.DATE:
        if other.kind is ValueKind.TEXT and _reads_as_date(str(other.value)):
            return "Write the date without quotation marks."
        return "Write a date without quotation marks, for instance 01/04/2025."
    if one.kind is ValueKind.NUMBER:
        return "Write a number without quotation marks."
    if other.kind is ValueKind.NUMBER:
        or_number = f", or number({one.name}) for the column" if isinstance(one, ColumnCell) and not one.codes else ""
        return f"Write '{other.value:.15g}' in quotation marks{or_number}."
    return "Write a text in quotation marks."


def _reads_as_date(text: str) -> bool:
    words: Any = np.array(["/".join(reversed(text.split("-"))) if "-" in text else text], dtype=object)
    return not np.isnat(parse_dates(words)[0])
