"""The declaration as Frictionless Data Package and Table Schema: https://datapackage.org, version 2."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from .declare import PERSONAL_DATA, VERSION, WITH_IDENTIFIERS, Column, Table

Plain: TypeAlias = dict[str, Any]

_TYPES = {
    "integer": "integer", "number": "number", "date": "date", "month": "yearmonth",
    "boolean": "boolean", "text": "string",
}  # fmt: skip
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_GUIDE = "https://www.gov.uk/guidance/children-looked-after-return"


def about(with_ids: bool) -> str:
    """The sentences with which every package begins."""
    return WITH_IDENTIFIERS if with_ids else PERSONAL_DATA


def descriptor(
    tables: Sequence[tuple[Table, Sequence[Column]]], years: Sequence[str], *, with_ids: bool, notices: Iterable[str]
) -> Plain:
    """`datapackage.json` of a folder in which each table is a CSV file; `notices` are said after what it is."""
    return {
        "description": "\n\n".join([about(with_ids), *notices]),
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "children-looked-after",
        "title": f"Children looked after, {years[0]} to {years[-1]}",
        "version": VERSION,
        "licenses": [{"name": "other-closed", "title": "Not open: personal data, to be kept like the return"}],
        "sources": [
            {"title": f"The council’s own SSDA903 returns of {', '.join(years)}"},
            {"title": "Department for Education, guide to the SSDA903 collection (code lists)", "path": _GUIDE},
            {"title": "Open Government Licence v3.0 (code lists)", "path": _OGL},
        ],
        "resources": [_resource(table, columns) for table, columns in tables],
    }


def _resource(table: Table, columns: Sequence[Column]) -> Plain:
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema(table, columns),
    }


def schema(table: Table, columns: Sequence[Column]) -> Plain:
    """The Table Schema of a table in one form of a package."""
    found: Plain = {
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers:
        found["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": to.replace("_", "-"), "fields": [key]}}
            for name, (to, key) in table.refers.items()
        ]
    return found


def _field(column: Column) -> Plain:
    accepted = column.accepted
    found: Plain = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": column.explained,
    }
    if accepted:
        found["categories"] = [{"value": value, "label": label} for value, label in accepted.items()]
        # `categories` explains the values, and only `enum` is enforced by what validates packages today.
        found["constraints"] = {"enum": list(accepted)}
    return found
