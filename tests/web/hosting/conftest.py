"""What these tests share: a copy of the site where every server may read it, and a small return with its issues."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from validator.exporting.writing import write_files
from validator.sample import sample

from .servers import FOLDER, NAME

ROOT = Path(__file__).resolve().parents[3]
YEAR = "2025-26"
AUTHORITY = "Manchester"
CHILDREN = 12
SEED = 5


@pytest.fixture(scope="session")
def published(site: Path) -> Iterator[Path]:
    """The site in a sub-folder, readable for a server that runs as somebody else."""
    with tempfile.TemporaryDirectory(prefix="check903-") as root:
        target = Path(root, FOLDER)
        shutil.copytree(site, target)
        for path in (Path(root), *Path(root).rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield target


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up return with errors: this_year, last_year."""
    folder = tmp_path_factory.mktemp("return")
    write_files(folder, sample(CHILDREN, SEED, YEAR, 0.2).files())
    return folder


@pytest.fixture(scope="session")
def issues(files: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The issues of that return as the command line writes them."""
    target = tmp_path_factory.mktemp("issues") / "issues.csv"
    command = [
        sys.executable, "-m", "validator", "check", str(files / "this_year"), "--last", str(files / "last_year"),
        "--year", YEAR, "--authority", AUTHORITY, "--format", "csv", "-o", str(target),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    return target.read_bytes()


@pytest.fixture(scope="session")
def intranet(launch: Callable[..., Any]) -> Iterator[Any]:
    """A browser for which the intranet's name leads to this computer."""
    running = launch(f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
    yield running
    running.close()
