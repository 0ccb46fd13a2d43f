"""Adoption: the decision to place a child for adoption and its reversal, and the facts about an adoption made."""

from __future__ import annotations

from typing import Final

import numpy as np

from .dates import known, unknown
from .language import Flagged
from .registry import Row, fact, family, rule
from .schema import EpisodesRows, Return
from .spells import periods_begun

ITEMS: Final = ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
DECISION_ENDED: Final = ("DATE_PLACED_CEASED", "REASON_PLACED_CEASED")


@fact
def episodes_placed_for_adoption(r: Return) -> EpisodesRows:
    """The episodes in a placement for adoption (A3 to A6)."""
    return r.Episodes[r.Episodes.PLACE.isin(r.group("PLACE", "adoption"))]


@fact
def episodes_ended_by_adoption(r: Return) -> EpisodesRows:
    """The episodes whose reason for ending is adoption, whenever they ended."""
    return r.Episodes[r.Episodes.REC.isin(r.group("REC", "adopted"))]


@fact
def adopted_in_year(r: Return) -> EpisodesRows:
    """The episodes that ended in adoption within the period, its first and last day included."""
    adopted = episodes_ended_by_adoption(r)
    return adopted[(adopted.DEC >= r.start) & (adopted.DEC <= r.end)]


# -- the adoption record by itself


@rule("151", "Adoption details only partly filled in", table="AD1", fields=ITEMS, category="missing")
def details_incomplete(r: Return) -> Flagged:
    """Only some of the six adoption items are given for this child; either all or none must be.

    Complete DATE_INT, DATE_MATCH, FOSTER_CARE, NB_ADOPTR, SEX_ADOPTR and LS_ADOPTR, or clear all six if the child was
    not adopted.
    """
    given = r.AD1.count_filled(*ITEMS)
    return (given > 0) & (given < len(ITEMS))


@rule(
    "333",
    "Adoption decision date missing or after the matching date",
    table="AD1",
    fields="DATE_INT",
    category="inconsistent",
)
def matched_without_earlier_decision(r: Return) -> Flagged:
    """The child has a date of matching with adopters, but the date of the decision to place for adoption is blank, not
    a real date, or later than the matching.

    Enter or correct DATE_INT (it must be on or before DATE_MATCH), or correct DATE_MATCH.
    """
    return known(r.AD1.DATE_MATCH) & ~(r.AD1.DATE_INT <= r.AD1.DATE_MATCH)


@rule(
    "511",
    "Two adopters, but the gender code of a single adopter",
    table="AD1",
    fields="NB_ADOPTR SEX_ADOPTR",
    category="inconsistent",
)
def two_adopters_with_single_code(r: Return) -> Flagged:
    """Two adopters are reported, but the gender code is that of a single adopter (M1 or F1).

    Use MM (two men), FF (two women) or MF (man and woman) in SEX_ADOPTR, or set NB_ADOPTR to 1 if there is a single
    adopter.
    """
    return (r.AD1.NB_ADOPTR == "2") & r.AD1.SEX_ADOPTR.isin(r.goes_with("LS_ADOPTR")["L0"])


