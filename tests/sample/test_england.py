"""A made-up council looks like England: shares of its returns beside the Department's figures."""

from __future__ import annotations

import pytest

from tests.sample.conftest import telling
from tests.sample.england import Published, Shares, published, shares
from validator.sample import council


@pytest.fixture(scope="module")
def made_up() -> Shares:
    # So many that chance is not what makes a share differ.
    made = council(6000, 5, seed=5, year="2025-26")
    return shares(telling(made), list(made.returns))


def test_there_is_much_to_compare() -> None:
    assert len(published()) >= 30
    assert len({figure.name for figure in published()}) == len(published())


@pytest.mark.parametrize("figure", published(), ids=lambda figure: figure.name)
def test_a_share_is_like_englands(figure: Published, made_up: Shares) -> None:
    number, total = made_up[figure.name]
    assert total > 300
    # Within three points, or a fifth of the share where that is less.
    assert 100 * number / total == pytest.approx(figure.share, abs=min(3, figure.share / 5))


def test_one_child_in_nine_goes_missing(made_up: Shares) -> None:
    # The same release: 11 % of the children looked after during the year.
    number, total = made_up["during: missing"]
    assert 100 * number / total == pytest.approx(11, abs=2.2)


def test_as_many_start_as_leave(made_up: Shares) -> None:
    # England: 32,270 started, 34,450 left, 81,770 were looked after on 31 March.
    started, left, looked_after = (made_up[f"{cohort}: girls"][1] for cohort in ("started", "left", "looked after"))
    assert left / started == pytest.approx(34450 / 32270, abs=0.2)
    assert looked_after / started == pytest.approx(81770 / 32270, abs=0.3)
