"""What returns say about children, and how councils and years compare.

from validator.insight import history
h = history([return_of_2024_25, return_of_2025_26])
h.periods, h.placements, h.log
"""

from .care.history import History, history
from .care.log import REPAIRS

__all__ = ["REPAIRS", "History", "history"]
