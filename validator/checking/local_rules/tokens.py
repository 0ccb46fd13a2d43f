"""The words of a condition: names, texts, numbers, dates and signs, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

# A column's name may follow the name of its table and a dot.
_TOKEN = re.compile(
    r"(?P<date>[0-9]+/[0-9]+/[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<sign><=|>=|<>|!=|==|[=<>(),+-])"
)
_BLANK = re.compile(r"[ \t\r\n]*")

# What people type, or an editor makes of it, in place of a sign.
_INSTEAD = {
    "≤": "Write <= instead.",
    "≥": "Write >= instead.",
    "≠": "Write != instead.",
    "–": "Write the minus sign - instead.",
    "−": "Write the minus sign - instead.",
    "&": "Write “and” instead.",
    "|": "Write “or” instead.",
    "!": "Write “not” instead, or != for “is not equal to”.",
    "[": "Use round brackets ( ) instead.",
    "]": "Use round brackets ( ) instead.",
    "{": "Use round brackets ( ) instead.",
    "}": "Use round brackets ( ) instead.",
    ";": "Write a comma between the entries of a list.",
    "\N{NO-BREAK SPACE}": "Replace it with an ordinary space.",
}
_CURLY = "‘’‚‛“”„‟`´"


class Mistake(Exception):  # noqa: N818 - told to the user as an InputError, once its line is known
    """Something wrong in a condition: what, what to do, and the character (from 0) at which it was found."""

    def __init__(self, problem: str, remedy: str, at: int) -> None:
        self.problem = problem
        self.remedy = remedy
        self.at = at
        super().__init__(problem)


class Token(NamedTuple):
    """`kind` is name, text, number, date, sign or end; `words` as written, from `start` up to `end`."""

    kind: str
    words: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """The tokens of a condition, "end" the last. Raises Mistake for a character that has no meaning."""
    found: list[Token] = []
    at = 0
    while (at := _after_blanks(source, at)) < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _strange(source, at)
        found.append(Token(str(match.lastgroup), match.group(), at, match.end()))
        at = match.end()
    return [*found, Token("end", "", len(source), len(source))]


def _after_blanks(source: str, at: int) -> int:
    match = _BLANK.match(source, at)
    return match.end() if match else at


def _strange(source: str, at: int) -> Mistake:
    character = source[at]
    if character in "'\"":
        return Mistake(f"The text that begins with {source[at : at + 20]} has no closing {character}.", "Add it.", at)
    if character in _CURLY:
        return Mistake(f"“{character}” is not a straight quotation mark.", "Write texts as in 'U1'.", at)
    shown = f"“{character}”" if character.isprintable() else f"The character U+{ord(character):04X}"
    remedy = _INSTEAD.get(character, "Take it out, or put text in quotation marks, as in 'U1'.")
    return Mistake(f"{shown} has no meaning in a condition.", remedy, at)
