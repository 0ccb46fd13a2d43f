"""The rules' types: the tables are as tables.toml has them, and what is misspelt in a rule is an error of types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mypy import api

from dev.schema import FILE, written

ROOT = Path(__file__).resolve().parents[2]

RULE = """
from rules.language import Flagged
from rules.schema import Return

def check(r: Return) -> Flagged:
    return {}
"""

SOUND = (
    "r.Episodes.DECOM > r.end",
    "r.Episodes_last.by_child('DECOM').previous",
    "r.Header.pairs(r.Episodes)[1]",
    "r.Header.of(r.Episodes).SEX == 'F'",
    "r.OC2.blank('SDQ_SCORE')",
)
MISTAKES = {
    "r.Episodes.DECOMM > r.end": '"EpisodesRows" has no attribute "DECOMM"',
    "r.Episode.DECOM > r.end": '"Return" has no attribute "Episode"',
    "r.Header_last.DECOM > r.end": '"HeaderRows" has no attribute "DECOM"',
    "r.Episodes.pairs(r.Header)[1].LS == 'V2'": '"HeaderRows" has no attribute "LS"',
    "r.Episodes.blank('DECC')": 'Argument 1 to "blank" of "Rows" has incompatible type',
    "r.Episodes.by_child('LS')": 'Argument 1 to "by_child" of "EpisodesRows" has incompatible type',
    "r.Episodes.previous": '"EpisodesRows" has no attribute "previous"',
    "r.Episodes.LS": "Incompatible return value type",
}


def test_the_tables_as_types_are_those_of_the_return() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: python -m dev.schema"


def test_no_type_in_the_rules_is_left_open() -> None:
    files = [
        path for path in FILE.parent.rglob("*.py") if re.search("import .*\\bAny\\b|getattr", path.read_text("utf-8"))
    ]
    assert not files


def test_what_is_misspelt_in_a_rule_is_an_error_of_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # In the project's folder, so that what mypy knows of the rules from its last run is used.
    monkeypatch.chdir(ROOT)
    rules = [RULE.format(body).replace("check", f"check_{at}") for at, body in enumerate((*SOUND, *MISTAKES))]
    file = tmp_path / "rules_with_mistakes.py"
    file.write_text("\n".join(rules), encoding="utf-8")
    found, failed, _ = api.run(["--no-error-summary", "--hide-error-context", str(file)])
    assert not failed
    lines = [line for line in found.splitlines() if " error: " in line]
    assert len(lines) == len(MISTAKES), found
    for line, mistake in zip(lines, MISTAKES.values(), strict=True):
        assert mistake in line
