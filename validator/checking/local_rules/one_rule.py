"""Reads one rule of a file of local rules, and says all that is wrong with it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from rules.language import YEARS
from rules.registry import CATEGORIES, Rule

from ...returns.errors import InputError
from ...returns.tables import TableRef, tables
from ...returns.words import listed
from .cells import UnknownColumn, cells, find_cell, nearest
from .entries import Entry, Value
from .evaluate import flagged
from .language import Condition, read_condition
from .nodes import ColumnCell
from .tokens import Mistake

LONGEST_TITLE = 100
LONGEST_WORDS = 1_000

REQUIRED = ("code", "title", "message", "fix", "table", "when")
OPTIONAL = ("fields", "years", "category")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}")
_YEARS = re.compile(r"([0-9]{4}-[0-9]{2})?(\.\.)?([0-9]{4}-[0-9]{2})?")
# A spreadsheet may take words that begin so for a formula.
_FORMULA = ("=", "+", "-", "@")
# Columns that are worked out, and the reference data which that takes.
_NEEDS = {"PL_LA": {"postcodes"}, "PL_LOCATION": {"postcodes", "local_authority"}, "PL_DISTANCE": {"postcodes"}}
_YEARS_EXAMPLES = "Write it as in 2025-26 (that year alone), 2025-26.. (from then on) or 2024-25..2025-26."


class RuleReader:
    """Reads one rule, noting everything that is wrong with it in `problems`."""

    def __init__(self, entry: Entry, taken: dict[str, tuple[str, str]]) -> None:
        """`taken` are the codes that the rule cannot have, in small letters: as written, and why; its own is added."""
        self._entry = entry
        self._taken = taken
        self.problems: list[InputError] = []

    def rule(self) -> Rule | None:
        """The rule; None when something is wrong with it."""
        self._check_keys()
        code = self._code()
        title = self._words("title", LONGEST_TITLE)
        message, fix = self._words("message", LONGEST_WORDS), self._words("fix", LONGEST_WORDS)
        years, category = self._years(), self._category()
        table = self._table()
        condition = self._condition(table) if table else None
        fields = self._fields(table, condition) if table else ()
        if self.problems or condition is None:
            return None
        return Rule(
            code=code,
            title=title,
            message=message,
            fix=fix,
            years=years,
            category=category,
            tables=tuple(
                map(TableRef, dict.fromkeys((table, *("Header" for cell in condition.cells if cell.of_header))))
            ),
            fields=fields,
            # The column UASC is worked out from that table, where it was supplied.
            optional=(TableRef("UASC"),)
            if table != "UASC" and any(_is_flag(table, cell) for cell in condition.cells)
            else (),
            needs=frozenset().union(*(_NEEDS.get(cell.name, ()) for cell in condition.cells)),
            subject="council",
            check=functools.partial(flagged, condition),
            origin="council",
        )

    def _wrong(self, key: str, problem: str, remedy: str, line: int | None = None) -> None:
        value = self._entry.values.get(key)
        at = line or (value.line if value else self._entry.line)
        self.problems.append(InputError(problem, remedy, line=at, column=key if value else ""))

    def _check_keys(self) -> None:
        known = (*REQUIRED, *OPTIONAL)
        for key in self._entry.values:
            if key not in known:
                near = nearest(key, known)
                remedy = f"Did you mean {near[0]}?" if near else f"A rule has {listed(known)}."
                self._wrong(key, f"A rule has no “{key[:40]}”.", remedy)
        for key in REQUIRED:
            if key not in self._entry.values:
                self._wrong(key, f"The rule has no “{key}”.", f'Add a line {key} = "…" below its [[rule]].')

    def _text(self, key: str) -> str:
        """The text of a key; "" when it has none, which is noted."""
        value = self._entry.values.get(key)
        if value is None:
            return ""
        if not isinstance(value.text, str):
            self._wrong(key, "A list stands here, where one text is expected.", f'Write {key} = "…".')
            return ""
        if not value.text.strip():
            self._wrong(key, "The text is empty.", "Write something between the quotation marks.")
            return ""
        return value.text.strip()

    def _words(self, key: str, longest: int) -> str:
        """Words for people, on one line."""
        text = self._text(key)
        hidden = next((character for character in text if _is_hidden(character)), "")
        if hidden:
            self._wrong(key, f"The text holds the hidden character U+{ord(hidden):04X}.", "Type the text again.")
        words = " ".join(text.split())
        if len(words) > longest:
            self._wrong(key, f"The text has {len(words):,} characters.", f"Shorten it to {longest:,}.")
        if words.startswith(_FORMULA):
            self._wrong(key, f"The text begins with {words[0]}, as a formula does.", "Begin it with a word.")
        return words

    def _code(self) -> str:
        code = self._text("code")
        if not code:
            return ""
        if not _CODE.fullmatch(code):
            self._wrong(
                "code",
                f"“{code[:40]}” cannot be a code.",
                "It has 1 to 12 letters, digits, hyphens (-) and underscores (_), beginning with a letter or digit.",
            )
            return ""
        if code.lower() in self._taken:
            other, why = self._taken[code.lower()]
            self._wrong("code", f"The code {other} {why}.", "Choose another, such as initials and a number.")
        self._taken[code.lower()] = code, "is a rule further up in this file"
        return code

    def _table(self) -> str:
        name = self._text("table")
        names = {table.lower(): table for table in tables()}
        if name and name.lower() not in names:
            near = nearest(name.lower(), names)
            meant = listed([names[found] for found in near], "or")
            remedy = f"Did you mean {meant}?" if near else f"The tables are {listed(list(tables()))}."
            self._wrong("table", f"“{name[:40]}” is not a table of the return.", remedy)
        return names.get(name.lower(), "")

    def _condition(self, table: str) -> Condition | None:
        if not self._text("when"):
            return None
        value = self._entry.values["when"]
        try:
            return read_condition(str(value.text), table)
        except Mistake as mistake:
            self._wrong("when", mistake.problem, mistake.remedy, value.line_at(mistake.at))
            return None

    def _fields(self, table: str, condition: Condition | None) -> tuple[str, ...]:
        value = self._entry.values.get("fields")
        if value is None:
            named = [cell.name for cell in condition.cells if not cell.of_header] if condition else []
            # A condition on the header alone points to the child.
            return tuple(named) or ("CHILD",)
        return tuple(dict.fromkeys(self._named_fields(table, value)))

    def _named_fields(self, table: str, value: Value) -> Iterable[str]:
        if isinstance(value.text, str) or not value.text:
            self._wrong("fields", "A list of columns is expected.", 'Write it as in fields = ["URN", "PLACE"].')
            return
        for name in value.text:
            try:
                cell = find_cell(table, name.strip())
            except UnknownColumn as unknown:
                self._wrong("fields", unknown.problem, unknown.remedy)
                continue
            if cell.of_header:
                own = f"Name columns of {table}: {listed(list(cells(table)))}."
                self._wrong("fields", f"“{name}” is a column of Header, and an issue points to {table}.", own)
            yield cell.name

    def _years(self) -> tuple[str, ...]:
        if "years" not in self._entry.values:
            return YEARS
        text = self._text("years")
        match = _YEARS.fullmatch(text)
        first, dots, last = match.groups() if match else (None, None, None)
        known = f"The collection years are {YEARS[0]} to {YEARS[-1]}."
        if text and (not (first or last) or (not dots and last)):
            problem = f"“{text[:40]}” does not say for which years the rule is."
            self._wrong("years", problem, f"{_YEARS_EXAMPLES} {known}")
            return ()
        for year in (first, last):
            if year and year not in YEARS:
                self._wrong("years", f"There is no collection year {year} here.", known)
        start, end = first or YEARS[0], (last or YEARS[-1]) if dots else first
        found = tuple(year for year in YEARS if start <= year <= (end or YEARS[-1]))
        if not found and first in YEARS and last in YEARS:
            self._wrong("years", f"{first} comes after {last}.", "Write the earlier year first.")
        return found

    def _category(self) -> str:
        name = self._text("category") if "category" in self._entry.values else "inconsistent"
        if name and name not in CATEGORIES:
            self._wrong("category", f"“{name[:40]}” is not a kind of issue.", f"Write {listed(CATEGORIES, 'or')}.")
        return name


def _is_hidden(character: str) -> bool:
    """Whether a character is neither to be seen nor a space or line end: control characters, marks of direction."""
    return not (character.isprintable() or character in "\n\t" or unicodedata.category(character) == "Zs")


def _is_flag(table: str, cell: ColumnCell) -> bool:
    return cell.name == "UASC" and (cell.of_header or table == "Header")