@family(
    "inconsistent",
    [
        Row(
            "514",
            "Single adopter, but not the gender code of one",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "The adopters' legal status (L0) is that of a single person, but the gender code is blank or not one for "
            "a single adopter (M1 or F1).",
            "Set SEX_ADOPTR to M1 or F1, or correct LS_ADOPTR if the adopters are a couple.",
            {"status": "L0"},
        ),
        Row(
            "517",
            "Unmarried couple of different genders (L3) without gender code MF",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "Legal status L3 of the adopters goes only with a man and a woman adopting together (MF), but the gender "
            "code is blank or another one.",
            "Set SEX_ADOPTR to MF, or correct LS_ADOPTR.",
            {"status": "L3"},
        ),
        Row(
            "518",
            "Unmarried couple of the same gender (L4) without gender code MM or FF",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "Legal status L4 of the adopters goes only with two men (MM) or two women (FF) adopting together, but the "
            "gender code is blank or another one.",
            "Set SEX_ADOPTR to MM or FF, or correct LS_ADOPTR.",
            {"status": "L4"},
        ),
        Row(
            "519",
            "Civil partners without a couple's gender code",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "The adopters are reported as civil partners (L2), but the gender code is blank or not a couple's.",
            "Set SEX_ADOPTR to MM, FF or MF, or correct LS_ADOPTR if there is a single adopter.",
            {"status": "L2"},
        ),
        Row(
            "520",
            "Married couple of different genders (L11) without gender code MF",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "The adopters are reported as a married couple of different genders (L11), but the gender code is not MF.",
            "Set SEX_ADOPTR to MF, or use L12 in LS_ADOPTR if the married couple are of the same gender.",
            {"status": "L11"},
        ),
        Row(
            "524",
            "Married couple of the same gender (L12) without gender code MM or FF",
            "AD1",
            "LS_ADOPTR SEX_ADOPTR",
            "The adopters are reported as a married couple of the same gender (L12), but the gender code is neither "
            "MM nor FF.",
            "Set SEX_ADOPTR to MM or FF, or use L11 in LS_ADOPTR if the married couple are a man and a woman.",
            {"status": "L12"},
        ),
    ],
)
def genders_contradict_legal_status(r: Return, status: str) -> Flagged:
    adoptions = r.AD1
    # A blank gender code contradicts too.
    return (adoptions.LS_ADOPTR == status) & ~adoptions.SEX_ADOPTR.isin(r.goes_with("LS_ADOPTR")[status])


# -- the adoption record against episodes and care leavers


@rule(
    "134",
    "Adoption details given for a care leaver",
    table="AD1 OC3",
    fields=("IN_TOUCH", "ACTIV", "ACCOM", *ITEMS),
    category="inconsistent",
)
def adopted_and_care_leaver(r: Return) -> Flagged:
    """Adoption details are given for a young person who also has care leaver information; a child cannot belong to
    both groups.

    Decide whether the child was adopted or is a care leaver, then clear the AD1 items or the OC3 items accordingly.
    """
    care_leavers = r.OC3[r.OC3.filled("IN_TOUCH", "ACTIV", "ACCOM")]
    return r.AD1.filled(*ITEMS) & r.AD1.child_in(care_leavers)


@rule(
    "331",
    "Matched with adopters after the adoption episode started",
    table="AD1 Episodes",
    fields="DATE_MATCH DECOM REC",
    category="inconsistent",
)
def matched_after_placement(r: Return) -> Flagged:
    """The child is recorded as matched with the adopters after the start of the placement that ended in adoption.

    Check DATE_MATCH in the adoption record and DECOM of the episode that ended with E11 or E12; matching must come
    first or fall on the same day.
    """
    episode, adoption = episodes_ended_by_adoption(r).pairs(r.AD1)
    late = adoption.DATE_MATCH > episode.DECOM
    return adoption[late], episode[late]


@rule(
    "334",
    "Adoption decision before the latest period of care began",
    table="Episodes AD1",
    fields="DATE_INT DECOM RNE",
    category="inconsistent",
)
def decision_before_latest_period_of_care(r: Return) -> Flagged:
    """The decision that the child should be placed for adoption (DATE_INT) is dated before the child's latest period
    of care started.

    Check DATE_INT, and DECOM and RNE of the episode that started the period of care.
    """
    start, adoption = r.Episodes[r.Episodes.RNE == "S"].last("DECOM").pairs(r.AD1)
    early = adoption.DATE_INT < start.DECOM
    return start[early], adoption[early]


@rule(
    "335",
    "Adopted by foster carer flag contradicts the last placement",
    table="Episodes AD1",
    fields="PLACE FOSTER_CARE",
    category="inconsistent",
)
def foster_care_contradicts_placement(r: Return) -> Flagged:
    """The adoption record and the placement at adoption disagree on whether the child was adopted by the current
    foster carer.

    Correct FOSTER_CARE (1 = adopted by the current foster carer, 0 = not) or PLACE of the episode that ended in
    adoption.
    """
    episodes = r.Episodes
    # E1, A1 and A2 are the codes of earlier years; an old episode may still bear them.
    episode, adoption = episodes[episodes.REC.isin(["E1", *r.group("REC", "adopted")])].pairs(r.AD1)
    with_current_carer = episode.PLACE.isin(["A2", "A3", "A5"])
    with_others = episode.PLACE.isin(["A1", "A4", "A6"])
    wrong = (with_current_carer & (adoption.FOSTER_CARE == "0")) | (with_others & (adoption.FOSTER_CARE == "1"))
    return episode[wrong], adoption[wrong]


