"""Parts of answers: files as the page gives them, problems, notices and dates in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from rules.registry import RULE_SET

from ..exporting.downloads import Download
from ..reading.kinds import find_kind
from ..reading.limits import check_size
from ..reading.proposal import Contradiction
from ..returns.collection import Collection
from ..returns.errors import InputError, Notice
from ..returns.settings import Setting, what_is_checked

if TYPE_CHECKING:
    from .answers.common import Problem, Saved, ShownCure, ShownNotice, ShownSettings, Warned

# Name -> the function that answers, see questions.py.
Questions: TypeAlias = Mapping[str, Callable[..., Any]]

P = ParamSpec("P")
T = TypeVar("T")


class AsksResults(Protocol):
    """Whatever answers questions about the last check's results."""

    @property
    def has_results(self) -> bool:
        """Whether there are any."""


A = TypeVar("A", bound=AsksResults)

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


def problem_of(error: InputError) -> Problem:
    """An input error as it is shown."""
    return {"place": error.place, "problem": error.problem, "remedy": error.remedy}


def notice_of(notice: Notice) -> ShownNotice:
    """A notice as it is shown."""
    return {"file": notice.file, "line": notice.line, "message": notice.message}


def warning_of(warning: Contradiction) -> Warned:
    """A contradiction as it is shown."""
    cure: ShownCure | None = None
    if warning.cure is not None:
        cure = {"setting": warning.cure.setting, "value": warning.cure.value, "words": warning.cure.words}
    return {"words": warning.words, "cure": cure}


def settings_of(collection: Collection, settings: Sequence[Setting]) -> ShownSettings:
    """What is checked, and those settings that are not the usual ones."""
    return {
        "what": what_is_checked(collection),
        "settings": [{"name": found.name, "words": found.words, "detail": found.detail} for found in settings],
    }


def saved(download: Download) -> Saved:
    """A file as the page saves it."""
    return {"name": download.name, "type": download.type, "content": download.content}


def year_title(year: str) -> str:
    """ "2025 to 2026"."""
    return f"{year[:4]} to {year[:2]}{year[5:]}"


def of_results(question: Callable[Concatenate[A, P], T]) -> Callable[Concatenate[A, P], T | None]:
    """A question about results, which is answered by None when there are none.

    The results that the page shows when it asks may be gone when the question arrives, with the files that they are of.
    """

    @wraps(question)
    def asked(answering: A, /, *given: P.args, **named: P.kwargs) -> T | None:
        return question(answering, *given, **named) if answering.has_results else None

    asked.__annotations__ = question.__annotations__ | {"return": f"{question.__annotations__['return']} | None"}
    return asked
