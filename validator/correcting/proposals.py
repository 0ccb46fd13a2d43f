"""What a proposal to correct something is, and what it would bring about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from rules.language import Index

from ..checking.check import make_again
from ..checking.issues import RuleIssues
from ..checking.report import Report
from ..checking.run import run_again
from ..returns.rows import Return
from ..returns.tables import LAST, TableRef
from .edits import Corrected, Edit, Removal, Step

# What a change rests on, as it is called on screen. Frequency is no ground: that a code is common says nothing of a
# child, so where there is no other the codes are offered to choose from (CHOICE).
RETURN, ELSEWHERE, FORM, CHOICE = "return", "elsewhere", "form", "choice"
GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        RETURN: "Follows from this return",
        ELSEWHERE: "From last year’s return or the provider list",
        FORM: "Form only",
        CHOICE: "Chosen by you, as nothing says which is right",
    }
)


class ChangeKind(NamedTuple):
    """A kind of proposal as it is called on screen, in one sentence what it does and why it may be done, its ground."""

    title: str
    what: str
    ground: str = RETURN


@dataclass(frozen=True)
class Proposal:
    """What may be done about one child's record, to be looked at by somebody who can tell.

    `sentence` gives the reason, `ground` (one of GROUNDS) what it rests on, `rules` the codes of the rules whose issues
    it is meant to resolve. `alternatives` are other values that the first of the `edits` may have, and the ground of
    each. Where the ground is CHOICE the first edit has no value ("") and one of them must be chosen.
    """

    kind: str
    child: str
    sentence: str
    rules: Sequence[str]
    edits: Sequence[Edit]
    removals: Sequence[Removal] = ()
    alternatives: Mapping[str, str] = field(default_factory=dict)
    ground: str = RETURN

    @property
    def open(self) -> bool:
        """Whether a value has yet to be chosen."""
        return self.ground == CHOICE

    @property
    def parts(self) -> list[Edit | Removal]:
        """All that it changes, cells before rows."""
        return [*self.edits, *self.removals]


class Flag(NamedTuple):
    """An issue by rule, table and row, this year's rows counted as in the files; and the child it is about."""

    rule: str
    table: TableRef
    row: int
    child: str


def flags_of(parts: Iterable[RuleIssues], rows: Mapping[str, Index]) -> set[Flag]:
    """Issues as flags; `rows` is where the rows of this year's tables, as they are now, stand in the files."""
    return {
        Flag(part.rule, part.table, row, child)
        for part in parts
        for places in [part.row if part.table.year is LAST else rows[part.table.name][part.row]]
        for row, child in zip(places.tolist(), part.child.tolist(), strict=True)
    }


@dataclass(frozen=True)
class State:
    """This year's tables after some steps, the return that they make, and what the rules find in it."""

    corrected: Corrected
    r: Return
    report: Report

    def flags(self) -> set[Flag]:
        """Every issue."""
        return flags_of(self.report.found.parts, self.corrected.rows)

    def read(self, table: str, row: int, field: str) -> str:
        """A cell of this year's as the rules read it; the row is counted as in the files."""
        return str(self.corrected.tables[table].columns[field][self.corrected.rows[table].searchsorted(row)])

    def after(self, steps: Sequence[Step]) -> State:
        """The state after these steps in place of those before: rules that cannot be affected are not run again."""
        corrected = Corrected(self.corrected.original, steps, self.corrected)
        changed = {name for name, table in corrected.tables.items() if table is not self.corrected.tables[name]}
        r = make_again(self.r, corrected.tables)
        return State(corrected, r, run_again(r, self.report, changed))


@dataclass(frozen=True)
class Effect:
    """What a step does: the issues that go and those that come, and the state after it."""

    resolved: frozenset[Flag]
    added: frozenset[Flag]
    state: State


def effect(state: State, steps: Sequence[Step]) -> Effect:
    """What comes about when `steps` (all of them, those already taken too) are in force in place of the state's."""
    after = state.after(steps)
    old, new = state.flags(), after.flags()
    return Effect(frozenset(old - new), frozenset(new - old), after)
