"""Made-up children and what happens to them over two collection years, without a single error.

Every child is one `Life`; `told` writes down what the return of each year would have said about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .draws import YEAR, Draws, Odds, age, birthday, day, text
from .settings import FOSTER, Setting, Settings

SHORT_BREAKS = ("V3", "V4")


@dataclass(slots=True)
class Episode:
    """One episode of care; days are ordinals, `end` None while it goes on."""

    start: int
    reason: str
    status: str
    need: str
    setting: Setting
    end: int | None = None
    why_ended: str = ""
    why_moved: str = ""


@dataclass(slots=True)
class Worker:
    """A social worker's time with a child."""

    number: str
    start: int
    end: int | None
    reason: str


@dataclass(slots=True)
class Decision:
    """A decision that the child should be placed for adoption, and its reversal."""

    made: int
    reversed: int | None = None
    why: str = ""


@dataclass(slots=True)
class Adoption:
    """What the return asks about an adoption."""

    matched: int
    by_foster_carer: bool
    adopters: tuple[str, str, str]


@dataclass(slots=True)
class Life:
    """A made-up child. `permanence` is PREV_PERM, LA_PERM and DATE_PERM; `answers` IN_TOUCH, ACTIV and ACCOM."""

    name: str
    female: bool
    born: int
    ethnic: str
    upn: str
    home: str
    need: str
    seeker: bool = False
    first_child: int | None = None
    permanence: tuple[str, str, str] = ("Z1", "", "")
    answers: tuple[str, str, str] | None = None
    adoption: Adoption | None = None
    episodes: list[Episode] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    reviews: list[tuple[int, str]] = field(default_factory=list)
    missing: list[tuple[str, int, int | None]] = field(default_factory=list)
    orders: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def short_breaks_only(self) -> bool:
        """Whether the child is only ever looked after for short breaks."""
        return all(episode.status in SHORT_BREAKS for episode in self.episodes)


