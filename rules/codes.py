"""Values that must come from a list of codes, and dates that must be real: rules that look at one row alone."""

from __future__ import annotations

from typing import Final

import numpy as np

from .dates import day, unknown
from .language import Flagged, NotRun
from .registry import Row, family, rule
from .schema import Return, SWEpisodesDate

OUTCOMES: Final = (
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED",
)


@family(
    "invalid",
    [
        Row(
            "101",
            "Sex code missing or not recognised",
            "Header",
            "SEX",
            "The child's sex is blank or holds a code that this year's return does not accept.",
            "Enter M, F or U in SEX (1 or 2 for returns before 2024-25). Check the case system's export mapping if "
            "every child is flagged.",
            {"codes": "SEX", "required": True},
            changed="2024-25",
        ),
        Row(
            "103",
            "Ethnic origin code missing or not recognised",
            "Header",
            "ETHNIC",
            "The child's ethnic origin is blank or is not an accepted code.",
            "Enter a four-letter ethnic origin code in ETHNIC: REFU when the information was refused, NOBT when it "
            "has not been obtained.",
            {"codes": "ETHNIC", "required": True},
        ),
        Row(
            "114",
            "Former foster carer indicator not 0 or 1",
            "AD1",
            "FOSTER_CARE",
            "The field saying whether the adopters had been the child's foster carers holds a value other than 0 or 1.",
            "Set FOSTER_CARE to 1 if the child was adopted by their former foster carer(s), 0 if not, or leave it "
            "blank if there was no adoption.",
            {"codes": "FOSTER_CARE"},
        ),
        Row(
            "120",
            "Reason for adoption-decision reversal not recognised",
            "PlacedAdoption",
            "REASON_PLACED_CEASED",
            "The reason recorded for reversing the decision to place the child for adoption is not an accepted code.",
            "Use RD1, RD2, RD3 or RD4 in REASON_PLACED_CEASED, or leave it blank if the decision stands.",
            {"codes": "REASON_PLACED_CEASED"},
        ),
        Row(
            "131",
            "Care leaver in-touch code missing or not recognised",
            "OC3",
            "IN_TOUCH",
            "The field saying whether the authority is in touch with this care leaver is blank or holds a code that "
            "is not accepted.",
            "Enter YES, NO, DIED, REFU, NREQ or RHOM in IN_TOUCH.",
            {"codes": "IN_TOUCH", "required": True},
        ),
        Row(
            "132",
            "Care leaver activity code missing or not recognised",
            "OC3",
            "ACTIV",
            "The care leaver's main activity is blank or holds a code that is not accepted.",
            "Enter one of the activity codes in ACTIV, or 0 when no activity applies to the young person or none is "
            "known.",
            {"codes": "ACTIV", "required": True},
        ),
        Row(
            "133",
            "Care leaver accommodation code missing or not recognised",
            "OC3",
            "ACCOM",
            "The care leaver's accommodation is blank or holds a code that is not accepted.",
            "Enter one of the accommodation codes in ACCOM (a letter, then 1 for suitable or 2 for not suitable), or "
            "0 when no accommodation applies or none is known.",
            {"codes": "ACCOM", "required": True},
        ),
        Row(
            "143",
            "Reason for new episode not recognised",
            "Episodes",
            "RNE",
            "The reason given for starting this episode is not an accepted code.",
            "Use S, P, L, T, U or B in RNE.",
            {"codes": "RNE"},
        ),
        Row(
            "144",
            "Legal status not recognised",
            "Episodes",
            "LS",
            "The legal status of this episode is not an accepted code.",
            "Use a current legal status code in LS, such as C2 or V2.",
            {"codes": "LS"},
        ),
        Row(
            "145",
            "Category of need not recognised",
            "Episodes",
            "CIN",
            "The category of need recorded for this episode is not an accepted code.",
            "Use N1 to N8 in CIN.",
            {"codes": "CIN"},
        ),
        Row(
            "146",
            "Placement type not recognised",
            "Episodes",
            "PLACE",
            "The placement type of this episode is not a code that this year's return accepts.",
            "Use a placement code that is valid for the collection year in PLACE. H5 and P2 are gone from 2024-25, "
            "Z1 from 2025-26; consider K3 (from 2024-25) and Z11 to Z14 (from 2025-26) in their place.",
            {"codes": "PLACE"},
            changed=("2024-25", "2025-26"),
        ),
        Row(
            "149",
            "Reason episode ceased not recognised",
            "Episodes",
            "REC",
            "The reason given for the end of this episode is not an accepted code.",
            "Use an accepted code in REC (X1 when the child stays looked after in a new episode), or leave it blank "
            "if the episode is still open.",
            {"codes": "REC"},
        ),
        Row(
            "175",
            "Number of adopters not 1 or 2",
            "AD1",
            "NB_ADOPTR",
            "The number of adopters is something other than 1 or 2.",
            "Enter 1 or 2 in NB_ADOPTR, or leave it blank if there was no adoption.",
            {"codes": "NB_ADOPTR"},
        ),
        Row(
            "176",
            "Sex of adopters code not recognised",
            "AD1",
            "SEX_ADOPTR",
            "The code for the sex of the adopter(s) at the time of the adoption is not accepted.",
            "Use M1, F1, MM, FF or MF in SEX_ADOPTR, or leave it blank if there was no adoption.",
            {"codes": "SEX_ADOPTR"},
        ),
        Row(
            "177",
            "Legal status of adopters code not recognised",
            "AD1",
            "LS_ADOPTR",
            "The code for the legal status of the adopter(s) is not accepted.",
            "Use L0, L11, L12, L2, L3 or L4 in LS_ADOPTR, or leave it blank if there was no adoption.",
            {"codes": "LS_ADOPTR"},
        ),
        Row(
            "196",
            "Reason for no SDQ score not recognised",
            "OC2",
            "SDQ_REASON",
            "The reason given for having no SDQ score is not an accepted code.",
            "Use SDQ1 to SDQ5 in SDQ_REASON, or clear it when a score is given.",
            {"codes": "SDQ_REASON"},
        ),
        Row(
            "631",
            "Previous permanence code not valid",
            "PrevPerm",
            "PREV_PERM",
            "The kind of earlier permanence order is not an accepted code.",
            "Use P1, P2, P3, P4 or Z1 in PREV_PERM.",
            {"codes": "PREV_PERM"},
        ),
        Row(
            "633",
            "Local authority code of previous permanence not valid",
            "PrevPerm",
            "LA_PERM",
            "The authority that arranged the earlier permanence order is not a recognised code.",
            "Enter in LA_PERM the three-digit number of the English authority that arranged the earlier order, WAL, "
            "SCO, NIR or NUK if it was outside England, or 999 if the authority is not known.",
            {"codes": "LA_PERM"},
        ),
        Row(
            "1006",
            "Missing or away type not valid",
            "Missing",
            "MISSING",
            "The field that says whether the child was missing or away without authorisation holds something other "
            "than M or A.",
            "Use M for missing, or A for away from the placement without authorisation, in MISSING.",
            {"codes": "MISSING"},
        ),
        Row(
            "1009",
            "Reason for placement change is not a valid code",
            "Episodes",
            "REASON_PLACE_CHANGE",
            "The reason recorded for this change of placement is not one of the codes that the return accepts.",
            "Replace REASON_PLACE_CHANGE with one of the twelve permitted codes, or clear it if the episode did not "
            "end in a change of placement.",
            {"codes": "REASON_PLACE_CHANGE"},
        ),
    ],
)
def not_an_accepted_code(r: Return, table: str, field: str, codes: str, required: bool = False) -> Flagged:
    column = r.this_year[table].text(field)
    wrong = column.filled & ~column.isin(r.codes(codes))
    return wrong | column.blank if required else wrong


