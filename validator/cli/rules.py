"""`check903 rules`: the rules of a collection year, as text, CSV or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from rules.registry import in_force, own_checks

from ..checking.catalogue import COLUMNS, entry
from ..checking.check import of_year
from ..returns.csv_files import for_programs
from ..returns.tables import YEARS

if TYPE_CHECKING:
    from ..checking.answers import CatalogueEntry


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("rules", help="list the rules of a collection year")
    parser.add_argument("--year", choices=YEARS, default=YEARS[-1], help="collection year; the latest if not given")
    parser.add_argument("--own", action="store_true", help="list our own checks beyond the Department's rules too")
    parser.add_argument("--format", choices=("text", "csv", "json"), default="text", help="how to list them")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print the rules."""
    own = of_year(own_checks(), options.year) if options.own else {}
    found = [entry(rule) for rule in (*in_force(options.year).values(), *own.values())]
    if options.format == "json":
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    elif options.format == "csv":
        text = for_programs(
            COLUMNS,
            ([", ".join(value) if isinstance(value, list) else value for value in each.values()] for each in found),
        ).decode()
    else:
        text = "".join(
            f"{each['code']:<10} {each['category']:<13} {_stage(each):<8} {each['title']}\n" for each in found
        )
    sys.stdout.write(text)
    return 0


def _stage(rule: CatalogueEntry) -> str:
    return f"stage {rule['stage']}" if rule["stage"] else ""
