"""Time in care: children gone since last year, care past 18, odd gaps and stays, a need that looks like a default."""

from __future__ import annotations

import numpy as np

from ..dates import days_between, years_after
from ..facts import asylum_seeking_episodes, episodes_in_order, next_episodes, previous_episodes
from ..language import Flagged, Mask
from ..location import UASC_TABLES
from ..schema import EpisodesRows, Return
from .declare import own_check

# Of gaps this short more are mistakes in a date than children who went home and came back.
FEW_DAYS = 5

# Of fewer children nothing can be said; and no authority's children come into care for one need alone.
FEWEST_STARTS = 20
SHARE_OF_ONE_NEED = 0.95


@own_check(
    "OWN07",
    "Looked after at the end of last year, but not in this year's episodes",
    why="A child who drops out of the extract is the one error that cannot be seen in this year's files alone: no rule "
    "looks at rows that are not there. It shows when the year's figures are compared, when it is late to ask.",
    takes="Last year's return left an episode open and this year's has no episode of the child at all.",
    table="Episodes_last Episodes",
    fields="CHILD DECOM DEC",
    category="cross-year",
)
def gone_since_last_year(r: Return) -> Flagged:
    """Last year's return says that the child was looked after on 31 March, but this year's return has no episode for
    the child.

    Add the episode that was open, with its end if care has ended since. If the identifier was changed, report the child
    under last year's. If care had ended before 1 April, last year's return was wrong.
    """
    last_year = r.Episodes_last
    return last_year.blank("DEC") & (last_year.child >= 0) & ~last_year.child_in(r.Episodes)


@own_check(
    "OWN08",
    "Episode ended after the 18th birthday",
    why="Rule 359 finds a child still in care after 18 only while the episode is open. One that was closed some days "
    "or months late passes, and the placement is paid and counted beyond its time.",
    takes="The end of the episode is later than the 18th birthday. A young person accommodated in a children's home "
    "(V2 and K2), which the Children Act 1989, section 20(5), allows until 21, passes as in rule 359.",
    table="Episodes Header",
    fields="DEC DOB",
    category="inconsistent",
)
def ended_after_18(r: Return) -> Flagged:
    """The episode ended after the day on which the young person turned 18, and care ends on that day.

    Set DEC to the 18th birthday (with the reason that applies, such as E17 for staying put), or correct DOB.
    """
    episodes = r.Episodes
    in_a_home = (episodes.LS == "V2") & (episodes.PLACE == "K2")
    return (episodes.DEC > years_after(r.Header.of(episodes).DOB, 18)) & ~in_a_home


@own_check(
    "OWN09",
    "Care began again a few days after it ended",
    why="A gap of a few days is often a change of placement entered on two dates. It ends a period of care: the child "
    "counts as having left and come back, and outcomes for children in care all year are no longer asked.",
    takes=f"From 1 to {FEW_DAYS} days lie between the end of one episode and the start of the next. Short breaks (V3, "
    "V4) are left out. A return home that failed at once looks the same.",
    table="Episodes",
    fields="DECOM DEC RNE REC",
    category="inconsistent",
)
def gap_of_a_few_days(r: Return) -> Flagged:
    """Between the end of one episode and the start of the next lie only a few days.

    Check both dates. If the child stayed in care, set the end of the first episode to the start of the next (with X1
    as its reason) and correct RNE. If the child really went home and came back, nothing needs to be done.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    gap = days_between(before.DEC, episodes.DECOM)
    breaks = r.group("LS", "short_breaks")
    short = (gap >= 1) & (gap <= FEW_DAYS) & ~episodes.LS.isin(breaks) & ~before.LS.isin(breaks)
    return episodes[short], before[short]


@own_check(
    "OWN10",
    "Three episodes in a row of a day at most",
    why="Corrections made one over the other leave chains of episodes of a day each. Each counts as a placement or a "
    "change of legal status, which tells against the stability of placements.",
    takes="At least three episodes follow each other without a gap, each at most one day long.",
    table="Episodes",
    fields="DECOM DEC",
    category="inconsistent",
)
def days_in_a_row(r: Return) -> Flagged:
    """This episode lasted a day or less, and so did others of the child just before or after it.

    Check against the case record which of the episodes took place. Remove those that only correct an entry, and join
    the dates of the others.
    """
    episodes, before, after = episodes_in_order(r), previous_episodes(r), next_episodes(r)
    follow_on = (before.DEC == episodes.DECOM) & (episodes.DEC == after.DECOM)
    middle = follow_on & np.logical_and.reduce([_brief(rows) for rows in (before, episodes, after)])
    return before[middle], episodes[middle], after[middle]


def _brief(episodes: EpisodesRows) -> Mask:
    days = days_between(episodes.DECOM, episodes.DEC)
    return (days >= 0) & (days <= 1)


@own_check(
    "OWN11",
    "Category of need looks like a default that was never updated",
    why="Many case systems fill the category of need with a first value, often N1, when a record is opened. The return "
    "must keep it for the whole period of care (rule 504), so a default that was not looked at in the child's first "
    "weeks stays for years.",
    takes=f"More than {SHARE_OF_ONE_NEED:.0%} of the children who came into care in the period, {FEWEST_STARTS} or "
    "more, have one and the same category. Asylum seekers and short breaks are left out. Which of the children have "
    "the right one cannot be told.",
    table="Episodes",
    optional=UASC_TABLES,
    fields="CIN",
    category="inconsistent",
)
def one_need_for_all(r: Return) -> Flagged:
    """Nearly every child who came into care in the period has the same category of need as this one, which is
    improbable.

    Check for each child why care began, and enter the category of need (N1 to N8) that was the main reason.
    """
    episodes = r.Episodes
    began = (episodes.RNE == "S") & (episodes.DECOM >= r.start) & (episodes.DECOM <= r.end) & (episodes.child >= 0)
    longer = ~episodes.LS.isin(r.group("LS", "short_breaks")) & ~asylum_seeking_episodes(r)
    began = began & longer & episodes.CIN.filled
    count = np.bincount(episodes.CIN.codes[began], minlength=1)
    total, most = count.sum(), count.argmax()
    if total < FEWEST_STARTS or count[most] <= SHARE_OF_ONE_NEED * total:
        return np.zeros(len(episodes), dtype=bool)
    return began & (episodes.CIN.codes == most)
