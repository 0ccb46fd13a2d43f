"""What goes wrong with health, offending, care leavers and earlier orders; beside each the rules that notice."""

from __future__ import annotations

from .draws import YEAR
from .errors import Desk, Line, Slip, written
from .slip import HEALTH, Where, any_row, blank, born, each, filled, put, still_open


def _all_year_at(low: int, high: int) -> Where:
    """OC2 rows of children of an age (completed years) at the end of the year."""
    return lambda d, x: low <= d.age(x, d.end) <= high


def _gone(d: Desk, x: Line) -> bool:
    """The header row of someone of 17 or 18 who left care in the year, and is not asked about as a care leaver."""
    lines = d.lines("Episodes", x.child)
    return bool(lines) and bool(lines[-1]["DEC"]) and d.age(x, d.end) in (17, 18) and not d.has("OC3", x)


OUTCOMES = [
    put("OC2", lambda d, x: 5 < d.age(x, d.end) < 15, SDQ_SCORE="", SDQ_REASON="SDQ1"),  # 157
    put("OC2", lambda d, x: x["INTERVENTION_RECEIVED"] == "1", INTERVENTION_OFFERED="1"),  # 158
    put("OC2", lambda d, x: x["SUBSTANCE_MISUSE"] == "0", INTERVENTION_RECEIVED="1"),  # 193
    put("OC2", _all_year_at(0, 2), SDQ_SCORE="12"),  # 188
    Slip(
        "OC2",
        _all_year_at(16, 17),
        each(born(lambda d, x: d.start - 17 * YEAR - 40), lambda d, x: x.put(SDQ_SCORE="9")),  # 189
    ),
    put("OC2", lambda d, x: x["SDQ_SCORE"] != "", SDQ_REASON="SDQ4"),  # 197a
    put("OC2", _all_year_at(0, 8), CONVICTED="0", often=2),  # 542
    put("OC2", _all_year_at(6, 17), HEALTH_CHECK="1", often=2),  # 546
    Slip(
        "Episodes",
        lambda d, x: x["RNE"] == "S" and x.on("DECOM") > d.start + 30 and d.age(x, d.end) > 5 and not d.has("OC2", x),
        lambda d, x: d.add("OC2", x, SDQ_SCORE="11", **dict.fromkeys(HEALTH, "0")),  # 185, 190
        often=2,
    ),
    Slip(
        "Episodes",
        lambda d, x: x["RNE"] == "S" and x.on("DECOM") > d.start + 30 and d.age(x, d.end) > 5 and not d.has("OC2", x),
        lambda d, x: d.add("OC2", x, SDQ_REASON="SDQ2"),  # 198
    ),
    Slip("OC3", any_row, lambda d, x: d.add("OC2", x, **dict.fromkeys(HEALTH, "1"))),  # 190, 215
    # Care leavers.
    put("OC3", lambda d, x: x["ACCOM"] != "0", IN_TOUCH="RHOM"),  # 344
    put("OC3", lambda d, x: x["IN_TOUCH"] == "YES", ACTIV="0", often=2),  # 345
    put("OC3", lambda d, x: d.turns(x, 18) > d.start, first="2023-24", ACCOM="T"),  # 347
    put("OC3", lambda d, x: d.age(x, d.end) == 17, ACCOM="Z1"),  # 3001
    Slip("OC2", _all_year_at(14, 15), lambda d, x: d.add("OC3", x, IN_TOUCH="YES", ACTIV="F2", ACCOM="D1")),  # 187, 391
    Slip("Header", _gone, lambda d, x: d.add("OC3", x, IN_TOUCH="YES", ACTIV="F2", ACCOM="U1"), often=2),  # 1007, 1016
    Slip(
        "Header",
        lambda d, x: d.age(x, d.end) == 17 and d.has("Episodes", x) and not d.lines("Episodes", x.child)[-1]["DEC"],
        lambda d, x: d.add("OC3", x, IN_TOUCH="YES", ACTIV="F2", ACCOM="D1"),  # 1007, 187
    ),
    Slip("OC3", lambda d, x: d.has("Episodes", x), lambda d, x: d.lines("Episodes", x.child)[-1].put(REC="E3")),  # 1011
    Slip("OC3", lambda d, x: d.has("Episodes", x), lambda d, x: d.lines("Episodes", x.child)[-1].put(REC="E2")),  # 1000
    # Previous permanence.
    Slip("PrevPerm", filled("DATE_PERM"), lambda d, x: x.put(DATE_PERM=written(d.end)), often=2),  # 632
    Slip(
        "Episodes",
        lambda d, x: still_open(d, x) and d.carried(x) and d.age(x, d.end) > 14,
        each(
            lambda d, x: x.put(DECOM="12/05/2015"),
            lambda d, x: d.add("PrevPerm", x, PREV_PERM="P2", LA_PERM="999", DATE_PERM="01/01/2014"),
        ),
    ),  # 634
    # Reviews.
    put("Reviews", lambda d, x: x["REVIEW_CODE"] == "PN0" and d.age(x, d.end) < 3, REVIEW_CODE="PN1"),  # 441
    put("Reviews", lambda d, x: d.age(x, d.start) > 5, REVIEW_CODE="PN0", often=2),  # 440
    blank("Reviews", "REVIEW"),  # 166, 167
]
