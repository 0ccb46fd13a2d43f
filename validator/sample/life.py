"""A made-up child and everything that happens to it; days are ordinals."""

from __future__ import annotations

from dataclasses import dataclass, field

from .draws import YEAR, age, birthday
from .settings import Setting

SHORT_BREAKS = ("V3", "V4")
ADOPTED = ("E11", "E12")
# Who left so is no care leaver of this authority: adopted, died, or in another authority's care.
_NO_LEAVER = (*ADOPTED, "E2", "E3")


@dataclass(slots=True)
class Stay:
    """A period of care as it is meant to be: what it is about, when it ends and why.

    `end` may lie after the last return. `why` is the REC code, "" where it hangs on the last placement. `order` and
    `placed` are the days of the placement order and of the move to adopters, on the way to adoption alone.
    """

    route: str
    start: int
    end: int
    why: str = ""
    order: int | None = None
    placed: int | None = None


@dataclass(slots=True)
class Episode:
    """One episode of care; `end` None while it goes on."""

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
    """A made-up child.

    `routes` says of each period of care what it is about. `permanence` is PREV_PERM, LA_PERM and DATE_PERM. `health`
    holds the OC2 items from SDQ_SCORE on, and `answers` IN_TOUCH, ACTIV and ACCOM, each by the last day of the year
    that it belongs to.
    """

    name: str
    female: bool
    born: int
    ethnic: str
    upn: str
    home: str
    need: str
    seeker: bool = False
    routes: tuple[str, ...] = ()
    first_child: int | None = None
    permanence: tuple[str, str, str] = ("Z1", "", "")
    adoption: Adoption | None = None
    episodes: list[Episode] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    reviews: list[tuple[int, str]] = field(default_factory=list)
    missing: list[tuple[str, int, int | None]] = field(default_factory=list)
    orders: list[tuple[int, int | None]] = field(default_factory=list)
    health: dict[int, list[str]] = field(default_factory=dict)
    answers: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    @property
    def short_breaks_only(self) -> bool:
        """Whether the child is only ever looked after for short breaks."""
        return self.episodes[0].status in SHORT_BREAKS

    def cared_for(self, start: int, end: int) -> list[Episode]:
        """The episodes that touch the days from `start` to `end`, both included."""
        return [e for e in self.episodes if e.start <= end and (e.end is None or e.end >= start)]

    def all_year(self, start: int, end: int) -> bool:
        """Whether the child was looked after from `start` to `end` without a break, short breaks apart."""
        last = self.episodes[-1].end
        if self.episodes[0].start > start or (last is not None and last < end) or self.short_breaks_only:
            return False
        begun = over = None
        for episode in self.episodes:
            if episode.start > end:
                break
            if episode.reason == "S":
                begun = episode.start
            over = episode.end
        return begun is not None and begun <= start and (over is None or over >= end)

    def asked_about(self, start: int, end: int) -> bool:
        """Whether the return of the year asks how this care leaver is doing.

        The young person is 17 to 19, left before the birthday of the year, and had 13 weeks in care since 14 and some
        since 16. Only care that last year's return shows counts: the rules know of no other, and of none that has not
        begun when the year begins.
        """
        last = self.episodes[-1]
        left = last.end
        if left is None or end - self.born < 17 * YEAR or self.short_breaks_only or last.why_ended in _NO_LEAVER:
            return False
        years = age(self.born, end)
        if not 17 <= years <= 19 or left >= birthday(self.born, years) or min(left, start) <= birthday(self.born, 16):
            return False
        fourteen = birthday(self.born, 14)
        counted = self.cared_for(start - YEAR, start)
        return sum(max(0, min(e.end or left, start) - max(e.start, fourteen)) for e in counted) >= 91
