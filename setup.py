"""Puts the postcode reference into the package; everything else about the project is in pyproject.toml."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithPostcodes(build_py):  # type: ignore[misc]  # setuptools has no types
    """Makes the package's postcode file before the package is put together, editable or not."""

    def run(self) -> None:
        """Make the file, then do what is always done."""
        # The package itself imports pandas, which a build has no need of: take only the module that converts.
        package = ModuleType("validator")
        package.__path__ = [str(HERE / "validator")]
        sys.modules.setdefault("validator", package)
        build = importlib.import_module("validator.places.postcodes_build").build
        build(HERE / "validator" / "data" / "postcodes.bin")
        super().run()


setup(cmdclass={"build_py": BuildWithPostcodes})
