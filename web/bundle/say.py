"""What the build tells the person who runs it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class BuildError(Exception):
    """The build cannot go on; the message says why and what to do."""


def say(words: str) -> None:
    print(words, flush=True)


def run(
    command: Sequence[str | Path], doing: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> str:
    """Run a tool quietly and give its output; raise BuildError with all it said if it fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise BuildError(f"{doing}: “{command[0]}” is not installed or not on the path.") from None
    if done.returncode:
        raise BuildError(f"{doing} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
