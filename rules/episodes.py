"""Episodes as a sequence: their dates, how each begins and ends, whether each carries on from the one before it."""

from __future__ import annotations

from typing import Final

import numpy as np

from .dates import day, days_between, known, unknown, years_after
from .facts import (
    episode_ends,
    episodes_and_headers,
    episodes_in_order,
    first_episodes,
    next_episodes,
    previous_episodes,
    starts_of_care,
)
from .language import LAST, Dates, Flagged, Index
from .registry import Row, family, rule
from .schema import EpisodesDate, EpisodesRows, Return

# The Department's tools write a missing date as this one.
STAND_IN = day("1901-01-01")
PLACEMENT: Final = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")


# -- each episode by itself


@rule("148", "Episode end date and end reason not both given", table="Episodes", fields="DEC REC", category="missing")
def end_date_or_reason_missing(r: Return) -> Flagged:
    """This episode has an end date without a reason for ending, or a reason without an end date.

    Fill in both DEC and REC for an episode that has ended; clear both for one that is still open.
    """
    return r.Episodes.count_filled("DEC", "REC") == 1


@rule("353", "Episode starts before 14 October 1991", table="Episodes", fields="DECOM", category="invalid")
def starts_before_children_act(r: Return) -> Flagged:
    """The episode start date is earlier than 14 October 1991, the earliest date the return accepts.

    Correct DECOM; it is usually a mistyped year.
    """
    return r.Episodes.DECOM < day("1991-10-14")


@family(
    "invalid",
    [
        Row(
            "354",
            "Episode starts after the collection year ends",
            "Episodes",
            "DECOM",
            "The episode start date falls after the last day of this collection year.",
            "Correct DECOM if it was mistyped; otherwise leave this episode out, as it belongs to next year's return.",
        ),
        Row(
            "385",
            "Episode ceases after the collection year ends",
            "Episodes",
            "DEC",
            "The date this episode ceased falls after the last day of this collection year.",
            "Correct DEC if it was mistyped. If the episode really ended after the year, leave DEC and REC empty in "
            "this return.",
        ),
    ],
)
def after_the_year(r: Return, field: EpisodesDate) -> Flagged:
    return r.Episodes.date(field) > r.end


@rule("355", "Episode starts and ends on the same day", table="Episodes", fields="DECOM DEC", category="inconsistent")
def starts_and_ends_same_day(r: Return) -> Flagged:
    """The episode begins and ends on the same date, so it appears to have lasted under 24 hours.

    Check DECOM and DEC. If the episode really lasted less than a day it should not be recorded as an episode; merge
    or delete it.
    """
    # Our reading: where there is no date nothing can be said of how long it lasted.
    return r.Episodes.spelt("DECOM") == r.Episodes.spelt("DEC")


@rule("356", "Episode ends before it starts", table="Episodes", fields="DECOM", category="inconsistent")
def ends_before_it_starts(r: Return) -> Flagged:
    """The date this episode ended is earlier than the date it started.

    Check both DECOM and DEC against the case record; correct the wrong one, or swap them if they were entered the
    wrong way round.
    """
    return r.Episodes.DEC < r.Episodes.DECOM


@rule(
    "445",
    "Legal status D1 on episode started after December 2005",
    years="2022-23..2023-24",
    table="Episodes",
    fields="LS DECOM",
    category="inconsistent",
)
def freeing_order_too_late(r: Return) -> Flagged:
    """This episode has legal status D1 (freeing order) but starts after December 2005, when D1 could no longer begin.

    Check the legal order in force and correct LS, or correct DECOM if the start date is wrong.
    """
    return (r.Episodes.LS == "D1") & (r.Episodes.DECOM > day("2005-12-31"))


@rule(
    "446",
    "Legal status E1 on episode started before December 2005",
    table="Episodes",
    fields="LS DECOM",
    category="inconsistent",
)
def placement_order_too_early(r: Return) -> Flagged:
    """This episode has legal status E1 (placement order) but starts before December 2005, when E1 did not yet exist.

    Check DECOM and LS against the legal record and correct whichever is wrong.
    """
    return (r.Episodes.LS == "E1") & (r.Episodes.DECOM < day("2005-12-01"))


