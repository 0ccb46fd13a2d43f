"""What the page asks of Python: one `Session` per page, answering in plain dicts, lists and bytes.

The page holds no logic about the return; whatever it shows was worked out here. Nothing is written anywhere: files and
results live in the session and end with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from rules.registry import RULE_SET, Rule, in_force

from .authorities import authorities
from .catalogue import CATEGORY_NAMES, entries, facts
from .cells import Cells, table_title
from .check import make_return
from .collection import Collection
from .errors import InputError, Notice
from .exports import to_csv
from .find import natural
from .overview import not_run_by_reason
from .postcodes import postcodes
from .providers import Providers, read_providers
from .reading import Reading, read
from .reading.kinds import find_kind
from .reading.limits import LARGEST_FILE, check_size
from .reading.proposal import propose
from .report import Report
from .returns import Return
from .run import Progress, run
from .sample import AUTHORITY, sample
from .tables import YEARS, tables
from .version import __version__

Plain: TypeAlias = dict[str, Any]

# The day of the rule set as dates are shown.
_RULE_SET = f"{RULE_SET[8:]}/{RULE_SET[5:7]}/{RULE_SET[:4]}"

BOXES = ("this_year", "last_year", "providers")

# The made-up return of the page: small enough to be ready at once, with errors of every kind.
SAMPLE_CHILDREN = 200
SAMPLE_SEED = 903
SAMPLE_YEAR = "2025-26"
SAMPLE_ERRORS = 0.05


class Session:
    """The files that the page holds, what was chosen, and the last check's results."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, bytes | InputError]] = {}
        self._chosen: dict[str, str] = {}
        self._year = YEARS[-1]
        self._readings: dict[str, Reading] = {}
        self._providers: Providers | InputError | None = None
        self._results: Results | None = None
        self.clear()

    def start(self) -> Plain:
        """What the page needs to know to begin: version, rule set, collection years, authorities."""
        return {
            "version": __version__,
            "rule_set": _RULE_SET,
            "years": [{"value": year, "title": _year_title(year)} for year in reversed(YEARS)],
            "authorities": [{"code": found.code, "name": found.name} for found in authorities()],
        }

    def catalogue(self) -> list[Plain]:
        """Every rule of every year: the entries of validator.catalogue, with `category_title` and `facts` in words."""
        return [
            {**entry, "category_title": CATEGORY_NAMES[entry["category"]], "facts": facts(entry)} for entry in entries()
        ]

    # -- files

    def wanted(self, name: str, size: int, beginning: bytes) -> bool:
        """Whether a file of `size` bytes with this beginning is to be given whole, or is too large in any case."""
        try:
            if size > LARGEST_FILE:
                check_size(find_kind(name, bytes(beginning)), size, name)
        except InputError:
            return False
        return True

    def add(self, box: str, name: str, size: int, content: bytes | None) -> None:
        """Hold a file in a box, in place of one of the same name.

        `content` may be the beginning alone where the whole is not wanted, and None where the disk did not give it.
        """
        self._held[box][name] = InputError(*_UNREADABLE, file=name) if content is None else bytes(content)
        if content is not None and len(content) < size:
            try:
                check_size(find_kind(name, bytes(content)), size, name)
            except InputError as problem:
                self._held[box][name] = problem
        self._forget(box)

    def remove(self, box: str, name: str) -> Plain:
        """Let go of a file. Returns `inputs()`."""
        self._held[box].pop(name, None)
        self._forget(box)
        return self.inputs()

    def clear(self) -> Plain:
        """Let go of every file, every choice and the results. Returns `inputs()`."""
        self._held = {box: {} for box in BOXES}
        self._chosen = {}
        self._year = YEARS[-1]
        self._readings = {}
        self._providers = None
        self._results = None
        return self.inputs()

    def choose(self, name: str, value: str) -> Plain:
        """Take a setting ("year" or "authority") that the user made. Returns `inputs()`."""
        self._chosen[name] = value
        return self.inputs()

    def inputs(self) -> Plain:
        """What each file was recognised as, which year and authority the files point to, and what looks contradictory.

        `files`: box -> reports in the order added, each {name, tables, rows, notices, problems}.
        """
        year = self._chosen.get("year") or self._year
        self._read(year if year in YEARS else YEARS[-1])
        this_year, last_year = self._readings["this_year"], self._readings.get("last_year")
        proposal = propose(this_year, last_year, postcodes())
        if proposal.year and not self._chosen.get("year") and proposal.year != year:
            # Some remarks on files depend on the year.
            self._year = proposal.year
            self._read(proposal.year)
        return {
            "files": {box: self._reports(box) for box in BOXES},
            "proposal": {"year": proposal.year or "", "authority": proposal.authority or ""},
            "warnings": self._warnings(proposal),
        }

    def _warnings(self, proposal: Any) -> list[str]:
        year = self._chosen.get("year") or proposal.year
        if not year:
            return []
        authority = self._chosen.get("authority", proposal.authority)
        try:
            collection = Collection(year=year, authority=authority or None)
        except InputError:
            # A setting that makes no sense is reported when the check is asked for.
            return []
        return list(proposal.warnings(collection))

    def _forget(self, box: str) -> None:
        self._readings.pop(box, None)
        if box == "providers":
            self._providers = None

    def _read(self, year: str) -> None:
        """Bring the readings up to date with the files held and the year."""
        for box in BOXES[:2]:
            if (found := self._readings.get(box)) is None or found.year != year:
                self._readings[box] = read(self._sources(box), year, last=box == "last_year")
        if self._providers is None and (sources := self._sources("providers")):
            try:
                self._providers = read_providers(sources, postcodes())
            except InputError as problem:
                self._providers = problem

    def _sources(self, box: str) -> list[tuple[str, bytes]]:
        return [(name, held) for name, held in self._held[box].items() if isinstance(held, bytes)]

    def _reports(self, box: str) -> list[Plain]:
        reports = {name: _report(name) for name in self._held[box]}
        for name, held in self._held[box].items():
            if isinstance(held, InputError):
                reports[name]["problems"].append(_problem(held))
        if box == "providers":
            self._report_providers(reports)
            return list(reports.values())
        for file in self._readings[box].files:
            # What came out of a ZIP is told under the ZIP's name.
            found = reports.get(file.name) or reports[_container(file.name, reports)]
            found["tables"] += [{"title": tables()[table].title, "rows": rows} for table, rows in file.tables]
            found["notices"] += [_notice(notice) for notice in file.notices]
            if file.problem is not None:
                found["problems"].append(_problem(file.problem))
        return list(reports.values())

    def _report_providers(self, reports: Mapping[str, Plain]) -> None:
        """The list may be several workbooks, read together: a problem is told with the file it names, or with all."""
        usable = [report for report in reports.values() if not report["problems"]]
        if isinstance(self._providers, InputError):
            for report in [r for r in usable if r["name"] == self._providers.file] or usable:
                report["problems"].append(_problem(self._providers))
        elif self._providers is not None:
            for at, report in enumerate(usable):
                rows = [{"title": "Providers", "rows": len(self._providers)}]
                report["tables"] += rows if at == 0 else [{"title": "Read together with the first file", "rows": None}]

    # -- the check

    def check(self, settings: Mapping[str, str], progress: Progress | None = None) -> Plain:
        """Run the rules of the year chosen. Returns the summary (see `Results.summary`), or {"errors": [...]}.

        `settings`: year, authority (name, code or ""), as_at (DD/MM/YYYY or ""). An error is {field, problem, remedy},
        the field being a setting or a box. `progress(done, total, words)` is told about each rule.
        """
        collection, errors = _collection(settings)
        if collection is not None:
            self._read(collection.year)
        if not self._held["this_year"]:
            errors.insert(0, _error("this_year", "Choose this year’s files."))
        elif collection is not None and not self._readings["this_year"].tables:
            words = "Look at what is said about each, and choose them again when they are mended."
            errors.insert(0, _error("this_year", "None of this year’s files can be used.", words))
        if collection is None or errors:
            return {"errors": errors}
        # Two returns with their results would need twice the memory.
        self._results = None
        this_year, last_year = self._readings["this_year"], self._readings["last_year"]
        r = make_return(
            collection,
            this_year.tables,
            last_year.tables if self._held["last_year"] else None,
            self._providers if isinstance(self._providers, Providers) else None,
            postcodes(),
        )
        report = run(r, progress=progress, notices=[*this_year.notices, *last_year.notices])
        problems = [problem for box in BOXES for file in self._reports(box) for problem in file["problems"]]
        self._results = Results(r, report, problems)
        return self._results.summary()

    @property
    def report(self) -> Report | None:
        """The last check's report; None when there is none."""
        return self._results.report if self._results else None

    def look(self, view: str, *given: Any) -> Any:
        """What `Results` answers under that name: `look("rule_rows", "503D", "Episodes", 0, 50)`."""
        return getattr(self._results, view)(*given)

    def issues_csv(self) -> bytes:
        """All issues, exactly as `check903 check --format csv` writes them."""
        assert self._results is not None
        return to_csv(self._results.report)

    def sample(self) -> Plain:
        """A made-up return: {year, authority, this_year, last_year, providers}, each box a list of (name, bytes)."""
        made = sample(SAMPLE_CHILDREN, SAMPLE_SEED, SAMPLE_YEAR, SAMPLE_ERRORS)
        return {
            "year": SAMPLE_YEAR,
            "authority": AUTHORITY,
            "this_year": [[name, content] for name, content in made.this_year.items()],
            "last_year": [[name, content] for name, content in made.last_year.items()],
            "providers": [["providers.xlsx", made.providers]],
        }


