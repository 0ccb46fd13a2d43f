"""What the page may ask about runs and notes: hold earlier runs and compare, save this one, put states and notes.

The shapes of the answers are in answers/tracking.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ..checking.catalogue import CATEGORY_NAMES
from ..exporting.downloads import Download
from ..returns.cells import table_title
from ..returns.errors import InputError
from ..tracking.comparison import compare_runs
from ..tracking.notes import NO_NOTE, STATES, Noted, note_of
from ..tracking.runs import Run, file_name, new_salt, read_run, to_json
from ..tracking.status import IssueStatuses
from .bridge import Session
from .parts import Questions, of_results, problem_of, whole
from .parts import saved as as_saved

if TYPE_CHECKING:
    from ..returns.answers import Nothing
    from ..tracking.answers import NotesAndMarks
    from .answers.common import Refused, Saved
    from .answers.tracking import FixedIssues, HeldRun, HeldRuns, NoteState, OverTime, Progress
    from .given import IssuesNoted, NoteGiven, RuleNoted


class Runs:
    """The earlier runs that the page holds; `session` is asked for the last check's results and for the notes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Number -> file name and what came of the file. Numbers are given once, so that they mean the same for good.
        self._held: dict[int, tuple[str, Run | InputError]] = {}
        self._last_number = 0
        # The number of the run that the user chose to compare with, 0 for none; None as long as nothing was chosen.
        self._chosen: int | None = None
        self._own_salt = new_salt()

    # -- runs

    def state(self) -> HeldRuns:
        """The runs held, oldest first, those that cannot be used last."""
        problems: list[HeldRun] = [
            {**_described(number, name), "problem": problem_of(held)}
            for number, (name, held) in self._held.items()
            if isinstance(held, InputError)
        ]
        notes = self._session.notes
        return {
            "runs": [_described(number, self._held[number][0], run) for number, run in self._runs().items()] + problems,
            "compared": self._compared(),
            "notes": {"issues": notes.count, "rules": len(notes.rules)},
            "salted": any(run.salt for run in self._runs().values()),
        }

    def add(self, name: str, size: int, content: bytes | None) -> HeldRuns:
        """Hold a file, given as to `Session.add`, in place of one of the same name. Returns `state()`.

        The newest run held is then the one compared with.
        """
        self._held = {number: held for number, held in self._held.items() if held[0] != name}
        self._last_number += 1
        try:
            self._held[self._last_number] = (name, read_run(whole(name, size, content), name))
        except InputError as problem:
            self._held[self._last_number] = (name, problem)
        self._chosen = None
        return self._changed()

    def lost_to(self, name: str, size: int, content: bytes | None) -> NotesAndMarks:
        """How many notes and marks would not be there any more if this file, given as to `add`, were held too."""
        held = {number: held for number, held in self._held.items() if held[0] != name}
        with suppress(InputError):
            held[self._last_number + 1] = (name, read_run(whole(name, size, content), name))
        return self._session.notes.lost_to(_notes(_newest(held)))

    def lost_without(self, number: int) -> NotesAndMarks:
        """How many notes and marks would not be there any more without a file."""
        return self._session.notes.lost_to(
            _notes(_newest({at: held for at, held in self._held.items() if at != number}))
        )

    def remove(self, number: int) -> HeldRuns:
        """Let go of a file, and of the notes that were taken over from it. Returns `state()`."""
        self._held.pop(number, None)
        if self._chosen == number:
            self._chosen = None
        return self._changed()

    def compare_with(self, number: int | None) -> HeldRuns:
        """Choose the run to compare with, None for none. Returns `state()`."""
        self._chosen = number or 0
        return self._changed()

    def _runs(self) -> dict[int, Run]:
        """Number -> run, of those that can be used, oldest first."""
        return _oldest_first(self._held)

    def _compared(self) -> int | None:
        runs = self._runs()
        if self._chosen is None:
            return list(runs)[-1] if runs else None
        return self._chosen if self._chosen in runs else None

    def _changed(self) -> HeldRuns:
        """Let the session know which run is compared with, and take over the notes of the newest."""
        runs = self._runs()
        number = self._compared()
        session = self._session
        session.compared = None if number is None else runs[number]
        newest = _newest(self._held)
        session.notes.take_over(_notes(newest), newest.issues if newest else ())
        if session.results is not None:
            session.results.statuses.compare_with(session.compared)
        return self.state()

    @property
    def has_results(self) -> bool:
        """Whether there is a last check, which can be saved and compared."""
        return self._session.has_results

    @property
    def _statuses(self) -> IssueStatuses | None:
        return self._session.results.statuses if self._session.results else None

    @of_results
    def save(self, hashed: bool) -> Saved:
        """The last check as a run file."""
        assert self._statuses is not None
        run = self._statuses.to_save(self._salt() if hashed else "")
        return as_saved(Download(file_name(run), "application/json", to_json(run)))

    def saved(self) -> None:
        """The file that `save` gave is in the user's downloads."""
        self._session.notes.saved()

    def _salt(self) -> str:
        """The salt of the run compared with or of the newest that has one, so that runs can be compared later on."""
        compared = self._session.compared
        salts = [run.salt for run in self._runs().values() if run.salt]
        return (compared.salt if compared else "") or (salts[-1] if salts else self._own_salt)

    # -- progress

    def progress(self) -> Progress | None:
        """How the last check stands to the run compared with; None when there is none."""
        comparison = self._statuses.comparison if self._statuses else None
        if comparison is None:
            return None
        return {
            "label": comparison.old.label,
            "warnings": list(comparison.warnings),
            "new": len(comparison.found_new),
            "still": comparison.still,
            "fixed": len(comparison.fixed),
            "not_checked": len(comparison.not_checked),
            "rules": [
                {
                    "code": rule.code,
                    "title": rule.title,
                    "new": rule.new,
                    "still": rule.still,
                    "fixed": rule.fixed,
                }
                for rule in comparison.rules
            ],
        }

    def fixed(self, offset: int, limit: int) -> FixedIssues:
        """`limit` of the issues that are fixed, from the `offset`th on."""
        found = self._statuses.fixed if self._statuses else []
        return {
            "total": len(found),
            "issues": [
                {
                    "rule": fixed.issue.rule,
                    "title": fixed.title,
                    "child": fixed.issue.child,
                    "table_title": table_title(fixed.issue.table),
                    "key": fixed.issue.row,
                    "note": fixed.note.text,
                    "state_title": fixed.note.title,
                }
                for fixed in found[offset : offset + limit]
            ],
        }

    def over_time(self) -> OverTime:
        """The runs held, oldest first, and last the last check.

        New and fixed are counted from the run before; None for the first, and where ids are hashed differently.
        """
        runs = list(self._runs().values())
        labels = [run.label for run in runs]
        if self._statuses is not None:
            runs.append(self._statuses.run)
            labels.append("This check")
        return {
            "runs": [
                {
                    "label": label,
                    "when": run.saved.isoformat(),
                    "issues": len(run.issues),
                    "children_affected": run.children_affected,
                    "new": new,
                    "fixed": fixed,
                }
                for label, before, run in zip(labels, [None, *runs], runs, strict=False)
                for new, fixed in [_since(before, run)]
            ],
            "categories": [
                {"name": name, "title": title, "issues": [run.by_category[name] for run in runs]}
                for name, title in CATEGORY_NAMES.items()
            ],
        }

    # -- notes

    def states(self) -> list[NoteState]:
        """The states that there are."""
        return [{"code": code, "title": title} for code, title in STATES.items()]

    @of_results
    def noted(self, positions: list[int]) -> int:
        """How many of these issues have a note of their own."""
        assert self._statuses is not None
        notes = self._statuses.notes
        return sum(notes.note(position) != NO_NOTE for position in positions)

    def annotate(self, what: IssuesNoted | RuleNoted, noted: NoteGiven) -> Nothing | Refused:
        """Put a state and a note on issues or on a rule, in place of what they had."""
        try:
            note = note_of(noted["state"], noted["note"])
        except InputError as error:
            return {"problem": str(error)}
        report, results = self._session.report, self._session.results
        if "rule" in what:
            if report is not None and what["rule"] in report.asked:
                self._session.notes.annotate_rule(what["rule"], note)
                return {}
        elif results is not None:
            results.annotate(what["positions"], note)
            return {}
        return {"problem": "The issues are not here any more. Check the return again, then write the note."}


