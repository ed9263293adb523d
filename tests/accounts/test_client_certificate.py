"""Systems that come in by a certificate which the proxy in front has checked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from accounts.services import role
from tests.people import MAKER, Cast
from tests.scenario import CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HEADER = "X-Client-Subject"
ASKED = {
    "subject": {"type": "person", "id": "NOBODY"},
    "action": {"name": "read"},
    "resource": {"type": "container", "id": CONTAINER},
}


def status(**headers: str) -> int:
    sent: Any = Client().post(
        "/access/v1/evaluation", ASKED, content_type="application/json", headers=headers
    )
    return int(sent.status_code)


@pytest.fixture
def system(made: Scenario, cast: Cast, settings: Any) -> str:
    """The account of a device that may ask, and its name in a certificate."""
    settings.CLIENT_CERTIFICATE_HEADER = HEADER
    user = cast.reader.user
    role.give(user, Role.DATA_OWNER, made.port, actor=MAKER, at=made.at)
    return f"CN={user.username},O=Terminal"


def test_certificate_when_the_header_is_named_then_its_device_comes_in(system: str) -> None:
    assert status(**{HEADER: system}) == 200


def test_certificate_when_no_header_is_named_then_it_counts_for_nothing(system: str, settings: Any) -> None:
    settings.CLIENT_CERTIFICATE_HEADER = ""
    assert status(**{HEADER: system}) == 401


@pytest.mark.parametrize(
    "subject", ["CN=nobody", "CN=dora", "O=reader", "reader", "CN=reader,CN=dora", "CN=", "CN=x\\", "+,="]
)
def test_certificate_when_it_belongs_to_no_device_then_401(system: str, subject: str) -> None:
    assert status(**{HEADER: subject}) == 401


def test_certificate_when_the_device_is_switched_off_then_401(system: str, cast: Cast) -> None:
    cast.reader.user.is_active = False
    cast.reader.user.save(update_fields=["is_active"])
    assert status(**{HEADER: system}) == 401