@rule(
    "451",
    "Open episode still has freeing order status D1",
    years="2022-23..2023-24",
    table="Episodes",
    fields="DEC REC LS",
    category="inconsistent",
)
def freeing_order_still_open(r: Return) -> Flagged:
    """This episode is still open with legal status D1 (freed for adoption), although freeing orders have not been
    obtainable since 30 December 2005.

    Replace LS by the order that applies now, or enter DEC and REC if the episode has in fact ended.
    """
    return (r.Episodes.LS == "D1") & r.Episodes.blank("DEC", "REC")


@rule(
    "516",
    "REC E45 or E46 without former foster carer placement",
    table="Episodes",
    fields="REC PLACE",
    category="inconsistent",
)
def guardians_were_no_foster_carers(r: Return) -> Flagged:
    """The episode ends with a special guardianship order to former foster carers (E45 or E46), but its placement is
    not a foster placement (U1 to U6).

    Correct PLACE if the child was with the foster carers, or use another REC if the order was made to somebody else.
    """
    return r.Episodes.REC.isin(["E45", "E46"]) & ~r.Episodes.PLACE.isin(r.group("PLACE", "foster"))


# -- against the child's date of birth


@rule(
    "302",
    "First episode starts before the child was born",
    table="Header Episodes",
    fields="DECOM DOB",
    category="inconsistent",
)
def starts_before_birth(r: Return) -> Flagged:
    """The child's earliest episode in this return starts before the child's date of birth.

    Check DOB and the DECOM of the first episode, and correct whichever is wrong.
    """
    episodes, headers = first_episodes(r).pairs(r.Header)
    early = episodes.DECOM < headers.DOB
    return episodes[early], headers[early]


@rule(
    "352",
    "Started to be looked after at 18 or older",
    table="Header Episodes",
    fields="DECOM RNE",
    category="inconsistent",
)
def starts_care_as_adult(r: Return) -> Flagged:
    """This episode starts a period of care (RNE = S) on a date when the young person was already 18 or over.

    Check DECOM and RNE on the episode and DOB in the header. An adult cannot newly become looked after, so one of
    them is wrong or the episode should be removed.
    """
    episodes, headers = episodes_and_headers(r)
    return episodes[(episodes.RNE.upper() == "S") & (years_after(headers.DOB, 18) <= episodes.DECOM)]


@rule(
    "358",
    "Legal status J1, J2 or J3 with child under 10",
    table="Header Episodes",
    fields="DECOM DOB LS",
    category="inconsistent",
)
def youth_justice_under_ten(r: Return) -> Flagged:
    """The episode has a criminal-justice legal status (J1, J2 or J3) although the child was under 10 when it started.

    Check LS and DECOM on the episode and DOB in the header; children below the age of criminal responsibility cannot
    have this legal status.
    """
    episodes, headers = episodes_and_headers(r)
    too_young = episodes.LS.isin(r.group("LS", "youth_justice")) & (episodes.DECOM < years_after(headers.DOB, 10))
    return episodes[too_young], headers[too_young]


@rule(
    "359",
    "Open episode past 18 without V2 and K2",
    table="Header Episodes",
    fields="DEC LS PLACE",
    category="inconsistent",
)
def open_past_eighteen(r: Return) -> Flagged:
    """The young person turned 18 before the end of the year but this episode is still open. After 18 that is only
    possible under section 20(5), with legal status V2 in a community home (placement K2).

    Add DEC and REC if care ended at 18, or correct LS and PLACE to V2 and K2 if section 20(5) accommodation really
    applies. Also check DOB.
    """
    episodes, headers = episodes_and_headers(r)
    may_stay = (episodes.LS == "V2") & (episodes.PLACE == "K2")
    return episodes[(years_after(headers.DOB, 18) < r.end) & episodes.blank("DEC") & ~may_stay]


@rule("386", "Adopted at 18 or older", table="Header Episodes", fields="REC", category="inconsistent")
def adopted_as_adult(r: Return) -> Flagged:
    """The episode is recorded as ending with adoption, but the young person had already turned 18 on that date.

    Check REC and DEC on the episode and DOB in the header; someone aged 18 or over cannot be adopted from care.
    """
    episodes, headers = episodes_and_headers(r)
    adopted = episodes.REC.upper().isin(r.group("REC", "adopted"))
    return episodes[adopted & (episodes.DEC >= years_after(headers.DOB, 18))]


