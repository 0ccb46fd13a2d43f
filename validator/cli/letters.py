"""`check903 letters`: check, and write one letter for each social worker or group."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..exporting.letters import FORMATS, letters
from ..exporting.writing import tell, write_files
from ..results.groups import by_social_worker, read_grouping_file
from ..returns.words import count_of
from .check import Prepared, add_input_options, add_rule_options, chosen_rules, tell_settings


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("letters", help="check a return and write letters to those who can put it right")
    add_input_options(parser)
    add_rule_options(parser)
    parser.add_argument(
        "--groups", type=Path, metavar="CSV", help="two columns, child and team, instead of by social worker"
    )
    parser.add_argument("--format", choices=FORMATS, default="html", help="a page to print, or text to paste")
    parser.add_argument("-o", "--output", type=Path, metavar="OUTDIR", required=True, help="folder for the letters")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Check and write the letters; 2 when some file could not be used, else 0."""
    prepared = Prepared(options)
    r = prepared.the_return
    grouping = read_grouping_file(options.groups, r) if options.groups else by_social_worker(r)
    only, beyond, notices = chosen_rules(options, r.year)
    for notice in notices:
        tell(notice)
    report = prepared.run(only, beyond, notices)
    files = letters(r, report, grouping, options.format)
    write_files(options.output, files)
    print(f"{count_of(len(files), 'letter')} written to {options.output}.")
    tell_settings(report)
    return 2 if prepared.problems else 0