@rule(
    "521",
    "Adoption decision (DATE_INT) later than placement for adoption",
    table="Episodes AD1",
    fields="PLACE DECOM DATE_INT",
    category="inconsistent",
)
def decision_after_placement(r: Return) -> Flagged:
    """The authority's decision that adoption is in the child's best interests (DATE_INT) is dated after the child was
    already placed for adoption.

    Check DATE_INT against the decision record, and DECOM and PLACE of the adoption placement; correct whichever is
    wrong.
    """
    episode, adoption = episodes_placed_for_adoption(r).pairs(r.AD1)
    late = adoption.DATE_INT > episode.DECOM
    return episode[late], adoption[late]


@rule(
    "582",
    "Adopted on the same day as matched with adopters",
    table="Episodes AD1",
    fields="DEC DATE_MATCH",
    category="inconsistent",
)
def adopted_on_day_of_matching(r: Return) -> Flagged:
    """The episode ended in adoption on the very day the child was matched with the adopters; the match is normally
    made before the adoption.

    Check DATE_MATCH in AD1 and DEC on the last episode; the adoption date may have been entered as the matching date,
    or the other way round.
    """
    episode, adoption = episodes_ended_by_adoption(r).pairs(r.AD1)
    return episode[episode.spelt("DEC") == adoption.spelt("DATE_MATCH")]


@rule(
    "601",
    "Child adopted this year but adoption details missing or incomplete",
    table="AD1 Episodes",
    fields=("REC", *ITEMS),
    category="missing",
)
def adopted_but_details_incomplete(r: Return) -> Flagged:
    """The episodes show that this child was adopted during the year, but the child is not in the adoption table (AD1),
    or not all of the adoption details are filled in there.

    Add the child to AD1 or complete all six adoption fields there, or correct REC or DEC on the episode if the child
    was not adopted this year.
    """
    incomplete = r.AD1[r.AD1.count_filled(*ITEMS) < len(ITEMS)]
    adopted = adopted_in_year(r)
    lacking = adopted.child_in(incomplete) | ~adopted.child_in(r.AD1)
    return incomplete[incomplete.child_in(adopted)], adopted[lacking]


@rule(
    "602",
    "Adoption details for a child not adopted this year",
    table="AD1 Episodes",
    fields="CHILD",
    category="inconsistent",
)
def details_but_not_adopted(r: Return) -> Flagged:
    """Adoption details are supplied, but none of this child's episodes ended in adoption (E11 or E12) during the year.

    Remove the adoption details, or correct REC and DEC on the last episode if the child was adopted this year.
    """
    return r.AD1.filled(*ITEMS) & ~r.AD1.child_in(adopted_in_year(r))


# -- the decision to place for adoption, row by row


@rule(
    "119",
    "Adoption reversal date and reason not both given",
    table="PlacedAdoption",
    fields="REASON_PLACED_CEASED DATE_PLACED_CEASED",
    category="missing",
)
def reversal_incomplete(r: Return) -> Flagged:
    """Only one of the date and the reason for deciding that the child should no longer be placed for adoption is
    given; both are needed.

    Fill in the missing one of DATE_PLACED_CEASED and REASON_PLACED_CEASED, or clear both if the decision has not been
    reversed.
    """
    return r.PlacedAdoption.count_filled(*DECISION_ENDED) == 1


@rule(
    "184",
    "Adoption decision dated before birth",
    table="PlacedAdoption Header",
    fields="DATE_PLACED DOB",
    category="inconsistent",
)
def decision_before_birth(r: Return) -> Flagged:
    """The decision that this child should be placed for adoption is dated before the child was born.

    Check DATE_PLACED against the adoption decision record and DOB against the child's header; correct whichever is
    wrong.
    """
    decision, header = r.PlacedAdoption.pairs(r.Header)
    return decision[decision.DATE_PLACED < header.DOB]


