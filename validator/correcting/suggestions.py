"""Proposals that need somebody's judgement: what each rests on, and that it would help.

Drafts come from what is known of the child and the return; a draft becomes a proposal only when the rules, run again
with it made, find fewer issues. Nothing here is ever applied by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from ..returns.cells import column_of
from . import suggestions_adoption as judgement_adoption
from . import suggestions_blanks as judgement_blanks
from . import suggestions_codes as judgement_codes
from . import suggestions_dates as judgement_dates
from . import suggestions_episodes as judgement_episodes
from . import suggestions_facts as judgement_facts
from . import suggestions_last_year as judgement_last_year
from . import suggestions_placements as judgement_placements
from . import suggestions_rows as judgement_rows
from . import suggestions_spells as judgement_spells
from .change_builder import Draft, Generator, Look
from .edits import Edit, Removal
from .proposals import CHOICE, ELSEWHERE, FORM, Kind, Proposal, State
from .what_if import Outcome, trial

GENERATORS: Sequence[Generator] = (
    *judgement_last_year.GENERATORS,
    *judgement_codes.GENERATORS,
    *judgement_episodes.GENERATORS,
    *judgement_facts.GENERATORS,
    *judgement_placements.GENERATORS,
    *judgement_adoption.GENERATORS,
    *judgement_spells.GENERATORS,
    *judgement_dates.GENERATORS,
    *judgement_blanks.GENERATORS,
    *judgement_rows.GENERATORS,
)

_Tried: TypeAlias = tuple[Draft, Outcome]
_Place: TypeAlias = tuple[str, int, str]


def judgement(state: State) -> list[Proposal]:
    """What may be done about the issues of a return, proposals of one kind together in the order of KINDS.

    Each resolves at least one issue of the rules it is for and brings fewer than it resolves; what only comes to light
    by writing a value as it is meant is not counted. No two hold the same value for the same cell. Where several values
    may be right for one cell, the likeliest is proposed and the others are its alternatives; where nothing decides
    between them none is proposed, and they are to choose from, in the order of the list of codes.
    """
    look = Look(state.r, state.report)
    drafts = _distinct(draft for generate in GENERATORS for draft in generate(look))
    outcomes = trial(state.r, state.report, drafts)
    helpful = [(draft, outcome) for draft, outcome in zip(drafts, outcomes, strict=True) if _helps(draft, outcome)]
    # What has a ground comes first, then what resolves most; of equals what changes least, then what was drafted first.
    helpful.sort(key=lambda tried: (_chosen(tried[0]), tried[1].added - tried[1].resolved, len(tried[0].cells)))
    order = {kind: place for place, kind in enumerate(KINDS)}
    proposals = [_proposal(state, *found) for found in _merged(helpful)]
    return sorted(proposals, key=lambda proposal: order[proposal.kind])


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, those that make the same changes as one: the first, for the sake of all their rules."""
    found: dict[object, Draft] = {}
    for draft in drafts:
        key = (frozenset(draft.cells), frozenset(draft.removed))
        if (first := found.get(key)) is None:
            found[key] = draft
        elif first.rules:
            found[key] = replace(first, rules=first.rules | draft.rules if draft.rules else frozenset())
    return list(found.values())


def _helps(draft: Draft, outcome: Outcome) -> bool:
    meant = not draft.rules or not draft.rules.isdisjoint(outcome.rules)
    return meant and (outcome.added < outcome.resolved or draft.only_form)


def _chosen(draft: Draft) -> bool:
    return draft.ground == CHOICE


def _merged(helpful: Sequence[_Tried]) -> list[tuple[Draft, Outcome, dict[str, str]]]:
    """The drafts, best first, each with other values for its first cell and their grounds; no value occurs twice.

    Of those between which nothing decides, only the first on a cell is kept.
    """
    taken: set[object] = set()
    found: list[tuple[Draft, Outcome, dict[str, str]]] = []
    same: dict[object, int] = {}
    open_cells: set[object] = set()
    for draft, outcome in helpful:
        first, rest = draft.cells[:1], (*draft.cells[1:], *draft.removed)
        group = (first and first[0][:3], rest)
        alternative = bool(first) and group in same
        if not taken.isdisjoint(first if alternative else (*first, *rest)):
            continue
        if not alternative and _chosen(draft):
            if first[0][:3] in open_cells:
                continue
            open_cells.add(first[0][:3])
        taken.update(first, rest)
        ground = draft.ground or KINDS[draft.kind].ground
        if alternative:
            found[same[group]][2][first[0].new] = ground
        else:
            same[group] = len(found)
            found.append((draft, outcome, {first[0].new: ground} if _chosen(draft) else {}))
    return found


