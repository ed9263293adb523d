"""What the migration to two officers makes of hits that one officer alone had called the same."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

import pytest
from django.db import connection

from screening.enums import HitState
from screening.models import Application, Hit
from screening.services import application
from tests.people import Actor
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WAIT_FOR_SECOND = import_module("screening.migrations.0004_adjudication").WAIT_FOR_SECOND


@pytest.fixture
def held(case: Application, alice: Actor, now: datetime) -> Hit:
    """As it was before: "same" by one hand."""
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    rows.answer_watchlist(case)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE screening_hit DROP CONSTRAINT hit_same_by_two")
    Hit.objects.update(state="same", decided_by=alice.user, decided_at=now, reason="The same passport.")
    return Hit.objects.get()


def upgraded(hit: Hit) -> Hit:
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_SECOND)
    return Hit.objects.get(pk=hit.pk)


def test_hit_when_one_officer_held_it_the_same_in_an_open_case_then_it_waits_for_the_second(
    held: Hit, alice: Actor, bob: Actor, now: datetime
) -> None:
    hit = upgraded(held)
    assert (hit.state_word, hit.awaits_second, hit.decided_by, hit.reason) == (HitState.OPEN, True, None, "")
    assert (hit.same_said_by, hit.same_said_at, hit.same_said_reason) == (
        alice.user,
        now,
        "The same passport.",
    )
    rows.held_same(hit, bob)
    assert hit.state_word is HitState.SAME


def test_hit_when_its_case_is_closed_then_it_stays_as_it_was_decided(
    held: Hit, case: Application, alice: Actor, now: datetime
) -> None:
    application.withdraw(case, reason="Goes elsewhere.", **alice.acts(now))
    hit = upgraded(held)
    assert (hit.state_word, hit.decided_by, hit.same_said_by) == (HitState.SAME, alice.user, None)
