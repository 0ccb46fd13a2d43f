"""Spoils the rules one place at a time and sees whether their cases notice: `python build.py mutants [MODULE...]`.

Without names of modules, as `care_leavers` or `own.children`, all of them; with `--every 5` one place in five. What is
spoilt is inside functions: comparisons, `&` and `|`, `and` and `or`, negations, whole numbers, first and last.
Survivors are listed by file and line, each with what would have stood there. Some change nothing that a return could
show; for the others a case is missing in tests/rules/cases.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

from rules import NotRun, all_rules, own_checks
from tests.rules.case_files import Case, read_cases
from tests.rules.reach import APART, RULES
from validator.checking.run import flagged_rows, why_not
from validator.returns.rows import Return

ROOT = RULES.parent
KNOWN = all_rules() | own_checks()

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMBINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
NAMED = {
    "first": "last", "last": "first", "previous": "next", "next": "previous", "starts": "ends", "ends": "starts",
    "filled": "blank", "blank": "filled", "any": "all", "all": "any", "start": "end", "end": "start",
}  # fmt: skip


class Mutant(NamedTuple):
    """One place spoilt: the function as it would be, and what it says there before and after."""

    function: ast.FunctionDef
    line: int
    was: str
    now: str


def mutants(function: ast.FunctionDef) -> Iterator[Mutant]:
    """The function, spoilt in one place after another."""
    for at, node in enumerate(_within(function)):
        for spoil in _ways(node):
            spoilt = copy.deepcopy(function)
            place = _within(spoilt)[at]
            spoil(place)
            yield Mutant(spoilt, getattr(node, "lineno", function.lineno), ast.unparse(node), ast.unparse(place))


def _within(function: ast.FunctionDef) -> list[ast.AST]:
    return [node for part in function.body for node in ast.walk(part)]


def _ways(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    """How this place can be spoilt; each is given the same place in a copy."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield functools.partial(_put, "ops", at, COMPARED[type(operator)])
    elif isinstance(node, ast.BinOp) and type(node.op) in COMBINED:
        yield lambda place: setattr(place, "op", COMBINED[type(place.op)]())
    elif isinstance(node, ast.BoolOp):
        yield lambda place: setattr(place, "op", ast.Or() if isinstance(place.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not):
        # Twice turned round is not at all, and says so of a mask as of a truth.
        yield lambda place: setattr(place, "operand", ast.UnaryOp(place.op, place.operand))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield lambda place: setattr(place, "value", place.value + 1)
    elif isinstance(node, ast.Attribute) and node.attr in NAMED:
        yield lambda place: setattr(place, "attr", NAMED[place.attr])


def _put(name: str, at: int, kind: Callable[[], Any], place: ast.AST) -> None:
    getattr(place, name)[at] = kind()


class Prepared:
    """A case whose return is made once, whatever the rule is that runs on it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.r: Return = case.as_return()

    def holds(self) -> bool:
        """Whether the rule flags what the case says."""
        found = KNOWN[self.case.code]
        # What was worked out by a function before it was spoilt.
        self.r.seen.facts.clear()
        if why_not(self.r.seen, found):
            return self.case.not_run
        try:
            hits = flagged_rows(self.r, found)
        except NotRun:
            return self.case.not_run
        except Exception:
            return False
        wanted = {name: rows for name, rows in self.case.flagged.items() if rows}
        return not self.case.not_run and {str(table): list(rows) for table, rows in hits.items() if len(rows)} == wanted

    def calls(self) -> set[CodeType]:
        """What of the rules runs on it."""
        called: set[CodeType] = set()

        def each(frame: FrameType, event: str, given: Any) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(str(RULES)):
                called.add(frame.f_code)

        sys.setprofile(each)
        try:
            if not self.holds():
                raise ValueError(f"The case at {self.case.place} does not hold as it is.")
        finally:
            sys.setprofile(None)
        return called


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef, FunctionType]]:
    """The functions of a module, as they are written and as they are."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found = getattr(module, node.name)
            # A fact is wrapped.
            yield node, getattr(found, "__wrapped__", found)


def _code(function: ast.FunctionDef, path: Path) -> CodeType:
    """The function's code, compiled as in a module whose annotations are not worked out."""
    function.decorator_list = []
    future = ast.ImportFrom("__future__", [ast.alias("annotations")], 0)
    module = ast.fix_missing_locations(ast.Module([future, function], []))
    compiled = compile(module, str(path), "exec")
    return next(part for part in compiled.co_consts if isinstance(part, CodeType))


def survivors(path: Path, cases: dict[CodeType, list[Prepared]], every: int) -> tuple[int, list[Mutant]]:
    """How many places of a module were spoilt, and those of which no case knows."""
    tried, left = 0, []
    for node, function in _functions(path):
        sound = function.__code__
        for number, mutant in enumerate(mutants(node)):
            if number % every:
                continue
            tried += 1
            function.__code__ = _code(mutant.function, path)
            try:
                if all(case.holds() for case in cases[sound]):
                    left.append(mutant)
            finally:
                function.__code__ = sound
    return tried, left


def main() -> int:
    """Spoil and list. Survivors are no failure."""
    parser = argparse.ArgumentParser(prog="python -m dev.mutants", description="Do the rules' cases notice faults?")
    parser.add_argument("modules", nargs="*", help="modules of rules, as care_leavers or own.children; all without")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="spoil one place in N of each function")
    given = parser.parse_args()
    began = time.monotonic()
    paths = [RULES.joinpath(*name.split(".")).with_suffix(".py") for name in given.modules] or [
        path for path in sorted(RULES.rglob("*.py")) if path.name not in APART
    ]
    cases: dict[CodeType, list[Prepared]] = defaultdict(list)
    for case in read_cases():
        prepared = Prepared(case)
        for code in prepared.calls():
            cases[code].append(prepared)
    total, survived = 0, 0
    for path in paths:
        tried, left = survivors(path, cases, given.every)
        total, survived = total + tried, survived + len(left)
        for mutant in left:
            print(f"{path.relative_to(ROOT)}:{mutant.line}: {mutant.was}\n    -> {mutant.now}", flush=True)
    seconds = time.monotonic() - began
    print(f"{total - survived} of {total} noticed, {survived} not, in {seconds:.0f} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
