"""The one clock is aware and in UTC, whatever the machine's zone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC

import pytest

from portsec.kernel import clock

pytestmark = pytest.mark.unit


def test_now_when_read_then_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_now_when_machine_is_elsewhere_then_still_utc() -> None:
    code = "from portsec.kernel.clock import now, today; print(now().utcoffset(), now().date() == today())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": "Pacific/Kiritimati"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["0:00:00", "True"]
