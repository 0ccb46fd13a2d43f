"""Shares and counts of returns as the Department publishes them for England, worked out from the files alone.

All years count together, so that chance says little. Definitions follow the Department's: short breaks (V3, V4) are
out; who started or left twice in a year counts once; a stay away (T0 to T4) is no placement; an adoptive placement with
the foster carer is the foster placement going on.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tests.sample.conftest import Row, Told
from validator.places.postcodes import postcodes

Fact: TypeAlias = tuple[str, str | None]
Shares: TypeAlias = dict[str, tuple[int, int]]

FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
_PLACEMENTS = (
    dict.fromkeys(FOSTER, "foster")
    | dict.fromkeys(("K1", "K2"), "homes")
    | dict.fromkeys(("P2", "H5", "K3"), "supported")
    | {"P1": "parents"}
    | dict.fromkeys(("A3", "A4", "A5", "A6"), "adopters")
    | dict.fromkeys(("Z1", "Z11", "Z12", "Z13", "Z14"), "other")
)
_LEFT = {"E11": "adopted", "E12": "adopted", "E3": "other authority", "E41": "arrangements", "E4A": "home"} | {
    **dict.fromkeys(("E45", "E46", "E47", "E48"), "guardianship"),
    **{"E5": "independent", "E17": "same carers", "E8": "any other"},
}
_LEARNING_OR_WORKING = ("F", "P")


@dataclass(frozen=True)
class Published:
    """One published share: the name it has here, England's number and the number that it is a share of."""

    name: str
    number: int
    total: int

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.number / self.total


def published() -> list[Published]:
    """England's shares. The file names its source."""
    lines = (Path(__file__).parent / "england_shares.csv").read_text(encoding="utf-8").splitlines()
    found = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [Published(row["name"], int(row["number"]), int(row["total"])) for row in found]


def shares(told: Told, years: list[str]) -> Shares:
    """Name -> how many of how many, over all years."""
    count: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for year in years:
        for cohort, fact in _facts(told, year):
            total[cohort] += fact is None
            count[f"{cohort}: {fact}"] += bool(fact)
    found = {name: (number, total[name.split(":")[0]]) for name, number in count.items()}
    return found | _stability(told, years)


def _facts(told: Told, year: str) -> Iterator[Fact]:
    """(cohort, None) for each one in a cohort, and (cohort, fact) for each fact about that one; "" is no fact."""
    start, end = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
    header = {row["CHILD"]: row for row in told(year, "header")}
    seekers = {row["CHILD"] for row in told(year, "uasc")}
    lives = {child: list(rows) for child, rows in _by_child(told(year, "episodes"))}
    missing = {row["CHILD"] for row in told(year, "missing") if row["MISSING"] == "M"}
    places = {post for rows in lives.values() for row in rows for post in (row["PL_POST"], row["HOME_POST"])}
    where = _Where(sorted(places), year)

    def someone(cohort: str, child: str, at: dt.date) -> Iterator[Fact]:
        born = on(header[child]["DOB"])
        yield cohort, None
        yield cohort, _band(_age(born, at), cohort == "left")
        yield cohort, "girls" if header[child]["SEX"] in ("2", "F") else "boys"
        if child in seekers:
            yield cohort, "asylum seekers"

    for child, rows in lives.items():
        yield "during", None
        if child in missing:
            yield "during", "missing"
        last = rows[-1]
        starts = [row for row in rows if row["RNE"] == "S" and on(row["DECOM"]) >= start]
        if starts:
            yield from someone("started", child, on(starts[0]["DECOM"]))
            yield "started", starts[0]["CIN"]
            yield "started", starts[0]["LS"]
        if last["REC"] not in ("", "X1"):
            yield from someone("left", child, on(last["DEC"]))
            yield "left", _LEFT.get(last["REC"], "")
        for before, row in zip([None, *rows], rows, strict=False):
            if row["DEC"] and row["REASON_PLACE_CHANGE"]:
                yield "changed", None
                yield "changed", row["REASON_PLACE_CHANGE"]
            begins = on(row["DECOM"]) >= start and row["RNE"] != "L" and row["PLACE"][0] != "T"
            if begins and not (before is not None and before["PLACE"][0] == "T"):
                yield "new placements", None
                yield "new placements", where.distance(row, child in seekers)
        if not last["DEC"]:
            yield from someone("looked after", child, end)
            yield from _on_the_day(header[child], rows, where, child in seekers)
    for row in told(year, "oc2"):
        yield from _health(row, _age(on(row["DOB"]), end))
    for row in told(year, "oc3"):
        if row["IN_TOUCH"] not in ("DIED", "RHOM"):
            cohort = "leavers 17 to 18" if _age(on(row["DOB"]), end) < 19 else "leavers 19 to 21"
            yield cohort, None
            yield cohort, "learning or working" if row["ACTIV"][0] in _LEARNING_OR_WORKING else ""
            yield cohort, "suitable" if row["ACCOM"][-1] == "1" else ""
            yield cohort, "not known" if row["ACTIV"] == "0" else ""


def _on_the_day(header: Row, rows: list[Row], where: _Where, seeker: bool) -> Iterator[Fact]:
    # Who is away for some days lives where the placement is.
    last = rows[-2] if rows[-1]["PLACE"][0] == "T" and len(rows) > 1 else rows[-1]
    ethnic = header["ETHNIC"]
    group = {"W": "white", "M": "mixed"}.get(ethnic[0], "")
    group = "black" if ethnic in ("BCRB", "BAFR", "BOTH") else group
    group = "asian" if ethnic in ("AIND", "APKN", "ABAN", "AOTH", "CHNE") else group
    facts = [group, last["CIN"], last["LS"], _PLACEMENTS.get(last["PLACE"], ""), last["PLACE_PROVIDER"]]
    facts += [where.locality(last), where.distance(last, seeker)]
    facts += ["over 20 miles"] if where.distance(last, seeker).endswith("over 20") else []
    facts += ["three placements"] if len(placements(rows)) >= 3 else []
    yield from (("looked after", fact) for fact in facts)


