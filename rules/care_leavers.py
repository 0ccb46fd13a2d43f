"""Care leavers: contact, activity and accommodation of young people who have left care.

The dates of birth here are those of the OC3 table itself, unless a rule names another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from .dates import known, years_after
from .facts import episodes_in_year, first_day_covered
from .language import LAST, Dates, Flagged, Numbers
from .registry import rule
from .schema import EpisodesRows, OC3Rows, Return

CARE_LEAVER_ITEMS: Final = ("IN_TOUCH", "ACTIV", "ACCOM")

Value = TypeVar("Value", bound=np.generic)


@rule("153", "Care leaver details only partly filled in", table="OC3", fields=CARE_LEAVER_ITEMS, category="missing")
def partly_filled(r: Return) -> Flagged:
    """Only some of the contact, activity and accommodation items are given for this care leaver; either all or none
    must be.

    Complete IN_TOUCH, ACTIV and ACCOM, or clear all three if the young person is not a care leaver.
    """
    filled = r.OC3.count_filled(*CARE_LEAVER_ITEMS)
    return (filled > 0) & (filled < len(CARE_LEAVER_ITEMS))


@rule(
    "344",
    "Activity or accommodation given for died or returned home",
    table="OC3",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def died_or_returned_home(r: Return) -> Flagged:
    """The young person has died or has gone back to live at home (DIED or RHOM), so activity and accommodation must
    both be 0, but at least one is not.

    Set ACTIV and ACCOM to 0, or correct IN_TOUCH.
    """
    leavers = r.OC3
    # An empty cell is not taken for a 0.
    return leavers.IN_TOUCH.isin(["DIED", "RHOM"]) & ((leavers.ACTIV != "0") | (leavers.ACCOM != "0"))


@rule(
    "345",
    "In touch, but activity or accommodation is 0",
    table="OC3",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def in_touch_but_nothing_known(r: Return) -> Flagged:
    """The authority is in touch with this young person, but the activity or the accommodation is returned as 0.

    Enter the activity and accommodation codes, or correct IN_TOUCH.
    """
    leavers = r.OC3
    return (leavers.IN_TOUCH.upper() == "YES") & ((leavers.ACTIV == "0") | (leavers.ACCOM == "0"))


@rule(
    "347",
    "Care leaver under 18 accommodated in a foyer",
    years="2023-24..",
    table="OC3",
    fields="ACCOM DOB",
    category="inconsistent",
)
def foyer_under_18(r: Return) -> Flagged:
    """A foyer (ACCOM T1 or T2) is recorded for a care leaver who was not yet 18 when the collection year started.

    Check ACCOM and DOB; correct whichever is wrong.
    """
    # The rule as published names the letter T alone, which is no code of its own.
    return r.OC3.ACCOM.startswith("T") & (r.OC3.DOB > years_after(r.start, -18))


@rule(
    "348",
    "Care leaver reported dead last year but not this year",
    years="2025-26..",
    table="OC3 OC3_last",
    fields="IN_TOUCH",
    category="cross-year",
)
def died_last_year(r: Return) -> Flagged:
    """Last year's return says that this care leaver had died, but this year's IN_TOUCH says something else or is empty.

    Find out which year is right. If the young person has died, IN_TOUCH should be DIED (or the record should drop out
    of the return); if last year's entry was a mistake, tell the Department and keep this year's value.
    """
    died = r.OC3_last[r.OC3_last.IN_TOUCH == "DIED"]
    return r.OC3.child_in(died) & (r.OC3.IN_TOUCH != "DIED")


@rule(
    "391",
    "Care leaver information given for someone under 17",
    table="OC3",
    fields=("DOB", *CARE_LEAVER_ITEMS),
    category="inconsistent",
    year_end=True,
)
def under_17(r: Return) -> Flagged:
    """Care leaver details (IN_TOUCH, ACTIV or ACCOM) are given for a young person who has not reached 17 by the end of
    the collection year.

    Check DOB in the OC3 table. If it is right, remove the care leaver details for this young person.
    """
    return (years_after(r.OC3.DOB, 17) > r.end) & r.OC3.filled(*CARE_LEAVER_ITEMS)


@rule(
    "1000",
    "Care leaver details for a child who died",
    table="OC3 Episodes",
    optional=("Episodes_last",),
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def died_in_care(r: Return) -> Flagged:
    """An episode of this child ended because the child died, so no care leaver details should be returned. Only this
    year's and, where loaded, last year's episodes are looked at.

    Remove the child from the OC3 table, or correct REC if E2 was entered by mistake.
    """
    # Whether any detail is filled in does not matter: the row itself should not be there.
    died = r.OC3.child_in(r.Episodes[r.Episodes.REC.upper() == "E2"])
    if r.has("Episodes", year=LAST):
        died |= r.OC3.child_in(r.Episodes_last[r.Episodes_last.REC.upper() == "E2"])
    return died


@rule(
    "1001",
    "Care leaver details for a child without qualifying care",
    table="OC3 Episodes Header Episodes_last",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def too_little_care(r: Return) -> Flagged:
    """This year's and last year's episodes of this young person show too little time in care after the ages of 14 and
    16, or an adoption, so care leaver details are not expected. Who turned 18 before last year began is not judged, as
    earlier care is not in these files; it can still make this warning wrong.

    Check DOB, the episode dates and the legal status. Remove the child from the OC3 table if the young person is not a
    relevant or former relevant child; otherwise ignore the warning.
    """
    years = (r.Episodes, r.Episodes_last)
    judged = r.Header[years_after(r.Header.DOB, 18) >= first_day_covered(r)].first("DOB")

    def joined(column: Callable[[EpisodesRows], NDArray[Value]]) -> NDArray[Value]:
        return np.concatenate([column(episodes) for episodes in years])

    child, decom, dec = joined(lambda e: e.child), joined(lambda e: e.DECOM), joined(lambda e: e.DEC)
    # Both years may hold the same episode: of one start date the earliest end counts, blank only if there is no other.
    # NaT sorts first among the starts, so that the last of a child is its latest, and last among the ends.
    order = np.lexsort((dec, np.isnat(dec), decom.astype(np.int64), child))
    child_in_order, start_in_order = child[order], decom.astype(np.int64)[order]
    repeated = (np.diff(child_in_order, prepend=-2) == 0) & (np.diff(start_in_order, prepend=0) == 0)
    order = order[~repeated & (child_in_order >= 0)]
    child, decom, dec = child[order], decom[order], dec[order]

    latest = (np.diff(child, append=-2) != 0) & known(decom)
    dec = np.where(latest & np.isnat(dec), r.end, dec)
    adopted = np.zeros(r.children + 1, dtype=bool)
    left_adopted = joined(lambda e: e.REC.upper().isin(r.group("REC", "adopted")))[order]
    adopted[child[latest & left_adopted]] = True

    dob = joined(lambda e: judged.of(e).DOB)[order]
    short_break = joined(lambda e: e.LS.upper().isin(r.group("LS", "short_breaks")))[order]
    counted = known(dob) & ~short_break

    def days_since(age: int) -> Numbers:
        days = (dec - np.fmax(decom, years_after(dob, age))).astype(np.float64)
        days = np.where(counted & known(dec), np.maximum(days, 0), 0)
        return np.bincount(child, weights=days, minlength=r.children + 1).astype(np.float64)

    of = r.OC3.child
    too_little = (days_since(14)[of] < 91) | (days_since(16)[of] < 1)
    return adopted[of] | (r.OC3.child_in(judged) & too_little)


@rule(
    "1002",
    "Care leaver details for a child with no episodes",
    table="OC3 Episodes Episodes_last",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def no_episodes(r: Return) -> Flagged:
    """This young person was not yet 18 when last year began, and no episode of care is recorded this year or last year,
    so care leaver details are not expected. Care that ended before last year can make this warning wrong.

    Check the child identifier. Remove the child from the OC3 table if the young person was never looked after;
    otherwise ignore the warning.
    """
    # Who was 18 already may have left care before the first of these files.
    judged = years_after(r.OC3.DOB, 18) >= first_day_covered(r)
    return judged & ~r.OC3.child_in(r.Episodes) & ~r.OC3.child_in(r.Episodes_last)


@rule(
    "1007",
    "Care leaver details for 17 or 18-year-old in care",
    table="OC3 Episodes",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
    # Who is 17 on the day of a check may be 18, and rightly a care leaver, when the year ends.
    year_end=True,
)
def still_in_care(r: Return) -> Flagged:
    """This young person is 17 or 18 and still looked after, or was on the last birthday, so care leaver details are
    not required.

    Clear IN_TOUCH, ACTIV and ACCOM, or correct DOB or the episode dates if the young person had already left care.
    """
    current = r.Episodes.last("DECOM")
    still = r.OC3.child_in(current[current.blank("DEC")])
    leavers, of_child = r.OC3.pairs(r.Episodes)
    birthday = birthday_17_or_18(r, leavers)
    on_birthday = r.OC3.any_of(leavers, (of_child.DECOM <= birthday) & (of_child.DEC > birthday))
    of_age = known(birthday_17_or_18(r, r.OC3))
    return of_age & r.OC3.filled(*CARE_LEAVER_ITEMS) & (still | on_birthday)


def birthday_17_or_18(r: Return, leavers: OC3Rows) -> Dates:
    """The latest birthday of each care leaver who is 17 or 18 at the end of the period; NaT for any other."""
    birthdays = [years_after(leavers.DOB, age) for age in (17, 18, 19)]
    birthday = np.where(birthdays[1] <= r.end, birthdays[1], birthdays[0])
    return np.where((birthday <= r.end) & (birthdays[2] > r.end), birthday, np.datetime64("NaT", "D"))


@rule(
    "1010",
    "Care leaver row, episode open last year, no episodes this year",
    table="OC3 Episodes Episodes_last",
    fields=CARE_LEAVER_ITEMS,
    category="cross-year",
)
def open_episode_vanished(r: Return) -> Flagged:
    """Last year's return left this child with an open episode, this year's return has no episodes for the child, and
    yet there is a row in the OC3 table.

    Load this year's episodes for the child (with an end to last year's open one if care ended), or correct the child
    identifier; remove the row from the OC3 table if it does not belong to this child.
    """
    dated = r.Episodes_last[known(r.Episodes_last.DECOM)].by_child("DECOM")
    final = dated[dated.ends]
    return r.OC3.child_in(final[final.blank("DEC")]) & ~r.OC3.child_in(r.Episodes)


@rule(
    "1011",
    "Care transferred to another authority but care leaver information given",
    table="OC3 Episodes",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
)
def transferred(r: Return) -> Flagged:
    """The child's last episode says that care passed to another local authority, so this authority should not report
    care leaver information for the child.

    If the transfer is right, clear IN_TOUCH, ACTIV and ACCOM or remove the row from the OC3 table; otherwise correct
    REC on the final episode.
    """
    final = r.Episodes.last("DECOM")
    return r.OC3.child_in(final[final.REC == "E3"]) & r.OC3.filled(*CARE_LEAVER_ITEMS)


@rule(
    "1014",
    "UASC row for a care leaver with no episode this year",
    table="UASC OC3 Episodes",
    fields="ACTIV ACCOM IN_TOUCH DUC",
    category="inconsistent",
)
def asylum_seeker_left_care_before(r: Return) -> Flagged:
    """Care leaver information is given for this young person, who had no episode of care during the year;
    asylum-seeker (UASC) details are not wanted for care leavers.

    Remove the row from the UASC table if the young person is only a care leaver this year; otherwise add or correct
    the episode that falls in the year, or clear the care leaver information.
    """
    leavers = r.OC3
    # Our reading of "no episode during the year": a child without any episode in the files has none either.
    left_before = ~leavers.child_in(r.Episodes[episodes_in_year(r)])
    failing = leavers[leavers.filled(*CARE_LEAVER_ITEMS) & left_before & leavers.child_in(r.UASC)]
    return r.UASC[r.UASC.child_in(failing)], failing


@rule(
    "1016",
    "Care leaver data for 17/18-year-old whose care ended after birthday",
    years="2023-24..",
    table="OC3 Episodes",
    fields=CARE_LEAVER_ITEMS,
    category="inconsistent",
    # Who is 17 on the day of a check may be 18, and rightly a care leaver, when the year ends.
    year_end=True,
)
def left_care_after_birthday(r: Return) -> Flagged:
    """This young person turned 17 or 18 during the year, and the latest episode ended after that birthday, so care
    leaver information is not needed this year.

    Clear IN_TOUCH, ACTIV and ACCOM, or remove the row from the OC3 table; if the information should be there, check
    DOB in the OC3 table and DEC of the latest episode.
    """
    leavers = r.OC3
    current = r.Episodes.last("DECOM").of(leavers)
    # Most leave on the birthday itself, which is not after it.
    return (current.DEC > birthday_17_or_18(r, leavers)) & leavers.filled(*CARE_LEAVER_ITEMS)


@rule(
    "3001",
    "Care leaver turning 17 recorded as living with former foster carers",
    table="OC3 Header",
    fields="ACCOM",
    category="inconsistent",
)
def with_former_foster_carers(r: Return) -> Flagged:
    """The young person reaches 17 this year, and at that age a care leaver's accommodation cannot be with their former
    foster carers (ACCOM Z1 or Z2).

    Correct ACCOM to the accommodation that applies, or check DOB in the Header if the young person is in fact older.
    """
    seventeenth = years_after(r.Header.DOB, 17)
    turns_17 = r.Header[(r.start <= seventeenth) & (seventeenth <= r.end)]
    return r.OC3.ACCOM.upper().isin(["Z1", "Z2"]) & r.OC3.child_in(turns_17)
