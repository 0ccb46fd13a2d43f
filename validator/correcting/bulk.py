"""Changing one column of many rows at once, as the user says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..reading.tidy import tidy_value
from ..returns.cells import column_of, table_title
from ..returns.errors import InputError
from ..returns.tables import LAST, TableRef, tables
from ..returns.words import count_of
from .edits import Edit, Step
from .proposals import State

ACTIONS = ("set", "clear", "replace")
# The longest value of a return is a child's identifier or a name in it; nothing of this length belongs there.
LONGEST_VALUE = 200


def bulk_step(state: State, ref: TableRef, rows: Iterable[int], asked: Mapping[str, Any], rule: str = "") -> Step:
    """The step that changes a column in some rows of a table (counted as the table is now).

    `asked` has `field`, `action` ("set" to `value`, "clear", or "replace" where the cell says `find` by `value`), and
    `value` and `find`. Cells that say so already are left alone. Raises InputError for what cannot be done.
    """
    table = ref.name
    if ref.year is LAST:
        raise InputError(
            "Last year’s return was sent already, so its rows cannot be changed.", "Change this year’s rows."
        )
    field, action = asked["field"], asked["action"]
    if table not in state.corrected.tables:
        raise InputError("This return has no such table.", "Choose the rows again.")
    column = tables()[table].columns.get(field)
    if column is None:
        raise InputError(f"{table_title(ref)} has no column {field} that can be changed.", "Choose another column.")
    if action not in ACTIONS:
        raise InputError("What is to be done is not said.", "Choose to set, clear or replace.")
    value = "" if action == "clear" else str(asked.get("value", "")).strip()
    wanted = tidy_value(column, str(asked.get("find", "")))
    _check(action, value, wanted)
    source, places = state.corrected.tables[table], state.corrected.rows[table]
    now, read = source.raw[field], source.columns[field]
    title = column_of(table, field).title
    why = {
        "set": f"{title} was set to {value} in many rows at once.",
        "clear": f"{title} was cleared in many rows at once.",
        "replace": f"{title} was changed from {wanted or 'blank'} to {value or 'blank'} in many rows at once.",
    }[action]
    edits = [
        Edit(table, int(places[row]), field, value, why, rule)
        for row in sorted(set(rows))
        if now[row] != value and (action != "replace" or read[row] == wanted)
    ]
    done = {
        "set": f"set to {value}",
        "clear": "cleared",
        "replace": f"{wanted or 'blank'} replaced by {value or 'blank'}",
    }
    return Step(f"{title}: {done[action]} ({count_of(len(edits), 'row')})", "by hand", edits)


def _check(action: str, value: str, wanted: str) -> None:
    if action == "set" and not value:
        raise InputError("The new value is missing.", "Enter it, or choose to clear the column.")
    if action == "replace" and value == wanted:
        raise InputError("The value to replace and the new value are the same.", "Enter another value.")
    for text in (value, wanted):
        if len(text) > LONGEST_VALUE:
            raise InputError(f"The value has more than {LONGEST_VALUE} characters.", "Enter a shorter one.")
        if not text.isprintable():
            raise InputError("The value holds a line break or another character that cannot be seen.", "Type it again.")
