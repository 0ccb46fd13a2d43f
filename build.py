"""One entry for everything: `python build.py` builds, `serve`, `test`, `bench` and `mutants` do what they say.

Needs Python 3.11 or newer and Node 20 or newer, nothing else: it makes .venv, installs the pinned packages, and fetches
and verifies the parts of the bundle. docs/building.md tells more.
"""

from __future__ import annotations

import argparse
import importlib.util
import runpy
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people so
    sys.exit(f"This is Python {sys.version.split()[0]}. Check 903 needs Python 3.11 or newer to be built.")

sys.path.insert(0, str(Path(__file__).resolve().parent / "web"))

from bundle import commands
from bundle.say import BuildError

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="build.py", description="Builds, serves, tests and measures Check 903.")
    parser.set_defaults(do=commands.build, port=8903)
    parser.add_argument("--pyodide-from", type=Path, metavar="FOLDER", help="take Pyodide's wheels from this folder")
    choices = parser.add_subparsers(metavar="build | serve | test | bench | mutants")
    choices.add_parser("build", help="make everything in dist/ (this is also what happens without a word)")
    serving = choices.add_parser("serve", help="build what is missing, then serve the site on this computer")
    serving.add_argument("--port", type=int, default=8903)
    serving.set_defaults(do=commands.serve)
    testing = choices.add_parser("test", help="build what is missing, then run every check; more words go to pytest")
    testing.set_defaults(do=commands.test)
    measuring = choices.add_parser("bench", help="measure how fast the page starts and the rules run")
    measuring.set_defaults(do=commands.bench)
    spoiling = choices.add_parser("mutants", help="spoil the rules place by place and list what no case notices")
    spoiling.set_defaults(do=commands.mutants)
    arguments, more = parser.parse_known_args()
    if more and arguments.do not in (commands.test, commands.mutants):
        parser.error(f"“{more[0]}” is not understood.")
    arguments.more = more
    try:
        return int(arguments.do(arguments))
    except BuildError as error:
        print(f"\nbuild.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def make_packages() -> None:
    """`python -m build` means the packaging tool of that name, which this file would otherwise hide."""
    sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() not in (HERE, HERE / "web")]
    if not importlib.util.find_spec("build"):
        sys.exit("To make a Python package of Check 903, first install the packaging tool: python -m pip install build")
    runpy.run_module("build", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if __spec__:
        make_packages()
    else:
        sys.exit(main())
