"""What the pages of access are tried on."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Organisation, Port
from tests import people
from tests.people import Cast


@pytest.fixture
def other_cast(other_port: Port, quayside: Organisation, now: datetime) -> Cast:
    """The same roles at another port."""
    return people.make_cast(other_port, quayside, at=now, suffix="2")
