"""What the page may ask about several years: what is there, the repairs and their rows, and the data model as files.

The shapes of the answers are in answers/years.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ..checking.run import Progress
from ..exporting.downloads import Download, packed
from ..exporting.model import one_file, write_model
from ..exporting.model.templates import templates
from ..insight import History, history
from ..insight.care.adoptions import adoptions, differing_decisions
from ..insight.care.extra import unknown_children
from ..insight.care.id_list import read_ids
from ..insight.care.log import REPAIRS, SWITCHES, Entry
from ..insight.model.declare import PERSONAL_DATA, WITH_IDENTIFIERS
from ..insight.model.keys import Keys
from ..insight.model.log_tables import coverage
from ..reading.extension import read_extra
from ..returns.errors import InputError
from ..returns.settings import settings_in_name
from ..returns.tables import tables
from ..returns.words import day_in_numbers
from .bridge import EXTRA, Session
from .parts import Questions, of_results, problem_of, saved, whole

if TYPE_CHECKING:
    from .answers.common import Saved, ShownSetting, Unusable
    from .answers.years import CoveredTable, ModelWritten, RepairedRow, RepairedRows, RepairKind, SeveralYears
    from .results import Results

FORMS = {
    "csv": (".zip", "application/zip"),
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "sqlite": (".sqlite", "application/vnd.sqlite3"),
}


_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Years:
    """The years that the page holds, joined; `session` is asked for the last check, and what was given and chosen."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # A check's results -> what they were joined from, and the history or why there is none. It goes with them.
        self._joined: WeakKeyDictionary[Results, tuple[object, History | InputError]] = WeakKeyDictionary()

    @property
    def has_results(self) -> bool:
        """Whether there is a last check, of which this year's and last year's returns are."""
        return self._session.has_results

    # -- choices

    def switch(self, without: list[str]) -> list[ShownSetting]:
        """Make all repairs but these. Returns the settings of several years that are not the usual ones."""
        self._session.earlier.without = tuple(name for name in SWITCHES if name in without)
        return self._session.several()

    def use_ids(self, name: str, size: int, content: bytes | None) -> list[ShownSetting] | Unusable:
        """Join children by a list of changed identifiers, given as to `Session.add`. Returns as `switch`."""
        try:
            self._session.earlier.ids = (name, dict(read_ids(whole(name, size, content), name)))
        except InputError as error:
            return {"problem": problem_of(error)}
        return self._session.several()

    def drop_ids(self) -> list[ShownSetting]:
        """Use no list of changed identifiers. Returns as `switch`."""
        self._session.earlier.ids = None
        return self._session.several()

    def use_keys(self, name: str, size: int, content: bytes | None) -> list[ShownSetting] | Unusable:
        """Number children as a key file says, given as to `Session.add`. Returns as `switch`."""
        try:
            self._session.earlier.keys = (name, Keys.from_csv(whole(name, size, content), name))
        except InputError as error:
            return {"problem": problem_of(error)}
        return self._session.several()

    def drop_keys(self) -> list[ShownSetting]:
        """Number children anew in each export. Returns as `switch`."""
        self._session.earlier.keys = None
        return self._session.several()

    # -- all years

    @of_results
    def shown(self) -> SeveralYears | Unusable:
        """What is there of each year, and the repairs by kind."""
        h = self._history()
        if isinstance(h, InputError):
            return {"problem": problem_of(h)}
        return {
            "notices": self._notices(h),
            "children": len(h.names),
            "years": [year.name for year in h.years],
            "tables": list(_covered(h)),
            "repairs": list(self._repairs(h)),
            "about": PERSONAL_DATA,
            "about_ids": WITH_IDENTIFIERS,
        }

    @of_results
    def repaired(self, name: str, offset: int, limit: int) -> RepairedRows | Unusable:
        """`limit` of the rows that a kind of repair touched, from the `offset`th on."""
        h = self._history()
        if isinstance(h, InputError):
            return {"problem": problem_of(h)}
        found = [entry for entry in _log(h) if entry.repair == name]
        return {
            "title": _title(name) if name in REPAIRS else "",
            "words": REPAIRS.get(name, ""),
            "notices": self._notices(h),
            "total": len(found),
            "rows": [self._row(h, entry) for entry in found[offset : offset + limit]],
        }

    def _repairs(self, h: History) -> Iterable[RepairKind]:
        log = _log(h)
        for name, words in REPAIRS.items():
            yield {
                "name": name,
                "title": _title(name),
                "words": words,
                "count": sum(entry.repair == name for entry in log),
                "made": name not in h.without,
                "can_be_off": name in SWITCHES,
            }

    def _row(self, h: History, entry: Entry) -> RepairedRow:
        assert self._session.results is not None
        child = str(h.names[entry.child]) if entry.child >= 0 else ""
        year = h.years[entry.year] if entry.year >= 0 else None
        file, line = h.source_of(entry.table, entry.year, entry.row) or ("", None)
        return {
            "child": child,
            "number": self._session.results.number_of(child),
            "year": year.name if year is not None else "",
            "table_title": tables()[entry.table].title,
            "column": entry.column,
            "old": _shown(entry.old),
            "new": _shown(entry.new),
            "file": file,
            "line": line,
        }

    def _notices(self, h: History) -> list[str]:
        said = [notice.message for notice in h.notices]
        said += [str(notice) for notice in unknown_children(h, h.extra)]
        returns, loose = self._session.earlier_files()
        of_no_year = [one.files[0][0] for one in (*returns, *loose) if not one.year]
        return said + [f"{name} is left out: say beside the files of which year it is." for name in of_no_year]

    def _history(self) -> History | InputError:
        """The years joined, as long as nothing of what they are made from changes."""
        session, results = self._session, self._session.results
        assert results is not None
        assert session.state is not None
        earlier, this_year = session.earlier, session.state.r
        extra = session.sources(EXTRA)
        returns = [this_year, *earlier.returns(session.earlier_files()[0], this_year.authority)]
        made_of = (returns, earlier.without, earlier.ids, extra)
        joined = self._joined.get(results)
        if joined is None or joined[0] != made_of:
            found: History | InputError
            try:
                ids = earlier.ids[1] if earlier.ids else {}
                found = history(returns, without=earlier.without, ids=ids, extra=read_extra(extra))
            except InputError as error:
                found = error
            self._joined[results] = joined = (made_of, found)
        return joined[1]

    # -- files

    @of_results
    def write(
        self, form: Literal["csv", "xlsx", "sqlite"], with_ids: bool, keep_keys: bool, progress: Progress | None = None
    ) -> ModelWritten | Unusable:
        """The data model as a file: "csv" is a ZIP. `progress(done, total, words)` is told of each table.

        With `keep_keys` the children's numbers are those of the next exports too, and come as a file.
        """
        h = self._history()
        if isinstance(h, InputError):
            return {"problem": problem_of(h)}
        assert self._session.report is not None
        earlier = self._session.earlier
        keys = earlier.keys[1] if earlier.keys else Keys()
        files = write_model(h, form, keys=keys, report=self._session.report, with_ids=with_ids, progress=progress)
        ending, media = FORMS[form]
        ids = "-with-identifiers" if with_ids else ""
        name = f"model{ids}{settings_in_name(self._session.report.settings)}{ending}"
        kept = None
        if keep_keys:
            kept = saved(Download("model-keys.csv", "text/csv", keys.to_csv()))
            earlier.keys = (kept["name"], keys)
        return {"model": saved(Download(name, media, one_file(name, files))), "keys": kept}

    def templates(self) -> Saved:
        """Empty tables for costs, outcomes and support as CSV files and a workbook, in one ZIP."""
        return saved(packed("templates.zip", templates()))


