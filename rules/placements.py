"""Placements: their type against provider, legal status, age and length of stay, and why the child moved."""

from __future__ import annotations

import numpy as np

from .dates import day, unknown, years_after
from .facts import episode_ends, episodes_and_headers, episodes_in_order, next_episodes, previous_episodes
from .language import Flagged
from .registry import Row, family, rule
from .schema import Return

# -- the provider


@rule(
    "213",
    "Placement provider given where none is wanted",
    table="Episodes",
    fields="PLACE_PROVIDER",
    category="inconsistent",
    changed="2025-26",
)
def provider_not_wanted(r: Return) -> Flagged:
    """A placement provider is recorded, but for this placement type (a temporary placement or, from 2025-26, Z11 to
    Z14) no provider should be returned.

    Clear PLACE_PROVIDER, or correct PLACE if the placement type is wrong.
    """
    # Z1, the one "other" code until 2024-25, needed no provider (rule 526) but might have one.
    unwanted = set(r.group("PLACE", "no_provider_expected")) - {"Z1"}
    return r.Episodes.PLACE.isin(unwanted) & r.Episodes.PLACE_PROVIDER.filled


@rule(
    "526",
    "Placement provider is missing",
    table="Episodes",
    fields="PLACE PLACE_PROVIDER",
    category="missing",
    changed="2025-26",
)
def provider_missing(r: Return) -> Flagged:
    """This episode has no placement provider, although its placement type requires one.

    Enter PLACE_PROVIDER (PR0 to PR5), or correct PLACE if the child was in a temporary or other placement.
    """
    return r.Episodes.PLACE_PROVIDER.blank & ~r.Episodes.PLACE.isin(r.group("PLACE", "no_provider_expected"))


@family(
    "inconsistent",
    [
        Row(
            "527",
            "Provider PR1 not possible for P1, R2 or R5",
            "Episodes",
            "PLACE PLACE_PROVIDER",
            "The authority's own provision (PR1) is given as provider, but a placement of this type (P1, R2 or R5) "
            "cannot be provided that way.",
            "Correct PLACE_PROVIDER (a P1 placement takes PR0), or correct PLACE.",
            {"provider": "PR1", "places": ["P1", "R2", "R5"]},
        ),
        Row(
            "528",
            "Provider PR2 not possible for P1, R2 or R5",
            "Episodes",
            "PLACE PLACE_PROVIDER",
            "Another authority (PR2) is given as provider, but a placement of this type (P1, R2 or R5) cannot be "
            "provided that way.",
            "Correct PLACE_PROVIDER (a P1 placement takes PR0), or correct PLACE.",
            {"provider": "PR2", "places": ["P1", "R2", "R5"]},
        ),
        Row(
            "529",
            "Provider PR3 not possible for this placement type",
            "Episodes",
            "PLACE PLACE_PROVIDER",
            "Another public body (PR3) is given as provider, but such bodies cannot provide a placement of this type.",
            "Correct PLACE_PROVIDER, or correct PLACE if the child was placed elsewhere.",
            {
                "provider": "PR3",
                "places": ["A3", "A4", "A5", "A6", "K1", "K2", "P1", "U1", "U2", "U3", "U4", "U5", "U6"],
            },
        ),
        Row(
            "530",
            "Provider PR4 not possible for placement P1",
            "Episodes",
            "PLACE PLACE_PROVIDER",
            "A private provider (PR4) is given for a placement with parents (P1), which has no such provider.",
            "Set PLACE_PROVIDER to PR0, or correct PLACE.",
            {"provider": "PR4", "places": ["P1"]},
        ),
        Row(
            "531",
            "Provider PR5 not possible for placement P1",
            "Episodes",
            "PLACE PLACE_PROVIDER",
            "A voluntary provider (PR5) is given for a placement with parents (P1), which has no such provider.",
            "Set PLACE_PROVIDER to PR0, or correct PLACE.",
            {"provider": "PR5", "places": ["P1"]},
        ),
    ],
)
def provider_not_possible(r: Return, provider: str, places: list[str]) -> Flagged:
    return (r.Episodes.PLACE_PROVIDER == provider) & r.Episodes.PLACE.isin(places)