def _oldest_first(held: Mapping[int, tuple[str, Run | InputError]]) -> dict[int, Run]:
    runs = {number: run for number, (_, run) in held.items() if isinstance(run, Run)}
    return dict(sorted(runs.items(), key=lambda item: item[1].saved))


def _newest(held: Mapping[int, tuple[str, Run | InputError]]) -> Run | None:
    """The run whose notes are taken over."""
    return next(reversed(_oldest_first(held).values()), None)


def _notes(run: Run | None) -> Noted:
    return run.noted if run else Noted()


def _described(number: int, name: str, run: Run | None = None) -> HeldRun:
    return {
        "number": number,
        "name": name,
        "label": run.label if run else "",
        "year": run.year if run else "",
        "authority": run.authority_name if run else "",
        "issues": len(run.issues) if run else 0,
        "children": run.children if run else 0,
        "hashed": bool(run and run.salt),
        "problem": None,
    }


def _since(before: Run | None, run: Run) -> tuple[int | None, int | None]:
    """How many issues are new and how many are fixed since the run before."""
    try:
        found = compare_runs(before, run) if before else None
    except InputError:
        found = None
    return (len(found.found_new), len(found.fixed)) if found else (None, None)


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "state": Runs.state,
    "add": Runs.add,
    "lost_to": Runs.lost_to,
    "lost_without": Runs.lost_without,
    "remove": Runs.remove,
    "compare_with": Runs.compare_with,
    "save": Runs.save,
    "saved": Runs.saved,
    "progress": Runs.progress,
    "fixed": Runs.fixed,
    "over_time": Runs.over_time,
    "states": Runs.states,
    "noted": Runs.noted,
    "annotate": Runs.annotate,
}
