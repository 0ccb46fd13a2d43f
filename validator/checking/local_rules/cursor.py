"""A place in a condition's tokens: what comes next, and the words in which a mistake there is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from .nodes import Node
from .tokens import Mistake, Token, tokens

DEEPEST = 20
# As much of what stands before a mistake is quoted: the last few words.
_QUOTED_TOKENS, _QUOTED_CHARACTERS = 3, 60

T = TypeVar("T")


@dataclass(frozen=True)
class NodeRead:
    """A node, and which tokens it was read from: the first, and the one after the last."""

    node: Node
    first: int
    beyond: int


class Cursor:
    """Goes through the tokens of `source` once, from left to right; `at` counts the tokens that were taken."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = tokens(source)
        self._depth = 0
        self.at = 0

    @property
    def now(self) -> Token:
        """The token that comes next."""
        return self._tokens[self.at]

    @property
    def then(self) -> Token:
        """The token after that."""
        return self._tokens[min(self.at + 1, len(self._tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token, which must not be the end."""
        self.at += 1
        return self._tokens[self.at - 1]

    def sees(self, word: str) -> bool:
        """Whether this word or sign comes next."""
        return self.now.kind in ("name", "sign") and self.now.words.lower() == word

    def take(self, word: str) -> bool:
        """Take this word or sign if it comes next."""
        found = self.sees(word)
        self.at += found
        return found

    def must_take(self, word: str, expected: str) -> None:
        """Take this word or sign; what was `expected` is told when it does not come next."""
        if not self.take(word):
            self.expected(expected)

    def part(self, node: Node, first: int) -> NodeRead:
        """A node read from the tokens from `first` to here."""
        return NodeRead(node, first, self.at)

    def deeper(self, read: Callable[[], T]) -> T:
        """Read what stands one level deeper in brackets or after “not”; there is an end to that."""
        self._depth += 1
        if self._depth > DEEPEST:
            self.fail(
                f"Brackets and “not” stand more than {DEEPEST} deep in each other.", "Divide it between several rules."
            )
        found = read()
        self._depth -= 1
        return found

    # -- mistakes

    def words_of(self, part: NodeRead) -> str:
        """A part as the condition has it, in quotation marks (a text has its own)."""
        return _shown(self._quoted(part.first, part.beyond))

    def _quoted(self, first: int, beyond: int) -> str:
        text = " ".join(self._source[self._tokens[first].start : self._tokens[beyond - 1].end].split())
        return text if len(text) <= _QUOTED_CHARACTERS else "…" + text[-_QUOTED_CHARACTERS:]

    def expected(self, what: str) -> NoReturn:
        """Something else than the next token was expected: "a comma is expected"."""
        before = f"After “{self._quoted(max(0, self.at - _QUOTED_TOKENS), self.at)}”" if self.at else "At the beginning"
        there = f"There is {_shown(self.now.words[:40])} instead." if self.now.words else "The condition ends there."
        raise Mistake(f"{before} {what}.", there, self.now.start)

    def fail(self, problem: str, remedy: str, token: Token | None = None) -> NoReturn:
        """Something is wrong with a token, or with the next one."""
        raise Mistake(problem, remedy, (token or self.now).start)

    def wrong(self, part: NodeRead, problem: str, remedy: str) -> NoReturn:
        """Something is wrong with a part, which is quoted before the words on it."""
        raise Mistake(f"{self.words_of(part)} {problem}", remedy, self._tokens[part.first].start)


def _shown(words: str) -> str:
    return words if words.startswith(("'", '"')) else f"“{words}”"
