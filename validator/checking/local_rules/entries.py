"""Reads the TOML of a file of local rules: `[[rule]]`, then lines `key = value`, each value a text or a list of texts.

Python's own reader of TOML says nowhere on which line a value stood, and gives up on whole files in the words of a
programmer. So the file is divided here, with the line of everything and a sentence for what is wrong; the texts
themselves, with their quotation marks and backslashes, are left to Python's reader.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import NoReturn

from ...returns.errors import InputError

# A rule has fewer than ten keys, a table at most some twenty columns.
_MOST_KEYS = 50
_MOST_TEXTS = 50

_BETWEEN = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_HEADING = re.compile(r"\[\[[ \t]*rule[ \t]*\]\]")
_KEY = re.compile(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
# In the order in which they must be tried. A text over several lines may end in up to two quotation marks of its own.
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""(?:"{0,2})'
    r"|'''(?:[^']|'(?!''))*+'''(?:'{0,2})"
    r'|"(?!"")(?:[^"\\\n]|\\[^\n])*+"'
    r"|'(?!'')[^'\n]*+'",
    re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Value:
    """A value: a text or several, and the line on which it begins; `raw` as it stands in the file."""

    text: str | list[str]
    line: int
    raw: str

    def line_at(self, at: int) -> int:
        """The line of a character (from 0) of the text."""
        if not isinstance(self.text, str) or self.raw[:3] not in ('"""', "'''"):
            return self.line
        if self.raw.startswith('"') and "\\" in self.raw:
            # What a backslash stands for may add lines or leave some out.
            return self.line
        return self.line + self.raw.startswith("\n", 3) + self.text.count("\n", 0, at)


@dataclass(frozen=True)
class Entry:
    """One `[[rule]]` of the file, which stands on `line`, and its keys."""

    line: int
    values: dict[str, Value] = field(default_factory=dict)


def read_entries(text: str) -> list[Entry]:
    """The entries of a file with its line ends as "\\n". Raises InputError, with the line."""
    if strange := _CONTROL.search(text):
        raise InputError(
            f"The character U+{ord(strange.group()):04X} has no place in a text file.",
            "Save the file as plain text (UTF-8).",
            line=text.count("\n", 0, strange.start()) + 1,
        )
    return _Reader(text).entries()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        while self._skip() < len(self._text):
            line = self._line
            if self._text[self._at] == "[":
                self._heading()
                found.append(Entry(line))
                continue
            key, value = self._pair()
            if not found:
                self._fail(f"“{key}” stands before the first rule.", "Begin each rule with a line [[rule]].", line)
            if key in found[-1].values:
                self._fail(f"“{key}” is given twice in one rule.", "Begin each rule with a line [[rule]].", line)
            if len(found[-1].values) == _MOST_KEYS:
                self._fail(f"One rule has more than {_MOST_KEYS} keys.", "Begin each rule with a line [[rule]].", line)
            found[-1].values[key] = value
        return found

    def _fail(self, problem: str, remedy: str, line: int | None = None) -> NoReturn:
        raise InputError(problem, remedy, line=line or self._line)

    def _skip(self) -> int:
        """Go on to what is no blank, line end or comment."""
        match = _BETWEEN.match(self._text, self._at)
        return self._advance(match.end() if match else self._at)

    def _advance(self, to: int) -> int:
        self._line += self._text.count("\n", self._at, to)
        self._at = to
        return to

    def _here(self) -> str:
        """What is left of the line, shortened."""
        return self._text[self._at : self._at + 200].split("\n")[0].rstrip()[:60]

    def _end_line(self, problem: str, remedy: str) -> None:
        match = _REST_OF_LINE.match(self._text, self._at)
        if match is None:
            self._fail(problem, remedy)
        self._advance(match.end())

    def _heading(self) -> None:
        match = _HEADING.match(self._text, self._at)
        if match is None:
            self._fail(f"“{self._here()}” does not begin a rule.", "Begin each rule with a line [[rule]].")
        self._advance(match.end())
        self._end_line(f"“{self._here()}” stands after [[rule]].", "Let [[rule]] stand alone on its line.")

    def _pair(self) -> tuple[str, Value]:
        match = _KEY.match(self._text, self._at)
        if match is None:
            self._fail(f"“{self._here()}” is not understood.", 'Write a name, = and a text, as in code = "N01".')
        self._advance(match.end())
        key, line, start = match.group(1), self._line, self._at
        value = self._list(key) if self._text.startswith("[", self._at) else self._string(key)
        found = Value(value, line, self._text[start : self._at])
        self._end_line(
            f"After the value of “{key}” there is more on the line: “{self._here().strip()}”.",
            "If a quotation mark belongs to the text, put the other kind around the text: ' or \".",
        )
        return key, found

    def _list(self, key: str) -> list[str]:
        wrong = f"The list at “{key}” is not understood."
        remedy = f'Write texts with commas between them, as in {key} = ["URN", "PLACE"].'
        self._advance(self._at + 1)
        found: list[str] = []
        while True:
            self._skip()
            if not self._text.startswith("]", self._at):
                if not self._text.startswith(('"', "'"), self._at):
                    self._fail(wrong, remedy)
                if len(found) == _MOST_TEXTS:
                    self._fail(f"The list at “{key}” has more than {_MOST_TEXTS} texts.", "Shorten it.")
                found.append(self._string(key))
                self._skip()
                if self._text.startswith(",", self._at):
                    self._advance(self._at + 1)
                    continue
            if not self._text.startswith("]", self._at):
                self._fail(wrong, remedy)
            self._advance(self._at + 1)
            return found

    def _string(self, key: str) -> str:
        match = _TEXT.match(self._text, self._at)
        if match is None:
            self._no_string(key)
        line = self._line
        self._advance(match.end())
        try:
            # A text that is right in itself, so nothing can be nested and no other kind of value come of it.
            return str(tomllib.loads(f"text = {match.group()}")["text"])
        except ValueError:
            self._fail(
                f"A backslash in the text at “{key}” is not understood.", "Write two, \\\\, for a backslash.", line
            )

    def _no_string(self, key: str) -> NoReturn:
        here = self._here()
        if here.startswith(("'", '"')):
            self._fail(
                f"The text at “{key}” has no closing quotation mark.",
                'Add it. A text over several lines stands between """ and """.',
            )
        if here.startswith(("“", "”", "„", "‘", "’")):
            self._fail(
                f"The quotation marks at “{key}” are not straight ones.",
                f'Write {key} = "…" in a plain text editor such as Notepad, not in Word.',
            )
        there = f"There is {here} instead." if here else "There is nothing."
        self._fail(f"After “{key} =” a text in quotation marks is expected.", f'{there} Write {key} = "…".')
