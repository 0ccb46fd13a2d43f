"""What is answered to questions of several subjects."""

from __future__ import annotations

from typing import Literal, TypedDict


class Problem(TypedDict):
    """An input error: where, what is wrong, what to do."""

    place: str
    problem: str
    remedy: str


class Unusable(TypedDict):
    """The answer of something that cannot be used; nothing was changed."""

    problem: Problem


class Refused(TypedDict):
    """The answer of something that cannot be done, in a sentence; nothing was changed."""

    problem: str


class Saved(TypedDict):
    """A file to be saved: its name, its media type, its bytes."""

    name: str
    type: str
    content: bytes


class ShownNotice(TypedDict):
    """A notice on a file ("" for none in particular), and on one of its lines."""

    file: str
    line: int | None
    message: str


class ShownSetting(TypedDict):
    """A setting that is not the usual one, see `returns.settings.Setting`."""

    name: str
    words: str
    detail: str


class ShownSettings(TypedDict):
    """What is checked, as "Manchester 2025-26", and how."""

    what: str
    settings: list[ShownSetting]


class ShownCure(TypedDict):
    """One move that puts something right, see `reading.proposal.Cure`."""

    setting: Literal["year", "authority", "swap"]
    value: str
    words: str


class Warned(TypedDict):
    """What does not fit together, and the one move that would cure it, if one does."""

    words: str
    cure: ShownCure | None
