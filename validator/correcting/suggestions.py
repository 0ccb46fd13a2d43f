"""Suggestions, of which somebody must say whether they are right: what each rests on, and that it would help.

Candidates come from what is known of the child and the return; one becomes a proposal only when the rules, run again
with it made, find fewer issues. Nothing here is ever applied by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from ..returns.cells import column_of
from . import (
    suggestions_adoption,
    suggestions_blanks,
    suggestions_codes,
    suggestions_dates,
    suggestions_episodes,
    suggestions_facts,
    suggestions_last_year,
    suggestions_placements,
    suggestions_rows,
    suggestions_spells,
)
from .change_builder import Candidate, Generator, Look
from .edits import Edit, Removal
from .proposals import CHOICE, ELSEWHERE, FORM, ChangeKind, Proposal, State
from .what_if import Outcome, trial

GENERATORS: Sequence[Generator] = (
    *suggestions_last_year.GENERATORS,
    *suggestions_codes.GENERATORS,
    *suggestions_episodes.GENERATORS,
    *suggestions_facts.GENERATORS,
    *suggestions_placements.GENERATORS,
    *suggestions_adoption.GENERATORS,
    *suggestions_spells.GENERATORS,
    *suggestions_dates.GENERATORS,
    *suggestions_blanks.GENERATORS,
    *suggestions_rows.GENERATORS,
)

_Tried: TypeAlias = tuple[Candidate, Outcome]
_Place: TypeAlias = tuple[str, int, str]


def suggestions(state: State) -> list[Proposal]:
    """What may be done about the issues of a return, proposals of one kind together in the order of KINDS.

    Each resolves at least one issue of the rules it is for and brings fewer than it resolves; what only comes to light
    by writing a value as it is meant is not counted. No two hold the same value for the same cell. Where several values
    may be right for one cell, the likeliest is proposed and the others are its alternatives; where nothing decides
    between them none is proposed, and they are to choose from, in the order of the list of codes.
    """
    look = Look(state.r, state.report)
    candidates = _distinct(candidate for generate in GENERATORS for candidate in generate(look))
    outcomes = trial(state.r, state.report, candidates)
    helpful = [
        (candidate, outcome)
        for candidate, outcome in zip(candidates, outcomes, strict=True)
        if _helps(candidate, outcome)
    ]
    # What has a ground comes first, then what resolves most; of equals what changes least, then what was found first.
    helpful.sort(key=lambda tried: (_chosen(tried[0]), tried[1].added - tried[1].resolved, len(tried[0].cells)))
    order = {kind: place for place, kind in enumerate(KINDS)}
    proposals = [_proposal(state, *found) for found in _merged(helpful)]
    return sorted(proposals, key=lambda proposal: order[proposal.kind])


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, those that make the same changes as one: the first, for the sake of all their rules."""
    found: dict[object, Candidate] = {}
    for candidate in candidates:
        key = (frozenset(candidate.cells), frozenset(candidate.removed))
        if (first := found.get(key)) is None:
            found[key] = candidate
        elif first.rules:
            found[key] = replace(first, rules=first.rules | candidate.rules if candidate.rules else frozenset())
    return list(found.values())


def _helps(candidate: Candidate, outcome: Outcome) -> bool:
    meant = not candidate.rules or not candidate.rules.isdisjoint(outcome.rules)
    return meant and (outcome.added < outcome.resolved or candidate.only_form)


def _chosen(candidate: Candidate) -> bool:
    return candidate.ground == CHOICE


def _merged(helpful: Sequence[_Tried]) -> list[tuple[Candidate, Outcome, dict[str, str]]]:
    """The candidates, best first, each with other values for its first cell and their grounds; no value occurs twice.

    Of those between which nothing decides, only the first on a cell is kept.
    """
    taken: set[object] = set()
    found: list[tuple[Candidate, Outcome, dict[str, str]]] = []
    same: dict[object, int] = {}
    open_cells: set[object] = set()
    for candidate, outcome in helpful:
        first, rest = candidate.cells[:1], (*candidate.cells[1:], *candidate.removed)
        group = (first and first[0][:3], rest)
        alternative = bool(first) and group in same
        if not taken.isdisjoint(first if alternative else (*first, *rest)):
            continue
        if not alternative and _chosen(candidate):
            if first[0][:3] in open_cells:
                continue
            open_cells.add(first[0][:3])
        taken.update(first, rest)
        ground = candidate.ground or KINDS[candidate.kind].ground
        if alternative:
            found[same[group]][2][first[0].new] = ground
        else:
            same[group] = len(found)
            found.append((candidate, outcome, {first[0].new: ground} if _chosen(candidate) else {}))
    return found


