"""Who comes into care: age, sex, ethnic group, need, and what the stay will be about.

The odds are chosen so that what a council returns looks like England's figures: Department for Education, Children
looked after in England including adoption, year ending 31 March 2025 (Open Government Licence v3.0).
"""

from __future__ import annotations

from operator import mul

from .draws import YEAR, Draws, Odds
from .life import Life
from .settings import Settings
from .years import Years

# Of a hundred who start, how many come at which age and what their stay is about; beside them short breaks.
_ROUTES = (
    {("0", "adoption"): 7.8, ("0", "order"): 3.9, ("0", "home"): 4.3, ("0", "long"): 1.2}
    | {("1-4", "adoption"): 1.9, ("1-4", "order"): 4.5, ("1-4", "home"): 4.9, ("1-4", "long"): 3.0}
    | {("5-9", "order"): 4.3, ("5-9", "home"): 4.7, ("5-9", "late"): 0.8, ("5-9", "long"): 5.0}
    | {("10-15", "order"): 2.0, ("10-15", "home"): 9.0, ("10-15", "late"): 1.9, ("10-15", "long"): 9.0}
    | {("16", "home"): 4.1, ("16", "late"): 0.5, ("16", "long"): 4.6, ("10-15", "remand"): 1.0, ("16", "remand"): 0.6}
    | {("16", "asylum"): 18.6, ("10-15", "asylum"): 3.4, ("breaks", "breaks"): 3.6, ("breaks", "agreement"): 1.3}
)
_AGES = {"0": (0, 1), "1-4": (1, 5), "5-9": (5, 10), "10-15": (10, 16), "16": (16, 18), "breaks": (4, 15)}

_NEED = Odds({"N1": 730, "N2": 22, "N3": 23, "N4": 80, "N5": 118, "N6": 14, "N7": 1, "N8": 6})
_ETHNIC = Odds(
    {"WBRI": 700, "WOTH": 48, "WIRI": 6, "WIRT": 6, "WROM": 9, "MWBC": 48, "MWBA": 16, "MWAS": 19, "MOTH": 35}
    | {"AIND": 5, "APKN": 15, "ABAN": 7, "AOTH": 10, "BCRB": 22, "BAFR": 24, "BOTH": 14, "CHNE": 2, "OOTH": 8}
    | {"REFU": 4, "NOBT": 5}
)
_SEEKERS_ETHNIC = Odds({"OOTH": 45, "BAFR": 27, "AOTH": 20, "WOTH": 6, "BOTH": 2})
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


class Needs:
    """Makes up the children who come into care."""

    def __init__(self, years: Years, settings: Settings, draws: Draws) -> None:
        self.years = years
        self.settings = settings
        self.draws = draws
        self.count = 0
        kinds = {(*kind, years.start - _longest(*kind)): often for kind, often in _ROUTES.items()}
        self._routes = Odds({kind: often * (years.end + 1 - kind[2]) for kind, often in kinds.items()})

    def arrival(self) -> tuple[str, int, int]:
        """Someone who comes into care: what the stay is about, the first day, and the day of birth.

        People come at a steady pace, on any day from which a stay may reach into the years. Most do not stay for so
        long: those who are gone by then are drawn as well, so that long stays show up as often as they should.
        """
        ages, route, earliest = self.draws.choose(self._routes)
        start = earliest + int(self.draws.number() * (self.years.end + 1 - earliest))
        return route, start, start - self._days_old(ages, route)

    def _days_old(self, ages: str, route: str) -> int:
        """How old someone of the age group is when care starts, in days."""
        draws = self.draws
        if ages == "0":
            # Most babies come straight from the hospital.
            return draws.between(0, 8) if draws.chance(0.6) else draws.between(1, YEAR - 2)
        if route == "asylum":
            low, high = (16, 18) if ages == "16" else (14, 16)
            return int((low + (high - low) * draws.number() ** 0.75) * YEAR) - (30 if ages == "16" else 0)
        low, high = _AGES[ages]
        if ages == "16":
            return int((low + 1.9 * draws.number() ** 1.4) * YEAR) + 5
        if route == "remand":
            low = 13
        return int((low + (high - low) * draws.number()) * YEAR) + (5 if low in (1, 5, 10) else 0)

    def someone(self, born: int, route: str) -> Life:
        """A child with no history yet."""
        draws = self.draws
        self.count += 1
        name = f"{100000 + self.count}"
        home = self.settings.home()
        if route == "asylum":
            female = draws.chance(0.05)
            ethnic = draws.choose(_SEEKERS_ETHNIC)
            upn = draws.pick(("UN2", "UN3", "UN3"))
            return Life(name, female, born, ethnic, upn, home, "N8", seeker=True)
        upn = _pupil_number(f"{draws.between(2, 9)}{draws.between(10, 39)}{draws.between(100, 999)}{self.count:06d}")
        need = "N2" if route in ("breaks", "agreement") else "N6" if route == "remand" else draws.choose(_NEED)
        female = draws.chance(0.15 if route == "remand" else 0.49)
        return Life(name, female, born, draws.choose(_ETHNIC), upn, home, need)


def _longest(ages: str, route: str) -> int:
    """The most days after the start on which a return can still speak of someone: until a care leaver is 19."""
    if route in ("adoption", "order"):
        return 8 * YEAR
    return 4 * YEAR if ages == "breaks" else (20 - _AGES[ages][0]) * YEAR


def _pupil_number(digits: str) -> str:
    """The unique pupil number of these twelve digits: before them the letter that DfE's guide works out from them."""
    return _UPN_LETTERS[sum(map(mul, range(2, 14), map(int, digits))) % len(_UPN_LETTERS)] + digits
