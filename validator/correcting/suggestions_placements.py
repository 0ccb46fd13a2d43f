"""Where a child was placed and by whom: Ofsted numbers, providers, postcodes and types of placement that fit."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

import numpy as np

from ..returns.rows import Rows
from ..returns.tables import THIS, TableRef, Year
from .change_builder import Candidates, Look, NewCell, rules
from .proposals import ELSEWHERE, RETURN

_NUMBER = rules("218 219 221 224 227 228 229 230 241 242 1008")
_PROVIDER = rules("178 224 229 526 527 528 529 530 531 550 1015")
_TYPE = rules("146 219 222 242 336 390 408")
_POSTCODE = rules("169 179 221 241 243 392a 392b 392c 392d 454 1015")

# Placements that are the registered setting itself, so that the list's postcode is the child's.
_SETTINGS = ("K1", "K2", "K3", "R3", "S1", "H5")

# At most so many values are tried for one cell.
_MOST = 3


class Known:
    """What this return, last year's and the provider list know of placements."""

    def __init__(self, look: Look) -> None:
        self.look = look
        r = look.r
        suspect = set(look.flagged("Episodes", *_NUMBER).index.tolist())
        # Number and provider -> in which years' episodes they stand. How often they do is no ground.
        number_of: dict[tuple[str, str], dict[str, set[Year]]] = {}
        provider_of: dict[str, dict[str, set[Year]]] = {}
        for year in Year:
            if not r.has("Episodes", year=year):
                continue
            source = r.tables[TableRef("Episodes", year)]._data.source.columns
            columns = (source[field].tolist() for field in ("PL_POST", "PLACE", "URN", "PLACE_PROVIDER"))
            for row, (post, place, number, provider) in enumerate(zip(*columns, strict=True)):
                if not number or (year is THIS and row in suspect):
                    continue
                if post:
                    number_of.setdefault((_plain(post), place), {}).setdefault(number, set()).add(year)
                if provider:
                    provider_of.setdefault(number, {}).setdefault(provider, set()).add(year)
        self.number_of: Mapping[tuple[str, str], Mapping[str, set[Year]]] = number_of
        self.provider_of: Mapping[str, Mapping[str, set[Year]]] = provider_of
        self.at_postcode: dict[str, list[int]] = {}
        self.rows_of: dict[str, list[int]] = {}
        if r.providers is not None:
            for at, (post, number) in enumerate(
                zip(r.providers.postcode.tolist(), r.providers.urn.tolist(), strict=True)
            ):
                self.at_postcode.setdefault(post, []).append(at)
                self.rows_of.setdefault(number, []).append(at)

    def numbers_in_list(self, post: str, place: str, began: np.datetime64) -> Iterator[str]:
        """The numbers at a postcode that are registered for a placement type and were so when the episode began."""
        listed = self.look.r.providers
        if listed is None:
            return
        for at in self.at_postcode.get(_plain(post), ()):
            if place in listed.place_codes[at] and not began >= listed.reg_end[at]:
                yield str(listed.urn[at])

    def codes_of(self, number: str, *, providers: bool) -> list[str]:
        """The placement types, or the provider codes, that the list has for a number, in alphabetical order."""
        listed = self.look.r.providers
        if listed is None:
            return []
        column = listed.provider_codes if providers else listed.place_codes
        return sorted({code for at in self.rows_of.get(number, ()) for code in column[at]})

    def postcodes_of(self, number: str) -> list[str]:
        """The postcodes of a number's settings in the list, as they are written."""
        listed = self.look.r.providers
        found = dict.fromkeys(str(listed.postcode[at]) for at in self.rows_of.get(number, ())) if listed else {}
        return [f"{post[:-3]} {post[-3:]}" for post in found if len(post) >= 5]


def _plain(post: str) -> str:
    return "".join(post.split()).upper()


def placements(look: Look) -> Candidates:
    """All proposals on placements, from one look through the return and the list."""
    if not look.r.has("Episodes"):
        return
    known_placements = Known(look)
    yield from _numbers(look, known_placements)
    yield from _providers(look, known_placements)
    yield from _places(look, known_placements)
    yield from _postcodes(look, known_placements)


def _each(rows: Rows, *fields: str) -> Iterator[tuple[int, list[str]]]:
    columns = [rows.text(field).values.tolist() for field in fields]
    for at, row in enumerate(rows.index.tolist()):
        yield row, [column[at] for column in columns]


# -- Ofsted numbers


def _numbers(look: Look, placed: Known) -> Candidates:
    rows = look.flagged("Episodes", *_NUMBER)
    began = dict(zip(rows.index.tolist(), rows.DECOM, strict=True))
    for row, (post, place, number) in _each(rows, "PL_POST", "PLACE", "URN"):
        found: dict[str, tuple[str, str]] = {}
        if number and number not in placed.rows_of:
            sentence = (
                f"{number} is not in the provider list; this number is, for {place}, and differs by one character."
            )
            found |= dict.fromkeys(_mistyped(number, placed, place), (sentence, ELSEWHERE))
        sentence = f"The provider list has this number at {post}, for placements of type {place}."
        found |= dict.fromkeys(placed.numbers_in_list(post, place, began[row]), (sentence, ELSEWHERE))
        used = placed.number_of.get((_plain(post), place), {}) if post else {}
        for new, years in used.items():
            sentence = f"The number is that of other placements of type {place} at {post}."
            found[new] = (sentence, _ground(years))
        yield from look.put_any("urn", _NUMBER, "Episodes", row, "URN", found)


