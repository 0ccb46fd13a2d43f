"""Writes web/src/python/answers.d.ts, the page's questions and their answers as types: `python -m dev.answers`.

To be run after a function in a table of questions (validator/page/questions.py) or a type that it names has changed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from validator.checking import answers as of_rules
from validator.page import given
from validator.page.answers import common, comparing, correcting, results, session, tracking, years
from validator.page.questions import SUBJECTS, fields, parameters, questions_of
from validator.results import answers as of_results
from validator.returns import answers as of_rows
from validator.tracking import answers as of_notes

FILE = Path(__file__).resolve().parents[1] / "web" / "src" / "python" / "answers.d.ts"

# Where the types of answers are, which at run time nobody imports.
_MODULES = (of_rows, of_rules, of_results, of_notes, common, session, results, correcting, tracking, comparing, years)
_SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", bytes: "Uint8Array<ArrayBuffer>"}

_HEAD = """\
// What the page may ask of Python, and what it is answered. Made by dev/answers.py; do not edit.

// Of several shapes, each has the others' keys too, as undefined: which one it is shows in any of them.
type KeysOf<Shapes> = Shapes extends unknown ? keyof Shapes : never;
type Without<Keys extends PropertyKey> = { [key in Keys]?: undefined };
type OneOf<Shapes, All = Shapes> = Shapes extends unknown
  ? Shapes & Without<Exclude<KeysOf<All>, keyof Shapes>>
  : never;

// With questions that answer with one page of a list an offset and a limit are given last, and the answer has a total.
type Page<Given> = Required<Given> extends [...infer Before, offset: number, limit: number] ? Before : never;
type HasTotal<Answer> = "total" extends keyof NonNullable<Answer> ? unknown : never;

export type Question = keyof Questions;
export type Given<Q extends Question> = Questions[Q]["given"];
export type Answer<Q extends Question> = Questions[Q]["answer"];
/** The questions about one file, which is read in the worker. */
export type FileQuestion = {
  [Q in Question]: Given<Q> extends [name: string, size: number, content: infer _] ? Q : never;
}[Question];
/** The questions that answer with one page of a list. */
export type PagedQuestion = {
  [Q in Question]: [Page<Given<Q>>] extends [never] ? never : HasTotal<Answer<Q>> extends never ? never : Q;
}[Question];
/** What is given with such a question besides. */
export type GivenBefore<Q extends PagedQuestion> = Page<Given<Q>>;
"""


def written() -> str:
    """The whole file."""
    shapes: dict[str, Any] = {}
    lines = ["export interface Questions {"]
    for subject in SUBJECTS:
        for name, function in questions_of(subject).items():
            asked = f"{subject}.{name}" if subject else name
            answer = answer_of(subject, function)
            taken = ", ".join(
                f"{_camel(each)}{'?' if optional else ''}: {_type(wanted, shapes)}"
                for each, (wanted, optional) in parameters(function).items()
            )
            lines += _comment(function.__doc__, "  ")
            lines.append(f'  "{asked}": {{ given: [{taken}]; answer: {_type(answer, shapes)} }};')
    lines.append("}")
    return "\n".join([_HEAD, *lines, "", *_interfaces(shapes)])


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


@cache
def answer_of(subject: str, function: Callable[..., Any]) -> Any:
    """The type of what a function on a subject answers."""
    names = getattr(function, "__wrapped__", function).__globals__
    answer = get_type_hints(function, names, {**vars(given), **_names()})["return"]
    # Results may be gone when the question arrives.
    return answer | None if subject == "results" else answer


@cache
def _names() -> dict[str, Any]:
    """Every type of an answer by its name, under which it is known everywhere."""
    found: dict[str, Any] = {}
    for module in _MODULES:
        for name, shape in _own(module):
            assert name not in found, f"there are two types called {name}"
            found[name] = shape
    return found


def _own(module: ModuleType) -> Iterator[tuple[str, Any]]:
    return (
        (name, found)
        for name, found in vars(module).items()
        if is_typeddict(found) and found.__module__ == module.__name__
    )


def _type(wanted: Any, shapes: dict[str, Any]) -> str:
    """A type as TypeScript writes it; TypedDicts are put among the shapes by their names."""
    origin, args = get_origin(wanted), get_args(wanted)
    if wanted in _SIMPLE:
        return _SIMPLE[wanted]
    if wanted in (None, NoneType):
        return "undefined"
    if origin in (Union, UnionType):
        return _union(args, shapes)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in args)
    if origin is list:
        return f"Array<{_type(args[0], shapes)}>"
    if origin is tuple:
        return f"[{', '.join(_type(each, shapes) for each in args)}]"
    if origin is dict:
        return f"Record<{_type(args[0], shapes)}, {_type(args[1], shapes)}>"
    if origin is Callable:
        taken = ", ".join(f"{'abcdef'[at]}: {_type(each, shapes)}" for at, each in enumerate(args[0]))
        return f"(({taken}) => void)"
    assert is_typeddict(wanted), wanted
    shapes[wanted.__name__] = wanted
    return str(wanted.__name__)


def _union(types: tuple[Any, ...], shapes: dict[str, Any]) -> str:
    of_shapes = [_type(one, shapes) for one in types if is_typeddict(one)]
    others = [_type(one, shapes) for one in types if not is_typeddict(one)]
    return " | ".join([*([f"OneOf<{' | '.join(of_shapes)}>"] if len(of_shapes) > 1 else of_shapes), *others])


def _interfaces(shapes: dict[str, Any]) -> Iterator[str]:
    """Each shape, and those that it is made of."""
    done: set[str] = set()
    while left := sorted(shapes.keys() - done):
        for name in left:
            done.add(name)
            yield from _comment(shapes[name].__doc__, "")
            yield f"export interface {name} {{"
            for key, (wanted, optional) in fields(shapes[name]).items():
                nothing = NoneType in get_args(wanted)
                yield f"  {key}{'?' if optional or nothing else ''}: {_type(wanted, shapes)};"
            yield "}"
            yield ""


def _comment(docstring: str | None, indent: str) -> list[str]:
    lines = inspect.cleandoc(docstring or "").split("\n")
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"] if lines[0] else []
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
