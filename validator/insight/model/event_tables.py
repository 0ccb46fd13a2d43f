"""The tables about what happened: missing, review, social_worker, liberty_order, adoption, earlier_permanence."""

from __future__ import annotations

import re

import numpy as np

from rules.language import Dates

from ..care.adoptions import Adoptions
from ..care.cohorts import on_days
from ..care.history import History
from ..care.join import days
from ..care.reviews import reviews
from ..care.spells import NO_ROW
from ..care.stack import Stack
from .made import UNSURE, Made, days_from, flag, of_rows, whole

_PARTS = re.compile(r"(\d{1,2}|ZZ)/(\d{1,2}|ZZ)/(\d{4}|ZZZZ)")


def _of_children(rows: Stack) -> Stack:
    return rows[rows.child >= 0]


def missing(h: History) -> Made:
    """Times missing, with the placement in which each began."""
    rows = _of_children(h.rows("Missing"))
    start, end = rows.dates["MIS_START"], _not_before(rows.dates["MIS_END"], rows.dates["MIS_START"])
    made = of_rows("missing", rows, (days(start), days(end), rows.columns["MISSING"].codes))
    made.add_codes("kind_code", rows.columns["MISSING"])
    made.values |= {"start": start, "end": end, "nights": days_from(start, end)}
    made.links["placement_id"] = on_days(h.placements, rows.child, start)
    return made


def _not_before(end: Dates, start: Dates) -> Dates:
    """The ends, not known where they are before the start."""
    return np.where(end < start, np.datetime64("NaT", "D"), end)


def review(h: History) -> Made:
    """The reviews, with the day on which each was due."""
    found = reviews(h)
    held = found.rows.dates["REVIEW"]
    code = found.rows.columns["REVIEW_CODE"]
    made = of_rows("review", found.rows, (days(held), np.arange(len(held))))
    made.add_codes("participation_code", code)
    late = days(held) - days(found.due)
    known = ~np.isnat(found.due)
    gave_views, gave_none = code.isin(("PN1", "PN2", "PN3", "PN5", "PN6")), code.isin(("PN4", "PN7"))
    made.values |= {
        "date": held,
        "took_part": np.where(gave_views, 1, np.where(gave_none, 0, UNSURE)).astype(np.int8),
        "due": found.due,
        "days_late": whole(np.maximum(late, 0), known),
        "on_time": np.where(known, late <= 0, UNSURE).astype(np.int8),
    }
    made.links["period_id"] = found.period
    return made


def workers(h: History) -> Stack:
    """The rows of social workers that tell of a day within the years of the files."""
    rows = _of_children(h.rows("SWEpisodes"))
    start, end = rows.dates["SW_DECOM"], rows.dates["SW_DEC"]
    return rows[~(end < h.first_day) & ~(start > h.last_day)]


def social_worker(h: History) -> Made:
    """Who was the social worker, no day before the first of the files."""
    rows = workers(h)
    start = np.where(rows.dates["SW_DECOM"] < h.first_day, h.first_day, rows.dates["SW_DECOM"])
    end = _not_before(rows.dates["SW_DEC"], start)
    made = of_rows("social_worker", rows, (days(start), days(end), rows.columns["SW_ID"].codes))
    made.add_codes("reason_code", rows.columns["SW_REASON"])
    worker = rows.columns["SW_ID"]
    made.values |= {"start": start, "end": end, "worker": worker, "worker_key": worker}
    return made


def liberty_order(h: History) -> Made:
    """Deprivation of liberty orders."""
    rows = _of_children(h.rows("DoLo"))
    start, end = rows.dates["DOLO_START"], _not_before(rows.dates["DOLO_END"], rows.dates["DOLO_START"])
    made = of_rows("liberty_order", rows, (days(start), days(end)))
    made.values |= {"start": start, "end": end, "days": days_from(start, end)}
    return made


def adoption(h: History, found: Adoptions) -> Made:
    """Decisions for adoption and what came of them."""
    decided, facts = h.rows("PlacedAdoption"), h.rows("AD1")
    made = Made("adoption", found.child, (days(found.decision), np.arange(len(found.child))))
    from_facts = found.placed_row < 0
    made.table = "PlacedAdoption"
    made.year = np.append(decided.year, NO_ROW)[found.placed_row]
    made.year = np.where(from_facts, np.append(facts.year, NO_ROW)[found.ad1_row], made.year)
    made.row = np.where(from_facts, NO_ROW, np.append(decided.row, NO_ROW)[found.placed_row])

    nothing = np.datetime64("NaT", "D")
    made.add_codes("reversal_reason_code", decided.columns["REASON_PLACED_CEASED"].take_or_blank(found.placed_row))
    made.add_codes("adopters_code", facts.columns["SEX_ADOPTR"].take_or_blank(found.ad1_row))
    made.add_codes("adopters_legal_status_code", facts.columns["LS_ADOPTR"].take_or_blank(found.ad1_row))
    number = facts.columns["NB_ADOPTR"].take_or_blank(found.ad1_row)
    made.values |= {
        "decision": found.decision,
        "reversed": np.append(decided.dates["DATE_PLACED_CEASED"], nothing)[found.placed_row],
        "placement_order": found.order,
        "matched": np.append(facts.dates["DATE_MATCH"], nothing)[found.ad1_row],
        "placed": found.placed,
        "adopted": found.adopted,
        "foster_carer": flag(facts.columns["FOSTER_CARE"].take_or_blank(found.ad1_row)),
        "number_of_adopters": whole(np.where(number == "2", 2, 1), number.isin(("1", "2"))),
    }
    return made


def earlier_permanence(h: History) -> Made:
    """Permanence orders before this care, with as much of their date as was known."""
    rows = _of_children(h.rows("PrevPerm"))
    made = of_rows("earlier_permanence", rows)
    made.add_codes("kind_code", rows.columns["PREV_PERM"])
    made.add_codes("council_code", rows.columns["LA_PERM"])
    given = rows.columns["DATE_PERM"]
    made.values |= {
        "date_text": given.respelt(lambda text: text if _PARTS.fullmatch(text) else ""),
        "precision": given.respelt(_precision),
    }
    return made


def _precision(text: str) -> str:
    found = _PARTS.fullmatch(text)
    if not found:
        return ""
    day, month, year = (part.startswith("Z") for part in found.groups())
    return "not known" if year else "year" if month else "month" if day else "day"
