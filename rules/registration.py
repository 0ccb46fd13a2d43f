"""Registration with Ofsted: the URN of a placement, and what the provider list says of the provider with that URN."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .dates import day, unknown
from .language import Dates, Flagged, Index, Mask, NotRun, Providers, Strings, Text
from .registry import fact, rule
from .schema import EpisodesRows, Return

# From this day supported accommodation had to be registered.
SUPPORTED_ACCOMMODATION_REGISTERED = day("2023-10-29")


@fact
def episodes_with_urn(r: Return) -> EpisodesRows:
    """This year's episodes with a URN that is not the stand-in XXXXXXX."""
    return r.Episodes[has_urn(r)]


def has_urn(r: Return) -> Mask:
    """Mask over this year's episodes: there is a URN, and not the stand-in XXXXXXX."""
    return r.Episodes.URN.filled & ~r.Episodes.URN.isin(r.codes("URN_SPECIAL"))


def provider_list(r: Return) -> Providers:
    """The provider list, which a rule must have said that it needs."""
    assert r.providers is not None
    return r.providers


class ProviderRows(NamedTuple):
    """Episodes with a URN, each beside every row of the provider list with that URN.

    `episodes` are Rows, in which an episode occurs once for each of its provider rows; the others are arrays of the
    same length. `row` is the position in the provider list, -1 for an episode whose URN is not in it.
    """

    episodes: EpisodesRows
    row: Index
    place_codes: Strings
    provider_codes: Strings
    registration_end: Dates
    postcode: Strings
    authority: Strings


@fact
def provider_rows(r: Return) -> ProviderRows:
    """The provider rows of each episode with a URN."""
    listed = provider_list(r)
    episodes = episodes_with_urn(r)
    urn = episodes.URN
    # Each provider row as a code of the episodes' URN column, so that the join is one of integers.
    of_row = pd.Index(urn.words.values, dtype=object).get_indexer(pd.Index(listed.urn, dtype=object))
    by_urn = np.argsort(of_row, kind="stable")
    count = np.bincount(of_row[of_row >= 0], minlength=len(urn.words.values))
    start = np.cumsum(count) - count + np.count_nonzero(of_row < 0)
    times = np.maximum(count[urn.codes], 1)
    episode = np.repeat(np.arange(len(episodes)), times)
    within = np.arange(len(episode)) - np.repeat(np.cumsum(times) - times, times)
    code = urn.codes[episode]
    row = np.full(len(episode), -1)
    found = count[code] > 0
    row[found] = by_urn[(start[code] + within)[found]]

    def beside(values: Strings, none: object) -> Strings:
        padded = np.empty(len(values) + 1, dtype=object)
        padded[:-1], padded[-1] = values, none
        return padded[row]

    return ProviderRows(
        episodes=episodes[episode],
        row=row,
        place_codes=beside(listed.place_codes, frozenset()),
        provider_codes=beside(listed.provider_codes, frozenset()),
        registration_end=np.append(listed.reg_end, np.datetime64("NaT", "D"))[row],
        postcode=beside(listed.postcode, ""),
        authority=beside(listed.la_code, ""),
    )


def where_none_fits(r: Return, fits: Mask) -> EpisodesRows:
    """The episodes with a URN that none of its rows in the provider list fits; `fits` is aligned with `provider_rows`.

    A provider may have a row for each of its settings, so one that fits is enough.
    """
    episodes = episodes_with_urn(r)
    return episodes[~episodes.any_of(provider_rows(r).episodes, fits)]


def offered(column: Text, codes: Strings) -> Mask:
    """Where the column's code is in the set of codes beside it; the sets are looked through once each."""
    kind, kinds = pd.factorize(codes)
    words = column.words.values
    has = np.array([[word in accepted for word in words] for accepted in kinds], dtype=bool).reshape(-1, len(words))
    return has[kind, column.codes] & column.filled


# -- whether there should be a URN


@rule(
    "218",
    "Ofsted URN missing",
    table="Episodes",
    fields="URN",
    category="missing",
    needs=("postcodes",),
    changed="2024-25 2025-26",
)
def urn_missing(r: Return) -> Flagged:
    """No Ofsted URN is recorded, although this type of placement in England needs one.

    Enter the URN of the provider (look it up in Ofsted's list), or correct PLACE or PL_POST if they are wrong.
    """
    episodes = r.Episodes
    exempt = set(r.group("PLACE", "urn_not_expected")) | ({"H5"} if r.year < "2024-25" else set())
    area = episodes.PL_LA.upper()
    if r.year < "2025-26":
        # Any code that begins like those of the other countries; a placement whose area is not known passes.
        elsewhere = area.startswith("N", "W", "S", "C") | area.blank
    else:
        elsewhere = area.isin(r.group("PL_LA", "outside_england"))
    recent = episodes.blank("DEC") | (episodes.DEC > day("2015-03-31"))
    return episodes.URN.blank & ~episodes.PLACE.isin(exempt) & ~elsewhere & recent


