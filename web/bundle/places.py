"""Where the build reads and writes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
SOURCES = WEB / "src"
MODULES = WEB / "node_modules"
PYODIDE = MODULES / "pyodide"
WORK = ROOT / "build"
DIST = ROOT / "dist"
SITE = DIST / "site"
POSTCODES = ROOT / "validator" / "data" / "postcodes.bin"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def cache() -> Path:
    """Where downloads are kept, for every copy of this project: $CHECK903_CACHE or ~/.cache/check903."""
    return Path(os.environ.get("CHECK903_CACHE") or Path.home() / ".cache" / "check903")
