"""What the user has noted about issues and rules: a state, a note, and that an issue was looked at.

Notes are kept by what an issue is known by from run to run, so that they outlive a check and can be carried over by a
run file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..results.keys import IssueKey, IssueNames, RowName, hashed, paired, read_key, read_row, renamed, written
from ..returns.errors import InputError

if TYPE_CHECKING:
    from .answers import NotesAndMarks

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
    """Notes on issues and on rules, and the issues looked at. With a `salt` the issues' ids are hashed with it.

    `was` has the rows that corrections gave another name, and what each was called in its file.
    """

    issues: Mapping[IssueKey, Note] = field(default_factory=dict)
    rules: Mapping[str, Note] = field(default_factory=dict)
    looked_at: frozenset[IssueKey] = frozenset()
    salt: str = ""
    was: Mapping[RowName, RowName] = field(default_factory=dict)

    def hashed(self, salt: str) -> Noted:
        """The same, of plain ids, with ids hashed."""
        issues = dict(zip(hashed(self.issues, salt), self.issues.values(), strict=True))
        was = dict(zip(hashed(self.was, salt), hashed(self.was.values(), salt), strict=True))
        return Noted(issues, self.rules, frozenset(hashed(self.looked_at, salt)), salt, was)

    def names(self, key: IssueKey) -> tuple[IssueKey, IssueKey]:
        """What an issue is known by now, and by its row in the file."""
        return key, renamed(key, self.was)

    def both(self, keys: Sequence[IssueKey]) -> list[Sequence[IssueKey]]:
        """The issues as they are known now and, where that differs for any, by their rows in the files."""
        return [keys, [renamed(key, self.was) for key in keys]] if self.was else [keys]


class Notes:
    """All notes of a session: those made here, and beneath them those of one earlier run.

    Those made here go by what the row is called in its file, so that no correction moves or loses them. `version`
    changes with every change.
    """

    def __init__(self) -> None:
        # Made here; a blank note, or False, says that what the run had is taken away.
        self._issues: dict[IssueKey, Note] = {}
        self._rules: dict[str, Note] = {}
        self._looked: dict[IssueKey, bool] = {}
        self._taken = Noted()
        # The issues that the earlier run knows of, and what it calls those of the check that was asked about last.
        self._known: Sequence[IssueKey] = ()
        self._known_as: tuple[IssueNames, Sequence[IssueKey | None]] | None = None
        # What corrections made rows of files that are gone now be called.
        self._renamed: dict[RowName, RowName] = {}
        # Those of them that were made since they were last saved in a run file.
        self._unsaved_notes: set[IssueKey | str] = set()
        self._unsaved_marks: set[IssueKey] = set()
        self.version = 0

    def take_over(self, taken: Noted, issues: Sequence[IssueKey] = ()) -> None:
        """Have these, of an earlier run that found `issues`, beneath those made here, in place of another run's."""
        known = list(dict.fromkeys([*issues, *taken.issues, *sorted(taken.looked_at)]))
        if taken != self._taken or known != self._known:
            self._taken, self._known, self._known_as = taken, known, None
            self.version += 1

    def made_here(self) -> dict[str, Any]:
        """The notes and marks made here, without those taken over, in a form that JSON keeps."""
        return {
            "issues": [[written(key), list(note)] for key, note in self._issues.items()],
            "rules": {code: list(note) for code, note in self._rules.items()},
            "looked": [[written(key), looked] for key, looked in self._looked.items()],
            "unsaved_notes": [key if isinstance(key, str) else written(key) for key in self._unsaved_notes],
            "unsaved_marks": [written(key) for key in self._unsaved_marks],
            "renamed": [[written(old), written(new)] for old, new in self._renamed.items()],
        }

    def make_again(self, made: Mapping[str, Any]) -> None:
        """Have what `made_here` told in place of what was made here."""
        self._issues = {read_key(*key): Note(*note) for key, note in made["issues"]}
        self._rules = {code: Note(*note) for code, note in made["rules"].items()}
        self._looked = {read_key(*key): looked for key, looked in made["looked"]}
        self._unsaved_notes = {key if isinstance(key, str) else read_key(*key) for key in made["unsaved_notes"]}
        self._unsaved_marks = {read_key(*key) for key in made["unsaved_marks"]}
        self._renamed = {read_row(*old): read_row(*new) for old, new in made["renamed"]}
        self.version += 1

    def leave(self, renamed: Mapping[RowName, RowName]) -> None:
        """The files are to give way to others, perhaps the corrected ones: corrections gave rows these names."""
        self._renamed |= renamed

    def arrive(self, names: Callable[[], IssueNames]) -> None:
        """Other files were checked: have the notes made here go by what rows are called in these."""
        if not self._renamed:
            return
        keys = names().keys
        held = list({**self._issues, **self._looked})
        corrected = [renamed(key, self._renamed) for key in held]
        called = dict(zip(held, corrected, strict=True))
        for at, place in enumerate(paired([keys], [corrected, held])):
            if place is not None:
                called[held[place]] = keys[at]
        self._renamed = {}
        self._issues = {called[key]: note for key, note in self._issues.items()}
        self._looked = {called[key]: looked for key, looked in self._looked.items()}
        self._unsaved_notes = {called[key] if isinstance(key, IssueKey) else key for key in self._unsaved_notes}
        self._unsaved_marks = {called[key] for key in self._unsaved_marks}
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
        """All that was noted so far is in a run file."""
        self._unsaved_notes, self._unsaved_marks = set(), set()

    @property
    def unsaved(self) -> NotesAndMarks:
        """How many notes and marks were made or taken away since they were last saved."""
        return {"notes": len(self._unsaved_notes), "marks": len(self._unsaved_marks)}

    def lost_to(self, other: Noted) -> NotesAndMarks:
        """How many notes and marks taken over would not be there any more with `other` taken over in their place.

        Ids hashed in different ways cannot be compared, so then it is all of them.
        """
        taken, comparable = self._taken, other.salt == self._taken.salt
        issues = {name: note for key, note in other.issues.items() for name in other.names(key) if comparable}
        looked_at = {name for key in other.looked_at for name in other.names(key) if comparable}
        notes = [
            key
            for key, note in taken.issues.items()
            if not any(name in self._issues or issues.get(name) == note for name in taken.names(key))
        ]
        rules = [
            code for code, note in taken.rules.items() if code not in self._rules and other.rules.get(code) != note
        ]
        marks = [
            key
            for key in taken.looked_at
            if not any(name in self._looked or name in looked_at for name in taken.names(key))
        ]
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
        """Whether nothing was ever noted about an issue, so that there is no need to look."""
        return not (self._issues or self._looked or self._taken.issues or self._taken.looked_at)

    def _known_of(self, names: IssueNames) -> Sequence[IssueKey | None]:
        """What the earlier run calls each of some issues; None for those that it does not know of."""
        taken = self._taken
        if not (taken.issues or taken.looked_at):
            return [None] * len(names.keys)
        if self._known_as is None or self._known_as[0] is not names:
            called = names.hashed(taken.salt) if taken.salt else names
            places = paired(called.both, taken.both(self._known))
            self._known_as = (names, [None if place is None else self._known[place] for place in places])
        return self._known_as[1]

    def of_issues(self, names: IssueNames) -> tuple[dict[int, Note], set[int]]:
        """Of these issues, by place among them: the notes of those that have one; those looked at."""
        issues, taken = self._issues, self._taken
        notes: dict[int, Note] = {}
        looked_at: set[int] = set()
        for at, (key, known) in enumerate(zip(names.keys, self._known_of(names), strict=True)):
            note = issues[key] if key in issues else taken.issues.get(known, NO_NOTE) if known else NO_NOTE
            if note != NO_NOTE:
                notes[at] = note
            if self._looked.get(key, known in taken.looked_at):
                looked_at.add(at)
        return notes, looked_at

    def of_run(self, key: IssueKey, noted: Noted) -> Note:
        """The note on an issue of an earlier run with plain ids, whose own notes are `noted`, found now or not."""
        taken = self._taken
        for name in noted.names(key):
            if name in self._issues:
                return self._issues[name]
        known = [hashed([name], taken.salt)[0] if taken.salt else name for name in noted.names(key)]
        return next((taken.issues[name] for name in known if name in taken.issues), NO_NOTE)

    def noted(self, names: IssueNames, salt: str = "") -> Noted:
        """All there is, for a run file of the issues `names`, ids hashed with `salt` where one is given.

        Rows are called what they are called now. Notes on issues that were not found this time are among it. Where
        those of the earlier run are known by another hash only, the ones on issues found this time are all that can be
        told.
        """
        taken = self._taken
        known = {key: now for key, now in zip(self._known_of(names), names.now, strict=True) if key is not None}
        issues = {known[key]: note for key, note in taken.issues.items() if key in known}
        issues |= {renamed(key, names.renamed): note for key, note in self._issues.items()}
        looked = dict.fromkeys((known[key] for key in taken.looked_at if key in known), True)
        looked |= {renamed(key, names.renamed): mark for key, mark in self._looked.items()}
        rows = {key.of_row for key in (*names.now, *issues, *looked)} if names.renamed else set()
        was = {now: before for before, now in names.renamed.items() if now in rows}
        here = Noted(issues, self.rules, frozenset(key for key, mark in looked.items() if mark), was=was)
        gone = frozenset(key for key, mark in looked.items() if not mark)
        left = self._not_found(known, names) if taken.salt in ("", salt) else Noted()
        if salt:
            here, gone = here.hashed(salt), frozenset(hashed(gone, salt))
            left = left if taken.salt else left.hashed(salt)
        return Noted(
            _filled({**left.issues, **here.issues}),
            self.rules,
            (left.looked_at - gone) | here.looked_at,
            salt,
            {**left.was, **here.was},
        )

    def _not_found(self, known: Collection[IssueKey], names: IssueNames) -> Noted:
        """What the earlier run has on issues that are not among those `known`, rows called what they are now."""
        taken = self._taken
        rows = names.hashed(taken.salt).renamed if taken.salt and names.renamed else names.renamed

        def now(key: IssueKey) -> IssueKey:
            return key if key.of_row in taken.was else renamed(key, rows)

        issues = {now(key): note for key, note in taken.issues.items() if key not in known}
        looked_at = frozenset(now(key) for key in taken.looked_at if key not in known)
        of_rows = {key.of_row for key in (*issues, *looked_at)} if taken.was else set()
        was = {row: before for row, before in taken.was.items() if row in of_rows}
        return Noted(issues, {}, looked_at, taken.salt, was)

    @property
    def count(self) -> int:
        """How many issues have a note, found this time or not."""
        taken = self._taken
        here = (
            dict(zip(hashed(self._issues, taken.salt), self._issues.values(), strict=True))
            if taken.salt
            else self._issues
        )
        left = [key for key in _filled(taken.issues) if not any(name in here for name in taken.names(key))]
        return len(_filled(here)) + len(left)


