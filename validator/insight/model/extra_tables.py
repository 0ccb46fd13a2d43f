"""The tables of the extension: placement_cost, cost_of_placement, outcome, support."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rules.language import Index, Strings

from ...reading.extension import Extra, ExtraTable
from ..care.cohorts import on_days
from ..care.extra import children_of, costs_met
from ..care.history import History
from ..care.join import days
from ..care.spells import NO_ROW
from ..care.stack import count_different
from .made import NO_NUMBER, Made, days_from
from .schema import BASES, MEETINGS

# Words that fewer children share may be a note about one of them, and are not shown without identifiers.
FEWEST_CHILDREN = 3


def extra_tables(h: History, extra: Extra) -> Iterator[Made]:
    """The tables that were given. Rows about children that are in no return are left out."""
    if "placement_cost" in extra.tables:
        yield from _costs(h, extra.tables["placement_cost"])
    if "outcome" in extra.tables:
        yield _outcome(h, extra.tables["outcome"])
    if "support" in extra.tables:
        yield _support(h, extra.tables["support"])


def _made(name: str, table: ExtraTable, child: Index, order: tuple[Index, ...]) -> tuple[Made, Index]:
    """A table of the rows of known children, and which these are; their files and lines stand in the extension."""
    at = np.flatnonzero(child >= 0)
    nothing = np.full(len(at), NO_ROW, dtype=np.intp)
    made = Made(name, child[at], tuple(key[at] for key in order), year=nothing, row=nothing)
    made.values |= {"source_file": table.file[at], "source_line": table.line[at]}
    return made, at


def _words(table: ExtraTable, name: str, child: Index) -> Strings:
    """The words of a column that enough children share; blank for others."""
    words, place = np.unique(table.columns[name].astype(str), return_inverse=True)
    children = count_different(place[child >= 0], child[child >= 0], len(words))
    shown = np.where(children >= FEWEST_CHILDREN, words, "").astype(object)
    return shown[place] if len(place) else table.columns[name]


def _costs(h: History, table: ExtraTable) -> Iterator[Made]:
    child, start, end = children_of(h, table), table.dates("start"), table.dates("end")
    met = costs_met(h, table)
    made, at = _made("placement_cost", table, child, (days(start), days(end), np.arange(len(table))))
    place = np.full(len(table) + 1, NO_ROW, dtype=np.intp)
    place[at] = np.arange(len(at))
    both = (met.cost >= 0) & (met.placement >= 0)
    nights = np.zeros(len(table), dtype=np.int64)
    np.add.at(nights, met.cost[both], days(met.end[both]) - days(met.start[both]))
    basis = table.columns["basis"]
    known = np.array([word.lower() if word.lower() in BASES else "" for word in basis.tolist()], dtype=object)
    made.values |= {
        "start": start[at],
        "end": end[at],
        **{name: table.numbers(name)[at] for name in ("weekly_cost", "social_care", "health", "education")},
        "basis": known[at],
        "nights_placed": nights[at],
        "note": table.columns["note"][at],
        "basis_words": basis[at],
    }
    yield made

    placed = np.append(h.placements.child, NO_ROW)[met.placement]
    owner = np.where(met.cost >= 0, np.append(child, NO_ROW)[met.cost], placed)
    nothing = np.full(len(owner), NO_ROW, dtype=np.intp)
    joined = Made("cost_of_placement", owner, (days(met.start), met.cost, met.placement), year=nothing, row=nothing)
    joined.links |= {"cost_id": place[met.cost], "placement_id": met.placement}
    what = np.where(both, MEETINGS[0], np.where(met.cost >= 0, MEETINGS[1], MEETINGS[2]))
    joined.values |= {
        "what": what.astype(object),
        "start": met.start,
        "end": met.end,
        "nights": np.where(both, days_from(met.start, met.end), NO_NUMBER),
        "amount": np.round(met.amount, 2),
    }
    yield joined


def _outcome(h: History, table: ExtraTable) -> Made:
    child, day = children_of(h, table), table.dates("date")
    made, at = _made("outcome", table, child, (days(day), np.arange(len(table))))
    made.values |= {
        "date": day[at],
        "value": table.numbers("value")[at],
        "value_words": _words(table, "value", child)[at],
        **{name: _words(table, name, child)[at] for name in ("measure", "unit", "source")},
        **{f"{name}_as_given": table.columns[name][at] for name in ("measure", "value", "unit", "source")},
    }
    made.links["placement_id"] = on_days(h.placements, child[at], day[at])
    return made


def _support(h: History, table: ExtraTable) -> Made:
    child, start, end = children_of(h, table), table.dates("start"), table.dates("end")
    made, at = _made("support", table, child, (days(start), days(end), np.arange(len(table))))
    made.values |= {
        "start": start[at],
        "end": end[at],
        "days": days_from(start[at], end[at]),
        "service": _words(table, "service", child)[at],
        "service_as_given": table.columns["service"][at],
        "note": table.columns["note"][at],
    }
    made.links["placement_id"] = on_days(h.placements, child[at], start[at])
    return made
