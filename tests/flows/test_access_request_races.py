"""Two people who answer requests for access at the same moment: one acts, the other is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access.enums import FieldClass
from access.models import AccessRequest, BreakGlass, Grant
from access.services import access_request, break_glass
from access.services.access_request import Wanted
from accounts.models import Organisation, Port
from accounts.roles import Role
from ledger.models import Entry
from portsec.kernel import clock
from tests import people
from tests.people import Actor, Cast, make_actor
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(transactional_db: None) -> Cast:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    return people.make_cast(port, quayside, at=clock.now())


@pytest.fixture
def lena(staff: Cast) -> Actor:
    return make_actor("lena", Role.DATA_OWNER, Port.objects.get(), at=clock.now())


def asked(actor: Actor, field_class: FieldClass = FieldClass.S2) -> AccessRequest:
    at = clock.now()
    wanted = Wanted(
        object_ref="CSQU3054383",
        field_class=field_class,
        purpose="Claim",
        wanted_until=at + timedelta(days=2),
        case_ref="CL-1",
    )
    return access_request.ask(Port.objects.get(), wanted, **actor.acts(at))


def names(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_request_when_two_owners_approve_at_once_then_one_grant(staff: Cast, lena: Actor) -> None:
    request, at = asked(staff.hugo), clock.now()
    one, two = staff.dora.acts(at), lena.acts(at)
    outcomes = at_once(
        [lambda: access_request.approve(request, **one), lambda: access_request.approve(request, **two)]
    )
    assert names(outcomes) == ["AccessRequest", "Conflict"]
    assert Grant.objects.count() == 1
    assert Entry.objects.filter(kind="access.access_request.granted").count() == 1


def test_request_when_both_desks_approve_at_once_then_both_count_and_one_grant(staff: Cast) -> None:
    request, at = asked(staff.hugo, FieldClass.S3), clock.now()
    one, two = staff.dora.acts(at), staff.sven.acts(at)
    outcomes = at_once(
        [lambda: access_request.approve(request, **one), lambda: access_request.approve(request, **two)]
    )
    assert names(outcomes) == ["AccessRequest", "AccessRequest"]
    assert sorted(outcome.state for outcome in outcomes) == ["granted", "half"]
    assert Grant.objects.count() == 1


def test_requests_when_two_people_approve_each_other_at_once_then_only_one_of_them(
    staff: Cast, lena: Actor
) -> None:
    of_dora, of_lena, at = asked(staff.dora), asked(lena), clock.now()
    one, two = staff.dora.acts(at), lena.acts(at)
    outcomes = at_once(
        [lambda: access_request.approve(of_lena, **one), lambda: access_request.approve(of_dora, **two)]
    )
    assert names(outcomes) == ["AccessRequest", "Refused"]
    assert Grant.objects.count() == 1


def test_request_when_taken_back_and_approved_at_once_then_one_of_them_happened(staff: Cast) -> None:
    request, at = asked(staff.hugo), clock.now()
    one, two = staff.dora.acts(at), staff.hugo.acts(at)
    outcomes = at_once(
        [lambda: access_request.approve(request, **one), lambda: access_request.withdraw(request, **two)]
    )
    assert names(outcomes) == ["AccessRequest", "Conflict"]
    state = AccessRequest.objects.get().state
    assert (state == "granted") is Grant.objects.exists()


def test_overdue_when_swept_twice_at_once_then_told_once(staff: Cast) -> None:
    at = clock.now()
    BreakGlass.objects.create(
        port=Port.objects.get(),
        account="hugo",
        object_ref="CSQU3054383",
        field_class="S2",
        reason="Alarm.",
        begun_at=at - timedelta(days=2),
        ends_at=at - timedelta(days=1, hours=23),
        level=1,
        review_due_at=at - timedelta(days=1),
    )
    outcomes = at_once([lambda: break_glass.escalate_overdue(at=at)] * 2)
    assert sum(outcomes) == 1
    assert Entry.objects.filter(kind="access.break_glass.escalated").count() == 1
