"""Reads the rules' cases in cases/: small tables of made-up rows, an exclamation mark before each flagged row.

A case begins with `# CODE [YEAR] [what it shows]`. Settings may follow, one a line: `authority: E08000003`,
`as at: 30/09/2025`, `start: …`, `end: …`. Then tables, each with its heading: the first cell of the heading is the
table's name (`Episodes`, `Episodes_last`, `providers`), the first cell of a row is empty or `!`. `not run` alone on a
line says that the rule must be reported as not run. In cells, `NBSP` is not special: text is taken as it stands.
Under CHILD, `1..20` makes 20 rows of one, for the children 1 to 20.

CODE is the Department's or one of our own checks' (`rules.own_checks`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from rules import all_rules, own_checks
from validator import Collection, Report, validate
from validator.checking.check import from_frame, make_return
from validator.places.postcodes import postcodes
from validator.places.providers import Providers
from validator.returns.rows import Return
from validator.returns.tables import tables

# The collection year of a case that names none, or the rule's last before it: new years do not change old cases.
UNSAID = "2026-27"

FOLDER = Path(__file__).parent / "cases"
HEADING = re.compile(r"#\s*(\S+)(?:\s+(\d{4}-\d{2}))?\s*(.*)")
SPAN = re.compile(r"(\d+)\.\.(\d+)")
SETTING = re.compile(r"(authority|as at|start|end):\s*(.+)")


@dataclass
class Case:
    """One case: the tables given to `validate` and the rows that the rule must flag, by table."""

    code: str
    year: str
    shows: str
    place: str
    settings: dict[str, str] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    flagged: dict[str, list[int]] = field(default_factory=dict)
    not_run: bool = False

    @property
    def unflagged(self) -> int:
        """How many rows of the return the rule must leave alone."""
        rows = sum(len(frame) for name, frame in self.tables.items() if name != "providers")
        return rows - sum(map(len, self.flagged.values()))

    def check(self) -> Report:
        """Run the rule on the case."""
        this_year, last_year, providers = self._boxes()
        return validate(self._collection(), this_year, last_year, providers, only=[self.code], beyond=own_checks())

    def as_return(self) -> Return:
        """The return that the rule is given."""
        this_year, last_year, providers = self._boxes()
        places = postcodes()
        return make_return(
            self._collection(),
            {name: from_frame(name, frame) for name, frame in this_year.items()},
            {name: from_frame(name, frame) for name, frame in last_year.items()} if last_year else None,
            None if providers is None else Providers.from_frame(providers, places),
            places,
        )

    def _boxes(self) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame] | None, pd.DataFrame | None]:
        own = dict(self.tables)
        providers = own.pop("providers", None)
        last = {name.removesuffix("_last"): own.pop(name) for name in list(own) if name.endswith("_last")}
        return own, last or None, providers

    def _collection(self) -> Collection:
        return Collection(year=self.year, **{name.replace(" ", "_"): value for name, value in self.settings.items()})


def read_cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _read(path)]


def _each_child(heading: list[str], cells: list[str]) -> list[list[str]]:
    """The row, once for each child that it stands for."""
    at = heading.index("CHILD") if "CHILD" in heading else None
    if at is None or not (span := SPAN.fullmatch(cells[at])):
        return [cells]
    return [[*cells[:at], str(child), *cells[at + 1 :]] for child in range(int(span[1]), int(span[2]) + 1)]


def _read(path: Path) -> list[Case]:
    known = all_rules() | own_checks()
    cases: list[Case] = []
    heading: list[str] = []
    name = ""
    rows: list[list[str]] = []

    def finish() -> None:
        nonlocal heading, rows
        if heading:
            cases[-1].tables[name] = pd.DataFrame(rows, columns=heading, dtype=object)
        heading, rows = [], []

    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        place = f"{path.name}:{number}"
        if match := HEADING.fullmatch(line):
            finish()
            code, year, shows = match.groups()
            if code not in known:
                raise ValueError(f"{place}: there is no rule {code}")
            latest = max((y for y in known[code].years if y <= UNSAID), default="")
            if not (year or latest):
                raise ValueError(f"{place}: say the collection year")
            cases.append(Case(code, year or latest, shows, place))
        elif not line:
            finish()
        elif line == "not run":
            finish()
            cases[-1].not_run = True
        elif match := SETTING.fullmatch(line):
            finish()
            cases[-1].settings[match[1]] = match[2]
        elif "|" in line or heading:
            first, *cells = (cell.strip() for cell in line.split("|"))
            if first not in ("", "!"):
                finish()
                name, heading = first, cells
                table = name.removesuffix("_last")
                if table != "providers" and table not in tables():
                    raise ValueError(f"{place}: {name} is no table")
                if table != "providers":
                    cases[-1].flagged.setdefault(name, [])
            else:
                if len(cells) != len(heading):
                    raise ValueError(f"{place}: {len(cells)} cells under {len(heading)} headings")
                stands_for = _each_child(heading, cells)
                if first == "!":
                    cases[-1].flagged[name] += range(len(rows), len(rows) + len(stands_for))
                rows += stands_for
        else:
            raise ValueError(f"{place}: cannot be read: {line}")
    finish()
    return cases


def all_cases() -> dict[str, pd.DataFrame]:
    """The rows of all rules' cases as one return, each case with children of its own: it sets off nearly every rule.

    Last year's tables have `_last` in their names, and `providers` is the provider list.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for number, case in enumerate(read_cases()):
        for name, frame in case.tables.items():
            own = frame if name == "providers" else frame.assign(CHILD=[c and f"{number}, {c}" for c in frame["CHILD"]])
            parts.setdefault(name, []).append(own)
    return {name: pd.concat(frames, ignore_index=True).fillna("") for name, frames in parts.items()}
