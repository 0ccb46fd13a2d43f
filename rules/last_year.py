"""This year's first episode against the one that last year's return left open."""

from __future__ import annotations

import numpy as np

from .dates import unknown
from .facts import first_episodes, last_years_final_episodes
from .language import Flagged, Mask
from .registry import Row, fact, family, rule
from .schema import EpisodesColumn, EpisodesRows, Return


@fact
def _final_before_first(r: Return) -> EpisodesRows:
    """For each of this year's `first_episodes`: the episode that last year's return gave last, or no row."""
    return last_years_final_episodes(r).of(first_episodes(r))


@fact
def _carried_over(r: Return) -> Mask:
    """Mask over `first_episodes`: last year's final episode was open, so this one should be the same.

    An end that cannot be read counts as none.
    """
    before = _final_before_first(r)
    return before.exists & unknown(before.DEC)


@fact
def _distance_changed(r: Return) -> Mask:
    """Mask over `first_episodes`: the distance is 0.2 miles or more from last year's, or known in one year alone."""
    now, before = first_episodes(r).PL_DISTANCE, _final_before_first(r).PL_DISTANCE
    # In tenths of a mile, as distances are given: as fractions 10.3 and 10.1 are further apart than 0.3 and 0.1.
    tenths = np.abs(np.round(now * 10) - np.round(before * 10))
    return (tenths >= 2) | (np.isnan(now) != np.isnan(before))


@rule(
    "452",
    "Placement authority differs from last year's open episode, with the same reason for starting",
    table="Episodes Episodes_last",
    fields="PL_LA",
    category="cross-year",
    needs=("postcodes",),
)
def placement_authority_differs_same_reason(r: Return) -> Flagged:
    """Last year's return left the child's episode open, and this year's first episode has the same reason for starting,
    but its placement lies in another local authority than last year.

    Check PL_POST of the first episode against last year's return; if the child really moved, close the old episode and
    start a new one with the right RNE.
    """
    first, before = first_episodes(r), _final_before_first(r)
    # Here, unlike in 503H, any text in DEC closes last year's episode.
    open_then = before.exists & before.blank("DEC")
    return first[open_then & (first.RNE == before.RNE) & first.PL_LA.differs(before.PL_LA)]


@rule(
    "453",
    "Placement distance differs from last year's open episode, with the same reason for starting",
    table="Episodes Episodes_last",
    fields="PL_DISTANCE",
    category="cross-year",
    needs=("postcodes",),
)
def distance_differs_same_reason(r: Return) -> Flagged:
    """Last year's return left the child's episode open, and this year's first episode has the same reason for starting,
    but the distance from home to placement is not the same in the two years, or known in only one of them.

    Check HOME_POST and PL_POST of the first episode against last year's return and correct the wrong postcode.
    """
    first, before = first_episodes(r), _final_before_first(r)
    return first[_carried_over(r) & (first.RNE == before.RNE) & _distance_changed(r)]


@rule(
    "502",
    "First episode start differs from last year's open episode",
    table="Episodes Episodes_last",
    fields="DECOM",
    category="cross-year",
)
def start_differs(r: Return) -> Flagged:
    """Last year's return left an episode open for this child, but the first episode of this year's return does not
    start on the same date.

    Begin this year's return with the episode that was open on 31 March, with its original DECOM, or correct the date
    that is wrong.
    """
    first = first_episodes(r)
    # Every episode that last year's return left open counts, wherever it stands; one without a date fits no start.
    first, left_open = first.pairs(r.Episodes_last[r.Episodes_last.blank("DEC")])
    return first[first.DECOM != left_open.DECOM]


