"""Made-up returns: this year's and last year's, with a provider list, coherent and with as many errors as wanted.

No real child stands behind any of it. The postcodes are real public ones, everything else is drawn by chance from a
seed: the same seed gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..returns.collection import Collection
from ..returns.errors import InputError
from ..returns.tables import YEARS
from .draws import Draws
from .errors import Desk, spoil
from .lives import Lives
from .settings import Settings
from .slips import SLIPS
from .told import Teller, as_files

AUTHORITY = "E08000003"


@dataclass(frozen=True)
class Sample:
    """A made-up return: file name -> bytes for each year, and the provider list (an Excel workbook)."""

    this_year: dict[str, bytes]
    last_year: dict[str, bytes]
    providers: bytes

    def files(self) -> dict[str, bytes]:
        """All of it, as it is laid out in a folder: this_year/header.csv, last_year/header.csv, providers.xlsx."""
        years = {"this_year": self.this_year, "last_year": self.last_year}
        files = {f"{year}/{name}": content for year, held in years.items() for name, content in held.items()}
        return files | {"providers.xlsx": self.providers}


def sample(
    children: int, seed: int = 903, year: str = YEARS[-1], error_rate: float = 0.0, authority: str = AUTHORITY
) -> Sample:
    """A made-up return of so many children for the collection year and authority.

    `error_rate` is the number of errors per row of this year's tables; 0 gives a return without any issue.

    Raises InputError for an unknown year or authority, or numbers that make no sense.
    """
    if children < 1:
        raise InputError(f"A return of {children} children cannot be made up.", "Ask for at least 1 child.")
    if not 0 <= error_rate <= 1:
        raise InputError(f"The error rate {error_rate} makes no sense.", "Give errors per row, from 0 to 1.")
    collection = Collection(year=year, authority=authority)
    assert collection.authority is not None
    draws = Draws(seed)
    settings = Settings(collection.authority, year, children, draws)
    lives = Lives(year, settings, draws, children)
    this_year = [lives.child() for _ in range(children)]
    gone = [lives.child_of_last_year() for _ in range(children // 6)]
    # Supported accommodation has Ofsted numbers since 2023; an open placement keeps its number from year to year.
    supported_numbers = year >= "2023-24"
    now = Teller(year, draws, supported_numbers=supported_numbers).tell(this_year)
    before = Teller(_year_before(year), draws, supported_numbers=supported_numbers).tell([*this_year, *gone])
    if error_rate:
        desk = Desk(year, now, before, settings, draws)
        spoil(desk, SLIPS, round(error_rate * sum(map(len, now.values()))))
    return Sample(as_files(now), as_files(before), settings.workbook())


def _year_before(year: str) -> str:
    opening = int(year[:4])
    return f"{opening - 1}-{opening % 100:02d}"
