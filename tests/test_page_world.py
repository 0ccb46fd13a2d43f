"""The page's questions at random and in any order: see page_world.py."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.page_world import PageWorld

TestPageWorld = PageWorld.TestCase
TestPageWorld.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
