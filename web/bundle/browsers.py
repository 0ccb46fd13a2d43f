"""A browser for tests and measurements: one that is installed, found by its usual names and places."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from .debian import install
from .say import BuildError

# What a browser is started with: no window, and no requests of its own.
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
FIREFOX_NAMES = ("firefox-esr", "firefox")
CHROMIUM_PLACES = (
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FIREFOX_PLACES = (
    r"%ProgramFiles%\Mozilla Firefox\firefox.exe",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
)


def chromium() -> str | None:
    """The path of an installed Chromium, Chrome or Edge."""
    return _find(CHROMIUM_NAMES, CHROMIUM_PLACES)


def firefox() -> str | None:
    """The path of an installed Firefox."""
    return _find(FIREFOX_NAMES, FIREFOX_PLACES)


def ensure_chromium() -> str:
    """The path of a Chromium, installed with apt-get if need be and possible."""
    found = chromium()
    if not found and install("chromium"):
        found = chromium()
    if not found:
        raise BuildError("There is no browser to test in. Install Chrome, Edge or Chromium and run this again.")
    return found


def _find(names: tuple[str, ...], places: tuple[str, ...]) -> str | None:
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    for place in places:
        path = os.path.expandvars(place) if sys.platform == "win32" else place
        if Path(path).is_file():
            return path
    return None
