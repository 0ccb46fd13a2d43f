"""Errors for the made-up return: picks what goes wrong, finds a child it can go wrong for, and spoils the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ..returns.tables import tables
from .draws import YEAR, Draws, Odds, age, birthday, day, text
from .settings import Settings
from .told import TableRows

_TRIES = 300
_SMALL = 20_000
_LONG_AGO = day(1980, 1, 1)


def written(at: int) -> str:
    """A day as the return writes it; "" for one that was worked out from a blank."""
    return text(at) if at > _LONG_AGO else ""


class Line:
    """One row of a table, its cells by the names of their columns."""

    __slots__ = ("_place", "row")

    def __init__(self, place: dict[str, int], row: list[str]) -> None:
        self._place = place
        self.row = row

    def __getitem__(self, column: str) -> str:
        return self.row[self._place[column]]

    def __setitem__(self, column: str, value: str) -> None:
        self.row[self._place[column]] = value

    @property
    def child(self) -> str:
        """The child's identifier; "" once the row is struck out."""
        return self.row[0] if self.row else ""

    def put(self, **cells: str) -> None:
        """Write cells."""
        for column, value in cells.items():
            self[column] = value

    def on(self, column: str) -> int:
        """A date cell as an ordinal; 0 when it is blank or no date."""
        cell = self[column]
        if len(cell) != 10 or not cell.replace("/", "").isdigit():
            return 0
        try:
            return dt.date(int(cell[6:]), int(cell[3:5]), int(cell[:2])).toordinal()
        except ValueError:
            return 0

    def move(self, column: str, days: int) -> None:
        """Put a date off by so many days; what is no date stays as it is."""
        if at := self.on(column):
            self[column] = written(at + days)