@rule(
    "222",
    "Ofsted URN given for a placement type without URN",
    table="Episodes",
    fields="URN",
    category="inconsistent",
    changed="2023-24 2024-25 2025-26",
)
def urn_not_expected(r: Return) -> Flagged:
    """An Ofsted URN is recorded, but placements of this type are not registered with Ofsted, so there should be none.

    Clear URN, or correct PLACE if the placement really is with a registered provider.
    """
    return has_urn(r) & r.Episodes.PLACE.isin(r.group("PLACE", "urn_not_expected"))


@rule(
    "230",
    "URN missing for English H5 placement after October 2023",
    years="2023-24..2023-24",
    table="Episodes",
    fields="PLACE DEC URN",
    category="missing",
    needs=("postcodes",),
)
def supported_accommodation_without_urn(r: Return) -> Flagged:
    """From 28 October 2023 supported accommodation (H5) in England needs an Ofsted URN, and this episode has none.

    Enter the provider's URN. If the episode ended by 28 October 2023, check its end date; if the placement is outside
    England, check PL_POST.
    """
    episodes = r.Episodes
    recent = unknown(episodes.DEC) | (episodes.DEC >= SUPPORTED_ACCOMMODATION_REGISTERED)
    area = episodes.PL_LA.upper()
    in_england = area.filled & ~area.startswith("N", "W", "S")
    return (episodes.PLACE == "H5") & recent & ~has_urn(r) & in_england


@rule(
    "242",
    "Dummy URN XXXXXXX outside fostering and adoption placements",
    years="2025-26..",
    table="Episodes",
    fields="URN",
    category="inconsistent",
)
def stand_in_not_allowed(r: Return) -> Flagged:
    """The dummy URN XXXXXXX is meant for placements through a regional adoption agency, and this placement type is not
    one of those it may be used with.

    Enter the provider's real URN (or clear it if none is needed), or correct PLACE.
    """
    allowed = (*r.group("PLACE", "adoption"), *r.group("PLACE", "foster"))
    return r.Episodes.URN.isin(r.codes("URN_SPECIAL")) & ~r.Episodes.PLACE.isin(allowed)


@rule(
    "243",
    "URN given for a placement outside England",
    years="2025-26..",
    table="Episodes",
    fields="URN",
    category="inconsistent",
    needs=("postcodes",),
)
def urn_outside_england(r: Return) -> Flagged:
    """The placement is outside England, where providers are not registered with Ofsted, but an Ofsted URN is recorded.

    Clear URN, or correct PL_POST if the placement is in England.
    """
    return r.Episodes.PL_LA.isin(r.group("PL_LA", "outside_england")) & r.Episodes.URN.filled


# -- against the provider list


@rule(
    "1008",
    "Ofsted URN not in the provider list",
    table="Episodes",
    fields="URN",
    category="invalid",
    needs=("providers",),
)
def urn_unknown(r: Return) -> Flagged:
    """The URN on this episode is not in the Ofsted lists of children's homes and social care providers that were
    loaded.

    Check the URN with the provider or in Ofsted's lists, load the latest lists if they are old, or use XXXXXXX where
    that is permitted.
    """
    found = provider_rows(r)
    return found.episodes[found.row < 0]


@rule(
    "219",
    "Placement type not among the URN's registered types",
    table="Episodes",
    fields="URN PLACE",
    category="inconsistent",
    needs=("providers",),
)
def placement_type_not_offered(r: Return) -> Flagged:
    """According to Ofsted's list the provider with this URN does not offer the placement type recorded.

    Check URN and PLACE against the provider list and correct whichever is wrong.
    """
    found = provider_rows(r)
    return where_none_fits(r, offered(found.episodes.PLACE, found.place_codes))


