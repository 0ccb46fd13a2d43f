"""Who the child is: sex, date of birth, ethnic origin, pupil number, motherhood."""

from __future__ import annotations

from typing import Any

from .dates import unknown
from .registry import rule


