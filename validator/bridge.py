"""What the page asks of Python: one `Session` per page, answering in plain dicts, lists and bytes.

The page holds no logic about the return; whatever it shows was worked out here. Nothing is written anywhere: files and
results live in the session and end with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from rules.registry import RULE_SET, in_force

from .authorities import authorities
from .catalogue import CATEGORY_NAMES, entries, facts
from .causes import causes
from .cells import Cells, table_title
from .check import make_return
from .collection import Collection
from .context import context
from .errors import InputError, Notice
from .exports import to_csv
from .find import Finder, Query
from .groups import read_grouping
from .hand_on import letters_download, tables_download
from .overview import overview
from .postcodes import Postcodes, postcodes, set_postcodes
from .postcodes_csv import read_postcodes
from .providers import Providers, read_providers
from .reading import Reading, read
from .reading.kinds import find_kind
from .reading.limits import LARGEST_FILE, check_size
from .reading.proposal import propose
from .report import Report
from .returns import Return
from .rule_choice import RuleChoice, read_choice
from .rule_choice import file_name as choice_file_name
from .rule_choice import to_json as choice_to_json
from .run import Progress, run
from .sample import AUTHORITY, sample
from .tables import YEARS, tables
from .version import __version__
from .views import Views
from .workbook import to_workbook

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
        self._built_in: Postcodes | None = None
        # The user's list of children and their groups: name, size and content, as in `add`.
        self._list: tuple[str, int, bytes | None] | None = None
        self.clear()

    def start(self) -> Plain:
        """What the page needs to know to begin: version, rule set, collection years, authorities, tables."""
        return {
            "version": __version__,
            "rule_set": _RULE_SET,
            "years": [{"value": year, "title": _year_title(year)} for year in reversed(YEARS)],
            "authorities": [{"code": found.code, "name": found.name} for found in authorities()],
            "tables": [{"name": table.name, "title": table.title} for table in tables().values()],
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
        try:
            self._held[box][name] = _whole(name, size, content)
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
        self._list = None
        return self.inputs()

    def choose(self, name: str, value: str) -> Plain:
        """Take a setting ("year" or "authority") that the user made. Returns `inputs()`."""
        self._chosen[name] = value
        return self.inputs()

    def inputs(self) -> Plain:
        """What each file was recognised as, which year and authority the files point to, and what looks contradictory.

        `files`: box -> reports in the order added, each {name, tables, rows, notices, problems}. `convertible` are the
        boxes whose tables did not come as CSV files and can be saved as such (`as_csvs`).
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
            "convertible": [box for box in BOXES[:2] if self._convertible(self._readings[box])],
            "proposal": {"year": proposal.year or "", "authority": proposal.authority or ""},
            "warnings": self._warnings(proposal),
        }

    @staticmethod
    def _convertible(reading: Reading) -> bool:
        return bool(reading.tables) and any(file.kind in ("XML", "Excel") for file in reading.files)

    def as_csvs(self, box: str) -> Plain:
        """The tables in a box as CSV files in one ZIP: {name, type, content}."""
        return tables_download(self._readings[box])._asdict()

    def use_postcodes(self, path: str | None) -> Plain:
        """Take a newer postcode reference from a file, or with None the built-in one again, for checks from now on.

        Returns {postcodes: how many it has}, or {problem: see `_problem`} and nothing is changed.
        """
        if self._built_in is None:
            self._built_in = postcodes()
        try:
            reference = self._built_in if path is None else read_postcodes(path)
        except InputError as error:
            return {"problem": _problem(error)}
        if reference is not None:
            set_postcodes(reference)
        # Where providers are was looked up in the other one.
        self._providers = None
        return {"postcodes": len(reference) if reference is not None else 0}

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
            if (found := self._readings.get(box)) is None:
                found = read(self._sources(box), year, last=box == "last_year")
            self._readings[box] = found.for_year(year)
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

    def check(self, settings: Mapping[str, Any], progress: Progress | None = None) -> Plain:
        """Run the rules of the year chosen. Returns the summary (see `Results.summary`), or {"errors": [...]}.

        `settings`: year, authority (name, code or ""), as_at (DD/MM/YYYY or ""), and, when only some rules are to run,
        rules: {name, rules: [codes]}. An error is {field, problem, remedy}, the field being a setting or a box.
        `progress(done, total, words)` is told about each rule.
        """
        collection, errors = _collection(settings)
        if collection is not None:
            self._read(collection.year)
        if not self._held["this_year"]:
            errors.insert(0, _error("this_year", "Choose this year’s files."))
        elif collection is not None and not self._readings["this_year"].tables:
            words = "Look at what is said about each, and choose them again when they are mended."
            errors.insert(0, _error("this_year", "None of this year’s files can be used.", words))
        only: list[str] | None = None
        not_of_year: list[Notice] = []
        choice = settings.get("rules")
        if choice is not None and collection is not None:
            try:
                only, not_of_year = RuleChoice(choice["name"], list(choice["rules"])).of_year(collection.year)
            except InputError as error:
                errors.append(_error("rules", error.problem, error.remedy))
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
        report = run(r, only, progress, [*this_year.notices, *last_year.notices, *not_of_year])
        problems = [problem for box in BOXES for file in self._reports(box) for problem in file["problems"]]
        self._results = Results(r, report, problems, choice["name"] if choice else None)
        self._results.group_by(self._list)
        return self._results.summary()

    @property
    def report(self) -> Report | None:
        """The last check's report; None when there is none."""
        return self._results.report if self._results else None

    def look(self, view: str, *given: Any) -> Any:
        """What `Results` answers under that name: `look("rule_rows", "503D", "Episodes", 0, 50)`."""
        return getattr(self._results, view)(*given)

    def group_by(self, name: str, size: int, content: bytes | None) -> Plain:
        """Take a list of children and their groups, given as to `add`, for these results and later ones.

        Returns `Results.grouped_by()`.
        """
        assert self._results is not None
        self._list = (name, size, None if content is None else bytes(content))
        return self._results.group_by(self._list)

    def read_choice(self, name: str, size: int, content: bytes | None) -> Plain:
        """A saved choice of rules, given as to `add`: {name, rules: [codes]}, or {problem: see `_problem`}."""
        try:
            choice = read_choice(name, _whole(name, size, content))
        except InputError as error:
            return {"problem": _problem(error)}
        return {"name": choice.name, "rules": list(choice.rules)}

    def write_choice(self, name: str, codes: Sequence[str]) -> Plain:
        """A choice of rules as a file: {name, content}."""
        return {"name": choice_file_name(name), "content": choice_to_json(RuleChoice(name, codes))}

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


