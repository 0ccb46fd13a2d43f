"""What changed from one run to a later one: issues that are new, those still there, those fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rules.registry import order

from ..results.keys import IssueKey, paired
from ..returns.errors import InputError
from ..returns.words import count_of, listed
from .runs import Run

NEW, STILL = "new", "still"
# A status as it is called on screen.
STATUSES = {NEW: "New", STILL: "Still there"}

# So many rules are named in a sentence.
MOST_NAMED = 8

# Whose rules may be switched on and off.
# What a return is held against, as it usually is; the other settings are asked about by themselves.
_LISTS = {
    "postcodes": "the built-in postcodes",
    "last_year": "with last year",
    "providers": "with the provider list",
}
_BEYOND = {"own": "Check 903’s own checks", "council": "The council’s own rules"}


class RuleChange(NamedTuple):
    """Of one rule: how many issues are new, still there, fixed."""

    code: str
    title: str
    new: int
    still: int
    fixed: int


@dataclass(frozen=True)
class RunComparison:
    """Two runs compared.

    `status` tells of each of the later run's issues whether it is NEW or STILL there. `fixed` are the places of the
    earlier run's issues that were looked for and not found, `not_checked` of those whose rule was not run, or whose
    table was not supplied, in the later run.
    """

    old: Run
    new: Run
    status: Sequence[str]
    fixed: Sequence[int]
    not_checked: Sequence[int]

    @cached_property
    def found_new(self) -> list[int]:
        """The places of the later run's issues that are new."""
        return [at for at, status in enumerate(self.status) if status == NEW]

    @property
    def still(self) -> int:
        """How many issues are still there."""
        return len(self.status) - len(self.found_new)

    @cached_property
    def rules(self) -> list[RuleChange]:
        """The rules with an issue that is new, still there or fixed, most of these first."""
        of_status = Counter((key.rule, status) for key, status in zip(self.new.issues, self.status, strict=True))
        fixed = Counter(self.old.issues[at].rule for at in self.fixed)
        found = [
            RuleChange(code, self.title(code), of_status[code, NEW], of_status[code, STILL], fixed[code])
            for code in self.new.by_rule.keys() | fixed.keys()
        ]
        return sorted(found, key=lambda rule: (-(rule.new + rule.still + rule.fixed), order(rule.code)))

    def title(self, code: str) -> str:
        """The title of a rule of either run."""
        return (self.new.rules.get(code) or self.old.rules[code]).title

    @cached_property
    def warnings(self) -> list[str]:
        """What to bear in mind when reading the comparison, in sentences."""
        return list(self._warnings())

    def _warnings(self) -> Iterator[str]:
        old, new = self.old, self.new
        if old.saved > new.saved:
            yield f"The earlier run was saved after the later one, on {old.label}. Check that they are not mixed up."
        if old.authority != new.authority:
            names = [run.authority_name or "no authority" for run in (old, new)]
            yield f"The runs are of different authorities: {names[0]}, then {names[1]}."
        if old.year != new.year:
            yield f"The runs are of different collection years: {old.year}, then {new.year}."
        elif (old.start, old.last_day) != (new.start, new.last_day):
            periods = [f"{run.start:%d/%m/%Y} to {run.last_day:%d/%m/%Y}" for run in (old, new)]
            yield f"The runs check different periods: {periods[0]}, then {periods[1]}."
        if old.rule_set != new.rule_set:
            yield f"The rules changed in between: rule set of {old.rule_set}, then of {new.rule_set}."
        if old.settings is not None and new.settings is not None:
            for name, usual in _LISTS.items():
                words = [run.settings.get(name, usual) for run in (old, new) if run.settings is not None]
                if words[0] != words[1]:
                    yield f"The runs were checked differently: {words[0]}, then {words[1]}."
        for origin, whose in _BEYOND.items():
            had, has = (any(rule.origin == origin for rule in run.rules.values()) for run in (old, new))
            if had != has:
                yield f"{whose} were asked for only in the {'earlier' if had else 'later'} run."
        if rules := [self.new.issues[at].rule for at in self.found_new if not old.ran(self.new.issues[at].rule)]:
            yield (
                f"{count_of(len(rules), 'new issue')} {'is' if len(rules) == 1 else 'are'} of rules that the earlier "
                f"run did not run, so may be older: {_named(rules)}."
            )
        if rules := [old.issues[at].rule for at in self.not_checked]:
            yield (
                f"{count_of(len(rules), 'issue')} of the earlier run could not be looked for in the later one, where "
                f"rules were not run or tables are missing: {_named(rules)}."
            )


def compare_runs(old: Run, new: Run) -> RunComparison:
    """What changed from one run to a later one.

    Of a run with plain and one with hashed ids the plain one is hashed with the other's salt. Raises InputError when
    the ids of the two are hashed with different salts.
    """
    if old.salt and new.salt and old.salt != new.salt:
        raise InputError(
            "The two runs cannot be compared: their ids are hashed with different salts.",
            "Save the later run again with the earlier one loaded, or one of them without hashed ids.",
        )
    before = old.hashed(new.salt) if new.salt and not old.salt else old
    after = new.hashed(old.salt) if old.salt and not new.salt else new
    # What a row is called in its file goes first: that does not change when the same files are checked again.
    places = paired(after.noted.both(after.issues)[::-1], before.noted.both(before.issues))
    found = set(places)
    gone = [at for at in range(len(before.issues)) if at not in found]
    return RunComparison(
        old,
        new,
        status=[NEW if place is None else STILL for place in places],
        fixed=[at for at in gone if _looked_for(new, old.issues[at])],
        not_checked=[at for at in gone if not _looked_for(new, old.issues[at])],
    )


def _looked_for(run: Run, key: IssueKey) -> bool:
    return run.ran(key.rule) and key.table in run.rows


def _named(rules: Collection[str]) -> str:
    codes = sorted(set(rules), key=order)
    more = len(codes) - MOST_NAMED
    return listed([*codes[:MOST_NAMED], f"{more} more"] if more > 0 else codes)
