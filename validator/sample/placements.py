"""Where children live while they are looked after: placements, moves, days away, and the episodes all this makes."""

from __future__ import annotations

from bisect import bisect

from .draws import YEAR, Draws, Odds, birthday, years_old
from .legal import statuses
from .life import Episode, Life, Stay
from .settings import FOSTER, REGISTERED_BY, REGISTERED_FROM, Setting, Settings
from .years import Years

# Placement types of the youngest and of those from each of these ages on ("Z" stands for Z11 to Z14), without the homes
# that a child cannot be in at that age.
_AGES = (1, 5, 10, 16)
_TYPES = (
    Odds({"U6": 58, "U3": 16, "U5": 8, "U1": 3, "U2": 1, "R3": 7, "P1": 4, "R2": 1}),
    Odds({"U6": 55, "U4": 14, "U3": 15, "U1": 7, "R3": 2, "P1": 5, "R1": 0.5}),
    Odds({"U6": 46, "U4": 24, "U1": 8, "U3": 11, "K2": 6, "P1": 4, "Z": 2, "S1": 0.2, "R1": 0.5}),
    Odds({"U6": 34, "U4": 22, "K2": 32, "U1": 5, "U3": 7, "P1": 3, "Z": 10, "R1": 0.8, "S1": 0.5, "K1": 0.4}),
    Odds({"K3": 46, "U4": 12, "U6": 13, "K2": 23, "U1": 2, "U3": 3, "Z": 16, "P1": 3, "R1": 1, "K1": 1, "P3": 1}),
)
_SEEKERS_TYPES = (Odds({"U6": 80, "K2": 8, "U4": 6, "Z": 2}), Odds({"K3": 64, "U6": 28, "K2": 3, "Z": 4}))
_SEEKERS = (*4 * _SEEKERS_TYPES[:1], _SEEKERS_TYPES[1])
_REMANDED = Odds({"R5": 5, "K1": 3, "U6": 1, "K2": 2})
_ADOPTION_CARERS = Odds({"U6": 60, "U5": 20, "U2": 4, "U3": 16})
# The same carers go on, now matched for the long term or no longer.
_SAME_CARER = {"U6": "U4", "U3": "U1", "U2": "U1", "U5": "U4", "U4": "U6", "U1": "U3"}
_WHY_MOVED = Odds(
    {"CARPL": 330, "OTHER": 350, "CREQB": 112, "CREQO": 87, "CHILD": 38, "LAREQ": 21, "STAND": 12, "ALLEG": 8}
    | {"CLOSE": 8, "APPRR": 5}
)
_AWAY = {"T0": 14, "T1": 35, "T2": 14, "T3": 20, "T4": 6}


