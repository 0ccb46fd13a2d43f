"""Reads a file of local rules into rules that run beside the Department's: docs/local-rules.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.registry import Rule, all_rules, own_checks

from ...reading.limits import content_of
from ...returns.errors import InputError, Notice
from ...returns.words import count_of, listed
from .entries import Entry, read_entries
from .one_rule import RuleReader

LARGEST_FILE = 1_000_000
MOST_RULES = 500
# More problems than anybody reads, or than are worth the time to put in words.
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class LocalRules:
    """The rules of one or more files, code -> Rule; `files` says which file each code is from."""

    rules: Mapping[str, Rule]
    files: Mapping[str, str]

    def of_year(self, year: str) -> tuple[Mapping[str, Rule], list[Notice]]:
        """The rules that are for a collection year, and a notice about each file that has others."""
        found = {code: rule for code, rule in self.rules.items() if year in rule.years}
        notices = []
        for file in dict.fromkeys(self.files.values()):
            others = [code for code in self.rules if code not in found and self.files[code] == file]
            if others:
                words = f"{count_of(len(others), 'local rule')} not run, not being for {year}: {listed(others)}."
                notices.append(Notice(file, None, words))
        return found, notices


def read_local_rules(name: str, data: bytes, others: Mapping[str, str] | None = None) -> LocalRules:
    """The rules of a file called `name`; `others` are codes that are taken already, each with the file it is in.

    Every rule is looked at. Raises InputError about the first thing that is wrong, with its line, and with the number
    of rules and keys that are wrong besides.
    """
    try:
        entries = _entries(data)
    except InputError as error:
        raise InputError(error.problem, error.remedy, file=name, line=error.line) from None
    taken = {code.lower(): (code, "is a rule of the Department’s") for code in all_rules()}
    taken |= {code.lower(): (code, "is a check of this tool’s") for code in own_checks()}
    taken |= {code.lower(): (code, f"is a rule in {file}") for code, file in (others or {}).items()}
    problems: list[InputError] = []
    rules: dict[str, Rule] = {}
    for entry in entries:
        reader = RuleReader(entry, taken)
        found = reader.rule()
        problems += reader.problems
        if found is not None:
            rules[found.code] = found
        if len(problems) > MOST_PROBLEMS:
            break
    if problems:
        first, *more = sorted(problems, key=lambda problem: problem.line or 0)
        remedy = first.remedy
        if more:
            many = f"at least {MOST_PROBLEMS}" if len(more) >= MOST_PROBLEMS else f"{len(more)}"
            there_are = "is 1 more problem" if len(more) == 1 else f"are {many} more problems"
            remedy = f"{remedy} There {there_are} further on in the file."
        raise InputError(first.problem, remedy, file=name, line=first.line, column=first.column)
    return LocalRules(rules, dict.fromkeys(rules, name))


def read_local_rules_file(path: Path, others: Mapping[str, str] | None = None) -> LocalRules:
    """`read_local_rules` of a file on disk; InputError when it cannot be opened."""
    return read_local_rules(path.name, content_of(path, LARGEST_FILE), others)


def read_local_rules_files(paths: Iterable[Path]) -> LocalRules:
    """The rules of several files together; no code may be in two of them."""
    rules: dict[str, Rule] = {}
    files: dict[str, str] = {}
    for path in paths:
        found = read_local_rules_file(path, files)
        rules |= found.rules
        files |= found.files
    return LocalRules(rules, files)


def _entries(data: bytes) -> Sequence[Entry]:
    if len(data) > LARGEST_FILE:
        raise InputError("The file is too large to be a file of local rules.", "It may have 1 MB at most.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("The file is not text in UTF-8.", "Save it again as UTF-8.", line=line) from None
    entries = read_entries(text.replace("\r\n", "\n"))
    if not entries:
        raise InputError("The file holds no rule.", "Begin each rule with a line [[rule]].")
    if len(entries) > MOST_RULES:
        raise InputError(
            f"The file holds {len(entries):,} rules.",
            f"Put {MOST_RULES} in a file at most.",
            line=entries[MOST_RULES].line,
        )
    return entries
