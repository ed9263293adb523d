"""A badge is never issued against a clearance that is gone, however close the two acts lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from access.models import Badge, BadgePhoto, BadgeRequest
from access.services import badge, badge_type
from accounts.roles import Role
from ledger.models import Entry
from portsec.kernel.errors import Refused
from screening.models import Clearance, Person
from screening.services import clearance
from tests import badges, scenario
from tests.flows.hands import ERRORS, HANDS, acting, bound, officers, split
from tests.moment import port_now
from tests.scenario import Scenario
from tests.threads import InTheBackground, at_once, side_by_side

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

# Pairs of acts in the race. The whole number takes most of a minute alone and more beside other tests, so the
# suite runs a part of it; BADGE_RACES=1000 runs them all.
RACES = int(os.environ.get("BADGE_RACES", "200"))
PAIRS_AT_ONCE = 4


def request_of(number: int) -> BadgeRequest:
    """A request as a desk reads it, with nothing shared between the hands."""
    return BadgeRequest.objects.select_related("person__port", "port", "badge_type", "replaces").get(
        pk=number
    )


def test_issue_when_eight_desks_issue_at_once_then_one_badge(made: Scenario) -> None:
    born = datetime(1990, 1, 1, tzinfo=UTC).date()
    case = scenario.apply_for(made.post, made.cast, "Smit", "Jan", born, at=made.at)
    person = scenario.clear(case, made.cast, at=made.at).person
    asked = badges.asked_for(person, [made.area], made.cast, at=port_now())
    issuing = [
        bound(badge.issue, request_of(asked.pk), **acting(desk))
        for desk in officers(Role.BADGE_OFFICER, made.port)
    ]
    done, refused = split(at_once(issuing))
    assert (len(done), len(refused)) == (1, HANDS - 1)
    assert Badge.objects.filter(person=person).count() == 1
    assert Entry.objects.filter(kind="access.badge.issued", subject=person.reference).count() == 1


def test_issue_when_the_clearance_ends_at_the_same_moment_then_no_badge_against_it(made: Scenario) -> None:
    """In whatever order the two commit: a badge either stood before the other act, or there is none."""
    carol, bob = acting(made.cast.carol), acting(made.cast.bob)
    ending = (clearance.suspend, clearance.withdraw)
    pairs: list[list[Callable[[], Any]]] = []
    for number, asked in enumerate(many_requests(made, RACES)):
        held = Clearance.objects.select_related("person", "port").get(person=asked.person)
        acts = [
            bound(badge.issue, request_of(asked.pk), **carol),
            bound(ending[number % 2], held, reason="Look.", **bob),
        ]
        pairs.append(acts if number % 4 < 2 else acts[::-1])
    outcomes = [outcome for pair in side_by_side(pairs, width=PAIRS_AT_ONCE) for outcome in pair]
    issued = [one for one in outcomes if isinstance(one, badge.Issued)]
    wrong = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, ERRORS)]
    assert wrong == []
    assert sum(isinstance(one, Clearance) for one in outcomes) == RACES, "no end of a clearance is ever lost"
    assert issued_too_late() == []
    assert 0 < len(issued) < RACES, "both orders came up"


def test_suspend_when_a_badge_is_about_to_be_issued_then_it_waits_for_that(made: Scenario) -> None:
    """The badge is written but not committed: the suspension comes after it, never in between."""
    asked = asked_again(made)
    held = Clearance.objects.select_related("person", "port").get(pk=made.clearance.pk)
    suspending = bound(clearance.suspend, held, reason="Look.", **acting(made.cast.bob))
    with transaction.atomic():
        badge.issue(asked, **acting(made.cast.carol))
        other = InTheBackground(suspending)
        assert other.still_waits()
    assert other.outcome() == held
    assert Clearance.objects.get(pk=held.pk).state == "suspended"


def test_issue_when_a_suspension_is_about_to_be_kept_then_it_waits_and_is_refused(made: Scenario) -> None:
    issuing = bound(badge.issue, asked_again(made), **acting(made.cast.carol))
    with transaction.atomic():
        clearance.suspend(made.clearance, reason="Look.", **acting(made.cast.bob))
        other = InTheBackground(issuing)
        assert other.still_waits()
    refusal = other.outcome()
    assert isinstance(refusal, Refused)
    assert refusal.verdict.codes == ("clearance_not_granted",)


def asked_again(made: Scenario) -> BadgeRequest:
    """Erin handed her badge in, and Cees asks for another."""
    badge.change_state(made.badge, badge.BadgeEvent.HAND_IN, reason="Handed in.", **acting(made.cast.carol))
    return request_of(badges.asked_for(made.erin, [made.area], made.cast, at=port_now()).pk)


def many_requests(made: Scenario, number: int) -> list[BadgeRequest]:
    """So many people with a clearance, a photo and an open request, written in a few statements."""
    now = port_now()
    today = timezone.localdate(now)
    kind = badge_type.standard(made.port, at=now)
    people = Person.objects.bulk_create(
        Person(port=made.port, family_name=f"Racer {n}", search_name=f"racer {n}", created_at=now)
        for n in range(number)
    )
    Clearance.objects.bulk_create(
        Clearance(
            person=person,
            port=made.port,
            level="standard",
            valid_from=today,
            valid_until=today + timedelta(days=400),
            state_since=now,
        )
        for person in people
    )
    image = badges.picture()
    BadgePhoto.objects.bulk_create(
        BadgePhoto(person=person, image=image, digest=bytes(32), taken_at=now, taken_by="user:carol")
        for person in people
    )
    return BadgeRequest.objects.bulk_create(
        BadgeRequest(
            port=made.port,
            person=person,
            badge_type=kind,
            areas=[made.area.code],
            need="Races.",
            needed_until=today + timedelta(days=10),
            requested_by=made.cast.cees.reference,
            requested_at=now,
        )
        for person in people
    )


def issued_too_late() -> list[str]:
    """Holders whose badge came on record after the end of their clearance."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT issued.subject FROM ledger_entry issued
            JOIN ledger_entry ended ON ended.subject = issued.subject
             AND ended.kind IN ('screening.clearance.suspended', 'screening.clearance.withdrawn')
             AND ended.position < issued.position
            WHERE issued.kind = 'access.badge.issued' AND EXISTS (
                SELECT 1 FROM screening_person p
                WHERE 'person:' || p.ref = issued.subject AND p.family_name LIKE 'Racer %'
            )
            """
        )
        return [row[0] for row in cursor.fetchall()]