@rule(
    "522",
    "Adoption decision reversed before it was made",
    table="PlacedAdoption",
    fields="DATE_PLACED DATE_PLACED_CEASED",
    category="inconsistent",
)
def reversed_before_made(r: Return) -> Flagged:
    """The date on which the adoption plan was given up is earlier than the date on which it was decided.

    Check both dates against the decision records; they may have been swapped or mistyped.
    """
    return r.PlacedAdoption.DATE_PLACED_CEASED < r.PlacedAdoption.DATE_PLACED


@rule(
    "563",
    "Adoption plan given up but decision date blank",
    table="PlacedAdoption",
    fields="DATE_PLACED REASON_PLACED_CEASED DATE_PLACED_CEASED",
    category="missing",
)
def reversed_but_never_made(r: Return) -> Flagged:
    """The decision to place the child for adoption is shown as given up, but the date on which it was first made is
    blank.

    Enter DATE_PLACED, or clear DATE_PLACED_CEASED and REASON_PLACED_CEASED if no such decision was made.
    """
    decisions = r.PlacedAdoption
    return (decisions.count_filled(*DECISION_ENDED) == 2) & decisions.blank("DATE_PLACED")


# -- several decisions of one child


@rule(
    "579",
    "Adoption decisions overlap, or earlier decision still open",
    table="PlacedAdoption",
    fields="DATE_PLACED DATE_PLACED_CEASED",
    category="inconsistent",
)
def decisions_overlap(r: Return) -> Flagged:
    """This decision to place the child for adoption is dated before the previous decision was ended, or the previous
    decision has no end date.

    Add or correct DATE_PLACED_CEASED on the earlier decision, correct DATE_PLACED here, or delete the row if it
    repeats the same decision.
    """
    decisions = r.PlacedAdoption.by_child("DATE_PLACED")
    before = decisions.previous
    still_open = unknown(before.DATE_PLACED_CEASED) | (decisions.DATE_PLACED < before.DATE_PLACED_CEASED)
    return decisions[before.exists & still_open]


@rule(
    "583",
    "Earlier adoption decision not ended before a newer one",
    table="PlacedAdoption",
    fields="DATE_PLACED DATE_PLACED_CEASED",
    category="missing",
)
def earlier_decision_not_ended(r: Return) -> Flagged:
    """This child has more than one decision to be placed for adoption, and this earlier one was never ended.

    Enter the date the earlier decision was reversed in DATE_PLACED_CEASED (it may lie in an earlier year), or remove
    the row if both dates are not needed.
    """
    decisions = r.PlacedAdoption
    latest = decisions.last("DATE_PLACED").of(decisions)
    # Of two decisions of one day the one that still stands counts as the latest.
    earlier = known(decisions.DATE_PLACED) & latest.exists & (decisions.index != latest.index)
    return earlier & decisions.blank("DATE_PLACED_CEASED")


# -- the decision against the adoption record


@rule(
    "523",
    "DATE_PLACED and DATE_INT are different dates",
    table="PlacedAdoption AD1",
    fields="DATE_PLACED DATE_INT",
    category="inconsistent",
)
def decision_dates_differ(r: Return) -> Flagged:
    """The date of the decision to place the child for adoption (DATE_PLACED) is not the same as the best-interest
    decision date in the adoption record (DATE_INT), although both describe one decision.

    Check both dates against the decision record and enter the same date in both places.
    """
    decision, adoption = r.PlacedAdoption.pairs(r.AD1)
    both = known(decision.DATE_PLACED) & known(adoption.DATE_INT)
    differ = both & (decision.DATE_PLACED != adoption.DATE_INT)
    return decision[differ], adoption[differ]


@rule(
    "525",
    "Adoption details given although adoption decision was reversed",
    table="PlacedAdoption AD1",
    fields=("DATE_PLACED_CEASED", *ITEMS),
    category="inconsistent",
)
def adopted_although_reversed(r: Return) -> Flagged:
    """The decision to place this child for adoption was given up, yet details of a completed adoption are reported for
    the child.

    If the child was adopted, clear DATE_PLACED_CEASED (and its reason); if not, remove the child's adoption details
    (AD1).
    """
    reversals = r.PlacedAdoption[r.PlacedAdoption.filled("DATE_PLACED_CEASED")]
    adoptions = r.AD1[r.AD1.filled(*ITEMS)]
    return reversals[reversals.child_in(adoptions)], adoptions[adoptions.child_in(reversals)]


# -- the decision against the episodes


