"""Outcomes of children looked after for twelve months: health, convictions, substance misuse, the SDQ questionnaire.

The dates of birth here are those of the OC2 table itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .care_leavers import CARE_LEAVER_ITEMS
from .dates import years_after
from .facts import continuously_looked_after, first_episodes
from .language import Flagged, Mask
from .registry import Row, family, rule
from .schema import OC2Column, OC2Rows, Return

HEALTH_ITEMS: Final = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")
OTHER_ITEMS: Final = ("CONVICTED", "HEALTH_CHECK", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")
TWELVE_MONTH_ITEMS: Final = (*HEALTH_ITEMS, *OTHER_ITEMS)
SDQ_ITEMS: Final = ("SDQ_SCORE", "SDQ_REASON")
ADOPTION_ITEMS: Final = ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")


def any_blank(rows: OC2Rows, items: tuple[OC2Column, ...]) -> Mask:
    """Where at least one of the columns is empty."""
    return rows.count_filled(*items) < len(items)


@family(
    "inconsistent",
    [
        Row(
            "185",
            "SDQ score given for child not in care all year",
            "OC2 Episodes",
            "SDQ_SCORE",
            "An SDQ score is given, but the child was not looked after continuously for the 12 months up to 31 March.",
            "Clear SDQ_SCORE, or correct the child's episodes if they should show 12 months of continuous care.",
            {"items": ["SDQ_SCORE"]},
        ),
        Row(
            "190",
            "12-month items given for child not in care all year",
            "OC2 Episodes",
            TWELVE_MONTH_ITEMS,
            "Items meant only for children looked after for 12 months are answered, but the child was not looked after "
            "continuously for the 12 months up to 31 March.",
            "Clear these items in the OC2 table, or correct the child's episodes if they should show 12 months of "
            "continuous care.",
            {"items": TWELVE_MONTH_ITEMS},
        ),
        Row(
            "198",
            "SDQ reason given for child not in care all year",
            "OC2 Episodes",
            "SDQ_REASON",
            "A reason for having no SDQ score is given, but the child was not looked after continuously for the "
            "12 months up to 31 March.",
            "Clear SDQ_REASON, or correct the child's episodes if they should show 12 months of continuous care.",
            {"items": ["SDQ_REASON"]},
        ),
    ],
)
def given_although_not_in_care_all_year(r: Return, items: Sequence[OC2Column]) -> Flagged:
    outcomes = r.OC2
    return outcomes.filled(*items) & ~continuously_looked_after(r)[outcomes.child]


@family(
    "missing",
    [
        Row(
            "544",
            "Conviction reported but health fields incomplete",
            "OC2",
            ("CONVICTED", *HEALTH_ITEMS),
            "A conviction is reported for this child, but immunisations, teeth check, health assessment or "
            "substance misuse is blank.",
            "Fill in all four fields, or correct CONVICTED.",
        ),
        Row(
            "547",
            "Health promotion reported but health fields incomplete",
            "OC2",
            ("HEALTH_CHECK", *HEALTH_ITEMS),
            "Up-to-date health checks are reported for this child, but immunisations, teeth check, health assessment "
            "or substance misuse is blank.",
            "Fill in all four fields, or correct HEALTH_CHECK.",
        ),
    ],
)
def reported_without_health_items(r: Return, field: OC2Column) -> Flagged:
    return (r.OC2.text(field) == "1") & any_blank(r.OC2, HEALTH_ITEMS)


# -- strengths and difficulties questionnaire (SDQ)


@rule(
    "157",
    "SDQ1 given as reason at an age needing a score",
    table="OC2 Episodes",
    fields="SDQ_REASON DOB",
    category="inconsistent",
    year_end=True,
)
def reason_is_age_but_age_fits(r: Return) -> Flagged:
    """SDQ1 (child outside the questionnaire's age range) is the reason for having no SDQ score, although the child's
    age means that a score is expected.

    Enter SDQ_SCORE and clear SDQ_REASON, or choose another reason; check DOB if the age looks wrong.
    """
    outcomes = r.OC2
    # Our reading of "16 or under": up to the 17th birthday, as in 186, which asks these children for a score.
    of_age = (years_after(outcomes.DOB, 4) <= r.start) & (years_after(outcomes.DOB, 17) > r.end)
    no_score = outcomes.SDQ_SCORE.blank & (outcomes.SDQ_REASON == "SDQ1")
    return of_age & no_score & continuously_looked_after(r)[outcomes.child]


@rule(
    "186",
    "SDQ score and reason both missing, age 4-16",
    table="OC2 Episodes",
    fields="SDQ_SCORE",
    category="missing",
    year_end=True,
)
def no_score_and_no_reason(r: Return) -> Flagged:
    """The child was in care all year and of an age at which an SDQ score is expected, but neither a score nor a reason
    for having none is given.

    Enter SDQ_SCORE, or give the reason in SDQ_REASON; check DOB and the episodes if the child should not be in this
    group.
    """
    outcomes = r.OC2
    of_age = (years_after(outcomes.DOB, 4) <= r.start) & (years_after(outcomes.DOB, 17) > r.end)
    return of_age & outcomes.blank(*SDQ_ITEMS) & continuously_looked_after(r)[outcomes.child]


@rule(
    "188", "SDQ details given for child under 4", table="OC2", fields=SDQ_ITEMS, category="inconsistent", year_end=True
)
def details_under_4(r: Return) -> Flagged:
    """The child is still under 4 at the end of the year, yet an SDQ score or a reason for having none is given.

    Clear SDQ_SCORE and SDQ_REASON, or correct DOB.
    """
    return (years_after(r.OC2.DOB, 4) > r.end) & r.OC2.filled(*SDQ_ITEMS)


@rule(
    "189",
    "SDQ details given for young person over 17",
    table="OC2",
    fields=("DOB", *SDQ_ITEMS),
    category="inconsistent",
)
def details_over_17(r: Return) -> Flagged:
    """The young person was already 17 before the year began, yet an SDQ score or a reason for having none is given.

    Clear SDQ_SCORE and SDQ_REASON, or correct DOB.
    """
    return (years_after(r.OC2.DOB, 17) < r.start) & r.OC2.filled(*SDQ_ITEMS)


@rule("197a", "SDQ score and reason for no score both given", table="OC2", fields=SDQ_ITEMS, category="inconsistent")
def score_and_reason(r: Return) -> Flagged:
    """An SDQ score is given together with a reason for having no score.

    Clear SDQ_REASON if the score is right, or clear SDQ_SCORE if there is none.
    """
    return r.OC2.SDQ_SCORE.filled & r.OC2.SDQ_REASON.filled


@rule(
    "197B",
    "SDQ details missing for child turning 4 or 17",
    table="OC2 Episodes",
    fields="SDQ_REASON DOB",
    category="missing",
    year_end=True,
)
def no_details_in_year_of_4th_or_17th_birthday(r: Return) -> Flagged:
    """The child was in care all year and turned 4 or 17 during it, but neither an SDQ score nor a reason for having
    none is given.

    Enter SDQ_SCORE, or give the reason in SDQ_REASON; check DOB if the age looks wrong.
    """
    outcomes = r.OC2
    fourth, seventeenth = years_after(outcomes.DOB, 4), years_after(outcomes.DOB, 17)
    turned = ((r.start <= fourth) & (fourth <= r.end)) | ((r.start <= seventeenth) & (seventeenth <= r.end))
    return turned & outcomes.blank(*SDQ_ITEMS) & continuously_looked_after(r)[outcomes.child]


# -- substance misuse


@rule(
    "158",
    "Intervention offered recorded although intervention was received",
    table="OC2",
    fields="INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    category="inconsistent",
)
def offer_answered_although_received(r: Return) -> Flagged:
    """The child received an intervention for substance misuse, so the question whether one was offered must be left
    blank.

    Clear INTERVENTION_OFFERED, or change INTERVENTION_RECEIVED to 0 if no intervention was actually received.
    """
    return (r.OC2.INTERVENTION_RECEIVED == "1") & r.OC2.INTERVENTION_OFFERED.filled


@rule(
    "159",
    "Intervention not received but offer question unanswered",
    table="OC2",
    fields="SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    category="missing",
)
def offer_unanswered(r: Return) -> Flagged:
    """The child has a substance misuse problem and received no intervention, but it is not stated whether one was
    offered.

    Enter 0 or 1 in INTERVENTION_OFFERED, or correct SUBSTANCE_MISUSE or INTERVENTION_RECEIVED.
    """
    outcomes = r.OC2
    not_received = (outcomes.SUBSTANCE_MISUSE == "1") & (outcomes.INTERVENTION_RECEIVED == "0")
    return not_received & outcomes.INTERVENTION_OFFERED.blank


@rule(
    "192",
    "Substance misuse identified but intervention answer missing",
    table="OC2",
    fields="SUBSTANCE_MISUSE INTERVENTION_RECEIVED",
    category="missing",
)
def intervention_unanswered(r: Return) -> Flagged:
    """The child has a substance misuse problem, but it is not stated whether an intervention was received.

    Enter 0 or 1 in INTERVENTION_RECEIVED, or correct SUBSTANCE_MISUSE.
    """
    return (r.OC2.SUBSTANCE_MISUSE == "1") & r.OC2.INTERVENTION_RECEIVED.blank


@rule(
    "193",
    "Intervention answered without a substance misuse problem",
    table="OC2",
    fields="SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    category="inconsistent",
)
def intervention_without_problem(r: Return) -> Flagged:
    """No substance misuse problem is recorded for the child, yet one of the questions about an intervention is
    answered.

    Clear INTERVENTION_RECEIVED and INTERVENTION_OFFERED, or set SUBSTANCE_MISUSE to 1 if there is a problem.
    """
    outcomes = r.OC2
    no_problem = outcomes.SUBSTANCE_MISUSE.blank | (outcomes.SUBSTANCE_MISUSE == "0")
    return no_problem & outcomes.filled("INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")


# -- the items for children looked after for twelve months


@rule(
    "182",
    "Core 12-month health items incomplete while others are given",
    table="OC2",
    fields=TWELVE_MONTH_ITEMS,
    category="missing",
)
def health_items_incomplete(r: Return) -> Flagged:
    """One or more of immunisations, teeth check, health assessment and substance misuse is blank, although others of
    the items for children looked after for 12 months are answered.

    Complete IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT and SUBSTANCE_MISUSE, or clear all eight items if the child
    was not looked after for the whole year.
    """
    # Our reading of the message: all four answered, or all eight blank. One of the four alone is neither.
    return any_blank(r.OC2, HEALTH_ITEMS) & r.OC2.filled(*TWELVE_MONTH_ITEMS)


@rule(
    "187",
    "Adoption or care leaver data for child continuously in care",
    table="OC3 AD1 Episodes",
    fields=(*ADOPTION_ITEMS, *CARE_LEAVER_ITEMS),
    category="inconsistent",
)
def left_care_although_in_care_all_year(r: Return) -> Flagged:
    """The child was looked after continuously for the whole year, so there must be no adoption details and no care
    leaver details.

    Clear the items in the AD1 or OC3 table, or correct the episodes if the child left care during the year.
    """
    in_care = continuously_looked_after(r)
    return (
        r.OC3[in_care[r.OC3.child] & r.OC3.filled(*CARE_LEAVER_ITEMS)],
        r.AD1[in_care[r.AD1.child] & r.AD1.filled(*ADOPTION_ITEMS)],
    )


@rule(
    "191",
    "12-month items missing for child continuously in care",
    table="OC2 Episodes",
    fields=(*HEALTH_ITEMS, "CHILD"),
    category="missing",
    year_end=True,
)
def health_items_missing(r: Return) -> Flagged:
    """The child was looked after continuously for the 12 months up to 31 March, but the health and substance misuse
    items are incomplete or the child has no OC2 row.

    Add the child to the OC2 table and complete IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT and SUBSTANCE_MISUSE, or
    correct the episodes.
    """
    in_care = continuously_looked_after(r)
    first = first_episodes(r)
    return (
        r.OC2[in_care[r.OC2.child] & any_blank(r.OC2, HEALTH_ITEMS)],
        first[in_care[first.child] & ~first.child_in(r.OC2)],
    )


@rule(
    "215",
    "Care leaver data together with 12-month outcome data",
    table="OC3 OC2",
    fields=(*CARE_LEAVER_ITEMS, *TWELVE_MONTH_ITEMS),
    category="inconsistent",
)
def care_leaver_and_outcomes(r: Return) -> Flagged:
    """Care leaver details (contact, activity, accommodation) are recorded for this young person, but so are outcomes
    that apply only to children looked after for 12 months.

    Decide whether the person is a care leaver or a child looked after for 12 months, and clear the other set of fields,
    in the OC3 or the OC2 table.
    """
    leavers = r.OC3[r.OC3.filled(*CARE_LEAVER_ITEMS)]
    outcomes = r.OC2[r.OC2.filled(*TWELVE_MONTH_ITEMS)]
    return leavers[leavers.child_in(outcomes)], outcomes[outcomes.child_in(leavers)]


@rule(
    "542",
    "Conviction information given for child under 10",
    table="OC2",
    fields="CONVICTED",
    category="inconsistent",
    year_end=True,
)
def conviction_under_10(r: Return) -> Flagged:
    """Conviction information is filled in, but on 31 March the child is under 10, so none should be reported.

    Clear CONVICTED, or correct DOB if it is wrong.
    """
    return (years_after(r.OC2.DOB, 10) > r.end) & r.OC2.CONVICTED.filled


@rule(
    "543",
    "Conviction information missing for child of 10 or over",
    table="OC2 Episodes",
    fields="DOB CONVICTED",
    category="missing",
    year_end=True,
)
def conviction_missing(r: Return) -> Flagged:
    """The child is 10 or over on 31 March and was looked after for the whole year, so conviction information is
    required, but it is blank.

    Enter 0 or 1 in CONVICTED; if the child was not in care all year, check the episodes.
    """
    outcomes = r.OC2
    of_age = years_after(outcomes.DOB, 10) <= r.end
    return of_age & outcomes.CONVICTED.blank & continuously_looked_after(r)[outcomes.child]


@rule(
    "545",
    "Health promotion information missing for child under 5",
    table="OC2 Episodes",
    fields="DOB HEALTH_CHECK",
    category="missing",
    year_end=True,
)
def health_promotion_missing(r: Return) -> Flagged:
    """The child is under 5 on 31 March and was looked after for the whole year, so health promotion information is
    required, but it is blank.

    Enter 0 or 1 in HEALTH_CHECK; if the child was not in care all year, check the episodes.
    """
    outcomes = r.OC2
    under_5 = years_after(outcomes.DOB, 5) > r.end
    return under_5 & outcomes.HEALTH_CHECK.blank & continuously_looked_after(r)[outcomes.child]


@rule(
    "546",
    "Health promotion information given for child of 5 or over",
    table="OC2 Episodes",
    fields="DOB HEALTH_CHECK",
    category="inconsistent",
)
def health_promotion_over_5(r: Return) -> Flagged:
    """Health promotion information is filled in, but on 31 March the child is 5 or over, so none should be reported.

    Clear HEALTH_CHECK, or correct DOB if it is wrong.
    """
    outcomes = r.OC2
    over_5 = years_after(outcomes.DOB, 5) <= r.end
    return over_5 & outcomes.HEALTH_CHECK.filled & continuously_looked_after(r)[outcomes.child]
