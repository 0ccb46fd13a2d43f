"""What the user has put down about issues and rules: a state, a note, and that an issue was looked at.

Notes are kept by what an issue is known by from run to run, so that they outlive a check and can be carried over by a
run file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from .errors import InputError
from .issue_keys import IssueKey, hashed

K = TypeVar("K")

# How far the matter is, as it is called on screen.
STATES: Mapping[str, str] = {
    "todo": "To do",
    "asked": "Asked",
    "waiting": "Waiting",
    "explained": "Explained to the Department",
    "wont_fix": "Won’t fix",
}
# Nobody is asked to put these right any more.
SETTLED = ("explained", "wont_fix")

LONGEST_NOTE = 2000


class Note(NamedTuple):
    """One of STATES or "", and words of one or more lines or ""."""

    state: str
    text: str

    @property
    def title(self) -> str:
        """The state as it is called on screen; "" without one."""
        return STATES.get(self.state, "")


NO_NOTE = Note("", "")


def note_of(state: str, text: str) -> Note:
    """A note as the user gives it. Raises InputError for a state that there is none of, or for too long a text."""
    if state and state not in STATES:
        raise InputError(f"There is no state “{state[:40]}”.", f"The states are {', '.join(STATES)}.")
    # Signs that cannot be shown could hide or turn round what is read.
    lines = ["".join(c for c in line.expandtabs(4) if c.isprintable()).rstrip() for line in text.splitlines()]
    text = "\n".join(lines).strip()
    if len(text) > LONGEST_NOTE:
        raise InputError(
            f"The note has {len(text):,} characters.", f"Shorten it: {LONGEST_NOTE:,} is the most that is kept."
        )
    return Note(state, text)


@dataclass(frozen=True)
class Noted:
    """Notes on issues and on rules, and the issues looked at. With a `salt` the issues' ids are hashed with it."""

    issues: Mapping[IssueKey, Note] = field(default_factory=dict)
    rules: Mapping[str, Note] = field(default_factory=dict)
    looked_at: frozenset[IssueKey] = frozenset()
    salt: str = ""

    def hashed(self, salt: str) -> Noted:
        """The same, of plain ids, with ids hashed."""
        issues = dict(zip(hashed(self.issues, salt), self.issues.values(), strict=True))
        return Noted(issues, self.rules, frozenset(hashed(self.looked_at, salt)), salt)


