"""The status of one check's issues: what was noted about each, and whether an earlier run had it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..checking.report import Report
from ..correcting.edits import Corrected
from ..results.keys import IssueKey, IssueNames, issue_keys, renamed_rows
from ..returns.rows import Return
from .comparison import RunComparison, compare_runs
from .notes import NO_NOTE, IssueNotes, Note, Notes
from .runs import Run, make_run

if TYPE_CHECKING:
    from .answers import IssueStatus, NotesAndMarks


class Fixed(NamedTuple):
    """An issue of the earlier run that is fixed, with the note on it; child and row are "" where they are hashed."""

    issue: IssueKey
    title: str
    note: Note


class IssueStatuses:
    """One check's issues, by position, beside the notes and the run that they are compared with, if any."""

    def __init__(
        self,
        r: Return,
        report: Report,
        notes: Notes,
        compared: Run | None = None,
        corrected: Corrected | None = None,
    ) -> None:
        """`corrected` says which rows of the files the return was made of, where anything was changed."""
        self._return = r
        self._report = report
        self._corrected = corrected
        self._all_notes = notes
        self._compared = compared
        self._comparison: RunComparison | None = None
        self.notes = IssueNotes(notes, [issue.rule for issue in report.found], lambda: self.names)

    @property
    def keys(self) -> Sequence[IssueKey]:
        """What each issue is known by from run to run, whatever was changed since the files were read."""
        return self.names.keys

    @cached_property
    def names(self) -> IssueNames:
        """What each issue is known by: by its row in the file, and by its row as it is now."""
        corrected = self._corrected
        rows = renamed_rows(corrected, self._return.year) if corrected is not None else {}
        now = issue_keys(self._return, self._report)
        return IssueNames(issue_keys(self._return, self._report, corrected) if rows else now, now, rows)

    @cached_property
    def _run(self) -> Run:
        return make_run(self._return, self._report, self.names.now, Notes().noted(self.names), _now())

    @property
    def run(self) -> Run:
        """The check as a run of this moment, later than any that was saved, without notes and with plain ids."""
        return replace(self._run, saved=_now())

    def to_save(self, salt: str = "") -> Run:
        """The run as it is to be saved now: with the notes, and ids hashed where a salt is given."""
        run = self._run.hashed(salt) if salt else self._run
        return replace(run, saved=_now(), noted=self._all_notes.noted(self.names, salt))

    @property
    def unsaved(self) -> NotesAndMarks:
        """How many notes and marks are in no run file yet."""
        return self._all_notes.unsaved

    def compare_with(self, run: Run | None) -> None:
        """Take the run to compare with; None compares with none."""
        if run is not self._compared:
            self._compared = run
            self._comparison = None

    @property
    def comparison(self) -> RunComparison | None:
        """What is new, still there and fixed; None when there is no run to compare with."""
        if self._comparison is None and self._compared is not None:
            self._comparison = compare_runs(self._compared, self.run)
        return self._comparison

    def with_status(self, status: str) -> list[int]:
        """Positions of the issues that are "new" or "still" there."""
        statuses = self.comparison.status if self.comparison else ()
        return [position for position, found in enumerate(statuses) if found == status]

    def of(self, position: int) -> IssueStatus:
        """The status of an issue."""
        note = self.notes.note(position)
        return {
            "looked_at": position in self.notes.looked_at,
            "status": self.comparison.status[position] if self.comparison else "",
            "state": note.state,
            "state_title": self.notes.state_title(position),
            "note": note.text,
        }

    @property
    def fixed(self) -> list[Fixed]:
        """The issues of the earlier run that are fixed."""
        if (comparison := self.comparison) is None:
            return []
        old = comparison.old
        keys = [old.issues[at] for at in comparison.fixed]
        if old.salt:
            notes = [old.noted.issues.get(key, NO_NOTE) for key in keys]
        else:
            notes = [self._all_notes.of_run(key, old.noted) for key in keys]
        return [
            Fixed(old.shown(at), comparison.title(old.issues[at].rule), note)
            for at, note in zip(comparison.fixed, notes, strict=True)
        ]


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone().replace(microsecond=0)
