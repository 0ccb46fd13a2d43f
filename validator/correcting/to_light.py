"""Issues that come to light when a value is written so that the rules can read it.

A rule is silent about a value that it cannot read: unknown is not wrong. Once "2" is F, or 2030-06-01 is 01/06/2030, it
may find what was wrong with the return all along. Such an issue is not brought by the change, unlike one of a rule that
could read the value before and was content with it. The two are told apart by putting another value that nobody can
read in its place. An issue has come to light if the rules find it

- with the values written so that they can be read, and nothing else changed;
- not with the values as they stand, nor with others that cannot be read either, whatever is changed beside them.

A rule that finds it in the last case too took the value for what it is, letter by letter: "C 2" is what last year's
return had, and C2 is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..returns.cells import column_of
from .duplicates import Place
from .edits import Step
from .normalise import Form, forms, legible
from .proposals import Flag, State
from .regressions import Trials

# Put before a value it makes of it one that no rule can read, and of different ones different ones.
VEIL = "?"


def made_legible(state: State, changes: Mapping[Place, Form]) -> dict[Place, Form]:
    """The changes of form that write what the rules cannot read, in the state, so that they can."""
    found = {}
    for place, form in changes.items():
        if place.field:
            column, word = column_of(place.table, place.field), state.read(*place)
            if word and not legible(column, word, state.r.year) and legible(column, form.value, state.r.year):
                found[place] = form
    return found


def come_to_light(trials: Trials, state: State, made: Mapping[Place, Form], more: Mapping[Place, Form]) -> set[Flag]:
    """The issues that come to light when, beyond the changes `made`, those of form among `more` are made too."""
    clear = made_legible(state, more)
    if not clear:
        return set()
    found = trials.flags({**made, **clear}) - trials.flags(made)
    if found:
        veiled = {place: form._replace(value=VEIL + state.read(*place)) for place, form in clear.items()}
        found -= trials.flags({**made, **veiled}) | trials.flags({**made, **more, **veiled})
    return found


def brought_to_light(state: State, step: Step, added: Collection[Flag]) -> frozenset[Flag]:
    """Of the issues that a step adds to a state: those that come to light by it, as it only says what was said."""
    if not added:
        return frozenset()
    same: dict[Place, Form] = {}
    meant: dict[tuple[str, str, str], Form | None] = {}
    for edit in step.edits:
        place = Place(edit.table, edit.row, edit.field)
        word = state.read(*place)
        asked = edit.table, edit.field, word
        if asked not in meant:
            meant[asked] = forms(column_of(edit.table, edit.field), [word], state.r.year).get(word)
        form = meant[asked]
        if form is not None and form.value == edit.new:
            same[place] = form
    return frozenset(come_to_light(Trials(state), state, {}, same) & set(added))
