"""Times that a child was missing, or away from the placement without authorisation."""

from __future__ import annotations

from .dates import known, unknown, years_after
from .language import Flagged
from .registry import Row, fact, family, rule
from .schema import EpisodesRows, MissingDate, MissingRows, Return
from .spells import in_none, open_or_ending_outside_care, overlapping, with_periods_of_care


@fact
def missing_and_episodes(r: Return) -> tuple[MissingRows, EpisodesRows]:
    """Every missing period with every episode of the same child, as two aligned Rows."""
    missing, episodes = r.Missing.pairs(r.Episodes)
    return missing, episodes


# -- one row by itself


@rule(
    "564",
    "Missing or away type recorded without a start date",
    table="Missing",
    fields="MISSING MIS_START",
    category="missing",
)
def start_missing(r: Return) -> Flagged:
    """This row says that the child went missing or was away without permission, but it has no date for when that
    began.

    Fill in MIS_START from the case record, or remove the row if the incident did not take place.
    """
    return r.Missing.MISSING.upper().isin(r.codes("MISSING")) & r.Missing.blank("MIS_START")


@family(
    "missing",
    [
        Row(
            "565",
            "Missing start date present but type is blank",
            "Missing",
            "MISSING MIS_START",
            "A start date is recorded for a missing or away period, but the row does not say which of the two it was.",
            "Enter M (missing) or A (away without permission) in MISSING, or clear MIS_START if there was no such "
            "period.",
            {"date": "MIS_START"},
        ),
        Row(
            "566",
            "Missing end date present but type is blank",
            "Missing",
            "MISSING MIS_END",
            "An end date is recorded for a missing or away period, but the row does not say whether the child was "
            "missing or away.",
            "Enter M (missing) or A (away without permission) in MISSING, or clear MIS_END if there was no such "
            "period.",
            {"date": "MIS_END"},
        ),
    ],
)
def date_without_type(r: Return, date: MissingDate) -> Flagged:
    return r.Missing.filled(date) & r.Missing.MISSING.blank


@rule(
    "567",
    "Missing or away period ends before it starts",
    table="Missing",
    fields="MIS_START MIS_END",
    category="inconsistent",
)
def ends_before_start(r: Return) -> Flagged:
    """The end date of this missing or away period is earlier than its start date.

    Check both dates against the incident record and correct MIS_START or MIS_END; the day and month may have been
    swapped.
    """
    return r.Missing.MIS_START > r.Missing.MIS_END


@rule(
    "570",
    "Missing or away period starts after the collection year ends",
    table="Missing",
    fields="MIS_START",
    category="inconsistent",
)
def starts_after_year(r: Return) -> Flagged:
    """This missing or away period begins after the last day of the year being returned.

    Correct MIS_START, or leave the period for next year's return if the date is right.
    """
    return r.Missing.MIS_START > r.end


@rule(
    "571",
    "Missing or away period ends outside the collection year",
    table="Missing",
    fields="MIS_END",
    category="inconsistent",
)
def ends_outside_year(r: Return) -> Flagged:
    """The end date of this missing or away period does not fall inside the year being returned.

    Correct MIS_END. A period that ended before 1 April does not belong in this return, and one still running on 31
    March should have no end date.
    """
    return (r.Missing.MIS_END < r.start) | (r.Missing.MIS_END > r.end)


@rule(
    "586",
    "Missing or away period starts on or before date of birth",
    table="Missing",
    fields="MIS_START",
    category="inconsistent",
)
def starts_by_birth(r: Return) -> Flagged:
    """This missing or away period is dated before, or on, the day the child was born.

    Correct MIS_START, or DOB if the date of birth was entered wrongly.
    """
    return r.Missing.MIS_START <= r.Missing.DOB


# -- rows of one child


@rule(
    "574",
    "Missing or away periods overlap, or earlier period still open",
    table="Missing",
    fields="MIS_START MIS_END",
    category="inconsistent",
)
def periods_overlap(r: Return) -> Flagged:
    """This missing or away period begins before the child's previous one has ended, or the previous one has no end
    date.

    Add or correct the end date of the earlier period, correct the start date of this one, or delete one of the rows if
    the incident was entered twice.
    """
    return overlapping(r.Missing, r.Missing.MIS_START, r.Missing.MIS_END)


