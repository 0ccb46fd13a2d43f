"""Run files: what one check found, issue by issue, with the notes on it, to compare with the next check.

The format is described in docs/runs.md and, for programs, in data/run.schema.json.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from rules.registry import CATEGORIES, ORIGINS

from ..checking.report import Report
from ..reading.json_files import LARGEST_COUNT, JsonReader, Place, shown
from ..reading.limits import content_of
from ..results.keys import HASH_DIGITS, IssueKey, RowName, hashed, written
from ..results.overview import looked_after
from ..returns.authorities import find_authority
from ..returns.errors import InputError
from ..returns.rows import Return
from ..returns.settings import NAMES
from ..returns.tables import YEARS, TableRef, every_table
from ..version import __version__
from .notes import STATES, Note, Noted, note_of

FORMAT = "check903-run"
VERSION = 2
SUFFIX = ".903run.json"

# What became of a rule.
OUTCOMES = ("run", "not_run", "crashed")

LARGEST = 50_000_000
MOST_RULES = 2000
LONGEST_TITLE = 300

CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
TOOL = r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}"
SALT_DIGITS = 64
SALT = rf"[0-9a-f]{{{SALT_DIGITS}}}"
HASH = rf"[0-9a-f]{{{HASH_DIGITS}}}"

_CODE, _TOOL, _SALT, _HASH = (re.compile(pattern) for pattern in (CODE, TOOL, SALT, HASH))
_TABLES = {str(table): table for table in every_table()}
_FIELDS = (
    "format", "version", "tool", "rule_set", "saved", "year", "authority", "start", "end", "as_at", "salt", "counts",
    "rules", "rule_notes", "notes", "looked_at", "was", "issues",
)  # fmt: skip
# Runs that were saved before there was such a field lack it.
_SETTINGS = "settings"
# So do those of version 1, which knew of no corrections.
_WAS = "was"
_WAS_LENGTH = 2 * len(RowName._fields) - 1
_LONGEST_SETTING = 500
_COUNTS = ("issues", "children", "children_affected", "looked_after", "rows", "categories")
_REMEDY = "Save the run again with Check 903, or correct the file there."


class RuleRun(NamedTuple):
    """A rule that was to be run: its words, whose it is, and what became of it, one of OUTCOMES."""

    title: str
    category: str
    origin: str
    outcome: str


@dataclass(frozen=True)
class Run:
    """What one check found.

    `saved` is the local time, with its offset; `start`, `end` and `as_at` are as in `Collection`. `children` are those
    of the return, `looked_after` those looked after in the period; `rows` is table -> rows. `rules` are all that were
    to be run, `issues` in the order of the report. Ids are hashed when there is a `salt`. `settings` has those that
    were not the usual ones, name -> words, and is None where that is not known. `file` is where the run was read from.
    """

    tool: str
    rule_set: str
    saved: dt.datetime
    year: str
    authority: str | None
    start: dt.date
    end: dt.date
    as_at: dt.date | None
    children: int
    looked_after: int
    rows: Mapping[TableRef, int]
    rules: Mapping[str, RuleRun]
    issues: Sequence[IssueKey]
    noted: Noted = field(default_factory=Noted)
    settings: Mapping[str, str] | None = None
    file: str = field(default="", compare=False)

    @property
    def salt(self) -> str:
        """What ids are hashed with, 64 hexadecimal digits; "" where they are not."""
        return self.noted.salt

    @property
    def label(self) -> str:
        """When it was saved: "22/11/2026 14:05"."""
        return f"{self.saved:%d/%m/%Y %H:%M}"

    @property
    def authority_name(self) -> str:
        """The authority in words; "" where it was not known."""
        return find_authority(self.authority).name if self.authority else ""

    @property
    def last_day(self) -> dt.date:
        """The last day checked."""
        return self.as_at or self.end

    @property
    def children_affected(self) -> int:
        """How many children have an issue."""
        return len({key.child for key in self.issues} - {""})

    @cached_property
    def by_rule(self) -> Counter[str]:
        """Rule -> issues; those that found none are not among them."""
        return Counter(key.rule for key in self.issues)

    @cached_property
    def by_category(self) -> dict[str, int]:
        """Category -> issues, all categories in their usual order."""
        found = Counter[str]()
        for code, count in self.by_rule.items():
            found[self.rules[code].category] += count
        return {name: found[name] for name in CATEGORIES}

    def ran(self, code: str) -> bool:
        """Whether a rule was run, to its end."""
        return code in self.rules and self.rules[code].outcome == "run"

    def shown(self, at: int) -> IssueKey:
        """The issue at a place as it may be shown: blanks in place of hashes."""
        key = self.issues[at]
        return key._replace(child="", row="") if self.salt else key

    def hashed(self, salt: str) -> Run:
        """The same run, of plain ids, with ids hashed."""
        return replace(self, issues=hashed(self.issues, salt), noted=self.noted.hashed(salt))


def new_salt() -> str:
    """A salt that nobody can foresee."""
    return secrets.token_hex(SALT_DIGITS // 2)


def make_run(
    r: Return,
    report: Report,
    issues: Sequence[IssueKey],
    noted: Noted | None = None,
    saved: dt.datetime | None = None,
) -> Run:
    """The run of a report, whose issues are known by the keys `issues`; `saved` is now unless given. Ids are plain."""
    collection = report.collection
    outcome = {**dict.fromkeys(report.not_run, "not_run"), **dict.fromkeys(report.crashed, "crashed")}
    dates = (collection.start, collection.end, collection.as_at)
    start, end, as_at = (day if isinstance(day, dt.date) else None for day in dates)
    assert start is not None
    assert end is not None
    return Run(
        tool=__version__,
        rule_set=report.rule_set,
        saved=saved or dt.datetime.now().astimezone().replace(microsecond=0),
        year=collection.year,
        authority=collection.authority,
        start=start,
        end=end,
        as_at=as_at,
        children=report.children,
        looked_after=looked_after(r),
        rows=dict(report.rows),
        rules={
            code: RuleRun(rule.title, rule.category, rule.origin, outcome.get(code, "run"))
            for code, rule in report.asked.items()
        },
        issues=issues,
        noted=noted or Noted(),
        settings={setting.name: setting.in_full for setting in report.settings},
    )


def file_name(run: Run) -> str:
    """What the file is called when it is saved: manchester-2025-26-2026-11-22-140509.903run.json."""
    name = re.sub(r"[^\w]+", "-", run.authority_name.lower()).strip("-") or "run"
    return f"{name}-{run.year}-{run.saved:%Y-%m-%d-%H%M%S}{SUFFIX}"


# -- writing


def to_json(run: Run) -> bytes:
    """The run as it is saved: one line a field, a rule, a note or an issue, so that a person can read and change it."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "tool": run.tool,
        "rule_set": run.rule_set,
        "saved": run.saved.isoformat(timespec="seconds"),
        "year": run.year,
        "authority": run.authority,
        "start": run.start.isoformat(),
        "end": run.end.isoformat(),
        "as_at": run.as_at.isoformat() if run.as_at else None,
        **({} if run.settings is None else {_SETTINGS: dict(run.settings)}),
        "salt": run.salt or None,
        "counts": {
            "issues": len(run.issues),
            "children": run.children,
            "children_affected": run.children_affected,
            "looked_after": run.looked_after,
            "rows": {str(table): rows for table, rows in run.rows.items()},
            "categories": run.by_category,
        },
        "rules": {code: {**rule._asdict(), "issues": run.by_rule[code]} for code, rule in run.rules.items()},
        "rule_notes": {code: {"state": note.state, "note": note.text} for code, note in run.noted.rules.items()},
        "notes": [[*written(key), *note] for key, note in sorted(run.noted.issues.items())],
        "looked_at": [written(key) for key in sorted(run.noted.looked_at)],
        _WAS: [[*written(now), *before[1:]] for now, before in sorted(run.noted.was.items())],
        "issues": [written(key) for key in run.issues],
    }
    return (
        "{\n" + ",\n".join(f" {_json(name)}: {_block(value)}" for name, value in content.items()) + "\n}\n"
    ).encode()


