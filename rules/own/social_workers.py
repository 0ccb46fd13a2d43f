"""Social workers with more children than one person can have."""

from __future__ import annotations

from ..language import Flagged
from ..schema import Return
from .alike import children_in, groups
from .declare import own_check

# Source: DfE, Children's social work workforce: the average is some 16 cases for each worker.
MOST_CHILDREN = 50


@own_check(
    "OWN27",
    "Social worker with improbably many children",
    why="The identifier of a team, a manager or a worker who has left stands where cases were not handed over. It "
    "hides who is responsible, and makes the changes of social worker that the return counts wrong.",
    takes=f"More than {MOST_CHILDREN} children have the worker on the last day of the period. The average caseload "
    "in England is some 16 (DfE, Children's social work workforce).",
    years="2023-24..",
    table="SWEpisodes",
    fields="SW_ID SW_DEC",
    category="inconsistent",
)
def too_many_children(r: Return) -> Flagged:
    """On the last day of the period this social worker is responsible for more children than one person can be.

    Find out who works with the child. Enter that worker, and end the earlier worker's episode on the day of the change.
    """
    workers = r.SWEpisodes
    in_post = (workers.SW_DECOM <= r.end) & (workers.blank("SW_DEC") | (workers.SW_DEC > r.end))
    current = workers[in_post & workers.SW_ID.filled & (workers.child >= 0)]
    return current[children_in(groups(current.SW_ID), current.child) > MOST_CHILDREN]
