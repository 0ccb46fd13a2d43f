"""Small tables as tests write them, and the rows that a condition or a rule flags in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from validator import Collection, validate
from validator.checking.local_rules import read_local_rules

SOUND = {
    "code": "N01",
    "title": "A title",
    "message": "What is wrong.",
    "fix": "What to do.",
    "table": "Episodes",
    "when": "URN is blank",
}


def rule_text(**changed: str | list[str] | None) -> str:
    """A rule as a file has it, with some keys changed, added or (None) left out; each on a line, texts in '''."""
    values = {key: value for key, value in {**SOUND, **changed}.items() if value is not None}
    lines = [
        f"{key} = {value}" if isinstance(value, list) else f"{key} = '''{value}'''" for key, value in values.items()
    ]
    return "\n".join(["[[rule]]", *lines, ""])


def table_of(text: str) -> tuple[pd.DataFrame, list[int]]:
    """A frame from lines of cells with | between them, the headings first, and the rows that begin with an !."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = [[cell.strip() for cell in line.removeprefix("!").split("|")] for line in lines]
    flagged = [at for at, line in enumerate(lines[1:]) if line.startswith("!")]
    return pd.DataFrame(rows[1:], columns=rows[0], dtype=object), flagged


def flagged_by(
    condition: str,
    tables: Mapping[str, str],
    table: str = "Episodes",
    collection: Collection | None = None,
) -> Sequence[int]:
    """The rows of a table on which a condition holds, by way of a file and a whole check."""
    rules = read_local_rules("council.toml", rule_text(table=table, when=condition).encode()).rules
    frames = {name: table_of(text)[0] for name, text in tables.items()}
    report = validate(collection or Collection("2025-26"), frames, only=list(rules), beyond=rules)
    assert report.crashed == {}
    assert report.not_run == {}
    assert set(report.issues["table"]) <= {table}
    return [int(row) for row in report.issues["row"]]