@rule(
    "550",
    "Provider PR0 used for placement other than P1",
    table="Episodes",
    fields="PLACE PLACE_PROVIDER",
    category="inconsistent",
)
def parents_as_provider(r: Return) -> Flagged:
    """Provider PR0 (the parents) may be used only with placement P1, but this episode has another placement type or
    none.

    Set PLACE_PROVIDER to the real provider, or PLACE to P1 if the child was with parents.
    """
    return (r.Episodes.PLACE_PROVIDER == "PR0") & (r.Episodes.PLACE != "P1")


# -- the placement type against other columns of the episode


@rule(
    "217",
    "Adoption placement with foster carer needs RNE S, T or U",
    table="Episodes",
    fields="PLACE DECOM RNE",
    category="inconsistent",
)
def adopters_were_carers_but_carer_changed(r: Return) -> Flagged:
    """The child is placed for adoption with the current foster carers (A3 or A5), and the reason for the new episode
    is not one of S, T or U.

    Correct RNE to S, T or U, or correct PLACE if the child was not placed with the present foster carers.
    """
    episodes = r.Episodes
    with_carers = episodes.PLACE.isin(r.group("PLACE", "adoption_with_current_carer"))
    return with_carers & (episodes.DECOM >= day("2015-04-01")) & ~episodes.RNE.isin(["S", "T", "U"])


@rule(
    "217t",
    "Placement type P2 used after 28 October 2023",
    years="2023-24..2023-24",
    table="Episodes",
    fields="PLACE DECOM",
    category="invalid",
)
def independent_living_withdrawn(r: Return) -> Flagged:
    """Placement code P2 was withdrawn on 28 October 2023, but this episode with P2 is still open or ends after that
    day.

    End the P2 episode on 28 October 2023 at the latest and continue with the placement code that replaced it.
    """
    ends = r.Episodes.DEC
    return (r.Episodes.PLACE == "P2") & (unknown(ends) | (ends > day("2023-10-28")))


@rule(
    "378",
    "Placed with parents (P1) under section 20 (V2)",
    table="Episodes",
    fields="PLACE LS",
    category="inconsistent",
)
def with_parents_under_section_20(r: Return) -> Flagged:
    """The child is recorded as placed with parents (P1) while accommodated under section 20 (V2). The two cannot go
    together.

    If the child went home, the section 20 accommodation ended and the episode should have ceased. Otherwise correct
    PLACE or LS.
    """
    return (r.Episodes.PLACE == "P1") & (r.Episodes.LS == "V2")


@rule(
    "384",
    "Respite care in a long-term foster placement",
    table="Episodes",
    fields="PLACE LS",
    category="inconsistent",
)
def break_in_long_term_fostering(r: Return) -> Flagged:
    """The child is in respite care (V3 or V4) but the placement is coded as long-term fostering (U1 or U4).

    Correct PLACE to a short-term fostering code, or correct LS if this is not respite care.
    """
    long_term = r.Episodes.PLACE.isin(r.group("PLACE", "foster_long_term"))
    return long_term & r.Episodes.LS.isin(r.group("LS", "short_breaks"))


@rule(
    "390",
    "Adopted without being in an adoption placement",
    table="Episodes",
    fields="PLACE REC",
    category="inconsistent",
)
def adopted_from_another_placement(r: Return) -> Flagged:
    """The episode ends with adoption (E11 or E12) but the child was not in a placement for adoption (A3 to A6) at that
    time.

    Check REC and PLACE. If the child was adopted, the last episode should carry the placed-for-adoption code.
    """
    return r.Episodes.REC.isin(r.group("REC", "adopted")) & ~r.Episodes.PLACE.isin(r.group("PLACE", "adoption"))


