"""Columns the engine works out itself: the asylum-seeker flag of each child, and where a placement lies."""

from __future__ import annotations

import numpy as np

from ..returns.rows import Return
from ..returns.tables import TableRef, Year


def derive(r: Return) -> None:
    """Add the derived columns to a return that is being put together; those the input supplied stay as they are."""
    for year in Year:
        _asylum_seekers(r, year)
        _placements(r, year)


def _asylum_seekers(r: Return, year: Year) -> None:
    """Header's UASC: 1 for a child with a row in the same year's UASC table, else 0; no column without that table."""
    header, uasc = TableRef("Header", year), TableRef("UASC", year)
    if r.has("Header", "UASC", year=year) and not r.tables[header].supplied("UASC"):
        listed = r.tables[header].child_in(r.tables[uasc])
        r.add_column(header, "UASC", np.where(listed, "1", "0").astype(object))


def _placements(r: Return, year: Year) -> None:
    """Episodes' PL_LA, PL_LOCATION and PL_DISTANCE from its postcodes, where the postcode reference is at hand."""
    table = TableRef("Episodes", year)
    reference = r.postcodes
    if not r.has(table.name, year=year):
        return
    episodes = r.tables[table]
    if reference is not None:
        placement = episodes.text("PL_POST")
        authority, location = reference.place(placement.words.values, r.authority, r.year)
        worked_out = {
            "PL_LA": authority[placement.codes],
            "PL_LOCATION": location[placement.codes],
            "PL_DISTANCE": reference.distance(episodes.text("HOME_POST").values, placement.values),
        }
    else:
        # Without the reference, columns that the input did not supply stay away unless their companions are there.
        supplied = [column for column in ("PL_LA", "PL_LOCATION", "PL_DISTANCE") if episodes.supplied(column)]
        blank = np.full(len(episodes), "", dtype=object)
        worked_out = {column: blank for column in ("PL_LA", "PL_LOCATION", "PL_DISTANCE") if supplied}
    for column, values in worked_out.items():
        if not episodes.supplied(column):
            r.add_column(table, column, values)