@family(
    "invalid",
    [
        Row(
            "102",
            "Date of birth missing or not a real date",
            "Header",
            "DOB",
            "The child's date of birth is blank or is not a real date written as dd/mm/yyyy.",
            "Enter the full date of birth in DOB as dd/mm/yyyy with a four-digit year.",
            {"required": True},
        ),
        Row(
            "112",
            "Adoption placement-decision date (DATE_INT) not a real date",
            "AD1",
            "DATE_INT",
            "DATE_INT, the date recorded in the adoption table for the decision that the child should be placed for "
            "adoption, is not a real date.",
            "Re-enter DATE_INT as dd/mm/yyyy, or leave it blank if it does not apply.",
        ),
        Row(
            "113",
            "Adopter matching date not a real date",
            "AD1",
            "DATE_MATCH",
            "The date on which the child was matched with the adopter(s) is not a real date.",
            "Re-enter DATE_MATCH as dd/mm/yyyy, or leave it blank if it does not apply.",
        ),
        Row(
            "115",
            "Placed-for-adoption decision date not a real date",
            "PlacedAdoption",
            "DATE_PLACED",
            "The date of the authority's decision that the child should be placed for adoption is not a real date.",
            "Re-enter DATE_PLACED as dd/mm/yyyy, or leave it blank if no such decision was made.",
        ),
        Row(
            "116",
            "Adoption-decision reversal date not a real date",
            "PlacedAdoption",
            "DATE_PLACED_CEASED",
            "The date of the authority's decision that the child should no longer be placed for adoption is not a "
            "real date.",
            "Re-enter DATE_PLACED_CEASED as dd/mm/yyyy, or leave it blank if the decision was not reversed.",
        ),
        Row(
            "141",
            "Episode start date not a real date",
            "Episodes",
            "DECOM",
            "The date on which the episode began is not a real date.",
            "Re-enter DECOM as dd/mm/yyyy.",
        ),
        Row(
            "147",
            "Episode end date not a real date",
            "Episodes",
            "DEC",
            "The date on which the episode ended is not a real date.",
            "Re-enter DEC as dd/mm/yyyy, or leave it blank if the episode is still open.",
        ),
        Row(
            "166",
            "Review date missing or not a real date",
            "Reviews",
            "REVIEW",
            "The date of the review is blank or is not a real date.",
            "Enter the review date in REVIEW as dd/mm/yyyy, or delete the row if no review took place.",
            {"required": True},
        ),
        Row(
            "171",
            "Birth date of mother's child not a real date",
            "Header",
            "MC_DOB",
            "The date of birth given for the young person's own first child is not a real date.",
            "Re-enter MC_DOB as dd/mm/yyyy, or leave it blank if the young person is not a mother.",
        ),
        Row(
            "700",
            "Deprivation of liberty order: start date blank or not a real date",
            "DoLo",
            "DOLO_START",
            "The start date of this deprivation of liberty order is blank or is not a real date.",
            "Enter the date on which the order began in DOLO_START as dd/mm/yyyy.",
            {"required": True},
            years="2026-27..",
        ),
        Row(
            "701",
            "Deprivation of liberty order: end date not a real date",
            "DoLo",
            "DOLO_END",
            "The end date of this deprivation of liberty order is not a real date.",
            "Enter DOLO_END as dd/mm/yyyy, or leave it blank if the order was still running at the end of the year.",
            years="2026-27..",
        ),
        Row(
            "1004",
            "Missing or away start date blank or not a real date",
            "Missing",
            "MIS_START",
            "The start date of this missing or away period is blank or is not a real date.",
            "Enter MIS_START as dd/mm/yyyy.",
            {"required": True},
        ),
        Row(
            "1005",
            "Missing or away end date not a real date",
            "Missing",
            "MIS_END",
            "The end date of this missing or away period is not a real date.",
            "Enter MIS_END as dd/mm/yyyy, or leave it blank if the child was still missing or away at the end of the "
            "year.",
        ),
    ],
)
def not_a_date(r: Return, table: str, field: str, required: bool = False) -> Flagged:
    rows = r.this_year[table]
    wrong = unknown(rows.date(field))
    return wrong if required else wrong & rows.filled(field)


