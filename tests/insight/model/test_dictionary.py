"""The data dictionary says what the declaration says."""

from __future__ import annotations

from pathlib import Path

from validator.insight.model.dictionary import to_markdown
from validator.insight.model.schema import model_tables

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_document_is_up_to_date() -> None:
    assert (DOCS / "model.md").read_text(encoding="utf-8") == to_markdown(), (
        "run python -m validator.insight.model.dictionary > docs/model.md"
    )


def test_keys_and_references_name_columns_of_the_same_type() -> None:
    for table in model_tables().values():
        columns = {column.name: column for column in table.columns}
        assert len(columns) == len(table.columns)
        assert set(table.key) <= columns.keys()
        for name, (to, key) in table.refers.items():
            other = {column.name: column for column in model_tables()[to or table.name].columns}
            assert columns[name].kind == other[key].kind == "integer"
            assert model_tables()[to or table.name].key == (key,)


def test_every_row_says_its_number_its_return_and_its_repair() -> None:
    for table in model_tables().values():
        assert {"row_id", "return_year", "repair"} <= {column.name for column in table.columns}, table.name


def test_no_name_has_other_content_with_identifiers() -> None:
    for table in model_tables().values():
        assert [column.name for column in table.in_form(False)] == [
            column.name for column in table.columns if column.form == "both"
        ]
