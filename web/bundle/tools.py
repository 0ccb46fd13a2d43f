"""The tools the build needs: Python's own environment in .venv, Node's packages in web/node_modules."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from .kept import digest
from .places import ENVIRONMENT, MODULES, POSTCODES, PYTHON, ROOT, WEB
from .say import BuildError, run, say

NODE_AT_LEAST = 20


def set_up() -> None:
    """Make .venv and web/node_modules as pinned, unless they are so already."""
    with ThreadPoolExecutor(2) as pool:
        for made in (pool.submit(_python_packages), pool.submit(_node_packages)):
            made.result()


def node() -> str:
    """The path of Node, of a version that will do."""
    path = shutil.which("node")
    advice = f"Install Node {NODE_AT_LEAST} or newer and run this again."
    if not path:
        raise BuildError(f"Node is not installed or not on the path. {advice}")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(re.findall(r"\d+", version)[0]) < NODE_AT_LEAST:
        raise BuildError(f"Node {version} is too old. {advice}")
    return path


def _python_packages() -> None:
    # Installing also makes the postcode reference, which setup.py puts into the package.
    made_from = ("pyproject.toml", "setup.py", "validator/places/postcodes_build.py")
    wanted = digest(*((ROOT / name).read_bytes() for name in made_from), sys.version.encode())
    stamp = ENVIRONMENT / "check903-stamp"
    if PYTHON.exists() and POSTCODES.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        if not importlib.util.find_spec("ensurepip"):
            raise BuildError("This Python has no “ensurepip”. On Debian or Ubuntu: apt-get install python3-venv.")
        say("Making a Python environment in .venv")
        run([sys.executable, "-m", "venv", ENVIRONMENT], "Making .venv")
    say("Installing the pinned Python packages into .venv")
    run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f"{ROOT}[dev]"],
        "Installing the Python packages",
    )
    stamp.write_text(wanted)


def _node_packages() -> None:
    wanted = digest((WEB / "package-lock.json").read_bytes())
    stamp = MODULES / ".check903-stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    node()
    npm = shutil.which("npm")
    if not npm:
        raise BuildError("npm is not installed or not on the path. It comes with Node; on Debian: apt-get install npm.")
    say("Installing the pinned Node packages into web/node_modules")
    # No package's install script is needed, so none is run.
    run([npm, "ci", "--ignore-scripts"], "Installing the Node packages", cwd=WEB)
    stamp.write_text(wanted)
