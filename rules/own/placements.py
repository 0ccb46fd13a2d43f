"""Placements: postcodes that cannot be where the child lives, and Ofsted numbers told differently for each child."""

from __future__ import annotations

from typing import Final

import numpy as np

from ..facts import asylum_seeking_episodes, episodes_in_order, episodes_in_year, previous_episodes
from ..language import Flagged, Mask
from ..location import UASC_TABLES
from ..schema import EpisodesColumn, EpisodesRows, Return
from .alike import children_in, groups, unusual, without_spaces
from .declare import own_check

# Children in family placements at one postcode, and at one home postcode; and how far above that of the other children.
MOST_PLACED = 10
MOST_AT_HOME = 15
TIMES_THE_OTHERS = 10

# The widest authority of England, North Yorkshire, is some 90 miles across.
WIDER_THAN_ANY_AUTHORITY = 100

# Homes with an Ofsted number each: secure and other children's homes, family centres, residential schools.
HOMES: Final = ("K1", "K2", "R3", "S1")
# Stands for a setting that Ofsted does not inspect, so it is no one setting.
NO_URN = "XXXXXXX"


def _crowded(episodes: EpisodesRows, postcode: EpisodesColumn, most: int) -> EpisodesRows:
    """The rows whose postcode more than `most` children share, and far more than share that of the middle child."""
    filled = episodes[episodes.filled(postcode) & (episodes.child >= 0)]
    place = groups(without_spaces(filled.text(postcode)))
    if not len(place):
        return filled
    children = children_in(place, filled.child)
    return filled[children > max(most, TIMES_THE_OTHERS * np.median(children))]


@own_check(
    "OWN12",
    "One placement postcode for improbably many children",
    why="The postcode of the authority's or the agency's offices is often entered while the carer's address is not "
    "known. Distance and authority of the placement are then worked out from the wrong place, without any error.",
    takes=f"More than {MOST_PLACED} children in foster care, with parents or placed for adoption are at the postcode "
    f"on the last day of the period, more than {TIMES_THE_OTHERS} times as many as share the postcode of the middle "
    "child, if children are put in the order of that. Carers foster three children at most unless they are siblings "
    "(Children Act 1989, schedule 7); a postcode has some 15 homes. One that stands for half of the children or more "
    "is not found.",
    table="Episodes",
    fields="PL_POST PLACE",
    category="inconsistent",
)
def offices_as_placement(r: Return) -> Flagged:
    """Far more children are placed with families at this postcode than can live there; it may be an office.

    Find out where the carer lives and correct PL_POST.
    """
    episodes = r.Episodes
    there = (episodes.DECOM <= r.end) & (episodes.blank("DEC") | (episodes.DEC > r.end))
    families = (*r.group("PLACE", "foster"), *r.group("PLACE", "adoption"), "P1")
    return _crowded(episodes[there & episodes.PLACE.isin(families)], "PL_POST", MOST_PLACED)


@own_check(
    "OWN13",
    "One home postcode for improbably many children",
    why="An office entered as the home makes the distance from home wrong for every placement of the child, and the "
    "Department's rules accept any postcode that exists.",
    takes=f"More than {MOST_AT_HOME} children of the year come from the postcode, and more than {TIMES_THE_OTHERS} "
    "times as many as from that of the middle child, as in OWN12. Children known as unaccompanied asylum seekers, who "
    "have no home here, are left out.",
    table="Episodes",
    optional=UASC_TABLES,
    fields="HOME_POST",
    category="inconsistent",
)
def offices_as_home(r: Return) -> Flagged:
    """Far more children come from this home postcode than can have lived there; it may be an office.

    Enter in HOME_POST the postcode at which the child lived when care began.
    """
    return _crowded(r.Episodes[episodes_in_year(r) & ~asylum_seeking_episodes(r)], "HOME_POST", MOST_AT_HOME)


