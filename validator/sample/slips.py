"""Every kind of error that the made-up data can have."""

from __future__ import annotations

from .slips_adoption import ADOPTIONS
from .slips_cells import INVALID, MISSING
from .slips_children import CHILDREN
from .slips_episodes import EPISODES
from .slips_last_year import LAST_YEAR
from .slips_outcomes import OUTCOMES
from .slips_periods import PERIODS, SOCIAL_WORKERS
from .slips_placements import PLACEMENTS

SLIPS = (
    *INVALID,
    *MISSING,
    *CHILDREN,
    *EPISODES,
    *PLACEMENTS,
    *LAST_YEAR,
    *ADOPTIONS,
    *OUTCOMES,
    *PERIODS,
    *SOCIAL_WORKERS,
)
