"""Missing and away periods that were not closed, or entered twice."""

from __future__ import annotations

import numpy as np

from ..language import Flagged
from ..schema import Return
from .alike import groups
from .declare import own_check

# Nearly all children are found within days; of a period open so long more were forgotten than are still running.
LONGEST_OPEN = 60


@own_check(
    "OWN23",
    "Missing or away period still open after 60 days",
    why="Periods are opened at once, when the police are told, and closed when somebody remembers. One left open "
    "swells the days missing, and hides that the child was missing again.",
    takes=f"MIS_START is more than {LONGEST_OPEN} days before the end of the period, and MIS_END is empty.",
    table="Missing",
    fields="MIS_START MIS_END",
    category="missing",
)
def open_for_long(r: Return) -> Flagged:
    """The child has been missing or away for more than 60 days, and no end is recorded.

    Enter MIS_END if the child was found or came back. If the child is still missing, nothing needs to be done here.
    """
    return (r.Missing.MIS_START < r.end - LONGEST_OPEN) & r.Missing.blank("MIS_END")


@own_check(
    "OWN24",
    "Missing or away period entered twice",
    why="Two teams report the same incident, and it counts twice. Rule 574 finds periods that overlap, but not two of "
    "the same single day.",
    takes="Another row of the child, further up, has the same MIS_START and the same MIS_END (or none). A child who "
    "went missing twice on one day looks the same.",
    table="Missing",
    fields="MIS_START MIS_END MISSING",
    category="inconsistent",
)
def entered_twice(r: Return) -> Flagged:
    """The child has another missing or away period with the same dates.

    Take one of the rows out if it is the same incident. If the child went missing twice that day, leave both.
    """
    missing = r.Missing[(r.Missing.child >= 0) & r.Missing.filled("MIS_START")]
    same = groups(missing.child, missing.spelt("MIS_START"), missing.spelt("MIS_END"))
    again = np.ones(len(missing), dtype=bool)
    again[np.unique(same, return_index=True)[1]] = False
    return missing[again]