def _ground(years: Container[Year]) -> str:
    """The ground of what the episodes of these years say."""
    return RETURN if THIS in years else ELSEWHERE


def _mistyped(number: str, placed: Known, place: str) -> list[str]:
    """Numbers in the list, for a placement type, that one mistyping turns into this one."""
    folded = number.translate(str.maketrans("OILSB", "01158"))
    found = {folded} if folded != number else set()
    for at in range(len(number)):
        found.add(number[:at] + number[at + 1 :])
        found.add(number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :])
        for digit in "0123456789":
            found.add(number[:at] + digit + number[at + 1 :])
            found.add(number[:at] + digit + number[at:])
    fits = [new for new in found if new in placed.rows_of and place in placed.codes_of(new, providers=False)]
    return sorted(fits)[:_MOST]


# -- who provides


def _providers(look: Look, placed: Known) -> Candidates:
    rows = look.flagged("Episodes", *_PROVIDER)
    for row, (place, number) in _each(rows, "PLACE", "URN"):
        found = _likely_providers(placed, place, number)
        yield from look.put_any("provider", _PROVIDER, "Episodes", row, "PLACE_PROVIDER", found)
        if not found:
            sentence = f"Nothing says who provides this placement{f' of type {place}' if place else ''}."
            cell = ("Episodes", row, "PLACE_PROVIDER")
            yield from look.choose("provider", sentence, _PROVIDER, cell, look.r.codes("PLACE_PROVIDER"))


def _likely_providers(placed: Known, place: str, number: str) -> dict[str, tuple[str, str]]:
    """Provider -> what suggests it, and the ground of that."""
    if place == "P1":
        return {"PR0": ("A child placed with parents (P1) has the parents as provider.", RETURN)}
    if listed := placed.codes_of(number, providers=True):
        sentence = f"The provider list has this provider for the number {number}."
        return dict.fromkeys(listed, (sentence, ELSEWHERE))
    sentence = f"The provider is that of other placements under the number {number}."
    return {new: (sentence, _ground(years)) for new, years in placed.provider_of.get(number, {}).items()}


# -- the type of placement

# The adoptive placement that says the same of the other half: the carers, or the order.
_NOT_WITH_CARER = {"A3": "A4", "A5": "A6"}
_WITH_CONSENT = {"A5": "A3", "A6": "A4"}


def _places(look: Look, placed: Known) -> Candidates:
    rows = look.flagged("Episodes", *_TYPE)
    for row, (place, number, status) in _each(rows, "PLACE", "URN", "LS"):
        for named, found in _likely_places(placed, place, number, status):
            yield from look.put_any("place", named, "Episodes", row, "PLACE", found)
    at_home = look.flagged("Episodes", "392d", "550")
    for row in at_home.index.tolist():
        cells = [NewCell("Episodes", row, field, new) for field, new in _WITH_PARENTS]
        sentence = "What is given of the placement is that of a child placed with parents (P1)."
        yield from look.candidate("place", sentence, ["392d", "550"], cells)
    ordered = look.flagged("Episodes", "408")
    sentence = "A5 and A6 say that a placement order was made (E1)."
    yield from look.fill("place", sentence, ["408"], ordered, "LS", "E1")


_WITH_PARENTS = (("PLACE", "P1"), ("PLACE_PROVIDER", "PR0"), ("URN", ""))


def _likely_places(
    placed: Known, place: str, number: str, status: str
) -> Iterator[tuple[tuple[str, ...], dict[str, tuple[str, str]]]]:
    """The rules concerned; placement type -> what suggests it, and the ground of that."""
    if place in _NOT_WITH_CARER:
        yield rules("336"), {_NOT_WITH_CARER[place]: ("The placement before was not with foster carers.", RETURN)}
    if place in _WITH_CONSENT:
        sentence = "There is no placement order (E1), so the parents have consented."
        yield rules("408"), {_WITH_CONSENT[place]: (sentence, RETURN)}
    fitting = ("A6", "A5") if status == "E1" else ("A4", "A3")
    yield (
        rules("390"),
        {new: (f"The episode ended in adoption; {new} goes with the legal status.", RETURN) for new in fitting},
    )
    offered = placed.codes_of(number, providers=False)
    sentence = f"The provider list has {number} for this type of placement."
    yield rules("146 219 222 242"), dict.fromkeys(offered, (sentence, ELSEWHERE))


# -- postcodes


def _postcodes(look: Look, placed: Known) -> Candidates:
    rows = look.flagged("Episodes", *_POSTCODE)
    for row, (place, number) in _each(rows, "PLACE", "URN"):
        if place in _SETTINGS:
            sentence = f"The provider list has {number} at this postcode."
            found = dict.fromkeys(placed.postcodes_of(number)[:_MOST], (sentence, ELSEWHERE))
            yield from look.put_any("placement_postcode", _POSTCODE, "Episodes", row, "PL_POST", found)


GENERATORS = (placements,)