_ETHNIC = Odds(
    {
        "WBRI": 620,
        "WOTH": 40,
        "WIRI": 6,
        "WIRT": 5,
        "WROM": 8,
        "MWBC": 45,
        "MWBA": 15,
        "MWAS": 18,
        "MOTH": 30,
        "AIND": 6,
    }
    | {"APKN": 25, "ABAN": 10, "AOTH": 25, "BCRB": 25, "BAFR": 45, "BOTH": 20, "CHNE": 3, "OOTH": 35, "REFU": 4}
    | {"NOBT": 5}
)
_NEED = Odds({"N1": 65, "N2": 3, "N3": 3, "N4": 8, "N5": 14, "N6": 2, "N7": 1, "N8": 4})
_AGE = Odds({years: 4.0 + (years > 9) * 2 + (years > 13) * 2 for years in range(18)})
# Placement types by age, without the homes that a child cannot be in at that age; P1 only under a care order.
_PLACES = (
    (4, Odds({"U6": 50, "U3": 15, "U5": 8, "U4": 6, "U1": 5, "U2": 1, "P1": 8, "R3": 4, "R2": 1})),
    (10, Odds({"U6": 36, "U4": 28, "U1": 10, "U3": 10, "P1": 6, "K2": 8, "S1": 1, "R1": 1})),
    (16, Odds({"U4": 30, "U6": 26, "K2": 18, "U1": 8, "U3": 6, "P1": 5, "S1": 2, "R1": 2, "K1": 1, "Z": 2})),
    (99, Odds({"K3": 26, "U4": 18, "U6": 18, "K2": 20, "U1": 5, "U3": 5, "P1": 4, "Z": 2, "P3": 1, "R1": 1, "K1": 1})),
)
_STATUS_AT_START = Odds({"V2": 35, "C1": 34, "C2": 12, "L1": 8, "L2": 10, "L3": 1})
_STATUS_ONGOING = Odds({"C2": 68, "V2": 28, "C1": 4})
_NEXT_STATUS = {
    "L1": Odds({"L2": 40, "C1": 40, "V2": 20}),
    "L2": Odds({"C1": 80, "V2": 20}),
    "L3": Odds({"C1": 60, "V2": 40}),
    "V2": Odds({"C1": 1}),
    "C1": Odds({"C2": 1}),
    "J1": Odds({"V2": 1}),
}
# The law ends these within so many days.
_LONGEST = {"L1": (2, 3), "L2": (6, 20), "L3": (3, 6)}
_CHANGES = Odds({"P": 55, "L": 22, "B": 10, "T": 3, "U": 2, "away": 8})
_WHY_MOVED = Odds(
    {
        "CARPL": 55,
        "CREQB": 12,
        "CREQO": 8,
        "CHILD": 6,
        "LAREQ": 6,
        "STAND": 3,
        "ALLEG": 3,
        "CLOSE": 3,
        "APPRR": 1,
        "OTHER": 3,
    }
)
_AWAY = {"T0": 14, "T1": 35, "T2": 14, "T3": 20, "T4": 6}
_WHY_LEFT = Odds(
    {"E4A": 44, "E4B": 8, "E41": 9, "E45": 9, "E46": 6, "E47": 7, "E48": 1, "E8": 6, "E3": 3, "E13": 4, "E16": 1}
)
_WHY_LEFT_AT_16 = Odds(
    {"E4A": 40, "E4B": 10, "E5": 20, "E6": 5, "E8": 12, "E13": 6, "E9": 3, "E3": 2, "E7": 1, "E2": 0.3}
)
_WHY_LEFT_AT_18 = Odds({"E5": 36, "E17": 26, "E8": 14, "E4A": 10, "E6": 7, "E7": 7})
_ADOPTERS = Odds(
    {("2", "MF", "L11"): 60, ("2", "MF", "L3"): 12, ("1", "F1", "L0"): 12, ("1", "M1", "L0"): 2}
    | {("2", "MM", "L12"): 5, ("2", "FF", "L12"): 4, ("2", "FF", "L2"): 2, ("2", "MM", "L4"): 1, ("2", "MF", "L2"): 2}
)
_PERMANENCE = Odds({"Z1": 88, "P1": 3, "P2": 5, "P3": 3, "P4": 1})
_LA_PERM = ("301", "352", "825", "838", "869", "908", "928", "999", "WAL", "SCO")
_PARTICIPATION = Odds({"PN1": 60, "PN2": 4, "PN3": 3, "PN4": 4, "PN5": 4, "PN6": 15, "PN7": 10})
_ANSWERS = Odds(
    {("YES", "F2", "U1"): 20, ("YES", "F5", "U1"): 14, ("YES", "G5", "D1"): 16, ("YES", "G6", "B1"): 6}
    | {("YES", "F4", "K1"): 5, ("YES", "P2", "B1"): 8, ("YES", "G4", "C1"): 4, ("YES", "G5", "S2"): 2}
    | {
        ("YES", "F1", "U1"): 5,
        ("YES", "G5", "X2"): 3,
        ("NO", "0", "0"): 5,
        ("REFU", "0", "0"): 2,
        ("RHOM", "0", "0"): 4,
    }
    | {("NREQ", "0", "0"): 2, ("YES", "P5", "E1"): 4}
)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SW_REASON = Odds(
    {
        "MANAGE": 22,
        "LEFTRL": 26,
        "ORGRST": 10,
        "TSPROC": 24,
        "ABSENC": 8,
        "CHCHAN": 2,
        "PCCHAN": 2,
        "SWDIED": 0.2,
        "OTHERS": 6,
    }
)
_KINDS = Odds(
    {
        "settled": 36,
        "started": 15,
        "came and left": 8,
        "left": 15,
        "came back": 3,
        "short breaks": 3,
        "break agreement": 1,
    }
    | {
        "asylum seeker": 6,
        "adopted": 3,
        "adoption given up": 0.7,
        "to be adopted": 2,
        "care leaver": 9,
        "remanded": 0.5,
    }
)


def _pupil_number(digits: str) -> str:
    """The unique pupil number of these twelve digits: before them the letter that DfE's guide works out from them."""
    return _UPN_LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, 2)) % len(_UPN_LETTERS)] + digits


