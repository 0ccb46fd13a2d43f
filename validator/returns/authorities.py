"""The authorities of England, with the codes they had before reorganisations."""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .errors import InputError
from .words import listed

_TITLES = {"council", "city", "county", "borough", "metropolitan", "royal", "unitary", "district", "the", "of"}


@dataclass(frozen=True)
class Authority:
    """`code` is the ONS code, `dfe_code` the Department's three-digit number, `replaces` the ONS codes it succeeds."""

    code: str
    name: str
    valid_from: str
    dfe_code: str
    replaces: tuple[str, ...]


@cache
def authorities() -> tuple[Authority, ...]:
    """All 153 authorities of 2026. Source: Office for National Statistics (Open Government Licence v3.0)."""
    text = files("validator").joinpath("data", "local_authorities.csv").read_text(encoding="utf-8")
    return tuple(
        Authority(r["code"], r["name"], r["valid_from"], r["dfe_code"], tuple(filter(None, r["replaces"].split(";"))))
        for r in csv.DictReader(text.splitlines())
    )


def find_authority(text: str) -> Authority:
    """The authority meant by a code (ONS, present or abolished, or DfE) or by a name; InputError when there is none."""
    wanted = " ".join(text.split()).casefold()
    for found in authorities():
        if wanted in (found.code.casefold(), found.dfe_code, found.name.casefold()):
            return found
    successors = [a for a in authorities() if wanted in {code.casefold() for code in a.replaces}]
    if successors:
        return successors[0]
    names = {_plain(authority.name): authority for authority in authorities()}
    plain = _plain(text)
    if plain in names:
        return names[plain]
    alike = [name for name in names if plain and plain in name] or difflib.get_close_matches(plain, names, cutoff=0.7)
    hint = (
        f"Did you mean {listed([names[name].name for name in alike[:3]], 'or')}?"
        if alike
        else "Give its name or its ONS code, such as E08000003."
    )
    raise InputError(f"There is no authority “{text}”.", hint)


def _plain(name: str) -> str:
    """A name without the words that councils put around it: "London Borough of Brent" is "brent"."""
    words = re.findall(r"[^\W_]+", name.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    if words[:1] == ["london"] and len(words) > 1:
        words = words[1:]
    return " ".join(word for word in words if word not in _TITLES)


@cache
def own_codes(authority: str | None, year: str) -> frozenset[str]:
    """The codes of PL_LA that count as inside `authority` in a collection year.

    The reference knows today's authorities alone. For a year before an authority began, its area is that of all the
    successors of the authority it replaced: for 2022-23 Cumberland and Westmorland and Furness are both Cumbria.
    """
    own = next((a for a in authorities() if a.code == authority), None)
    if own is None:
        return frozenset({authority} if authority else ())
    if own.valid_from > f"{int(year[:4]) + 1}-03-31":
        return frozenset(a.code for a in authorities() if set(a.replaces) & set(own.replaces))
    return frozenset({own.code})