@rule(
    "117",
    "Adoption decision or reversal dated too late",
    table="PlacedAdoption Episodes",
    fields="DATE_PLACED_CEASED DATE_PLACED DEC REC DECOM",
    category="inconsistent",
)
def decision_too_late(r: Return) -> Flagged:
    """A decision that the child should be placed for adoption, or should no longer be, is dated after this collection
    year ended or after the child stopped being looked after.

    Check DATE_PLACED and DATE_PLACED_CEASED against the decision records, and DEC and REC of the child's last episode.
    Move a decision made after 31 March to next year's return.
    """
    # Episodes that went straight on into another are left out before the latest is chosen.
    latest = r.Episodes[r.Episodes.REC != "X1"].last("DECOM")
    episode, decision = latest.pairs(r.PlacedAdoption)
    made, ended = decision.DATE_PLACED, decision.DATE_PLACED_CEASED
    late = (made > r.end) | (made > episode.DEC) | (ended > r.end) | (ended > episode.DEC)
    return decision[late], episode[late]


@rule(
    "118",
    "Adoption decision reversed before care or collection year began",
    table="PlacedAdoption Episodes",
    fields="DATE_PLACED_CEASED DECOM LS",
    category="inconsistent",
)
def reversal_too_early(r: Return) -> Flagged:
    """The decision that the child should no longer be placed for adoption is dated before this collection year
    started, or before the child became looked after (short breaks, V3 and V4, aside).

    Check DATE_PLACED_CEASED against the decision record and DECOM of the child's first episode. Remove a reversal that
    belongs to an earlier year's return.
    """
    first = r.Episodes[~r.Episodes.LS.isin(r.group("LS", "short_breaks"))].first("DECOM")
    episode, decision = first.pairs(r.PlacedAdoption)
    ended = decision.DATE_PLACED_CEASED
    early = (ended < episode.DECOM) | (ended < r.start)
    return decision[early], episode[early]


@rule(
    "551",
    "Placed for adoption without decision date",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED PLACE",
    category="missing",
)
def placed_without_decision(r: Return) -> Flagged:
    """The child was placed for adoption in this episode, but the date of the decision to do so is not reported.

    Enter DATE_PLACED for this child in the placed-for-adoption file, or correct PLACE if it was not an adoptive
    placement.
    """
    episodes, decisions = episodes_placed_for_adoption(r), r.PlacedAdoption
    undated = decisions[decisions.blank("DATE_PLACED")]
    return episodes[~episodes.child_in(decisions) | episodes.child_in(undated)]


@rule(
    "552",
    "Adoption decision dated after placement for adoption began",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED DECOM",
    category="inconsistent",
)
def latest_decision_after_first_placement(r: Return) -> Flagged:
    """The decision to place this child for adoption is dated after the day on which the child was first placed with
    adopters.

    Check DATE_PLACED against the decision record, and DECOM and PLACE of the first adoptive placement; correct
    whichever is wrong.
    """
    first = episodes_placed_for_adoption(r).first("DECOM")
    decision = r.PlacedAdoption.last("DATE_PLACED").of(first)
    late = first.DECOM < decision.DATE_PLACED
    return first[late], decision[late]


@family(
    "inconsistent",
    [
        Row(
            "553",
            "Placement order (E1), but adoption decision missing or given up",
            "Episodes PlacedAdoption",
            "CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
            "This child has an episode under a placement order (E1), but no dated adoption decision is on record for "
            "the child, or the one on record is shown as given up while the order still runs.",
            "Enter DATE_PLACED for the child in the placed-for-adoption file; if the decision still stands, clear "
            "DATE_PLACED_CEASED and REASON_PLACED_CEASED; if there is no placement order, correct LS.",
            {"order": "E1"},
        ),
        Row(
            "555",
            "Freeing order (D1), but adoption decision missing or given up",
            "Episodes PlacedAdoption",
            "CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
            "This child has an episode under a freeing order (D1), but no dated adoption decision is on record for "
            "the child, or the one on record is shown as given up while the order still runs.",
            "Enter DATE_PLACED for the child in the placed-for-adoption file; if the decision still stands, clear "
            "DATE_PLACED_CEASED and REASON_PLACED_CEASED; if there is no freeing order, correct LS.",
            {"order": "D1"},
            years="2022-23..2023-24",
        ),
    ],
)
def order_without_standing_decision(r: Return, order: str) -> Flagged:
    decisions = r.PlacedAdoption
    under_order = r.Episodes[r.Episodes.LS == order]
    still_open = under_order[under_order.blank("DEC")]
    given_up = decisions.filled(*DECISION_ENDED) & decisions.child_in(still_open)
    # Our reading: the message asks for the date of a decision, so that a row without one does not count.
    dated = decisions[decisions.filled("DATE_PLACED")]
    return under_order[~under_order.child_in(dated)], decisions[given_up]


