"""Answers of the page's questions, told from the refusals that may stand in their place."""

from __future__ import annotations

from typing import TypeVar, cast

from validator.page.answers.common import Problem, Refused, Unusable
from validator.page.answers.session import NotChecked, SettingError
from validator.page.bridge import Session
from validator.page.results import Results
from validator.returns.answers import Nothing

T = TypeVar("T")


def done(answer: T | Refused | NotChecked | Unusable | None) -> T:
    """The answer of something that could be done."""
    assert answer is not None
    assert not isinstance(answer, dict) or not {"problem", "errors"} & set(answer), answer
    return cast(T, answer)


def there(kind: type[T], answer: T | Nothing | None) -> T:
    """The answer about something that there is. Its kind is named: to a type checker any answer may be Nothing."""
    assert answer, kind
    return answer


def refused(answer: object) -> str:
    """Why something could not be done."""
    assert isinstance(answer, dict)
    assert set(answer) == {"problem"}
    return str(answer["problem"])


def results_of(session: Session) -> Results:
    """The results of the last check."""
    assert session.results is not None
    return session.results


def unusable(answer: object) -> Problem:
    """Why something could not be used."""
    assert isinstance(answer, dict)
    assert set(answer) == {"problem"}
    problem: Problem = answer["problem"]
    return problem


def not_checked(answer: object) -> list[SettingError]:
    """Why a check was not made."""
    assert isinstance(answer, dict)
    assert set(answer) == {"errors"}
    errors: list[SettingError] = answer["errors"]
    return errors