def _health(row: Row, years: int) -> Iterator[Fact]:
    yield "all year", None
    for column in ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE"):
        yield "all year", column if row[column] == "1" else ""
    if years < 5:
        yield "all year under 5", None
        yield "all year under 5", "HEALTH_CHECK" if row["HEALTH_CHECK"] == "1" else ""
    if years >= 10:
        yield "all year from 10", None
        yield "all year from 10", "CONVICTED" if row["CONVICTED"] == "1" else ""
    if 5 <= years <= 16:
        yield "all year 5 to 16", None
        yield "all year 5 to 16", "SDQ_SCORE" if row["SDQ_SCORE"] else ""
        if row["SDQ_SCORE"]:
            score = int(row["SDQ_SCORE"])
            yield "SDQ", None
            yield "SDQ", "normal" if score <= 13 else "borderline" if score <= 16 else "concern"


# -- over several years


def _stability(told: Told, years: list[str]) -> Shares:
    """Shares that need more than one return: of each 31 March for which there are enough."""
    newest: dict[tuple[str, str], Row] = {}
    settled = [0, 0]
    moved = [0, 0]
    before: set[str] = set()
    for number, year in enumerate(years):
        rows = [row for _, life in _by_child(told(year, "episodes")) for row in life]
        newest.update({(row["CHILD"], row["DECOM"]): row for row in rows})
        start, end = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
        born = {row["CHILD"]: on(row["DOB"]) for row in told(year, "header")}
        now = {row["CHILD"] for row in rows}
        for child, life in _by_child(sorted(newest.values(), key=lambda row: (row["CHILD"], on(row["DECOM"])))):
            if life[-1]["DEC"]:
                continue
            if number >= 1 and child in before:
                since = start.replace(year=start.year - 1)
                two_years = [row for row in life if not row["DEC"] or on(row["DEC"]) >= since]
                moved[1] += 1
                moved[0] += len(placements(two_years)) >= 3
            if number >= 2 and _age(born[child], end) < 16:
                begun = next((row for row in reversed(life) if row["RNE"] == "S"), life[0])
                if on(begun["DECOM"]) <= dt.date(end.year - 3, 10, 1):
                    settled[1] += 1
                    settled[0] += _with_carer_since(life) <= dt.date(end.year - 2, 4, 1)
        before = now
    return {
        "two years: three placements": (moved[0], moved[1]),
        "long in care: same carer": (settled[0], settled[1]),
    }


def placements(rows: list[Row]) -> list[list[Row]]:
    """The placements of a child's episodes in order, stays away left out."""
    found: list[list[Row]] = []
    for row in rows:
        if row["PLACE"][0] == "T":
            continue
        before = found[-1][-1] if found else None
        back = before is not None and row["RNE"] == "P" and _same_place(before, row)
        adopted_by_carer = before is not None and row["PLACE"] in ("A3", "A5") and before["PLACE"] in FOSTER
        if found and (row["RNE"] == "L" or back or adopted_by_carer):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _with_carer_since(life: list[Row]) -> dt.date:
    """Since when the child lives with the carer of today, or is placed for adoption by way of that carer."""
    found = placements(life)
    at = len(found) - 1
    while at > 0 and (found[at][0]["RNE"] in ("T", "U") or found[at][0]["PLACE"][0] == "A"):
        at -= 1
    return on(found[at][0]["DECOM"])


def _same_place(one: Row, other: Row) -> bool:
    return (one["PLACE"], one["PL_POST"]) == (other["PLACE"], other["PL_POST"])


# -- small parts


class _Where:
    """Where postcodes lie, as seen from the council."""

    def __init__(self, places: list[str], year: str) -> None:
        reference = postcodes()
        assert reference is not None
        self.reference = reference
        _, location = reference.place(places, "E08000003", year)
        self.location = dict(zip(places, location.tolist(), strict=True))
        self.miles: dict[tuple[str, str], float] = {}

    def locality(self, row: Row) -> str:
        return "inside" if self.location[row["PL_POST"]] == "IN" else "outside"

    def distance(self, row: Row, seeker: bool) -> str:
        if seeker:
            return "distance not known"
        pair = row["HOME_POST"], row["PL_POST"]
        if pair not in self.miles:
            self.miles[pair] = float(self.reference.miles([pair[0]], [pair[1]])[0])
        return f"{self.locality(row)}, {'over' if self.miles[pair] > 20 else 'up to'} 20"


def _by_child(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    lives: dict[str, list[Row]] = {}
    for row in rows:
        if row["LS"] not in ("V3", "V4"):
            lives.setdefault(row["CHILD"], []).append(row)
    yield from lives.items()


def on(cell: str) -> dt.date:
    return dt.date(int(cell[6:]), int(cell[3:5]), int(cell[:2]))


def _age(born: dt.date, at: dt.date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _band(years: int, leaving: bool) -> str:
    if leaving and years >= 16:
        return f"aged {years}" if years < 18 else "aged 18 or over"
    return ["aged 0", "aged 1 to 4", "aged 5 to 9", "aged 10 to 15", "aged 16 or over"][
        (years > 0) + (years > 4) + (years > 9) + (years > 15)
    ]
