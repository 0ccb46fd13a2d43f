"""How a rule is declared and found: `@rule`, `@family` for rules of one shape, `@fact` for what several rules share."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar, cast

from .language import LAST, YEARS, Flagged, TableRef
from .schema import Return

CATEGORIES: Final = ("missing", "invalid", "inconsistent", "cross-year")
# The Department for Education's, those of this tool beyond them (rules/own), a council's own.
ORIGINS: Final = ("department", "own", "council")
NEEDS = frozenset({"postcodes", "providers", "local_authority"})

# The day on which the rules were last compared with the Department's list.
RULE_SET = "2026-06-04"

T = TypeVar("T")
Check: TypeAlias = Callable[[Return], Flagged]
C = TypeVar("C", bound=Check)
# A function that many rules share takes more than the return.
Shared = TypeVar("Shared", bound=Callable[..., Flagged])


@dataclass(frozen=True)
class Rule:
    """One validation rule.

    `tables` must have been supplied for it to run, `optional` are used when they were. `fields` are the columns
    reported, `needs` reference data: postcodes, providers, local_authority. `changed` names the years from which the
    rule differs from the year before. `year_end` marks a rule that makes no sense before the end of the collection
    year. `check` takes the return and gives the flagged rows. `origin` says whose rule it is, one of ORIGINS.
    """

    code: str
    title: str
    message: str
    fix: str
    years: tuple[str, ...]
    category: str
    tables: tuple[TableRef, ...]
    fields: tuple[str, ...]
    optional: tuple[TableRef, ...] = ()
    needs: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    year_end: bool = False
    subject: str = ""
    check: Check = field(repr=False, compare=False, default=lambda r: ())
    origin: str = "department"

    @property
    def looks_at(self) -> tuple[TableRef, ...]:
        """Every table that it may look at; what it flags depends on no other."""
        return (*self.tables, *self.optional)

    @property
    def stage(self) -> int | None:
        """1 or 2, where the Department's code for the rule says in which of its two stages it is checked."""
        found = re.search(r"STG([12])$", self.code)
        return int(found[1]) if found else None

    @property
    def uses_last_year(self) -> bool:
        """Whether last year's return is needed."""
        return any(table.year is LAST for table in self.tables)


_registered: dict[str, Rule] = {}


def rule(
    code: str,
    title: str,
    *,
    years: str = "2022-23..",
    table: str | Sequence[str] = (),
    optional: Sequence[str] = (),
    fields: str | Sequence[str],
    category: str,
    needs: Iterable[str] = (),
    changed: str | Sequence[str] = (),
    year_end: bool = False,
) -> Callable[[C], C]:
    """Declare a rule. The function's docstring is what the user reads: first paragraph the message, second the fix.

    `table` is the table or tables the rule cannot do without (the first is the one a returned mask belongs to), last
    year's as `r` has them: "Episodes Episodes_last". `years` is "2022-23.." for "still in force" or
    "2023-24..2024-25", both included.
    """

    def declare(check: C) -> C:
        message, _, fix = inspect.cleandoc(check.__doc__ or "").partition("\n\n")
        _register(code, title, message, fix, years, table, optional, fields, category, needs, changed, year_end, check)
        return check

    return declare


@dataclass(frozen=True)
class Row:
    """One rule of a family: what `@rule` takes, the words, and in `given` what the shared function needs to know."""

    code: str
    title: str
    table: str | Sequence[str]
    fields: str | Sequence[str]
    message: str
    fix: str
    given: Mapping[str, object] = field(default_factory=dict)
    years: str = "2022-23.."
    optional: Sequence[str] = ()
    needs: Iterable[str] = ()
    changed: str | Sequence[str] = ()
    year_end: bool = False


def family(category: str, rows: Iterable[Row]) -> Callable[[Shared], Shared]:
    """Declare rules of one shape: each row becomes a rule that calls the function with `r` and the row's `given`.

    A parameter called `table` or `field` is given the row's (first) table or field.
    """

    def declare(check: Shared) -> Shared:
        takes = inspect.signature(check).parameters
        for row in rows:
            own = {"table": _tuple(row.table)[0], "field": _tuple(row.fields)[0]}
            given = {name: value for name, value in own.items() if name in takes} | dict(row.given)
            _register(
                row.code, row.title, row.message, row.fix, row.years, row.table, row.optional, row.fields, category,
                row.needs, row.changed, row.year_end, functools.partial(check, **given), check.__module__,
            )  # fmt: skip
        return check

    return declare


def _register(
    code: str, title: str, message: str, fix: str, years: str, table: str | Sequence[str], optional: Sequence[str],
    fields: str | Sequence[str], category: str, needs: Iterable[str], changed: str | Sequence[str], year_end: bool,
    check: Check, module: str | None = None,
) -> None:  # fmt: skip
    if code in _registered:
        raise ValueError(f"rule {code} is declared twice")
    if category not in CATEGORIES or not NEEDS.issuperset(needs):
        raise ValueError(f"rule {code}: unknown category or need")
    if not (message and fix):
        raise ValueError(f"rule {code} lacks its message or its fix")
    of_module = module or check.__module__
    _registered[code] = Rule(
        code=code,
        title=title,
        message=_one_line(message),
        fix=_one_line(fix),
        years=_years(years),
        category=category,
        tables=tuple(map(TableRef.of, _tuple(table))),
        fields=_tuple(fields),
        optional=tuple(map(TableRef.of, optional)),
        needs=frozenset(needs),
        changed=_tuple(changed),
        year_end=year_end,
        subject=of_module.rpartition(".")[2],
        check=check,
        origin="own" if of_module.startswith(f"{__package__}.own.") else "department",
    )


def fact(work_out: Callable[[Return], T]) -> Callable[[Return], T]:
    """Declare something that several rules need to know of the return: worked out on first use, then kept with it."""

    @functools.wraps(work_out)
    def known(r: Return) -> T:
        if work_out not in r.facts:
            r.facts[work_out] = work_out(r)
        return cast(T, r.facts[work_out])

    return known


@functools.cache
def all_rules() -> dict[str, Rule]:
    """Code -> rule of the Department's, in the order of the codes."""
    return _all_of(__package__, "department")


@functools.cache
def own_checks() -> dict[str, Rule]:
    """Code -> check that goes beyond the Department's rules, in the order of the codes."""
    return _all_of(f"{__package__}.own", "own")


def _all_of(package: str, origin: str) -> dict[str, Rule]:
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if not module.ispkg:
            importlib.import_module(f"{package}.{module.name}")
    found = {code: declared for code, declared in _registered.items() if declared.origin == origin}
    return dict(sorted(found.items(), key=lambda item: order(item[0])))


def in_force(year: str) -> dict[str, Rule]:
    """Code -> rule, of those in force in a collection year."""
    return {code: found for code, found in all_rules().items() if year in found.years}


def order(code: str) -> tuple[int, str, int, str]:
    """A key that sorts codes as people do: 99 before 101, 197a beside 197B, lettered codes last."""
    prefix, number, suffix = re.fullmatch(r"(\D*)(\d*)(.*)", code).groups()  # type: ignore[union-attr]
    return (1 if prefix else 0, prefix, int(number or 0), suffix.lower())


def _years(text: str) -> tuple[str, ...]:
    first, _, last = text.partition("..")
    return tuple(year for year in YEARS if first <= year <= (last or YEARS[-1]))


def _tuple(value: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
