"""What the return of one collection year says about made-up lives: the twelve tables, ready to be written as CSV."""

from __future__ import annotations

from collections.abc import Iterable

from ..returns.tables import YEARS, tables
from .draws import Draws, Odds, age, birthday, day, text
from .lives import SHORT_BREAKS, Episode, Life

# Table name -> rows of text, in the conventional order of columns.
TableRows = dict[str, list[list[str]]]

_SDQ_REASON = Odds({"SDQ2": 3, "SDQ3": 1, "SDQ4": 2, "SDQ5": 2})


class Teller:
    """Writes lives down as the return of `year` (such as "2025-26") would have them on its last day.

    Nothing that happened later is known: an episode that ended after the year is still open. `supported_numbers` says
    whether supported accommodation has Ofsted numbers.
    """

    def __init__(self, year: str, draws: Draws, *, supported_numbers: bool) -> None:
        self.year = year
        self.supported_numbers = supported_numbers
        self.draws = draws
        self.start = day(int(year[:4]), 4, 1)
        self.end = day(int(year[:4]) + 1, 3, 31)
        known = max(year, YEARS[0])
        self.rows: TableRows = {name: [] for name, table in tables().items() if table.first_year <= known}
        # From 2024-25 social workers are asked for one year further back.
        self.workers_from = self.start if year < "2024-25" else day(int(year[:4]) - 1, 4, 1)

    def tell(self, lives: Iterable[Life]) -> TableRows:
        """The tables with what this year's return says of these lives."""
        for life in lives:
            self._tell(life)
        return self.rows

    def _tell(self, life: Life) -> None:
        born = text(life.born)
        key = [life.name, born]
        episodes = [e for e in life.episodes if e.start <= self.end and (e.end is None or e.end >= self.start)]
        leaver = self._is_leaver(life)
        if not episodes and not leaver:
            return
        self._header(life, born, any(e.status not in SHORT_BREAKS for e in episodes))
        if leaver and life.answers is not None:
            self.rows["OC3"].append([*key, *life.answers])
        if not episodes:
            return
        for episode in episodes:
            self.rows["Episodes"].append(self._episode(life, episode))
        for at, code in life.reviews:
            if self.start <= at <= self.end:
                self.rows["Reviews"].append([*key, text(at), code])
        turns_18 = birthday(life.born, 18)
        if life.seeker and turns_18 >= self.start:
            self.rows["UASC"].append([life.name, self._sex(life), born, text(turns_18)])
        if any(e.reason == "S" and e.start >= self.start for e in episodes):
            self.rows["PrevPerm"].append([*key, *life.permanence])
        for decision in life.decisions:
            if decision.made <= self.end and (decision.reversed is None or decision.reversed >= self.start):
                known = decision.reversed is not None and decision.reversed <= self.end
                reversal = [text(decision.reversed), decision.why] if known else ["", ""]
                self.rows["PlacedAdoption"].append([*key, text(decision.made), *reversal])
        if life.adoption is not None and (adopted := episodes[-1].end) is not None and adopted <= self.end:
            facts = [text(life.decisions[-1].made), text(life.adoption.matched)]
            by_carer = "1" if life.adoption.by_foster_carer else "0"
            self.rows["AD1"].append([*key, *facts, by_carer, *life.adoption.adopters])
        self._periods("Missing", [([*key, code], start, end) for code, start, end in life.missing])
        if "DoLo" in self.rows:
            self._periods("DoLo", [(key, start, end) for start, end in life.orders])
        if "SWEpisodes" in self.rows:
            for worker in life.workers:
                if worker.start <= self.end and (worker.end is None or worker.end >= self.workers_from):
                    over = worker.end is not None and worker.end <= self.end
                    ended = text(worker.end) if over else ""
                    self.rows["SWEpisodes"].append([*key, worker.number, text(worker.start), ended, worker.reason])
        if self._all_year(life):
            self.rows["OC2"].append([*key, *self._outcomes(life)])

    def _episode(self, life: Life, episode: Episode) -> list[str]:
        place, provider, postcode, urn = episode.setting
        over = episode.end is not None and episode.end <= self.end
        ended = [text(episode.end), episode.why_ended, episode.why_moved] if over else ["", "", ""]
        need = [episode.reason, episode.status, episode.need]
        home = "" if episode.status in SHORT_BREAKS or life.seeker else life.home
        where = [home, postcode, self._urn(place, urn)]
        return [life.name, text(episode.start), *need, self._place(place), provider, *ended, *where]

    def _sex(self, life: Life) -> str:
        return ("2" if life.female else "1") if self.year < "2024-25" else "F" if life.female else "M"

    def _place(self, place: str) -> str:
        """Today's code as this year had it."""
        if place == "K3" and self.year < "2024-25":
            return "H5"
        return "Z1" if place[0] == "Z" and self.year < "2025-26" else place

    def _urn(self, place: str, urn: str) -> str:
        return "" if place == "K3" and not self.supported_numbers else urn

    def _header(self, life: Life, born: str, fully_in_care: bool) -> None:
        mother = first_child = ""
        if life.female and fully_in_care:
            mother = "0"
            if life.first_child is not None and life.first_child <= self.end:
                mother, first_child = "1", text(life.first_child)
        self.rows["Header"].append([life.name, self._sex(life), born, life.ethnic, life.upn, mother, first_child])

    def _is_leaver(self, life: Life) -> bool:
        """Whether the return asks how this care leaver is doing: 17 to 19, and out of care before the birthday."""
        if life.answers is None or (left := life.episodes[-1].end) is None:
            return False
        years = age(life.born, self.end)
        return 17 <= years <= 19 and left < birthday(life.born, years)

    def _periods(self, table: str, periods: list[tuple[list[str], int, int | None]]) -> None:
        """Rows for the periods that touch the year; one that ended later is still open."""
        for key, start, end in periods:
            if start <= self.end and (end is None or end >= self.start):
                over = end is not None and end <= self.end
                self.rows[table].append([*key, text(start), text(end) if over else ""])

    def _all_year(self, life: Life) -> bool:
        """Whether the child was looked after all year without a break, short breaks apart."""
        begun = max((e.start for e in life.episodes if e.reason == "S" and e.start <= self.end), default=self.end + 1)
        last = life.episodes[-1].end
        return begun <= self.start and (last is None or last >= self.end) and not life.short_breaks_only

    def _outcomes(self, life: Life) -> list[str]:
        """The OC2 items from SDQ_SCORE on, for a child looked after all year."""
        draws = self.draws
        score = reason = ""
        fourth, seventeenth = birthday(life.born, 4), birthday(life.born, 17)
        if fourth <= self.end and seventeenth >= self.start:
            if draws.chance(0.75):
                score = str(min(40, int(draws.number() * 22 + draws.number() * 12)))
            elif draws.chance(0.5) and (fourth > self.start or seventeenth <= self.end):
                reason = "SDQ1"
            else:
                reason = draws.choose(_SDQ_REASON)
        ten = birthday(life.born, 10) <= self.end
        convicted = ("1" if draws.chance(0.03) else "0") if ten else ""
        checked = ("1" if draws.chance(0.9) else "0") if birthday(life.born, 5) > self.end else ""
        health = ["1" if draws.chance(often) else "0" for often in (0.88, 0.78, 0.92)]
        if "1" not in (checked, *health):
            # Somebody sees a child in care within a year: an assessment, if nothing else.
            health[-1] = "1"
        misuse = "1" if age(life.born, self.end) >= 12 and draws.chance(0.08) else "0"
        received = offered = ""
        if misuse == "1":
            received = "1" if draws.chance(0.5) else "0"
            offered = "" if received == "1" else "1" if draws.chance(0.7) else "0"
        return [score, reason, convicted, checked, *health, misuse, received, offered]


def as_files(rows: TableRows) -> dict[str, bytes]:
    """The tables as CSV files with their usual names."""
    result = {}
    for name, table in tables().items():
        if name in rows:
            lines = [",".join(table.columns), *(",".join(row) for row in rows[name])]
            result[table.usual_file_name] = ("\n".join(lines) + "\n").encode("ascii")
    return result
