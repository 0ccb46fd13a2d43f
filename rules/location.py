"""Where home and placement lie: postcodes, and the distance and authority worked out from them."""

from __future__ import annotations

from typing import Final

from .facts import asylum_seeking_episodes, known_asylum_seekers
from .language import Flagged, Mask, NotRun
from .registry import Row, family, rule
from .schema import EpisodesColumn, Return

UASC_TABLES: Final = ("Header", "UASC", "Header_last", "UASC_last")


def _asylum_seekers(r: Return) -> Mask:
    """Mask over the episodes: an asylum seeker this year or last; a rule that must know this is not run without it."""
    if not known_asylum_seekers(r):
        raise NotRun(
            "It needs to know who is an unaccompanied asylum-seeking child: add this year's or last year's Header file "
            "with its UASC file, or the UASC file alone."
        )
    return asylum_seeking_episodes(r)


def _short_break(r: Return) -> Mask:
    return r.Episodes.LS.isin(r.group("LS", "short_breaks"))


# -- postcodes


@rule(
    "392b",
    "Looked-after child lacks home or placement postcode",
    table="Episodes",
    optional=UASC_TABLES,
    fields="HOME_POST PL_POST",
    category="missing",
)
def postcode_missing(r: Return) -> Flagged:
    """The home postcode, the placement postcode or both are missing for this episode. Children who were formerly
    unaccompanied asylum seekers may be flagged wrongly when UASC data of both years is not loaded.

    Fill in HOME_POST and PL_POST. If the child is or was an unaccompanied asylum seeker, make sure that is recorded
    and load last year's files too.
    """
    missing = r.Episodes.HOME_POST.blank | r.Episodes.PL_POST.blank
    return missing & ~_short_break(r) & ~asylum_seeking_episodes(r)


@rule(
    "392c",
    "Home or placement postcode does not exist",
    table="Episodes",
    fields="HOME_POST PL_POST",
    category="invalid",
    needs=("postcodes",),
)
def postcode_unknown(r: Return) -> Flagged:
    """The home postcode, the placement postcode or both cannot be found in the list of UK postcodes.

    Check both postcodes for typing errors and replace the wrong one with the full, current postcode.
    """
    home, placement = r.Episodes.HOME_POST, r.Episodes.PL_POST
    return (home.filled & ~r.known_postcode(home)) | (placement.filled & ~r.known_postcode(placement))


@rule(
    "392d",
    "Home and placement postcodes identical",
    table="Episodes",
    fields="HOME_POST PL_POST PLACE",
    category="inconsistent",
)
def placed_at_home(r: Return) -> Flagged:
    """The home postcode and the placement postcode are the same, which is only expected for a child placed with
    parents (P1).

    Check whether the placement postcode was copied into the home postcode (or the reverse). If the child does live
    with parents, PLACE should be P1.
    """
    # Our reading: neither spaces nor case make another postcode.
    home, placement = (column.respelt(_closed_up) for column in (r.Episodes.HOME_POST, r.Episodes.PL_POST))
    return (home == placement) & (r.Episodes.PLACE != "P1")


def _closed_up(postcode: str) -> str:
    return "".join(postcode.split()).upper()


@family(
    "inconsistent",
    [
        Row(
            "214",
            "Placement location given for a respite (V3/V4) episode",
            "Episodes",
            "PL_POST URN",
            "A placement postcode or an Ofsted URN is recorded for a short-break episode (legal status V3 or V4), "
            "where placement location details should not be returned.",
            "Clear PL_POST and URN, or correct the legal status if the episode is not a short break.",
            {"unwanted": ("PL_POST", "URN")},
        ),
        Row(
            "398",
            "Postcodes given for a respite episode",
            "Episodes",
            "LS HOME_POST PL_POST",
            "A home or placement postcode (from which distance is worked out) is given although the child is in "
            "respite care (V3 or V4), for which it is not collected.",
            "Remove both postcodes from this episode, or correct LS if this is not respite care.",
            {"unwanted": ("HOME_POST", "PL_POST")},
        ),
        Row(
            "420",
            "Authority of placement present for a respite episode",
            "Episodes",
            "PL_LA",
            "An authority of placement results from the placement postcode although the child is in respite care (V3 "
            "or V4), for which it is not collected.",
            "Remove the placement postcode from this episode, or correct LS if this is not respite care.",
            {"unwanted": ("PL_LA",)},
            needs=("postcodes",),
        ),
    ],
)
def location_of_a_short_break(r: Return, unwanted: tuple[EpisodesColumn, ...]) -> Flagged:
    return _short_break(r) & r.Episodes.filled(*unwanted)


# -- the authority of the placement


@family(
    "missing",
    [
        Row(
            "169",
            "Placement authority cannot be worked out from postcode",
            "Episodes",
            "PL_LA",
            "The local authority in which the child is placed cannot be worked out, because the placement postcode is "
            "missing or not recognised.",
            "Enter or correct PL_POST.",
            needs=("postcodes",),
        ),
        Row(
            "179",
            "Placement inside/outside authority cannot be worked out",
            "Episodes",
            "PL_LOCATION",
            "It cannot be worked out whether the placement is inside or outside the authority's area, because the "
            "placement postcode is missing or not recognised.",
            "Enter or correct PL_POST.",
            needs=("postcodes",),
        ),
    ],
)
def location_not_worked_out(r: Return, field: EpisodesColumn) -> Flagged:
    return r.Episodes.blank(field) & ~_short_break(r)