class Lives:
    """Makes up lives around one collection year, which begins on the day `start` and ends on `end`."""

    def __init__(self, year: str, settings: Settings, draws: Draws, children: int) -> None:
        self.year = year
        self.start = day(int(year[:4]), 4, 1)
        self.end = day(int(year[:4]) + 1, 3, 31)
        self.last_start = day(int(year[:4]) - 1, 4, 1)
        self.settings = settings
        self.draws = draws
        self.worker_numbers = [f"SW{900001 + number}" for number in range(max(3, children // 15))]
        self.count = 0

    # -- the kinds of life

    def child(self) -> Life:
        """A child of this year's return."""
        kind = self.draws.choose(_KINDS)
        life: Life = getattr(self, "_" + kind.replace(" ", "_"))()
        return self._told(life)

    def child_of_last_year(self) -> Life:
        """A child who left in the year before, and is in last year's return alone."""
        left = self.draws.between(self.last_start + 20, self.start - 1)
        life = self._someone(self.draws.between(1, 16), at=left)
        self._care(life, self._some_day_before(left - 10, life), left, changes=self.draws.between(0, 3))
        return self._told(life)

    def _settled(self) -> Life:
        life = self._someone(self.draws.choose(_AGE), at=self.end)
        if life.born > self.start - 30:
            return self._started()
        self._care(life, self._some_day_before(self.start - 1, life), None, changes=self.draws.between(0, 3))
        return life

    def _started(self) -> Life:
        life = self._someone(self.draws.choose(_AGE), at=self.end)
        start = self.draws.between(max(self.start, life.born), self.end - 2)
        self._care(life, start, None, changes=self.draws.between(0, 3))
        return life

    def _came_and_left(self) -> Life:
        life = self._someone(self.draws.between(1, 17), at=self.end)
        start = self.draws.between(self.start, self.end - 40)
        end = min(self.draws.between(start + 5, self.end), birthday(life.born, 18))
        if end < start + 5:
            return self._started()
        self._care(life, start, end, changes=self.draws.between(0, 2))
        return life

    def _left(self) -> Life:
        left = self.draws.between(self.start, self.end)
        if self.draws.chance(0.4):
            life = self._someone(18, at=left)
            life.born = self._born_for(18, left)
            left = birthday(life.born, 18)
        else:
            life = self._someone(self.draws.between(1, 17), at=left)
        self._care(life, self._some_day_before(left - 30, life), left, changes=self.draws.between(0, 5))
        return life

    def _came_back(self) -> Life:
        life = self._someone(self.draws.between(3, 16), at=self.end)
        first = self.draws.between(self.last_start, self.start + 100)
        gone = self.draws.between(first + 5, first + 120)
        self._care(life, first, None, changes=0)
        self._finish(life, gone, self.draws.pick(("E4A", "E4B", "E8")))
        self._care(life, self.draws.between(gone + 14, self.end - 3), None, changes=0)
        return life

    def _short_breaks(self) -> Life:
        life = self._someone(self.draws.between(4, 16), at=self.end)
        life.need = "N2"
        setting = self._short_break_setting(life)
        at = self.draws.between(self.last_start, self.start + 60)
        while at < self.end - 6:
            stay = self.draws.between(2, 4)
            life.episodes.append(Episode(at, "S", "V3", life.need, setting, at + stay, "E4A"))
            at += stay + self.draws.between(20, 40)
        return life

    def _break_agreement(self) -> Life:
        life = self._someone(self.draws.between(4, 16), at=self.end)
        life.need = "N2"
        start = self._some_day_before(self.end - 5, life)
        life.episodes.append(Episode(start, "S", "V4", life.need, self._short_break_setting(life)))
        if self.draws.chance(0.3):
            self._finish(life, self.draws.between(max(start + 1, self.start), self.end), "E4A")
        return life

    def _asylum_seeker(self) -> Life:
        life = self._someone(self.draws.between(14, 17), at=self.end)
        life.seeker = True
        life.female = self.draws.chance(0.08)
        life.ethnic = self.draws.pick(("OOTH", "BAFR", "AOTH", "WOTH"))
        life.upn = self.draws.pick(("UN2", "UN3", "UN3"))
        life.need = "N8"
        start = self.draws.between(max(self.last_start - YEAR, birthday(life.born, 13)), self.end - 1)
        turns_18 = birthday(life.born, 18)
        end = turns_18 if turns_18 <= self.end else None
        if end is not None and start > end - 30:
            start = end - 30
        self._care(life, start, end, changes=self.draws.between(0, 2), status="V2")
        return life

    def _remanded(self) -> Life:
        life = self._someone(self.draws.between(13, 16), at=self.start)
        start = self.draws.between(self.start, self.end - 30)
        self._care(life, start, None, changes=0, status="J1", place=self.draws.pick(("R5", "R5", "K1")))
        self._finish(life, self.draws.between(start + 5, self.end), self.draws.pick(("E14", "E9")))
        return life

    def _care_leaver(self) -> Life:
        """Someone of 17 to 19 who left before the birthday that the return asks about."""
        years = self.draws.choose(Odds({17: 2, 18: 3, 19: 5}))
        life = self._someone(years, at=self.end)
        turned = birthday(life.born, years)
        if years == 19:
            left = birthday(life.born, 18)
        else:
            earliest = max(self.last_start, birthday(life.born, 16) + 30)
            left = self.draws.between(earliest, max(earliest, turned - 1))
        self._care(
            life, birthday(life.born, 15) - self.draws.between(0, 3 * YEAR), left, changes=self.draws.between(0, 2)
        )
        if life.episodes[-1].why_ended in ("E3", "E2"):
            life.episodes[-1].why_ended = "E8"
        life.answers = self.draws.choose(_ANSWERS)
        return life

    def _adopted(self) -> Life:
        life, carer = self._towards_adoption()
        # Someone adopted on the last day counts as looked after all year, and adoption details are then an error.
        adopted = self.draws.between(self.start, self.end - 1)
        placed = adopted - self.draws.between(75, 300)
        same_carer = self.draws.chance(0.25)
        self._placement_order(life, carer, placed, same_carer)
        matched = self.draws.between(life.decisions[-1].made, placed)
        life.adoption = Adoption(matched, same_carer, self.draws.choose(_ADOPTERS))
        self._finish(life, adopted, self.draws.pick(("E11", "E12")))
        return life

    def _adoption_given_up(self) -> Life:
        life, carer = self._towards_adoption()
        left = self.draws.between(self.start + 40, self.end)
        self._placement_order(life, carer, None, False, order=left - self.draws.between(150, 400))
        life.decisions[-1].reversed = self.draws.between(max(self.start, left - 60), left)
        life.decisions[-1].why = self.draws.pick(("RD1", "RD2", "RD3", "RD4"))
        self._finish(life, left, self.draws.pick(("E4A", "E45", "E46", "E47")))
        return life

    def _to_be_adopted(self) -> Life:
        """Decided, but no placement order yet."""
        life = self._someone(self.draws.between(1, 4), at=self.end)
        start = self._some_day_before(self.end - 60, life)
        start = max(start, self.end - 2 * YEAR)
        self._care(
            life, start, None, changes=0, status=self.draws.pick(("C1", "C2")), place=self.draws.pick(("U5", "U6"))
        )
        life.decisions.append(Decision(self.draws.between(start + 30, self.end)))
        return life

    def _towards_adoption(self) -> tuple[Life, str]:
        life = self._someone(self.draws.between(2, 6), at=self.end)
        return life, self.draws.pick(("U5", "U6", "U2", "U3"))

    def _placement_order(
        self, life: Life, carer: str, placed: int | None, same_carer: bool, order: int | None = None
    ) -> None:
        """Care order, placement order on `order`, and the move to the adopters on `placed` where there is one."""
        if order is None:
            assert placed is not None
            order = placed - self.draws.between(10, 90)
        start = max(life.born, order - self.draws.between(200, 500))
        if start > order - 60:
            life.born = start = order - 200
        self._care(life, start, None, changes=0, status=self.draws.pick(("C1", "C2")), place=carer)
        life.decisions.append(Decision(self.draws.between(start + 20, order)))
        now = life.episodes[-1]
        now = self._next(life, now, order, "L", "E1", now.setting)
        if placed is not None:
            setting = self.settings.adopters(life.home, now.setting if same_carer else None)
            self._next(life, now, placed, "T" if same_carer else "P", "E1", setting)

    # -- parts of a life

    def _someone(self, years: int, at: int) -> Life:
        """A child who is `years` old on the day `at`, with no history yet."""
        draws = self.draws
        self.count += 1
        home = self.settings.home()
        female = draws.chance(0.44)
        return Life(
            name=f"{100000 + self.count}",
            female=female,
            born=self._born_for(years, at) - draws.between(0, YEAR - 2),
            ethnic=draws.choose(_ETHNIC),
            upn=_pupil_number(f"{draws.between(2, 9)}{draws.between(10, 39)}{draws.between(100, 999)}{self.count:06d}"),
            home=home,
            need=draws.choose(_NEED),
        )

    def _born_for(self, years: int, at: int) -> int:
        """The birthday of someone who turns `years` on the day `at`."""
        return birthday(at, -years)

    def _some_day_before(self, latest: int, life: Life) -> int:
        """A day to start care on: likelier late than early, at most ten years before and not before birth."""
        earliest = max(life.born, latest - 10 * YEAR)
        return latest - int((latest - earliest) * self.draws.number() ** 2)

    def _short_break_setting(self, life: Life) -> Setting:
        # From 2025-26 a foster or children's home episode needs an Ofsted number, which a short break must not have.
        place = self.draws.pick(("R1", "R1", "R2")) if self.year >= "2025-26" else self.draws.pick(("U6", "K2", "R1"))
        return Setting(place, {"R1": "PR5", "R2": "PR3"}.get(place, "PR1"), "", "")

    def _place(self, life: Life, at: int, status: str) -> str:
        years = age(life.born, at)
        while True:
            place = self.draws.choose(next(odds for below, odds in _PLACES if years < below))
            if place != "P1" or status in ("C1", "C2"):
                return place

    def _care(
        self, life: Life, start: int, end: int | None, *, changes: int, status: str = "", place: str = ""
    ) -> None:
        """A period of care with about this many changes on the way; `end` None leaves it open."""
        start = max(start, life.born)
        if not status:
            status = self.draws.choose(_STATUS_AT_START if end is not None or changes else _STATUS_ONGOING)
            if end is not None and status in _LONGEST and (changes == 0 or end - start < 40):
                status = "V2"
        setting = self.settings.setting(place or self._place(life, start, status), life.home)
        now = Episode(start, "S", status, life.need, setting)
        life.episodes.append(now)
        until = self.end if end is None else end
        step = (until - start) // (changes + 1)
        at = start
        while changes > 0 or now.status in _LONGEST:
            forced = now.status in _LONGEST
            shortest, longest = _LONGEST[now.status] if forced else (max(10, step // 3), step)
            at += self.draws.between(shortest, longest)
            if at > (until if forced else until - 8):
                break
            now = self._change(life, now, at, until, forced)
            at = now.start
            changes -= not forced
        if end is not None:
            self._finish(life, end)

    def _change(self, life: Life, now: Episode, at: int, until: int, forced: bool) -> Episode:
        """The next episode: a new legal status, a new placement, both, or some days away and back."""
        kind = "L" if forced else self.draws.choose(_CHANGES)
        following = _NEXT_STATUS.get(now.status)
        if kind in "LBU" and following is None:
            kind = "P"
        if kind == "away":
            away = self.settings.setting("T", life.home)
            back = at + self.draws.between(1, _AWAY[away.place])
            if back > until - 8 or any(episode.setting.place[0] == "T" for episode in life.episodes):
                kind = "P"
            else:
                usual = now.setting
                self._next(life, now, at, "P", now.status, away)
                return self._next(life, life.episodes[-1], back, "P", now.status, usual)
        status = self.draws.choose(following) if following is not None and kind in "LBU" else now.status
        if kind in "TU" and now.setting.place not in ("U6", "U3"):
            kind = {"T": "P", "U": "B"}[kind]
        if kind == "L":
            return self._next(life, now, at, kind, status, now.setting)
        if kind in "TU":
            # The same carer goes on, now as a long-term placement.
            setting = now.setting._replace(place={"U6": "U4", "U3": "U1"}[now.setting.place])
            return self._next(life, now, at, kind, status, setting)
        setting = now.setting
        # Another number alone makes no move where numbers are not asked for.
        while setting[:3] == now.setting[:3]:
            setting = self.settings.setting(self._place(life, at, status), life.home)
        return self._next(life, now, at, kind, status, setting)

    def _next(self, life: Life, now: Episode, at: int, kind: str, status: str, setting: Setting) -> Episode:
        now.end = at
        now.why_ended = "X1"
        if kind != "L" and "T" not in (now.setting.place[0], setting.place[0]):
            now.why_moved = "PLACE" if kind in "TU" else self.draws.choose(_WHY_MOVED)
        episode = Episode(at, kind, status, life.need, setting)
        life.episodes.append(episode)
        return episode

    def _finish(self, life: Life, end: int, why: str = "") -> None:
        """Care ends."""
        last = life.episodes[-1]
        last.end = end
        if not why:
            years = age(life.born, end)
            why = self.draws.choose(_WHY_LEFT if years < 16 else _WHY_LEFT_AT_16 if years < 18 else _WHY_LEFT_AT_18)
        if why in ("E45", "E46") and last.setting.place not in FOSTER:
            why = {"E45": "E47", "E46": "E48"}[why]
        last.why_ended = why

    # -- what goes with the episodes

    def _told(self, life: Life) -> Life:
        """Add what the other tables hold, once the episodes stand."""
        draws = self.draws
        first, last = life.episodes[0], life.episodes[-1]
        if age(life.born, self.end) < 8 and self._not_at_school(life):
            life.upn = "UN1"
        life.permanence = self._earlier_order(life, first.start)
        life.workers = self._workers(life)
        if life.short_breaks_only:
            return life
        life.reviews = self._reviews(life)
        until = min(self.end, last.end or self.end)
        if life.female and life.answers is None and age(life.born, until) >= 15 and draws.chance(0.1):
            life.first_child = draws.between(max(birthday(life.born, 14), self.last_start - YEAR), until)
        if age(life.born, until) >= 11 and draws.chance(0.18):
            self._go_missing(life)
        if self.year >= "2026-27":
            self._deprive_of_liberty(life)
        return life

    def _not_at_school(self, life: Life) -> bool:
        """Whether UN1 may stand for the number: not yet 4 on 31 August before the collection year."""
        return birthday(life.born, 4) > day(int(self.year[:4]) - 1, 8, 31)

    def _earlier_order(self, life: Life, start: int) -> tuple[str, str, str]:
        code = self.draws.choose(_PERMANENCE)
        if code == "Z1" or start - life.born < 2 * YEAR:
            return "Z1", "", ""
        written = text(self.draws.between(life.born + 60, start - 400))
        unknown = self.draws.number()
        if unknown < 0.1:
            written = "ZZ/ZZ/ZZZZ"
        elif unknown < 0.2:
            written = "ZZ/ZZ" + written[5:]
        elif unknown < 0.4:
            written = "ZZ" + written[2:]
        return code, self.draws.pick(_LA_PERM), written

    def _workers(self, life: Life) -> list[Worker]:
        """Social workers one after the other, the last still in post: most children have one before they need care."""
        draws = self.draws
        first, last = life.episodes[0], life.episodes[-1]
        begun = first.start
        if draws.chance(0.7):
            begun = max(life.born, first.start - draws.between(1, 250))
        until = min(self.end, last.end or self.end)
        # Of a child in care for years only those of the years that are asked about.
        at = max(begun, min(until, self.last_start - draws.between(1, 300)))
        workers = [
            Worker(draws.pick(self.worker_numbers), at, None, "FCONTA" if at == begun else draws.choose(_SW_REASON))
        ]
        while (at := at + draws.between(60, 700)) <= until:
            workers[-1].end = at - draws.between(0, 3)
            workers.append(Worker(draws.pick(self.worker_numbers), at, None, draws.choose(_SW_REASON)))
        return workers

    def _reviews(self, life: Life) -> list[tuple[int, str]]:
        """Within 20 working days, again within 3 months, then every 6 months; only those of the two years."""
        reviews = []
        start = 0
        for episode in life.episodes:
            if episode.reason != "S":
                continue
            start = episode.start
            later = [e for e in life.episodes if e.start > start and e.reason == "S"]
            over = later[0].start - 1 if later else self.end
            last = max((e for e in life.episodes if start <= e.start <= over), key=lambda e: e.start)
            until = min(self.end, last.end or self.end)
            at = start + self.draws.between(14, 26)
            gap = 80
            if at < self.last_start - YEAR:
                # Years of reviews before the ones that count: take up the rhythm shortly before.
                at = self.last_start - self.draws.between(1, 170)
                gap = 170
            while at <= until:
                if at >= self.last_start:
                    fourth = birthday(life.born, 4)
                    reviews.append((at, "PN0" if at < fourth else self.draws.choose(_PARTICIPATION)))
                at += gap + self.draws.between(-10, 10)
                gap = 170
        return reviews

    def _go_missing(self, life: Life) -> None:
        draws = self.draws
        for episode in life.episodes:
            if episode.status in SHORT_BREAKS or (episode.end or self.end) < self.last_start:
                continue
            at = max(episode.start, self.last_start) + draws.between(2, 90)
            until = min(self.end, (episode.end or self.end) - 2)
            while at < until:
                back: int | None = min(until, at + int(draws.number() ** 3 * 20))
                if episode.end is None and at > self.end - 10 and draws.chance(0.5):
                    back = None
                life.missing.append(("M" if draws.chance(0.7) else "A", at, back))
                if back is None:
                    return
                at = back + draws.between(3, 150)

    def _deprive_of_liberty(self, life: Life) -> None:
        """An order for some of the children in children's homes or unregistered placements, inside one episode."""
        for episode in life.episodes:
            until = min(self.end, episode.end or self.end + 1)
            start = max(episode.start, self.last_start) + 1
            if episode.setting.place not in ("K2", "Z12", "Z13") or until - start < 40 or not self.draws.chance(0.15):
                continue
            start = self.draws.between(start, until - 35)
            end: int | None = self.draws.between(start + 14, until - 1)
            if episode.end is None and self.draws.chance(0.3):
                end = None
            life.orders.append((start, end))