class Placements:
    """Fills stays with episodes, from a while before the years that are told until their end."""

    def __init__(self, settings: Settings, draws: Draws, years: Years) -> None:
        self.settings = settings
        self.draws = draws
        self.since = years.start - 2 * YEAR
        self.until = years.end

    def fill(self, life: Life, stay: Stay) -> None:
        """Add the stay's episodes to the life, the last one open."""
        draws = self.draws
        legal = statuses(draws, life, stay)
        until = min(stay.end, self.until + 1)
        restless = draws.chance(self._restless(life, stay))
        now = Episode(stay.start, "S", legal[0][1], life.need, self._first(life, stay, legal[0][1]))
        life.episodes.append(now)
        move = stay.start + self._length(now, restless, first=True)
        if move < self.since:
            # Nobody will hear of the moves before, and most who were moved about have come to rest.
            move = self.since - draws.between(0, YEAR) if stay.start < self.since - YEAR else self.since
            restless = restless and draws.chance(0.4)
        away = 0
        on_their_own = self._on_their_own(life, stay)
        orders = iter(legal[1:])
        order = next(orders, None)
        while True:
            if stay.order is not None and (now.status == "E1" or move >= stay.order - 20):
                # Nobody moves a child who waits for adopters but to them.
                move = stay.placed if stay.placed is not None and now.start < stay.placed else stay.end
            if on_their_own is not None and on_their_own > now.start:
                move = min(move, on_their_own)
            at = move if order is None else min(move, order[0])
            # The day on which care ends makes no new episode, nor do the days just before it, the adopters' apart.
            if at >= until or (at > stay.end - 4 and at != stay.placed and (order is None or at != order[0])):
                return
            if order is not None and at == order[0]:
                now = self._by_order(life, now, at, order[1], move == at)
                order = next(orders, None)
                if now.reason == "B":
                    move = at + self._length(now, restless)
                elif move <= at:
                    move = at + 1
                continue
            if at == stay.placed:
                now = self._to_adopters(life, now, at)
                move = stay.end
                continue
            kind = draws.number()
            if at == on_their_own and now.setting.place != "K3":
                setting = self.settings.setting("K3", life.home, at)
                now = self._next(life, now, at, "P", now.status, setting, "CARPL")
            elif kind < 0.05 and away < 2 and (back := self._away(life, now, at, until, order)) is not None:
                away += 1
                now = back
            elif kind < 0.34 and now.setting.place in _SAME_CARER and stay.order is None:
                place = _SAME_CARER[now.setting.place]
                now = self._next(life, now, at, "T", now.status, now.setting._replace(place=place), "PLACE")
            else:
                now = self._next(life, now, at, "P", now.status, self._other(life, now.setting, at, now.status))
                # Most of those who are moved about come to rest.
                restless = restless and draws.chance(0.86)
            move = now.start + self._length(now, restless)

    # -- how long and how often

    def _restless(self, life: Life, stay: Stay) -> float:
        years = years_old(life.born, stay.start)
        if stay.route in ("adoption", "asylum"):
            return 0.06 if stay.route == "adoption" else 0.12
        return 0.13 if years < 5 else 0.21 if years < 10 else 0.45

    def _on_their_own(self, life: Life, stay: Stay) -> int | None:
        """The day on which someone of 16 or 17 goes to supported accommodation as planned, if that day comes."""
        if stay.end < birthday(life.born, 16) + YEAR or not self.draws.chance(0.42):
            return None
        day = birthday(life.born, 16) + self.draws.between(20, 550)
        return day if day > stay.start + 90 else None

    def _length(self, now: Episode, restless: bool, first: bool = False) -> int:
        """Days until the placement ends or changes."""
        draws = self.draws
        if _unregistered(now.setting):
            # What was never registered was over some days before the last one for it.
            over = draws.between(max(now.start + 1, REGISTERED_FROM), REGISTERED_BY - 5) - now.start
            return min(draws.days(300), over)
        if restless:
            return draws.days(125)
        if first and draws.chance(0.27):
            return draws.days(30)
        if now.setting.place[0] == "Z" or now.setting.place in ("R3", "K1"):
            return draws.days(400)
        return draws.days(1300 if now.setting.place in ("U6", "U3", "U5", "U2") else 2600)

    # -- where

    def _first(self, life: Life, stay: Stay, status: str) -> Setting:
        if stay.route == "remand":
            place = self.draws.choose(_REMANDED)
        elif stay.route == "adoption":
            place = self.draws.choose(_ADOPTION_CARERS)
        else:
            place = self._place(life, stay.start, status)
        return self.settings.setting(place, life.home, stay.start)

    def _place(self, life: Life, at: int, status: str) -> str:
        by_age = _SEEKERS if life.seeker else _TYPES
        odds = by_age[bisect(_AGES, years_old(life.born, at))]
        while True:
            place = self.draws.choose(odds)
            if place != "P1" or status in ("C1", "C2"):
                return place

    def _other(self, life: Life, now: Setting, at: int, status: str) -> Setting:
        """Another placement, elsewhere or of another kind: in some years, kinds of unregistered placement are one."""
        while True:
            setting = self.settings.setting(self._place(life, at, status), life.home, at)
            if setting.postcode != now.postcode or setting.place[0] != now.place[0]:
                return setting

    # -- the changes

    def _by_order(self, life: Life, now: Episode, at: int, status: str, moves: bool) -> Episode:
        """A new legal status; some children move on the day, above all home to their parents."""
        draws = self.draws
        setting = now.setting
        kind = "L"
        if now.setting.place == "P1" and status not in ("C1", "C2"):
            moves = True
        if status == "C2" and now.setting.place != "P1" and draws.chance(0.16):
            kind, setting = "B", self.settings.setting("P1", life.home, at)
        elif moves or (status != "E1" and draws.chance(0.06)):
            kind, setting = "B", self._other(life, now.setting, at, status)
        elif setting.place in ("U6", "U3") and status == "C2" and draws.chance(0.06):
            kind, setting = "U", setting._replace(place=_SAME_CARER[setting.place])
        return self._next(life, now, at, kind, status, setting, "PLACE" if kind == "U" else "")

    def _to_adopters(self, life: Life, now: Episode, at: int) -> Episode:
        same_carer = now.setting.place in FOSTER and self.draws.chance(0.22)
        setting = self.settings.adopters(life.home, now.setting if same_carer else None, at)
        return self._next(life, now, at, "T" if same_carer else "P", "E1", setting, "PLACE" if same_carer else "CARPL")

    def _away(self, life: Life, now: Episode, at: int, until: int, order: tuple[int, str] | None) -> Episode | None:
        """Some days in hospital, with other carers or elsewhere, and back; None where there is no time for it."""
        if _unregistered(now.setting):
            return None
        away = self.settings.setting("T", life.home, at)
        back = at + self.draws.between(1, _AWAY[away.place])
        if back > until - 8 or (order is not None and back >= order[0]):
            return None
        usual = now.setting
        gone = self._next(life, now, at, "P", now.status, away)
        return self._next(life, gone, back, "P", now.status, usual)

    def _next(
        self, life: Life, now: Episode, at: int, kind: str, status: str, setting: Setting, why: str = ""
    ) -> Episode:
        now.end = at
        now.why_ended = "X1"
        if kind != "L" and "T" not in (now.setting.place[0], setting.place[0]):
            now.why_moved = why or self.draws.choose(_WHY_MOVED)
        episode = Episode(at, kind, status, life.need, setting)
        life.episodes.append(episode)
        return episode


def _unregistered(setting: Setting) -> bool:
    """Whether this is supported accommodation from before it was registered."""
    return setting.place == "K3" and not setting.urn
