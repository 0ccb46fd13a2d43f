"""Programs that only tests and measurements need, from Debian's packages where that can be done."""

from __future__ import annotations

import os
import shutil

from .say import run, say


def install(package: str) -> bool:
    """Install a package with apt-get; False where there is no apt-get or we may not use it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"Installing Debian's {package}")
    # At this run level no server that comes with the package is started.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    run(["apt-get", "update"], "apt-get update", env=environment)
    run(["apt-get", "install", "-y", "--no-install-recommends", package], f"Installing {package}", env=environment)
    return True