def _block(value: Any) -> str:
    if isinstance(value, Mapping):
        lines = [f"  {_json(name)}: {_json(entry)}" for name, entry in value.items()]
        return "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_json(entry)}" for entry in value) + "\n ]" if value else "[]"
    return _json(value)


_json = json.JSONEncoder(ensure_ascii=False).encode


# -- reading


def read_run(content: bytes, file: str) -> Run:
    """The run that a file holds.

    Raises InputError, with the line and what was expected there, for anything that is not exactly a run. Files that are
    too large or nested too deeply are refused before they are parsed.
    """
    return _Reader(content, file).run()


def read_run_file(path: Path) -> Run:
    """`read_run` of a file on disk; InputError when it cannot be opened."""
    return read_run(content_of(path, LARGEST), path.name)


class _Reader(JsonReader):
    what = "a run"
    largest = LARGEST
    format = FORMAT
    foreign = ("This is not a run of Check 903.", f"Choose files saved as runs; their names end in {SUFFIX}.")
    remedy = _REMEDY

    def run(self) -> Run:
        data = self.content()
        if "version" not in data:
            self.refuse("The field “version” is missing.")
        version = data["version"]
        if type(version) is not int or not 1 <= version <= VERSION:
            self.expected(("version",), f"1 to {VERSION} (those that this version of Check 903 can read)", version)
        settings = self._settings(data.pop(_SETTINGS)) if _SETTINGS in data else None
        self._fields((), data, [name for name in _FIELDS if version > 1 or name != _WAS])
        year = data["year"]
        if year not in YEARS:
            self.expected(("year",), f"a collection year from {YEARS[0]} to {YEARS[-1]}", year)
        salt = data["salt"]
        if salt is not None:
            self.text(("salt",), salt, _SALT, f"null, or {SALT_DIGITS} digits from 0 to 9 and a to f")
        rules, found = self._rules(data["rules"])
        run = Run(
            tool=self.text(("tool",), data["tool"], _TOOL, "a version such as 1.0.0"),
            rule_set=self.date(("rule_set",), data["rule_set"]).isoformat(),
            saved=self._moment(("saved",), data["saved"]),
            year=year,
            authority=self.authority(data["authority"]),
            start=self.date(("start",), data["start"]),
            end=self.date(("end",), data["end"]),
            as_at=None if data["as_at"] is None else self.date(("as_at",), data["as_at"]),
            **self._counts(data["counts"]),
            rules=rules,
            issues=self._keys("issues", data["issues"], salt, rules),
            noted=Noted(
                issues=self._notes(data["notes"], salt),
                rules=self._rule_notes(data["rule_notes"]),
                looked_at=frozenset(self._keys("looked_at", data["looked_at"], salt)),
                salt=salt or "",
                was=self._was(data.get(_WAS, []), salt),
            ),
            settings=settings,
            file=self._file,
        )
        if not run.start <= run.last_day <= run.end:
            self.refuse("The period checked ends before it begins, or after the collection does.", path=("end",))
        self._agree(run, data["counts"], found)
        return run

    # -- values

    def _fields(self, path: Place, value: Any, names: Sequence[str]) -> None:
        if type(value) is not dict:
            self.expected(path, "an object", value)
        for name in names:
            if name not in value:
                self.refuse(f"The field “{'.'.join(map(str, (*path, name)))}” is missing.", path=path)
        if unknown := [name for name in value if name not in names]:
            self.refuse(f"{shown(unknown[0])} is not a field of a run.", path=(*path, unknown[0]))

    def _settings(self, value: Any) -> Mapping[str, str]:
        if type(value) is not dict or not set(value) <= set(NAMES):
            self.expected((_SETTINGS,), f"an object with any of {', '.join(NAMES)}", value)
        for name, words in value.items():
            if type(words) is not str or len(words) > _LONGEST_SETTING or not words.isprintable():
                self.expected((_SETTINGS, name), f"one line of at most {_LONGEST_SETTING} characters", words)
        found: Mapping[str, str] = value
        return found

    def _moment(self, path: Place, value: Any) -> dt.datetime:
        if type(value) is str and re.fullmatch(r"[-0-9]{10}T[:0-9]{8}[+-][0-9]{2}:[0-9]{2}", value):
            with suppress(ValueError):
                return dt.datetime.fromisoformat(value)
        return self.expected(path, "a time such as 2026-11-22T14:05:09+00:00", value)

    def _number(self, path: Place, value: Any) -> int:
        if type(value) is not int:
            self.expected(path, "a whole number", value)
        if not 0 <= value <= LARGEST_COUNT:
            self.expected(path, f"a number from 0 to {LARGEST_COUNT:,}", value)
        return value

    def _one_of(self, path: Place, value: Any, accepted: Collection[str]) -> str:
        if type(value) is not str or value not in accepted:
            self.expected(path, f"one of {', '.join(accepted)}", value)
        return value

    def _by_code(self, name: str, value: Any) -> dict[str, Any]:
        for code in self.object_of((name,), value, MOST_RULES):
            if not _CODE.fullmatch(code):
                self.expected((name, code), "the code of a rule", code)
        return value

    def _list(self, name: str, value: Any) -> list[Any]:
        if type(value) is not list:
            self.expected((name,), "a list", value)
        return value

    # -- parts

    def _counts(self, value: Any) -> dict[str, Any]:
        """The counts that the rest of the file does not tell."""
        self._fields(("counts",), value, _COUNTS)
        rows = value["rows"]
        if type(rows) is not dict:
            self.expected(("counts", "rows"), "an object", rows)
        for name, number in rows.items():
            if name not in _TABLES:
                self.expected(("counts", "rows", name), "the name of a table", name)
            self._number(("counts", "rows", name), number)
        of_return = {name: self._number(("counts", name), value[name]) for name in ("children", "looked_after")}
        return {**of_return, "rows": {_TABLES[name]: number for name, number in rows.items()}}

    def _rules(self, value: Any) -> tuple[dict[str, RuleRun], dict[str, int]]:
        """The rules, and how many issues each is said to have."""
        rules, issues = {}, {}
        for code, entry in self._by_code("rules", value).items():
            path = ("rules", code)
            self._fields(path, entry, (*RuleRun._fields, "issues"))
            title = entry["title"]
            # Signs that cannot be seen could do harm on a terminal.
            if type(title) is not str or not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
                self.expected((*path, "title"), f"a text of 1 to {LONGEST_TITLE} characters that can be seen", title)
            rules[code] = RuleRun(
                title,
                self._one_of((*path, "category"), entry["category"], CATEGORIES),
                self._one_of((*path, "origin"), entry["origin"], ORIGINS),
                self._one_of((*path, "outcome"), entry["outcome"], OUTCOMES),
            )
            issues[code] = self._number((*path, "issues"), entry["issues"])
        return rules, issues

    def _keys(
        self, name: str, value: Any, salt: str | None, rules: Mapping[str, RuleRun] | None = None
    ) -> list[IssueKey]:
        """A list of issues; of `rules`, where given, that were run."""
        found = [self._key((name, at), entry, salt) for at, entry in enumerate(self._list(name, value))]
        if rules is not None:
            run = {code for code, rule in rules.items() if rule.outcome == "run"}
            for at, key in enumerate(found):
                if key.rule not in run:
                    self.expected((name, at), "the code of a rule that was run", key.rule)
        if len(set(found)) < len(found):
            twice, _ = Counter(found).most_common(1)[0]
            last = len(found) - 1 - found[::-1].index(twice)
            self.refuse(f"{name}, entry {last + 1}: this issue is listed twice.", path=(name, last))
        return found

    def _key(self, path: Place, entry: Any, salt: str | None, more: int = 0) -> IssueKey:
        """The issue that an entry begins with; `more` entries follow."""
        if type(entry) is not list or len(entry) != len(IssueKey._fields) + more:
            names = ", ".join((*IssueKey._fields, *Note._fields[:more]))
            self.expected(path, f"a list of {names}", entry)
        rule, *of_row = entry[: len(IssueKey._fields)]
        # Plain checks first: there may be hundreds of thousands of entries.
        if type(rule) is not str or not _CODE.fullmatch(rule):
            self.expected(path, "the code of a rule first", rule)
        return IssueKey(rule, *self._row(path, of_row, salt))

    def _row(self, path: Place, entry: Sequence[Any], salt: str | None) -> RowName:
        """The row that is named by table, child, what singles it out, number."""
        table, child, row, number = entry
        if type(table) is not str or table not in _TABLES:
            self.expected(path, "the name of a table", table)
        for value in (child, row):
            if type(value) is not str:
                self.expected(path, "texts after it, the child and what singles out the row", value)
            if salt and value and not _HASH.fullmatch(value):
                self.expected(path, f"a hash of {HASH_DIGITS} digits, since the file says that ids are hashed", value)
        if type(number) is not int or not 1 <= number <= LARGEST_COUNT:
            self.expected(path, "a number from 1 on after these", number)
        return RowName(_TABLES[table], child, row, number)

    def _was(self, value: Any, salt: str | None) -> dict[RowName, RowName]:
        rows: dict[RowName, RowName] = {}
        for at, entry in enumerate(self._list(_WAS, value)):
            path = (_WAS, at)
            if type(entry) is not list or len(entry) != _WAS_LENGTH:
                names = ", ".join(RowName._fields)
                self.expected(path, f"a list of {names}, and child, row, number in the file", entry)
            table, *now = entry[: len(RowName._fields)]
            found = self._row(path, [table, *now], salt)
            if found in rows:
                self.refuse(f"{_WAS}, entry {at + 1}: this row is listed already.", path=path)
            rows[found] = self._row(path, [table, *entry[len(RowName._fields) :]], salt)
        return rows

    def _notes(self, value: Any, salt: str | None) -> dict[IssueKey, Note]:
        notes: dict[IssueKey, Note] = {}
        for at, entry in enumerate(self._list("notes", value)):
            key = self._key(("notes", at), entry, salt, more=len(Note._fields))
            if key in notes:
                self.refuse(f"notes, entry {at + 1}: this issue has a note already.", path=("notes", at))
            notes[key] = self._note(("notes", at), *entry[len(IssueKey._fields) :])
        return notes

    def _rule_notes(self, value: Any) -> dict[str, Note]:
        notes = {}
        for code, entry in self._by_code("rule_notes", value).items():
            self._fields(("rule_notes", code), entry, ("state", "note"))
            notes[code] = self._note(("rule_notes", code), entry["state"], entry["note"])
        return notes

    def _note(self, path: Place, state: Any, text: Any) -> Note:
        if type(state) is not str or (state and state not in STATES):
            self.expected(path, f"a state, one of {', '.join(STATES)}, or an empty text", state)
        if type(text) is not str:
            self.expected(path, "a note, which is text", text)
        try:
            return note_of(state, text)
        except InputError as error:
            self.refuse(error.problem, error.remedy, path)

    def _agree(self, run: Run, counts: Mapping[str, Any], of_rules: Mapping[str, int]) -> None:
        """That the counts are those of the issues listed."""
        for name, number in (("issues", len(run.issues)), ("children_affected", run.children_affected)):
            if self._number(("counts", name), counts[name]) != number:
                self.expected(("counts", name), f"{number:,}, as many as are listed", counts[name])
        if counts["categories"] != run.by_category:
            self.expected(("counts", "categories"), _json(run.by_category), counts["categories"])
        for code, number in of_rules.items():
            if number != run.by_rule[code]:
                self.expected(("rules", code, "issues"), f"{run.by_rule[code]:,}, as many as are listed", number)
