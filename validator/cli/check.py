"""`check903 check`: read the files, check the return, write the report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rules.registry import Rule, own_checks

from ..checking.check import make_return, of_year
from ..checking.local_rules import read_local_rules_files
from ..checking.report import Report
from ..checking.rule_choice import read_choice_file
from ..checking.run import run
from ..exporting import files as exports
from ..exporting.writing import print_bytes, tell, write_file
from ..places.postcodes import Postcodes, postcodes
from ..places.providers import Providers
from ..reading import Reading, read
from ..reading.postcode_list import read_postcodes
from ..reading.proposal import propose
from ..reading.provider_list import read_providers
from ..returns.collection import Collection
from ..returns.errors import InputError, Notice
from ..returns.rows import Return
from ..returns.settings import settings_in_words
from ..returns.tables import YEARS, TextTable
from ..tracking.notes import Notes
from ..tracking.runs import SUFFIX, Run, new_salt, read_run_file, to_json
from ..tracking.status import IssueStatuses

FORMAT_HELP = (
    "how to write the report; csv is for programs: every value as it stands in the files, so do not open it in Excel, "
    "which would take what begins with = + - or @ for a formula (xlsx is for Excel)"
)


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("check", help="check a return and list what is wrong")
    add_input_options(parser)
    add_rule_options(parser)
    parser.add_argument("--format", choices=list(exports.FORMATS), default="text", help=FORMAT_HELP)
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="write the report to this file")
    parser.add_argument(
        "--save-run", type=Path, metavar="FILE", help=f"save the run too, to compare it with others (*{SUFFIX})"
    )
    parser.add_argument("--hash-ids", action="store_true", help="put hashes in place of ids in the run that is saved")
    parser.add_argument(
        "--after",
        type=Path,
        metavar="RUN",
        help="carry the notes of this earlier run, and its salt, over to that saved",
    )
    parser.set_defaults(run=run_command)


def add_input_options(parser: argparse.ArgumentParser) -> None:
    """The options that say what is to be checked, for every command that checks."""
    parser.add_argument("files", nargs="+", metavar="FILES", help="this year's files or folders")
    parser.add_argument("--last", nargs="+", default=[], metavar="FILES", help="last year's files or folders")
    parser.add_argument("--providers", nargs="+", default=[], metavar="FILES", help="Ofsted provider list")
    parser.add_argument("--postcodes", metavar="FILE", help="a newer ONS Postcode Directory or NSPL, as CSV")
    parser.add_argument("--year", choices=YEARS, help="collection year; worked out from the dates if not given")
    parser.add_argument("--authority", help="name or ONS code; worked out from the home postcodes if not given")
    parser.add_argument("--as-at", metavar="DATE", help="check as if the year ended on this day (YYYY-MM-DD)")


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which rules to run, for every command that may run some."""
    parser.add_argument("--rule", action="append", metavar="CODE", help="run only this rule (may be repeated)")
    parser.add_argument(
        "--rules", type=Path, metavar="FILE", help="run only the rules of a saved choice (.903rules.json)"
    )
    parser.add_argument(
        "--own-checks", action="store_true", help="run our own checks beyond the Department's rules too"
    )
    parser.add_argument(
        "--local-rules",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="run your council's own rules too (.toml; may be repeated)",
    )


class Chosen(NamedTuple):
    """Which rules to run: `only` these codes, or with None all, of the Department's and those `beyond` them."""

    only: list[str] | None
    beyond: Mapping[str, Rule]
    notices: list[Notice]


def chosen_rules(options: argparse.Namespace, year: str) -> Chosen:
    """What the rule options name together, and what to say of it.

    A saved choice is of the Department's rules, so our own checks and local rules run beside it; `--rule` alone runs
    what it names, one of our own checks too.
    """
    local, notices = read_local_rules_files(options.local_rules).of_year(year)
    own = of_year(own_checks(), year)
    if not options.own_checks:
        own = {code: check for code, check in own.items() if code in (options.rule or ())}
    beyond = {**own, **local}
    if options.rules is None:
        return Chosen(options.rule, beyond, notices)
    codes, of_choice = read_choice_file(options.rules).of_year(year)
    return Chosen([*codes, *beyond, *(options.rule or ())], beyond, [*of_choice, *notices])