@rule(
    "554",
    "Adoption decision dated after placement order",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED DECOM LS",
    category="inconsistent",
)
def decision_after_placement_order(r: Return) -> Flagged:
    """The decision to place this child for adoption is dated after the placement order (E1) was made. If the order
    began in an earlier year, this report may be mistaken: check by hand.

    Check DATE_PLACED against the decision record, and the start of the first E1 episode against the court order.
    """
    orders = r.Episodes[(r.Episodes.LS == "E1") & known(r.Episodes.DECOM)].by_child("DECOM")
    period = periods_begun(r, r.Episodes, r.Episodes.DECOM)
    decided_in = periods_begun(r, r.PlacedAdoption, r.PlacedAdoption.DATE_PLACED)
    first = orders[orders.starts | (np.diff(period[orders.index], prepend=0) != 0)]
    first, decision = first.pairs(r.PlacedAdoption)
    # Our reading of "the first E1 episode of the period of care": a decision belongs to the last one begun by its day.
    late = (decision.DATE_PLACED > first.DECOM) & (period[first.index] == decided_in[decision.index])
    return first[late], decision[late]


@rule(
    "556",
    "Adoption decision dated after freeing order",
    years="2022-23..2023-24",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED DECOM",
    category="inconsistent",
)
def decision_after_freeing_order(r: Return) -> Flagged:
    """The decision to place this child for adoption is dated after the freeing order (D1) began.

    Check DATE_PLACED against the decision record, and DECOM and LS of the freeing order episode; correct whichever is
    wrong.
    """
    episode, decision = r.Episodes[r.Episodes.LS == "D1"].pairs(r.PlacedAdoption)
    return episode[decision.DATE_PLACED > episode.DECOM]


@rule(
    "557",
    "Left care unadopted but end of adoption plan not recorded",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED_CEASED REASON_PLACED_CEASED PLACE LS REC",
    category="missing",
    changed="2024-25",
)
def left_unadopted_without_reversal(r: Return) -> Flagged:
    """The child was to be placed for adoption and left care without being adopted, but the date or the reason of the
    decision to give up the adoption plan is not filled in.

    Enter both DATE_PLACED_CEASED and REASON_PLACED_CEASED for this child, or correct REC if the child was adopted.
    """
    episodes, decisions = r.Episodes, r.PlacedAdoption
    orders = ["E1"] if r.year >= "2024-25" else ["D1", "E1"]
    planned = episodes.PLACE.isin(r.group("PLACE", "adoption")) | episodes.LS.isin(orders)
    left = episodes.REC.filled & ~episodes.REC.isin(["X1", *r.group("REC", "adopted")])
    unadopted = episodes[planned & left]
    incomplete = decisions[decisions.count_filled(*DECISION_ENDED) < 2]
    lacking = ~unadopted.child_in(decisions) | unadopted.child_in(incomplete)
    return unadopted[lacking], incomplete[incomplete.child_in(unadopted)]


@rule(
    "558",
    "Adopted child has only adoption decisions that were given up",
    table="Episodes PlacedAdoption",
    fields="DATE_PLACED_CEASED REC",
    category="inconsistent",
)
def adopted_without_standing_decision(r: Return) -> Flagged:
    """The child was adopted, so the last decision to place for adoption still stood, yet every decision reported for
    the child is shown as given up.

    Clear DATE_PLACED_CEASED (and its reason) on the decision that led to the adoption, or correct REC if the child was
    not adopted.
    """
    decisions = r.PlacedAdoption
    given_up = decisions.filled("DATE_PLACED_CEASED")
    # Undated episodes come first, so that they are the latest only of a child without any date.
    episodes = r.Episodes.by_child("DECOM", blanks="first")
    latest = episodes[episodes.ends]
    adopted = latest[latest.REC.isin(r.group("REC", "adopted"))]
    # A decision without end date is taken to be the last one; a single reversal may be of any.
    all_given_up = (decisions[given_up].count_for(adopted) >= 2) & ~adopted.child_in(decisions[~given_up])
    return adopted[all_given_up]