@rule(
    "408",
    "Adoption placement with order, but legal status not E1",
    table="Episodes",
    fields="PLACE LS",
    category="inconsistent",
)
def placed_for_adoption_without_order(r: Return) -> Flagged:
    """The placement code (A5 or A6) says the child is placed for adoption under a placement order, but the legal
    status is not E1 (placement order).

    If a placement order was granted, set LS to E1. If the child was placed with consent, use the placement code for
    that (A3 or A4).
    """
    return r.Episodes.PLACE.isin(["A5", "A6"]) & (r.Episodes.LS != "E1")


# -- the child's age


@family(
    "inconsistent",
    [
        Row(
            "372",
            "Child in youth custody or prison (R5) under 10",
            "Episodes Header",
            "DECOM PLACE",
            "The episode says the child was in youth custody or prison (R5) but the child was under 10 when it "
            "started.",
            "Check PLACE and DECOM on the episode and DOB in the header, and correct whichever is wrong.",
            {"place": "R5", "age": 10},
        ),
        Row(
            "373",
            "Child placed in a residential school (S1) under 4",
            "Episodes Header",
            "DECOM PLACE",
            "The child is recorded as placed in a school (S1) before turning four.",
            "Check PLACE and DECOM on the episode and DOB in the header, and correct whichever is wrong.",
            {"place": "S1", "age": 4},
        ),
        Row(
            "374",
            "Child in residential employment (P3) under 14",
            "Episodes Header",
            "DECOM PLACE",
            "The child is recorded in residential employment (P3) but was younger than 14 when the episode began.",
            "Check PLACE and DECOM on the episode and DOB in the header, and correct whichever is wrong.",
            {"place": "P3", "age": 14},
        ),
    ],
)
def too_young(r: Return, place: str, age: int) -> Flagged:
    episodes, headers = episodes_and_headers(r)
    return episodes[(episodes.PLACE == place) & (episodes.DECOM < years_after(headers.DOB, age))]


@rule(
    "370",
    "Child in independent living placement (P2) too young",
    years="2022-23..2023-24",
    table="Episodes Header",
    fields="DECOM PLACE",
    category="inconsistent",
    changed="2023-24",
)
def too_young_for_independent_living(r: Return) -> Flagged:
    """The child was younger than the minimum age for an independent living placement (P2) when this episode started:
    16, or 15 in 2022-23.

    Check PLACE and DECOM on the episode and DOB in the header, and correct whichever is wrong.
    """
    return too_young(r, "P2", 16 if r.year >= "2023-24" else 15)


@rule(
    "371",
    "Child in supported accommodation too young",
    table="Episodes Header",
    fields="DECOM PLACE",
    category="inconsistent",
    changed="2023-24 2024-25",
)
def too_young_for_supported_accommodation(r: Return) -> Flagged:
    """The child was under the minimum age (16, or 14 in 2022-23) when this placement in supported accommodation (K3,
    before 2024-25 H5) began.

    Check PLACE and DECOM on the episode and DOB in the header, and correct whichever is wrong.
    """
    return too_young(r, "K3" if r.year >= "2024-25" else "H5", 16 if r.year >= "2023-24" else 14)


# -- temporary placements


@family(
    "inconsistent",
    [
        Row(
            "375",
            "Temporary hospital placement (T1) longer than six weeks",
            "Episodes",
            "DECOM PLACE",
            "A hospital stay recorded as a temporary placement (T1) lasted, or has lasted so far, longer than six "
            "weeks.",
            "Check DECOM and DEC. If the stay really was that long, it is not temporary and PLACE should hold the "
            "ordinary code for where the child was.",
            {"place": "T1", "days": 42},
        ),
        Row(
            "376",
            "Temporary placement for carer holiday (T3) over three weeks",
            "Episodes",
            "DECOM PLACE",
            "A temporary placement while the usual foster carer was on holiday (T3) lasted, or has lasted so far, "
            "longer than three weeks.",
            "Check DECOM and DEC. If the dates are right, the stay is not temporary and PLACE should hold the ordinary "
            "placement code.",
            {"place": "T3", "days": 21},
        ),
        Row(
            "379",
            "Temporary placement, reason unspecified (T4), over seven days",
            "Episodes",
            "DECOM PLACE",
            "A temporary placement coded T4 (reason not specified) lasted, or has lasted so far, longer than seven "
            "days.",
            "Check DECOM and DEC. If they are right, record the specific temporary code or the ordinary placement "
            "code in PLACE.",
            {"place": "T4", "days": 7},
        ),
    ],
)
def temporary_for_too_long(r: Return, place: str, days: int) -> Flagged:
    """A stay still open counts up to the end of the period."""
    return (r.Episodes.PLACE == place) & (episode_ends(r) > r.Episodes.DECOM + days)