@rule(
    "576",
    "Last year's open missing or away period not carried into this year",
    table="Missing Missing_last",
    fields="CHILD",
    category="cross-year",
)
def open_period_not_carried_over(r: Return) -> Flagged:
    """Last year's return left a missing or away period open for this child, but this year's first period does not
    begin on the same date, or this year has no period of the child at all.

    Carry last year's open period into this return with the same MIS_START and give it an end date if it is over, or
    amend last year's data if it should have been closed.
    """
    last_year = r.Missing_last
    left_open = last_year[last_year.blank("MIS_END") & known(last_year.MIS_START)]
    periods = r.Missing.by_child("MIS_START")
    first, before = periods[periods.starts].pairs(left_open)
    absent = left_open.CHILD.filled & ~left_open.child_in(r.Missing)
    return first[first.MIS_START != before.MIS_START], left_open[absent]


# -- against the episodes


@rule(
    "575",
    "Placement ended but missing or away period within it not closed",
    table="Missing Episodes",
    fields="MIS_END",
    category="missing",
)
def open_although_episode_ended(r: Return) -> Flagged:
    """The placement the child went missing or away from has ended, but this missing or away period has no end date.

    Enter MIS_END for this period (no later than the end of the placement unless the period is recorded anew), or
    correct the episode dates.
    """
    missing, episode = missing_and_episodes(r)
    within = (episode.DECOM <= missing.MIS_START) & (missing.MIS_START <= episode.DEC)
    return missing[within & missing.blank("MIS_END")]


@rule(
    "577",
    "Missing or away period open or ending outside care",
    table="Missing Episodes",
    fields="MIS_END",
    category="inconsistent",
)
def open_or_ending_when_not_in_care(r: Return) -> Flagged:
    """The child stopped being looked after, but this missing or away period is still open or its end date lies outside
    the time the child was in care.

    Give the period an end date no later than the day the child left care, or correct the episode dates (DECOM, DEC) if
    the child was still looked after.
    """
    return open_or_ending_outside_care(r, r.Missing, r.Missing.MIS_START, r.Missing.MIS_END)


@rule(
    "578",
    "Missing or away period starts when child was not in care",
    table="Missing Episodes",
    fields="MIS_START",
    category="inconsistent",
)
def starts_when_not_in_care(r: Return) -> Flagged:
    """This missing or away period begins on or after the day the child stopped being looked after, or otherwise
    outside the child's time in care.

    Check MIS_START against the episode dates; correct it, remove the row, or correct DECOM or DEC if the child was in
    care on that day.
    """
    missing, first_day, last_day = with_periods_of_care(r, r.Missing)
    began = r.Missing.MIS_START[missing.index]
    # The day care ended no longer counts as in care.
    outside = (began < first_day) | (began >= last_day)
    return in_none(r.Missing, missing, ~outside)


@rule(
    "580",
    "Missing at 18 when care ended, reason not E8",
    table="Episodes Missing",
    fields="REC",
    category="inconsistent",
)
def missing_at_18_but_other_reason(r: Return) -> Flagged:
    """The child was missing or away up to the 18th birthday, when care ended, yet the reason recorded for the episode
    ending is not E8.

    Change REC to E8, or correct DEC, MIS_END or DOB if the child was not missing on that birthday.
    """
    missing, episode = missing_and_episodes(r)
    until_18 = (years_after(missing.DOB, 18) == missing.MIS_END) & (missing.MIS_END == episode.DEC)
    return episode[until_18 & (episode.REC != "E8")]


@rule(
    "581",
    "Missing or away period starts outside every episode",
    table="Missing Episodes",
    fields="MIS_START",
    category="inconsistent",
)
def starts_outside_every_episode(r: Return) -> Flagged:
    """The child is recorded as missing or away, but no episode of care was running on the day that began, or the day
    is not given.

    Correct MIS_START, or correct or add the episode that covers this date.
    """
    missing, episode = missing_and_episodes(r)
    ended_later = (missing.MIS_START <= episode.DEC) | unknown(episode.DEC)
    return in_none(r.Missing, missing, (episode.DECOM <= missing.MIS_START) & ended_later)
