"""Runs rules on a return and collects the rows they flag."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Collection as CollectionOf
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.language import NotRun
from rules.registry import RULE_SET, Rule, in_force

from ..reading.proposal import Contradiction
from ..returns.as_at import DECISIVE
from ..returns.errors import InputError, Notice
from ..returns.rows import Return, Rows
from ..returns.settings import rules_by_origin, settings
from ..returns.tables import DERIVED_FROM, LAST, TableRef, tables
from ..returns.words import listed
from .faults import trace
from .issues import Issues, RuleIssues
from .report import Report

Progress = Callable[[int, int, str], None]
T = TypeVar("T")

_NONE: Mapping[str, Rule] = MappingProxyType({})

# In the order in which a sentence names them: what has a clause of its own comes last.
NEEDED = {
    "local_authority": "your local authority",
    "providers": "the Ofsted provider list",
    "postcodes": "the postcode reference, which this installation lacks",
}


def run(
    r: Return,
    only: CollectionOf[str] | None = None,
    progress: Progress | None = None,
    notices: Sequence[Notice] = (),
    beyond: Mapping[str, Rule] = _NONE,
    warnings: Sequence[Contradiction] = (),
) -> Report:
    """Run the Department's rules in force in the return's year and those `beyond` them, or the ones of these in `only`.

    `progress(done, total, what)` is called before each rule. A rule that crashes is reported and stops nothing.
    Raises InputError when `only` names a rule that is not in force in that year.
    """
    rules = {**in_force(r.year), **beyond}
    if only is not None:
        unknown = sorted(set(only) - set(rules))
        if unknown:
            raise InputError(
                f"There is no rule {', '.join(unknown)} in {r.year}.",
                f"“check903 rules --year {r.year}” lists the rules of that year.",
            )
        rules = {code: found for code, found in rules.items() if code in only}
    return _run(r, rules, progress, notices, warnings)


def run_again(r: Return, before: Report, changed: CollectionOf[str]) -> Report:
    """The report on a return in which only this year's tables `changed` differ from the one that `before` is about.

    Rules that look at none of them are not run again: what they flagged is taken over.
    """
    if r.collection.ends_early and not set(DECISIVE).isdisjoint(changed):
        # Which rows of the other tables are seen may have changed with these.
        changed = r.this_year
    reached = {TableRef(name) for name in changed}
    reached |= {table for table, source in DERIVED_FROM.items() if source in reached}
    affected = {code: found for code, found in before.asked.items() if reached.intersection(found.looks_at)}
    after = _run(r, affected, None, before.of_files, before.warnings)
    place = {code: at for at, code in enumerate(before.asked)}
    kept = [part for part in before.found.parts if part.rule not in affected]

    def both(old: Mapping[str, T], new: Mapping[str, T]) -> dict[str, T]:
        found = {**{code: what for code, what in old.items() if code not in affected}, **new}
        return {code: found[code] for code in before.asked if code in found}

    return replace(
        after,
        asked=before.asked,
        settings=before.settings,
        found=Issues(sorted([*kept, *after.found.parts], key=lambda part: place[part.rule])),
        run=both(before.run, after.run),
        not_run=both(before.not_run, after.not_run),
        crashed=both(before.crashed, after.crashed),
    )


def _run(
    r: Return,
    rules: Mapping[str, Rule],
    progress: Progress | None,
    notices: Sequence[Notice],
    warnings: Sequence[Contradiction],
) -> Report:
    ran: dict[str, Rule] = {}
    not_run: dict[str, str] = {}
    crashed: dict[str, str] = {}
    issues: list[RuleIssues] = []
    for done, found in enumerate(rules.values()):
        if progress is not None:
            progress(done, len(rules), f"{found.code}: {found.title}")
        if reason := why_not(r.seen, found):
            not_run[found.code] = reason
            continue
        try:
            parts = issues_of(r, found)
        except NotRun as answer:
            not_run[found.code] = str(answer)
        except Exception as error:  # one broken rule must not cost the user the others
            crashed[found.code] = trace(error)
        else:
            ran[found.code] = found
            issues += parts
    if progress is not None:
        progress(len(rules), len(rules), "Finished")
    return Report(
        collection=r.collection,
        rule_set=RULE_SET,
        found=Issues(issues),
        asked=rules,
        run=ran,
        not_run=not_run,
        crashed=crashed,
        rows={table: len(rows) for table, rows in r.seen.tables.items()},
        children=_children(r.seen),
        notices=(*(Notice("", None, warning.words) for warning in warnings), *notices, *r.notices),
        of_files=tuple(notices),
        warnings=tuple(warnings),
        settings=settings(r.collection, r.lists, rules_by_origin(rules.values())),
    )


def _children(r: Return) -> int:
    """How many different children this year's tables hold."""
    child = [rows.child for rows in r.this_year.values()]
    return int(np.sum(np.unique(np.concatenate(child)) >= 0)) if child else 0


def why_not(r: Return, found: Rule) -> str:
    """Why a rule cannot run on this return, naming what would enable it; "" when it can."""
    if found.year_end and r.collection.ends_early:
        return "It is about the end of the collection year, which the as-at date comes before."
    missing = [table for table in found.tables if table not in r.tables]
    needs = found.needs and found.needs - _available(r, found)
    lacking = [_file(table) for table in missing] + [words for need, words in NEEDED.items() if need in needs]
    return f"It needs {listed(lacking)}." if lacking else ""


def _available(r: Return, found: Rule) -> set[str]:
    ready = set()
    if r.authority is not None:
        ready.add("local_authority")
    if r.providers is not None:
        ready.add("providers")
    # A rule on postcodes can run where the columns that are worked out from them are there.
    episodes = [r.tables[table] for table in found.looks_at if table.name == "Episodes" and table in r.tables]
    if all("PL_LA" in rows._data.columns for rows in episodes):
        ready.add("postcodes")
    return ready


def _file(table: TableRef) -> str:
    whose = "last year’s" if table.year is LAST else "this year’s"
    return f"{whose} {table.name} file (such as {tables()[table.name].usual_file_name})"


def issues_of(r: Return, found: Rule) -> list[RuleIssues]:
    """The issues of one rule, table by table; CHILD is pointed to where the rule has no field of a table.

    Whatever the rule raises passes.
    """
    return [
        RuleIssues(
            rule=found.code,
            table=table,
            file=data.source.file,
            fields=tuple(name for name in found.fields if name in data.columns) or ("CHILD",),
            category=found.category,
            message=found.message,
            row=index,
            line=data.source.line[index],
            child=data.source.columns["CHILD"][index],
        )
        for table, index in flagged_rows(r, found).items()
        for data in [r.tables[table]._data]
    ]


def flagged_rows(r: Return, found: Rule) -> Mapping[TableRef, NDArray[np.intp]]:
    """Table -> sorted positions, in the files' tables, of the rows that the rule flags.

    A rule gives a mask over its first table, or `Rows`, or several of these as a tuple.
    """
    seen = r.seen
    result = found.check(seen)
    hits: dict[TableRef, list[NDArray[np.intp]]] = {}
    for part in result if isinstance(result, tuple) else (result,):
        rows: Any = seen.tables[found.tables[0]][part] if isinstance(part, np.ndarray) else part
        hits.setdefault(rows.ref, []).append(rows.index)
    unique = {table: np.unique(np.concatenate(index)) for table, index in hits.items()}
    return {table: _in_file(seen.tables[table], index[index >= 0]) for table, index in unique.items()}


def _in_file(rows: Rows, index: NDArray[np.intp]) -> NDArray[np.intp]:
    place = rows._data.source.place
    return index if place is None else place[index]