@family(
    "cross-year",
    [
        Row(
            "503A",
            "First episode's reason for starting (RNE) differs from last year's open episode",
            "Episodes Episodes_last",
            "RNE",
            "Last year's return left the child's episode open, but this year's first episode shows another reason "
            "for starting (RNE) than was given then.",
            "Use in the first episode the RNE that was reported last year for the same episode, or correct last "
            "year's value in the source system if it was wrong.",
        ),
        Row(
            "503B",
            "First episode's legal status differs from last year's open episode",
            "Episodes Episodes_last",
            "LS",
            "Last year's return left the child's episode open, but this year's first episode shows another legal "
            "status than was given then.",
            "Carry last year's LS over into the first episode; if the legal status changed on or after 1 April, "
            "close the old episode first and open a new one.",
        ),
        Row(
            "503C",
            "First episode's category of need differs from last year's open episode",
            "Episodes Episodes_last",
            "CIN",
            "Last year's return left the child's episode open, but this year's first episode shows another category "
            "of need than was given then.",
            "Carry last year's CIN over into the first episode; the category of need of an episode does not change "
            "while it runs.",
        ),
        Row(
            "503D",
            "First episode's placement type differs from last year's open episode",
            "Episodes Episodes_last",
            "PLACE",
            "Last year's return left the child's episode open, but this year's first episode shows another placement "
            "type than was given then.",
            "Carry last year's PLACE over into the first episode; if the child moved on or after 1 April, close the "
            "old episode first and open a new one.",
            {"renamed": "PLACE"},
            changed=("2024-25", "2025-26", "2026-27"),
        ),
        Row(
            "503E",
            "First episode's placement provider differs from last year's open episode",
            "Episodes Episodes_last",
            "PLACE_PROVIDER",
            "Last year's return left the child's episode open, but this year's first episode shows another placement "
            "provider than was given then.",
            "Carry last year's PLACE_PROVIDER over into the first episode; if the provider changed, close the old "
            "episode first and open a new one.",
        ),
        Row(
            "503F",
            "First episode's Ofsted number (URN) differs from last year's open episode",
            "Episodes Episodes_last",
            "URN",
            "Last year's return left the child's episode open, but this year's first episode shows another Ofsted "
            "number (URN) than was given then.",
            "Check the URN of the placement in both years; enter last year's URN or, if the setting changed, close "
            "the old episode and open a new one.",
        ),
        Row(
            "503H",
            "First episode's placement authority differs from last year's open episode",
            "Episodes Episodes_last",
            "PL_LA",
            "Last year's return left the child's episode open, but this year's first episode shows another placement "
            "authority than was given then.",
            "Check PL_POST of the first episode against last year's return; if the child moved, close the old "
            "episode first and open a new one.",
            needs=("postcodes",),
        ),
        Row(
            "503J",
            "First episode's placement location differs from last year's open episode",
            "Episodes Episodes_last",
            "PL_LOCATION",
            "Last year's return left the child's episode open, but this year's first episode shows another placement "
            "location (inside or outside the authority) than was given then.",
            "Check PL_POST of the first episode against last year's return; if the child moved, close the old "
            "episode first and open a new one.",
            needs=("postcodes", "local_authority"),
        ),
    ],
)
def differs_from_open_episode(r: Return, field: EpisodesColumn, renamed: str = "") -> Flagged:
    first = first_episodes(r)
    now, before = first.text(field), _final_before_first(r).text(field)
    differs = now.differs(before)
    if renamed:
        for old, new in r.year_pairs(renamed).items():
            differs &= ~((before == old) & now.isin(new))
    return first[_carried_over(r) & differs]


@rule(
    "503G",
    "First episode's placement distance differs from last year's open episode",
    table="Episodes Episodes_last",
    fields="PL_DISTANCE",
    category="cross-year",
    needs=("postcodes",),
)
def distance_differs(r: Return) -> Flagged:
    """Last year's return left the child's episode open, but the distance from home to placement in this year's first
    episode is not the one worked out then, or is known in only one of the years.

    Check HOME_POST and PL_POST of the first episode against last year's return and correct the wrong postcode; if the
    child moved, close the old episode first and open a new one.
    """
    return first_episodes(r)[_carried_over(r) & _distance_changed(r)]


@rule(
    "562",
    "Earlier episode is missing from last year's return",
    table="Episodes Episodes_last",
    fields="DECOM",
    category="cross-year",
)
def began_earlier_but_not_last_year(r: Return) -> Flagged:
    """This episode began before this collection year, but last year's return does not end with an episode of this child
    that starts on the same day.

    Check DECOM against last year's return and correct it if it is wrong; otherwise last year's return lacked this
    episode.
    """
    first, before = first_episodes(r), _final_before_first(r)
    return first[(first.DECOM < r.start) & ~(first.DECOM == before.DECOM)]


@rule(
    "NoE",
    "Episode began before this year, but the child is not in last year's return",
    table="Episodes Episodes_last",
    fields="DECOM",
    category="cross-year",
)
def child_absent_last_year(r: Return) -> Flagged:
    """This episode began before the collection year, so the child should be in last year's return, but there are no
    episodes of this child there.

    Check DECOM and CHILD. If both are right, the child was left out of last year's return: tell the Department.
    """
    episodes, last = r.Episodes, r.Episodes_last
    absent = ~episodes.child_in(last)
    # A blank CHILD is absent unless last year's table has a blank one too.
    absent &= ~(episodes.CHILD.blank & last.CHILD.blank.any())
    return (episodes.DECOM < r.start) & absent
