"""How the page is told of things: plain data, files as it gives them, problems and dates in words."""

from __future__ import annotations

from typing import Any, TypeAlias

from rules.registry import RULE_SET

from .errors import InputError, Notice
from .reading.kinds import find_kind
from .reading.limits import check_size

Plain: TypeAlias = dict[str, Any]

# The day of the rule set as dates are shown.
RULE_SET_DAY = f"{RULE_SET[8:]}/{RULE_SET[5:7]}/{RULE_SET[:4]}"

_UNREADABLE = (
    "The file cannot be read from the disk.",
    "It may have been changed, moved or opened by another program since you chose it. Choose it again.",
)


def whole(name: str, size: int, content: bytes | None) -> bytes:
    """A file's content as it was given; InputError when the disk did not give it, or when it is too large."""
    if content is None:
        raise InputError(*_UNREADABLE, file=name)
    if len(content) < size:
        check_size(find_kind(name, bytes(content)), size, name)
    return bytes(content)


def problem_of(error: InputError) -> Plain:
    """{place, problem, remedy}."""
    return {"place": error.place, "problem": error.problem, "remedy": error.remedy}


def notice_of(notice: Notice) -> Plain:
    """{file, line, message}."""
    return {"file": notice.file, "line": notice.line, "message": notice.message}


def year_title(year: str) -> str:
    """ "2025 to 2026"."""
    return f"{year[:4]} to {year[:2]}{year[5:]}"
