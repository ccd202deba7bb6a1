"""Where a browser for tests and screenshots is: an installed one first, then Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = "/Applications/{0}.app/Contents/MacOS/{0}"
MISSING = (
    "No Chromium or Chrome was found. Install one (Debian, Ubuntu: sudo apt install chromium "
    "fonts-noto-cjk fonts-noto-color-emoji) or Playwright's own: "
    f"{sys.executable} -m playwright install chromium. CHROMIUM=/path/to/it names another."
)


class BrowserMissingError(RuntimeError):
    """There is no browser; the message says what to install."""


def installed() -> str | None:
    """Return the path of a browser that the machine already has."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name) for name in NAMES)
    in_applications = (MAC.format(name) for name in ("Google Chrome", "Chromium"))
    found = (path for path in (*on_path, *in_applications) if path and Path(path).exists())
    return next(found, None)


def playwrights_own() -> str | None:
    """Return the path of the browser that Playwright installed for itself."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch_options() -> dict[str, Any]:
    """Return the arguments of Playwright's `launch`; raise BrowserMissingError without one."""
    path = installed() or playwrights_own()
    if path is None:
        raise BrowserMissingError(MISSING)
    # A closed network refuses the browser's own errands one by one, which slows its start.
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # Chromium's sandbox refuses to run as root, as in a container.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": path, "args": ["--disable-quic", "--no-first-run", *quiet, *sandbox]}
