"""How a check of ours is declared: as `@rule` declares the Department's, with the reason for it and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..registry import C, rule


class Reason(NamedTuple):
    """Why an analyst wants to know early, and what the check takes: its threshold, and what it cannot know."""

    why: str
    takes: str


_reasons: dict[str, Reason] = {}


def own_check(
    code: str,
    title: str,
    *,
    why: str,
    takes: str,
    table: str,
    optional: Sequence[str] = (),
    fields: str | Sequence[str],
    category: str,
    needs: Iterable[str] = (),
    years: str = "2022-23..",
) -> Callable[[C], C]:
    """Declare a check beyond the Department's rules: `why` and `takes` are whole sentences, the rest is as in `@rule`.

    The function's docstring holds the message and, as its second paragraph, what to do.
    """
    _reasons[code] = Reason(why, takes)
    return rule(code, title, years=years, table=table, optional=optional, fields=fields, category=category, needs=needs)


def reason(code: str) -> Reason:
    """Why there is this check, and what it takes."""
    return _reasons[code]
