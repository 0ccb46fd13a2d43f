"""What docs/rules.md shows of rules and of their cases is what stands in the source."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
RULES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "rules").glob("*.py"))
CASES = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.joinpath("cases").glob("*.txt"))


def shown(beginning: str) -> list[str]:
    """The blocks of code in the document that begin so."""
    blocks = re.findall(r"^( *)```\w*\n(.*?)^\1```", DOCUMENT, flags=re.DOTALL | re.MULTILINE)
    return [block for block in (dedent(block) for _, block in blocks) if block.startswith(beginning)]


def test_the_rules_shown_are_the_source() -> None:
    blocks = shown("@rule(")
    assert len(blocks) == 2
    assert [block for block in blocks if f"\n{block}\n\n" not in RULES] == []


def test_the_cases_shown_are_those_that_are_run() -> None:
    blocks = shown("# ")
    assert len(blocks) == 2
    assert [block for block in blocks if f"{block}\n# " not in CASES] == []
