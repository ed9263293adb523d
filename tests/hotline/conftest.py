"""What every test of the hotline may ask for."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Port
from tests.hotline import hotline_port
from tests.hotline.hotline_port import HotlinePort


@pytest.fixture
def hotline(port: Port, now: datetime) -> HotlinePort:
    """An open hub with four recipients and three keepers; see tests/hotline/hotline_port.py."""
    return hotline_port.make(port, at=now)