@rule(
    "104",
    "Date asylum-seeking status ended not a real date, or before the year",
    table="UASC",
    fields="DUC",
    category="invalid",
)
def asylum_status_ended_badly(r: Return) -> Flagged:
    """The date on which the child stopped being an unaccompanied asylum-seeking child is not a real date, or it falls
    before this collection year began.

    Check DUC against the child's record. Correct it to a real date (dd/mm/yyyy) on or after 1 April of the collection
    year, or clear it; remove the child's UASC row if the status ended in an earlier year.
    """
    uasc = r.UASC
    return (uasc.DUC < r.start) | (uasc.filled("DUC") & unknown(uasc.DUC))


@rule(
    "105",
    "UASC indicator missing or not 0 or 1 (XML returns)",
    table="Header",
    fields="UASC",
    category="invalid",
)
def asylum_flag_not_0_or_1(r: Return) -> Flagged:
    """The indicator showing whether the child is an unaccompanied asylum-seeking child is blank or is something other
    than 0 or 1.

    Set UASC to 1 for an unaccompanied asylum-seeking child, otherwise 0.
    """
    header = r.Header
    # Only XML states the indicator; for other files it is worked out from the UASC table and cannot be wrong.
    if not header.supplied("UASC"):
        raise NotRun("It is about the UASC indicator, which only a return in XML holds.")
    return ~np.isin(header.UASC.numbers(), (0, 1))


