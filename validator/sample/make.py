"""Made-up returns of one council: of this year and the last or of several years, coherent, with errors if wanted.

No real child stands behind any of it. The postcodes are real public ones, everything else is drawn by chance from a
seed: the same seed gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..returns.collection import Collection
from ..returns.errors import InputError
from ..returns.tables import YEARS
from . import costs, truth
from .draws import Draws
from .errors import Desk, spoil
from .life import Life
from .lives import Lives
from .settings import Settings
from .slips import SLIPS
from .told import TableRows, Teller, as_files
from .years import Years, first_day, last_day

AUTHORITY = "E08000003"
# Further back than this nobody would know what the return looked like.
MOST_YEARS = 10


@dataclass(frozen=True)
class Sample:
    """A made-up return: file name -> bytes for each year, and the provider list (an Excel workbook)."""

    this_year: dict[str, bytes]
    last_year: dict[str, bytes]
    providers: bytes

    def files(self) -> dict[str, bytes]:
        """All of it, as it is laid out in a folder: this_year/header.csv, last_year/header.csv, providers.xlsx."""
        return _in_folders({"this_year": self.this_year, "last_year": self.last_year}) | {
            "providers.xlsx": self.providers
        }


@dataclass(frozen=True)
class Council:
    """The made-up returns of a council's years (year -> file name -> bytes), and what goes with them.

    `providers` is the provider list, `placement_cost` what the placements cost, `truth` what was drawn (see `truth`).
    """

    returns: dict[str, dict[str, bytes]]
    providers: bytes
    placement_cost: bytes
    truth: bytes

    def files(self) -> dict[str, bytes]:
        """All of it, as it is laid out in a folder: 2024-25/header.csv, ..., providers.xlsx, truth.csv."""
        return _in_folders(self.returns) | {
            "providers.xlsx": self.providers,
            "placement_cost.csv": self.placement_cost,
            "truth.csv": self.truth,
        }


def sample(
    children: int, seed: int = 903, year: str = YEARS[-1], error_rate: float = 0.0, authority: str = AUTHORITY
) -> Sample:
    """A made-up return of so many children for the collection year and authority, and the one of the year before.

    `error_rate` is the number of errors per row of this year's tables; 0 gives a return without any issue.

    Raises InputError for an unknown year or authority, or numbers that make no sense.
    """
    made = _Making(children, 2, seed, year, error_rate, authority)
    before, now = (as_files(rows) for rows in made.tables)
    return Sample(now, before, made.settings.workbook())


def council(
    children: int,
    years: int,
    seed: int = 903,
    year: str = YEARS[-1],
    error_rate: float = 0.0,
    authority: str = AUTHORITY,
) -> Council:
    """A council's made-up returns of so many years, the last of them `year`, which has so many children.

    The errors are in the last year's return; those before were put right before they were handed in.

    Raises InputError for an unknown year or authority, or numbers that make no sense.
    """
    made = _Making(children, years, seed, year, error_rate, authority)
    returns = dict(zip(made.years.names, map(as_files, made.tables), strict=True))
    cost = costs.as_csv(Draws(seed), made.lives, made.years)
    return Council(returns, made.settings.workbook(), cost, truth.as_csv(made.lives, made.years))


class _Making:
    """Lives, and the tables of each year that tell of them."""

    def __init__(self, children: int, years: int, seed: int, year: str, error_rate: float, authority: str) -> None:
        if children < 1:
            raise InputError(f"A return of {children} children cannot be made up.", "Ask for at least 1 child.")
        if not 2 <= years <= MOST_YEARS:
            raise InputError(f"Returns of {years} years cannot be made up.", f"Ask for 2 to {MOST_YEARS} years.")
        if not 0 <= error_rate <= 1:
            raise InputError(f"The error rate {error_rate} makes no sense.", "Give errors per row, from 0 to 1.")
        collection = Collection(year=year, authority=authority)
        assert collection.authority is not None
        draws = Draws(seed)
        self.years = Years.until(year, years)
        self.settings = Settings(collection.authority, year, children, draws)
        self.lives = self._lives(Lives(self.years, self.settings, draws, children), children)
        self.tables: list[TableRows] = [Teller(name).tell(self.lives) for name in self.years.names]
        if error_rate:
            before, now = self.tables[-2:]
            desk = Desk(year, now, before, self.settings, draws)
            spoil(desk, SLIPS, round(error_rate * sum(map(len, now.values()))))

    def _lives(self, lives: Lives, children: int) -> list[Life]:
        """As many lives as it takes for so many children in the last return."""
        start, end = first_day(self.years.newest), last_day(self.years.newest)
        found: list[Life] = []
        told = 0
        for life in lives:
            found.append(life)
            told += end in life.answers or bool(life.cared_for(start, end))
            if told == children:
                break
        return found


def _in_folders(folders: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for folder, held in folders.items() for name, content in held.items()}
