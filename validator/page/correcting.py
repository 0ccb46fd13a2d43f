"""What the page may ask about correcting the return: proposals, previews, changes made and taken back, what is saved.

The shapes of the answers are in answers/correcting.py. Nothing is changed but by `apply`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from rules.registry import order

from ..checking.report import Report
from ..correcting.bulk import bulk_step
from ..correcting.change_builder import crowded
from ..correcting.edits import Change, Edit, Removal, Step
from ..correcting.proposals import CHOICE, GROUNDS, ChangeKind, Effect, Flag, Proposal, State, effect
from ..correcting.safe import KINDS as SAFE_KINDS
from ..correcting.safe import Safe, safe_changes
from ..correcting.suggestions import KINDS as KINDS_OF_SUGGESTIONS
from ..correcting.suggestions import suggestions
from ..correcting.to_light import brought_to_light
from ..correcting.write_back import ABOUT_WORKBOOKS, corrected_files, with_companions
from ..exporting.change_log import log_csv, log_workbook, row_key_words
from ..exporting.downloads import Download, packed
from ..reading.tidy import tidy_value
from ..results.groups import by_social_worker
from ..returns.cells import column_of, meaning, table_title
from ..returns.codes import codes
from ..returns.errors import InputError
from ..returns.settings import settings_in_name
from ..returns.tables import TableRef, tables
from ..returns.words import count_of, listed
from .bridge import Session
from .parts import Questions, of_results, saved

if TYPE_CHECKING:
    from .answers.common import Refused, Saved
    from .answers.correcting import (
        AfterStep,
        ChangeableColumn,
        ChangeShown,
        ChangesMade,
        Corrections,
        IssuesOfRule,
        Preview,
        SafeChanges,
        SafeKind,
        Suggestion,
        Suggestions,
    )
    from .given import ManyRows, Wanted

KINDS: Mapping[str, ChangeKind] = {**KINDS_OF_SUGGESTIONS, **SAFE_KINDS}
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Cleaning:
    """The steps taken on the session's return, and what may be done next."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # What was worked out for a report, and the report that it was worked out for.
        self._of: Report | None = None
        self._safe: Safe | None = None
        self._proposals: list[Proposal] | None = None
        self._previewed: tuple[Wanted, Step, Effect, frozenset[Flag]] | None = None

    @property
    def has_results(self) -> bool:
        """Whether there is a last check, whose return can be corrected."""
        return self._session.has_results

    @property
    def _state(self) -> State:
        state = self._session.state
        assert state is not None
        if state.report is not self._of:
            self._of = state.report
            self._safe = self._proposals = self._previewed = None
        return state

    # -- what may be done

    @of_results
    def state(self) -> Corrections:
        """The steps taken, and how far the return is from its files."""
        return self._corrections()

    def _corrections(self) -> Corrections:
        made = self._state.corrected.changes
        came_in = self._session.this_year.came_in
        return {
            "steps": [
                {
                    "number": number,
                    "title": step.title,
                    "kind": step.kind,
                    "changes": len(step.edits),
                    "rows_removed": len(step.removals),
                    "time": f"{step.when:%H:%M}",
                }
                for number, step in enumerate(self._session.steps, 1)
            ],
            "changes": sum(bool(change.field) for change in made),
            "rows_removed": sum(not change.field for change in made),
            "form": self._session.this_year.form,
            "files": dict(Counter(came_in[change.table].given for change in made if change.table in came_in)),
            "about": ABOUT_WORKBOOKS if self._session.this_year.form == "excel" else "",
        }

    @of_results
    def safe(self) -> SafeChanges:
        """What can be done without looking."""
        found = self._safe_changes()
        kinds: list[SafeKind] = [
            {
                "kind": kind,
                "title": KINDS[kind].title,
                "what": KINDS[kind].what,
                "changes": len(step.edits),
                "rows_removed": len(step.removals),
                "children": self._children(step),
            }
            for kind, step in found.steps.items()
        ]
        return {
            "kinds": kinds,
            "changes": sum(kind["changes"] for kind in kinds),
            "rows_removed": sum(kind["rows_removed"] for kind in kinds),
            "held_back": len(found.held_back),
        }

    @of_results
    def suggestions(self, kind: str, rule: str, reason: str, offset: int, limit: int) -> Suggestions:
        """Proposals of a kind, for a rule and with a reason ("" for any), `limit` of them from the `offset`th on.

        Rows are deleted all at once within one reason only, and nothing is chosen for all at once.
        """
        every = list(enumerate(self._every_proposal()))
        wanted = [
            (number, found) for number, found in every if kind in ("", found.kind) and (not rule or rule in found.rules)
        ]
        reasons = Counter(found.sentence for _, found in wanted if found.removals)
        chosen = [(number, found) for number, found in wanted if not reason or found.sentence == reason]
        for_one_reason = len({found.sentence for _, found in chosen if found.removals}) <= 1
        of_kind = Counter(found.kind for _, found in every)
        of_rule = Counter(code for _, found in every for code in found.rules)
        asked = self._state.report.asked
        return {
            "total": len(chosen),
            "numbers": [
                number for number, found in chosen if not found.open and (for_one_reason or not found.removals)
            ],
            "reasons": [{"reason": words, "proposals": count} for words, count in reasons.most_common()],
            "kinds": [
                {"kind": name, "title": KINDS[name].title, "proposals": count} for name, count in of_kind.most_common()
            ],
            "rules": [
                {"code": code, "title": asked[code].title, "proposals": count}
                for code, count in of_rule.most_common()
                if code in asked
            ],
            "proposals": [self._proposal(number, found) for number, found in chosen[offset : offset + limit]],
            "crowded": [
                f"Child {child} has {count_of(rows, 'row')} of one year, more than one child can have, so nothing is "
                "proposed for it. See whether CHILD is right in these rows."
                for child, rows in crowded(self._state.r).items()
            ],
        }

    def _proposal(self, number: int, found: Proposal) -> Suggestion:
        results = self._session.results
        assert results is not None
        first = found.edits[0] if found.edits else None
        return {
            "number": number,
            "kind": found.kind,
            "title": KINDS[found.kind].title,
            "child": found.child,
            "child_number": results.child_numbers.get(found.child),
            "sentence": found.sentence,
            "ground": GROUNDS[found.ground],
            "rules": list(found.rules),
            "changes": [self._shown(part) for part in found.parts],
            "open": found.open,
            "alternatives": [
                {"value": value, "meaning": meaning(first.table, first.field, value)}
                for value in found.alternatives
                if first is not None
            ],
        }

    @of_results
    def columns(self, table: str) -> list[ChangeableColumn]:
        """The columns of a table that can be changed."""
        year = self._state.report.collection.year
        known = tables().get(TableRef.of(table).name)
        return [
            {
                "field": column.name,
                "title": column.title,
                "codes": [
                    {"value": value, "meaning": words}
                    for value, words in (codes(column.codes, year).items() if column.codes else ())
                ],
            }
            for column in (known.columns.values() if known else ())
        ]

    def _safe_changes(self) -> Safe:
        state = self._state
        if self._safe is None:
            self._safe = safe_changes(state, self._session.steps, self._session.this_year.form)
        return self._safe

    def _every_proposal(self) -> Sequence[Proposal]:
        held_back = self._safe_changes().held_back
        if self._proposals is None:
            self._proposals = [*suggestions(self._state), *held_back]
        return self._proposals

    # -- doing it

    @of_results
    def preview(self, asked: Wanted, offset: int, limit: int) -> Preview | Refused:
        """What would come about, and `limit` of the changes from the `offset`th on."""
        if offset == 0:
            # Rows may be chosen by notes and marks, which may be others than when the same was asked before.
            self._previewed = None
        try:
            step, would, light = self._try(asked)
        except InputError as error:
            return {"problem": str(error)}
        parts = step.parts
        added = would.added - light
        return {
            "changes": len(step.edits),
            "rows_removed": len(step.removals),
            "children": self._children(step),
            "resolved": len(would.resolved),
            "resolves": self._by_rule(would.resolved),
            "added": len(added),
            "adds": self._by_rule(added),
            "to_light": len(light),
            "lights": self._by_rule(light),
            "total": len(parts),
            "shown": [self._shown(part) for part in parts[offset : offset + limit]],
        }

    @of_results
    def apply(self, asked: Wanted) -> AfterStep | Refused:
        """Make the changes."""
        try:
            step, would, _ = self._try(asked)
        except InputError as error:
            return {"problem": str(error)}
        return self._take([*self._session.steps, step], would.state)

    @of_results
    def undo(self) -> AfterStep:
        """Take the last step back."""
        return self._go_to(self._session.steps[:-1])

    @of_results
    def undo_all(self) -> AfterStep:
        """Take every step back."""
        return self._go_to([])

    def _go_to(self, steps: Sequence[Step]) -> AfterStep:
        return self._take(steps, self._state.after(steps))

    def _take(self, steps: Sequence[Step], state: State) -> AfterStep:
        summary = self._session.take(steps, state)
        return {"summary": summary, "state": self._corrections()}

    def _try(self, asked: Wanted) -> tuple[Step, Effect, frozenset[Flag]]:
        """The step that is asked for, its effect, and the issues that come to light by it; kept for `apply`."""
        state = self._state
        if self._previewed is None or self._previewed[0] != asked:
            step = self._whole(self._step(asked))
            if not step.edits and not step.removals:
                raise InputError("Nothing would change: every cell chosen says so already.")
            would = effect(state, [*self._session.steps, step])
            if _may_not_be_written(step, would.state, self._session.this_year.form):
                # Better to say so now than when it is saved.
                self._corrected_files(would.state)
            self._previewed = asked, step, would, brought_to_light(state, step, would.added)
        return self._previewed[1:]

    def _whole(self, step: Step) -> Step:
        """With the cells that an XML return states once for several rows changed in all of them."""
        session, corrected = self._session, self._state.corrected
        edits = with_companions(session.sources("this_year"), corrected, session.this_year.form, step.edits)
        gone = {(removal.table, removal.row) for removal in step.removals}
        return replace(step, edits=[edit for edit in edits if (edit.table, edit.row) not in gone])

    def _step(self, asked: Wanted) -> Step:
        if "safe" in asked:
            found = self._safe_changes().steps
            return _joined([found[kind] for kind in asked["safe"] if kind in found])
        if "proposals" in asked:
            return self._of_proposals(asked["proposals"], asked.get("values") or {})
        return self._bulk(asked["bulk"])

    def _of_proposals(self, numbers: Sequence[int], values: Mapping[str | int, str]) -> Step:
        chosen = {str(number): value for number, value in values.items()}
        edits: dict[tuple[str, int, str], Edit] = {}
        removals: dict[tuple[str, int], Removal] = {}
        every = self._every_proposal()
        if any(not 0 <= number < len(every) for number in numbers):
            raise InputError("What was chosen is not proposed any more.", "Choose again.")
        for number in numbers:
            found = every[number]
            for at, edit in enumerate(found.edits):
                value = chosen.get(str(number)) if at == 0 else None
                if found.open and at == 0 and value not in found.alternatives:
                    raise InputError(
                        f"No value is chosen for {edit.field} of child {found.child}.",
                        "Choose one under “Change to”, or take the tick away.",
                    )
                wanted = edit if value in (None, edit.new) else _chosen_instead(found, edit, value)
                cell = (edit.table, edit.row, edit.field)
                if edits.setdefault(cell, wanted).new != wanted.new:
                    raise InputError(
                        f"Two of the suggestions chosen for child {found.child} change the same cell differently.",
                        "Choose one of them.",
                    )
            removals |= {(removal.table, removal.row): removal for removal in found.removals}
        kinds = dict.fromkeys(KINDS[every[number].kind].title for number in numbers)
        # What stands in a row that goes is not changed any more.
        left = tuple(edit for edit in edits.values() if (edit.table, edit.row) not in removals)
        return Step(_title(list(kinds)), "suggestion", left, tuple(removals.values()))

    def _bulk(self, asked: ManyRows) -> Step:
        results = self._session.results
        assert results is not None
        chosen = asked["rows"]
        positions = asked.get("positions")
        if positions is None:
            positions = results.positions_of(chosen)
        issues = [results.issues[position] for position in results.there(positions)]
        table = TableRef.of(chosen["table"])
        rows = [issue.row for issue in issues if issue.table == table]
        rule = "" if "find" in chosen else chosen["rule"]
        return bulk_step(self._state, table, rows, asked, rule)

    # -- how it is told

    def _shown(self, part: Edit | Removal | Change) -> ChangeShown:
        results = self._session.results
        assert results is not None
        original = self._state.corrected.original[part.table]
        child = str(original.columns["CHILD"][part.row])
        column = "" if isinstance(part, Removal) else part.field
        shown: ChangeShown = {
            "child": child,
            "child_number": results.child_numbers.get(child),
            "table_title": table_title(TableRef(part.table)),
            "file": original.file,
            "line": int(original.line[part.row]),
            "key": row_key_words(original, part.row),
            "field": column,
            "title": column_of(part.table, column).title if column else "",
            "before": "",
            "before_meaning": "",
            "after": "",
            "after_meaning": "",
            "why": part.why,
            "ground": GROUNDS.get(part.ground, ""),
        }
        if isinstance(part, Removal) or not column:
            return shown
        known = tables()[part.table].columns[column]
        before = part.old if isinstance(part, Change) else self._now(part)
        return {
            **shown,
            "before": before,
            "before_meaning": meaning(part.table, column, tidy_value(known, before)),
            "after": part.new,
            "after_meaning": meaning(part.table, column, tidy_value(known, part.new)),
        }

    def _now(self, edit: Edit) -> str:
        corrected = self._state.corrected
        row = int(corrected.rows[edit.table].searchsorted(edit.row))
        return str(corrected.tables[edit.table].raw[edit.field][row])

    def _by_rule(self, issues: Iterable[Flag]) -> list[IssuesOfRule]:
        asked = self._state.report.asked
        counts = Counter(flag.rule for flag in issues)
        most_first = sorted(counts.items(), key=lambda item: (-item[1], order(item[0])))
        return [{"rule": code, "title": asked[code].title, "issues": count} for code, count in most_first]

    def _children(self, step: Step) -> int:
        original = self._state.corrected.original
        touched = {str(original[part.table].columns["CHILD"][part.row]) for part in step.parts}
        return len(touched - {""})

    # -- what was done

    @of_results
    def changes(self, offset: int, limit: int) -> ChangesMade:
        """How the return differs from the files, `limit` of the changes from the `offset`th on."""
        made = self._state.corrected.changes
        return {
            "total": len(made),
            "changes": [
                {**self._shown(change), "kind": change.kind, "rule": change.rule, "time": f"{change.when:%H:%M}"}
                for change in made[offset : offset + limit]
            ],
        }

    @of_results
    def corrected(self) -> Saved | Refused:
        """This year's files with the changes, as one download."""
        try:
            return _download("corrected.zip", self._corrected_files(self._state))
        except InputError as error:
            return {"problem": str(error)}

    def _corrected_files(self, state: State) -> dict[str, bytes]:
        session = self._session
        return corrected_files(session.sources("this_year"), state.corrected)

    @of_results
    def originals(self) -> Saved:
        """This year's files as they were chosen, as one download."""
        return _download("originals.zip", dict(self._session.sources("this_year")))

    @of_results
    def log(self, form: Literal["csv", "xlsx"], grouped: bool) -> Saved:
        """The list of changes, "csv" or "xlsx", if wanted by social worker."""
        state = self._state
        grouping = by_social_worker(state.r) if grouped else None
        name = f"changes{settings_in_name(state.report.settings)}"
        if form == "csv":
            return saved(Download(f"{name}.csv", "text/csv", log_csv(state.corrected, grouping)))
        written = log_workbook(state.corrected, grouping, state.report.settings)
        return saved(Download(f"{name}.xlsx", _WORKBOOK, written))


