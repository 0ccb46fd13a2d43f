"""Where made-up children live: real public postcodes, and made-up providers with made-up Ofsted numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
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

_AGENCY_CODES = Odds({"PR1": 5, "PR2": 1, "PR4": 4, "PR5": 1})
_HOME_CODES = Odds({"PR1": 3, "PR4": 8, "PR5": 1})
_OTHER_PLACES = Odds({"Z11": 1, "Z12": 3, "Z13": 2, "Z14": 1})
_TEMPORARY = Odds({"T0": 1, "T1": 3, "T2": 2, "T3": 3, "T4": 2})


class Settings:
    """The homes, agencies and postcodes that an authority's children are placed with in a collection year."""

    def __init__(self, authority: str, year: str, children: int, draws: Draws) -> None:
        self.draws = draws
        codes = own_codes(authority, year)
        own = [spot for spot in spots() if spot.authority in codes]
        east = sum(spot.east for spot in own) / len(own)
        north = sum(spot.north for spot in own) / len(own)
        by_distance = sorted(spots(), key=lambda s: ((s.east - east) ** 2 + (s.north - north) ** 2, s.postcode))
        self.own = own
        self.near = [spot for spot in by_distance if spot.authority not in (*codes, "WAL", "SCO")][:60]
        self.abroad = [spot for spot in by_distance if spot.authority in ("WAL", "SCO")][:8]
        self.providers: list[Provider] = []
        self.by_place: dict[str, list[Provider]] = {}
        self._found_providers(children)

    # -- the provider list

    def _found_providers(self, children: int) -> None:
        for code in ("PR1", "PR1", "PR2", "PR2", "PR4", "PR4", "PR4", "PR4", "PR5"):
            self._add(
                "Independent Fostering Agency" if code > "PR2" else "Local Authority Fostering Agency", FOSTER, code
            )
        for code in ("PR1", "PR2", "PR4", "PR5"):
            self._add("Voluntary Adoption Agency" if code > "PR2" else "Adoption Agency", ADOPTION, code)
        homes = 6 + min(children // 40, 400)
        for place, count in (("K2", homes), ("S1", 3), ("R3", 3), ("K1", 2), ("K3", homes // 2)):
            for at in range(count):
                code = self.draws.choose(_HOME_CODES) if place != "K3" else "PR4"
                # The first of each kind is outside the authority, so that there is one at no child's own postcode.
                self._add(HOMES.get(place, SUPPORTED), (place,), code if at else "PR4", outside=not at)
        for _ in range(homes):
            closed = self.draws.between(day(2012, 1, 1), day(2021, 12, 31))
            self._add(HOMES["K2"], ("K2",), "PR4", closed=closed)

    def _add(
        self, kind: str, places: tuple[str, ...], code: str, *, outside: bool = False, closed: int | None = None
    ) -> None:
        spot = self.draws.pick(
            self.own if code == "PR1" else self.near if code == "PR2" or outside else self._anywhere()
        )
        number = len(self.providers) + 1
        urn = f"SC{900000 + number}" if closed is None and number % 4 == 0 else f"{9000000 + number}"
        provider = Provider(urn, kind, spot.authority, spot, ",".join(places), code, closed)
        self.providers.append(provider)
        if closed is None:
            for place in places:
                self.by_place.setdefault(place, []).append(provider)

    def _anywhere(self) -> list[Spot]:
        return self.own if self.draws.chance(0.6) else self.near

    # -- placements

    def home(self) -> str:
        """The postcode of a child's family, inside the authority."""
        return self.draws.pick(self.own).postcode

    def setting(self, place: str, home: str) -> Setting:
        """A placement of this type (Z stands for Z11 to Z14, T for T0 to T4) that is not at the family's postcode."""
        if place in UNREGISTERED:
            code = self.draws.choose(_OTHER_PLACES if place == "Z" else _TEMPORARY) if place in "ZT" else place
            at = home if place == "P1" and self.draws.chance(0.7) else self._postcode(home)
            return Setting(code, UNREGISTERED[place], at, "")
        if place in FOSTER or place in ADOPTION:
            if self.draws.chance(0.02):
                return Setting(place, "PR4", self._other(self.abroad, home), "")
            if place in FOSTER and self.draws.chance(0.02):
                return Setting(place, "PR4", self._postcode(home), "XXXXXXX")
            code = self.draws.choose(_AGENCY_CODES)
            agency = self.draws.pick([p for p in self.by_place[place] if p.codes == code])
            return Setting(place, code, self._postcode(home), agency.urn)
        while (chosen := self.draws.pick(self.by_place[place])).spot.postcode == home:
            pass
        return Setting(place, chosen.codes, chosen.spot.postcode, chosen.urn)

    def adopters(self, home: str, carer: Setting | None) -> Setting:
        """A placement for adoption under a placement order, with the present carer or (None) with someone new."""
        if carer is None:
            return self.setting("A6", home)
        if not carer.urn:
            # Outside England there are no Ofsted numbers, before or after.
            return carer._replace(place="A5")
        agency = self.draws.pick(self.by_place["A5"])
        return Setting("A5", agency.codes, carer.postcode, agency.urn)

    def _postcode(self, home: str) -> str:
        return self._other(self._anywhere(), home)

    def _other(self, among: list[Spot], home: str) -> str:
        while (postcode := self.draws.pick(among).postcode) == home:
            pass
        return postcode

    # -- the list as Ofsted would send it

    def workbook(self) -> bytes:
        """The provider list as an Excel workbook of two sheets, Providers and SA providers."""
        # Only made-up data needs it, and the page makes up none unless it is asked.
        import xlsxwriter

        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        # The same seed gives the same bytes: no time of making.
        book.set_properties({"created": dt.datetime(2020, 1, 1), "comments": "Made-up providers. None of them exists."})
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        names = {authority.code: authority.name for authority in authorities()}
        supported = [provider for provider in self.providers if provider.kind == SUPPORTED]
        sheet = book.add_worksheet("Providers")
        sheet.write_row(0, 0, _PROVIDER_COLUMNS)
        others = [provider for provider in self.providers if provider.kind != SUPPORTED]
        for row, provider in enumerate(others, start=1):
            urn = int(provider.urn) if provider.urn.isdigit() else provider.urn
            name = names.get(provider.authority, "")
            sheet.write_row(row, 0, [urn, provider.kind, f"Made-up setting {row}", name, provider.spot.postcode])
            sheet.write_row(
                row, 5, [provider.places, provider.codes, "Active" if provider.closed is None else "Closed"]
            )
            if provider.closed is not None:
                sheet.write_datetime(row, 8, dt.datetime.fromordinal(provider.closed), dates)
        sheet = book.add_worksheet("SA providers")
        sheet.write_row(0, 0, _SUPPORTED_COLUMNS)
        for row, provider in enumerate(supported, start=1):
            urn = int(provider.urn) if provider.urn.isdigit() else provider.urn
            name = names.get(provider.authority, "")
            # H5 is what supported accommodation was called before it had to be registered.
            sheet.write_row(row, 0, [urn, SUPPORTED, f"Made-up provider {row}", name, name, provider.spot.postcode])
            sheet.write_row(row, 6, ["H5,K3", provider.codes])
        book.close()
        return stream.getvalue()


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
