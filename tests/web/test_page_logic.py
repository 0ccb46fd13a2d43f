"""The page's scripts without a page: their mistakes, their types, and the tests in web/tests, all by Node."""

from __future__ import annotations

import subprocess

from bundle.places import MODULES, WEB
from bundle.tools import node
from dev import answers


def by_node(*words: str) -> None:
    done = subprocess.run([node(), *words], cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr


def test_the_logic_of_the_page() -> None:
    by_node("--test", "tests/")


def test_no_mistake_is_found_in_the_scripts() -> None:
    by_node(str(MODULES / "@biomejs" / "biome" / "bin" / "biome"), "lint", "--error-on-warnings")


def test_the_types_of_the_scripts_agree() -> None:
    by_node(str(MODULES / "typescript" / "bin" / "tsc"), "--project", "tsconfig.json")


def test_the_types_of_answers_are_those_of_python() -> None:
    assert answers.FILE.read_text(encoding="utf-8") == answers.written(), "run: python -m dev.answers"