@rule(
    "167",
    "Review participation code missing or not recognised",
    table="Reviews",
    fields="REVIEW_CODE",
    category="invalid",
)
def participation_without_review_or_code(r: Return) -> Flagged:
    """The code that says how the child took part in the review is blank, is not an accepted code, or is given without a
    review date.

    Enter PN0 to PN7 in REVIEW_CODE for every review, and make sure REVIEW holds the date; clear both if there was no
    review.
    """
    reviews = r.Reviews
    reviewed = reviews.filled("REVIEW")
    accepted = reviews.REVIEW_CODE.isin(r.codes("REVIEW_CODE"))
    return np.where(reviewed, ~accepted, reviews.REVIEW_CODE.filled)


@rule(
    "168",
    "Unique pupil number wrongly formed",
    table="Header",
    fields="UPN",
    category="invalid",
)
def pupil_number_wrongly_formed(r: Return) -> Flagged:
    """The unique pupil number does not have the right form and is not one of the codes for an unknown number.

    Correct UPN (a letter other than I, O or S, then 12 digits, or 11 digits and a letter), or use the code UN1 to UN5
    that explains why there is none.
    """
    upn = r.Header.UPN
    well_formed = upn.matches("[A-HJ-NP-RT-Z][0-9]{11}([0-9]|[A-Z])")
    return upn.filled & ~well_formed & ~upn.isin(r.codes("UPN_UNKNOWN"))


@rule(
    "178",
    "Placement provider not recognised, or not applicable",
    table="Episodes",
    fields="PLACE_PROVIDER",
    category="invalid",
    changed="2025-26",
)
def provider_not_accepted(r: Return) -> Flagged:
    """The placement provider is not an accepted code, or a provider has been given for a kind of placement that does
    not have one.

    Use PR0 to PR5 in PLACE_PROVIDER, or clear it for temporary (T) and other (Z) placements, which take no provider.
    """
    episodes = r.Episodes
    provider = episodes.PLACE_PROVIDER
    takes_none = set(r.group("PLACE", "no_provider_expected"))
    if r.year >= "2025-26":
        # Since then a provider may be given for a stay of up to seven days, though it is not asked for.
        takes_none.discard("T4")
    return provider.filled & (~provider.isin(r.codes("PLACE_PROVIDER")) | episodes.PLACE.isin(takes_none))


