"""A database that takes no changes: whoever is signed in reads on; what would be lost is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from access.enums import Direction
from access.models import Presence
from accounts import sessions
from accounts.models import Organisation, Port
from portsec.kernel import clock
from screening.services import person
from tests.people import MAKER, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@contextmanager
def read_only() -> Iterator[None]:
    """As after a fail-over to a standby, or with a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")


@pytest.fixture
def gita(cast: Cast, port: Port, quayside: Organisation) -> Client:
    """A guard's browser; one person is inside."""
    now = clock.now()
    someone = person.register(
        port=port, family_name="Vermeer", given_names="Erin", organisation=quayside, actor=MAKER, at=now
    )
    area = port.areas.create(code="YARD", name="Yard")
    Presence.objects.create(person=someone, area=area, direction=Direction.IN.value, at=now)
    return SignIn(Client())(cast.gita)


def test_list_of_people_inside_when_nothing_can_be_written_then_shown(gita: Client) -> None:
    with read_only():
        for _ in range(3):
            answer = gita.get(reverse("muster"))
            assert answer.status_code == 200
            assert "Vermeer, Erin" in answer.content.decode()
        assert gita.get(reverse("muster"), {"order": "name"}).status_code == 200


def test_other_pages_when_nothing_can_be_written_then_shown_too(gita: Client) -> None:
    with read_only():
        for name in ("visit-list", "visit-crew", "gate-live", "gate-check", "overview", "notice-list"):
            assert gita.get(reverse(name)).status_code == 200, name


def test_mark_when_it_cannot_be_stored_then_said_and_the_guard_stays_signed_in(gita: Client) -> None:
    with read_only():
        answer = gita.post(reverse("muster-roll-call"))
        assert answer.status_code == 503
        assert "takes no changes" in answer.content.decode()
        assert gita.get(reverse("muster")).status_code == 200


def test_file_when_it_cannot_go_on_record_then_it_does_not_leave(cast: Cast) -> None:
    sven = SignIn(Client())(cast.sven)
    with read_only():
        assert sven.get(reverse("muster"), {"format": "csv"}).status_code == 503


def test_session_when_its_row_ran_out_while_nothing_was_written_then_held_by_the_browser(
    gita: Client,
) -> None:
    with read_only():
        gita.get(reverse("muster"))
    assert gita.cookies[sessions.COOKIE].value
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=30))
    assert gita.get(reverse("muster")).status_code == 200
    assert Session.objects.get().expire_date > clock.now(), "written again as soon as it can be"


def test_session_when_it_ran_out_and_nothing_holds_it_then_ended(gita: Client) -> None:
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    assert gita.get(reverse("muster")).status_code == 302


def test_session_when_held_for_another_or_by_a_forged_word_then_ended(gita: Client) -> None:
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    for value in (sessions.held_value("another"), "forged:word:x", ""):
        gita.cookies[sessions.COOKIE] = value
        assert gita.get(reverse("muster")).status_code == 302


def test_session_when_signed_out_then_nothing_holds_it(gita: Client) -> None:
    with read_only():
        gita.get(reverse("muster"))
    gita.post(reverse("account_logout"))
    assert Session.objects.count() == 0
    assert gita.get(reverse("muster")).status_code == 302
