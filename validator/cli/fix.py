"""`check903 fix`: correct what can be corrected without looking, and list every change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ..correcting.edits import Corrected, Step
from ..correcting.proposals import Proposal, State
from ..correcting.safe import safe_changes
from ..correcting.write_back import ABOUT_WORKBOOKS, corrected_files
from ..exporting.change_log import log_csv, log_workbook
from ..exporting.writing import tell, write_file, write_files
from ..results.groups import by_social_worker
from ..returns.errors import InputError
from ..returns.words import count_of, listed
from .check import Prepared, add_input_options, tell_settings

_LOGS = (".csv", ".xlsx")


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = subparsers.add_parser("fix", help="correct what can be corrected without looking, and list the changes")
    add_input_options(parser)
    parser.add_argument(
        "--safe", action="store_true", help="make the safe changes: of form only, bringing no new issue"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUTDIR", required=True, help="folder for this year's files"
    )
    parser.add_argument(
        "--log", type=Path, metavar="FILE", required=True, help="list of the changes, as .csv or .xlsx by its ending"
    )
    parser.add_argument("--by-social-worker", action="store_true", help="group the list by social worker")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Write this year's files with the safe changes made, and the list of these; 2 when some file could not be used.

    Raises InputError when the files cannot be written, or would be written over others.
    """
    if not options.safe:
        raise InputError(
            "Only safe changes can be made without looking.",
            "Add --safe to make these. The page proposes the others, to be looked at one by one.",
        )
    if options.log.suffix.lower() not in _LOGS:
        raise InputError(
            f"The list of changes cannot be written as {options.log.name}.", "End its name in .csv or .xlsx."
        )
    _keep_inputs(options)
    prepared = Prepared(options)
    r = prepared.the_return
    state = State(Corrected(prepared.this_year.tables), r, prepared.run())
    form = prepared.this_year.form
    found = safe_changes(state, [], form)
    steps = list(found.steps.values())
    after = state.after(steps)
    files = corrected_files(options.files, after.corrected)
    grouping = by_social_worker(after.r) if options.by_social_worker else None
    if options.log.suffix.lower() == ".csv":
        log = log_csv(after.corrected, grouping)
    else:
        log = log_workbook(after.corrected, grouping, state.report.settings)
    for name in files:
        path = options.output / name
        if path.exists() or path.resolve() == options.log.resolve():
            raise InputError(
                f"The folder {options.output} holds {name} already, which would be written over.",
                "Choose an empty folder.",
            )
    write_files(options.output, {})
    # The list comes first, so that no changed value is ever without its line in it.
    write_file(options.log, log)
    write_files(options.output, files)
    if form == "excel" and after.corrected.changed:
        tell(ABOUT_WORKBOOKS)
    print(
        "\n".join(
            [*_summary(steps, found.held_back, state, after), f"Files in {options.output}, list in {options.log}."]
        )
    )
    tell_settings(state.report)
    return 2 if prepared.problems else 0


def _keep_inputs(options: argparse.Namespace) -> None:
    """InputError when what is written would come to stand among what is read, or in its place."""
    output, log = options.output.resolve(), options.log.resolve()
    for source in (
        *options.files,
        *options.last,
        *options.providers,
        *([options.postcodes] if options.postcodes else []),
    ):
        given = Path(source).resolve()
        if output.is_relative_to(given):
            raise InputError(f"The folder {options.output} is among the files given.", "Choose another, empty folder.")
        if log.is_relative_to(given):
            raise InputError(
                f"The list {options.log} would come to stand among the files given.", "Choose another name."
            )


def _summary(steps: Sequence[Step], held_back: Sequence[Proposal], state: State, after: State) -> list[str]:
    """What was done, in lines."""
    lines = []
    for step in steps:
        counts = [count_of(len(step.edits), "value")] if step.edits else []
        counts += [f"{count_of(len(step.removals), 'row')} deleted"] if step.removals else []
        lines.append(f"{step.title}: {listed(counts)}")
    if not steps:
        lines.append("Nothing to change.")
    lines.append(f"Issues: {len(state.report.found):,} before, {len(after.report.found):,} after.")
    if light := len(after.flags() - state.flags()):
        lines.append(
            f"{count_of(light, 'issue')} of these {'comes' if light == 1 else 'come'} to light: no rule could read the "
            "values before."
        )
    if held_back:
        number = sum(len(proposal.parts) for proposal in held_back)
        children = len({proposal.child for proposal in held_back})
        lines.append(
            f"Not made: {count_of(number, 'change')} for {count_of(children, 'child', 'children')}, of form only too, "
            "as they would bring other issues. The page lists them."
        )
    return lines
