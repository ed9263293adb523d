"""Areas as other systems read them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.gate.isps import IspsLevel
from access.models import Area
from access.services import isps_level, lockdown
from accounts.models import Port
from tests.people import Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]

AREAS = "/api/v1/areas/"


def test_areas_when_listed_then_with_what_counts_now(
    port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    terminal = Area.objects.create(port=port, code="TERMINAL", name="Terminal", biometric=True)
    Area.objects.create(port=port, code="YARD", name="Yard", parent=terminal, level=2)
    change = isps_level.propose(
        terminal,
        IspsLevel.HEIGHTENED,
        steps_back_at=now + timedelta(hours=5),
        reason="Threat.",
        **cast.sven.acts(now),
    )
    isps_level.confirm(change, reason="Agreed.", **cast.siri.acts(now))
    lockdown.lock_down(terminal, reason="Fire.", **cast.sven.acts(now))
    _, yard = signed_in(cast.frank).get(AREAS).json()
    assert yard == {
        "port": "XXPEX",
        "area": "YARD",
        "name": "Yard",
        "parent": "TERMINAL",
        "level": 2,
        "isps_level": 2,
        "is_locked_down": True,
        "asks": ["An enhanced clearance"],
    }


def test_areas_when_there_are_more_then_no_more_queries(port: Port, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.frank)
    counts = []
    for codes in (("A",), ("B", "C")):
        for code in codes:
            Area.objects.create(port=port, code=code, name=code, parent=Area.objects.first())
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get(AREAS).json()) == Area.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]
