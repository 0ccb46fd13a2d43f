"""`check903 templates`: empty tables for what councils hold and the 903 does not ask."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..exporting.model.templates import templates
from ..exporting.writing import write_files


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("templates", help="write tables for costs, outcomes and support, to be filled in")
    parser.add_argument("outdir", type=Path, metavar="OUTDIR", help="folder to write them into")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Write the templates."""
    files = templates()
    write_files(options.outdir, files)
    print(f"{', '.join(files)} written to {options.outdir}. Give them filled in with --extra.")
    return 0
