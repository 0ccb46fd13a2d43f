"""What a user has worked on a session, as bytes that the page keeps in memory in case Python must be started anew."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..correcting.edits import Edit, Removal, Step

# Table -> the file that it came in, and the digest of its bytes.
Sources = Mapping[str, tuple[str, str]]


class Work(NamedTuple):
    """The steps of changes, the files that they were made to, and the notes and marks (`Notes.made_here`)."""

    steps: Sequence[Step]
    sources: Sources
    notes: Mapping[str, Any]


def to_bytes(work: Work) -> bytes:
    """The work as JSON that only `from_bytes` reads, from a session of the same version."""
    steps = [
        [
            step.title,
            step.kind,
            step.when.isoformat(),
            [[edit.table, int(edit.row), *edit[2:]] for edit in step.edits],
            [[removal.table, int(removal.row), *removal[2:]] for removal in step.removals],
        ]
        for step in work.steps
    ]
    return json.dumps({"steps": steps, "sources": dict(work.sources), "notes": work.notes}).encode()


def from_bytes(kept: bytes) -> Work:
    """The work that `to_bytes` kept."""
    read: dict[str, Any] = json.loads(kept)
    steps = [
        Step(
            title,
            kind,
            tuple(Edit(*edit) for edit in edits),
            tuple(Removal(*removal) for removal in removals),
            dt.datetime.fromisoformat(when),
        )
        for title, kind, when, edits, removals in read["steps"]
    ]
    return Work(steps, {table: (file, digest) for table, (file, digest) in read["sources"].items()}, read["notes"])
