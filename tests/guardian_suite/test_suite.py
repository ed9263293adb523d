"""guardian's own tests, as they come with the installed version, on our tables of permissions.

All of them pass: where they name the stock tables, they are given ours. None is left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 400  # a release that no longer carries its tests must not pass for green
PATIENCE = 900  # seconds

pytestmark = pytest.mark.flow


def test_guardian_when_its_own_tests_run_on_our_tables_then_all_pass() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "test", "guardian.testapp", "--noinput"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "DJANGO_SETTINGS_MODULE": "tests.guardian_suite.settings",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    ran = re.search(r"Ran (\d+) tests", done.stderr)
    assert ran is not None
    assert int(ran[1]) >= FEWEST
