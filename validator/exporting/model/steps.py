"""How the writers of the model say how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

# Told what is written next, in words; may raise to end the work.
Step: TypeAlias = Callable[[str], None]
