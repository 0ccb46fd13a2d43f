"""One life after the other: children who come to one council's notice over some years, without a single error."""

from __future__ import annotations

from collections.abc import Iterator

from . import absences, adoption, contacts, health, leavers, short_breaks
from .draws import YEAR, Draws, Odds, birthday, text, years_old
from .leaving import Leaving, finish
from .life import Life, Stay
from .needs import Needs
from .placements import Placements
from .settings import Settings
from .years import Years

_PERMANENCE = Odds({"Z1": 88, "P1": 3, "P2": 5, "P3": 3, "P4": 1})
_LA_PERM = ("301", "352", "825", "838", "869", "908", "928", "999", "WAL", "SCO")


class Lives:
    """Makes up lives that touch the years, out of a council where as many start as leave."""

    def __init__(self, years: Years, settings: Settings, draws: Draws, children: int) -> None:
        self.years = years
        self.settings = settings
        self.draws = draws
        self.needs = Needs(years, settings, draws)
        self.leaving = Leaving(draws)
        self.placements = Placements(settings, draws, years)
        self.worker_numbers = [f"SW{900001 + number}" for number in range(max(3, children // 15))]

    def __iter__(self) -> Iterator[Life]:
        while True:
            route, start, born = self.needs.arrival()
            stays = self.leaving.stays(route, start, born)
            # Care leavers are asked about for up to two years more.
            tail = 2 * YEAR if stays[-1].end > born + 16 * YEAR else 0
            if stays[-1].end + tail >= self.years.start:
                yield self._life(born, stays)

    def _life(self, born: int, stays: list[Stay]) -> Life:
        life = self.needs.someone(born, stays[0].route)
        life.routes = tuple(stay.route for stay in stays)
        if stays[0].route in ("breaks", "agreement"):
            return self._short_breaks(life, stays[0])
        for stay in stays:
            if stay.start > self.years.end:
                break
            self.placements.fill(life, stay)
            if stay.order is not None:
                adoption.decide(self.draws, life, stay)
            if stay.end <= self.years.end:
                finish(self.draws, life, stay)
        self._rest(life)
        return life

    def _short_breaks(self, life: Life, stay: Stay) -> Life:
        draws, until = self.draws, self.years.end
        where = short_breaks.setting(draws, self.years.newest)
        make = short_breaks.breaks if stay.route == "breaks" else short_breaks.agreement
        make(draws, life, stay.start, stay.end, until, where)
        life.permanence = self._earlier_order(life)
        life.workers = contacts.workers(draws, life, self.years, self.worker_numbers)
        return life

    def _rest(self, life: Life) -> None:
        """Add what the other tables hold, once the episodes stand."""
        draws, years = self.draws, self.years
        life.permanence = self._earlier_order(life)
        life.workers = contacts.workers(draws, life, years, self.worker_numbers)
        life.reviews = contacts.reviews(draws, life, years)
        trouble = draws.number()
        for start, end in years.spans:
            if life.all_year(start, end):
                life.health[end] = health.outcomes(draws, life, start, end, trouble)
            elif life.asked_about(start, end):
                life.answers[end] = leavers.answers(draws, life, end)
        until = min(years.end, life.episodes[-1].end or years.end)
        oldest = years_old(life.born, until)
        if life.female and not life.answers and oldest >= 15 and draws.chance(0.06):
            life.first_child = draws.between(max(birthday(life.born, 14), years.start - YEAR), until)
        if oldest >= 11 and draws.chance(0.22):
            life.missing = absences.missing(draws, life, years)
        if years.newest >= "2026-27":
            life.orders = absences.liberty_orders(draws, life, years)

    def _earlier_order(self, life: Life) -> tuple[str, str, str]:
        draws = self.draws
        start = life.episodes[0].start
        code = draws.choose(_PERMANENCE)
        if code == "Z1" or start - life.born < 2 * YEAR:
            return "Z1", "", ""
        written = text(draws.between(life.born + 60, start - 400))
        unknown = draws.number()
        if unknown < 0.1:
            written = "ZZ/ZZ/ZZZZ"
        elif unknown < 0.2:
            written = "ZZ/ZZ" + written[5:]
        elif unknown < 0.4:
            written = "ZZ" + written[2:]
        return code, draws.pick(_LA_PERM), written
