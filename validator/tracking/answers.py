"""What is answered of notes and runs, as types. Only what checks types, and dev/answers.py, imports this."""

from __future__ import annotations

from typing import TypedDict


class NotesAndMarks(TypedDict):
    """How many notes and how many marks."""

    notes: int
    marks: int


class IssueStatus(TypedDict):
    """How an issue stands: looked at, "new" or "still" there ("" with nothing to compare with), its own state and note.

    `state_title` is the state in words, its rule's where the issue has none.
    """

    looked_at: bool
    status: str
    state: str
    state_title: str
    note: str
