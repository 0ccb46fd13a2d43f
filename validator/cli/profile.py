"""`check903 profile`: check a return and save what was found as counts only, to compare with other councils."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..exporting.writing import print_bytes, write_file
from ..insight.benchmarking.profile import NEAREST, SMALL, SUFFIX, make_profile, to_json
from .check import Prepared, add_input_options, tell_settings


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("profile", help="count a return's errors by rule, to compare with other councils")
    add_input_options(parser)
    parser.add_argument("--council", default="", metavar="NAME", help="a nickname; the authority is then left out")
    parser.add_argument("--round", action="store_true", help=f"round children and rows to the nearest {NEAREST}")
    parser.add_argument("--no-suppress", action="store_true", help=f"do not hide counts from 1 to {SMALL}")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help=f"write to this file, such as mine{SUFFIX}; else print it"
    )
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Check and write the profile; 2 when some file could not be used, else 0."""
    prepared = Prepared(options)
    report = prepared.run()
    written = to_json(make_profile(report, options.council, rounded=options.round, suppressed=not options.no_suppress))
    if options.output:
        write_file(options.output, written)
    else:
        print_bytes(written)
    tell_settings(report)
    return 2 if prepared.problems else 0