def _log(h: History) -> Sequence[Entry]:
    """All that the export's table repair_log has."""
    return [*h.log, *differing_decisions(h, adoptions(h))]


def _shown(value: str) -> str:
    """A value as the page shows it: dates as 31/03/2025."""
    return "/".join(value.split("-")[::-1]) if _DATE.fullmatch(value) else value


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _covered(h: History) -> Iterable[CoveredTable]:
    made = coverage(h)
    names = ("year", "table", "rows", "first_date", "last_date", "seen_before")
    values = {name: cast("NDArray[Any]", made.values[name]).tolist() for name in names}
    place = {key: at for at, key in enumerate(zip(values["year"], values["table"], strict=True))}
    for name, table in tables().items():
        found: CoveredTable = {"title": table.title, "years": []}
        for year in h.years:
            at = place.get((year.name, name))
            share = float("nan") if at is None else values["seen_before"][at]
            found["years"].append(
                None
                if at is None
                else {
                    "rows": values["rows"][at],
                    "first": day_in_numbers(values["first_date"][at]),
                    "last": day_in_numbers(values["last_date"][at]),
                    "seen_before": None if np.isnan(share) else share,
                }
            )
        yield found


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "switch": Years.switch,
    "use_ids": Years.use_ids,
    "drop_ids": Years.drop_ids,
    "use_keys": Years.use_keys,
    "drop_keys": Years.drop_keys,
    "shown": Years.shown,
    "repaired": Years.repaired,
    "write": Years.write,
    "templates": Years.templates,
}