def _download(name: str, files: Mapping[str, bytes]) -> Saved:
    if len(files) == 1:
        ((only, content),) = files.items()
        return saved(Download(only.rpartition("/")[2], "application/octet-stream", content))
    return saved(packed(name, files))


def _chosen_instead(found: Proposal, edit: Edit, value: str) -> Edit:
    """The edit with a value that was chosen: where none was proposed, or another than was."""
    if found.open:
        return edit._replace(new=value, why=f"{value} was chosen. {edit.why}")
    why = f"{value or 'Blank'} was chosen in place of {edit.new or 'blank'}, which was proposed. {edit.why}"
    return edit._replace(new=value, why=why, ground=found.alternatives.get(value, CHOICE))


def _may_not_be_written(step: Step, after: State, form: str) -> bool:
    """Whether it is to be tried if the files can hold what a step changes.

    An XML return cannot do without some of its elements; a CSV file has an encoding, and no blank rows.
    """
    if any(not edit.new.isascii() for edit in step.edits):
        return True
    cleared = [edit for edit in step.edits if not edit.new]
    if form == "xml":
        return bool(step.removals or cleared) or any(edit.field == "CHILD" for edit in step.edits)
    return any(_is_blank(after, edit) for edit in cleared)


def _is_blank(state: State, edit: Edit) -> bool:
    row = int(state.corrected.rows[edit.table].searchsorted(edit.row))
    return not any(values[row] for values in state.corrected.tables[edit.table].columns.values())


def _joined(steps: Sequence[Step]) -> Step:
    """Several safe steps as the one that is taken and taken back."""
    return Step(
        _title([step.title for step in steps]),
        "safe",
        tuple(edit for step in steps for edit in step.edits),
        tuple(removal for step in steps for removal in step.removals),
    )


def _title(kinds: Sequence[str]) -> str:
    """A step of several kinds is called by the first two."""
    more = [f"{len(kinds) - 2} more"] if len(kinds) > 2 else []
    return listed([*kinds[:2], *more])


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "state": Cleaning.state,
    "safe": Cleaning.safe,
    "suggestions": Cleaning.suggestions,
    "columns": Cleaning.columns,
    "preview": Cleaning.preview,
    "apply": Cleaning.apply,
    "undo": Cleaning.undo,
    "undo_all": Cleaning.undo_all,
    "changes": Cleaning.changes,
    "corrected": Cleaning.corrected,
    "originals": Cleaning.originals,
    "log": Cleaning.log,
}