@rule(
    "221",
    "Placement postcode differs from the URN's registered postcode",
    table="Episodes",
    fields="PL_POST",
    category="inconsistent",
    needs=("providers",),
    changed="2023-24 2024-25",
)
def other_postcode(r: Return) -> Flagged:
    """The placement postcode is not the postcode of any setting with this URN on Ofsted's list.

    Check PL_POST and URN against the provider list; correct the one that does not belong to this placement.
    """
    found = provider_rows(r)
    episodes = found.episodes
    # Supported accommodation was added as H5, which was renamed K3 the year after.
    supported = {"2022-23": (), "2023-24": ("H5",)}.get(r.year, ("K3",))
    considered = (
        episodes.PLACE.isin(["K1", "K2", "R3", "S1", *supported])
        & ~episodes.LS.isin(r.group("LS", "short_breaks"))
        & episodes.PL_POST.filled
    )
    postcode = episodes.PL_POST.respelt(lambda word: "".join(word.split()).upper())
    # A provider without a postcode, or none at all, agrees with nothing, not even with a PL_POST of spaces.
    agrees = (found.postcode != "") & (postcode.values == found.postcode)
    return where_none_fits(r, ~considered | agrees)


@rule(
    "224",
    "Placement provider does not match the URN's provider type",
    table="Episodes",
    fields="PLACE_PROVIDER",
    category="inconsistent",
    needs=("providers",),
)
def other_provider_type(r: Return) -> Flagged:
    """The type of placement provider recorded is not the one that Ofsted's list shows for this URN.

    Check PLACE_PROVIDER and URN against the provider list and correct whichever is wrong.
    """
    found = provider_rows(r)
    return where_none_fits(r, offered(found.episodes.PLACE_PROVIDER, found.provider_codes))


@rule(
    "227",
    "Episode starts on or after the provider's registration end",
    table="Episodes",
    fields="URN DECOM",
    category="inconsistent",
    needs=("providers",),
)
def starts_after_registration(r: Return) -> Flagged:
    """The placement starts on or after the day on which the provider with this URN closed or left Ofsted's register.

    Check URN and DECOM; if the provider re-registered, use the new URN.
    """
    found = provider_rows(r)
    return where_none_fits(r, ~(found.episodes.DECOM >= found.registration_end))


@rule(
    "228",
    "Episode continues after the provider's registration end",
    table="Episodes",
    fields="URN DEC",
    category="inconsistent",
    needs=("providers",),
)
def continues_after_registration(r: Return) -> Flagged:
    """The placement goes on (by its end date, or because it is still open at the end of the year) after the provider
    with this URN closed or left Ofsted's register.

    Check URN and DEC. An open episode with a provider that closed during the year needs an end date or the provider's
    new URN.
    """
    found = provider_rows(r)
    dec = found.episodes.DEC
    return where_none_fits(r, ~(np.where(unknown(dec), r.end, dec) > found.registration_end))


@rule(
    "229",
    "PR1/PR2 disagrees with the authority of the provider",
    table="Episodes",
    fields="URN PLACE_PROVIDER",
    category="inconsistent",
    needs=("providers", "local_authority"),
    changed="2025-26",
)
def own_provision_elsewhere(r: Return) -> Flagged:
    """PR1 (own provision) is recorded but the provider with this URN is not in this authority, or PR2 (another
    authority's provision) is recorded but the provider is in this authority.

    Correct PLACE_PROVIDER or URN. The provider's authority is worked out from its postcode, so check by hand before
    changing anything.
    """
    if r.postcodes is None and not any(provider_list(r).la_code):
        raise NotRun("It needs the postcode reference, which this installation lacks.")
    found = provider_rows(r)
    episodes = found.episodes
    # A provider whose authority is not known counts as one outside.
    own = np.isin(found.authority, list(r.own_authorities))
    wrong = ((episodes.PLACE_PROVIDER == "PR1") & ~own) | ((episodes.PLACE_PROVIDER == "PR2") & own)
    if r.year >= "2025-26":
        wrong &= ~episodes.PLACE.isin(["K3", *r.group("PLACE", "urn_not_expected")])
    return where_none_fits(r, ~wrong)


@rule(
    "241",
    "K3 placement in an authority where provider has no premises",
    years="2025-26..",
    table="Episodes",
    fields="URN",
    category="inconsistent",
    needs=("providers", "postcodes"),
)
def no_premises_in_area(r: Return) -> Flagged:
    """This supported-accommodation placement lies in an authority in which the provider with this URN has no premises
    on Ofsted's list.

    Check URN and PL_POST (the authority is worked out from it) and correct the one that is wrong, or check whether the
    provider has registered new premises.
    """
    found = provider_rows(r)
    in_area = found.episodes.PL_LA.filled & (found.episodes.PL_LA.values == found.authority)
    return where_none_fits(r, in_area | (found.episodes.PLACE != "K3"))
