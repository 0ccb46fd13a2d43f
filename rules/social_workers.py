"""Social worker episodes: which worker was responsible for the child, from when to when."""

from __future__ import annotations

import numpy as np

from .dates import day, known, unknown, years_after
from .facts import looked_after_at_year_end
from .language import Flagged, Mask
from .registry import Row, fact, family, rule
from .schema import Return, SWEpisodesInOrder, SWEpisodesRows

# From this day a reason for the change of social worker is collected.
REASONS_FROM = day("2023-04-01")


@fact
def by_start(r: Return) -> SWEpisodesInOrder:
    """The social worker episodes of each child by start and end date, unknown dates last."""
    return r.SWEpisodes.by_child("SW_DECOM")


# -- what is missing from an episode


@rule(
    "SW01aSTG1",
    "Social worker episode before April 2023 lacks ID or start date",
    years="2024-25..2024-25",
    table="SWEpisodes",
    fields="SW_DECOM SW_ID",
    category="missing",
)
def early_episode_incomplete(r: Return) -> Flagged:
    """This social worker episode is incomplete: it has no readable start date, or it began before 1 April 2023
    and has no social worker ID.

    Fill in SW_DECOM and SW_ID. For an episode begun before 1 April 2023 the reason (SW_REASON) may be left blank.
    """
    workers = r.SWEpisodes
    return unknown(workers.SW_DECOM) | ((workers.SW_DECOM < REASONS_FROM) & workers.SW_ID.blank)


@rule(
    "SW01bSTG1",
    "Social worker episode from April 2023 lacks ID, start or reason",
    years="2024-25..2024-25",
    table="SWEpisodes",
    fields="SW_DECOM SW_ID SW_REASON",
    category="missing",
)
def later_episode_incomplete(r: Return) -> Flagged:
    """This social worker episode is incomplete: episodes begun on or after 1 April 2023 need a social worker ID, a
    start date and a reason.

    Fill in whichever of SW_ID, SW_DECOM and SW_REASON is missing.
    """
    workers = r.SWEpisodes
    lacks = workers.SW_ID.blank | workers.SW_REASON.blank
    # Without a start date it cannot be told which of the two rules holds, so both report the row.
    return unknown(workers.SW_DECOM) | ((workers.SW_DECOM >= REASONS_FROM) & lacks)


@rule(
    "SW03STG1",
    "Social worker episode is incomplete",
    years="2023-24..2023-24",
    table="SWEpisodes",
    fields="SW_ID SW_DECOM SW_REASON",
    category="missing",
)
def episode_incomplete(r: Return) -> Flagged:
    """This social worker episode lacks its social worker ID, its start date or its reason.

    Fill in whichever of SW_ID, SW_DECOM and SW_REASON is blank.
    """
    return r.SWEpisodes.count_filled("SW_ID", "SW_DECOM", "SW_REASON") < 3


# -- dates of one episode


@rule(
    "SW06STG2",
    "Social worker episode begins after the collection year",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_DECOM",
    category="invalid",
)
def starts_after_year(r: Return) -> Flagged:
    """This social worker episode starts after the end of the year being reported.

    Correct SW_DECOM, or leave the episode out of this return and report it next year.
    """
    return r.SWEpisodes.SW_DECOM > r.end


@rule(
    "SW07STG2",
    "Social worker episode ends outside the reporting period",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_DEC",
    category="invalid",
    changed="2024-25",
)
def ends_outside_period(r: Return) -> Flagged:
    """The end date of this social worker episode lies outside the period for which social worker episodes are
    reported.

    Correct SW_DEC. If the episode really ended before the period, remove it; if it ends after 31 March, leave SW_DEC
    blank.
    """
    # The year before is reported as well, except in 2023-24, when there was none.
    start = r.start if r.year < "2024-25" else years_after(r.start, -1)
    return (r.SWEpisodes.SW_DEC < start) | (r.SWEpisodes.SW_DEC > r.end)


@rule(
    "SW09STG2",
    "Social worker episode is very short",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_DECOM SW_DEC",
    category="inconsistent",
    changed="2025-26",
)
def very_short(r: Return) -> Flagged:
    """This social worker episode ends almost as soon as it begins, or before it begins, which is unlikely to be right.

    Check SW_DECOM and SW_DEC against the case record; correct the dates or remove an episode that was only an
    administrative change.
    """
    workers = r.SWEpisodes
    if r.year < "2025-26":
        return workers.spelt("SW_DECOM") == workers.spelt("SW_DEC")
    return workers.SW_DEC < workers.SW_DECOM + 3


