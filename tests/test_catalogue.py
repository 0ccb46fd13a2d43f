"""The rule catalogue, in docs and on the command line, says what the code says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rules.registry import in_force
from validator.catalogue import COLUMNS, as_markdown
from validator.cli import main


def test_the_document_is_up_to_date() -> None:
    document = Path(__file__).resolve().parents[1] / "docs" / "catalogue.md"
    assert document.read_text(encoding="utf-8") == as_markdown(), (
        "run python -m validator.catalogue > docs/catalogue.md"
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
