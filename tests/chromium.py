"""Chromium for tests of the page: where it is, and how it starts without asking the network for anything."""

import shutil

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """The program. A machine without it fails the test: nothing is skipped silently."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is needed for this test: install the package chromium"
    return found