@rule(
    "387",
    "Left care to independent living before age 14",
    table="Header Episodes",
    fields="REC",
    category="inconsistent",
)
def independent_before_fourteen(r: Return) -> Flagged:
    """The child is recorded as leaving care for independent living (E5 or E6) but was not yet 14 on that date.

    Check REC and DEC on the episode and DOB in the header, and correct whichever is wrong.
    """
    episodes, headers = episodes_and_headers(r)
    return episodes[episodes.REC.upper().isin(["E5", "E6"]) & (episodes.DEC < years_after(headers.DOB, 14))]


@rule(
    "389",
    "Moved to adult social care (E7) before age 16",
    table="Episodes Header",
    fields="REC",
    category="inconsistent",
)
def adult_care_before_sixteen(r: Return) -> Flagged:
    """The child is recorded as moving to adult social care (E7) but was not yet 16 when the episode ended.

    Check REC and DEC on the episode and DOB in the header, and correct whichever is wrong.
    """
    episodes, headers = episodes_and_headers(r)
    return episodes[(episodes.REC.upper() == "E7") & (episodes.DEC < years_after(headers.DOB, 16))]


@rule(
    "407",
    "Special guardianship order at 18 or older",
    table="Episodes Header",
    fields="DEC DOB REC",
    category="inconsistent",
)
def guardianship_as_adult(r: Return) -> Flagged:
    """The episode is recorded as ending with a special guardianship order, but the young person had already turned 18
    on that date.

    Check REC and DEC on the episode and DOB in the header, and correct whichever is wrong.
    """
    episodes, headers = episodes_and_headers(r)
    ordered = episodes.REC.isin(r.group("REC", "special_guardianship"))
    too_old = ordered & (episodes.DEC >= years_after(headers.DOB, 18))
    return episodes[too_old], headers[too_old]


@rule(
    "460",
    "REC E17 but child under 18 when episode ended",
    table="Header Episodes",
    fields="DEC REC",
    category="inconsistent",
)
def stayed_with_carers_under_eighteen(r: Return) -> Flagged:
    """The episode is recorded as ending because the child stayed with the carers at 18 or over, but the child was not
    yet 18 on the end date.

    Check DEC and DOB; if both are right, use another REC.
    """
    episodes, headers = episodes_and_headers(r)
    return episodes[(episodes.REC == "E17") & (years_after(headers.DOB, 18) > episodes.DEC)]


# -- one after the other


@rule(
    "142",
    "Earlier episode left open although a later one exists",
    table="Episodes",
    fields="DEC REC",
    category="missing",
)
def earlier_episode_left_open(r: Return) -> Flagged:
    """The child has a later or an undated episode, but this one has no readable end date or no reason for ending.

    Enter DEC and REC to close this episode, or correct the DECOM values if the episodes are in the wrong order.
    """
    begins = np.where(r.Episodes.DECOM == STAND_IN, np.datetime64("NaT"), r.Episodes.DECOM)
    episodes = r.Episodes.by_child(begins)
    # An undated episode counts as the child's last, so that an open one before it shows.
    left_open = unknown(episodes.DEC) | episodes.REC.blank
    return episodes[~episodes.ends & known(begins[episodes.index]) & left_open]


@rule(
    "199",
    "Episode recorded although child was already adopted",
    table="Episodes",
    optional=("Episodes_last",),
    fields="CHILD",
    category="inconsistent",
)
def episode_after_adoption(r: Return) -> Flagged:
    """An earlier episode says that this child was adopted from care, so no further episode is expected under the same
    identifier.

    Check whether the earlier REC of E11 or E12 is right. If the child was adopted and has come back into care, the
    child should have a new CHILD identifier.
    """
    episodes = episodes_in_order(r)
    adopted = r.group("REC", "adopted")
    # How many dated adoptions stand before each episode among those of its child.
    before: Index = np.cumsum(episodes.REC.isin(adopted)) - episodes.REC.isin(adopted)
    own = before - before[episodes.starts][np.cumsum(episodes.starts) - 1]
    after = known(episodes.DECOM) & (own > 0) & (episodes.child >= 0)
    if r.has("Episodes", year=LAST):
        last = r.Episodes_last
        # An adoption on the same day is the same episode, reported in both years.
        after |= last[last.REC.isin(adopted)].first("DECOM").of(episodes).DECOM < episodes.DECOM
    return episodes[after]


