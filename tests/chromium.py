"""A pytest plugin: Chromium without its own windows where it is there, which takes a third of the time to load a page; else
the whole one. Without a Chromium the tests marked `browser` are skipped with a reason; in CI they fail."""

import functools
import os
import shutil
import subprocess

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REASON = "no Chromium found: install the package chromium, or set CHROMIUM to its path"


@functools.cache
def executable():
    """The path of a Chromium that runs, or None. Ubuntu's chromium-browser may be only a pointer to a snap."""
    for name in [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES:
        path = shutil.which(name)
        try:
            if path and subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0:
                return path
        except (OSError, subprocess.TimeoutExpired):
            continue
    return None


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not executable():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(REASON)


def pytest_terminal_summary(terminalreporter):
    """Say it once more at the end, where it is read."""
    if any(REASON in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"The browser tests were skipped: {REASON}.", yellow=True)
