"""How long children stay, why they leave, and who comes back."""

from __future__ import annotations

from .draws import YEAR, Draws, Odds, birthday, years_old
from .life import Life, Stay
from .settings import FOSTER
from .years import april_before

# Why those leave who go home or elsewhere before they are 18, and those who turn 18.
_HOME = Odds({"E4A": 560, "E4B": 115, "E13": 150, "E8": 65, "E3": 110, "E16": 8, "E2": 5})
_HOME_FROM_13 = Odds({"E4A": 440, "E4B": 110, "E13": 150, "E8": 80, "E3": 120, "E9": 18, "E16": 6, "E2": 5})
_HOME_FROM_16 = Odds({"E4A": 340, "E4B": 80, "E13": 130, "E5": 160, "E6": 60, "E8": 80, "E3": 110, "E9": 25, "E2": 6})
_ORDERS = Odds({"E41": 20, "E45": 24, "E46": 10, "E47": 40, "E48": 6})
_GROWN_UP_FOSTER = Odds({"E17": 84, "E5": 11, "E6": 4, "E4A": 4, "E13": 2, "E7": 2, "E8": 3})
_GROWN_UP = Odds({"E17": 17, "E5": 42, "E6": 11, "E4A": 6, "E13": 3, "E7": 4, "E8": 17})
_SEEKER_LEFT = Odds({"E3": 68, "E15": 17, "E8": 15})
_RETURN_ROUTES = Odds({"home": 55, "order": 15, "long": 30})


class Leaving:
    """Decides on stays: how long they last and why they end."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws

    def stays(self, route: str, start: int, born: int) -> list[Stay]:
        """The periods of care of someone born on `born` who comes on `start`: one, or more with times at home."""
        stays = [self._stay(route, start, born)]
        draws = self.draws
        # One in six of those who went home is back before long.
        while stays[-1].route == "home" and stays[-1].why in ("E4A", "E4B", "E13") and draws.chance(0.16):
            again = stays[-1].end + draws.between(14, 500)
            if again > birthday(born, 16):
                break
            back = self._stay(draws.choose(_RETURN_ROUTES), again, born)
            stays.append(back)
        return stays

    def _stay(self, route: str, start: int, born: int) -> Stay:
        draws = self.draws
        grown_up = birthday(born, 18)
        if route == "adoption":
            return self._adoption(start)
        if route in ("breaks", "agreement"):
            return Stay(route, start, start + draws.between(YEAR // 3, 3 * YEAR))
        if route == "asylum":
            if draws.chance(0.25) and (end := start + draws.between(10, 160)) < grown_up:
                return Stay(route, start, end, draws.choose(_SEEKER_LEFT))
            return Stay(route, start, grown_up)
        if route == "long":
            return Stay(route, start, grown_up)
        if route == "late":
            sixteen = birthday(born, 16)
            end = max(start + 60, sixteen) + draws.between(0, 520)
            return self._before_18(route, start, end, born)
        if route == "remand":
            return self._before_18(route, start, start + draws.between(5, 110), born)
        if route == "order":
            length = draws.between(150, 500) + draws.days(160)
            # Babies do not wait for long.
            return self._before_18(route, start, start + (length * 2 // 3 if start - born < YEAR else length), born)
        return self._before_18(route, start, start + self._home_after(), born)

    def _home_after(self) -> int:
        """Days until a child goes home: some the next day, most within a year, some after years under an order."""
        draws = self.draws
        length = draws.number()
        if length < 0.35:
            return draws.days(18)
        return draws.days(150) if length < 0.68 else 150 + draws.days(520)

    def _before_18(self, route: str, start: int, end: int, born: int) -> Stay:
        """A stay that ends on `end`, or on the eighteenth birthday if that comes first."""
        grown_up = birthday(born, 18)
        if end >= grown_up:
            return Stay(route, start, grown_up)
        return Stay(route, start, end, self._why(route, years_old(born, end)))

    def _why(self, route: str, years: float) -> str:
        draws = self.draws
        if route == "remand":
            return draws.pick(("E14", "E14", "E14", "E9", "E4A"))
        if route == "order":
            return draws.choose(_ORDERS) if years < 17 else "E4A"
        return draws.choose(_HOME if years < 13 else _HOME_FROM_13 if years < 16 else _HOME_FROM_16)

    def _adoption(self, start: int) -> Stay:
        """The way to adoption: a placement order, a move to the adopters, the adoption order; some do not get there."""
        draws = self.draws
        order = start + draws.between(190, 440)
        if draws.chance(0.1):
            end = order + draws.between(200, 700)
            return Stay("adoption", start, end, draws.pick(("E4A", "E45", "E46", "E47")), order)
        placed = order + draws.between(60, 240) + draws.days(230)
        end = placed + draws.between(100, 420)
        if april_before(end + 1) == end + 1:
            # Someone adopted on the last day counts as looked after all year, and adoption details are then an error.
            end -= 1
        return Stay("adoption", start, end, draws.pick(("E11", "E12")), order, placed)


def finish(draws: Draws, life: Life, stay: Stay) -> None:
    """End the last episode of the stay."""
    last = life.episodes[-1]
    last.end = stay.end
    why = stay.why
    if not why:
        why = draws.choose(_GROWN_UP_FOSTER if last.setting.place in FOSTER else _GROWN_UP)
    if why in ("E45", "E46") and last.setting.place not in FOSTER:
        why = {"E45": "E47", "E46": "E48"}[why]
    last.why_ended = why
