"""Where made-up children live: real public postcodes, and made-up providers with made-up Ofsted numbers."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..returns.authorities import authorities, own_codes
from .draws import Draws, Odds, day


class Setting(NamedTuple):
    """A placement as an episode states it: PLACE, PLACE_PROVIDER, PL_POST and URN."""

    place: str
    provider: str
    postcode: str
    urn: str


class Spot(NamedTuple):
    """A postcode, its authority (or WAL, SCO) and its grid square in kilometres."""

    authority: str
    postcode: str
    east: int
    north: int


@cache
def spots() -> tuple[Spot, ...]:
    """Some postcodes of every authority. Source: Office for National Statistics (Open Government Licence v3.0)."""
    source = files("validator").joinpath("data", "sample_postcodes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    return tuple(Spot(r["authority"], r["postcode"], int(r["east_km"]), int(r["north_km"])) for r in rows)


@dataclass(frozen=True)
class Provider:
    """One line of the made-up provider list. `places` and `codes` are as in the list: comma-separated."""

    urn: str
    kind: str
    authority: str
    spot: Spot
    places: str
    codes: str
    closed: int | None = None


FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
ADOPTION = ("A3", "A4", "A5", "A6")
# Placement types whose postcode is the provider's own, with the kind of provider.
HOMES = {
    "K1": "Secure Children's Home",
    "K2": "Children's Home",
    "R3": "Residential Family Centre",
    "S1": "Residential Special School",
}
SUPPORTED = "Supported Accommodation"
# Placement types without an Ofsted number, with the provider code that goes with each ("" for none).
UNREGISTERED = {"P1": "PR0", "P2": "PR4", "P3": "PR4", "R1": "PR5", "R2": "PR3", "R5": "PR3", "Z": "", "T": ""}

# Supported accommodation had to be registered by 28 October 2023, and has Ofsted numbers in the return of that year.
REGISTERED_FROM, REGISTERED_BY = day(2023, 4, 1), day(2023, 10, 28)
# More kilometres from the middle of an authority than this, and any family in it is more than 20 miles away.
_FAR = 45
_RELATIVES = ("U1", "U2", "U3")
_KINDS = {"K1": "home", "K2": "home", "R3": "home", "S1": "home", "K3": "supported"}
# Where placements are: inside the authority, outside but near by, or more than 20 miles away.
_WHERE = {
    "foster": Odds({"own": 55.5, "near": 24, "far": 20.5}),
    "home": Odds({"own": 40, "near": 26, "far": 34}),
    "supported": Odds({"own": 57, "near": 28, "far": 15}),
    "kin": Odds({"own": 64, "near": 22, "far": 14}),
    "parents": Odds({"own": 50, "near": 35, "far": 15}),
    "adopters": Odds({"own": 30, "near": 35, "far": 35}),
    "other": Odds({"own": 50, "near": 30, "far": 20}),
}
# Who provides.
_AGENCY_CODES = {
    "foster": Odds({"PR1": 455, "PR2": 14, "PR4": 450, "PR5": 81}),
    "kin": Odds({"PR1": 97, "PR2": 3}),
    "adopters": Odds({"PR1": 45, "PR2": 15, "PR4": 10, "PR5": 30}),
}
_OWN_HOME_CODES = Odds({"PR1": 45, "PR4": 45, "PR5": 10})
_HOME_CODES = Odds({"PR4": 88, "PR5": 12})
_OTHER_PLACES = Odds({"Z11": 1, "Z12": 3, "Z13": 2, "Z14": 1})
_TEMPORARY = Odds({"T0": 1, "T1": 3, "T2": 2, "T3": 3, "T4": 2})


class Settings:
    """The homes, agencies and postcodes that an authority's children are placed with; `year` is the newest year."""

    def __init__(self, authority: str, year: str, children: int, draws: Draws) -> None:
        self.draws = draws
        codes = own_codes(authority, year)
        own = [spot for spot in spots() if spot.authority in codes]
        east = sum(spot.east for spot in own) / len(own)
        north = sum(spot.north for spot in own) / len(own)

        def away(spot: Spot) -> float:
            return (spot.east - east) ** 2 + (spot.north - north) ** 2

        by_distance = sorted(spots(), key=away)
        outside = [spot for spot in by_distance if spot.authority not in (*codes, "WAL", "SCO")]
        self.own = own
        self.near = outside[:60]
        self.far = [spot for spot in outside[60:] if away(spot) > _FAR**2][:160]
        self.abroad = [spot for spot in by_distance if spot.authority in ("WAL", "SCO")][:8]
        self.providers: list[Provider] = []
        self.agencies: dict[tuple[str, str], list[Provider]] = {}
        self.homes: dict[tuple[str, str], list[Provider]] = {}
        self._found_providers(children)

    # -- the provider list

    def _found_providers(self, children: int) -> None:
        draws = self.draws
        for code in ("PR1", "PR1", "PR2", "PR2", "PR4", "PR4", "PR4", "PR4", "PR5"):
            self._agency("Independent Fostering" if code > "PR2" else "Local Authority Fostering", FOSTER, code)
        for code in ("PR1", "PR2", "PR4", "PR5"):
            self._agency("Voluntary Adoption" if code > "PR2" else "Adoption", ADOPTION, code)
        homes = 6 + min(children // 40, 400)
        for place, count in (("K2", homes), ("S1", 3), ("R3", 3), ("K1", 3), ("K3", homes // 2)):
            for at in range(count):
                # One of each kind is near and one far, so that there is always one at no child's own postcode.
                where = ("far", "near", "own")[at] if at < 3 else draws.choose(_WHERE[_KINDS[place]])
                code = draws.choose(_OWN_HOME_CODES if where == "own" else _HOME_CODES)
                kind = HOMES.get(place, SUPPORTED)
                self.homes.setdefault((place, where), []).append(self._provider(kind, (place,), code, where))
        for _ in range(homes):
            closed = draws.between(day(2012, 1, 1), day(2021, 12, 31))
            self._provider(HOMES["K2"], ("K2",), "PR4", draws.pick(("own", "near")), closed)

    def _agency(self, kind: str, places: tuple[str, ...], code: str) -> None:
        where = {"PR1": "own", "PR2": "near"}.get(code) or self.draws.pick(("own", "near"))
        agency = self._provider(f"{kind} Agency", places, code, where)
        self.agencies.setdefault((places[0], code), []).append(agency)

    def _provider(
        self, kind: str, places: tuple[str, ...], code: str, where: str, closed: int | None = None
    ) -> Provider:
        spot = self.draws.pick(self._spots(where))
        number = len(self.providers) + 1
        urn = f"SC{900000 + number}" if closed is None and number % 4 == 0 else f"{9000000 + number}"
        provider = Provider(urn, kind, spot.authority, spot, ",".join(places), code, closed)
        self.providers.append(provider)
        return provider

    def _spots(self, where: str) -> list[Spot]:
        return {"own": self.own, "near": self.near, "far": self.far}[where]

    # -- placements

    def home(self) -> str:
        """The postcode of a child's family, inside the authority."""
        return self.draws.pick(self.own).postcode

    def setting(self, place: str, home: str, at: int) -> Setting:
        """A placement of this type (Z for Z11 to Z14, T for T0 to T4) from the day `at`, not at the family's postcode.

        Parents alone may live there.
        """
        draws = self.draws
        if place in _KINDS:
            return self._in_home(place, home, at)
        if place in UNREGISTERED:
            code = draws.choose(_OTHER_PLACES if place == "Z" else _TEMPORARY) if place in "ZT" else place
            if place == "P1":
                postcode = home if draws.chance(0.5) else self._postcode("parents", home)
            else:
                postcode = self._postcode("other", home)
            return Setting(code, UNREGISTERED[place], postcode, "")
        if draws.chance(0.01):
            return Setting(place, "PR4", self._other(self.abroad, home), "")
        where = "adopters" if place in ADOPTION else "kin" if place in _RELATIVES else "foster"
        code = draws.choose(_AGENCY_CODES[where])
        if code != "PR1" and place in FOSTER and draws.chance(0.02):
            return Setting(place, code, self._postcode(where, home), "XXXXXXX")
        agency = draws.pick(self.agencies["A3" if place in ADOPTION else "U1", code])
        return Setting(place, code, self._postcode(where, home), agency.urn)

    def adopters(self, home: str, carer: Setting | None, at: int) -> Setting:
        """A placement for adoption under a placement order, with the present carer or (None) with someone new."""
        if carer is None:
            return self.setting("A6", home, at)
        if not carer.urn:
            # Outside England there are no Ofsted numbers, before or after.
            return carer._replace(place="A5")
        code = self.draws.choose(_AGENCY_CODES["adopters"])
        return Setting("A5", code, carer.postcode, self.draws.pick(self.agencies["A3", code]).urn)

    def _in_home(self, place: str, home: str, at: int) -> Setting:
        homes = self.homes[place, self.draws.choose(_WHERE[_KINDS[place]])]
        chosen = self.draws.pick(homes)
        if chosen.spot.postcode == home:
            chosen = self.draws.pick(self.homes[place, "near"])
        numbered = place != "K3" or at >= REGISTERED_FROM
        return Setting(place, chosen.codes, chosen.spot.postcode, chosen.urn if numbered else "")

    def _postcode(self, kind: str, home: str) -> str:
        return self._other(self._spots(self.draws.choose(_WHERE[kind])), home)

    def _other(self, among: list[Spot], home: str) -> str:
        while (postcode := self.draws.pick(among).postcode) == home:
            pass
        return postcode

    # -- the list as Ofsted would send it

    def workbook(self) -> bytes:
        """The provider list as an Excel workbook of two sheets, Providers and SA providers."""
        # Only made-up data needs it, and the page makes up none unless it is asked.
        from ..returns.sheets import Book

        # The same seed gives the same bytes: no time of making.
        book = Book("Made-up providers", "None of them exists.", dt.datetime(2020, 1, 1))
        names = {authority.code: authority.name for authority in authorities()}

        def urn(provider: Provider) -> int | str:
            return int(provider.urn) if provider.urn.isdigit() else provider.urn

        others: list[tuple[int | str, ...]] = []
        supported: list[tuple[int | str, ...]] = []
        for provider in self.providers:
            name, postcode = names.get(provider.authority, ""), provider.spot.postcode
            if provider.kind == SUPPORTED:
                # H5 is what supported accommodation was called before it had to be registered.
                made_up = f"Made-up provider {len(supported) + 1}"
                supported.append((urn(provider), SUPPORTED, made_up, name, name, postcode, "H5,K3", provider.codes, ""))
                continue
            closed = provider.closed
            others.append(
                (
                    urn(provider), provider.kind, f"Made-up setting {len(others) + 1}", name, postcode, provider.places,
                    provider.codes, "Active" if closed is None else "Closed",
                    "" if closed is None else Book.day(dt.date.fromordinal(closed)),
                )
            )  # fmt: skip
        for title, columns, rows in (
            ("Providers", _PROVIDER_COLUMNS, others),
            ("SA providers", _SUPPORTED_COLUMNS, supported),
        ):
            kinds = ["date" if "date" in column else "words" for column in columns]
            book.add(title, columns, [_WIDTH] * len(columns), kinds).fill(rows)
        return book.close()


_WIDTH = 18
_PROVIDER_COLUMNS = (
    "URN",
    "Provider type",
    "Setting name",
    "Local authority",
    "Setting address postcode",
    "Placement code",
    "Placement provider code",
    "Registration status",
    "Deregistration date",
)
_SUPPORTED_COLUMNS = (
    "URN",
    "Provider type",
    "Provider name",
    "Provider local authority",
    "Setting local authority",
    "Setting address postcode",
    "Placement code",
    "Placement provider code",
    "Closed date",
)
