"""What the return of one collection year says about made-up lives: the twelve tables, ready to be written as CSV."""

from __future__ import annotations

from collections.abc import Iterable

from ..returns.tables import YEARS, tables
from .draws import birthday, csv_file, day, text
from .life import SHORT_BREAKS, Episode, Life
from .years import first_day, last_day

# Table name -> rows of text, in the conventional order of columns.
TableRows = dict[str, list[list[str]]]


class Teller:
    """Writes lives down as the return of `year` (such as "2025-26") would have them on its last day.

    Nothing that happened later is known: an episode that ended after the year is still open. Years before the first
    that has rules are written in that year's layout and codes.
    """

    def __init__(self, year: str) -> None:
        self.year = year
        self.start = first_day(year)
        self.end = last_day(year)
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
        episodes = life.cared_for(self.start, self.end)
        answers = life.answers.get(self.end)
        if not episodes and answers is None:
            return
        self._header(life, born, any(e.status not in SHORT_BREAKS for e in episodes))
        if answers is not None:
            self.rows["OC3"].append([*key, *answers])
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
        if life.missing:
            self._periods("Missing", [([*key, code], start, end) for code, start, end in life.missing])
        if life.orders and "DoLo" in self.rows:
            self._periods("DoLo", [(key, start, end) for start, end in life.orders])
        if "SWEpisodes" in self.rows:
            for worker in life.workers:
                if worker.start <= self.end and (worker.end is None or worker.end >= self.workers_from):
                    over = worker.end is not None and worker.end <= self.end
                    ended = text(worker.end) if over else ""
                    self.rows["SWEpisodes"].append([*key, worker.number, text(worker.start), ended, worker.reason])
        if self.end in life.health:
            self.rows["OC2"].append([*key, *life.health[self.end]])

    def _episode(self, life: Life, episode: Episode) -> list[str]:
        place, provider, postcode, urn = episode.setting
        over = episode.end is not None and episode.end <= self.end
        ended = [text(episode.end), episode.why_ended, episode.why_moved] if over else ["", "", ""]
        need = [episode.reason, episode.status, episode.need]
        home = "" if episode.status in SHORT_BREAKS or life.seeker else life.home
        where = [home, postcode, urn]
        return [life.name, text(episode.start), *need, self._place(place), provider, *ended, *where]

    def _sex(self, life: Life) -> str:
        return ("2" if life.female else "1") if self.year < "2024-25" else "F" if life.female else "M"

    def _place(self, place: str) -> str:
        """Today's code as this year had it."""
        if place == "K3" and self.year < "2024-25":
            return "H5"
        return "Z1" if place[0] == "Z" and self.year < "2025-26" else place

    def _header(self, life: Life, born: str, fully_in_care: bool) -> None:
        mother = first_child = ""
        if life.female and fully_in_care:
            mother = "0"
            if life.first_child is not None and life.first_child <= self.end:
                mother, first_child = "1", text(life.first_child)
        # UN1 stands for the number of a child who was not yet 4 on 31 August before the year.
        upn = "UN1" if birthday(life.born, 4) > day(int(self.year[:4]) - 1, 8, 31) else life.upn
        self.rows["Header"].append([life.name, self._sex(life), born, life.ethnic, upn, mother, first_child])

    def _periods(self, table: str, periods: list[tuple[list[str], int, int | None]]) -> None:
        """Rows for the periods that touch the year; one that ended later is still open."""
        for key, start, end in periods:
            if start <= self.end and (end is None or end >= self.start):
                over = end is not None and end <= self.end
                self.rows[table].append([*key, text(start), text(end) if over else ""])


def as_files(rows: TableRows) -> dict[str, bytes]:
    """The tables as CSV files with their usual names."""
    result = {}
    for name, table in tables().items():
        if name in rows:
            result[table.usual_file_name] = csv_file(table.columns, rows[name])
    return result