@rule(
    "357",
    "Child's first episode this year is not coded as start",
    table="Episodes",
    fields="RNE",
    category="inconsistent",
)
def first_episode_is_no_start(r: Return) -> Flagged:
    """This is the child's first episode in the return and it starts within the collection year, but the reason for
    new episode is not S (started to be looked after).

    Look for an earlier episode that was left out of the return and add it. If there is none, RNE of this episode
    should be S.
    """
    episodes = first_episodes(r)
    return episodes[(episodes.DECOM >= r.start) & (episodes.RNE != "S")]


@rule(
    "388",
    "End reason does not match whether care continues",
    table="Episodes",
    fields="REC",
    category="inconsistent",
)
def end_reason_and_next_episode_disagree(r: Return) -> Flagged:
    """REC and the child's next episode do not agree. Either REC is X1 (a new episode begins) but no episode starts on
    the day this one ended, or an episode does start that day but REC is not X1.

    If care went on, use X1 and make sure the next episode starts on the day this one ended. If care ended, use the
    code for why it ended.
    """
    # An episode without start date is taken for the child's first.
    begins = np.where(known(r.Episodes.DECOM), r.Episodes.DECOM, STAND_IN)
    episodes = r.Episodes.by_child(begins)
    goes_on = episodes.DEC == np.append(begins, np.datetime64("NaT"))[episodes.next.index]
    continues = episodes.REC == "X1"
    disagree = np.where(continues, ~goes_on, episodes.REC.filled & goes_on)
    return episodes[disagree & known(episodes.DEC) & episodes.CHILD.filled]


@rule(
    "431",
    "Start of care although previous episode ended that day",
    table="Episodes",
    fields="RNE DECOM",
    category="inconsistent",
)
def starts_where_care_went_on(r: Return) -> Flagged:
    """The episode is coded as a new start of care (S), but the child's previous episode ended on the same day or
    later, so care had not stopped.

    If care went on, change RNE to the code for what changed (and REC of the previous episode to X1). Otherwise check
    DECOM here and DEC of the previous episode.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    return episodes[(episodes.RNE == "S") & (episodes.DECOM <= before.DEC)]


@rule("432", "Care had ended but next episode is not a start", table="Episodes", fields="RNE", category="inconsistent")
def no_start_after_leaving_care(r: Return) -> Flagged:
    """The child's previous episode ended with a leaving-care code, so this episode must be a new start of care (S),
    but it has another reason for new episode.

    If the child did leave and came back, set RNE to S. If care never stopped, REC of the previous episode should be X1.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    left_care = set(r.codes("REC")).difference(r.group("REC", "still_looked_after"))
    return episodes[before.REC.isin(left_care) & (episodes.RNE != "S")]


@rule(
    "433",
    "Continuation episode does not start when previous one ended",
    table="Episodes",
    fields="RNE DECOM",
    category="inconsistent",
)
def continuation_with_gap(r: Return) -> Flagged:
    """The reason for new episode says that care continued without a break, but this episode does not start on the day
    the previous one ended.

    Check DECOM here and DEC of the previous episode (it may be missing), look for an episode left out in between, or
    set RNE to S if care had stopped.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    continues = episodes.RNE.upper().isin(r.group("RNE", "continuation"))
    # A blank date never agrees.
    return episodes[continues & before.exists & (before.spelt("DEC") != episodes.spelt("DECOM"))]


@rule(
    "434",
    "Legal-status-change episode not matching the data",
    table="Episodes",
    fields="RNE LS PLACE PL_POST URN PLACE_PROVIDER",
    category="inconsistent",
)
def not_only_status_changed(r: Return) -> Flagged:
    """RNE is L, meaning that only the legal status changed. Compared with the child's previous episode, either the
    legal status is the same or a placement detail is different.

    Check LS, PLACE, PL_POST, URN and PLACE_PROVIDER of both episodes. If the placement changed as well, RNE should be
    another code.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    moved = np.logical_or.reduce([episodes.text(name).differs(before.text(name)) for name in PLACEMENT])
    return episodes[(episodes.RNE == "L") & before.exists & ((episodes.LS == before.LS) | moved)]


