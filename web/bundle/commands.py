"""The five things that build.py does."""

from __future__ import annotations

import argparse
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import browsers, tools
from .places import DIST, PYTHON, ROOT, SITE, WEB
from .say import BuildError, say
from .serve import server
from .single import build_single
from .site import build_site, zip_site

# A file's tests stay together: they share an open page.
TWO_AT_ONCE = ("--numprocesses=2", "--dist=loadfile")


def build(arguments: argparse.Namespace) -> int:
    """Make every output."""
    tools.set_up()
    site = build_site(arguments.pyodide_from)
    zip_site(site, DIST / "check903-site.zip")
    say(f"The same to carry elsewhere is {DIST / 'check903-site.zip'}")
    build_single(site, DIST / "check903.html")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Serve the site on this computer until stopped."""
    tools.set_up()
    serving = server(build_site(arguments.pyodide_from), arguments.port)
    say(f"Check 903 is at http://127.0.0.1:{serving.server_port}/ - press Ctrl+C to stop")
    with serving:
        serving.serve_forever()
    return 0


def test(arguments: argparse.Namespace) -> int:
    """Every check, the tests last, so that one run tells all that is wrong."""
    tools.set_up()
    with ThreadPoolExecutor(1) as beside:
        looked = beside.submit(_look_at_the_code)
        build(arguments)
        wrong = looked.result()
    say("Running the tests (pytest)")
    environment = {**os.environ, "CHECK903_SITE": str(SITE), "CHECK903_BROWSER": browsers.ensure_chromium()}
    done = subprocess.run([str(PYTHON), "-m", "pytest", *TWO_AT_ONCE, *arguments.more], cwd=ROOT, env=environment)
    if done.returncode:
        wrong.append("running the tests (pytest)")
    if wrong:
        raise BuildError(f"Not all is well, see above: {', '.join(wrong)}.")
    return 0


def _look_at_the_code() -> list[str]:
    """Run the linter, the formatter and the type checker; what of it found something to mend."""
    wrong = []
    for doing, words in (
        ("Looking for mistakes in the Python code (ruff)", ["ruff", "check"]),
        ("Looking at its layout (ruff format)", ["ruff", "format", "--check"]),
        ("Checking its types (mypy)", ["mypy"]),
    ):
        # Told in one piece: the site is built meanwhile.
        done = subprocess.run(
            [str(PYTHON), "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        say(f"{doing}\n{done.stdout.strip()}")
        if done.returncode:
            wrong.append(doing[0].lower() + doing[1:])
    return wrong


def bench(arguments: argparse.Namespace) -> int:
    """Print how fast the page starts, next to a stock start, views open, changes are made and rules run."""
    build(arguments)
    environment = {**os.environ, "CHECK903_BROWSER": browsers.ensure_chromium()}
    in_the_browser = ("bundle.bench", "bundle.bench_views", "bundle.bench_cleaning", "bundle.bench_years")
    for module, folder in (*((module, WEB) for module in in_the_browser), ("dev.bench", ROOT)):
        done = subprocess.run([str(PYTHON), "-m", module], cwd=folder, env=environment)
        if done.returncode:
            return done.returncode
    return 0


def mutants(arguments: argparse.Namespace) -> int:
    """Spoil the rules one place at a time, and list what none of their cases notices."""
    tools.set_up()
    return subprocess.run([str(PYTHON), "-m", "dev.mutants", *arguments.more], cwd=ROOT).returncode