@rule(
    "SW18STG2",
    "Social worker episode ends on or before its start",
    years="2025-26..",
    table="SWEpisodes",
    fields="SW_DEC SW_DECOM",
    category="inconsistent",
)
def ends_by_its_start(r: Return) -> Flagged:
    """The end date of this social worker episode is not after its start date.

    Check SW_DECOM and SW_DEC against the case record and correct whichever is wrong.
    """
    return r.SWEpisodes.SW_DEC <= r.SWEpisodes.SW_DECOM


# -- one episode after the other


@rule(
    "SW08STG2",
    "New social worker episode started but the earlier one is open",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_DEC",
    category="missing",
)
def earlier_episode_open(r: Return) -> Flagged:
    """The child has a later social worker episode, but this earlier one has no end date.

    Enter SW_DEC for this episode (the day the child's case passed to the next social worker), or correct the start
    dates if the order is wrong.
    """
    workers = by_start(r)
    return workers[~workers.ends & known(workers.SW_DECOM) & unknown(workers.SW_DEC)]


@rule(
    "SW14STG2",
    "Social worker episode without end date is not the latest",
    years="2023-24..2023-24",
    table="SWEpisodes",
    fields="SW_DEC",
    category="missing",
)
def open_but_not_latest(r: Return) -> Flagged:
    """This social worker episode has no end date although it is not the child's latest one.

    Enter SW_DEC, or correct SW_DECOM if the episodes are in the wrong order.
    """
    workers = by_start(r)
    return workers[~workers.ends & unknown(workers.SW_DEC)]


@family(
    "inconsistent",
    [
        Row(
            "SW10STG2",
            "Social worker episode start does not follow on from previous end",
            "SWEpisodes",
            "SW_DECOM",
            "This social worker episode does not start within a week of the end of the one before it: the two overlap, "
            "there is a gap, or the start date is missing.",
            "Correct SW_DECOM here or SW_DEC of the previous episode so that they join up, or add the episode that is "
            "missing between them.",
            years="2023-24..2024-25",
            changed="2024-25",
        ),
        Row(
            "SW10aSTG2",
            "Social worker start not within 7 days of previous episode's end",
            "SWEpisodes",
            "SW_DECOM",
            "This social worker episode does not start within a week of the end of the child's previous one (or the "
            "start date is missing), and it is not recorded as a first contact.",
            "Bring SW_DECOM and the previous episode's SW_DEC into line, add a missing episode between them, or check "
            "SW_REASON.",
            years="2025-26..",
        ),
    ],
)
def does_not_follow_on(r: Return) -> Flagged:
    workers = by_start(r)
    before = workers.previous
    # A previous episode that is still open is SW08STG2's; one that has ended is not joined by a start unknown.
    joins = (before.SW_DEC - 7 <= workers.SW_DECOM) & (workers.SW_DECOM <= before.SW_DEC + 7)
    first_contact = (workers.SW_REASON == "FCONTA") & (r.year >= "2024-25")
    return workers[known(before.SW_DEC) & ~joins & ~first_contact]


@rule(
    "SW10bSTG2",
    "First-contact episode starts before the previous episode has ended",
    years="2025-26..",
    table="SWEpisodes",
    fields="SW_DECOM SW_REASON",
    category="inconsistent",
)
def first_contact_too_early(r: Return) -> Flagged:
    """This episode is recorded as a first contact, but it starts on or before the day on which the child's previous
    social worker episode ended.

    Correct SW_DECOM or the previous episode's SW_DEC, or choose the reason for change that applies if this is not a
    first contact.
    """
    workers = by_start(r)
    return workers[(workers.SW_REASON == "FCONTA") & (workers.SW_DECOM <= workers.previous.SW_DEC)]


@rule(
    "SW11aSTG2",
    "Social worker episode ended and next does not start within 5 days",
    years="2023-24..2023-24",
    table="SWEpisodes",
    fields="SW_DEC",
    category="inconsistent",
)
def no_episode_within_5_days(r: Return) -> Flagged:
    """The child's previous social worker episode ended well before 31 March, and this one, the next, does not begin
    within five days of that end, or has no start date.

    Correct SW_DECOM of this episode or SW_DEC of the previous one, or add the social worker episode that is missing in
    between.
    """
    workers = by_start(r)
    ended = workers.previous.SW_DEC
    joins = (ended - 5 <= workers.SW_DECOM) & (workers.SW_DECOM <= ended + 5)
    return workers[(ended <= r.end - 5) & ~joins]


