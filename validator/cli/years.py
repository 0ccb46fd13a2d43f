"""The options that add earlier years to this one, for every command that looks at several, and the history of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..exporting.writing import tell
from ..insight import History, history
from ..insight.care.earlier import read_earlier
from ..insight.care.extra import unknown_children
from ..insight.care.id_list import read_ids
from ..insight.care.log import SWITCHES
from ..reading.extension import read_extra
from ..reading.limits import content_of
from .check import Prepared

# No list of identifiers has more bytes.
LARGEST_LIST = 50_000_000


def add_year_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which other years there are, and how they are joined."""
    parser.add_argument(
        "--earlier",
        nargs="+",
        action="append",
        default=[],
        metavar="FILES",
        help="the files or folder of one earlier year (repeat it for each year, in any order)",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=SWITCHES,
        metavar="REPAIR",
        help=f"do not make this repair (may be repeated): {', '.join(SWITCHES)}",
    )
    parser.add_argument(
        "--ids", type=Path, metavar="FILE", help="identifiers that changed between years (CSV with columns old and new)"
    )
    parser.add_argument(
        "--extra",
        nargs="+",
        default=[],
        metavar="FILES",
        help="costs, further outcomes and support, as “check903 templates” has them",
    )


def read_history(options: argparse.Namespace, prepared: Prepared) -> History:
    """The history of this year and the earlier ones; what is to be known of it is told."""
    this_year = prepared.the_return
    returns = [this_year]
    for sources in options.earlier:
        earlier = read_earlier(sources, this_year.authority, this_year.postcodes)
        for said in (*earlier.reading.problems, *earlier.notices):
            tell(said)
        prepared.problems += earlier.reading.problems
        returns.append(earlier.the_return)
    ids = read_ids(content_of(options.ids, LARGEST_LIST), options.ids.name) if options.ids else {}
    extra = read_extra(options.extra)
    for problem in extra.problems:
        tell(problem)
    prepared.problems += extra.problems
    h = history(returns, without=options.without, ids=ids, extra=extra)
    for notice in (*h.notices, *extra.notices, *unknown_children(h, extra)):
        tell(notice)
    return h