class Notes:
    """All notes of a session: those made here, and beneath them those of one earlier run.

    `version` changes with every change.
    """

    def __init__(self) -> None:
        # Made here; a blank note, or False, says that what the run had is taken away.
        self._issues: dict[IssueKey, Note] = {}
        self._rules: dict[str, Note] = {}
        self._looked: dict[IssueKey, bool] = {}
        self._taken = Noted()
        # Those of them that were put down since they were last saved in a run file.
        self._unsaved_notes: set[IssueKey | str] = set()
        self._unsaved_marks: set[IssueKey] = set()
        self.version = 0

    def take_over(self, taken: Noted) -> None:
        """Have these, of an earlier run, beneath those made here, in place of those of another run."""
        if taken != self._taken:
            self._taken = taken
            self.version += 1

    def made_here(self) -> dict[str, Any]:
        """The notes and marks made here, without those taken over, in a form that JSON keeps."""
        return {
            "issues": [[list(key), list(note)] for key, note in self._issues.items()],
            "rules": {code: list(note) for code, note in self._rules.items()},
            "looked": [[list(key), looked] for key, looked in self._looked.items()],
            "unsaved_notes": [key if isinstance(key, str) else list(key) for key in self._unsaved_notes],
            "unsaved_marks": [list(key) for key in self._unsaved_marks],
        }

    def make_again(self, made: Mapping[str, Any]) -> None:
        """Have what `made_here` told in place of what was made here."""
        self._issues = {IssueKey(*key): Note(*note) for key, note in made["issues"]}
        self._rules = {code: Note(*note) for code, note in made["rules"].items()}
        self._looked = {IssueKey(*key): looked for key, looked in made["looked"]}
        self._unsaved_notes = {key if isinstance(key, str) else IssueKey(*key) for key in made["unsaved_notes"]}
        self._unsaved_marks = {IssueKey(*key) for key in made["unsaved_marks"]}
        self.version += 1

    def annotate(self, keys: Iterable[IssueKey], note: Note) -> None:
        """Put a note on issues in place of what they had; NO_NOTE takes it away."""
        noted = dict.fromkeys(keys, note)
        self._issues |= noted
        self._unsaved_notes |= noted.keys()
        self.version += 1

    def annotate_rule(self, code: str, note: Note) -> None:
        """Put a note on a rule in place of what it had; NO_NOTE takes it away."""
        self._rules[code] = note
        self._unsaved_notes.add(code)
        self.version += 1

    def look(self, keys: Iterable[IssueKey], looked_at: bool) -> None:
        """Mark issues as looked at, or take the mark away."""
        marked = dict.fromkeys(keys, looked_at)
        self._looked |= marked
        self._unsaved_marks |= marked.keys()
        self.version += 1

    def saved(self) -> None:
        """All that was put down so far is in a run file."""
        self._unsaved_notes, self._unsaved_marks = set(), set()

    @property
    def unsaved(self) -> dict[str, int]:
        """How many {notes, marks} were put down or taken away since they were last saved."""
        return {"notes": len(self._unsaved_notes), "marks": len(self._unsaved_marks)}

    def lost_to(self, other: Noted) -> dict[str, int]:
        """How many {notes, marks} taken over would not be there any more with `other` taken over in their place.

        Ids hashed in different ways cannot be compared, so then it is all of them.
        """
        taken, comparable = self._taken, other.salt == self._taken.salt
        issues, looked_at = (other.issues, other.looked_at) if comparable else ({}, frozenset())
        notes = [key for key, note in taken.issues.items() if key not in self._issues and issues.get(key) != note]
        rules = [
            code for code, note in taken.rules.items() if code not in self._rules and other.rules.get(code) != note
        ]
        marks = [key for key in taken.looked_at if key not in self._looked and key not in looked_at]
        return {"notes": len(notes) + len(rules), "marks": len(marks)}

    def rule(self, code: str) -> Note:
        """The note on a rule; NO_NOTE when there is none."""
        return self._rules.get(code, self._taken.rules.get(code, NO_NOTE))

    @property
    def rules(self) -> dict[str, Note]:
        """Every rule that has a note, with it."""
        return _filled({**self._taken.rules, **self._rules})

    @property
    def empty(self) -> bool:
        """Whether nothing was ever put down about an issue, so that there is no need to look."""
        return not (self._issues or self._looked or self._taken.issues or self._taken.looked_at)

    @property
    def salt(self) -> str:
        """What the ids of the earlier run are hashed with; "" where they are plain."""
        return self._taken.salt

    def of_issues(self, keys: Sequence[IssueKey], known_as: Sequence[IssueKey]) -> tuple[dict[int, Note], set[int]]:
        """Of these issues, by place among them: the notes of those that have one; those looked at.

        `known_as` are the keys as the earlier run has them: hashed where that has a `salt`.
        """
        issues, taken = self._issues, self._taken
        notes: dict[int, Note] = {}
        looked_at: set[int] = set()
        for at, (key, known) in enumerate(zip(keys, known_as, strict=True)):
            note = issues[key] if key in issues else taken.issues.get(known, NO_NOTE)
            if note != NO_NOTE:
                notes[at] = note
            if self._looked.get(key, known in taken.looked_at):
                looked_at.add(at)
        return notes, looked_at

    def noted(self, keys: Sequence[IssueKey], salt: str = "") -> Noted:
        """All there is, for a run file of the issues `keys`, ids hashed with `salt` where one is given.

        Notes on issues that were not found this time are among it. Where those of the earlier run are known by another
        hash only, the ones on issues found this time are all that can be told.
        """
        taken = self._taken
        if taken.salt and taken.salt != salt:
            known = dict(zip(hashed(keys, taken.salt), keys, strict=True))
            found = {known[key]: note for key, note in taken.issues.items() if key in known}
            seen = frozenset(known[key] for key in taken.looked_at if key in known)
            taken = Noted(found, taken.rules, seen)
        here = Noted(self._issues, self._rules, frozenset(key for key, looked in self._looked.items() if looked))
        gone = frozenset(key for key, looked in self._looked.items() if not looked)
        if salt:
            here = here.hashed(salt)
            gone = frozenset(hashed(gone, salt))
            taken = taken if taken.salt else taken.hashed(salt)
        return Noted(
            _filled({**taken.issues, **here.issues}), self.rules, (taken.looked_at - gone) | here.looked_at, salt
        )

    @property
    def count(self) -> int:
        """How many issues have a note, found this time or not."""
        return len(self.noted([], self._taken.salt).issues)