class Results:
    """One check's report beside the return it was made on, and how the page may look at them."""

    def __init__(self, r: Return, report: Report, problems: Sequence[Plain]) -> None:
        self.report = report
        self._return = r
        self._problems = list(problems)
        issues = report.issues
        self._rows: Mapping[tuple[str, str], NDArray[np.int64]] = {
            rule_and_table: issues["row"].to_numpy(dtype=np.int64)[index]
            for rule_and_table, index in cast(
                "Mapping[tuple[str, str], NDArray[np.intp]]", issues.groupby(["rule", "table"], sort=False).indices
            ).items()
        }

    def summary(self) -> Plain:
        """Counts, the issues by category and rule (most first), what was not run, what failed, notices, problems."""
        report = self.report
        collection = report.collection
        start, end = collection.period
        name = next((found.name for found in authorities() if found.code == collection.authority), "")
        affected = report.issues["child"]
        rules = in_force(collection.year)
        return {
            "collection": {
                "year_title": _year_title(collection.year),
                "authority": name,
                "start": f"{start:%d/%m/%Y}",
                "end": f"{end:%d/%m/%Y}",
                "ends_early": collection.ends_early,
            },
            "rule_set": _RULE_SET,
            "children": report.children,
            "children_affected": int(affected[affected != ""].nunique()),
            "rows": sum(rows for table, rows in report.rows.items() if not table.endswith("_last")),
            "issues": len(report.issues),
            "rules": {"run": len(report.run), "not_run": len(report.not_run), "crashed": len(report.crashed)},
            "categories": list(self._categories()),
            "not_run": [
                {"reason": reason, "rules": [{"code": code, "title": rules[code].title} for code in found]}
                for reason, found in not_run_by_reason(report).items()
            ],
            "crashed": [
                {"code": code, "title": rules[code].title, "error": error} for code, error in report.crashed.items()
            ],
            "notices": [_notice(notice) for notice in report.notices],
            "problems": self._problems,
        }

    def _categories(self) -> Iterable[Plain]:
        children = self.report.issues.groupby("rule", sort=False)["child"].nunique()
        found: dict[str, list[Plain]] = {}
        for code, rule in self.report.run.items():
            flagged = {table: len(rows) for (ruled, table), rows in self._rows.items() if ruled == code}
            if flagged:
                found.setdefault(rule.category, []).append(_rule(rule, flagged, int(children[code])))
        for category, title in CATEGORY_NAMES.items():
            if rules := sorted(found.get(category, ()), key=lambda rule: -rule["issues"]):
                yield {"name": category, "title": title, "issues": sum(r["issues"] for r in rules), "rules": rules}

    def rule_rows(self, code: str, table: str, offset: int, limit: int) -> Plain:
        """`limit` of the rows that a rule flagged in a table, from the `offset`th on.

        {columns: [{name, title}], rows: [{child, file, line, cells: [{value, meaning, marked}]}]}, the fields in
        question before the others. Values are as they stand in the file.
        """
        rows = self._return.tables[table][self._rows[code, table][offset : offset + limit]]
        definition = tables()[table.removesuffix("_last")]
        fields = self._fields(code, table)
        others = [name for name in definition.columns if name not in (*fields, "CHILD")]
        columns = [Cells(rows, name, marked=name in fields) for name in (*fields, *others)]
        children = Cells(rows, "CHILD")
        source = rows._data.source
        return {
            "columns": [{"name": column.name, "title": column.title} for column in columns],
            "rows": [
                {
                    "child": children[at]["value"],
                    "file": source.file,
                    "line": int(source.line[row]),
                    "cells": [column[at] for column in columns],
                }
                for at, row in enumerate(rows.index)
            ],
        }

    @cached_property
    def child_numbers(self) -> dict[str, int]:
        """Child with an issue -> its number, from 1, in the order of the identifiers; addresses hold no more of it."""
        children = set(self.report.issues["child"].tolist()) - {""}
        return {child: number for number, child in enumerate(sorted(children, key=natural), 1)}

    def _fields(self, code: str, table: str) -> list[str]:
        issues = self.report.issues
        first = issues.index[(issues["rule"] == code) & (issues["table"] == table)][0]
        return str(issues.at[first, "fields"]).split(", ")


