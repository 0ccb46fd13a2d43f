"""Decisions for adoption and adoptions, one row each, out of AD1, PlacedAdoption and Episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rules.language import Dates, Index

from .code_groups import codes_of
from .cohorts import begun_by, last_of_each
from .history import History
from .join import days
from .log import Entry
from .reviews import adoption_runs
from .spells import NO_ROW

_NOTHING = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Adoptions:
    """Aligned vectors, by child and decision.

    `placed_row`, `ad1_row` and `period` are places in PlacedAdoption, AD1 and the periods of care (-1: none);
    `decision` is that of AD1 for the adopted, else of PlacedAdoption; `order` the first day of a placement order,
    `placed` that of the run of placements for adoption, `adopted` the day of leaving care by adoption.
    """

    child: Index
    placed_row: Index
    ad1_row: Index
    period: Index
    decision: Dates
    order: Dates
    placed: Dates
    adopted: Dates


def adoptions(h: History) -> Adoptions:
    """One row for each decision; a child’s last one that was not reversed has what is known of its adoption."""
    decided, facts = h.rows("PlacedAdoption"), h.rows("AD1")
    when = decided.dates["DATE_PLACED"]
    rows = np.flatnonzero(decided.child >= 0)
    rows = rows[np.lexsort((days(when[rows]), decided.child[rows]))]
    live = np.isnat(decided.dates["DATE_PLACED_CEASED"][rows]) & decided.columns["DATE_PLACED_CEASED"].blank[rows]
    children = len(h.names)
    carries = np.full(children, NO_ROW, dtype=np.intp)
    carries[decided.child[rows[live]]] = np.flatnonzero(live)

    ad1 = np.full(children, NO_ROW, dtype=np.intp)
    known = np.flatnonzero(facts.child >= 0)
    ad1[facts.child[known]] = known  # by year, so that the newest counts
    last_period = _adopted_periods(h)
    # Children adopted, or with facts about it, of whom no decision is left to carry them.
    alone = np.flatnonzero((carries < 0) & ((ad1 >= 0) | (last_period >= 0)))
    child = np.concatenate([decided.child[rows], alone])
    row = np.concatenate([rows, np.full(len(alone), NO_ROW, dtype=np.intp)])
    adopts = np.concatenate([carries[decided.child[rows]] == np.arange(len(rows)), np.ones(len(alone), dtype=bool)])

    ad1_row = np.where(adopts, ad1[child], NO_ROW)
    adopted_in = np.where(adopts, last_period[child], NO_ROW)
    given = np.append(when, _NOTHING)[row]
    from_facts = np.append(facts.dates["DATE_INT"], _NOTHING)[ad1_row]
    decision = np.where(np.isnat(from_facts), given, from_facts)
    period = np.where(adopted_in >= 0, adopted_in, begun_by(h.periods, child, decision))
    found = Adoptions(
        child=child,
        placed_row=row,
        ad1_row=ad1_row,
        period=period,
        decision=decision,
        order=_placement_order(h, period),
        placed=_placed(h, period, adopted_in, decision),
        adopted=np.append(h.periods.end, _NOTHING)[adopted_in],
    )
    order = np.lexsort((row, days(decision), child))
    return Adoptions(**{name: values[order] for name, values in vars(found).items()})


def differing_decisions(h: History, found: Adoptions) -> list[Entry]:
    """The adopted whose decision has another date in AD1 than in PlacedAdoption, for the log."""
    decided = h.rows("PlacedAdoption")
    given = np.append(decided.dates["DATE_PLACED"], _NOTHING)[found.placed_row]
    return [
        Entry(
            "values_differ", "PlacedAdoption", int(found.child[at]), int(decided.year[found.placed_row[at]]),
            int(decided.row[found.placed_row[at]]), "DATE_PLACED", str(given[at]), str(found.decision[at]),
        )
        for at in np.flatnonzero(~np.isnat(given) & ~np.isnat(found.decision) & (given != found.decision)).tolist()
    ]  # fmt: skip


def _adopted_periods(h: History) -> Index:
    """Each child's last period of care that ended in adoption; -1 for none."""
    periods = h.periods
    adopted = periods.at_end("REC").isin(codes_of("end_group", "adopted")) & ~np.isnat(periods.end)
    return last_of_each(h, periods.child, adopted)


def _placement_order(h: History, period: Index) -> Dates:
    """The first day in each period of care of a placement order; NaT for none."""
    runs = h.legal_statuses
    at = np.flatnonzero(runs.at_start("LS").isin(codes_of("legal_family", "placement_order")))[::-1]
    found = np.full(len(h.periods) + 1, _NOTHING, dtype="M8[D]")
    found[h.periods.of_episode[runs.first[at]]] = runs.start[at]
    return found[period]


def _placed(h: History, period: Index, adopted_in: Index, decision: Dates) -> Dates:
    """For the adopted the first day of the run of placements that ends in the adoption, else the first one after the
    decision in its period of care."""
    runs, began = h.placements, adoption_runs(h)
    of_run = h.periods.of_episode[runs.first]
    ends = np.full(len(h.periods) + 1, _NOTHING, dtype="M8[D]")
    ends[of_run] = began
    at = np.flatnonzero(~np.isnat(began))
    order = at[np.lexsort((days(began[at]), of_run[at]))]
    span = np.int64(1) << 32
    keys = of_run[order] * span + days(began[order])
    known = (period >= 0) & ~np.isnat(decision)
    place = np.searchsorted(keys, np.where(known, period * span + np.where(known, days(decision), 0), -1))
    run = np.append(order, 0)[np.minimum(place, len(order))]
    fits = known & (place < len(order)) & (np.append(of_run, NO_ROW)[run] == period)
    after = np.where(fits, np.append(began, _NOTHING)[run], _NOTHING)
    return np.where(adopted_in >= 0, ends[adopted_in], after)
