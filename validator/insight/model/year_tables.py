"""The tables with a row for each child and year: health_year, leaver_year, year_status."""

from __future__ import annotations

import re

import numpy as np

from rules.language import Index, Mask

from ...checking.report import Report
from ...returns.columns import Text
from ...returns.tables import THIS
from ..care import cohorts
from ..care.code_groups import titles
from ..care.history import History
from ..care.spells import NO_ROW
from ..care.stack import Stack, count_different
from .care_tables import placement_groups
from .event_tables import workers
from .made import NO_NUMBER, UNSURE, Made, flag, inside, miles, names_of_years, of_rows, whole

_SCORE = re.compile(r"[0-9]{1,2}")
_HIGHEST_SCORE = 40
EET = ("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "F3", "P3")


def _ages(h: History, child: Index, year: Index) -> Index:
    """Age on the last day of each row's year."""
    ends = np.array([found.closes for found in h.years], dtype="M8[D]")
    age = cohorts.ages(h.birth[child], ends[year])
    return whole(age, age >= 0)


def health_year(h: History) -> Made:
    """OC2, one row a child and year."""
    rows = h.rows("OC2")
    made = of_rows("health_year", rows, (rows.year,))
    column = rows.columns
    cohort = np.stack([cohorts.whole_period(h, year.start, year.closes) for year in h.years], axis=1)
    made.add_codes("sdq_reason_code", column["SDQ_REASON"])
    score = _scores(column["SDQ_SCORE"])
    band = np.where(score <= 13, "normal", np.where(score <= 16, "borderline", "cause for concern")).astype(object)
    made.values |= {
        "year": names_of_years(h, rows.year),
        "in_cohort": cohort[rows.child, rows.year],
        "age": _ages(h, rows.child, rows.year),
        "development_check": flag(column["HEALTH_CHECK"]),
        "immunised": flag(column["IMMUNISATIONS"]),
        "teeth": flag(column["TEETH_CHECK"]),
        "assessment": flag(column["HEALTH_ASSESSMENT"]),
        "substance": flag(column["SUBSTANCE_MISUSE"]),
        "offered": flag(column["INTERVENTION_OFFERED"]),
        "received": flag(column["INTERVENTION_RECEIVED"]),
        "convicted": flag(column["CONVICTED"]),
        "sdq": whole(score, score >= 0),
        "sdq_band": np.where(score < 0, "", band),
    }
    return made


def _scores(text: Text) -> Index:
    """Scores from 0 to 40; -1 for anything else."""
    words = text.words.values.tolist()
    numbers = [int(word) if _SCORE.fullmatch(word) and int(word) <= _HIGHEST_SCORE else -1 for word in words]
    return np.array(numbers, dtype=np.int64)[text.codes]


def leaver_year(h: History) -> Made:
    """OC3, one row a child and year."""
    rows = h.rows("OC3")
    made = of_rows("leaver_year", rows, (rows.year,))
    activity, accommodation = rows.columns["ACTIV"], rows.columns["ACCOM"]
    made.add_codes("in_touch_code", rows.columns["IN_TOUCH"])
    made.add_codes("activity_code", activity)
    made.add_codes("accommodation_code", accommodation)
    known = made.values["accommodation_code"]
    assert isinstance(known, Text)
    asked = known.filled & ~known.startswith("0", "G", "H", "R")
    suitable = known.each(lambda code: code.endswith("1"))
    made.values |= {
        "year": names_of_years(h, rows.year),
        "age": _ages(h, rows.child, rows.year),
        "activity_group": titles("activity_group", activity),
        "eet": np.where(activity.blank | (activity == "0"), UNSURE, activity.isin(EET)).astype(np.int8),
        "suitable": np.where(asked, suitable, UNSURE).astype(np.int8),
        "staying_put": np.where(known.blank, UNSURE, known.startswith("Z")).astype(np.int8),
    }
    return made


def year_status(h: History, report: Report | None) -> Made:
    """Each child in each year in whose return it is, or in which it was looked after."""
    parts = [_one_year(h, at, report) for at in range(len(h.years))]
    made = Made("year_status", np.concatenate([part.child for part in parts]))
    made.year = np.concatenate([part.year for part in parts])
    made.order = (made.year,)
    made.row = np.full(len(made), NO_ROW, dtype=np.intp)
    for name in parts[0].values:
        values = [part.values[name] for part in parts]
        made.values[name] = np.concatenate([v.values if isinstance(v, Text) else v for v in values])
    made.add_codes("provider_code", Text.of(np.asarray(made.values["provider_code"], dtype=object)))
    return made


def _one_year(h: History, at: int, report: Report | None) -> Made:
    year = h.years[at]
    first, last = year.start, year.end
    episode = cohorts.on_day(h, last)
    here = episode >= 0
    during = cohorts.during(h, first, last)
    began, left = cohorts.started(h, first, last) >= 0, cohorts.ceased(h, first, last) >= 0
    placement = np.append(h.placements.of_episode, NO_ROW)[episode]
    stands = cohorts.stands_for(h, placement)
    counted = cohorts.counted_placements(h, first, last)
    asked, same = cohorts.same_carer_two_years(h, last)
    status = h.episodes.text("LS")
    age = cohorts.ages(h.birth, last)

    child = np.flatnonzero(h.seen[:, at] | during).astype(np.intp)
    made = Made("year_status", child, year=np.full(len(child), at, dtype=np.intp))
    values = {
        "year": np.full(len(h.names), year.name, dtype=object),
        "at_31_march": here,
        "during": during,
        "started": np.where(~began & cohorts.start_unknown(h, first, last), UNSURE, began),
        "ceased": left,
        "twelve_months": cohorts.whole_period(h, first, last),
        "age": whole(age, age >= 0),
        "placement_group": np.where(here, placement_groups(h).take_or_blank(placement).values, ""),
        "provider_code": h.placements.at_start("PLACE_PROVIDER").take_or_blank(stands).values,
        "legal_status": titles("legal_family", status).take_or_blank(episode).values,
        "in_authority": inside(h.episodes.text("PL_LOCATION").take_or_blank(episode)),
        "distance_miles": miles(h.episodes.text("PL_DISTANCE").take_or_blank(episode)),
        "counted_placements": counted,
        "three_placements": counted >= 3,
        "two_years_asked": asked,
        "two_years_same_carer": np.where(asked, same, UNSURE),
        "social_workers": _workers(h, first, last),
        "missing_incidents": _incidents(h, first, last),
        "open_issues": _issues(h, at, report),
    }
    made.values |= {name: column[child] for name, column in values.items()}
    return made


def _workers(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """How many different social workers each child had in a period, in care or not."""
    rows = workers(h)
    there = _touches(h, rows, "SW_DECOM", "SW_DEC", first, last) & rows.columns["SW_ID"].filled
    return count_different(rows.child[there], rows.columns["SW_ID"].codes[there], len(h.names))


def _incidents(h: History, first: np.datetime64, last: np.datetime64) -> Index:
    """How many times each child was missing in a period; what was open at its beginning counts too."""
    rows = h.rows("Missing")
    there = (
        _touches(h, rows, "MIS_START", "MIS_END", first, last) & (rows.columns["MISSING"] == "M") & (rows.child >= 0)
    )
    return np.bincount(rows.child[there], minlength=len(h.names)).astype(np.int64)


def _touches(h: History, rows: Stack, start: str, end: str, first: np.datetime64, last: np.datetime64) -> Mask:
    """Where what a row tells of touches a period; of one that is open, no day after its return is told."""
    known_to = np.array([year.end for year in h.years], dtype="M8[D]")[rows.year]
    until = np.where(rows.columns[end].blank, known_to, rows.dates[end])
    return (rows.dates[start] <= last) & (until >= first)


def _issues(h: History, at: int, report: Report | None) -> Index:
    """How many issues the check of a year found for each child; blank for a year that it was not of."""
    if report is None or report.collection.year != h.years[at].name:
        return np.full(len(h.names), NO_NUMBER)
    place = {name: number for number, name in enumerate(h.names.tolist())}
    found = [
        place[h.present_name(issue.child)]
        for issue in report.found
        if issue.table.year is THIS and h.present_name(issue.child) in place
    ]
    return np.bincount(np.array(found, dtype=np.intp), minlength=len(h.names)).astype(np.int64)
