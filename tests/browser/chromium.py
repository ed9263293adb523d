"""Debian's Chromium through Playwright. Where there is none, tests are skipped, or fail under CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def path() -> str:
    """Where Chromium is. Skips the test where it is missing; fails it under CI, where it must be there."""
    found = next((where for name in NAMES if (where := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine; .ci/run installs it")
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    return found


@contextmanager
def launched() -> Iterator[Any]:
    """A running browser."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path(), args=["--no-sandbox"])
        yield browser
        browser.close()