def _proposal(state: State, candidate: Candidate, outcome: Outcome, alternatives: Mapping[str, str]) -> Proposal:
    rows = state.corrected.rows
    rule = next((code for code in outcome.rules if code in candidate.rules), outcome.rules[0])
    ground = candidate.ground or KINDS[candidate.kind].ground
    edits = [
        Edit(table, int(rows[table][row]), field, new, candidate.sentence, rule, ground)
        for table, row, field, new in candidate.cells
    ]
    if _chosen(candidate):
        alternatives = dict(sorted(alternatives.items(), key=lambda item: _in_list(state, edits[0], item[0])))
        # What changes with the value that is chosen has a ground of its own.
        of_kind = KINDS[candidate.kind].ground
        edits = [edits[0]._replace(new=""), *(edit._replace(ground=of_kind) for edit in edits[1:])]
    removals = [
        Removal(table, int(rows[table][row]), candidate.sentence, rule, ground) for table, row in candidate.removed
    ]
    return Proposal(
        candidate.kind, candidate.child, candidate.sentence, outcome.rules, edits, removals, alternatives, ground
    )


def _in_list(state: State, edit: Edit, value: str) -> int:
    """The place of a code in its list; of what has no list the place does not matter."""
    name = column_of(edit.table, edit.field).codes
    return list(state.r.codes(name)).index(value) if name and value in state.r.codes(name) else 0


KINDS: Mapping[str, ChangeKind] = MappingProxyType(
    {
        "date_of_birth": ChangeKind(
            "Date of birth as in the child’s other rows",
            "Most of the child’s rows have another date of birth than this one.",
        ),
        "date_of_birth_last_year": ChangeKind(
            "Date of birth as in last year’s return",
            "Last year’s return had another date of birth for the child.",
            ELSEWHERE,
        ),
        "last_years_fact": ChangeKind(
            "A fact from last year’s return", "Last year’s return had a value for the same child.", ELSEWHERE
        ),
        "carried_over": ChangeKind(
            "Last year’s open episode, as it was told then",
            "An episode that last year’s return left open should be told alike this year.",
            ELSEWHERE,
        ),
        "last_years_spell": ChangeKind(
            "A period or decision from last year’s return",
            "Last year’s return left a period or decision open that begins otherwise this year.",
            ELSEWHERE,
        ),
        "left_open": ChangeKind(
            "End of an episode that was left open", "Another episode of the child began, so the one before has ended."
        ),
        "overlap": ChangeKind(
            "Earlier end of an episode that overlaps the next", "The next episode of the child began before its end."
        ),
        "end_by_next": ChangeKind(
            "One date for the end of an episode and the start of the next",
            "Care goes on from one episode to the next, so the two should meet.",
        ),
        "reason_new_episode": ChangeKind(
            "Reason for a new episode by what changed",
            "What differs from the episode before says which reason applies.",
        ),
        "reason_ended": ChangeKind(
            "Reason why an episode ended", "Whether another episode follows says whether care went on."
        ),
        "turned_18": ChangeKind("End of care on the 18th birthday", "Care ends at 18, with few exceptions."),
        "back_from_temporary": ChangeKind(
            "Return from a temporary placement",
            "After a temporary placement the child goes back to the placement before it.",
        ),
        "urn": ChangeKind(
            "Ofsted number of the placement",
            "Other placements at the postcode, or the provider list, have a number that fits.",
        ),
        "provider": ChangeKind(
            "Placement provider", "The type of placement, or the provider with the Ofsted number, says who provides it."
        ),
        "place": ChangeKind("Placement type", "What else is told of the placement goes with another type."),
        "placement_postcode": ChangeKind(
            "Postcode of the registered setting", "The provider list has the setting at another postcode.", ELSEWHERE
        ),
        "adoption": ChangeKind("Facts of an adoption", "The child’s other details of the adoption say so."),
        "spell_end": ChangeKind(
            "End of a missing period, order or social worker’s episode",
            "What follows, or the end of care, says when it ended.",
        ),
        "neighbour": ChangeKind(
            "A value from the episode before or after", "Nothing says that it changed between the two episodes."
        ),
        "other_rows": ChangeKind("A value from the child’s other rows", "Other rows of the child have a value for it."),
        "only_value": ChangeKind(
            "The one value that the rule leaves", "What else is known of the child leaves one value."
        ),
        "choice": ChangeKind(
            "A code for you to choose",
            "A code is missing or wrong, and nothing says which is right: choose it from the list.",
            CHOICE,
        ),
        "near_code": ChangeKind(
            "A code, number or postcode that was mistyped",
            "The value is not accepted, and one that is accepted looks much the same.",
            FORM,
        ),
        "date_form": ChangeKind(
            "A date in another form",
            "The date cannot be read as it is written, but it may be plain what is meant.",
            FORM,
        ),
        "date_year": ChangeKind("A mistyped year", "A date is out of range, and would not be in another year."),
        "date_swapped": ChangeKind(
            "Dates, or a day and month, the wrong way round", "The rules are met when the two change places."
        ),
        "must_be_blank": ChangeKind(
            "A value that should be blank", "What stands beside it says that there should be none."
        ),
        "repeated": ChangeKind(
            "A row that repeats another", "Two rows of a child tell of the same; this one says less."
        ),
        "not_wanted": ChangeKind("A row that does not belong here", "The rules say that there should be no such row."),
        "of_nobody": ChangeKind("A row of nobody in this return", "No other table tells of the child."),
    }
)
