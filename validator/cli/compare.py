"""`check903 compare`: what changed from one saved run to a later one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..exporting.writing import print_bytes, write_file
from ..returns.cells import table_title
from ..returns.csv_files import for_programs
from ..returns.tables import TableRef
from ..returns.words import count_of, plain
from ..tracking.comparison import NEW, RunComparison, compare_runs
from ..tracking.notes import NO_NOTE
from ..tracking.runs import SUFFIX, Run, read_run_file
from ..version import __version__

# Of each rule's issues the text report shows so many; the other formats have all.
EXAMPLES = 10


class Line(NamedTuple):
    """An issue of either run: `status` is new, still, fixed or not checked; `child` and `row` are "" where hashed."""

    status: str
    rule: str
    title: str
    table: str
    child: str
    row: str
    state: str
    note: str


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("compare", help="compare two saved runs: what is new, still there, fixed")
    parser.add_argument("old", type=Path, metavar="OLD", help=f"the earlier run (*{SUFFIX})")
    parser.add_argument("new", type=Path, metavar="NEW", help="the later run")
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="how to write the comparison; csv is for programs, every value as it stands in the runs",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="write the comparison to this file")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Compare and write; 1 when something is new, else 0."""
    comparison = compare_runs(read_run_file(options.old), read_run_file(options.new))
    written = FORMATS[options.format](comparison)
    if options.output:
        write_file(options.output, written)
        print(f"{options.output} written. {summary(comparison)}")
    else:
        print_bytes(written)
    return 1 if comparison.found_new else 0


def summary(comparison: RunComparison) -> str:
    """One sentence with the counts."""
    return (
        f"{count_of(len(comparison.found_new), 'new issue')}, {comparison.still:,} still there, "
        f"{len(comparison.fixed):,} fixed, {len(comparison.not_checked):,} not checked since "
        f"{comparison.old.label}."
    )


def to_text(comparison: RunComparison) -> bytes:
    """For reading on a terminal: counts, warnings, rules with a change, and their first new and fixed issues."""
    old, new = comparison.old, comparison.new
    lines = [
        f"Compared: the run of {old.label} ({count_of(len(old.issues), 'issue')}) with that of {new.label} "
        f"({count_of(len(new.issues), 'issue')}).",
        summary(comparison),
        *comparison.warnings,
    ]
    changed = [change for change in comparison.rules if change.new or change.fixed]
    if changed:
        lines += ["", f"{'Rule':<12}{'New':>8}{'Still':>8}{'Fixed':>8}  Title"]
        lines += [
            f"{change.code:<12}{change.new:>8,}{change.still:>8,}{change.fixed:>8,}  {change.title}"
            for change in changed
        ]
    for heading, status in (("New issues", "new"), ("Fixed issues", "fixed")):
        found = [line for line in _lines(comparison) if line.status == status]
        if found:
            lines += ["", f"{heading}:", *_in_brief(found)]
    return ("\n".join(lines) + "\n").encode()


def _in_brief(found: Sequence[Line]) -> Iterator[str]:
    by_rule: dict[str, list[Line]] = {}
    for line in found:
        by_rule.setdefault(line.rule, []).append(line)
    for code, issues in by_rule.items():
        yield f"  {code}  {issues[0].title} ({len(issues):,})"
        for issue in issues[:EXAMPLES]:
            child = f"child {plain(issue.child)}" if issue.child else "child not told"
            yield f"    {', '.join(filter(None, (child, table_title(TableRef.of(issue.table)), plain(issue.row))))}"
        if len(issues) > EXAMPLES:
            yield f"    and {len(issues) - EXAMPLES:,} more"


def to_csv(comparison: RunComparison) -> bytes:
    """Every issue of either run, one a line: new, still there, fixed, not checked."""
    return for_programs(Line._fields, _lines(comparison))


def to_json(comparison: RunComparison) -> bytes:
    """Everything that the comparison holds."""
    issues: dict[str, list[Mapping[str, str]]] = {"new": [], "still": [], "fixed": [], "not checked": []}
    for line in _lines(comparison):
        entry = line._asdict()
        issues[entry.pop("status")].append(entry)
    content = {
        "check903": __version__,
        "old": _described(comparison.old),
        "new": _described(comparison.new),
        "warnings": comparison.warnings,
        "counts": {status: len(found) for status, found in issues.items()},
        "rules": [change._asdict() for change in comparison.rules],
        "issues": issues,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _described(run: Run) -> Mapping[str, object]:
    return {
        "file": run.file,
        "saved": run.saved.isoformat(),
        "year": run.year,
        "authority": run.authority,
        "issues": len(run.issues),
    }


def _lines(comparison: RunComparison) -> Iterator[Line]:
    """New issues first, then those still there, those fixed and those not checked."""
    old, new = comparison.old, comparison.new
    still = [at for at, status in enumerate(comparison.status) if status != NEW]
    for status, run, places in (
        ("new", new, comparison.found_new),
        ("still", new, still),
        ("fixed", old, comparison.fixed),
        ("not checked", old, comparison.not_checked),
    ):
        for at in places:
            key, note = run.shown(at), run.noted.issues.get(run.issues[at], NO_NOTE)
            yield Line(status, key.rule, comparison.title(key.rule), str(key.table), key.child, key.row, *note)


FORMATS: Mapping[str, Callable[[RunComparison], bytes]] = {"text": to_text, "csv": to_csv, "json": to_json}