def _filled(notes: Mapping[K, Note]) -> dict[K, Note]:
    return {key: note for key, note in notes.items() if note != NO_NOTE}


class IssueNotes:
    """The notes on one check's issues, which go by their place in its report ("position"), and on its rules."""

    def __init__(self, notes: Notes, rules: Sequence[str], names: Callable[[], IssueNames]) -> None:
        """`rules` are the issues' rules, `names` gives their names when there is something to be known by them."""
        self._notes = notes
        self._rules = rules
        self._names = names
        self._version = -1
        self._of: dict[int, Note] = {}
        self._looked_at: set[int] = set()

    def _refresh(self) -> None:
        if self._version != self._notes.version:
            self._of, self._looked_at = ({}, set()) if self._notes.empty else self._notes.of_issues(self._names())
            self._version = self._notes.version

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
        keys = self._names().keys
        self._notes.annotate([keys[position] for position in positions], note)

    def look(self, positions: Iterable[int], looked_at: bool) -> None:
        """Mark issues as looked at, or take the mark away."""
        keys = self._names().keys
        self._notes.look([keys[position] for position in positions], looked_at)


def no_notes(rules: Sequence[str]) -> IssueNotes:
    """That there are no notes on issues of these rules."""
    return IssueNotes(Notes(), rules, lambda: IssueNames((), (), {}))
