"""Suggestions: a case for each kind, and what must hold of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd
import pytest

from rules.registry import Rule, all_rules, own_checks
from tests.correcting.suggestion_cases import CASES, LISTED, Case
from tests.results.samples import Frames
from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.checking.run import run
from validator.correcting import suggestions as judged
from validator.correcting.change_builder import Look
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.correcting.hypotheses import HYPOTHESES
from validator.correcting.proposals import GROUNDS, Proposal, State, effect
from validator.correcting.suggestions import GENERATORS, KINDS, suggestions
from validator.correcting.to_light import brought_to_light
from validator.places.postcodes import postcodes
from validator.places.providers import Providers
from validator.reading import read
from validator.reading.provider_list import read_providers
from validator.returns.tables import TextTable, tables
from validator.sample import AUTHORITY, sample


@cache
def listed() -> Providers:
    return Providers.from_frame(pd.DataFrame(LISTED), postcodes())


def tables_of(frames: Frames | None) -> dict[str, TextTable]:
    return {name: from_frame(name, pd.DataFrame(rows, dtype=object)) for name, rows in (frames or {}).items()}


def state_of(this_year: Frames, last_year: Frames | None = None, year: str = "2025-26") -> State:
    """A return put together by hand; the provider list is there when an episode has a number that is in it."""
    now = tables_of(this_year)
    known = {row.get("PL_POST", "") for row in this_year.get("Episodes", [])} & {row["POSTCODE"] for row in LISTED[:1]}
    before = tables_of(last_year) if last_year else None
    r = make_return(Collection(year, AUTHORITY), now, before, listed() if known or with_list(this_year) else None,
                    postcodes())  # fmt: skip
    return State(Corrected(now), r, run(r))


def with_list(this_year: Frames) -> bool:
    return any(row.get("URN", "").startswith("20000") for row in this_year.get("Episodes", []))


def cells(proposal: Proposal) -> list[tuple[str, int, str, str]]:
    return [(edit.table, edit.row, edit.field, edit.new) for edit in proposal.edits]


def taken_out(proposal: Proposal) -> list[tuple[str, int]]:
    return [(removal.table, removal.row) for removal in proposal.removals]


def step(proposal: Proposal, first: str | None = None) -> Step:
    """The step that a proposal stands for, with another value for its first cell if one is given."""
    edits = list(proposal.edits)
    if first is not None:
        edits[0] = edits[0]._replace(new=first)
    return Step("Judged", "suggestion", edits, proposal.removals)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_has_its_proposal(case: Case) -> None:
    proposals = suggestions(state_of(case.this_year, case.last_year, case.year))
    alike = [found for found in proposals if cells(found) == case.changes and taken_out(found) == case.removes]
    told = [(found.kind, cells(found), taken_out(found), found.alternatives, found.rules) for found in proposals]
    assert len(alike) == 1, told
    (found,) = alike
    assert found.kind == case.kind
    assert found.child
    assert set(case.rules.split()) <= set(found.rules)
    assert case.says in found.sentence
    assert found.ground == (case.ground or KINDS[case.kind].ground)
    assert found.ground in GROUNDS
    assert set(case.others.split()) <= set(found.alternatives)
    parts: list[Edit | Removal] = [*found.edits, *found.removals]
    assert {part.why for part in parts} == {found.sentence}
    assert {part.rule for part in parts} <= set(found.rules)


def test_every_kind_occurs_and_is_described() -> None:
    assert {case.kind for case in CASES} == set(KINDS)
    for kind in KINDS.values():
        assert kind.title
        assert kind.what.endswith(".")


def test_nothing_wrong_has_no_proposal() -> None:
    made_up = sample(20, seed=4, year="2025-26")
    assert suggestions(_state(made_up, "2025-26")) == []


# -- what holds of all proposals


def _state(
    made_up: object, year: str, leave_out: tuple[str, ...] = (), beyond: Mapping[str, Rule] | None = None
) -> State:
    now = read(list(made_up.this_year.items()), year).tables  # type: ignore[attr-defined]
    last = read(list(made_up.last_year.items()), year, last=True).tables  # type: ignore[attr-defined]
    reference = postcodes()
    providers = read_providers([("providers.xlsx", made_up.providers)], reference)  # type: ignore[attr-defined]
    kept = {name: table for name, table in now.items() if name not in leave_out}
    r = make_return(Collection(year, AUTHORITY), kept, last, providers, reference)
    return State(Corrected(kept), r, run(r, beyond=beyond or {}))


@cache
def spoilt(year: str, own: bool = False) -> State:
    made_up = sample(40, seed=17, year=year, error_rate=0.3)
    return _state(made_up, year, beyond=own_checks() if own else None)


@pytest.mark.parametrize(("year", "own"), [("2022-23", False), ("2024-25", True), ("2026-27", False)])
def test_every_proposal_helps(year: str, own: bool) -> None:
    state = spoilt(year, own)
    proposals = suggestions(state)
    assert len(proposals) > 20
    for proposal in proposals:
        chosen = step(proposal, next(iter(proposal.alternatives)) if proposal.open else None)
        done = effect(state, [chosen])
        assert not done.state.report.crashed
        # Checks of our own may compare children, and what they then say of others is not the proposal's.
        new = [
            flag for flag in done.added - brought_to_light(state, chosen, done.added) if flag.child == proposal.child
        ]
        assert len(new) < len(done.resolved), proposal
        assert proposal.open or set(proposal.rules) <= {flag.rule for flag in done.resolved}, proposal


def test_every_alternative_helps() -> None:
    state = spoilt("2026-27")
    tried = 0
    for proposal in suggestions(state):
        for other in list(proposal.alternatives)[:2]:
            done = effect(state, [step(proposal, other)])
            new = done.added - brought_to_light(state, step(proposal, other), done.added)
            assert len(new) < len(done.resolved), (proposal, other)
            tried += 1
    assert tried > 10


@pytest.mark.parametrize("year", ["2022-23", "2024-25", "2026-27"])
def test_proposals_change_what_is_there_and_none_says_what_another_does(year: str) -> None:
    state = spoilt(year)
    said: set[object] = set()
    for proposal in suggestions(state):
        assert proposal.edits or proposal.removals
        for edit in proposal.edits[proposal.open :]:
            assert edit.field in tables()[edit.table].columns
            assert state.corrected.value(edit.table, edit.row, edit.field) != edit.new
            assert state.corrected.value(edit.table, edit.row, "CHILD") == proposal.child
        for removal in proposal.removals:
            assert state.corrected.value(removal.table, removal.row, "CHILD") == proposal.child
        values = [*([] if proposal.open else [proposal.edits[0].new]), *proposal.alternatives] if proposal.edits else []
        says: list[tuple[object, ...]] = [(*proposal.edits[0][:3], value) for value in values]
        says += [(*edit[:3], edit.new) for edit in proposal.edits[1:]] if not proposal.alternatives else []
        says += [removal[:2] for removal in proposal.removals]
        assert len(set(says)) == len(says)
        assert said.isdisjoint(says), proposal
        said.update(says)


def test_rows_are_counted_as_in_the_files_whatever_was_deleted() -> None:
    frames: Frames = {
        "Reviews": [
            {"CHILD": "1", "DOB": "01/02/2012", "REVIEW": "01/05/2025", "REVIEW_CODE": "PN1"},
            {"CHILD": "2", "DOB": "01/02/2023", "REVIEW": "01/06/2025", "REVIEW_CODE": ""},
        ]
    }
    before = state_of(frames)
    without = before.after([Step("Out", "by hand", removals=[Removal("Reviews", 0, "Not held")])])
    (found,) = suggestions(without)
    assert cells(found) == [("Reviews", 1, "REVIEW_CODE", "PN0")]
    taken = effect(without, [Step("Out", "by hand", removals=[Removal("Reviews", 0, "Not held")]), step(found)])
    assert len(taken.resolved) == 1
    assert not taken.added


def test_a_step_already_taken_is_not_proposed_again() -> None:
    frames: Frames = {"Reviews": [{"CHILD": "2", "DOB": "01/02/2023", "REVIEW": "01/06/2025", "REVIEW_CODE": ""}]}
    state = state_of(frames)
    edit = Edit("Reviews", 0, "REVIEW_CODE", "PN0", "Under 4")
    assert suggestions(state.after([Step("Code", "by hand", [edit])])) == []


@pytest.mark.parametrize("kept", sorted(tables()))
def test_one_table_alone_is_enough(kept: str) -> None:
    made_up = sample(25, seed=3, year="2026-27", error_rate=0.4)
    state = _state(made_up, "2026-27", tuple(name for name in tables() if name != kept))
    for proposal in suggestions(state):
        parts: list[Edit | Removal] = [*proposal.edits, *proposal.removals]
        assert {part.table for part in parts} == {kept}


def test_nobody_is_proposed_anything_for() -> None:
    frames: Frames = {"Reviews": [{"CHILD": "", "DOB": "01/02/2023", "REVIEW": "01/06/2025", "REVIEW_CODE": ""}]}
    state = state_of(frames)
    assert len(state.report.issues)
    assert suggestions(state) == []


# -- the trial


def test_copies_of_a_child_are_not_taken_for_children() -> None:
    """A pupil number on the copies of a child looks like one of several children; it is no issue of a proposal's."""
    numbered = {"SEX": "F", "DOB": "01/02/2010", "ETHNIC": "WBRI", "MOTHER": "0", "MC_DOB": ""}
    frames: Frames = {
        "Header": [{"CHILD": "1", **numbered, "UPN": "A123456789012", "ETHNIC": ""}],
        "OC3": [{"CHILD": "1", "DOB": "01/02/2006", "IN_TOUCH": "NO", "ACTIV": "", "ACCOM": "U1"}],
    }
    proposals = suggestions(state_of(frames))
    assert {"ETHNIC", "ACTIV"} <= {edit.field for found in proposals for edit in found.edits}