@rule(
    "180",
    "SDQ score not a whole number 0 to 40",
    table="OC2",
    fields="SDQ_SCORE",
    category="invalid",
)
def score_out_of_range(r: Return) -> Flagged:
    """The strengths and difficulties questionnaire score is not a whole number between 0 and 40.

    Correct SDQ_SCORE from the questionnaire, or clear it and give a reason in SDQ_REASON.
    """
    outcomes = r.OC2
    return outcomes.SDQ_SCORE.filled & ~np.isin(outcomes.SDQ_SCORE.numbers(), np.arange(41))


@rule(
    "181",
    "Health and offending answer other than 0 or 1",
    table="OC2",
    fields=OUTCOMES,
    category="invalid",
)
def outcome_not_0_or_1(r: Return) -> Flagged:
    """At least one of the yes/no items for children looked after for 12 months holds a value other than 0 or 1.

    Replace the wrong value by 1 (yes) or 0 (no), or leave the item blank where it does not apply.
    """
    yes_no = r.codes("YES_NO")
    items = (r.OC2.text(item) for item in OUTCOMES)
    return np.logical_or.reduce([item.filled & ~item.isin(yes_no) for item in items])


@rule(
    "SW02STG1",
    "Social worker identifier has the wrong form",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_ID",
    category="invalid",
    changed="2025-26",
)
def social_worker_id_wrongly_formed(r: Return) -> Flagged:
    """The social worker's identifier is blank, too short, or does not begin with SW or XX.

    Enter the Social Work England registration number with its SW prefix, or the agreed XX placeholder form, in SW_ID.
    """
    worker = r.SWEpisodes.SW_ID
    well_formed = worker.startswith("SW", "XX")
    if r.year >= "2025-26":
        well_formed &= worker.each(lambda word: len(word) >= 4)
    return ~well_formed


def _with_stand_ins(word: str) -> str:
    """A date whose unknown parts are ZZ (ZZZZ for the year), with real ones in their place; other text as it is."""
    stand_ins = {"ZZ": "01", "ZZZZ": "2000"}
    return "/".join(stand_ins.get(part, part) for part in word.split("/"))


@family(
    "invalid",
    [
        Row(
            "SW04STG1",
            "Social worker episode start date is not a valid date",
            "SWEpisodes",
            "SW_DECOM",
            "The date on which this social worker episode began is not a real date written as dd/mm/yyyy.",
            "Enter SW_DECOM as dd/mm/yyyy. From 2025-26 ZZ in place of a day, month or year is no longer accepted.",
            years="2023-24..",
            changed="2025-26",
        ),
        Row(
            "SW05STG1",
            "Social worker episode end date is not a valid date",
            "SWEpisodes",
            "SW_DEC",
            "The date on which this social worker episode ended is not a real date written as dd/mm/yyyy.",
            "Enter SW_DEC as dd/mm/yyyy. From 2025-26 ZZ in place of a day, month or year is no longer accepted.",
            years="2023-24..",
            changed="2025-26",
        ),
    ],
)
def social_worker_date_not_real(r: Return, field: SWEpisodesDate) -> Flagged:
    text = r.SWEpisodes.text(field)
    if r.year < "2025-26":
        text = text.respelt(_with_stand_ins)
    return text.filled & unknown(text.dates())


@rule(
    "SW13STG1",
    "Reason for change of social worker missing or not recognised",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_REASON",
    category="invalid",
    changed="2024-25",
)
def reason_for_change_of_social_worker(r: Return) -> Flagged:
    """The reason for the change of social worker is not an accepted code, or it is blank for a social worker who began
    on or after 1 April 2023.

    Enter one of the ten accepted reasons in SW_REASON.
    """
    workers = r.SWEpisodes
    reason = workers.SW_REASON
    required = workers.SW_DECOM >= day("2023-04-01") if r.year >= "2024-25" else True
    return np.where(reason.filled, ~reason.isin(r.codes("SW_REASON")), required)