class Results(Views):
    """One check's report beside the return it was made on, and how the page may look at them.

    `choice` is the name of the choice of rules that were run, None when all were.
    """

    def __init__(self, r: Return, report: Report, problems: Sequence[Plain], choice: str | None = None) -> None:
        self._finder = Finder(r, report)
        super().__init__(r, report, self._finder.issues)
        self._problems = list(problems)
        self._choice = choice
        self._grouped_by: Plain = _NO_LIST
        # The issues that a rule found in a table, as positions in the report.
        self._positions = cast(
            "Mapping[tuple[str, str], NDArray[np.intp]]",
            report.issues.groupby(["rule", "table"], sort=False).indices,
        )

    def summary(self) -> Plain:
        """All of `overview.overview`, and what else the page needs to know before it asks for more.

        Each of `rules` has its words (`message`, `fix`), `fields` and `tables` ({name, title, issues}) besides; `files`
        are the names of the files with issues; `choice` is None when all rules were to be run, else {name, rules: how
        many of them are of this year, of: how many there are}.
        """
        report = self.report
        collection = report.collection
        start, end = collection.period
        name = next((found.name for found in authorities() if found.code == collection.authority), "")
        told = overview(self._return, report)
        return {
            **told,
            "rules": [{**rule, **self._words(rule["code"])} for rule in told["rules"]],
            "collection": {
                "year_title": _year_title(collection.year),
                "authority": name,
                "start": f"{start:%d/%m/%Y}",
                "end": f"{end:%d/%m/%Y}",
                "ends_early": collection.ends_early,
            },
            "rule_set": _RULE_SET,
            "choice": self._chosen(),
            "rules_not_run": len(report.not_run),
            "rows": sum(rows for table, rows in report.rows.items() if not table.endswith("_last")),
            "files": self._files,
            "notices": [_notice(notice) for notice in report.notices],
            "problems": self._problems,
        }

    def _chosen(self) -> Plain | None:
        if self._choice is None:
            return None
        report = self.report
        chosen = len(report.run) + len(report.not_run) + len(report.crashed)
        return {"name": self._choice, "rules": chosen, "of": len(in_force(report.collection.year))}

    @cached_property
    def _files(self) -> list[str]:
        return sorted({issue.file for issue in self._finder.issues})

    def _words(self, code: str) -> Plain:
        rule = self.report.run[code]
        return {
            "message": rule.message,
            "fix": rule.fix,
            "fields": list(rule.fields),
            "tables": [
                {"name": table, "title": table_title(table), "issues": len(positions)}
                for (ruled, table), positions in self._positions.items()
                if ruled == code
            ],
        }

    def find(self, asked: Mapping[str, Any], offset: int, limit: int) -> Plain:
        """`limit` of the issues asked for, from the `offset`th on.

        `asked` has any of the names of find.Query; `file` is a place in `summary()["files"]`, `cause`, a number that
        `causes` gave, asks for the issues that would go with it, and `unseen` for those not marked as looked at.
        {total, children, rules: how many rules, cause: the cause in words, "" where none was given,
        issues: [see `issue`]}.
        """
        given = dict(asked)
        words = ""
        if "file" in given:
            given["file"] = self._files[given["file"]] if 0 <= given["file"] < len(self._files) else "?"
        if (cause := given.pop("cause", None)) is not None:
            of_cause = [told for told in self._causes if told["cause"] == cause]
            given["among"] = [position for told in of_cause for position in told["resolves"]]
            words = "".join(told["sentence"] for told in of_cause)
        if given.pop("unseen", False):
            given["hidden"] = self.looked_at
        found = self._finder.find(Query(**given), offset, limit)
        return {
            "total": found["total"],
            "children": found["children"],
            "rules": len(found["rules"]),
            "cause": words,
            "issues": [self.issue(position) for position in found["positions"]],
        }

    def context(self, position: int) -> list[Plain]:
        """The rows that an issue's rule compared its row with: see `context.context`."""
        return context(self._return, self.report, position)

    def causes(self, kind: str, offset: int, limit: int) -> Plain:
        """`limit` of the likely causes of a kind ("" for all), from the `offset`th on; the first call takes seconds.

        {total, issues: how many different issues would go with any of them all, kinds: [{kind, title, causes}],
        causes: [as `causes.causes` gives them, with `cause` (its number), `child_number` and `table_title`]}.
        """
        chosen = [cause for cause in self._causes if kind in ("", cause["kind"])]
        kinds = Counter((cause["kind"], cause["title"]) for cause in self._causes)
        return {
            "total": len(chosen),
            "issues": len({position for cause in chosen for position in cause["resolves"]}),
            "kinds": [{"kind": name, "title": title, "causes": count} for (name, title), count in kinds.most_common()],
            "causes": chosen[offset : offset + limit],
        }

    @cached_property
    def _causes(self) -> list[Plain]:
        return [
            {
                **cause,
                "cause": number,
                "child_number": self.child_numbers[cause["child"]],
                "table_title": table_title(cause["table"]),
            }
            for number, cause in enumerate(causes(self._return, self.report), 1)
        ]

    def rule_rows(self, code: str, table: str, offset: int, limit: int) -> Plain:
        """`limit` of the rows that a rule flagged in a table, from the `offset`th on.

        {columns: [{name, title}], rows: [{position (of the issue), child, child_number, looked_at, file, line,
        cells: [{value, meaning, marked}]}]}, the fields in question before the others. Values are as they stand in the
        file.
        """
        positions = self._positions[code, table][offset : offset + limit].tolist()
        issues = [self._finder.issues[position] for position in positions]
        rows = self._return.tables[table][np.array([issue.row for issue in issues], dtype=np.intp)]
        fields = self._finder.issues[self._positions[code, table][0]].fields
        others = [name for name in tables()[table.removesuffix("_last")].columns if name not in (*fields, "CHILD")]
        columns = [Cells(rows, name, marked=name in fields) for name in (*fields, *others)]
        children = Cells(rows, "CHILD")
        return {
            "columns": [{"name": column.name, "title": column.title} for column in columns],
            "rows": [
                {
                    "position": position,
                    "child": children[at]["value"],
                    "child_number": self.child_numbers.get(issue.child),
                    "looked_at": position in self.looked_at,
                    "file": issue.file,
                    "line": issue.line,
                    "cells": [column[at] for column in columns],
                }
                for at, (position, issue) in enumerate(zip(positions, issues, strict=True))
            ],
        }

    # -- by the user's own list

    def group_by(self, given: tuple[str, int, bytes | None] | None) -> Plain:
        """Group children by a list of them, given as to `Session.add`; None lets go of it. Returns `grouped_by()`."""
        self._grouped_by = _NO_LIST
        self.set_list(None)
        if given is not None:
            name = given[0]
            try:
                grouping = read_grouping(name, _whole(*given), self._return)
            except InputError as error:
                self._grouped_by = {"file": name, "title": "", "problem": _problem(error)}
            else:
                self._grouped_by = {"file": name, "title": grouping.title, "problem": None}
                self.set_list(grouping)
        return self._grouped_by

    def grouped_by(self) -> Plain:
        """The user's list: {file ("" when there is none), title: what a group is, problem (None when it is usable)}."""
        return self._grouped_by

    # -- handing on

    def workbook(self) -> bytes:
        """The report as an Excel workbook."""
        return to_workbook(self._return, self.report)

    def letters(self, kind: str, form: str) -> Plain:
        """Letters to social workers or groups, "html" or "text", as one download: {name, type, content}."""
        grouping = self.grouping(kind)
        assert grouping is not None
        return letters_download(self._return, self.report, grouping, form)._asdict()


_NO_LIST: Plain = {"file": "", "title": "", "problem": None}

_UNREADABLE = (
    "The file cannot be read from the disk.",
    "It may have been changed, moved or opened by another program since you chose it. Choose it again.",
)


def _whole(name: str, size: int, content: bytes | None) -> bytes:
    """A file's content as it was given; InputError when the disk did not give it, or when it is too large."""
    if content is None:
        raise InputError(*_UNREADABLE, file=name)
    if len(content) < size:
        check_size(find_kind(name, bytes(content)), size, name)
    return bytes(content)


def _collection(settings: Mapping[str, Any]) -> tuple[Collection | None, list[Plain]]:
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


def _year_title(year: str) -> str:
    return f"{year[:4]} to {year[:2]}{year[5:]}"
