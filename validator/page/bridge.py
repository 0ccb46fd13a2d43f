"""What the page asks of Python: one `Session` per page, whose answers have the shapes of answers/.

The page holds no logic about the return; whatever it shows was worked out here. Nothing is written anywhere: files and
results live in the session and end with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

from rules.registry import Rule, in_force, own_checks

from ..checking.catalogue import CATEGORY_NAMES, STAGES, entries, facts
from ..checking.check import make_return
from ..checking.local_rules import LocalRules, read_local_rules
from ..checking.report import Report
from ..checking.rule_choice import RuleChoice, read_choice
from ..checking.rule_choice import file_name as choice_file_name
from ..checking.rule_choice import to_json as choice_to_json
from ..checking.run import Progress, run
from ..correcting.edits import Corrected, Step
from ..correcting.proposals import State
from ..exporting.downloads import tables_download
from ..exporting.files import to_csv
from ..places.postcodes import Postcodes, postcodes, set_postcodes
from ..places.providers import Providers
from ..reading import FileReading, Reading, read
from ..reading.kinds import find_kind
from ..reading.limits import LARGEST_FILE, check_size
from ..reading.postcode_list import read_postcodes
from ..reading.proposal import Contradiction, Proposal, propose
from ..reading.provider_list import read_providers
from ..results.keys import renamed_rows
from ..returns.authorities import authorities
from ..returns.collection import Collection
from ..returns.errors import InputError, Notice
from ..returns.settings import Lists, rules_by_origin
from ..returns.settings import settings as settings_of_check
from ..returns.tables import YEARS, tables
from ..returns.words import count_of, year_from
from ..tracking.notes import Notes
from ..tracking.runs import Run
from ..version import __version__
from .parts import (
    RULE_SET_DAY,
    Questions,
    notice_of,
    of_results,
    problem_of,
    saved,
    settings_of,
    warning_of,
    whole,
    year_title,
)
from .results import Results
from .work import Work, from_bytes, to_bytes

if TYPE_CHECKING:
    from ..returns.answers import Nothing
    from .answers.common import Saved, ShownSetting, ShownSettings, Unusable
    from .answers.results import GroupedBy, Summary
    from .answers.session import (
        CatalogueRule,
        ChoiceFile,
        EarlierYears,
        Facts,
        FileReport,
        Inputs,
        LocalRulesTaken,
        MadeUpReturn,
        NotChecked,
        PostcodesTaken,
        RuleChoiceRead,
        SettingError,
    )
    from .earlier import Earlier, ReadReturn
    from .given import Box, CheckedBox, CheckSettings, ReturnBox

# The boxes whose files are checked, and those of which only several years' view makes use.
BOXES: tuple[CheckedBox, CheckedBox, CheckedBox] = ("this_year", "last_year", "providers")
EARLIER: Literal["earlier"] = "earlier"
EXTRA: Literal["extra"] = "extra"
ALL_BOXES: tuple[Box, ...] = (*BOXES, EARLIER, EXTRA)

# The made-up return of the page: small enough to be ready at once, with errors of every kind.
SAMPLE_CHILDREN = 200
SAMPLE_YEARS = 5
SAMPLE_SEED = 903
SAMPLE_YEAR = "2025-26"
SAMPLE_ERRORS = 0.05


class Session:
    """The files that the page holds, what was chosen, and the last check's results."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, bytes | InputError]] = {}
        self._earlier: Earlier | None = None
        self._chosen: dict[str, str] = {}
        self._year = YEARS[-1]
        self._readings: dict[str, Reading] = {}
        self._providers: Providers | InputError | None = None
        self._results: Results | None = None
        # What was changed since the files were read, step by step, and what came of it with the last check.
        self.steps: list[Step] = []
        self.state: State | None = None
        # Table -> the file that it came in, and the digest of its bytes, when it was last checked.
        self._sources_checked: dict[str, tuple[str, str]] = {}
        # The name of the choice of rules that the last check ran, None when it ran all.
        self._choice: str | None = None
        self._built_in: Postcodes | None = None
        # What was noted about issues and rules, and the earlier run that checks are compared with; both outlive the
        # files, since the next files are those of the same children.
        self.notes = Notes()
        self.compared: Run | None = None
        # The user's list of children and their groups: name, size and content, as in `add`.
        self._list: tuple[str, int, bytes | None] | None = None
        self._local_rules = LocalRules({}, {})
        self.clear()

    def start(self) -> Facts:
        """What the page needs to know to begin."""
        return {
            "version": __version__,
            "rule_set": RULE_SET_DAY,
            "stages": STAGES,
            "years": [{"value": year, "title": year_title(year)} for year in reversed(YEARS)],
            "authorities": [{"code": found.code, "name": found.name} for found in authorities()],
            "tables": [{"name": table.name, "title": table.title} for table in tables().values()],
        }

    def prepare(self) -> None:
        """Do beforehand what the first file would have to wait for: unpack the postcodes."""
        postcodes()

    def catalogue(self) -> list[CatalogueRule]:
        """Every rule of every year."""
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

    def add(self, box: Box, name: str, size: int, content: bytes | None) -> None:
        """Hold a file in a box, in place of one of the same name.

        `content` may be the beginning alone where the whole is not wanted, and None where the disk did not give it.
        """
        try:
            self._held[box][name] = whole(name, size, content)
        except InputError as problem:
            self._held[box][name] = problem
        self._forget(box)

    def holds(self, name: str, size: int, content: bytes | None) -> bool:
        """Whether this year's file of this name, given as to `add`, is the one that is held already."""
        return content is not None and self._held["this_year"].get(name) == bytes(content)

    def remove(self, box: Box, name: str) -> Inputs:
        """Let go of a file. Returns `inputs()`."""
        self.let_go(box, [name])
        return self.inputs()

    def let_go(self, box: Box, names: list[str]) -> None:
        """Let go of files without reading the others."""
        for name in names:
            self._held[box].pop(name, None)
        if box == EARLIER:
            self.earlier.choose(names, "")
        self._forget(box)

    def clear(self) -> Inputs:
        """Let go of every file, every choice and the results; notes and earlier runs stay. Returns `inputs()`."""
        self._leave(self._changed().keys())
        self._held = {box: {} for box in ALL_BOXES}
        self._earlier = None
        self._chosen = {}
        self._year = YEARS[-1]
        self._readings = {}
        self._providers = None
        self._results = None
        self.steps = []
        self.state = None
        self._list = None
        self.drop_local_rules()
        return self.inputs()

    def swap_years(self) -> Inputs:
        """Take this year's files for last year's, and those for this year's. Returns `inputs()`."""
        held = self._held
        held["this_year"], held["last_year"] = held["last_year"], held["this_year"]
        for box in BOXES[:2]:
            self._forget(box)
        return self.inputs()

    def settings(self, settings: CheckSettings) -> ShownSettings:
        """What would be checked with these settings.

        Settings that make no sense are left out; they are reported when the check is asked for.
        """
        year = settings["year"] if settings["year"] in YEARS else YEARS[-1]
        authority, as_at = settings["authority"], settings["as_at"]
        if _collection({"year": year, "authority": authority, "as_at": ""})[1]:
            authority = ""
        if _collection({"year": year, "authority": "", "as_at": as_at})[1]:
            as_at = ""
        collection, _ = _collection({"year": year, "authority": authority, "as_at": as_at})
        assert collection is not None
        rules = in_force(year)
        choice = settings.get("rules")
        chosen = [code for code in choice["rules"] if code in rules] if choice else rules
        beyond, _ = self._beyond(year, settings)
        asked = rules_by_origin([*map(rules.__getitem__, chosen), *beyond.values()])
        self._read(year)
        reference = postcodes()
        lists = Lists(
            None if reference is None else len(reference),
            "" if reference is None else reference.file,
            bool(self._readings["last_year"].tables),
            isinstance(self._providers, Providers),
        )
        return settings_of(collection, settings_of_check(collection, lists, asked))

    def choose(self, name: Literal["year", "authority"], value: str) -> Inputs:
        """Take a setting ("year" or "authority") that the user made. Returns `inputs()`."""
        self._chosen[name] = value
        return self.inputs()

    def choose_year(self, names: list[str], year: str) -> Inputs:
        """Take earlier years' files for those of a year, as "2023-24"; "" takes that back. Returns `inputs()`."""
        self.earlier.choose(names, year)
        return self.inputs()

    @property
    def earlier(self) -> Earlier:
        """What was given and chosen of several years."""
        if self._earlier is None:
            # Most pages have this year and last year alone.
            from .earlier import Earlier

            self._earlier = Earlier()
        return self._earlier

    def inputs(self) -> Inputs:
        """What each file was recognised as, what year and authority the files point to, what looks contradictory."""
        year = self._chosen.get("year") or self._year
        self._read(year if year in YEARS else YEARS[-1])
        this_year, last_year = self._readings["this_year"], self._readings["last_year"]
        proposal = propose(this_year.tables, last_year.tables if self._held["last_year"] else None, postcodes())
        if proposal.year and not self._chosen.get("year") and proposal.year != year:
            # Some remarks on files depend on the year.
            self._year = proposal.year
            self._read(proposal.year)
        return {
            "files": {
                "this_year": self._reports("this_year"),
                "last_year": self._reports("last_year"),
                "providers": self._reports("providers"),
                "earlier": self._reports(EARLIER),
                "extra": self._reports(EXTRA),
            },
            "convertible": [box for box in BOXES[:2] if self._convertible(self._readings[box])],
            "proposal": {"year": proposal.year or "", "authority": proposal.authority or ""},
            "warnings": [warning_of(warning) for warning in self._warnings(proposal)],
            "earlier": self._earlier_years(proposal),
            "several": self.several(),
        }

    def several(self) -> list[ShownSetting]:
        """The settings of several years that are not the usual ones."""
        if self._earlier is None and not self._held[EARLIER] and not self._held[EXTRA]:
            return []
        years = [one.year for one in self.earlier_files()[0] if one.year]
        return self.earlier.settings(years, len(self.sources(EXTRA)))

    def earlier_files(self) -> tuple[list[ReadReturn], list[ReadReturn]]:
        """The earlier years' files: see `Earlier.read`."""
        return self.earlier.read(self.sources(EARLIER))

    def _earlier_years(self, proposal: Proposal) -> EarlierYears | None:
        if not self._held[EARLIER]:
            return None
        year = self._chosen.get("year") or self._year
        opening = int(year[:4]) if year in YEARS else int(YEARS[-1][:4])
        boxes = [
            (year_from(first), title, self._readings[box])
            for box, first, title in (("last_year", opening - 1, "Last year"), ("this_year", opening, "This year"))
            if self._readings[box].tables
        ]
        authority = self._chosen.get("authority", proposal.authority or "")
        try:
            found = Collection(year=YEARS[-1], authority=authority or None).authority
        except InputError:
            found = None
        return self.earlier.shown(self.earlier_files(), boxes, found)

    @staticmethod
    def _convertible(reading: Reading) -> bool:
        return bool(reading.tables) and any(file.kind in ("XML", "Excel") for file in reading.files)

    def as_csvs(self, box: ReturnBox) -> Saved:
        """The tables in a box as CSV files in one ZIP."""
        return saved(tables_download(self._readings[box]))

    def use_postcodes(self, path: str | None) -> PostcodesTaken | Unusable:
        """Take a newer postcode reference from a file, or with None the built-in one again, for checks from now on."""
        if self._built_in is None:
            self._built_in = postcodes()
        try:
            reference = self._built_in if path is None else read_postcodes(path)
        except InputError as error:
            return {"problem": problem_of(error)}
        if reference is not None:
            set_postcodes(reference)
        # Where providers are was looked up in the other one.
        self._providers = None
        return {"postcodes": len(reference) if reference is not None else 0}

    def _warnings(self, proposal: Proposal) -> list[Contradiction]:
        year = self._chosen.get("year") or proposal.year
        if not year:
            return []
        authority = self._chosen.get("authority", proposal.authority)
        try:
            collection = Collection(year=year, authority=authority or None)
        except InputError:
            # A setting that makes no sense is reported when the check is asked for.
            return []
        return proposal.warnings(collection)

    def _forget(self, box: str) -> None:
        self._readings.pop(box, None)
        if box == "providers":
            self._providers = None

    def _read(self, year: str) -> None:
        """Bring the readings up to date with the files held and the year."""
        for box in BOXES[:2]:
            if (found := self._readings.get(box)) is None:
                found = read(self.sources(box), year, last=box == "last_year")
            self._readings[box] = found.for_year(year)
        if self._providers is None and (sources := self.sources("providers")):
            try:
                self._providers = read_providers(sources, postcodes())
            except InputError as problem:
                self._providers = problem

    def _reports(self, box: str) -> list[FileReport]:
        reports = {name: _report(name) for name in self._held[box]}
        for name, held in self._held[box].items():
            if isinstance(held, InputError):
                reports[name]["problems"].append(problem_of(held))
        if box == "providers":
            self._report_providers(reports)
            return list(reports.values())
        if box == EXTRA:
            self._report_extra(reports)
            return list(reports.values())
        for file in self._files_read(box):
            # What came out of a ZIP is told under the ZIP's name.
            found = reports[file.given]
            found["tables"] += [{"title": tables()[table].title, "rows": rows} for table, rows in file.tables]
            found["notices"] += [notice_of(notice) for notice in file.notices]
            if file.problem is not None:
                found["problems"].append(problem_of(file.problem))
        return list(reports.values())

    def _files_read(self, box: str) -> Iterable[FileReading]:
        if box != EARLIER:
            return self._readings[box].files
        if not self._held[box]:
            return ()
        returns, loose = self.earlier_files()
        return [file for one in (*returns, *loose) for file in one.reading.files]

    def _report_extra(self, reports: Mapping[str, FileReport]) -> None:
        for name, content in self.sources(EXTRA):
            from ..reading.extension import read_extra

            extra, found = read_extra([(name, content)]), reports[name]
            found["tables"] += [{"title": table.name, "rows": len(table)} for table in extra.tables.values()]
            found["notices"] += [notice_of(notice) for notice in extra.notices]
            found["problems"] += [problem_of(problem) for problem in extra.problems]

    def _report_providers(self, reports: Mapping[str, FileReport]) -> None:
        """The list may be several workbooks, read together: a problem is told with the file it names, or with all."""
        usable = [report for report in reports.values() if not report["problems"]]
        if isinstance(self._providers, InputError):
            for report in [r for r in usable if r["name"] == self._providers.file] or usable:
                report["problems"].append(problem_of(self._providers))
        elif self._providers is not None:
            for at, report in enumerate(usable):
                title, rows = ("Read together with the first file", None) if at else ("Providers", len(self._providers))
                report["tables"].append({"title": title, "rows": rows})

    # -- the check

    def check(self, settings: CheckSettings, progress: Progress | None = None) -> Summary | NotChecked:
        """Run the rules of the year chosen. `progress(done, total, words)` is told about each."""
        collection, errors = _collection(settings)
        if collection is not None:
            self._read(collection.year)
        if not self._held["this_year"]:
            errors.insert(0, _error("this_year", "Choose this year’s files."))
        elif collection is not None and not self._readings["this_year"].tables:
            words = "Look at what is said about each, and choose them again when they are corrected."
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
        beyond, not_local = self._beyond(collection.year, settings)
        this_year, last_year = self._readings["this_year"], self._readings["last_year"]
        dropped = self._keep_steps(this_year)
        # Two returns with their results would need twice the memory.
        self._results = self.state = None
        corrected = Corrected(this_year.tables, self.steps)
        r = make_return(
            collection,
            corrected.tables,
            last_year.tables if self._held["last_year"] else None,
            self._providers if isinstance(self._providers, Providers) else None,
            postcodes(),
        )
        if only is not None:
            only = [*only, *beyond]
        notices = [*this_year.notices, *last_year.notices, *not_of_year, *not_local, *dropped]
        warnings = propose(
            this_year.tables, last_year.tables if self._held["last_year"] else None, postcodes()
        ).warnings(collection)
        report = run(r, only, progress, notices, beyond, warnings)
        self._choice = choice["name"] if choice else None
        return self.take(self.steps, State(corrected, r, report))

    def _keep_steps(self, reading: Reading) -> list[Notice]:
        """Keep the changes to tables whose files are the same as at the last check; a notice on each other table."""
        sources = self._sources(reading)
        same = {name for name, source in sources.items() if self._sources_checked.get(name) == source}
        self._sources_checked = sources
        changed = self._changed()
        self._leave(changed.keys() - same)
        self.steps = [step.of_tables(same) for step in self.steps]
        self.steps = [step for step in self.steps if step.edits or step.removals]
        return [
            Notice(
                sources[name][0] if name in sources else "",
                None,
                f"{count_of(count, 'change')} made to {tables()[name].title} here {'was' if count == 1 else 'were'} "
                "dropped, since the file is not the same as at the last check.",
            )
            for name, count in changed.items()
            if name not in same
        ]

    def _leave(self, names: AbstractSet[str]) -> None:
        """The changes to these tables are to be dropped: the next files may be those that were written with them."""
        if self.state is not None and names and not self.notes.empty:
            rows = renamed_rows(self.state.corrected, self.state.r.year)
            self.notes.leave({old: new for old, new in rows.items() if old.table.name in names})

    @staticmethod
    def _sources(reading: Reading) -> dict[str, tuple[str, str]]:
        return {name: (table.file, reading.came_in[name].digest) for name, table in reading.tables.items()}

    def _changed(self) -> Counter[str]:
        """Table -> how many changes the steps make to it."""
        return Counter(part.table for step in self.steps for part in step.parts)

    def at_stake(self) -> int:
        """How many changes the next check would drop, since the files of their tables are others now."""
        reading = self._readings.get("this_year")
        if not self.steps or reading is None:
            return 0
        now = self._sources(reading)
        return sum(
            count for table, count in self._changed().items() if now.get(table) != self._sources_checked.get(table)
        )

    def _beyond(self, year: str, settings: CheckSettings) -> tuple[dict[str, Rule], list[Notice]]:
        """The checks to be run besides the Department's rules, and what to say of those that are not for the year."""
        wanted = own_checks() if settings.get("own_checks") else {}
        own = {code: found for code, found in wanted.items() if year in found.years}
        local, notices = self._local_rules.of_year(year)
        return {**own, **local}, notices

    def take(self, steps: Sequence[Step], state: State) -> Summary:
        """Go on from here: the steps, and the return and report after them. Returns `Results.summary`."""
        self.steps, self.state = list(steps), state
        problems = [problem for box in BOXES for file in self._reports(box) for problem in file["problems"]]
        self._results = results = Results(
            state.r, state.report, problems, self._choice, self.notes, self.compared, state.corrected
        )
        self.notes.arrive(lambda: results.statuses.names)
        results.group_by(self._list)
        return results.summary()

    @property
    def results(self) -> Results | None:
        """The last check's results; None when there are none."""
        return self._results

    @property
    def this_year(self) -> Reading:
        """This year's files as they were read for the last check."""
        return self._readings["this_year"]

    def sources(self, box: str) -> list[tuple[str, bytes]]:
        """The files in a box that could be taken from the disk: (name, content)."""
        return [(name, held) for name, held in self._held[box].items() if isinstance(held, bytes)]

    @property
    def report(self) -> Report | None:
        """The last check's report; None when there is none."""
        return self._results.report if self._results else None

    @property
    def has_results(self) -> bool:
        """Whether there is a last check."""
        return self._results is not None

    def work(self) -> bytes:
        """The changes, notes and marks made so far, to be given to `work_on` of a later session with the same files."""
        return to_bytes(Work(self.steps, self._sources_checked, self.notes.made_here()))

    def work_on(self, kept: bytes) -> None:
        """Go on from work kept of an earlier session: the next check has the changes, notes and marks."""
        work = from_bytes(bytes(kept))
        self.steps, self._sources_checked = list(work.steps), dict(work.sources)
        self.notes.make_again(work.notes)

    def group_by(self, name: str, size: int, content: bytes | None) -> GroupedBy | Nothing:
        """Take a list of children and their groups, given as to `add`, for these results and later ones."""
        self._list = (name, size, None if content is None else bytes(content))
        return self._results.group_by(self._list) if self._results else {}

    def read_choice(self, name: str, size: int, content: bytes | None) -> RuleChoiceRead | Unusable:
        """A saved choice of rules, given as to `add`."""
        try:
            choice = read_choice(name, whole(name, size, content))
        except InputError as error:
            return {"problem": problem_of(error)}
        return {"name": choice.name, "rules": list(choice.rules)}

    def write_choice(self, name: str, codes: list[str]) -> ChoiceFile:
        """A choice of rules as a file."""
        return {"name": choice_file_name(name), "content": choice_to_json(RuleChoice(name, codes))}

    def use_local_rules(self, name: str, size: int, content: bytes | None) -> LocalRulesTaken | Unusable:
        """Run a council's own rules too from the next check on, in place of another file's; given as to `add`."""
        try:
            self._local_rules = read_local_rules(name, whole(name, size, content))
        except InputError as error:
            return {"problem": problem_of(error)}
        rules = self._local_rules.rules.values()
        return {"name": name, "rules": [{"code": rule.code, "title": rule.title} for rule in rules]}

    def drop_local_rules(self) -> None:
        """Run no rules of a council's own from the next check on."""
        self._local_rules = LocalRules({}, {})

    @of_results
    def issues_csv(self) -> bytes:
        """All issues, exactly as `check903 check --format csv` writes them."""
        assert self._results is not None
        return to_csv(self._results.report)

    def sample(self) -> MadeUpReturn:
        """A made-up return, with those of the years before."""
        # Most pages make up none, and it takes thirty modules.
        from ..sample import AUTHORITY, council

        made = council(SAMPLE_CHILDREN, SAMPLE_YEARS, SAMPLE_SEED, SAMPLE_YEAR, SAMPLE_ERRORS)
        *earlier, last_year, this_year = made.returns.items()
        return {
            "year": SAMPLE_YEAR,
            "authority": AUTHORITY,
            "this_year": [*this_year[1].items()],
            "last_year": [*last_year[1].items()],
            "providers": [("providers.xlsx", made.providers)],
            "earlier": [(f"{year}/{name}", content) for year, files in earlier for name, content in files.items()],
            "extra": [("placement_cost.csv", made.placement_cost)],
        }


