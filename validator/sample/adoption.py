"""What is decided and told about a child on the way to adoption."""

from __future__ import annotations

from .draws import Draws, Odds
from .life import ADOPTED, Adoption, Decision, Life, Stay
from .years import april_before

_ADOPTERS = Odds(
    {("2", "MF", "L11"): 60, ("2", "MF", "L3"): 12, ("1", "F1", "L0"): 12, ("1", "M1", "L0"): 2}
    | {("2", "MM", "L12"): 5, ("2", "FF", "L12"): 4, ("2", "FF", "L2"): 2, ("2", "MM", "L4"): 1, ("2", "MF", "L2"): 2}
)


def decide(draws: Draws, life: Life, stay: Stay) -> None:
    """The decision before the placement order, and what comes of it: an adoption, or its reversal."""
    assert stay.order is not None
    decision = Decision(draws.between(stay.start + 60, stay.order))
    life.decisions.append(decision)
    if stay.placed is None:
        # Told in the year in which the child leaves: until then the placement order runs.
        decision.reversed = draws.between(max(april_before(stay.end), stay.end - 60), stay.end)
        decision.why = draws.pick(("RD1", "RD2", "RD3", "RD4"))
    elif stay.why in ADOPTED:
        by_carer = life.episodes[-1].setting.place == "A5"
        life.adoption = Adoption(draws.between(decision.made, stay.placed), by_carer, draws.choose(_ADOPTERS))
