"""What is said of conditions that are wrong, and at which character."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.checking.local_rules.cursor import DEEPEST
from validator.checking.local_rules.language import LONGEST, read_condition
from validator.checking.local_rules.tokens import Mistake


def mistake(condition: str, table: str = "Episodes") -> Mistake:
    with pytest.raises(Mistake) as found:
        read_condition(condition, table)
    return found.value


def _cases() -> list[tuple[str, int, str]]:
    """From mistakes.txt: condition, the character that is named, and the sentence."""
    text = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    blocks = [block.split("\n") for block in text.rstrip("\n").split("\n\n") if not block.startswith("# ")]
    return [(condition, place.index("^"), said) for condition, place, said in blocks]


CASES = _cases()


@pytest.mark.parametrize(("condition", "at", "said"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_told_with_its_place(condition: str, at: int, said: str) -> None:
    found = mistake(condition)
    assert f"{found.problem} {found.remedy}" == said
    assert found.at == at


def test_nothing_is_no_condition() -> None:
    for nothing in ("", " \n "):
        assert mistake(nothing).problem == "The condition is empty."


def test_a_character_that_is_not_to_be_seen_is_named_by_its_number() -> None:
    assert mistake("URN = \u202e'1'").problem == "The character U+202E has no meaning in a condition."


def test_long_words_are_not_quoted_whole() -> None:
    for condition in ["URN = " + "X" * 1900, "URN is " + "x" * 1900, f"'{'x' * 1900}' is blank", "X" * 1900 + "(DEC)"]:
        found = mistake(condition)
        assert len(found.problem) + len(found.remedy) < 2 * 1900, condition[:10]


def test_a_condition_has_an_end() -> None:
    assert "longer than 2,000 characters" in mistake("URN is blank or " * 200 + "URN is blank").problem
    longest = "URN is blank" + " or URN is blank" * ((LONGEST - 12) // 16)
    assert read_condition(longest, "Episodes").test


@pytest.mark.parametrize("opening", ["(", "not "])
def test_nesting_has_an_end(opening: str) -> None:
    closing = ")" if opening == "(" else ""
    assert read_condition(opening * DEEPEST + "URN is blank" + closing * DEEPEST, "Episodes")
    found = mistake(opening * (DEEPEST + 1) + "URN is blank" + closing * (DEEPEST + 1))
    assert found.problem == "Brackets and “not” stand more than 20 deep in each other."
    assert "more than 20 deep" in mistake("days(" * 300).problem
