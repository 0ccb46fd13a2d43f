"""Error profiles: how many issues a check found by rule, with nothing about any child, to compare with others.

The format is described in docs/profiles.md and, for programs, in data/profile.schema.json.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from rules.registry import Rule, all_rules

from ...checking.issues import RuleCount
from ...checking.report import Report
from ...checking.run import NEEDED
from ...reading.json_files import LARGEST_COUNT, JsonReader, Place, shown
from ...returns.errors import InputError
from ...returns.tables import LAST, YEARS, TableRef, every_table
from ...version import __version__

FORMAT = "check903-profile"
VERSION = 2
# The first version had no total of the counts hidden; its files are still read.
FIRST_VERSION = 1
SUFFIX = ".903profile.json"

# Counts from 1 to this are hidden unless the user says otherwise: a few children might be known to somebody.
SMALL = 5
# What they come to is told where they are at least so many, and then to the nearest multiple of the same number.
FEWEST = STEP = 5
# Children and rows are rounded to this on request.
NEAREST = 10

# Why a rule was not run, in a word that tells nothing else; and the words for the word.
REASONS = {
    "table": "a table was missing",
    "last_year": "last year’s return was missing",
    "providers": "the Ofsted provider list was missing",
    "postcodes": "the postcode reference was missing",
    "local_authority": "the authority was not given",
    "year_end": "the year was not over",
    "other": "it did not apply",
}

LARGEST = 256 * 1024
MOST_RULES = 2000

NAME = r"[^\W_](?:[^\W_]|[ .,’'&()/-]){0,59}"
CODE = r"[A-Za-z0-9]{1,16}"
TOOL = r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}"

_NAME, _CODE, _TOOL = (re.compile(pattern) for pattern in (NAME, CODE, TOOL))
_TABLES = {str(table): table for table in every_table()}
_FIELDS = (
    "format", "version", "council", "authority", "year", "as_at", "tool", "rule_set", "children", "rows", "rounded",
    "suppressed", "hidden_issues", "rules", "not_run", "crashed",
)  # fmt: skip
# There only where some of them are not the usual ones: those that the counts depend on and nothing else tells of.
_SETTINGS = "settings"
_TOLD = frozenset({"period", "postcodes", "rules", "last_year", "providers"})
_SETTING = re.compile(r"[A-Za-z0-9 ,/]{1,60}")
_REMEDY = "Ask whoever gave you the file to save it again with Check 903."


class Count(NamedTuple):
    """What a rule found: flagged rows, and children in them; None is a number from 1 to 5 that is hidden."""

    issues: int | None
    children: int | None


_NOTHING, _BOTH_HIDDEN = Count(0, 0), Count(None, None)


@dataclass(frozen=True)
class Profile:
    """The counts of one check.

    `council` is the authority's name or a nickname, `authority` its ONS code or None; `as_at` the last day checked.
    `children` and `rows` (table -> rows) are None where hidden.
    `hidden_issues` is what the hidden counts of issues come to, as `hidden_total` gives it. `rules` has every rule that
    ran, `not_run` code -> one of REASONS. `settings` are those that were not the usual ones, in words. `file` is where
    the profile was read from, `version` that of its format.
    """

    council: str
    authority: str | None
    year: str
    as_at: dt.date
    tool: str
    rule_set: str
    children: int | None
    rows: Mapping[TableRef, int | None]
    rounded: bool
    suppressed: bool
    hidden_issues: int | None
    rules: Mapping[str, Count]
    not_run: Mapping[str, str]
    crashed: Sequence[str]
    settings: tuple[str, ...] = ()
    file: str = field(default="", compare=False)
    version: int = field(default=VERSION, compare=False)


def hidden_total(numbers: Iterable[int]) -> int | None:
    """What those of the counts that are hidden come to: None for fewer than five, else to the nearest multiple of 5.

    It is never less than there are counts: that seven of them come to “5” would say that each is a one. So whoever
    reads it can bring no single count down to fewer than three values.
    """
    hidden = [number for number in numbers if 0 < number <= SMALL]
    if len(hidden) < FEWEST:
        return None
    return STEP * max((sum(hidden) + STEP // 2) // STEP, -(-len(hidden) // STEP))


def hidden_range(counts: int, total: int | None) -> tuple[int, int]:
    """The least and the most that so many hidden counts can come to, where `hidden_total` gave `total`."""
    if total is None:
        return counts, SMALL * counts
    # The lowest total of all stands also for what was not to be told.
    least = counts if total - STEP < counts else total - STEP // 2
    return least, min(total + STEP // 2, SMALL * counts)


def make_profile(report: Report, council: str = "", *, rounded: bool = False, suppressed: bool = True) -> Profile:
    """The profile of a report: of the Department's rules alone, which every council runs, whatever else was run.

    `council` is a nickname: it stands in for the authority, whose code is then left out. `rounded` rounds children and
    rows to the nearest 10; `suppressed` hides counts from 1 to 5, and gives what they come to. Raises
    InputError when the profile would have no name, or one that is not plain words, or when the return has no child.
    """
    collection = report.collection
    council = " ".join(council.split())
    name = council or collection.authority_name
    if not name:
        raise InputError("The profile needs a name.", "Give the authority, or a name that the others will know it by.")
    if not _NAME.fullmatch(name):
        raise InputError(f"The name {shown(name)} cannot be used.", _name_remedy())
    if not report.children:
        raise InputError("The return has no child in it, so there is nothing to compare.")

    def size(number: int) -> int | None:
        if rounded and number:
            number = max(NEAREST, (number + NEAREST // 2) // NEAREST * NEAREST)
        return count(number)

    def count(number: int) -> int | None:
        return None if suppressed and 0 < number <= SMALL else number

    rules = {code: rule for code, rule in report.asked.items() if rule.origin == "department"}
    found = {code: report.found.counts.get(code, RuleCount(0, 0)) for code in report.run if code in rules}
    return Profile(
        council=name,
        authority=None if council else collection.authority,
        year=collection.year,
        as_at=collection.period[1],
        tool=__version__,
        rule_set=report.rule_set,
        children=size(report.children),
        rows={table: size(number) for table, number in report.rows.items()},
        rounded=rounded,
        suppressed=suppressed,
        hidden_issues=hidden_total(number for number, _ in found.values()) if suppressed else None,
        rules={code: Count(*map(count, numbers)) for code, numbers in found.items()},
        not_run={code: _reason(report, rules[code], why) for code, why in report.not_run.items() if code in rules},
        crashed=tuple(code for code in report.crashed if code in rules),
        settings=tuple(setting.words for setting in report.settings if setting.name in _TOLD),
    )


def _reason(report: Report, rule: Rule, why: str) -> str:
    if rule.year_end and report.collection.ends_early:
        return "year_end"
    if missing := [table for table in rule.tables if table not in report.rows]:
        return "last_year" if all(table.year is LAST for table in missing) else "table"
    return next((need for need, words in NEEDED.items() if words in why), "other")


def to_json(profile: Profile) -> bytes:
    """The profile as it is saved: one line a field, a table or a rule, so that a person can read all of it."""
    head: dict[str, Any] = {"format": FORMAT, **{name: getattr(profile, name) for name in _fields(profile.version)[1:]}}
    head["as_at"] = profile.as_at.isoformat()
    head["rows"] = {str(table): rows for table, rows in profile.rows.items()}
    if profile.settings:
        head[_SETTINGS] = profile.settings
    head["rules"] = {code: found._asdict() for code, found in profile.rules.items()}
    lines = [
        f" {_json(name)}: {_block(value) if isinstance(value, dict) else _json(value)}" for name, value in head.items()
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _fields(version: int) -> Sequence[str]:
    return [name for name in _FIELDS if version > FIRST_VERSION or name != "hidden_issues"]


def _block(entries: Mapping[str, Any]) -> str:
    lines = [f"  {_json(name)}: {_json(value)}" for name, value in entries.items()]
    return "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def file_name(profile: Profile) -> str:
    """What the file is called when it is saved: manchester-2025-26-2026-03-31.903profile.json.

    One that hides nothing says so: manchester-2025-26-2026-03-31-exact.903profile.json.
    """
    name = re.sub(r"[^\w]+", "-", profile.council.lower()).strip("-")
    return f"{name}-{profile.year}-{profile.as_at:%Y-%m-%d}{'' if profile.suppressed else '-exact'}{SUFFIX}"


def read_profile(content: bytes, file: str) -> Profile:
    """The profile that a file holds.

    Raises InputError, naming the field, for anything that is not exactly a profile. Files that are too large or nested
    too deeply are refused before they are parsed.
    """
    return _Reader(content, file).profile()


class _Reader(JsonReader):
    what = "an error profile"
    largest = LARGEST
    format = FORMAT
    foreign = ("This is not an error profile.", f"Choose files saved as error profiles; their names end in {SUFFIX}.")
    remedy = _REMEDY

    def where(self, path: Place) -> str:
        return ".".join(map(str, path))

    def profile(self) -> Profile:
        data = self.content()
        if "version" not in data:
            self.refuse("The field “version” is missing.")
        version = data["version"]
        if type(version) is not int or not FIRST_VERSION <= version <= VERSION:
            self.expected(
                ("version",), f"{FIRST_VERSION} or {VERSION}, which this version of Check 903 can read", version
            )
        settings = self._settings(data[_SETTINGS]) if _SETTINGS in data else ()
        fields = _fields(version)
        for name in fields:
            if name not in data:
                self.refuse(f"The field “{name}” is missing.")
        if unknown := [name for name in data if name not in (*fields, _SETTINGS)]:
            self.refuse(f"{shown(unknown[0])} is not a field of a profile.")
        year = data["year"]
        if year not in YEARS:
            self.expected(("year",), f"a collection year from {YEARS[0]} to {YEARS[-1]}", year)
        for name in ("rounded", "suppressed"):
            if type(data[name]) is not bool:
                self.expected((name,), "true or false", data[name])
        hidden = data["suppressed"]
        rules = self._rules(data["rules"], hidden)
        not_run, crashed = self._not_run(data["not_run"]), self._crashed(data["crashed"])
        for code in [*not_run, *crashed]:
            if code in rules or (code in not_run and code in crashed):
                self.refuse(f"Rule {code} is listed twice, as if it had two outcomes.")
        rows = self._rows(data["rows"], hidden)
        children = self._number(("children",), data["children"], hidden)
        if children == 0:
            self.expected(("children",), "at least 1", 0)
        return Profile(
            council=self.text(("council",), data["council"], _NAME, "a name of at most 60 letters, digits and spaces"),
            authority=self.authority(data["authority"]),
            year=year,
            as_at=self._as_at(data["as_at"], year),
            tool=self.text(("tool",), data["tool"], _TOOL, "a version such as 1.0.0"),
            rule_set=self.date(("rule_set",), data["rule_set"]).isoformat(),
            children=children,
            rows=rows,
            rounded=data["rounded"],
            suppressed=hidden,
            hidden_issues=self._hidden_issues(data["hidden_issues"], rules) if version > FIRST_VERSION else None,
            rules=rules,
            not_run=not_run,
            crashed=crashed,
            settings=settings,
            file=self._file,
            version=version,
        )

    def _settings(self, value: Any) -> tuple[str, ...]:
        if type(value) is not list or len(value) > len(_TOLD):
            self.expected((_SETTINGS,), f"a list of at most {len(_TOLD)} settings", value)
        return tuple(self.text((_SETTINGS,), one, _SETTING, "at most 60 letters, digits and blanks") for one in value)

    def _as_at(self, value: Any, year: str) -> dt.date:
        found = self.date(("as_at",), value)
        first = dt.date(int(year[:4]), 4, 1)
        last = dt.date(first.year + 1, 3, 31)
        if not first <= found <= last:
            self.expected(("as_at",), f"a day of {year}, from {first} to {last}", value)
        return found

    def _number(self, path: Place, value: Any, hidden: bool) -> int | None:
        if value is None and hidden:
            return None
        if type(value) is not int:
            self.expected(path, "a whole number or null" if hidden else "a whole number", value)
        if not 0 <= value <= LARGEST_COUNT:
            self.expected(path, f"a number from 0 to {LARGEST_COUNT:,}", value)
        if hidden and 0 < value <= SMALL:
            self.expected(path, f"null, since the file says that counts from 1 to {SMALL} are hidden", value)
        return value

    def _code(self, path: Place, value: Any) -> str:
        return self.text(path, value, _CODE, "the code of a rule")

    def _rows(self, value: Any, hidden: bool) -> dict[TableRef, int | None]:
        found = self.object_of(("rows",), value, len(_TABLES))
        for name in found:
            if name not in _TABLES:
                self.expected(("rows",), "names of tables", name)
        return {_TABLES[name]: self._number(("rows", name), number, hidden) for name, number in found.items()}

    def _rules(self, value: Any, hidden: bool) -> dict[str, Count]:
        rules = {}
        for code, entry in self.object_of(("rules",), value, MOST_RULES).items():
            plain = _plain_count(entry, hidden)
            if plain is not None and _is_code(code):
                rules[code] = plain
                continue
            path = ("rules", self._code(("rules",), code))
            if type(entry) is not dict:
                self.expected(path, "an object with issues and children", entry)
            if entry.keys() != {"issues", "children"}:
                self.expected(path, "the fields issues and children", ", ".join(entry))
            issues = self._number((*path, "issues"), entry["issues"], hidden)
            children = self._number((*path, "children"), entry["children"], hidden)
            # A hidden number is at least 1 and at most 5.
            if (1 if children is None else children) > (SMALL if issues is None else issues):
                words = [f"1 to {SMALL}" if number is None else f"{number:,}" for number in (children, issues)]
                self.refuse(
                    f"{self.where(path)}: there cannot be more children ({words[0]}) than issues ({words[1]}).",
                    path=path,
                )
            rules[code] = Count(issues, children)
        return rules

    def _hidden_issues(self, value: Any, rules: Mapping[str, Count]) -> int | None:
        counts = sum(found.issues is None for found in rules.values())
        if counts < FEWEST:
            if value is not None:
                self.expected(("hidden_issues",), f"null, since fewer than {FEWEST} counts of issues are hidden", value)
            return None
        least, most = STEP * -(-counts // STEP), SMALL * counts
        if type(value) is not int or not least <= value <= most or value % STEP:
            self.expected(
                ("hidden_issues",),
                f"a multiple of {STEP} from {least:,} to {most:,}, which {counts:,} hidden counts can come to",
                value,
            )
        return value

    def _not_run(self, value: Any) -> dict[str, str]:
        found = self.object_of(("not_run",), value, MOST_RULES)
        for code, reason in found.items():
            self._code(("not_run",), code)
            if type(reason) is not str or reason not in REASONS:
                self.expected(("not_run", code), f"one of {', '.join(REASONS)}", reason)
        return found

    def _crashed(self, value: Any) -> tuple[str, ...]:
        if type(value) is not list or len(value) > MOST_RULES:
            self.expected(("crashed",), "a list of codes of rules", value)
        found = tuple(self._code(("crashed",), code) for code in value)
        if len(set(found)) != len(found):
            self.refuse("crashed: a rule is listed twice.", path=("crashed",))
        return found


@cache
def _known_codes() -> frozenset[str]:
    return frozenset(all_rules())


def _is_code(text: str) -> bool:
    return text in _known_codes() or _CODE.fullmatch(text) is not None


def _plain_count(entry: Any, hidden: bool) -> Count | None:
    """A rule's entry that is beyond doubt, as most are: hundreds of profiles are read at once. None where in doubt."""
    if type(entry) is not dict or len(entry) != 2:
        return None
    issues, children = entry.get("issues", ""), entry.get("children", "")
    if issues is None:
        return _BOTH_HIDDEN if children is None and hidden else None
    if type(issues) is not int or type(children) is not int:
        return None
    if issues == 0 == children:
        return _NOTHING
    least = SMALL + 1 if hidden else 0
    return Count(issues, children) if least <= children <= issues <= LARGEST_COUNT else None


def _name_remedy() -> str:
    return "Use at most 60 letters, digits and spaces, beginning with a letter or digit."
