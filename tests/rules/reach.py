"""Which statements of the rules are reached: those inside functions, for all others run when a module is imported."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

RULES = Path(__file__).resolve().parents[2] / "rules"
FOLDER = f"{RULES}{os.sep}"
# How rules are declared and written and what their types are, which is tried elsewhere.
APART = {"registry.py", "declare.py", "language.py", "schema.py"}

Line = tuple[str, int]


def statements() -> list[list[Line]]:
    """The lines of each statement; of one that holds others, those of its head."""
    found: dict[tuple[Path, int], list[Line]] = {}
    for path in sorted(RULES.rglob("*.py")):
        if path.name in APART:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                inside = (node for part in function.body for node in ast.walk(part) if isinstance(node, ast.stmt))
                found |= {(path, node.lineno): _lines(path, node) for node in inside if not _says_nothing(node)}
    return list(found.values())


def _lines(path: Path, node: ast.stmt) -> list[Line]:
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
    return [(str(path), line) for line in range(node.lineno, max(last, node.lineno) + 1)]


def _says_nothing(node: ast.stmt) -> bool:
    """A docstring, or three dots."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Reach:
    """The lines of rules that were run, in so many times of noting."""

    def __init__(self) -> None:
        self.lines: set[Line] = set()
        self.times = 0

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what is run meanwhile."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)
            self.times += 1

    def _called(self, frame: FrameType, event: str, given: Any) -> Any:
        return self._in_rules if frame.f_code.co_filename.startswith(FOLDER) else None

    def _in_rules(self, frame: FrameType, event: str, given: Any) -> Any:
        if event == "line":
            self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._in_rules