def _collection(settings: CheckSettings) -> tuple[Collection | None, list[SettingError]]:
    """The collection that the settings describe, or the errors in them, each with its field."""
    year, authority, as_at = (
        given.strip() or None for given in (settings["year"], settings["authority"], settings["as_at"])
    )
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


def _error(field: str, problem: str, remedy: str = "") -> SettingError:
    return {"field": field, "problem": problem, "remedy": remedy}


def _report(name: str) -> FileReport:
    return {"name": name, "tables": [], "notices": [], "problems": []}


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "start": Session.start,
    "prepare": Session.prepare,
    "catalogue": Session.catalogue,
    "wanted": Session.wanted,
    "add": Session.add,
    "holds": Session.holds,
    "remove": Session.remove,
    "let_go": Session.let_go,
    "clear": Session.clear,
    "swap_years": Session.swap_years,
    "settings": Session.settings,
    "choose": Session.choose,
    "choose_year": Session.choose_year,
    "inputs": Session.inputs,
    "as_csvs": Session.as_csvs,
    "use_postcodes": Session.use_postcodes,
    "check": Session.check,
    "at_stake": Session.at_stake,
    "work": Session.work,
    "work_on": Session.work_on,
    "group_by": Session.group_by,
    "read_choice": Session.read_choice,
    "write_choice": Session.write_choice,
    "use_local_rules": Session.use_local_rules,
    "drop_local_rules": Session.drop_local_rules,
    "issues_csv": Session.issues_csv,
    "sample": Session.sample,
}
