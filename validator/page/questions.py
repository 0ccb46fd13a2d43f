"""Every question that the page may ask, by its name, and the page that asks: nothing else of Python can be called.

Each subject has a table `QUESTIONS`: name -> the function that answers it, with typed arguments and a typed answer.
dev/answers.py writes web/src/python/answers.d.ts from these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from ..checking.faults import guarded
from ..returns.errors import InputError
from . import bridge, results
from .parts import Questions

# What stands before the point of a question, as in "runs.save"; the session's questions have none.
SUBJECTS = ("", "results", "cleaning", "runs", "comparison", "years")

_RELOAD = "Load the page again. If it happens again, tell whoever looks after this page."


def questions_of(subject: str) -> Questions:
    """The questions on a subject; none for another. Most pages never correct or compare, so those are fetched late."""
    if subject == "":
        return bridge.QUESTIONS
    if subject == "results":
        return results.QUESTIONS
    if subject == "cleaning":
        from . import correcting

        return correcting.QUESTIONS
    if subject == "runs":
        from . import tracking

        return tracking.QUESTIONS
    if subject == "comparison":
        from . import comparing

        return comparing.QUESTIONS
    if subject == "years":
        from . import years

        return years.QUESTIONS
    return {}


class Page:
    """One page: its session, and what else answers questions."""

    def __init__(self) -> None:
        self.session = bridge.Session()
        # Subject -> what answers, besides the session and its results.
        self._answering: dict[str, object] = {}

    def ask(self, question: str, *given: object) -> dict[str, Any]:
        """Answer a question: see `faults.guarded`."""
        return guarded(self.answer, question, *given)

    def answer(self, question: str, *given: object) -> Any:
        """The answer to a question, as the function that answers it declares; None about results that are not there.

        Raises InputError for a question that there is not, and for arguments that are not of the types declared.
        """
        subject, _, name = question.rpartition(".")
        function = questions_of(subject).get(name)
        if function is None:
            raise InputError("The page asked a question that the checker does not know.", _RELOAD)
        _check(question, function, given)
        answering = self._answers(subject)
        return None if answering is None else function(answering, *given)

    def _answers(self, subject: str) -> object | None:
        if subject == "":
            return self.session
        if subject == "results":
            return self.session.results
        if subject not in self._answering:
            self._answering[subject] = _made(subject, self.session)
        return self._answering[subject]


def _made(subject: str, session: bridge.Session) -> object:
    if subject == "cleaning":
        from .correcting import Cleaning

        return Cleaning(session)
    if subject == "runs":
        from .tracking import Runs

        return Runs(session)
    if subject == "years":
        from .years import Years

        return Years(session)
    from .comparing import Comparing

    return Comparing(session)


def _check(question: str, function: Callable[..., Any], given: tuple[object, ...]) -> None:
    """Raise InputError where the arguments are not those of the function. It names none of their values."""
    wanted = parameters(function)
    required = sum(not optional for _, optional in wanted.values())
    if not required <= len(given) <= len(wanted):
        raise InputError(f"The page asked “{question}” with more or less than belongs to it.", _RELOAD)
    for value, (name, (wanted_type, _)) in zip(given, wanted.items(), strict=False):
        if not fits(value, wanted_type):
            raise InputError(f"The page asked “{question}” with another “{name}” than belongs there.", _RELOAD)


@cache
def parameters(function: Callable[..., Any]) -> dict[str, tuple[Any, bool]]:
    """What a function takes after what answers: name -> its type, and whether it may be left out."""
    # Annotations are our own code. Those of answers are not looked at: their types are not there at run time.
    from . import given

    _, *taken = signature(function).parameters.values()
    names = getattr(function, "__wrapped__", function).__globals__
    return {
        each.name: (eval(each.annotation, {**names, **vars(given)}), each.default is not each.empty) for each in taken
    }


@cache
def fields(wanted: Any) -> dict[str, tuple[Any, bool]]:
    """The keys of a TypedDict: name -> its type, and whether it may be left out."""
    hints = get_type_hints(wanted, include_extras=True)
    found = {}
    for name, hint in hints.items():
        optional = get_origin(hint) is NotRequired
        found[name] = (get_args(hint)[0] if optional else hint, optional or not wanted.__total__)
    return found


def fits(value: object, wanted: Any) -> bool:
    """Whether a value that comes from JavaScript, or goes there, is of a type."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return any(fits(value, one) for one in args)
    if origin is Literal:
        return value in args
    if origin is list:
        return isinstance(value, list) and all(fits(each, args[0]) for each in value)
    if origin is tuple:
        # An array is a list here.
        return isinstance(value, list | tuple) and len(value) == len(args) and all(map(fits, value, args))
    if origin is dict:
        return isinstance(value, dict) and all(fits(key, args[0]) and fits(value[key], args[1]) for key in value)
    if origin is Callable:
        return callable(value)
    if is_typeddict(wanted):
        return isinstance(value, dict) and _has_fields(value, fields(wanted))
    if wanted is bytes:
        return isinstance(value, bytes | bytearray | memoryview)
    if wanted in (None, NoneType):
        return value is None
    if wanted is float:
        return type(value) in (int, float)
    return type(value) is wanted


def _has_fields(value: dict[object, object], wanted: Mapping[str, tuple[Any, bool]]) -> bool:
    if not all(optional or name in value for name, (_, optional) in wanted.items()):
        return False
    return all(name in wanted and fits(found, wanted[str(name)][0]) for name, found in value.items())
