"""The rule catalogue, in docs and on the command line, says what the code says."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from rules.registry import all_rules, in_force
from validator.checking.catalogue import COLUMNS, as_markdown
from validator.cli.command import main

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_document_is_up_to_date() -> None:
    document = DOCS / "catalogue.md"
    assert document.read_text(encoding="utf-8") == as_markdown(), (
        "run python -m validator.checking.catalogue > docs/catalogue.md"
    )


@pytest.mark.parametrize("year", ["2022-23", "2026-27"])
def test_the_command_lists_the_rules_of_a_year(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    codes = list(in_force(year))
    assert main(["rules", "--year", year]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == codes
    assert main(["rules", "--year", year, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["code"] for row in rows] == codes
    assert tuple(rows[0]) == COLUMNS
    assert main(["rules", "--year", year, "--format", "json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["code"] for entry in entries] == codes
    assert entries[0]["message"] == in_force(year)[codes[0]].message


def test_doubts_are_about_rules_that_there_are() -> None:
    lines = (DOCS / "doubts.md").read_text(encoding="utf-8").splitlines()
    codes = [code for line in lines if re.match(r"\| \S*\d", line) for code in line.split("|")[1].split(",")]
    named = [code.strip() for code in codes]
    assert len(named) > 50
    assert set(named) <= set(all_rules())
    assert len(named) == len(set(named)), "a rule is named twice"


def test_only_codes_that_say_so_have_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    stages = {code: rule.stage for code, rule in all_rules().items()}
    assert {code for code, stage in stages.items() if stage == 1} == {c for c in stages if c.endswith("STG1")}
    assert {code for code, stage in stages.items() if stage == 2} == {c for c in stages if c.endswith("STG2")}
    assert {1, 2, None} == set(stages.values())
    assert "Stage 2 of the Department’s check" in as_markdown()
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[2:4] for line in listed if line.startswith("SW08STG2")] == [["stage", "2"]]
    assert not any("stage" in line.split()[2:3] for line in listed if "STG" not in line)
