"""A few of the pages that `python -m tests.fuzz --page` asks at random."""

from __future__ import annotations

from tests.page.page_world import PageWorld, ask_at_random


def test_every_question_is_answered_in_any_order() -> None:
    before = PageWorld.asked.total()
    ask_at_random(pages=40, start=1)
    assert PageWorld.asked.total() > before + 1000