class Desk:
    """Both years' tables of a made-up return, open for spoiling."""

    def __init__(self, year: str, now: TableRows, before: TableRows, settings: Settings, draws: Draws) -> None:
        self.year = year
        self.start = day(int(year[:4]), 4, 1)
        self.end = day(int(year[:4]) + 1, 3, 31)
        self.now = now
        self.before = before
        self.settings = settings
        self.draws = draws
        # Children with an error, and those of them that have lost rows: nothing more can go wrong for these.
        self.spoilt: set[str] = set()
        self.struck: set[str] = set()
        self._places = {name: {c: at for at, c in enumerate(table.columns)} for name, table in tables().items()}
        self._by_child: dict[tuple[str, bool], dict[str, list[list[str]]]] = {}
        self._born = {row[0]: Line(self._places["Header"], row).on("DOB") for row in now["Header"]}

    # -- finding

    def lines(self, table: str, child: str, last: bool = False) -> list[Line]:
        """The child's rows of a table, this year's or last year's."""
        rows = self._index(table, last).get(child, [])
        return [Line(self._places[table], row) for row in rows if row]

    def has(self, table: str, line: Line, last: bool = False) -> bool:
        """Whether the row's child is in a table."""
        return bool(self.lines(table, line.child, last))

    def one(self, table: str, line: Line, last: bool = False) -> Line:
        """The first row of the row's child in a table where it must be."""
        return self.lines(table, line.child, last)[0]

    def next(self, line: Line) -> Line | None:
        """The child's next episode."""
        return self._beside(line, 1)

    def previous(self, line: Line) -> Line | None:
        """The child's previous episode."""
        return self._beside(line, -1)

    def carried(self, line: Line) -> bool:
        """Whether this is the child's first episode and was open at the end of last year."""
        last = self.lines("Episodes", line.child, last=True)
        return bool(last) and self.previous(line) is None and last[-1]["DECOM"] == line["DECOM"] and not last[-1]["DEC"]

    def born(self, line: Line) -> int:
        """The true date of birth of the row's child."""
        return self._born.get(line.child) or self.start - 10 * YEAR

    def turns(self, line: Line, years: int) -> int:
        """The day the row's child turns `years`."""
        return birthday(self.born(line), years)

    def age(self, line: Line, at: int) -> int:
        """The age of the row's child in years on a day; 99 for a day worked out from a blank."""
        return age(self.born(line), at) if at > _LONG_AGO else 99

    def some(self, table: str, where: Callable[[Desk, Line], bool]) -> Line | None:
        """A row for which `where` holds, of a child with no error yet if there is one; None when none is found."""
        rows = self.now.get(table, [])
        if not rows:
            return None
        second_best = None
        for row in self._tries(rows):
            if row and row[0] not in self.struck and where(self, line := Line(self._places[table], row)):
                if row[0] not in self.spoilt:
                    return line
                second_best = second_best or line
        return second_best

    def _tries(self, rows: list[list[str]]) -> Iterator[list[str]]:
        """All rows from a random one on, or some rows anywhere where there are very many."""
        if len(rows) > _SMALL:
            return (self.draws.pick(rows) for _ in range(_TRIES))
        at = self.draws.between(0, len(rows) - 1)
        return chain(islice(rows, at, None), islice(rows, at))

    def _index(self, table: str, last: bool) -> dict[str, list[list[str]]]:
        key = (table, last)
        if key not in self._by_child:
            found: dict[str, list[list[str]]] = {}
            for row in (self.before if last else self.now).get(table, ()):
                if row:
                    found.setdefault(row[0], []).append(row)
            self._by_child[key] = found
        return self._by_child[key]

    def _beside(self, line: Line, step: int) -> Line | None:
        lines = self.lines("Episodes", line.child)
        at = next((at for at, other in enumerate(lines) if other.row is line.row), -1) + step
        return lines[at] if 0 <= at < len(lines) else None

    # -- spoiling

    def add(self, table: str, like: Line, **cells: str) -> None:
        """Add a row for the child of `like`, with the date of birth where the table has it."""
        line = Line(self._places[table], [""] * len(self._places[table]))
        line.put(**({"CHILD": like.child} | cells))
        if "DOB" in self._places[table] and not line["DOB"]:
            line["DOB"] = text(self.born(like))
        self._index(table, False)
        self.now[table].append(line.row)
        self._by_child[table, False].setdefault(line.child, []).append(line.row)

    def repeat(self, table: str, line: Line, **cells: str) -> None:
        """Add the row once more, with some cells changed."""
        names = list(self._places[table])
        self.add(table, line, **{name: line[name] for name in names[1:]} | cells)

    def strike(self, table: str, child: str, last: bool = False) -> None:
        """Strike out the child's rows of a table."""
        self.struck.add(child)
        for line in self.lines(table, child, last):
            line.row.clear()

    def clear_struck(self) -> None:
        """Drop the rows that were struck out."""
        for book in (self.now, self.before):
            for name, rows in book.items():
                book[name] = [row for row in rows if row]


@dataclass(frozen=True)
class Slip:
    """One thing that goes wrong: the table it starts from, the rows it can happen to, and what is done to such a row.

    `first` and `last` are the collection years in which it is an error; `often` is how common it is beside the others.
    """

    table: str
    where: Callable[[Desk, Line], bool]
    spoil: Callable[[Desk, Line], object]
    often: float = 1.0
    first: str = ""
    last: str = "9"


def spoil(desk: Desk, slips: Sequence[Slip], errors: int) -> None:
    """Let so many things go wrong: each kind once before any comes twice, then the common ones more often."""
    possible = [slip for slip in slips if slip.first <= desk.year <= slip.last and desk.now.get(slip.table)]
    if not possible or not errors:
        return
    draws = desk.draws
    # The likelier the further to the front; the exponent is Efraimidis and Spirakis' for drawing without replacement.
    order = sorted(range(len(possible)), key=lambda at: -(draws.number() ** (1 / possible[at].often)))
    odds = Odds({at: slip.often for at, slip in enumerate(possible)})
    for turn in range(errors):
        slip = possible[order[turn] if turn < len(order) else draws.choose(odds)]
        line = desk.some(slip.table, slip.where)
        if line is not None:
            desk.spoilt.add(line.child)
            slip.spoil(desk, line)
    desk.clear_struck()