@rule(
    "435",
    "Placement-change episode not matching the data",
    table="Episodes",
    fields="LS PLACE PL_POST URN PLACE_PROVIDER",
    category="inconsistent",
)
def not_only_placement_changed(r: Return) -> Flagged:
    """RNE is P or T, meaning that only the placement changed. Compared with the child's previous episode, either the
    legal status is different or no placement detail has changed.

    Check LS, PLACE, PL_POST, URN and PLACE_PROVIDER of both episodes. If the legal status changed as well, RNE should
    be another code.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    # Our reading: two blanks are the same, as in rules 434 and 436.
    stayed = np.logical_and.reduce([episodes.text(name).same(before.text(name)) for name in PLACEMENT])
    return episodes[episodes.RNE.isin(["P", "T"]) & before.exists & (episodes.LS.differs(before.LS) | stayed)]


@rule(
    "436",
    "Placement-and-status-change episode not matching the data",
    table="Episodes",
    fields="RNE LS PLACE PL_POST URN PLACE_PROVIDER",
    category="inconsistent",
)
def not_both_changed(r: Return) -> Flagged:
    """RNE is U or B, meaning that both the legal status and the placement changed. Compared with the child's previous
    episode, at least one of the two has not changed.

    Check LS, PLACE, PL_POST, URN and PLACE_PROVIDER of both episodes. If only one of them changed, use the RNE code
    for that.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    stayed = np.logical_and.reduce([episodes.text(name).same(before.text(name)) for name in PLACEMENT])
    return episodes[episodes.RNE.isin(["U", "B"]) & before.exists & (episodes.LS.same(before.LS) | stayed)]


@rule(
    "437",
    "Episodes continue after child died or left care at 18",
    table="Episodes",
    fields="REC",
    category="inconsistent",
)
def episodes_after_the_end(r: Return) -> Flagged:
    """This episode is recorded as closing because the child died or moved on at 18 or over, yet the child has a later
    episode in this return.

    Check REC on this episode; if the child did die or leave as adult, remove the later episode, otherwise change REC
    to the code that really ended this episode.
    """
    episodes, after = episodes_in_order(r), next_episodes(r)
    return episodes[known(episodes.DECOM) & episodes.REC.upper().isin(["E2", "E15"]) & after.exists]


@rule(
    "501",
    "Episode starts before previous episode ended",
    table="Episodes",
    fields="DECOM DEC",
    category="inconsistent",
)
def overlaps_previous_episode(r: Return) -> Flagged:
    """This episode begins before the child's preceding episode has ended; episodes may not overlap.

    Check DECOM of this episode and DEC of the one before it; the second should start on the day the first ends.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    return episodes[episodes.DECOM < before.DEC]


@rule("504", "Need code changes within one period of care", table="Episodes", fields="CIN", category="inconsistent")
def need_changes(r: Return) -> Flagged:
    """The category of need of this episode is not the one with which the period of care began; the need code given when
    the child came into care must stay the same for the whole period of care.

    Find the category of need recorded at the start of this period of care and use it in every episode of the period.
    """
    episodes, at_start = episodes_in_order(r), starts_of_care(r)
    # A missing need contradicts nothing: rule 145 reports it.
    return episodes[episodes.CIN.filled & at_start.CIN.filled & (episodes.CIN != at_start.CIN)]


# -- how long a legal status lasts


@family(
    "inconsistent",
    [
        Row(
            "361",
            "Police protection (L1) lasted more than 72 hours",
            "Episodes",
            "DECOM LS DEC",
            "The child appears to have been under police protection (legal status L1) for longer than the 72 hours "
            "that the Children Act 1989 allows.",
            "Check LS, DECOM and DEC of the L1 episode or of the chain of L1 episodes. Close the L1 episode at the "
            "right date, or change LS if another status began.",
            {"status": "L1", "days": 3},
        ),
        Row(
            "362",
            "Emergency protection order (L2) lasted more than 21 days",
            "Episodes",
            "DECOM LS DEC",
            "The child appears to have been under an emergency protection order (legal status L2) for longer than "
            "21 days.",
            "Check LS, DECOM and DEC of the L2 episode or chain of L2 episodes; end the order at the right date or "
            "change LS if another order followed.",
            {"status": "L2", "days": 21},
        ),
    ],
)
def run_too_long(r: Return, status: str, days: int) -> Flagged:
    """From the first day of a run to the last, which is of episodes of that status alone, each begun as one ends.

    An episode whose end is unreadable counts as open.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)

    def ends(rows: EpisodesRows) -> Dates:
        return np.where(known(rows.DEC), rows.DEC, r.end)

    joins = (before.LS == status) & (ends(before) == episodes.DECOM)
    of_status = (episodes.LS == status) & episodes.CHILD.filled & known(episodes.DECOM)
    run, joins = episodes[of_status], joins[of_status]
    starts = np.flatnonzero(~joins)
    # In this order the first of a run is the earliest.
    span = np.maximum.reduceat(ends(run).astype(np.int64), starts) - run.DECOM[starts].astype(np.int64)
    return run[(span > days)[np.cumsum(~joins) - 1]]


