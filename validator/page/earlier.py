"""What the page holds of several years: which earlier files are one return and of which year, and what was chosen.

What comes together is one return, loose files are put together by a year in their names or by their children, and what
is still open is asked: see `insight.care.grouping`. What the user says of a file counts before all of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from ..insight.care.earlier import as_return, year_named, year_of
from ..insight.care.grouping import Grouping, group_files, year_in_name
from ..insight.care.identifiers import swapped_headers
from ..insight.care.years import in_order, missing_between
from ..places.postcodes import postcodes
from ..reading import Reading, read
from ..returns.errors import InputError
from ..returns.rows import Return
from ..returns.tables import YEARS, tables
from ..returns.words import count_of, year_from

if TYPE_CHECKING:
    from ..insight.model.keys import Keys
    from .answers.common import ShownSetting
    from .answers.session import EarlierYears, GridYear

Files = tuple[tuple[str, bytes], ...]

# As many years before this one's are offered where the files do not tell theirs.
OFFERED = 12


class ReadReturn(NamedTuple):
    """The files of one return as they were read: `year` is "" where nothing tells it, `chosen` whether the user did.

    `words` are what to say where names and dates differ.
    """

    files: Files
    reading: Reading
    year: str
    chosen: bool
    words: str


class Earlier:
    """What the user gave and chose of several years, besides the files themselves.

    `without` are the repairs that are switched off, `ids` and `keys` the lists of changed identifiers and of the
    children's numbers, each with its file's name.
    """

    def __init__(self) -> None:
        self.without: tuple[str, ...] = ()
        self.ids: tuple[str, dict[str, str]] | None = None
        self.keys: tuple[str, Keys] | None = None
        self._chosen: dict[str, str] = {}
        # What came of the files last, so that a choice does not have them read again.
        self._grouped: tuple[Files, Grouping] | None = None
        self._read: dict[Files, Reading] = {}
        self._made: dict[tuple[Files, str, str | None], Return] = {}

    def choose(self, names: Sequence[str], year: str) -> None:
        """Take files for those of a year, as 2023-24; anything else takes back what was chosen."""
        for name in names:
            if year and year_in_name(year) == year:
                self._chosen[name] = year
            else:
                self._chosen.pop(name, None)

    def read(self, sources: Sequence[tuple[str, bytes]]) -> tuple[list[ReadReturn], list[ReadReturn]]:
        """The returns in the files, the oldest first, and each file of which it is not plain where it belongs."""
        by_choice: dict[str, list[tuple[str, bytes]]] = {}
        others = []
        for source in sources:
            if year := self._chosen.get(source[0]):
                by_choice.setdefault(year, []).append(source)
            else:
                others.append(source)
        grouping = self._grouping(tuple(others))
        groups = [(cast("Files", tuple(group.sources)), group.year, "") for group in grouping.groups]
        groups += [(tuple(files), "", year) for year, files in by_choice.items()]
        loose = [cast("Files", (source,)) for source in grouping.open]
        before, self._read = self._read, {}
        for files in [*(files for files, *_ in groups), *loose]:
            self._read[files] = before[files] if files in before else read(files, YEARS[-1])
        found = []
        for files, named, chosen in groups:
            year, words = (chosen, "") if chosen else year_of(self._read[files], named or year_named(files))
            found.append(ReadReturn(files, self._read[files], year, bool(chosen), words))
        # Those of no known year last.
        found.sort(key=lambda one: (not one.year, one.year))
        return found, [ReadReturn(files, self._read[files], "", False, "") for files in loose]

    def _grouping(self, files: Files) -> Grouping:
        if self._grouped is None or self._grouped[0] != files:
            self._grouped = (files, group_files(files))
        return self._grouped[1]

    def returns(self, found: Sequence[ReadReturn], authority: str | None) -> list[Return]:
        """The returns whose year is known and that have a table."""
        before, self._made = self._made, {}
        for one in found:
            if one.year and one.reading.tables:
                key = (one.files, one.year, authority)
                made = before.get(key) or as_return(one.year, one.reading, authority, postcodes())
                self._made[key] = made
        return list(self._made.values())

    def shown(
        self,
        found: tuple[list[ReadReturn], list[ReadReturn]],
        boxes: Sequence[tuple[str, str, Reading]],
        authority: str | None,
    ) -> EarlierYears:
        """What the page shows of them. `boxes` are the other years that are there: year, the box's title, files."""
        groups, loose = found
        known = [one for one in groups if one.year]
        columns = [(one.year, "", one.reading) for one in known] + list(boxes)
        opening = int((boxes[-1][0] if boxes else YEARS[-1])[:4])
        offered = {year_from(n) for n in range(opening - OFFERED, opening)} | {one.year for one in known}
        return {
            "returns": [
                {
                    "year": one.year,
                    "chosen": one.chosen,
                    "words": one.words,
                    "files": [name for name, _ in one.files],
                }
                for one in groups
            ],
            "open": [one.files[0][0] for one in loose],
            "offered": sorted(offered, reverse=True),
            "grid": {
                "years": [_grid_year(*column) for column in columns],
                "tables": [
                    {"title": table.title, "rows": [_rows(reading, name) for _, _, reading in columns]}
                    for name, table in tables().items()
                ],
            },
            "warnings": self._warnings(known, [year for year, _, _ in boxes], authority),
        }

    def _warnings(self, known: Sequence[ReadReturn], others: Sequence[str], authority: str | None) -> list[str]:
        missing = missing_between([*(one.year for one in known), *others])
        found = [f"There is no return of {year}, which lies between the others." for year in missing]
        returns = self.returns(known, authority)
        if returns:
            try:
                found += swapped_headers(in_order(returns))
            except InputError as problem:
                found.append(str(problem))
        return found

    def settings(self, years: Sequence[str], extra: int) -> list[ShownSetting]:
        """What of several years is not as it usually is, in words as `returns.settings` has them.

        `years` are those of the earlier returns, `extra` is the number of files of costs, outcomes and support.
        """
        found: list[ShownSetting] = []
        if years:
            words = f"with {count_of(len(years), 'earlier year')}"
            found.append({"name": "earlier", "words": words, "detail": ", ".join(years)})
        if extra:
            found.append({"name": "extra", "words": "with costs and outcomes", "detail": count_of(extra, "file")})
        if self.without:
            words = f"{count_of(len(self.without), 'repair')} switched off"
            found.append({"name": "repairs", "words": words, "detail": ", ".join(self.without)})
        if self.ids:
            found.append({"name": "ids", "words": "list of changed identifiers", "detail": self.ids[0]})
        if self.keys:
            found.append({"name": "keys", "words": "children’s numbers kept", "detail": self.keys[0]})
        return found


def _grid_year(year: str, title: str, reading: Reading) -> GridYear:
    return {"year": year, "box": title, "notices": sum(len(file.notices) for file in reading.files)}


def _rows(reading: Reading, name: str) -> int | None:
    table = reading.tables.get(name)
    return None if table is None else len(table)