@rule(
    "377",
    "More than two carer-holiday placements (T3) for one child",
    table="Episodes",
    fields="PLACE",
    category="inconsistent",
)
def too_many_carer_holidays(r: Return) -> Flagged:
    """This child has more than two temporary placements coded T3 (usual foster carer on holiday); no more than two are
    allowed within 12 months.

    Check whether all these placements are really due to the carer's holiday, and recode PLACE where another temporary
    or ordinary placement code applies.
    """
    holidays = r.Episodes[r.Episodes.PLACE == "T3"].by_child("DECOM")
    middle = np.flatnonzero(~holidays.starts & ~holidays.ends)
    # Our reading of "within 12 months": of three in a row the last begins less than a year after the first. One that
    # has no date is taken to be among them.
    a_year_apart = holidays.DECOM[middle + 1] >= years_after(holidays.DECOM[middle - 1], 1)
    middle = middle[~a_year_apart]
    return holidays[np.concatenate([middle - 1, middle, middle + 1])]


@rule(
    "380",
    "Temporary placement must follow a placement change",
    table="Episodes",
    fields="PLACE RNE",
    category="inconsistent",
)
def temporary_without_move(r: Return) -> Flagged:
    """The episode is a temporary placement, but its reason for new episode does not show a move from another
    placement. A period of care cannot begin in a temporary placement.

    Check RNE (a temporary placement needs P or B) and PLACE. If this really is the start of care, use the ordinary
    placement code.
    """
    return r.Episodes.PLACE.isin(r.group("PLACE", "temporary")) & ~r.Episodes.RNE.isin(["P", "B"])


@rule(
    "381", "Period of care ends in a temporary placement", table="Episodes", fields="PLACE REC", category="inconsistent"
)
def care_ends_in_temporary(r: Return) -> Flagged:
    """Care is recorded as ending while the child was in a temporary placement. A period of care cannot end from there.

    If care went on, REC should be X1 and a return to the normal placement should follow. If it really ended, PLACE
    should not be a temporary code.
    """
    ended = r.Episodes.REC.filled & (r.Episodes.REC != "X1")
    return r.Episodes.PLACE.isin(r.group("PLACE", "temporary")) & ended


@rule(
    "382",
    "Respite care (V3 or V4) in a temporary placement",
    table="Episodes",
    fields="LS PLACE",
    category="inconsistent",
)
def break_in_temporary(r: Return) -> Flagged:
    """The child is in respite care (V3 or V4) and at the same time in a temporary placement, which is not possible.

    Correct PLACE to the ordinary code for where the break took place, or correct LS if this is not respite care.
    """
    temporary = r.Episodes.PLACE.isin(r.group("PLACE", "temporary"))
    return temporary & r.Episodes.LS.isin(r.group("LS", "short_breaks"))