def _proposal(state: State, draft: Draft, outcome: Outcome, alternatives: Mapping[str, str]) -> Proposal:
    rows = state.corrected.rows
    rule = next((code for code in outcome.rules if code in draft.rules), outcome.rules[0])
    ground = draft.ground or KINDS[draft.kind].ground
    edits = [
        Edit(table, int(rows[table][row]), field, new, draft.sentence, rule, ground)
        for table, row, field, new in draft.cells
    ]
    if _chosen(draft):
        alternatives = dict(sorted(alternatives.items(), key=lambda item: _in_list(state, edits[0], item[0])))
        # What changes with the value that is chosen has a ground of its own.
        of_kind = KINDS[draft.kind].ground
        edits = [edits[0]._replace(new=""), *(edit._replace(ground=of_kind) for edit in edits[1:])]
    removals = [Removal(table, int(rows[table][row]), draft.sentence, rule, ground) for table, row in draft.removed]
    return Proposal(draft.kind, draft.child, draft.sentence, outcome.rules, edits, removals, alternatives, ground)


def _in_list(state: State, edit: Edit, value: str) -> int:
    """The place of a code in its list; of what has no list the place does not matter."""
    name = column_of(edit.table, edit.field).codes
    return list(state.r.codes(name)).index(value) if name and value in state.r.codes(name) else 0


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "date_of_birth": Kind(
            "Date of birth as in the child’s other rows",
            "Most of the child’s rows have another date of birth than this one.",
        ),
        "date_of_birth_last_year": Kind(
            "Date of birth as in last year’s return",
            "Last year’s return had another date of birth for the child.",
            ELSEWHERE,
        ),
        "last_years_fact": Kind(
            "A fact from last year’s return", "Last year’s return had a value for the same child.", ELSEWHERE
        ),
        "carried_over": Kind(
            "Last year’s open episode, as it was told then",
            "An episode that last year’s return left open should be told alike this year.",
            ELSEWHERE,
        ),
        "last_years_spell": Kind(
            "A period or decision from last year’s return",
            "Last year’s return left a period or decision open that begins otherwise this year.",
            ELSEWHERE,
        ),
        "left_open": Kind(
            "End of an episode that was left open", "Another episode of the child began, so the one before has ended."
        ),
        "overlap": Kind(
            "Earlier end of an episode that overlaps the next", "The next episode of the child began before its end."
        ),
        "end_by_next": Kind(
            "One date for the end of an episode and the start of the next",
            "Care goes on from one episode to the next, so the two should meet.",
        ),
        "reason_new_episode": Kind(
            "Reason for a new episode by what changed",
            "What differs from the episode before says which reason applies.",
        ),
        "reason_ended": Kind(
            "Reason why an episode ended", "Whether another episode follows says whether care went on."
        ),
        "turned_18": Kind("End of care on the 18th birthday", "Care ends at 18, with few exceptions."),
        "back_from_temporary": Kind(
            "Return from a temporary placement",
            "After a temporary placement the child goes back to the placement before it.",
        ),
        "urn": Kind(
            "Ofsted number of the placement",
            "Other placements at the postcode, or the provider list, have a number that fits.",
        ),
        "provider": Kind(
            "Placement provider", "The type of placement, or the provider with the Ofsted number, says who provides it."
        ),
        "place": Kind("Placement type", "What else is told of the placement goes with another type."),
        "placement_postcode": Kind(
            "Postcode of the registered setting", "The provider list has the setting at another postcode.", ELSEWHERE
        ),
        "adoption": Kind("Facts of an adoption", "The child’s other details of the adoption say so."),
        "spell_end": Kind(
            "End of a missing period, order or social worker’s episode",
            "What follows, or the end of care, says when it ended.",
        ),
        "neighbour": Kind(
            "A value from the episode before or after", "Nothing says that it changed between the two episodes."
        ),
        "other_rows": Kind("A value from the child’s other rows", "Other rows of the child have a value for it."),
        "only_value": Kind("The one value that the rule leaves", "What else is known of the child leaves one value."),
        "choice": Kind(
            "A code for you to choose",
            "A code is missing or wrong, and nothing says which is right: choose it from the list.",
            CHOICE,
        ),
        "near_code": Kind(
            "A code, number or postcode that was mistyped",
            "The value is not accepted, and one that is accepted looks much the same.",
            FORM,
        ),
        "date_form": Kind(
            "A date in another form",
            "The date cannot be read as it is written, but it may be plain what is meant.",
            FORM,
        ),
        "date_year": Kind("A mistyped year", "A date is out of range, and would not be in another year."),
        "date_swapped": Kind(
            "Dates, or a day and month, the wrong way round", "The rules are met when the two change places."
        ),
        "must_be_blank": Kind("A value that should be blank", "What stands beside it says that there should be none."),
        "repeated": Kind("A row that repeats another", "Two rows of a child tell of the same; this one says less."),
        "not_wanted": Kind("A row that does not belong here", "The rules say that there should be no such row."),
        "of_nobody": Kind("A row of nobody in this return", "No other table tells of the child."),
    }
)
