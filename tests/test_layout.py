"""The house: rooms of one subject each, that know those below them alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from validator.returns.tables import every_table

ROOT = Path(__file__).resolve().parents[1]
# Where a table of last year's is written and read as text: `TableRef`, for files, addresses and the public frame alike.
WRITES_TABLES = ("rules/language.py",)


def test_rooms_know_those_below_them_alone() -> None:
    # What it finds is printed.
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_the_engine_is_packages_alone() -> None:
    engine = ROOT / "validator"
    loose = {path.name for path in engine.iterdir() if path.is_file()}
    assert loose == {"__init__.py", "__main__.py", "py.typed", "version.py"}
    rooms = {path.name for path in engine.iterdir() if path.is_dir()} - {"data", "__pycache__"}
    assert all((engine / room / "__init__.py").read_text(encoding="utf-8").startswith('"""') for room in rooms)


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/how-it-works.md"])
def test_documents_show_the_rooms_as_they_are(document: str) -> None:
    named = set(re.findall(r"`([\w/]+/|[\w/]+/\w+\.py)`", (ROOT / document).read_text(encoding="utf-8")))
    rooms = {f"validator/{path.parent.name}/" for path in (ROOT / "validator").glob("*/__init__.py")}
    assert rooms <= named
    inside = (ROOT, ROOT / "validator", *map(ROOT.joinpath, rooms), ROOT / "web" / "src")
    assert not [name for name in named if not any((folder / name).exists() for folder in inside)]


def texts(path: Path) -> set[str]:
    """The texts in a module's code, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    told = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    return {node.value for node in found if isinstance(node.value, str)}


def test_last_years_tables_are_told_apart_by_no_text() -> None:
    """But where one is written or read, and where a rule says which it looks at, in whole names."""
    names = set(map(str, every_table()))
    strange = {}
    for path in (path for room in ("rules", "validator") for path in sorted((ROOT / room).rglob("*.py"))):
        name = path.relative_to(ROOT).as_posix()
        found = {text for text in texts(path) if re.search(r"_last(?![a-z_])", text)}
        if name.startswith("rules/"):
            found = {text for text in found if not names.issuperset(text.split())}
        if found and name not in WRITES_TABLES:
            strange[name] = found
    assert strange == {}
    assert "_last" in texts(ROOT / WRITES_TABLES[0])
