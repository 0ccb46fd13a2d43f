"""`check903 model`: several years' returns as one set of tidy tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..exporting.model import FORMATS, one_file, write_model
from ..exporting.writing import tell, write_file, write_files
from ..insight.model.keys import Keys
from ..reading.limits import content_of
from .check import Prepared, add_input_options, add_rule_options, chosen_rules
from .years import LARGEST_LIST, add_year_options, read_history


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("model", help="join several years into one history and write it as tidy tables")
    add_input_options(parser)
    add_rule_options(parser)
    add_year_options(parser)
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="csv",
        help="csv is a data package: a folder, or a ZIP if OUT ends in .zip",
    )
    parser.add_argument(
        "--with-ids", action="store_true", help="put in CHILD, dates of birth, postcodes, workers, files and lines"
    )
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="keep the children’s numbers in this file, so that the next export has the same (it says who is who)",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", required=True, help="folder or file to write")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Write the model; 2 when some file could not be used, else 0."""
    keys = Keys()
    if options.keys and options.keys.exists():
        keys = Keys.from_csv(content_of(options.keys, LARGEST_LIST), options.keys.name)
    prepared = Prepared(options)
    only, beyond, notices = chosen_rules(options, prepared.the_return.year)
    h = read_history(options, prepared)
    report = prepared.run(only, beyond, notices)
    files = write_model(h, options.format, keys=keys, report=report, with_ids=options.with_ids)
    out: Path = options.output
    if options.format == "csv" and out.suffix.lower() != ".zip":
        write_files(out, files)
    else:
        write_file(out, one_file(out.name, files))
    if options.keys:
        write_file(options.keys, keys.to_csv())
        tell(f"{options.keys} says who is who: keep it safe.")
    repairs = len({(entry.year, entry.table, entry.row) for entry in h.log})
    print(
        f"{out} written: {len(h.names):,} children, {', '.join(year.name for year in h.years)}; "
        f"{repairs:,} rows repaired or told of (table repair_log). This is personal data."
    )
    return 2 if prepared.problems else 0
