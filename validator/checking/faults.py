"""What can be told of a fault of ours without telling anything of the data: where it happened and of which kind it is.

The message of an exception is left out: it may quote a value.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import Any

from ..returns.errors import InputError

# Of more frames than this the first and the last are told: a recursion has a thousand.
_MOST_FRAMES = 24


def trace(error: BaseException) -> str:
    """One line, innermost last: "KeyError: validator/checking/run.py line 9 (run) > rules/codes.py line 12 (late)".

    What an exception followed from comes after it.
    """
    kinds = []
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        frames = [
            f"{_short(frame.f_code.co_filename)} line {line} ({frame.f_code.co_name})"
            for frame, line in traceback.walk_tb(found.__traceback__)
        ]
        if len(frames) > _MOST_FRAMES:
            frames = [*frames[: _MOST_FRAMES // 2], "...", *frames[-_MOST_FRAMES // 2 :]]
        kinds.append(": ".join(part for part in (type(found).__name__, " > ".join(frames)) if part))
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "; after ".join(kinds)


def _short(path: str) -> str:
    """A file as it is called inside its package: a path may hold the user's name."""
    path = path.replace("\\", "/")
    for folder in sorted((folder.replace("\\", "/") for folder in sys.path if folder), key=len, reverse=True):
        if path.startswith(f"{folder.rstrip('/')}/"):
            return path[len(folder.rstrip("/")) + 1 :]
    return path.rpartition("/")[2]


def guarded(function: Callable[..., Any], *given: object) -> dict[str, Any]:
    """What a function answers, for the page: {answer}, or {fault: {words, trace}}.

    So a fault costs that one answer and nothing else. `words` are for the user, and "" unless it was input that could
    not be used after all. MemoryError is not caught: what is left of the memory would not do for the next question.
    """
    try:
        return {"answer": function(*given)}
    except InputError as error:
        return {"fault": {"words": str(error), "trace": trace(error)}}
    except MemoryError:
        raise
    except Exception as error:
        return {"fault": {"words": "", "trace": trace(error)}}