def test_a_number_of_two_children_is_resolved_by_giving_one_of_them_another() -> None:
    row = {"SEX": "M", "DOB": "01/02/2010", "ETHNIC": "WBRI", "UPN": "A123456789012"}
    state = state_of(
        {"Header": [{"CHILD": "1", **row}, {"CHILD": "2", **row}]},
        {"Header": [{"CHILD": "1", **row}, {"CHILD": "2", **row, "UPN": "B123456789012"}]},
    )
    (found,) = [proposal for proposal in suggestions(state) if "444" in proposal.rules and proposal.edits]
    assert cells(found) == [("Header", 1, "UPN", "B123456789012")]
    # The other child's issue goes with it.
    assert {flag.child for flag in effect(state, [step(found)]).resolved if flag.rule == "444"} == {"1", "2"}


def test_candidates_are_tried_in_parts_with_the_same_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    state = spoilt("2026-27")
    at_once = suggestions(state)
    monkeypatch.setattr("validator.correcting.what_if.MOST_ROWS", 500)
    assert suggestions(state) == at_once


def test_a_candidate_that_does_not_help_its_rules_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    def useless(look: Look) -> object:
        yield from look.put("near_code", "It looks alike.", ["101"], "Header", 0, "SEX", "U")  # brings 232
        yield from look.put("near_code", "It looks alike.", ["101"], "Header", 0, "ETHNIC", "REFU")  # for another rule

    monkeypatch.setattr(judged, "GENERATORS", (useless,))
    frames: Frames = {"Header": [{"CHILD": "1", "SEX": "", "DOB": "01/02/2012", "ETHNIC": "", "UPN": "UN2"}]}
    assert suggestions(state_of(frames)) == []