@rule(
    "411",
    "Placement location says IN but authority differs",
    table="Episodes",
    fields="PL_LOCATION",
    category="inconsistent",
    needs=("postcodes", "local_authority"),
)
def inside_another_authority(r: Return) -> Flagged:
    """The placement is marked as inside the authority's boundary (IN), but the authority of the placement is a
    different one.

    Check the placement postcode, from which both values come; correct PL_POST, or PL_LOCATION where it is recorded
    directly.
    """
    return (r.Episodes.PL_LOCATION == "IN") & ~r.Episodes.PL_LA.isin(r.own_authorities)


@rule(
    "1015",
    "Own-provision placement located outside the authority",
    table="Episodes",
    fields="PL_LA",
    category="inconsistent",
    needs=("postcodes", "local_authority"),
    changed="2025-26",
)
def own_provision_elsewhere(r: Return) -> Flagged:
    """The provider code (PR1) says that the placement is the authority's own provision, but the placement postcode
    lies in another authority (or its authority cannot be found).

    Check PL_POST and PLACE_PROVIDER: correct the postcode if it is wrong or missing, or change PR1 to the provider code
    that applies.
    """
    episodes = r.Episodes
    may_be_elsewhere = [*r.group("PLACE", "adoption"), *r.group("PLACE", "foster")]
    if r.year >= "2025-26":
        may_be_elsewhere.append("K3")
    ours = (episodes.PLACE_PROVIDER == "PR1") & episodes.PLACE.filled & ~episodes.PLACE.isin(may_be_elsewhere)
    return ours & episodes.LS.filled & ~_short_break(r) & ~episodes.PL_LA.isin(r.own_authorities)


# -- the distance


@rule(
    "164",
    "Placement distance outside the allowed range",
    table="Episodes",
    optional=UASC_TABLES,
    fields="PL_DISTANCE",
    category="invalid",
    needs=("postcodes",),
)
def distance_out_of_range(r: Return) -> Flagged:
    """The distance calculated between the child's home postcode and placement postcode is not between 0.0 and 999.9
    miles.

    Check HOME_POST and PL_POST. If the child is or was an unaccompanied asylum-seeking child, make sure that the UASC
    data (this year's and last year's) is loaded.
    """
    miles = r.Episodes.PL_DISTANCE
    return ((miles < 0.0) | (miles > 999.9)) & ~_short_break(r) & ~_asylum_seekers(r)


@rule(
    "392a",
    "Looked-after child has no placement distance",
    table="Episodes",
    optional=UASC_TABLES,
    fields="PL_DISTANCE",
    category="missing",
    needs=("postcodes",),
)
def distance_missing(r: Return) -> Flagged:
    """The distance between home and placement cannot be worked out for this episode, as a postcode is missing or not
    known, although the child is neither in respite care nor known as an unaccompanied asylum seeker. A child who was
    formerly one may be flagged wrongly.

    Give valid home and placement postcodes, from which the distance is calculated. If the child is or was an
    unaccompanied asylum seeker, make sure that is recorded and load last year's files too.
    """
    missing = r.Episodes.blank("PL_DISTANCE") & ~_short_break(r) & ~_asylum_seekers(r)
    if r.postcodes is not None:
        # Two postcodes that exist cannot be bettered: between Britain and Belfast or Jersey no distance is worked out.
        missing &= ~(r.known_postcode(r.Episodes.HOME_POST) & r.known_postcode(r.Episodes.PL_POST))
    return missing


@rule(
    "406",
    "Distance present for a current or former UASC child",
    table="Episodes",
    optional=UASC_TABLES,
    fields="PL_DISTANCE",
    category="inconsistent",
    needs=("postcodes",),
)
def distance_of_asylum_seeker(r: Return) -> Flagged:
    """The child is, or was last year, an unaccompanied asylum-seeking child, so no distance should result, yet the
    postcodes given produce one. Former asylum seekers not identified in the loaded files are missed.

    Remove the home postcode (and with it the distance) from the episode, or correct the UASC status of the child.
    """
    return r.Episodes.filled("PL_DISTANCE") & _asylum_seekers(r)


@rule(
    "454",
    "Placement is more than 350 miles from home",
    years="2025-26..",
    table="Episodes",
    fields="PL_DISTANCE",
    category="inconsistent",
    needs=("postcodes",),
)
def implausibly_far(r: Return) -> Flagged:
    """The calculated distance between the child's home and the placement is over 350 miles, which is implausible.
    Children who used to be unaccompanied asylum seekers may be reported here although their data are right.

    Check HOME_POST and PL_POST of this episode and correct the wrong postcode.
    """
    miles = r.Episodes.PL_DISTANCE
    return (miles > 350) & (miles != 999.9)
