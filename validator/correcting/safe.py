"""Safe changes: they change how something is written, not what it says, and bring no issue.

That they bring none is not taken on trust: the rules are run with all changes made, and those that would bring one
about are held back, until there are none. What comes to light since the rules can now read a value that they could not
read before was there all along, and is no reason to hold a change back (see to_light.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..reading.from_xml import IN_HEADER, OF_CHILD
from ..returns.tables import THIS, tables
from .duplicates import Place, Values, births, followed_at_once, repeated_rows
from .edits import Edit, Removal, Step
from .normalise import Form, forms, legible, spelling
from .proposals import FORM, RETURN, ChangeKind, Flag, Proposal, State, flags_of
from .regressions import Suspects, Trials, child_of
from .to_light import come_to_light

KINDS: Mapping[str, ChangeKind] = MappingProxyType(
    {
        "blanks": ChangeKind("Blanks around values", "Blanks before and after a value are left out."),
        "capitals": ChangeKind("Small letters", "Values are written in capitals, as the rules read them."),
        "point_zero": ChangeKind("“.0” after numbers", "The “.0” that spreadsheets add to whole numbers is left out."),
        "spreadsheet_marks": ChangeKind(
            "Spreadsheet marks around values", 'Quotes, apostrophes and ="…" around a value are left out.'
        ),
        "null": ChangeKind(
            "NULL in place of nothing", "NULL and the like, by which databases say “nothing”, are left out."
        ),
        "date_form": ChangeKind(
            "Dates written otherwise",
            "Dates such as 2015-02-01, 1.2.2015 or 1 Feb 2015 are written DD/MM/YYYY. Dates with two digits for the "
            "year or the month first are left alone.",
        ),
        "postcode_form": ChangeKind(
            "Postcodes without their space", "Postcodes are written with one space before the last three characters."
        ),
        "code_form": ChangeKind(
            "Blanks and hyphens inside codes", "Codes and numbers such as “PN 1” or “SC-123456” are closed up."
        ),
        "code_words": ChangeKind(
            "Codes written as words", "A code’s own words, in its place or after it, are replaced by the code alone."
        ),
        "renamed_code": ChangeKind(
            "Codes of other years", "Codes that were renamed between years are given the name that this year accepts."
        ),
        "dob_copied": ChangeKind(
            "Dates of birth that differ in one table",
            "DOB in one table is copied from Header where the child’s other tables agree with Header.",
        ),
        "followed_at_once": ChangeKind(
            "X1 where the next episode begins the same day",
            "A blank reason for the end of an episode becomes X1 where the child’s next episode begins on that day.",
        ),
        "repeated_row": ChangeKind(
            "Rows that are there twice", "Of rows that are the same in every column, the first one is kept."
        ),
    }
)
# So often the changes to blame are narrowed down within a child, which may take several rounds; then all of the child's
# become suggestions.
NARROW = 4
# What the rules read is the same before and after, so no issue goes by these.
_AS_READ = ("blanks", "capitals", "point_zero")
_SAID_ELSEWHERE = ("dob_copied", "followed_at_once", "repeated_row")


def ground_of(kind: str) -> str:
    """What a safe change of a kind rests on: what the return says elsewhere, else on the form of the value alone."""
    return RETURN if kind in _SAID_ELSEWHERE else FORM


@dataclass(frozen=True)
class Safe:
    """The safe changes of a state: one step for each kind there is, and form-only changes that become suggestions."""

    steps: Mapping[str, Step]
    held_back: Sequence[Proposal]


def safe_changes(state: State, steps: Sequence[Step], form: str = "csv") -> Safe:
    """What can be changed without looking, in a return that came as `form` ("csv", "xml" or "excel").

    `steps` are those that led to the state: a cell that somebody has decided on is left as it is. Once the changes are
    made, nothing more is found.
    """
    decided = {Place(edit.table, edit.row, edit.field) for step in steps if step.kind != "safe" for edit in step.edits}
    search = _Search(state, form, decided)
    made: dict[Place, Form] = {}
    while True:
        more, held = search.without_harm(made)
        if not more:
            break
        # What was done may have made more possible: rows that are now the same, for instance.
        made |= more
    misspelt = {place: better for place, better in _misspelt(state, form).items() if place not in decided}
    issues = _Issues(state)
    return Safe(_steps({**misspelt, **made}, issues, search.trials.flags(made)), _proposals(state, held, issues))


class _Search:
    """Looks for changes, and tries them."""

    def __init__(self, state: State, form: str, decided: Collection[Place]) -> None:
        self._state = state
        self._form = form
        self._decided = decided
        self._respelt = _respelt(state, form)
        self.trials = Trials(state)

    def without_harm(self, made: Mapping[Place, Form]) -> tuple[dict[Place, Form], dict[Place, tuple[Form, Flag]]]:
        """Changes that bring no issue beyond those `made`; and those held back, with the issue of each."""
        before = self.trials.flags(made)
        held: dict[Place, tuple[Form, Flag]] = {}
        rounds = 0
        while wanted := self._wanted(made, held):
            rounds += 1
            every = {**made, **wanted}
            added = self.trials.flags(every) - before
            if added:
                added -= come_to_light(self.trials, self._state, made, wanted)
            if not added:
                break
            suspects = Suspects(self._state, self.trials, every, wanted, self._form)
            for flag in sorted(added):
                for place in suspects.of(flag, self._state.report.asked[flag.rule], narrow=rounds <= NARROW):
                    held.setdefault(place, (wanted[place], flag))
        return wanted, held

    def _wanted(self, made: Mapping[Place, Form], held: Collection[Place]) -> dict[Place, Form]:
        """Every change but those made and held back. What is copied, and which rows are the same, hangs on others."""
        closed = {*held, *self._decided}
        values = Values(self._state, self._form)
        values.change(made)
        wanted = {place: form for place, form in self._respelt.items() if place not in closed and place not in made}
        values.change(wanted)
        for find in (births, followed_at_once, repeated_rows):
            more = {place: form for place, form in find(values) if place not in closed}
            values.change(more)
            wanted |= more
        gone = {(place.table, place.row) for place in (*made, *wanted) if not place.field}
        return {place: form for place, form in wanted.items() if not place.field or place[:2] not in gone}


def _respelt(state: State, form: str) -> dict[Place, Form]:
    """Every value that can be written in a better way, be it alone."""
    # Columns of one name are written alike in all tables; in XML they are the same value.
    words: dict[str, set[str]] = {}
    for name in state.corrected.tables:
        for field, text in state.r.this_year[name]._data.columns.items():
            words.setdefault(field, set()).update(text.words.values[1:].tolist())
    better = {
        column.name: forms(column, words[column.name], state.r.year)
        for name in state.corrected.tables
        for column in tables()[name].columns.values()
    }
    found: dict[Place, Form] = {}
    for name in state.corrected.tables:
        rows, child = state.corrected.rows[name], state.r.this_year[name].child
        for field in tables()[name].columns:
            if not (known := better[field]):
                continue
            text = state.r.this_year[name]._data.columns[field]
            for row in np.flatnonzero(text.each(known.__contains__)[:-1]).tolist():
                new = known[str(text.words.values[text.codes[row]])]
                # Without its last value a row would be none.
                if new.value or (child[row] >= 0 and _may_be_cleared(name, field, form)):
                    found[Place(name, int(rows[row]), field)] = new
    return found


def _may_be_cleared(table: str, field: str, form: str) -> bool:
    """Whether a blank cell reads as blank: in XML a row may have its value from HEADER, or be there only by it."""
    return form != "xml" or table == "Header" or (table not in IN_HEADER and field not in OF_CHILD)


# -- how they are told


def _steps(changes: Mapping[Place, Form], issues: _Issues, left: Collection[Flag]) -> dict[str, Step]:
    """A step for each kind that there is, in the order of KINDS; `left` are the issues that there are after all."""
    gone = {(place.table, place.row) for place in changes if not place.field}
    still = {(flag.rule, flag.table, flag.child) for flag in left}
    edits: dict[str, list[Edit]] = {kind: [] for kind in KINDS}
    removals: dict[str, list[Removal]] = {kind: [] for kind in KINDS}
    for place in _in_order(changes):
        form = changes[place]
        if not place.field:
            # An issue that has only moved to the row that stays was not about there being two.
            settled = (flag.rule for flag in issues.of(place) if (flag.rule, flag.table, flag.child) not in still)
            removals[form.kind].append(
                Removal(place.table, place.row, form.why, next(settled, ""), ground_of(form.kind))
            )
        elif (place.table, place.row) not in gone:
            found = issues.of(place) if form.kind not in _AS_READ else ()
            settled = (flag.rule for flag in found if flag not in left)
            edits[form.kind].append(Edit(*place, form.value, form.why, next(settled, ""), ground_of(form.kind)))
    return {
        kind: Step(KINDS[kind].title, "safe", edits[kind], removals[kind])
        for kind in KINDS
        if edits[kind] or removals[kind]
    }


def _misspelt(state: State, form: str) -> dict[Place, Form]:
    """Every cell that does not say letter by letter what the rules read in it."""
    found: dict[Place, Form] = {}
    for name, table in state.corrected.tables.items():
        rows = state.corrected.rows[name]
        for field in tables()[name].columns:
            raw, read = table.raw[field], table.columns[field]
            for row in np.flatnonzero(raw != read).tolist() if raw is not read else ():
                if not legible(tables()[name].columns[field], str(read[row]), state.r.year):
                    # What nobody can read is no better for being spelt well.
                    continue
                if read[row] or _may_be_cleared(name, field, form):
                    found[Place(name, int(rows[row]), field)] = spelling(raw[row], read[row])
    return found


def _proposals(state: State, held: Mapping[Place, tuple[Form, Flag]], issues: _Issues) -> list[Proposal]:
    """What is held back, as one proposal for what is alike of a child."""
    alike: dict[tuple[str, str, str], list[Place]] = {}
    for place in _in_order(held):
        form, flag = held[place]
        alike.setdefault((child_of(state, place), form.kind, flag.rule), []).append(place)
    proposals = []
    for (child, kind, rule), places in alike.items():
        why = {place: held[place][0].why for place in places}
        but = "Nothing new is said" if kind in _SAID_ELSEWHERE else "Only the form changes"
        title, ground = state.report.asked[rule].title, ground_of(kind)
        proposals.append(
            Proposal(
                kind,
                child,
                f"{why[places[0]]} {but}, but then rule {rule} finds something: {title}.",
                list(dict.fromkeys(flag.rule for place in places for flag in issues.of(place))),
                [Edit(*place, held[place][0].value, why[place], "", ground) for place in places if place.field],
                [Removal(place.table, place.row, why[place], "", ground) for place in places if not place.field],
                ground=ground,
            )
        )
    return proposals


class _Issues:
    """The issues of a state, by the cells that they point to."""

    def __init__(self, state: State) -> None:
        self._of_row: dict[tuple[str, int], list[tuple[Flag, tuple[str, ...]]]] = {}
        for part in state.report.found.parts:
            if part.table.year is THIS:
                for flag in flags_of([part], state.corrected.rows):
                    self._of_row.setdefault((part.table.name, flag.row), []).append((flag, part.fields))

    def of(self, place: Place) -> list[Flag]:
        """Those of a cell; for a row, all of it."""
        found = self._of_row.get((place.table, place.row), ())
        return [flag for flag, fields in found if not place.field or place.field in fields]


def _in_order(places: Iterable[Place]) -> list[Place]:
    """As they stand in the files: by table, row and column."""
    at = {
        (name, column): (table, number)
        for table, (name, known) in enumerate(tables().items())
        for number, column in enumerate(("", *known.columns))
    }

    def key(place: Place) -> tuple[int, int, int]:
        table, column = at[place.table, place.field]
        return table, place.row, column

    return sorted(places, key=key)
