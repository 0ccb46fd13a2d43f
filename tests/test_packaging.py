"""`python -m build` makes a package that works in an environment of its own, without Node and without the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from validator.sample import sample

ROOT = Path(__file__).resolve().parents[1]
# What the project's own tools make; a package is built from the rest.
MADE = ("build", "dist", "node_modules", ".venv", ".git", "*.egg-info", "__pycache__", "postcodes.bin*", ".*_cache")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, by way of the source package, as `python -m build` makes both; with what is installed here already."""
    source = Path(
        shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "check903", ignore=shutil.ignore_patterns(*MADE))
    )
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", "out", "."], source)
    (made,) = (source / "out").glob("*.whl")
    return made


def run(command: list[str | Path], folder: Path, *, status: int = 0) -> str:
    # Without Node, and without what the tests themselves import from.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PATH"] = os.pathsep.join(("/usr/bin", "/bin")) if os.name == "posix" else environment["PATH"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_engine_the_rules_and_the_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"validator", "rules", "check903"}
    assert {"validator/data/postcodes.bin", "validator/data/tables.toml", "rules/registry.py"} <= set(names)


def test_the_wheel_checks_a_return_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", with_pip=True)
    programs = tmp_path / "environment" / ("Scripts" if os.name == "nt" else "bin")
    install = ["install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    run([programs / "python", "-m", "pip", *install, wheel], tmp_path)
    for name, content in sample(12, 5, "2025-26", 0.2).this_year.items():
        (tmp_path / name).write_bytes(content)
    words = ["check", "header.csv", "episodes.csv", "--year", "2025-26", "--authority", "Manchester", "--format", "csv"]
    run([programs / "check903", *words, "-o", "issues.csv"], tmp_path, status=1)
    command: list[str | Path] = [sys.executable, "-m", "validator", *words, "-o", tmp_path / "expected.csv"]
    files = {"header.csv", "episodes.csv"}
    run([tmp_path / word if word in files else word for word in command], ROOT, status=1)
    found = (tmp_path / "issues.csv").read_bytes()
    assert found == (tmp_path / "expected.csv").read_bytes()
    assert found.count(b"\n") > 1
