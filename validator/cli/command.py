"""The command line: `check903` and its commands, which `COMMANDS` names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from ..exporting.writing import tell
from ..returns.errors import InputError
from . import benchmark, check, compare, convert, fix, letters, model, profile, rules, sample, templates

COMMANDS = (
    check,
    compare,
    letters,
    profile,
    benchmark,
    model,
    rules,
    sample,
    templates,
    convert,
    fix,
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the words given in one line."""

    def error(self, message: str) -> NoReturn:
        tell(f"{message}. “{self.prog} --help” shows how it is used.")
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 no issue, 1 issues found, 2 input that cannot be used."""
    parser = _Parser(prog="check903", description="Checks an SSDA903 return on looked-after children.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for command in COMMANDS:
        command.add_command(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except InputError as error:
        tell(error)
    except KeyboardInterrupt:
        return 130  # as shells have it
    except BrokenPipeError:  # the reader of our output, `head` for instance, has seen enough
        sys.stderr.close()
    return 2