@rule(
    "1003",
    "Adoption decision dated before child came into care",
    table="PlacedAdoption Episodes",
    fields="DATE_PLACED DECOM RNE",
    category="inconsistent",
)
def decision_before_care(r: Return) -> Flagged:
    """The decision that the child should be placed for adoption (DATE_PLACED) is dated before the child's first day in
    care.

    Check DATE_PLACED against the decision record, and DECOM and RNE of the first episode; correct whichever is wrong.
    """
    first, decision = r.Episodes[r.Episodes.RNE == "S"].first("DECOM").pairs(r.PlacedAdoption)
    early = decision.DATE_PLACED < first.DECOM
    return decision[early], first[early]


# -- the decision against last year's return


@rule(
    "559",
    "Earlier adoption decision not reported last year",
    table="PlacedAdoption PlacedAdoption_last",
    fields="DATE_PLACED",
    category="cross-year",
)
def earlier_decision_not_in_last_return(r: Return) -> Flagged:
    """The decision to place this child for adoption is dated before this collection year, but last year's return does
    not contain a decision date for the child.

    Check DATE_PLACED against the decision record; if it is right, last year's return was incomplete and needs
    amending.
    """
    now, before = r.PlacedAdoption.pairs(r.PlacedAdoption_last, keep_single=True)
    return now[(now.DATE_PLACED < r.start) & unknown(before.DATE_PLACED)]


@rule(
    "560",
    "Adoption decision date changed although last year's decision stood",
    table="PlacedAdoption PlacedAdoption_last",
    fields="DATE_PLACED DATE_PLACED_CEASED",
    category="cross-year",
)
def standing_decision_changed(r: Return) -> Flagged:
    """Last year's return shows a decision to place this child for adoption that had not been given up, but this year
    none of the child's decisions has that date.

    Use last year's DATE_PLACED for the same decision. If it has been given up since, keep its row with
    DATE_PLACED_CEASED and add a row for the new decision.
    """
    last_year, decisions = r.PlacedAdoption_last, r.PlacedAdoption
    standing = last_year[last_year.filled("DATE_PLACED") & last_year.blank("DATE_PLACED_CEASED")]
    before, now = standing.pairs(decisions)
    repeated = standing.any_of(before, before.spelt("DATE_PLACED") == now.spelt("DATE_PLACED"))
    return decisions.child_in(standing[~repeated])


@rule(
    "561",
    "Same adoption decision date although given up last year",
    table="PlacedAdoption PlacedAdoption_last",
    fields="DATE_PLACED",
    category="cross-year",
)
def given_up_decision_repeated(r: Return) -> Flagged:
    """This year repeats last year's date of the decision to place the child for adoption, but last year's return shows
    that decision as given up.

    Enter the date of the new decision, or remove the row if no new decision was made; if last year's end date was
    wrong, amend it.
    """
    last_year = r.PlacedAdoption_last
    now, before = r.PlacedAdoption.pairs(last_year[last_year.filled(*DECISION_ENDED)])
    return now[now.spelt("DATE_PLACED") == before.spelt("DATE_PLACED")]


@rule(
    "584",
    "Adoption decision not later than one ended last year",
    table="PlacedAdoption PlacedAdoption_last",
    fields="DATE_PLACED",
    category="cross-year",
)
def not_later_than_ended_decision(r: Return) -> Flagged:
    """Last year's return shows the decision to place this child for adoption as ended, but this year's DATE_PLACED is
    blank, not a real date, or not later than that decision.

    Enter the date of the new decision, remove the row if there is none, or correct last year's end date or reason if
    the earlier decision still stands.
    """
    last_year = r.PlacedAdoption_last
    ended = last_year[known(last_year.DATE_PLACED) & last_year.filled(*DECISION_ENDED)]
    now, before = r.PlacedAdoption.pairs(ended)
    return now[~(now.DATE_PLACED > before.DATE_PLACED)]