@own_check(
    "OWN14",
    "Home postcode changed within one period of care",
    why="Distance is measured from the home that the child came from. Where the case system fills in the parents' "
    "present address, the distance changes whenever they move, and next year's return contradicts this one (rule "
    "503G).",
    takes="The episode continues care (its RNE is not S), and its home postcode is another than that of the episode "
    "before; spaces and small letters do not count.",
    table="Episodes",
    fields="HOME_POST",
    category="inconsistent",
)
def home_moved(r: Return) -> Flagged:
    """The home postcode differs from that of the child's previous episode, though care did not end in between.

    Enter in both episodes the postcode at which the child lived when this period of care began.
    """
    episodes, before = episodes_in_order(r), previous_episodes(r)
    continues = before.exists & episodes.RNE.filled & (episodes.RNE != "S")
    both = episodes.HOME_POST.filled & before.HOME_POST.filled
    return episodes[continues & both & without_spaces(episodes.HOME_POST).differs(without_spaces(before.HOME_POST))]


@own_check(
    "OWN15",
    "Placed in the authority's area, but too far from home for that",
    why="The Department asks only above 350 miles (rule 454). A home postcode mistyped into another part of the "
    "country stays unseen, and one such child moves the authority's average.",
    takes=f"The placement lies in the authority's own area and over {WIDER_THAN_ANY_AUTHORITY} miles from home; no "
    "authority of England is so wide. A child whose family lived elsewhere when care began is no error.",
    table="Episodes",
    needs=("postcodes",),
    fields="HOME_POST PL_POST",
    category="inconsistent",
)
def too_far_for_own_area(r: Return) -> Flagged:
    """The placement is in the authority's own area, yet over 100 miles from the child's home.

    Check both postcodes, HOME_POST first, and correct whichever is wrong. If the child came into care while the family
    lived so far away, nothing needs to be done.
    """
    return (r.Episodes.PL_LOCATION == "IN") & (r.Episodes.PL_DISTANCE > WIDER_THAN_ANY_AUTHORITY)


@own_check(
    "OWN16",
    "Provider code differs between children with the same Ofsted number",
    why="Whether a setting is the authority's own, another's, private or voluntary is a fact about the setting, not "
    "the child. Rule 224 compares it with Ofsted's list; without that list, or where the list allows several codes, "
    "this shows the odd one out.",
    takes="Episodes of the year with the same URN have different codes in PLACE_PROVIDER. Those are listed whose code "
    "fewer children have than the commonest; where two are as common, all of them.",
    table="Episodes",
    fields="URN PLACE_PROVIDER",
    category="inconsistent",
)
def provider_code_differs(r: Return) -> Flagged:
    """The placement provider is not the one that other children with the same Ofsted number have.

    Find out who runs the setting and correct PLACE_PROVIDER, or correct URN if it is another setting's.
    """
    episodes = r.Episodes
    rows = episodes[episodes_in_year(r) & _real_urn(episodes) & episodes.PLACE_PROVIDER.filled & (episodes.child >= 0)]
    return rows[unusual(groups(rows.URN), rows.PLACE_PROVIDER, rows.child)]


@own_check(
    "OWN17",
    "Children's home with several postcodes for one Ofsted number",
    why="A home has one address. Rule 221 compares it with Ofsted's list; without the list a mistyped postcode, or the "
    "number of another home, is seen only by comparing the children who live there.",
    takes=f"Episodes of the year in a home ({', '.join(HOMES)}) have the same URN and different placement postcodes. "
    "Those are listed whose postcode fewer children have than the commonest; where two are as common, all of them. A "
    "home that moved in the year looks the same.",
    table="Episodes",
    fields="URN PL_POST",
    category="inconsistent",
)
def home_in_two_places(r: Return) -> Flagged:
    """The placement postcode is not the one that other children with the same Ofsted number have, though the placement
    is a home with one address.

    Check PL_POST and URN against Ofsted's list, and correct whichever is wrong.
    """
    episodes = r.Episodes
    there = episodes.PLACE.isin(HOMES) & episodes.PL_POST.filled & (episodes.child >= 0)
    rows = episodes[episodes_in_year(r) & _real_urn(episodes) & there]
    return rows[unusual(groups(rows.URN), without_spaces(rows.PL_POST), rows.child)]


def _real_urn(episodes: EpisodesRows) -> Mask:
    return episodes.URN.filled & (episodes.URN != NO_URN)
