"""The checks of scim2-tester, a conformance suite by others, against the whole service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from accounts.models import Organisation, Port
from tests.access.personnel import ROOT, connected
from tests.people import Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FEWEST = 60  # checks; far fewer would mean that the suite stopped at the door
GREEN = {Status.SUCCESS, Status.SKIPPED}
NOT_OFFERED = {"search_with_attributes"}  # a search across users and groups at once answers 501


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests run inside the test's own transaction, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_service_when_checked_by_the_suite_then_all_is_green(
    port: Port, quayside: Organisation, cast: Cast, now: datetime
) -> None:
    feed = connected(quayside, port, cast.adam, at=now)
    headers = {"Authorization": f"Bearer {feed.token}"}
    client = WSGISCIMClient(WSGIHandler(), base_url=f"http://localhost{ROOT}", headers=headers)
    results = check_server(client)
    wrong = [
        f"{each.title} {each.resource_type}: {each.reason}" for each in results if each.status not in GREEN
    ]
    assert not wrong, "\n".join(wrong)
    assert {each.title for each in results if each.status == Status.SKIPPED} <= NOT_OFFERED
    assert len(results) >= FEWEST, len(results)
