"""Error profiles of ten made-up councils over three years, to try the comparison with.

`python -m dev.demo_profiles` writes the file that the page takes them from, with a FOLDER behind it each as a file of
its own. No council and no return stands behind any of them: every count is drawn by chance from a seed, so that they
are the same each time. Kinds of error have about the shares that the research behind this tool found in real returns:
missing information 39 %, contradictions with last year 32 %.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rules.language import LAST, TableRef
from rules.registry import RULE_SET, Rule, in_force
from validator.insight.benchmarking.comparison import row_table
from validator.insight.benchmarking.profile import SMALL, Count, Profile, file_name, hidden_total, to_json

DATA = Path(__file__).parents[1] / "validator" / "data" / "demo_profiles.jsonl"
SEED = 903
# The version that they say they were made with; a new one of the tool does not alter them.
TOOL = "0.1.0"
YEARS = ("2023-24", "2024-25", "2025-26")

# Rows for each child.
_ROWS = {
    "Header": 1.0, "Episodes": 1.6, "Reviews": 1.9, "UASC": 0.07, "OC2": 0.62, "OC3": 0.14, "AD1": 0.04,
    "PlacedAdoption": 0.05, "PrevPerm": 0.3, "Missing": 0.45, "SWEpisodes": 1.7,
}  # fmt: skip
_SHARES = {"missing": 0.39, "cross-year": 0.32, "invalid": 0.13, "inconsistent": 0.16}
# The types that make up most issues everywhere, with their part of all; the others share what is left of their kind.
_COMMON = {
    "218": 0.15, "392b": 0.09, "526": 0.04, "179": 0.03, "503F": 0.13, "503G": 0.05, "503E": 0.04, "NoE": 0.03,
    "502": 0.02, "178": 0.06, "392c": 0.02, "224": 0.02,
}  # fmt: skip
# How unequal the others are, how far the councils' habits are apart, and how much a rate varies from year to year.
_UNEQUAL, _HABITS, _VARIES = 1.2, 0.45, 0.2
# How often a council has ended an error type that is common, or any other.
_ENDED_COMMON, _ENDED = 0.06, 0.4


@dataclass(frozen=True)
class _Council:
    """A made-up council: its children, issues per child in the first year, and what of these is left a year later."""

    name: str
    children: int
    per_child: float
    left: float
    rounded: bool = False
    suppressed: bool = True
    providers: bool = True


_COUNCILS = (
    _Council("Ashmere", 1430, 1.30, 0.78),
    _Council("Brackendale", 612, 0.92, 0.88),
    _Council("Calder Vale", 385, 1.75, 0.70),
    _Council("Dunmarsh", 240, 0.66, 1.06, rounded=True),
    _Council("Eastwold", 908, 1.08, 0.93),
    _Council("Fenhampton", 1115, 0.58, 0.97, suppressed=False),
    _Council("Greater Hollin", 1720, 1.47, 0.90),
    _Council("Hartsea", 330, 0.81, 0.84, providers=False),
    _Council("Isley and Marle", 764, 1.21, 1.12),
    _Council("Kingsbourne", 523, 0.74, 0.80),
)


def demo_profiles() -> list[Profile]:
    """Thirty profiles: ten councils, three years."""
    return [_profile(council, year) for council in _COUNCILS for year in YEARS]


def _profile(council: _Council, year: str) -> Profile:
    rules = in_force(year)
    after = YEARS.index(year)
    children = round(council.children * (1 + 0.02 * after))
    rows = {TableRef(table): round(children * share) for table, share in _ROWS.items()}
    rows |= {TableRef(table.name, LAST): round(0.9 * number) for table, number in rows.items()}
    wanted = children * council.per_child * council.left**after
    run = {code: rule for code, rule in rules.items() if all(table in rows for table in rule.tables)}
    not_run = {code: "table" for code in rules if code not in run}
    if not council.providers:
        without = [code for code, rule in run.items() if "providers" in rule.needs]
        not_run |= dict.fromkeys(without, "providers")
        run = {code: rule for code, rule in run.items() if code not in without}
    weights = _weights(list(run.values()))
    found = {
        code: _count(council, rule, after, wanted * weights[code], rows[row_table(rule)]) for code, rule in run.items()
    }

    def shown(number: int) -> int | None:
        return None if council.suppressed and 0 < number <= SMALL else number

    def size(number: int) -> int | None:
        return shown(round(number, -1) if council.rounded and number > SMALL else number)

    return Profile(
        council=council.name,
        authority=None,
        year=year,
        as_at=dt.date(int(year[:4]) + 1, 3, 31),
        tool=TOOL,
        rule_set=RULE_SET,
        children=size(children),
        rows={table: size(number) for table, number in rows.items()},
        rounded=council.rounded,
        suppressed=council.suppressed,
        hidden_issues=hidden_total(issues for issues, _ in found.values()) if council.suppressed else None,
        rules={code: Count(shown(issues), shown(affected)) for code, (issues, affected) in found.items()},
        not_run=not_run,
        crashed=(),
    )


def _weights(rules: Sequence[Rule]) -> dict[str, float]:
    """Code -> part of all issues that is expected of a rule, each kind of error having its share."""
    others = [rule for rule in rules if rule.code not in _COMMON]
    drawn = {rule.code: Random(f"{SEED} {rule.code}").lognormvariate(0, _UNEQUAL) for rule in others}
    left = {
        kind: (share - sum(_COMMON[rule.code] for rule in rules if rule.code in _COMMON and rule.category == kind))
        / sum(drawn[rule.code] for rule in others if rule.category == kind)
        for kind, share in _SHARES.items()
    }
    return _COMMON | {rule.code: left[rule.category] * drawn[rule.code] for rule in others}


def _count(council: _Council, rule: Rule, after: int, wanted: float, rows: int) -> tuple[int, int]:
    """Issues and children of a rule in a council, `after` years on; the council's habits stay, chance varies them."""
    chance = Random(f"{SEED} {council.name} {rule.code}")
    habit = chance.lognormvariate(0, _HABITS)
    ended = chance.random() < (_ENDED_COMMON if rule.code in _COMMON else _ENDED)
    varied = [chance.lognormvariate(0, _VARIES) for _ in YEARS]
    issues = min(round(wanted * habit * varied[after]), rows // 2)
    if ended or not issues:
        return 0, 0
    return issues, max(1, round(issues * chance.uniform(0.7, 1)))


def write_profiles(folder: Path) -> None:
    """Write the thirty files into a folder, which is made when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for profile in demo_profiles():
        (folder / file_name(profile)).write_bytes(to_json(profile))


def as_lines() -> str:
    """The thirty as the page has them: one to a line, without blanks."""
    written = [json.loads(to_json(profile)) for profile in demo_profiles()]
    return "".join(json.dumps(profile, separators=(",", ":")) + "\n" for profile in written)


if __name__ == "__main__":
    if sys.argv[1:]:
        write_profiles(Path(sys.argv[1]))
    else:
        DATA.write_text(as_lines(), encoding="utf-8")
