"""Results of the build that are kept between builds, each under the digest of all that went into it."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .places import WORK


def digest(*contents: bytes) -> str:
    """One digest of several contents; where one ends and the next begins counts."""
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other build of this copy of the project is under way."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
