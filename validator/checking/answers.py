"""What is answered of rules, as types. Only what checks types, and dev/answers.py, imports this."""

from __future__ import annotations

from typing import TypedDict


class CatalogueEntry(TypedDict):
    """A rule with its words. `why` and `takes` are our own checks' (rules/own/declare.py), else ""."""

    code: str
    title: str
    message: str
    fix: str
    category: str
    subject: str
    tables: list[str]
    optional_tables: list[str]
    fields: list[str]
    years: list[str]
    changed: list[str]
    needs: list[str]
    year_end: bool
    # 1, 2, or None where it is not published.
    stage: int | None
    origin: str
    why: str
    takes: str