@rule(
    "SW11bSTG2",
    "Social worker episode ended late March and none follows",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_DEC",
    category="missing",
    year_end=True,
)
def none_follows_in_late_march(r: Return) -> Flagged:
    """The child's last social worker episode ended in the final days of the year and no further episode with a start
    date is given.

    Add the social worker episode that took over, give its start date if the row is there without one, or clear SW_DEC
    if the episode was still running.
    """

    def ended_late(rows: SWEpisodesRows) -> Mask:
        return (rows.SW_DEC >= r.end - 5) & (rows.SW_DEC <= r.end)

    workers = by_start(r)
    undated_successor = workers[unknown(workers.SW_DECOM) & ended_late(workers.previous)]
    only = r.SWEpisodes.count_for(r.SWEpisodes) == 1
    single = r.SWEpisodes[only & ended_late(r.SWEpisodes)]
    # Of several dated episodes the latest, provided that the one before it began before the latest one's end.
    dated = workers[known(workers.SW_DECOM)].by_child("SW_DECOM")
    closing = dated[dated.ends & ended_late(dated) & (dated.previous.SW_DECOM < dated.SW_DEC)]
    return undated_successor, single, closing


@rule(
    "SW17STG2",
    "Latest social worker episode not open at 31 March",
    years="2025-26..",
    table="SWEpisodes",
    fields="SW_DEC SW_DECOM",
    category="inconsistent",
    year_end=True,
)
def none_open_at_year_end(r: Return) -> Flagged:
    """The child's latest social worker episode has an end date, although it should still be open on 31 March.

    Clear SW_DEC if the episode was still running on 31 March, or add the social worker episode that followed.
    """
    # Undated ones come first, so that they are the latest only of a child without any date.
    workers = r.SWEpisodes.by_child("SW_DECOM", blanks="first")
    return workers[workers.ends & (workers.child >= 0) & workers.filled("SW_DEC")]


@rule(
    "SW19STG2",
    "Two social worker episodes start on the same date",
    years="2025-26..",
    table="SWEpisodes",
    fields="SW_DEC SW_DECOM",
    category="inconsistent",
)
def same_start(r: Return) -> Flagged:
    """Another social worker episode of this child starts on the same date, or neither has a start date.

    Correct SW_DECOM of one of the episodes, or delete the duplicate.
    """
    workers = by_start(r)
    start = workers.spelt("SW_DECOM").codes.astype(np.int64)
    pair = workers.child * (start.max(initial=0) + 1) + start
    # All but the one that ended first.
    repeats = np.ones(len(workers), dtype=bool)
    repeats[np.unique(pair, return_index=True)[1]] = False
    return workers[repeats & (workers.child >= 0)]


# -- against the episodes of care


@rule(
    "SW01STG1",
    "Looked after at 31 March without social worker information",
    years="2023-24..2023-24",
    table="Episodes SWEpisodes",
    fields="DEC",
    category="missing",
    year_end=True,
)
def no_social_worker_at_year_end(r: Return) -> Flagged:
    """The child is still looked after on 31 March, but the return does not give a social worker ID, start date and
    reason.

    Add a social worker episode with SW_ID, SW_DECOM and SW_REASON for the child, or close the care episode if the
    child had left care by 31 March.
    """
    looked_after = looked_after_at_year_end(r)
    workers = r.SWEpisodes
    # The three need not be on one row.
    supplied = [looked_after.child_in(workers[workers.filled(item)]) for item in ("SW_ID", "SW_DECOM", "SW_REASON")]
    return looked_after[~np.logical_and.reduce(supplied)]


@rule(
    "SW12STG2",
    "Care episode without matching social worker episode",
    years="2023-24..",
    table="Episodes SWEpisodes",
    fields="SW_DECOM",
    category="missing",
    changed="2024-25",
)
def no_matching_social_worker(r: Return) -> Flagged:
    """The child has no social worker episode that fits the start or the end of this care episode. Social worker
    episodes are wanted for the whole period, including time out of care.

    Add the missing social worker episodes for the child, or correct SW_DECOM; check the care episode's DECOM, DEC, RNE
    and REC too.
    """
    episodes = r.Episodes
    considered = ((episodes.RNE == "S") | (episodes.REC != "X1")) & ~episodes.LS.isin(r.group("LS", "short_breaks"))
    if r.year >= "2024-25":
        in_period = (years_after(r.start, -1) <= episodes.DEC) & (episodes.DEC <= r.end)
        considered &= unknown(episodes.DEC) | in_period
    care, worker = episodes[considered].pairs(r.SWEpisodes, keep_single=True)
    # A worker from before care began fits its start unless that worker's time was over by then.
    at_start = known(worker.SW_DECOM) & ~(worker.SW_DECOM > care.DECOM) & ~(worker.SW_DEC < care.DECOM)
    fits_start = (care.RNE == "S") & (at_start | (worker.SW_DECOM >= care.DECOM))
    fits_end = (care.REC != "X1") & (worker.SW_DECOM <= care.DEC)
    # An open episode has no end to be judged by: unless it starts care, it is enough that there is a worker.
    goes_on = (care.RNE != "S") & unknown(care.DEC) & worker.exists
    fits = fits_start | fits_end | goes_on
    return episodes[considered & ~episodes.any_of(care, fits)]
