"""The house: rooms of one subject each, that know those below them alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]


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
