"""The code lists of the return, per collection year, from data/codes.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from .authorities import authorities
from .tables import YEARS, load_data


@cache
def _lists() -> Mapping[str, Any]:
    return load_data("codes.toml")


@cache
def codes(name: str, year: str) -> Mapping[str, str]:
    """Code -> meaning of the list `name` (such as "PLACE"), as accepted in the collection year `year`."""
    entry = _lists()[name]
    last_year = YEARS[-1]
    accepted = {
        code: v["meaning"]
        for code, v in entry["codes"].items()
        if v.get("first", YEARS[0]) <= year <= v.get("last", last_year)
    }
    if numbers := entry.get("numbers_from"):
        accepted |= {getattr(a, numbers): a.name for a in authorities() if getattr(a, numbers)}
    return MappingProxyType(accepted)


class Code(NamedTuple):
    """One code of a list: what it means, and the first and last collection year that accept it ("": no such end)."""

    meaning: str
    first: str
    last: str


@cache
def every_code(name: str) -> Mapping[str, Code]:
    """Every code of a list, those of years before the first that is covered too."""
    entry = _lists()[name]
    found = {code: Code(v["meaning"], v.get("first", ""), v.get("last", "")) for code, v in entry["codes"].items()}
    if numbers := entry.get("numbers_from"):
        found |= {getattr(a, numbers): Code(a.name, "", "") for a in authorities() if getattr(a, numbers)}
    return MappingProxyType(found)


def list_title(name: str) -> str:
    """What a code list is called."""
    return str(_lists()[name]["title"])


@cache
def meaning(name: str, code: str) -> str:
    """What a code means, in whatever year it was accepted; "" when no year knows it."""
    return next((words for y in reversed(YEARS) if (words := codes(name, y).get(code))), "")


@cache
def group(name: str, group_name: str, year: str) -> tuple[str, ...]:
    """A named group of codes of one list, such as ("PLACE", "temporary")."""
    found = _lists()[name]["groups"][group_name]
    return tuple(found[year] if isinstance(found, dict) else found)


@cache
def old_to_new(name: str) -> Mapping[str, str]:
    """What codes of earlier years are called now: {"1": "M", "2": "F"} for SEX."""
    return MappingProxyType(_lists()[name].get("old_to_new", {}))


@cache
def year_pairs(name: str, year: str) -> Mapping[str, tuple[str, ...]]:
    """Last year's code -> this year's codes that carry it on without contradiction, in the year of the change."""
    pairs = _lists()[name].get("year_pairs", {}).get(year, {})
    return MappingProxyType({old: tuple(new) for old, new in pairs.items()})


@cache
def goes_with(name: str) -> Mapping[str, tuple[str, ...]]:
    """Code -> the codes of the neighbouring column that it allows (LS_ADOPTR and SEX_ADOPTR)."""
    return MappingProxyType({code: tuple(v) for code, v in _lists()[name].get("goes_with", {}).items()})