@family(
    "inconsistent",
    [
        Row(
            "363",
            "Child assessment order (L3) lasted more than 7 days",
            "Episodes",
            "LS DECOM DEC",
            "The child appears to have been under a child assessment order (legal status L3) for longer than the "
            "7 days that the Children Act 1989 allows.",
            "Check LS, DECOM and DEC of the L3 episode(s); end the order at the right date or change LS if another "
            "status followed.",
            {"status": "L3", "days": 7},
        ),
        Row(
            "364",
            "Custody under PACE (J2) lasted more than 21 days",
            "Episodes",
            "LS DECOM DEC",
            "The child was held in local authority accommodation under PACE (legal status J2) for more than 21 days, "
            "longer than that Act permits.",
            "Check LS, DECOM and DEC of the J2 episode(s); end the status at the right date or change LS, for example "
            "when the child was remanded.",
            {"status": "J2", "days": 21},
        ),
    ],
)
def spells_add_up_to_too_long(r: Return, status: str, days: int) -> Flagged:
    """The days of a child's adjoining or overlapping episodes of one status added up."""
    episodes = episodes_in_order(r)
    spells = episodes[(episodes.LS == status) & known(episodes.DECOM)]
    ends = episode_ends(r)[spells.index]
    another = (np.diff(spells.child, prepend=-2) != 0) | spells.CHILD.blank
    period = np.cumsum(another | (spells.DECOM > np.roll(ends, 1))) - 1
    total = np.bincount(period, weights=np.nan_to_num(days_between(spells.DECOM, ends)))
    return spells[total[period] > days]


@rule(
    "365",
    "Single short-term respite break (V3) longer than 17 days",
    table="Episodes",
    fields="LS DECOM DEC",
    category="inconsistent",
)
def break_too_long(r: Return) -> Flagged:
    """This short-term break (legal status V3) lasted longer than 17 days, the longest a single break may be.

    Check DECOM and DEC. If the stay really was that long, it is not an agreed series of short breaks and needs a
    different LS.
    """
    return (r.Episodes.LS == "V3") & (episode_ends(r) > r.Episodes.DECOM + 17)


@rule("366", "Respite episode (V3) not coded as start of care", table="Episodes", fields="RNE", category="inconsistent")
def break_is_no_start(r: Return) -> Flagged:
    """A short-term break (V3) has a reason for new episode other than S, which would mean a change in the middle of
    the break. Each break must be one episode that starts with S.

    Set RNE to S if this is a new break. If it continues a break already recorded, merge the two episodes.
    """
    return (r.Episodes.LS == "V3") & (r.Episodes.RNE != "S")


@rule(
    "367",
    "Respite care (V3) adds up to more than 75 days",
    table="Episodes",
    fields="LS DECOM DEC",
    category="inconsistent",
)
def breaks_add_up_to_too_long(r: Return) -> Flagged:
    """The child's short-term breaks (V3) add up to more than 75 days in the collection year, which is over the limit
    for this kind of care.

    Check the dates of all the child's V3 episodes. If they are right, the care exceeded the limit and should carry
    another legal status.
    """
    episodes = r.Episodes
    days = days_between(np.maximum(episodes.DECOM, r.start), np.minimum(episode_ends(r), r.end))
    counted = (episodes.LS == "V3") & episodes.CHILD.filled & (days > 0)
    total = np.bincount(episodes.child[counted], weights=days[counted], minlength=r.children)
    # The last entry is that of a blank CHILD.
    return counted & (np.append(total, 0)[episodes.child] > 75)


@rule("426", "Child has both V3 and V4 episodes", table="Episodes", fields="LS", category="inconsistent")
def both_kinds_of_short_breaks(r: Return) -> Flagged:
    """This child has respite episodes under both V3 and V4 in the same return; only one of the two may be used for a
    child within a year.

    Decide how the breaks are recorded (V3 when every break is its own episode, V4 when only the agreement as a whole
    is recorded) and use that code for all of the child's respite episodes.
    """
    episodes = r.Episodes
    single, agreement = episodes.LS == "V3", episodes.LS == "V4"
    both = episodes.child_in(episodes[single]) & episodes.child_in(episodes[agreement])
    return both & (single | agreement)
