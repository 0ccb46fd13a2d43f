"""Reviews by the statutory timetable, and reviews that cannot have been held when they say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..dates import days_between, months_after, unknown, years_after
from ..facts import periods_of_care
from ..language import LAST, Counts, Dates, Flagged, Mask, Year
from ..registry import fact
from ..schema import EpisodesRows, Return
from ..spells import in_none
from .declare import own_check

# Source: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33: the first review within 20
# working days of becoming looked after, the second within 3 months of the first, each later one within 6 months.
FIRST_REVIEW = 20
SECOND_REVIEW = 3
LATER_REVIEWS = 6

# Which days were holidays is not known here; no four weeks have had more of them (Easter and two in May, 2023).
MOST_HOLIDAYS = 4

# The statutory reviews of a child are months apart.
FEWEST_DAYS_APART = 7


class Care(NamedTuple):
    """The periods of care that are open at the end of the period checked, and what is known of their reviews.

    `latest` is the episode now open, `began` the first day known to be in care, `whole` whether the return goes back to
    the beginning of care, `held` the number of reviews known and `last` the date of the latest.
    """

    latest: EpisodesRows
    began: Dates
    whole: Mask
    held: Counts
    last: Dates
    since: np.datetime64


@fact
def care_and_reviews(r: Return) -> Care:
    """Children looked after at the end of the period: their reviews in this period of care, so far as they are known.

    Short breaks and placements for adoption are left out, which have timetables of their own. Reviews before `since`
    are in neither year's return.
    """
    begins, latest = periods_of_care(r)
    is_open = latest.blank("DEC") | (latest.DEC > r.end)
    others = latest.LS.isin(r.group("LS", "short_breaks")) | latest.PLACE.isin(r.group("PLACE", "adoption"))
    asked = is_open & ~others & (begins.DECOM <= r.end) & (begins.child >= 0)
    begins, latest = begins[asked], latest[asked]

    held = np.zeros(len(r.Episodes) + 1, dtype=np.int64)
    last = np.full(len(r.Episodes) + 1, np.iinfo(np.int64).min, dtype=np.int64)
    for year in Year:
        if r.has("Reviews", year=year):
            reviews, care = (r.Reviews_last if year is LAST else r.Reviews).pairs(begins)
            counts = (reviews.REVIEW >= care.DECOM) & (reviews.REVIEW <= r.end)
            np.add.at(held, care.index[counts], 1)
            np.maximum.at(last, care.index[counts], reviews.REVIEW[counts].astype(np.int64))
    since = years_after(r.start, -1) if r.has("Reviews", year=LAST) else r.start
    whole = (begins.RNE == "S") & (begins.DECOM >= since)
    return Care(latest, begins.DECOM, whole, held[begins.index], last[begins.index].astype("M8[D]"), since)


@own_check(
    "OWN18",
    "First review is overdue",
    why="A first review that was held but not recorded is the usual reason; during the year the reviewing officer "
    "still knows. One that was not held is a breach of the regulations that a manager wants to know of at once.",
    takes=f"Care began, as RNE S says, more than {FIRST_REVIEW} working days before the end of the period, and no "
    "review since is in the return (Care Planning, Placement and Case Review (England) Regulations 2010, regulation "
    f"33). Bank holidays are not known: {MOST_HOLIDAYS} are allowed for. Short breaks and children placed for adoption "
    "have other timetables and are left out.",
    table="Episodes Reviews",
    optional=("Reviews_last",),
    fields="DECOM REVIEW",
    category="missing",
)
def first_review_overdue(r: Return) -> Flagged:
    """The child has been looked after for more than 20 working days, and no review of this period of care is recorded.

    Add the review if it was held. If it was not, it is overdue by the statutory timetable: arrange it.
    """
    care = care_and_reviews(r)
    due = np.busday_offset(care.began, FIRST_REVIEW + MOST_HOLIDAYS, roll="backward")
    return care.latest[care.whole & (care.held == 0) & (due < r.end)]


@own_check(
    "OWN19",
    "Next review is overdue",
    why="Whether reviews were in time is reported to the Department and to Ofsted. As at any day of the year this "
    "lists the reviews that were not entered, or not held, while it can still be put right.",
    takes=f"The second review is due within {SECOND_REVIEW} months of the first, each later one within "
    f"{LATER_REVIEWS} months of the one before (regulation 33, as above). Where the return does not go back to the "
    "beginning of care, a review may have been held just before the first day that it covers, and the later timetable "
    "is taken. Last year's return makes it sharper.",
    table="Episodes Reviews",
    optional=("Reviews_last",),
    fields="DECOM REVIEW",
    category="missing",
)
def next_review_overdue(r: Return) -> Flagged:
    """The child is looked after, and the latest review recorded is longer ago than the statutory timetable allows.

    Add the review that was held since. If none was, it is overdue: arrange it.
    """
    care = care_and_reviews(r)
    # At best the last review that is in neither year's return was on the day before.
    last = np.where(care.held > 0, care.last, care.since - 1)
    second = care.whole & (care.held == 1)
    due = np.where(second, months_after(last, SECOND_REVIEW), months_after(last, LATER_REVIEWS))
    return care.latest[~(care.whole & (care.held == 0)) & (due < r.end)]


@own_check(
    "OWN20",
    "Review dated after the end of the period",
    why="The Department's rules ask only whether the date is real (rule 166). A planned review exported as if it had "
    "been held, or a mistyped year, goes through.",
    takes="REVIEW is later than the last day of the period checked.",
    table="Reviews",
    fields="REVIEW",
    category="invalid",
)
def review_in_the_future(r: Return) -> Flagged:
    """The review is dated after the last day of the period, so it cannot have been held yet.

    Correct REVIEW, or take the row out if the review is only planned.
    """
    return r.Reviews.REVIEW > r.end


@own_check(
    "OWN21",
    "Two reviews of one child within days",
    why="One review entered twice, or a meeting adjourned and entered as two, makes the next review seem due later "
    "than it is, and the count of reviews wrong.",
    takes=f"Fewer than {FEWEST_DAYS_APART} days lie between two reviews of the child; both on one day count as well.",
    table="Reviews",
    fields="REVIEW",
    category="inconsistent",
)
def reviews_within_days(r: Return) -> Flagged:
    """This review is on the day of the child's previous review or a few days after it.

    Check which of the two is the review, and take the other out. If both were held, nothing needs to be done.
    """
    reviews = r.Reviews.by_child("REVIEW")
    return reviews[days_between(reviews.previous.REVIEW, reviews.REVIEW) < FEWEST_DAYS_APART]


@own_check(
    "OWN22",
    "Review held when the child was not looked after",
    why="The review's date or an episode's is wrong. The Department's rules do not compare the two.",
    takes="The review lies in the period checked and in none of the child's episodes, first and last day included. A "
    "child without any episode is left to rule 1012.",
    table="Reviews Episodes",
    fields="REVIEW",
    category="inconsistent",
)
def review_outside_care(r: Return) -> Flagged:
    """On the date of this review the child had no episode of care.

    Check REVIEW against the minutes and the episodes' DECOM and DEC, and correct whichever is wrong.
    """
    reviews, episodes = r.Reviews.pairs(r.Episodes)
    after_start = (reviews.REVIEW >= episodes.DECOM) | unknown(episodes.DECOM)
    before_end = (reviews.REVIEW <= episodes.DEC) | unknown(episodes.DEC)
    in_period = (r.Reviews.REVIEW >= r.start) & (r.Reviews.REVIEW <= r.end)
    return in_period & in_none(r.Reviews, reviews, after_start & before_end)
