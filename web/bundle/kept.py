"""Results of the build that are kept between builds, each under the digest of all that went into it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable

from .places import WORK


def digest(*contents: bytes) -> str:
    """One digest of several contents; where one ends and the next begins counts."""
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


def made_once(kind: str, name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """The result kept for this `key`, made now if there is none; older results of the same `name` are dropped."""
    kept = WORK / kind / f"{name}-{key[:32]}"
    if kept.is_file():
        return kept.read_bytes()
    content = make()
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in kept.parent.glob(f"{name}-{'?' * 32}"):
        older.unlink()
    unfinished = kept.with_suffix(".part")
    unfinished.write_bytes(content)
    shutil.move(unfinished, kept)
    return content
