"""Whatever of a check is not as it usually is, in words: every screen and every export has them from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rules.registry import Rule, in_force

from .authorities import find_authority
from .collection import Collection
from .words import count_of, day_in_numbers, plain

NAMES = (
    "as_at", "period", "authority", "postcodes", "rules", "own_checks", "local_rules", "last_year", "providers",
)  # fmt: skip


class Setting(NamedTuple):
    """One setting: which, in a few words, and what more there is to say of it where there is room ("" for nothing).

    `name` is one of NAMES.
    """

    name: str
    words: str
    detail: str = ""

    @property
    def in_full(self) -> str:
        """The words with what more there is to say."""
        return f"{self.words} ({self.detail})" if self.detail else self.words


class Lists(NamedTuple):
    """What a return is held against: how many postcodes are known (None: no list), and the name of the file that they
    are from ("": the built-in list); whether there is a return of last year, and a list of providers."""

    postcodes: int | None
    postcodes_file: str
    last_year: bool
    providers: bool


def settings(collection: Collection, lists: Lists, rules: Mapping[str, int]) -> tuple[Setting, ...]:
    """The settings that are not the usual ones; `rules` says how many rules of each origin are to be run."""
    return tuple(_settings(collection, lists, rules))


def _settings(collection: Collection, lists: Lists, rules: Mapping[str, int]) -> Iterable[Setting]:
    if collection.ends_early:
        yield Setting("as_at", f"as at {day_in_numbers(collection.period[1])}")
    if not collection.whole_year:
        start, end = (day_in_numbers(day) for day in (collection.start, collection.end))
        yield Setting("period", f"year from {start} to {end}")
    if collection.authority is None:
        yield Setting("authority", "no authority")
    if lists.postcodes is None:
        yield Setting("postcodes", "no list of postcodes")
    elif lists.postcodes_file:
        detail = f"{count_of(lists.postcodes, 'postcode')}, {plain(lists.postcodes_file)}"
        yield Setting("postcodes", "own postcodes", detail)
    of_year = len(in_force(collection.year))
    if rules.get("department", 0) != of_year:
        yield Setting("rules", f"{rules.get('department', 0):,} of {of_year:,} rules")
    if own := rules.get("own"):
        yield Setting("own_checks", "additional checks", count_of(own, "check"))
    if council := rules.get("council"):
        yield Setting("local_rules", count_of(council, "rule") + " of the council")
    if not lists.last_year:
        yield Setting("last_year", "without last year")
    if not lists.providers:
        yield Setting("providers", "without provider list")


def rules_by_origin(rules: Iterable[Rule]) -> dict[str, int]:
    """How many rules there are of each origin."""
    found: dict[str, int] = {}
    for rule in rules:
        found[rule.origin] = found.get(rule.origin, 0) + 1
    return found


def what_is_checked(collection: Collection) -> str:
    """ "Manchester 2025-26"."""
    name = find_authority(collection.authority).name if collection.authority else "Return for"
    return f"{name} {collection.year}"


def settings_in_words(found: Sequence[Setting]) -> str:
    """The settings that are not the usual ones, in full: "as at 30/09/2025 · 47 of 316 rules"; "" when all are."""
    return " · ".join(setting.in_full for setting in found)


def settings_in_name(found: Sequence[Setting]) -> str:
    """The same for the end of a file's name: "-as-at-30-09-2025-47-of-316-rules"; "" when all are usual."""
    return "".join("-" + re.sub(r"[^a-z0-9]+", "-", setting.words.lower()).strip("-") for setting in found)
