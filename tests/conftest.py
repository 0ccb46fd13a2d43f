"""What several tests share: the built site and a browser to open it in."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserType, expect, sync_playwright

from bundle.browsers import OPTIONS, ensure_chromium
from bundle.site import build_site

# That a machine is busy is no fault of the code: what is to come is waited for, however long it takes.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
PATIENCE_MS = 180_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Halves of characters, of which hostile values are made, cannot be sent from one of the processes to the other."""
    return _sendable((yield))


def _sendable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {name: _sendable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_sendable, value))
    return value


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site; built now unless `build.py test` has just done so."""
    built = os.environ.get("CHECK903_SITE")
    return Path(built) if built else build_site()


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[BrowserType, str]]:
    """What starts a Chromium, and the path of the Chromium, Chrome or Edge to start."""
    with sync_playwright() as playwright:
        yield playwright.chromium, os.environ.get("CHECK903_BROWSER") or ensure_chromium()


@pytest.fixture(scope="session")
def launch(chromium: tuple[BrowserType, str]) -> Callable[..., Any]:
    """Starts a headless Chromium, Chrome or Edge with the options given; gives Playwright's Browser."""
    started, path = chromium

    def launched(*options: str) -> Browser:
        browser = started.launch(executable_path=path, args=[*OPTIONS, *options])
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE_MS))
        return browser

    return launched


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Any]) -> Iterator[Any]:
    """One such browser, shared by the tests; each opens its own pages.

    Pages of one profile share a process, and with it the compiled code of Python: a page opened beside another is ready
    in half the time.
    """
    running = launch("--process-per-site")
    yield running
    running.close()