def _filled(notes: Mapping[K, Note]) -> dict[K, Note]:
    return {key: note for key, note in notes.items() if note != NO_NOTE}


class IssueNotes:
    """The notes on one check's issues, which go by their place in its report ("position"), and on its rules."""

    def __init__(self, notes: Notes, rules: Sequence[str], keys: Callable[[], Sequence[IssueKey]]) -> None:
        """`rules` are the issues' rules, `keys` gives their keys when there is something to be known by them."""
        self._notes = notes
        self._rules = rules
        self._keys = keys
        # Salt -> the keys hashed with it, which takes its time.
        self._hashed: dict[str, Sequence[IssueKey]] = {}
        self._version = -1
        self._of: dict[int, Note] = {}
        self._looked_at: set[int] = set()

    def _refresh(self) -> None:
        if self._version != self._notes.version:
            self._of, self._looked_at = self._find()
            self._version = self._notes.version

    def _find(self) -> tuple[dict[int, Note], set[int]]:
        if self._notes.empty:
            return {}, set()
        keys, salt = self._keys(), self._notes.salt
        if salt and salt not in self._hashed:
            self._hashed[salt] = hashed(keys, salt)
        return self._notes.of_issues(keys, self._hashed[salt] if salt else keys)

    @property
    def looked_at(self) -> set[int]:
        """Positions of the issues that are marked as looked at."""
        self._refresh()
        return self._looked_at

    def note(self, position: int) -> Note:
        """An issue's own note; NO_NOTE when there is none."""
        self._refresh()
        return self._of.get(position, NO_NOTE)

    def rule(self, code: str) -> Note:
        """The note on a rule; NO_NOTE when there is none."""
        return self._notes.rule(code)

    def state(self, position: int) -> str:
        """The state that an issue is in: its own or, without one, that of its rule."""
        return self.note(position).state or self.rule(self._rules[position]).state

    def state_title(self, position: int) -> str:
        """The same as it is called on screen, saying so when it is that of the whole rule; "" without one."""
        own, state = self.note(position).title, self.state(position)
        return own or (f"{STATES[state]} (whole rule)" if state else "")

    def in_state(self, state: str) -> list[int]:
        """Positions of the issues that are in a state, or with "none" in no state."""
        wanted = "" if state == "none" else state
        return [position for position in range(len(self._rules)) if self.state(position) == wanted]

    def annotate(self, positions: Iterable[int], note: Note) -> None:
        """Put a note on issues in place of what they had."""
        keys = self._keys()
        self._notes.annotate([keys[position] for position in positions], note)

    def look(self, positions: Iterable[int], looked_at: bool) -> None:
        """Mark issues as looked at, or take the mark away."""
        keys = self._keys()
        self._notes.look([keys[position] for position in positions], looked_at)


def no_notes(rules: Sequence[str]) -> IssueNotes:
    """That there are no notes on issues of these rules."""
    return IssueNotes(Notes(), rules, lambda: ())