@rule(
    "383",
    "No return to normal placement after a temporary one",
    table="Episodes",
    fields="PLACE RNE PL_POST",
    category="inconsistent",
    changed="2025-26",
)
def no_return_after_temporary(r: Return) -> Flagged:
    """After a temporary placement the child should move straight back to the earlier placement (RNE P, same placement
    code and, from 2025-26, same postcode), but this episode shows something else.

    Check RNE, PLACE and PL_POST against the episode before the temporary one. If the child did not return there, the
    middle placement was not temporary and needs an ordinary code.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    # Two back is what came before the row above; there is none above the first.
    two_before = before[np.arange(-1, len(before) - 1)]
    returns = (episodes.RNE == "P") & (episodes.PLACE == two_before.PLACE)
    if r.year >= "2025-26":
        returns &= episodes.PL_POST.upper() == two_before.PL_POST.upper()
    was_temporary = before.PLACE.isin(r.group("PLACE", "temporary"))
    return episodes[was_temporary & two_before.exists & ~returns]


# -- why the child moved


@rule("225", "Reason for placement change missing", table="Episodes", fields="REASON_PLACE_CHANGE", category="missing")
def reason_for_move_missing(r: Return) -> Flagged:
    """The child moved to another placement after this episode, but no reason for the change of placement is recorded.

    Enter REASON_PLACE_CHANGE on the episode that ended, or correct REC of it or RNE of the next episode if there was
    no move.
    """
    episodes, after = episodes_in_order(r), next_episodes(r)
    temporary = r.group("PLACE", "temporary")
    moved = (episodes.REC == "X1") & after.RNE.isin(r.group("RNE", "placement_changed"))
    involves_temporary = episodes.PLACE.isin(temporary) | after.PLACE.isin(temporary)
    return episodes[moved & ~involves_temporary & episodes.REASON_PLACE_CHANGE.blank]


@rule(
    "226",
    "Reason for placement change around a temporary placement",
    table="Episodes",
    fields="REASON_PLACE_CHANGE PLACE",
    category="inconsistent",
)
def reason_for_temporary_move(r: Return) -> Flagged:
    """This episode is a temporary placement, so neither it nor the episode before it should carry a reason for a change
    of placement.

    Clear REASON_PLACE_CHANGE on this episode and on the one before it, or correct PLACE if the placement is not
    temporary.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    reason = episodes.REASON_PLACE_CHANGE.filled | before.REASON_PLACE_CHANGE.filled
    return episodes[episodes.PLACE.isin(r.group("PLACE", "temporary")) & reason]


@rule(
    "233",
    "Reason for placement change on an open episode",
    years="2025-26..",
    table="Episodes",
    fields="REASON_PLACE_CHANGE",
    category="inconsistent",
)
def reason_for_move_while_open(r: Return) -> Flagged:
    """A reason for a change of placement is recorded, but the episode has no end date.

    Enter DEC if the episode has ended, otherwise clear REASON_PLACE_CHANGE.
    """
    return r.Episodes.blank("DEC") & r.Episodes.REASON_PLACE_CHANGE.filled


@rule(
    "234",
    "Placement change to custody of a child under 10",
    years="2025-26..",
    table="Episodes Header",
    fields="REASON_PLACE_CHANGE DOB",
    category="inconsistent",
)
def custody_under_ten(r: Return) -> Flagged:
    """The placement is recorded as changed because the child went into custody, but the child was under 10 when the
    next episode started.

    Check REASON_PLACE_CHANGE of this episode, the start date of the next one and the child's DOB.
    """
    to_custody = episodes_in_order(r).REASON_PLACE_CHANGE == "CUSTOD"
    moved, after = episodes_in_order(r)[to_custody], next_episodes(r)[to_custody]
    custody, headers = after.pairs(r.Header)
    young = custody.DECOM < years_after(headers.DOB, 10)
    return moved[after.any_of(custody, young)], headers[young]


@rule(
    "336",
    "No foster placement just before placement with foster carer adopters",
    table="Episodes",
    fields="PLACE",
    category="inconsistent",
)
def adopters_were_no_carers(r: Return) -> Flagged:
    """The child is placed for adoption with the current foster carers, but the episode before was not a foster (or
    adoptive) placement.

    Check PLACE of this episode and of the one before it; if the adopters were not the foster carers, use the other
    adoption code.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    with_carers = episodes.PLACE.isin(r.group("PLACE", "adoption_with_current_carer"))
    family_before = before.PLACE.isin([*r.group("PLACE", "adoption"), *r.group("PLACE", "foster")])
    return episodes[with_carers & before.exists & ~family_before]
