"""The repairs by name, and the log of where each was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# Name -> when it is made, and what is done. Every one can be switched off but those of ALWAYS.
REPAIRS: Mapping[str, str] = {
    "closed_by_next": (
        "An episode is open in one return and a later return has the child’s next episode, which goes on: "
        "it ends when that begins, with REC X1."
    ),
    "closed_unknown": (
        "An episode is open in one return, and in the next year’s the child starts anew or has no such episode: it "
        "ends on the day after the older return’s last day, or when the child starts anew if that is earlier. "
        "The reason is unknown, and it is not counted as leaving care."
    ),
    "overlap_trimmed": "An episode runs past the start of the child’s next one: it ends when that begins.",
    "duplicate_dropped": "Two rows of a return are about the same, and one says no more than the other: it is dropped.",
    "gap_bridged": (
        "An episode ended with REC X1 and the next goes on, but starts up to 7 days later: it ends when that begins."
    ),
    "code_renamed": "A code of earlier years has its present name (SEX 1 and 2 are M and F).",
    "gap_left": (
        "An episode ended with REC X1 and the next goes on, but starts more than 7 days later. Nothing was changed: "
        "the child is not in care in the gap, and the period of care goes on."
    ),
    "values_differ": "Rows about the same say different things: the newest return counts, then the fullest row.",
    "identifier_joined": "The child had another identifier in earlier years, as the list of identifiers says.",
}
# These change no date and drop nothing: they are there to be listed.
ALWAYS = ("gap_left", "values_differ", "identifier_joined")
SWITCHES = tuple(name for name in REPAIRS if name not in ALWAYS)

# The longest gap in days that is taken for a slip.
BRIDGED = 7


class Entry(NamedTuple):
    """One repair: its name, the table, the child's number (-1: none) and the row of the return it is about.

    `year` is the place of the return among the years. `column` is what was changed from `old` to `new`, as text
    (dates as YYYY-MM-DD).
    """

    repair: str
    table: str
    child: int
    year: int
    row: int
    column: str = ""
    old: str = ""
    new: str = ""