def test_the_rules_that_proposals_are_for_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every code that a generator names, in whatever return, is a rule's."""
    asked: set[str] = set()
    plain: Callable[..., object] = Look.flagged

    def flagged(self: Look, table: str, *rules: str) -> object:
        asked.update(rules)
        return plain(self, table, *rules)

    monkeypatch.setattr(Look, "flagged", flagged)
    look = Look(spoilt("2026-27").r, spoilt("2026-27").report)
    candidates = [candidate for generate in GENERATORS for candidate in generate(look)]
    known = {**all_rules(), **own_checks()}
    assert asked <= set(known), asked - set(known)
    assert {rule for candidate in candidates for rule in candidate.rules} <= set(known)
    assert {candidate.kind for candidate in candidates} <= set(KINDS)


# -- nothing is invented


def test_how_often_a_value_occurs_decides_nothing() -> None:
    """The proposals for a child are the same whichever codes the other children have, and how many."""

    def others(rec: str, reason: str, worker: str, upn: str) -> State:
        row = {"CHILD": "1", "DECOM": "01/05/2025", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6"}
        row |= {"PLACE_PROVIDER": "PR1", "HOME_POST": "M1 1AE", "PL_POST": "M2 5DB", "DEC": "01/07/2025", "REC": ""}
        header = {"CHILD": "1", "SEX": "M", "DOB": "01/02/2012", "ETHNIC": "WBRI", "UPN": ""}
        sw = {"CHILD": "1", "DOB": "01/02/2012", "SW_ID": "SW123", "SW_DECOM": "01/05/2025", "SW_REASON": "QUIT"}
        more = [{"CHILD": str(child)} for child in range(2, 9)]
        return state_of(
            {
                "Header": [header, *({**header, **child, "UPN": upn} for child in more)],
                "Episodes": [row, *({**row, **child, "REC": rec, "REASON_PLACE_CHANGE": reason} for child in more)],
                "SWEpisodes": [sw, *({**sw, **child, "SW_REASON": worker} for child in more)],
            }
        )

    some, other = (
        [found for found in suggestions(state) if found.child == "1"]
        for state in (others("E4A", "CARPL", "FCONTA", "UN5"), others("E13", "LAREQ", "MANAGE", "UN3"))
    )
    assert some == other
    assert {found.edits[0].field for found in some if found.open} >= {"UPN", "REC", "SW_REASON"}


def test_sex_of_earlier_years_is_offered_under_its_new_name_whatever_last_years_return_says() -> None:
    row = {"CHILD": "1", "SEX": "2", "DOB": "01/02/2012", "ETHNIC": "WBRI", "UPN": "UN2"}
    (found,) = [
        found
        for found in suggestions(state_of({"Header": [row]}, {"Header": [{**row, "SEX": "M"}]}))
        if found.edits and found.edits[0].field == "SEX"
    ]
    assert {found.edits[0].new, *found.alternatives} >= {"F", "M"}


@pytest.mark.parametrize(
    ("field", "value"), [("LS", ""), ("LS", "ZZ9"), ("URN", "NONE"), ("PLACE", "?"), ("PL_POST", "HERE")]
)
def test_a_blank_or_invalid_value_of_last_year_is_never_tried(field: str, value: str) -> None:
    row = {"CHILD": "1", "DECOM": "01/09/2024", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4"}
    row |= {"PLACE_PROVIDER": "PR1", "HOME_POST": "M1 1AE", "PL_POST": "M2 5DB", "URN": "1234567"}
    state = state_of({"Episodes": [row]}, {"Episodes": [{**row, field: value, "CIN": "N2"}]})
    proposed = [edit for found in suggestions(state) for edit in found.edits if not found.open]
    assert ("CIN", "N2") in {(edit.field, edit.new) for edit in proposed}
    assert field not in {edit.field for edit in proposed}
    hypotheses = [found for hypotheses_of in HYPOTHESES for found in hypotheses_of(state.r, {"1"})]
    assert hypotheses
    assert all(cell[2] != field for found in hypotheses for cell in found.changes)