class Prepared:
    """Everything that the options name, read; `problems` are of the files that could not be used, and printed.

    `this_year` is the reading of this year's files.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.problems: list[InputError] = []
        reference = read_postcodes(options.postcodes) if options.postcodes else postcodes()
        this_year = self._read(options.files, options.year or YEARS[-1], last=False)
        last_year = self._read(options.last, options.year or YEARS[-1], last=True) if options.last else None
        proposal = propose(this_year.tables, last_year.tables if last_year else None, reference)
        year = options.year or proposal.year or YEARS[-1]
        this_year = this_year.for_year(year)
        last_year = last_year.for_year(year) if last_year else None
        self.this_year = this_year
        if not this_year.tables:
            raise self._nothing_to_check()
        for problem in self.problems:
            tell(problem)
        authority = options.authority or proposal.authority
        collection = Collection(year=year, authority=authority, as_at=options.as_at)
        self.notices: list[Notice] = [*this_year.notices, *(last_year.notices if last_year else [])]
        if not (options.year or proposal.year):
            tell(f"The files do not tell the collection year: {year} is taken. Give --year.")
        self.warnings = proposal.warnings(collection)
        for warning in self.warnings:
            tell(warning)
        before: Mapping[str, TextTable] | None = last_year.tables if last_year else None
        providers = self._providers(options, reference)
        self.notices += providers.notices if providers else []
        self.the_return = make_return(collection, this_year.tables, before, providers, reference)

    def run(
        self, only: list[str] | None = None, beyond: Mapping[str, Rule] | None = None, notices: Sequence[Notice] = ()
    ) -> Report:
        """Check the return."""
        return run(
            self.the_return, only, notices=[*self.notices, *notices], beyond=beyond or {}, warnings=self.warnings
        )

    def _read(self, sources: list[str], year: str, *, last: bool) -> Reading:
        reading = read(sources, year, last=last)
        self.problems += reading.problems
        return reading

    def _nothing_to_check(self) -> InputError:
        """The one problem there is; of several all but the last are printed, and the last line sums up."""
        if len(self.problems) == 1:
            return self.problems[0]
        for problem in self.problems:
            tell(problem)
        return InputError(
            "None of this year’s files could be used, so nothing was checked.",
            "Choose CSV or Excel files or one XML file, or a ZIP or folder of these.",
        )

    def _providers(self, options: argparse.Namespace, reference: Postcodes | None) -> Providers | None:
        try:
            return read_providers(options.providers, reference) if options.providers else None
        except InputError as problem:
            tell(problem)
            self.problems.append(problem)
            return None


def run_command(options: argparse.Namespace) -> int:
    """Check and write the report; 2 when some file could not be used, else 1 or 0.

    Beside a report in a file, the counts are printed; beside one in CSV, which has no room for them, the notices.
    """
    if options.format == "xlsx" and not options.output and sys.stdout.isatty():
        raise InputError("A workbook cannot be shown on the terminal.", "Name a file for it, as in -o report.xlsx.")
    if not options.save_run and (options.hash_ids or options.after):
        raise InputError("--hash-ids and --after are about a run that is saved.", "Name a file for it with --save-run.")
    earlier = read_run_file(options.after) if options.after else None
    prepared = Prepared(options)
    only, beyond, notices = chosen_rules(options, prepared.the_return.year)
    report = prepared.run(only, beyond, notices)
    written = exports.FORMATS[options.format](prepared.the_return, report)
    if options.output:
        write_file(options.output, written)
        print(f"{options.output} written. {exports.summary(report)}")
    else:
        print_bytes(written)
    if options.save_run:
        _save_run(options, earlier, prepared.the_return, report)
    if options.format == "csv":
        failed = (f"Rule {code} failed, please report this: {why}" for code, why in report.crashed.items())
        # The warnings have been told already.
        for said in (*report.notices[len(report.warnings) :], *failed):
            tell(said)
        if not options.output:
            tell_settings(report)
    if prepared.problems:
        return 2
    return 1 if len(report.found) or report.crashed else 0


def tell_settings(report: Report) -> None:
    """Say which settings are not the usual ones, beside what is written and has no room for it."""
    if report.settings:
        tell(f"Not the usual settings: {settings_in_words(report.settings)}.")


def _save_run(options: argparse.Namespace, earlier: Run | None, r: Return, report: Report) -> None:
    """Save the run with the notes of an earlier one, and its salt where ids are to be hashed."""
    notes = Notes()
    salt = new_salt() if options.hash_ids else ""
    if earlier is not None:
        notes.take_over(earlier.noted, earlier.issues)
        salt = salt and (earlier.salt or salt)
    write_file(options.save_run, to_json(IssueStatuses(r, report, notes).to_save(salt)))
    tell(f"{options.save_run} written.")
