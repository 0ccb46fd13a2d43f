"""A named choice of rules in a small file, so that the same few can be run again: docs/choosing-rules.md.

The page writes and reads it, and `check903 check --rules FILE` reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.registry import all_rules, in_force, order

from ..reading.json_files import JsonReader
from ..reading.limits import content_of
from ..returns.errors import InputError, Notice
from ..returns.words import count_of, listed

FORMAT = "check903-rules"
ENDING = ".903rules.json"
LONGEST_NAME = 100
# All rules of all years take some 10 kB.
LARGEST_FILE = 1_000_000

_EXPECTED = f"It needs a file that was saved on the page under “Choose which rules to run”; its name ends in {ENDING}."


@dataclass(frozen=True)
class RuleChoice:
    """`name` as the user gave it, `rules` the codes chosen; `file` where it was read from, "" if from none."""

    name: str
    rules: Sequence[str]
    file: str = ""

    def of_year(self, year: str) -> tuple[list[str], list[Notice]]:
        """The codes in force in a collection year, and a notice about those that are not.

        Raises InputError when there are none.
        """
        if not self.rules:
            raise InputError("No rule is chosen.", "Choose at least one.", file=self.file)
        rules = in_force(year)
        found = [code for code in self.rules if code in rules]
        others = [code for code in self.rules if code not in rules]
        if not found:
            raise InputError(
                f"None of the rules chosen is a rule of {year}.", "Choose others or another year.", file=self.file
            )
        words = (
            f"{count_of(len(others), 'rule')} chosen but not run, being no {'rule' if len(others) == 1 else 'rules'}"
        )
        return found, [Notice(self.file, None, f"{words} of {year}: {listed(others)}.")] if others else []


def file_name(name: str) -> str:
    """The file that a choice of this name is saved in."""
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:60].rstrip("-")
    return (stem or "rules") + ENDING


def to_json(choice: RuleChoice) -> bytes:
    """The choice as it is saved; characters of its name that cannot be seen are left out."""
    name = "".join(filter(str.isprintable, choice.name)).strip()
    content = {"format": FORMAT, "name": name, "rules": sorted(choice.rules, key=order)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_choice(name: str, data: bytes) -> RuleChoice:
    """The choice that a file holds. Raises InputError, with the file's name, for anything else."""
    return _Reader(data, name).choice()


def read_choice_file(path: Path) -> RuleChoice:
    """`read_choice` of a file on disk; InputError when it cannot be opened."""
    return read_choice(path.name, content_of(path, LARGEST_FILE))


class _Reader(JsonReader):
    what = "a choice of rules"
    largest = LARGEST_FILE
    format = FORMAT
    foreign = ("This is not a choice of rules.", _EXPECTED)
    remedy = _EXPECTED

    def parsed(self) -> Any:
        try:
            return super().parsed()
        except InputError as error:
            # Chosen among all sorts of files: that it is no JSON would say less.
            raise InputError(*self.foreign, file=self._file, line=error.line) from None

    def choice(self) -> RuleChoice:
        content = self.content()
        title, rules = content.get("name"), content.get("rules")
        if not isinstance(title, str) or not title.strip():
            self.refuse("The choice has no name.", "Write one at “name”.")
        if len(title) > LONGEST_NAME or not title.isprintable():
            self.refuse(f"The choice’s name is not one line of at most {LONGEST_NAME} characters.", "Shorten it.")
        if not isinstance(rules, list) or not rules or not all(isinstance(code, str) for code in rules):
            self.refuse("The choice names no rules.", 'Write their codes at “rules”, as in ["101", "503D"].')
        known = all_rules()
        unknown = [code for code in rules if code not in known]
        if unknown:
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            names = ", ".join(f"“{code[:20]}”" for code in unknown[:5])
            self.refuse(f"There is no rule {names}{more} in any year.", "Correct the code, or take it out of the file.")
        return RuleChoice(title.strip(), list(dict.fromkeys(rules)), self._file)
