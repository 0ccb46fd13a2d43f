"""Health outcomes: answers that are improbable together, and scores that will be asked for at the year's end."""

from __future__ import annotations

from typing import Final

from ..dates import day, years_after
from ..facts import continuously_looked_after, first_episodes
from ..language import Flagged, NotRun
from ..schema import Return
from .declare import own_check

HEALTH_ITEMS: Final = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT")

# Rule 186 asks for the questionnaire of children who are 4 to 16 at the end of the year.
YOUNGEST_ASKED = 4
OLDEST_ASKED = 16


@own_check(
    "OWN25",
    "In care all year, and every health answer is no",
    why="A form that was never filled in is often exported as 0. Each answer by itself passes every rule; all of them "
    "together say that no doctor, nurse or dentist saw the child in a year.",
    takes="IMMUNISATIONS, TEETH_CHECK and HEALTH_ASSESSMENT are 0, and HEALTH_CHECK is not 1. Health assessments are "
    "due once a year, twice for children under 5 (Care Planning, Placement and Case Review (England) Regulations 2010, "
    "regulation 7).",
    table="OC2",
    fields=(*HEALTH_ITEMS, "HEALTH_CHECK"),
    category="inconsistent",
)
def no_health_check_at_all(r: Return) -> Flagged:
    """By these answers the child's immunisations are not up to date, and in the whole year the child had no teeth
    check and no health assessment.

    Ask the health team for the looked-after child's record, and enter what was done. If the answers are right, the
    health assessment is overdue.
    """
    outcomes = r.OC2
    none = (outcomes.IMMUNISATIONS == "0") & (outcomes.TEETH_CHECK == "0") & (outcomes.HEALTH_ASSESSMENT == "0")
    return none & (outcomes.HEALTH_CHECK != "1")


@own_check(
    "OWN26",
    "No strengths and difficulties score yet, to be asked for on 31 March",
    why="Carers take weeks to return the questionnaire. Rule 186 asks for the score when the year is over, and then it "
    "is too late for one completed in the year.",
    takes="From 1 January on, when the return is checked as at a day before 31 March: the child has been looked after "
    "since 1 April without a break and still is, is from 4 to 16 years old on that day, and there is no score and no "
    "reason for having none.",
    table="OC2 Episodes Header",
    fields="SDQ_SCORE SDQ_REASON DECOM",
    category="missing",
)
def questionnaire_still_to_come(r: Return) -> Flagged:
    """The child has been looked after since the beginning of the year and is from 4 to 16 years old, but there is no
    strengths and difficulties score yet and no reason for having none.

    Ask the carer for the questionnaire now, and enter SDQ_SCORE, or SDQ_REASON if there will be none.
    """
    year_end = int(r.year[:4]) + 1
    if r.end >= day(f"{year_end}-03-31"):
        raise NotRun("It is for checks before the end of the year; at the end rule 186 says what is missing.")
    if r.end < day(f"{year_end}-01-01"):
        raise NotRun("It asks from 1 January on, for the end of the year.")
    header = r.Header
    of_age = (years_after(header.DOB, YOUNGEST_ASKED) <= r.end) & (years_after(header.DOB, OLDEST_ASKED + 1) > r.end)
    in_care = r.Episodes[r.Episodes.blank("DEC") | (r.Episodes.DEC > r.end)]
    asked = header[of_age & continuously_looked_after(r)[header.child] & header.child_in(in_care)]
    missing = r.OC2[r.OC2.blank("SDQ_SCORE", "SDQ_REASON") & r.OC2.child_in(asked)]
    first = first_episodes(r)
    return missing, first[first.child_in(asked) & ~first.child_in(r.OC2)]
