"""The examples in docs/local-rules, with the rows of gallery.txt that they flag and those that they do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.registry import all_rules, own_checks
from tests.checking.local_rules.written import table_of
from validator import Collection, validate
from validator.checking.local_rules import read_local_rules, read_local_rules_files
from validator.returns.errors import InputError

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "docs" / "local-rules").glob("*.toml"))
RULES = read_local_rules_files(FILES).rules

CASES = (Path(__file__).parent / "gallery.txt").read_text(encoding="utf-8").split("\nGAL-")


@pytest.mark.parametrize("case", CASES, ids=[case.splitlines()[0][:40] for case in CASES])
def test_example(case: str) -> None:
    heading, *blocks = re.split(r"\n(?=[A-Z][A-Za-z]+\n)", case.strip())
    code = "GAL-" + heading.split()[0].removeprefix("GAL-")
    tables = {name: table_of(text) for name, _, text in (block.partition("\n") for block in blocks)}
    frames = {name: frame for name, (frame, _) in tables.items()}
    report = validate(Collection("2025-26", "E08000003"), frames, only=[code], beyond=RULES)
    assert (report.crashed, report.not_run) == ({}, {})
    table = str(RULES[code].tables[0])
    frame, flagged = tables[table]
    assert list(report.issues["row"]) == flagged
    assert set(report.issues["table"]) == {table}
    assert 0 < len(flagged) < len(frame)
    assert set(report.issues["message"]) == {RULES[code].message}


def test_every_example_has_a_case() -> None:
    codes = ["GAL-" + case.split()[0].removeprefix("GAL-") for case in CASES]
    assert sorted(codes) == sorted(RULES)
    assert len(FILES) == 5


def test_the_rules_in_the_guide_are_right() -> None:
    """As are those in its text: each block of TOML that holds a rule."""
    text = (ROOT / "docs" / "local-rules.md").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "[[rule]]" in block]
    assert blocks
    for block in blocks:
        assert read_local_rules("guide.toml", block.encode()).rules
    for file in FILES:
        assert f"](local-rules/{file.name})" in text, file.name


def test_what_the_guide_says_of_mistakes_is_what_is_said() -> None:
    """Each row of its last table: the sentence, and the line of the guide's first rule that it is about."""
    text = (ROOT / "docs" / "local-rules.md").read_text(encoding="utf-8")
    block = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0].replace("\n   ", "\n").strip().splitlines()
    said = re.findall(r"^\| (north\.toml, line (\d+)\S* .*) \| `(.*)` \|$", text, re.MULTILINE)
    assert len(said) == 7
    for sentence, line, wrong in said:
        lines = list(block)
        lines[int(line) - 1] = wrong if re.match(r"[a-z]+ = ", wrong) else f'when = "{wrong}"'
        with pytest.raises(InputError) as found:
            read_local_rules("north.toml", "\n".join(lines).encode())
        assert str(found.value) == sentence


def test_no_example_has_the_code_of_another_rule() -> None:
    assert not {code.lower() for code in RULES} & {code.lower() for code in {**all_rules(), **own_checks()}}
