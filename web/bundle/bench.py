"""How fast the page is ready, next to a stock start of the same Pyodide and pandas in the same run.

Called by `build.py bench` in the project's environment. Both pages come from this computer, each start in a browser of
its own; "cold" is the first visit, "warm" the second with what the browser has kept.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, sync_playwright

from .browsers import OPTIONS
from .parts import parts, root_lock
from .places import PYODIDE, SITE
from .say import BuildError, say
from .serve import Handler, server

ROUNDS = 3
SECONDS = 120
COLD_GOAL = 0.4
WIRE_GOAL = 16.0
STOCK_PAGE = (
    '<!DOCTYPE html><meta charset="utf-8"><title>Stock</title><p>Stock</p><script type="module" src="page.js"></script>'
)
STOCK_SCRIPT = 'new Worker("worker.js", { type: "module" });'
STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const pyodide = await loadPyodide();
await pyodide.loadPackage("pandas");
pyodide.runPython("import pandas");
performance.mark("check903:ready");
"""


class StockHandler(Handler):
    """Knows the types of Pyodide's own files too."""

    extensions_map: ClassVar = {**Handler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm"}  # type: ignore[misc]


@dataclass(frozen=True)
class Start:
    """Seconds from opening the page until something is seen, and until Python is ready on a first and second visit."""

    seen: float
    cold: float
    warm: float


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stock = _stock(Path(folder))
        ours: list[Start] = []
        others: list[Start] = []
        for _ in range(ROUNDS):
            for site, handler, starts in ((stock, StockHandler, others), (SITE, Handler, ours)):
                browser = playwright.chromium.launch(executable_path=os.environ["CHECK903_BROWSER"], args=list(OPTIONS))
                with served(site, handler) as address:
                    starts.append(_start(browser, address))
                browser.close()
        _report(ours, others, stock)


def _report(ours: list[Start], others: list[Start], stock: Path) -> None:
    def seconds(starts: list[Start], what: str) -> float:
        return float(statistics.median(getattr(start, what) for start in starts))

    say(f"Median of {ROUNDS} starts on this computer, {os.cpu_count()} processors")
    say(f"  {'':24}{'Check 903':>10}{'stock':>10}{'ratio':>8}")
    for what, words in (("seen", "first thing seen"), ("cold", "ready, first visit"), ("warm", "ready, second visit")):
        mine, theirs = seconds(ours, what), seconds(others, what)
        compared = f"{mine / theirs:8.2f}" if what != "seen" else ""
        say(f"  {words:24}{mine:8.2f} s{theirs:8.2f} s{compared}")
    manifest = json.loads((SITE / "manifest.json").read_text(encoding="utf-8"))
    postcodes = manifest["assets"]["postcodes"]
    needed = [SITE / name for name in manifest["files"] if name.endswith((".html", ".css", ".js", ".zip"))]
    mine = _wire([path for path in needed if path.name != postcodes])
    say(f"  {'bytes over the wire':24}{mine:7.1f} MB{_wire(list(stock.iterdir())):7.1f} MB   (gzip)")
    say(f"  {'and the postcodes':24}{_wire([SITE / postcodes]):7.1f} MB")
    ratio = seconds(ours, "cold") / seconds(others, "cold")
    say(f"Goals: first visit at most {COLD_GOAL} of stock: {'met' if ratio <= COLD_GOAL else 'not met'}; ")
    say(f"       at most {WIRE_GOAL:.0f} MB before the postcodes: {'met' if mine <= WIRE_GOAL else 'not met'}")


def _stock(folder: Path) -> Path:
    """The simplest page that starts Pyodide and imports pandas, from the parts as they were published."""
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        shutil.copyfile(PYODIDE / name, folder / name)
    wheels = parts()
    lock = root_lock()
    # Our cache holds no pytz, which pandas does without: a little less for the stock page to fetch.
    lock["packages"] = {name: entry for name, entry in lock["packages"].items() if name in wheels}
    for name, entry in lock["packages"].items():
        entry["depends"] = [needed for needed in entry["depends"] if needed in wheels]
        shutil.copyfile(wheels[name], folder / wheels[name].name)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (folder / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    (folder / "page.js").write_text(STOCK_SCRIPT, encoding="utf-8")
    (folder / "worker.js").write_text(STOCK_WORKER, encoding="utf-8")
    return folder


@contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a site in this folder, served by this computer to itself."""
    with server(folder, handler=handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/index.html"
        serving.shutdown()


def _start(browser: Browser, address: str) -> Start:
    context = browser.new_context()
    seen, cold = _visit(context, address)
    _, warm = _visit(context, address)
    return Start(seen, cold, warm)


def _visit(context: Any, address: str) -> tuple[float, float]:
    """Seconds to the first thing seen and to the worker's mark, both by the browser's own clock."""
    page = context.new_page()
    with page.expect_worker(timeout=SECONDS * 1000) as started:
        page.goto(address)
    worker = started.value
    give_up = time.monotonic() + SECONDS
    ready = 'performance.getEntriesByName("check903:ready").map((mark) => performance.timeOrigin + mark.startTime)[0]'
    while not worker.evaluate(f"Boolean({ready})"):
        if time.monotonic() > give_up:
            raise BuildError(f"The page was not ready after {SECONDS} s: {page.inner_text('body')}")
        page.wait_for_timeout(100)
    seen = float(page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN'))
    waited = float(worker.evaluate(ready)) - float(page.evaluate("performance.timeOrigin"))
    page.close(run_before_unload=False)
    return seen / 1000, waited / 1000


def _wire(paths: list[Path]) -> float:
    """Megabytes of these files, each compressed as a web server would."""
    return sum(min(path.stat().st_size, len(gzip.compress(path.read_bytes(), 6))) for path in paths) / 1e6


if __name__ == "__main__":
    main()