_UNREADABLE = (
    "The file cannot be read from the disk.",
    "It may have been changed, moved or opened by another program since you chose it. Choose it again.",
)


def _collection(settings: Mapping[str, str]) -> tuple[Collection | None, list[Plain]]:
    """The collection that the settings describe, or the errors in them, each with its field."""
    year, authority, as_at = (settings[name].strip() or None for name in ("year", "authority", "as_at"))
    if year is None:
        return None, [_error("year", "Choose a collection year.")]
    errors = []
    for field, given in (("year", {}), ("authority", {"authority": authority}), ("as_at", {"as_at": as_at})):
        try:
            Collection(year=year, **given)
        except InputError as error:
            errors.append(_error(field, error.problem, error.remedy))
            if field == "year":
                break
    return (None, errors) if errors else (Collection(year=year, authority=authority, as_at=as_at), [])


def _error(field: str, problem: str, remedy: str = "") -> Plain:
    return {"field": field, "problem": problem, "remedy": remedy}


def _problem(error: InputError) -> Plain:
    return {"place": error.place, "problem": error.problem, "remedy": error.remedy}


def _notice(notice: Notice) -> Plain:
    return {"file": notice.file, "line": notice.line, "message": notice.message}


def _report(name: str) -> Plain:
    return {"name": name, "tables": [], "notices": [], "problems": []}


def _container(name: str, held: Iterable[str]) -> str:
    """The ZIP that a file came in."""
    return next(outer for outer in held if name.startswith(outer))


def _rule(rule: Rule, flagged: Mapping[str, int], children: int) -> Plain:
    return {
        "code": rule.code,
        "title": rule.title,
        "message": rule.message,
        "fix": rule.fix,
        "fields": list(rule.fields),
        "issues": sum(flagged.values()),
        "children": children,
        "tables": [{"name": table, "title": table_title(table), "issues": count} for table, count in flagged.items()],
    }


def _year_title(year: str) -> str:
    return f"{year[:4]} to {year[:2]}{year[5:]}"
